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


def made() -> tuple[Tables, Callable[..., pd.DataFrame], list[tuple[object, ...]]]:
    """Two tables, a function over them, and the arguments it was really called with."""
    counts = pd.DataFrame({"what": pd.array(["a", "b"], dtype="str"), "n": [1, 2]})
    people = pd.DataFrame({"contact_id": ["x"], "joined_on": pd.to_datetime(["2026-01-01"])})
    calls: list[tuple[object, ...]] = []

    @once
    def summed(tables: Tables, by: object = None, *, times: int = 1) -> pd.DataFrame:
        calls.append((by, times))
        total = times * tables.need("counts")["n"].sum() + len(tables.need("contacts"))
        return pd.DataFrame({"n": [total]})

    return Tables({"counts": counts, "contacts": people}), summed, calls


def test_the_same_question_is_worked_out_once() -> None:
    tables, summed, calls = made()
    assert [summed(tables)["n"][0] for _ in range(3)] == [4, 4, 4]
    assert len(calls) == 1


def test_other_arguments_are_another_question() -> None:
    tables, summed, calls = made()
    assert summed(tables, times=2)["n"][0] == 7
    assert summed(tables)["n"][0] == 4
    summed(tables, ["a"])
    summed(tables, True)
    summed(tables, 1)
    assert len(calls) == 5


def test_what_cannot_be_compared_is_worked_out_each_time() -> None:
    tables, summed, calls = made()
    summed(tables, {"a": 1})
    summed(tables, {"a": 1})
    assert len(calls) == 2


def test_other_tables_with_the_same_frames_are_asked_anew() -> None:
    tables, summed, _ = made()
    assert summed(tables)["n"][0] == 4
    more = tables.replace(counts=pd.DataFrame({"what": ["a"], "n": [10]}))
    assert summed(more)["n"][0] == 11
    assert summed(tables)["n"][0] == 4


def set_cell(frame: pd.DataFrame) -> None:
    frame.loc[0, "n"] = 100


def set_text(frame: pd.DataFrame) -> None:
    frame.loc[0, "what"] = "z"


def set_place(frame: pd.DataFrame) -> None:
    frame.iloc[1, 1] = 100


def set_column(frame: pd.DataFrame) -> None:
    frame["n"] = [5, 6]


def add_column(frame: pd.DataFrame) -> None:
    frame["more"] = [5, 6]


def take_column(frame: pd.DataFrame) -> None:
    frame.pop("what")


def add_row(frame: pd.DataFrame) -> None:
    frame.loc[2] = ["c", 7]


def name_again(frame: pd.DataFrame) -> None:
    frame.columns = pd.Index(["thing", "n"])


def update(frame: pd.DataFrame) -> None:
    frame.update(pd.DataFrame({"n": [9, 9]}))


CHANGES = [
    set_cell,
    set_text,
    set_place,
    set_column,
    add_column,
    take_column,
    add_row,
    name_again,
    update,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_frame_that_was_taken_and_changed_is_not_changed_in_the_tables(
    change: Callable[[pd.DataFrame], None],
) -> None:
    tables, summed, _ = made()
    before = tables.counts.copy(deep=True)
    taken = tables.counts
    change(taken)
    assert not taken.equals(before)
    pd.testing.assert_frame_equal(tables.counts, before)
    assert summed(tables)["n"][0] == 4


@pytest.mark.parametrize("change", CHANGES)
def test_a_frame_that_was_handed_in_and_changed_is_not_changed_in_the_tables(
    change: Callable[[pd.DataFrame], None],
) -> None:
    frame = pd.DataFrame({"what": pd.array(["a", "b"], dtype="str"), "n": [1, 2]})
    tables = Tables({"counts": frame})
    before = frame.copy(deep=True)
    change(frame)
    pd.testing.assert_frame_equal(tables.counts, before)


def test_no_frame_of_tables_can_be_exchanged() -> None:
    tables, _, _ = made()
    with pytest.raises(TypeError):
        tables.frames["counts"] = pd.DataFrame()  # type: ignore[index]


def test_the_tables_of_a_group_are_other_tables() -> None:
    tables, summed, calls = made()
    summed(tables)
    part = dataclasses.replace(tables, scope={"department": "Tax"}, whole=tables)
    summed(part)
    assert len(calls) == 2


def test_whoever_changes_a_result_changes_their_own() -> None:
    tables, summed, _ = made()
    first = summed(tables)
    first.loc[0, "n"] = -1
    second = summed(tables)
    second["n"] = 0
    assert summed(tables)["n"][0] == 4


def test_nothing_is_held_of_frames_of_another_engine() -> None:
    calls = []

    @once
    def rows(tables: Tables) -> int:
        calls.append(1)
        return len(tables.need("counts"))

    tables = Tables({"counts": pa.table({"n": [1, 2]})})
    assert rows(tables) == rows(tables) == 2
    assert len(calls) == 2


def test_errors_are_raised_each_time() -> None:
    tables, _, _ = made()

    @once
    def fails(tables: Tables) -> pd.DataFrame:
        return tables.need("touches")

    for _ in range(2):
        with pytest.raises(ek.errors.NotMeasuredError):
            fails(tables)
    assert tables.cache.results == {}


def test_results_too_large_to_hold_are_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "ROOM", 3)
    tables, _, _ = made()
    calls = []

    @once
    def wide(tables: Tables) -> nw.LazyFrame[pd.DataFrame]:
        calls.append(1)
        return nw.from_native(pd.DataFrame({"a": [1, 2], "b": [1, 2]})).lazy()

    wide(tables)
    wide(tables)
    assert len(calls) == 2
    monkeypatch.setattr(cache, "ROOM", 4)
    wide(tables)
    wide(tables)
    assert len(calls) == 3


def test_what_is_held_goes_with_its_tables() -> None:
    tables, summed, _ = made()
    summed(tables)
    held = weakref.ref(tables.cache)
    del tables
    gc.collect()
    assert held() is None


def test_tables_sent_to_another_process_take_nothing_along() -> None:
    tables, summed, calls = made()
    summed(tables)
    there = pickle.loads(pickle.dumps(tables))
    assert summed(there)["n"][0] == 4
    assert len(calls) == 2
