"""What several sections ask of the same tables is worked out once, and tables stay as they are."""

import dataclasses
import gc
import pickle
import weakref
from collections.abc import Callable

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pytest

import engagekit as ek
from engagekit.tables import cache
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

COUNTS = pd.DataFrame({"what": pd.array(["a", "b"], dtype="str"), "n": [1, 2]})
Summed = Callable[..., pd.DataFrame]


def made() -> tuple[Tables, Summed, list[tuple[object, ...]]]:
    """Two tables, a function over them, and the arguments it was really called with."""
    people = pd.DataFrame({"contact_id": ["x"], "joined_on": pd.to_datetime(["2026-01-01"])})
    calls: list[tuple[object, ...]] = []

    @once
    def summed(tables: Tables, by: object = None, *, times: int = 1) -> pd.DataFrame:
        calls.append((by, times))
        total = times * tables.need("counts")["n"].sum() + len(tables.need("contacts"))
        return pd.DataFrame({"n": [total]})

    return Tables({"counts": COUNTS.copy(), "contacts": people}), summed, calls


@pytest.mark.parametrize(
    ("questions", "times"),
    [
        ([{}, {}, {}], 1),
        ([{}, {"times": 2}, {"by": ["a"]}, {"by": True}, {"by": 1}], 5),
        ([{"by": {"a": 1}}, {"by": {"a": 1}}], 2),  # which cannot be compared
    ],
)
def test_the_same_question_is_worked_out_once_and_another_anew(
    questions: list[dict[str, object]], times: int
) -> None:
    tables, summed, calls = made()
    for given in questions:
        assert summed(tables, **given)["n"][0] == 3 * given.get("times", 1) + 1  # type: ignore[operator]
    assert len(calls) == times


def test_other_tables_with_the_same_frames_and_those_of_a_group_are_asked_anew() -> None:
    tables, summed, calls = made()
    assert summed(tables)["n"][0] == 4
    more = tables.replace(counts=pd.DataFrame({"what": ["a"], "n": [10]}))
    assert summed(more)["n"][0] == 11
    summed(dataclasses.replace(tables, scope={"department": "Tax"}, whole=tables))
    there = pickle.loads(pickle.dumps(tables))
    assert summed(there)["n"][0] == 4, "sent to another process they take nothing along"
    assert len(calls) == 4


CHANGES: dict[str, Callable[[pd.DataFrame], object]] = {
    "cell": lambda frame: frame.loc.__setitem__((0, "n"), 100),
    "text": lambda frame: frame.loc.__setitem__((0, "what"), "z"),
    "place": lambda frame: frame.iloc.__setitem__((1, 1), 100),
    "column": lambda frame: frame.__setitem__("n", [5, 6]),
    "more": lambda frame: frame.__setitem__("more", [5, 6]),
    "less": lambda frame: frame.pop("what"),
    "row": lambda frame: frame.loc.__setitem__(2, ["c", 7]),
    "names": lambda frame: setattr(frame, "columns", pd.Index(["thing", "n"])),
    "update": lambda frame: frame.update(pd.DataFrame({"n": [9, 9]})),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_frame_that_was_handed_in_or_taken_and_changed_is_not_changed_in_the_tables(
    change: str,
) -> None:
    given = COUNTS.copy()
    tables, summed, _ = made()
    for each in (Tables({"counts": given}), tables):
        taken = given if each is not tables else each.counts
        CHANGES[change](taken)
        assert not taken.equals(COUNTS)
        pd.testing.assert_frame_equal(each.counts, COUNTS)
    assert summed(tables)["n"][0] == 4
    with pytest.raises(TypeError):
        tables.frames["counts"] = pd.DataFrame()  # type: ignore[index]


def test_whoever_changes_a_result_changes_their_own() -> None:
    tables, summed, _ = made()
    for _ in range(3):
        result = summed(tables)
        assert result["n"][0] == 4
        result.loc[0, "n"] = -1


def test_nothing_is_held_of_frames_of_another_engine_and_of_errors() -> None:
    calls = []

    @once
    def rows(tables: Tables, name: str) -> int:
        calls.append(name)
        return len(tables.need(name))

    tables = Tables({"counts": pa.table({"n": [1, 2]})})
    assert rows(tables, "counts") == rows(tables, "counts") == 2
    plain, _, _ = made()
    for _ in range(2):
        with pytest.raises(ek.errors.NotMeasuredError):
            rows(plain, "touches")
    assert len(calls) == 4 and plain.cache.results == {}


@pytest.mark.parametrize(("room", "times"), [(3, 2), (4, 1)])
def test_results_too_large_to_hold_are_worked_out_again(
    room: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "ROOM", room)
    calls = []

    @once
    def wide(tables: Tables) -> nw.LazyFrame[pd.DataFrame]:
        calls.append(1)
        return nw.from_native(pd.DataFrame({"a": [1, 2], "b": [1, 2]})).lazy()

    tables, _, _ = made()
    wide(tables)
    wide(tables)
    assert len(calls) == times


def test_what_is_held_goes_with_its_tables() -> None:
    tables, summed, _ = made()
    summed(tables)
    held = weakref.ref(tables.cache)
    del tables
    gc.collect()
    assert held() is None
