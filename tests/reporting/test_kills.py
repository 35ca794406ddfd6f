"""A report that is killed leaves a whole set, no process, and nothing after the next run."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.hostile.kills import DIE, Home

AT_THE_EXCHANGE = "dying(output_folder._exchanged)"


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and renameat2")
def test_a_killed_report_leaves_the_old_set_and_no_process(tmp_path: Path) -> None:
    home = Home(tmp_path / "a project")
    code, words = home.finish("--language", "en")
    assert code == 0, words
    assert home.language() == "en"
    die = DIE.format(number=0, calls=(), exchanged=AT_THE_EXCHANGE)
    assert home.finish("--language", "fr", code=die)[0] == -signal.SIGKILL
    assert home.living() == 0
    assert home.language() == "en" and home.rubbish() > 0
    assert home.finish("--language", "fr")[0] == 0
    assert home.language() == "fr" and home.rubbish() == 0
    home.remove()
