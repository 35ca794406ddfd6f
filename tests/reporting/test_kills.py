"""A report that is killed leaves a whole set, no process, and nothing after the next run."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from engagekit.disclosure import read_ledger
from engagekit.locale.words import say
from engagekit.reporting import state
from engagekit.reporting.request import BRIEF
from tests.hostile.kills import DIE, ROOT, Home
from tests.published_numbers import strange_files

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
    assert whole == 0 or not strange_files(home.out)
    code, words = home.finish(*each)
    assert code == 0, words
    assert not strange_files(home.out)
    assert home.rubbish() == 0 and not [*home.out.glob("*/each/.*")]
    reports = read_ledger(home.place / state.FOLDER / state.LEDGER)["reports"]
    assert [one["state"] for one in reports] == ["made"] * 3
    home.remove()


HERE = """
from engagekit.reporting import worker_processes
worker_processes.may_fork = lambda: False
"""
DYING = """
import os
from engagekit.reporting import briefs
own, work = os.getpid(), briefs.word
def dies(*given):
    if os.getpid() != own:
        open({place!r}, "w").close()
        os._exit(1)
    return work(*given)
briefs.word = dies
"""


@pytest.mark.skipif(sys.platform != "linux", reason="not on this system: forks")
@pytest.mark.parametrize("way", [HERE, DYING])
def test_briefs_are_the_same_without_processes_beside_and_when_these_die(
    way: str, tmp_path: Path
) -> None:
    each = "--each", "department", "--notebook", str(ROOT / BRIEF)
    died, seen = tmp_path / "died", list[dict[str, bytes]]()
    for code in ("", way.format(place=str(died)) if way == DYING else way):
        home = Home(tmp_path / "p", "html,xlsx")
        kept = home.place / state.FOLDER
        kept.mkdir()
        (kept / state.KEY).write_bytes(b"k" * state.BYTES)
        (kept / state.LEDGER).write_text('{"version": 2, "reports": []}', encoding="utf-8")
        status, words = home.finish(*each, code=code, env={"ENGAGEKIT_BROWSER": "none"})
        assert status == 0, words
        files = [place for place in (*home.out.rglob("*"), kept / state.LEDGER) if place.is_file()]
        read = {str(place.relative_to(home.place)): place.read_bytes() for place in files}
        seen.append(read)
        home.remove()
    assert len(seen[0]) > 20 and seen[0] == seen[1]
    assert died.exists() == (way == DYING)


def test_the_key_of_a_project_is_whole_and_no_key_says_that_a_ledger_was_lost(
    tmp_path: Path,
) -> None:
    (tmp_path / state.KEY).touch()
    assert len(key := state.key_of(tmp_path)) == state.BYTES and state.key_of(tmp_path) == key
    home = Home(tmp_path / "p", "xlsx")
    die = DIE.format(number=0, calls=("replace",), exchanged=AT_THE_EXCHANGE)
    assert home.finish(code=die)[0] == -signal.SIGKILL
    kept = home.place / state.FOLDER
    assert not state.read_ledger(kept, home.out).get("lost")
    die = DIE.format(number=1, calls=("replace",), exchanged=AT_THE_EXCHANGE)
    assert home.finish(code=die)[0] == -signal.SIGKILL
    assert (kept / state.LEDGER).is_file() and not (kept / state.KEY).exists()
    with pytest.MonkeyPatch.context() as locked:  # nor is a ledger passed over on a locked disk
        locked.delenv(state.VARIABLE, raising=False)
        locked.setattr(os, "access", lambda *_: False)
        assert state.folder_of(tmp_path / "other", home.place) == kept
        assert state.folder_of(tmp_path / "other", None) == tmp_path / "other"
    home.remove()


CLOSED = """
import os
writable = os.access
os.access = lambda place, mode, **more: (
    not (mode & os.W_OK and str(place).startswith({0!r})) and writable(place, mode, **more))
"""


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_record_that_lies_beside_an_output_is_said_to(tmp_path: Path, is_closed: bool) -> None:
    home = Home(tmp_path / "p")
    code = CLOSED.format(str(home.place)) if is_closed else ""
    out = tmp_path / "out"
    status, words = home.finish("--out", str(out), "--json", code=code, env={state.VARIABLE: ""})
    assert status == 0, words
    assert (out / state.FOLDER / state.LEDGER).is_file() == is_closed
    said = say("made.ledger_apart", "en", folder="|").partition("|")[0]
    assert (said in words) == is_closed
    home.remove()
