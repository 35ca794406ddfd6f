"""A report that is killed leaves a whole set, no process, and nothing after the next run."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from engagekit.reporting.request import BRIEF
from tests.hostile.kills import DIE, ROOT, Home
from tests.published_numbers import languages

pytestmark = pytest.mark.slow
AT_THE_EXCHANGE = "dying(output_folder._exchanged)"


@pytest.mark.skipif(sys.platform != "linux", reason="not on this system: needs /proc and renameat2")
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


@pytest.mark.skipif(sys.platform != "linux", reason="not on this system: needs /proc")
@pytest.mark.parametrize(("call", "number", "whole"), [("replace", 2, 0), ("rename", 1, 1)])
def test_briefs_that_are_killed_are_whole_or_not_there(
    tmp_path: Path, call: str, number: int, whole: int
) -> None:
    home = Home(tmp_path / "p")
    each = "--each", "department", "--notebook", str(ROOT / BRIEF)
    die = DIE.format(number=number, calls=(call,), exchanged=AT_THE_EXCHANGE)
    assert home.finish(*each, code=die)[0] == -signal.SIGKILL
    assert home.living() == 0
    assert len([*home.out.glob("*/each/[!.]*")]) == whole
    assert languages(home.out) == ({"en"} if whole else set())
    code, words = home.finish(*each)
    assert code == 0, words
    assert languages(home.out) == {"en"}
    assert home.rubbish() == 0 and not [*home.out.glob("*/each/.*")]
    home.remove()
