"""The command line as a test runs it."""

from __future__ import annotations

import pytest

from engagekit.cli.app import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command and return its exit code, what it says and what it warns of."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err
