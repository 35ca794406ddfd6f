"""Counters: sums, means a day, shares, audits, posts, before and after; counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.errors import NotMeasuredError
from engagekit.measures.counts import Tally, tallies
from engagekit.settings.periods import quarter
from engagekit.settings.schema import Counter, make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"
CHOSEN = {
    "Passers": {"what": "footfall", "place": "14th floor", "changed_on": "2026-07-06",
                "change": "bowl"},
    "Share of voice": {"what": "library posts", "of": "all posts"},
    "Signatures": {"what": "signature points", "of": "signature points possible"},
    "Ours": {"what": "fields", "of": "fields possible", "beside": "Theirs"},
    "Theirs": {"what": "their fields", "of": "their fields possible"},
    "Blog": {"what": "blog views", "people": "blog readers"},
}  # fmt: skip


def _row(what: str, on: str | None, n: float | None, place: str | None = None) -> dict[str, Any]:
    return {"what": what, "on": on, "place": place, "n": n}


ROWS = [
    _row("footfall", "2026-06-29", 10, "14th floor"),
    _row("Footfall ", "2026-06-30", 12, "14th  Floor"),
    _row("footfall", "2026-06-30", 99, "cellar"),
    _row("footfall", "2026-07-06", 20, "14th floor"),
    _row("library posts", "2026-05-31", 3),
    _row("library posts", "2026-08-31", 4),
    _row("library posts", "2026-09-30", 5),
    _row("all posts", "2026-05-31", 30),
    _row("all posts", "2026-08-31", 20),
    _row("all posts", "2026-09-30", 40),
    _row("page views", "2026-05-31", 700),
    _row("page views", None, 9000),
    _row("page views", "2026-06-30", None),
    _row("page views", "2026-10-31", 800),
    _row("newsletter clickers", "2026-07-01", 8, "July"),
]


@pytest.fixture
def counted(tidy: Any) -> Tables:
    return Tables({"counts": tidy("counts", *ROWS)}, make_settings({"counts": CHOSEN}))


def test_a_counter_of_one_place_has_the_rows_of_that_place_however_it_is_spelled(
    counted: Tables,
) -> None:
    found = measures.counts_now(counted, during=Q1).set_index("what")
    assert found.loc["Passers", ["estimate", "n"]].tolist() == [11, 2]
    assert pd.isna(found.loc["Signatures", "estimate"])  # in the settings, and never counted


def test_a_month_in_which_nobody_counted_has_no_share(counted: Tables) -> None:
    months = measures.counts(counted, during=Q2, what="Share of voice", every="month")
    assert months["period"].tolist() == [f"2026-{month:02d}" for month in range(5, 10)]
    assert months["estimate"].fillna(-1).tolist() == [0.1, -1, -1, 0.2, 0.125]


def test_a_period_in_which_nobody_counted_is_not_zero_and_later_ones_are_left_out(
    counted: Tables,
) -> None:
    found = measures.counts(counted, during="FY2026-27 Q3", what="page views")
    assert found["estimate"].fillna(-1).tolist() == [700, -1, 800]
    assert measures.counts(counted, during=Q1, what="page views")["period"].tolist() == [Q1]


def test_the_words_of_parts_and_of_the_news_mail_are_no_counters_of_their_own(
    counted: Tables,
) -> None:
    assert [one.name for one in tallies(counted)] == [*CHOSEN, "page views"]


def test_a_whole_without_a_place_is_that_of_every_place(tidy: Any) -> None:
    rows = [_row("talks", "2026-07-06", 3, "lobby"), _row("passers", "2026-07-06", 30),
            _row("passers", "2026-07-06", 50, "cellar")]  # fmt: skip
    chosen = make_settings(
        {"counts": {"Talks": {"what": "talks", "of": "passers", "place": "lobby"}}}
    )
    tables = Tables({"counts": tidy("counts", *rows)}, chosen)
    assert measures.counts(tables, during=Q2, what="Talks")[["n", "base"]].values.tolist() == [
        [3, 30]
    ]


def test_an_unknown_counter_names_the_nearest_word(counted: Tables) -> None:
    with pytest.raises(NotMeasuredError, match=r"no rows of 'page view'.*'page views'"):
        measures.counts(counted, during=Q2, what="page view")
    with pytest.raises(NotMeasuredError, match="no rows of 'blog views'"):
        measures.posts(counted, what="Blog", during=Q2)


def _audit(tidy: Any, *rows: tuple[str, str, str, float]) -> Tables:
    frame = tidy("counts", *(_row(what, on, n, place) for what, on, place, n in rows))
    return Tables({"counts": frame}, make_settings({"counts": CHOSEN}))


def test_parity_is_ours_less_theirs_field_by_field(tidy: Any) -> None:
    on = "2026-09-14"
    tables = _audit(
        tidy, ("fields", on, "photo", 4), ("fields possible", on, "photo", 8),
        ("their fields", on, "photo", 30), ("their fields possible", on, "photo", 40),
        ("fields", on, "skills", 2), ("fields possible", on, "skills", 8),
    )  # fmt: skip
    found = measures.counts_by_place(tables, what="Ours", during=Q2)
    gaps = found[found["measure"] == "parity"].set_index("place")["estimate"].to_dict()
    # all: 6 of 16 less 30 of 40; photo: 4 of 8 less 30 of 40; nobody counted their skills
    assert gaps == {"All": -0.375, "photo": -0.25}
    assert set(found["whose"]) == {"ours", "beside"}


def test_an_audit_of_a_plain_counter_has_its_counts_and_one_not_taken_yet_has_none(
    counted: Tables,
) -> None:
    found = measures.counts_by_place(counted, what="footfall", during=Q1)
    assert dict(zip(found["place"], found["estimate"], strict=True)) == {
        "All": 111, "14th  Floor": 12, "cellar": 99,
    }  # fmt: skip
    assert measures.counts_by_place(counted, what="library posts", during="FY2025-26 Q1").empty


def test_before_and_after_by_hand(tidy: Any) -> None:
    days = pd.bdate_range("2026-06-08", "2026-07-31")  # 8 weeks, the change after the fourth
    rows = []
    for place, day in enumerate(days):
        week = place // 5
        n = 40 - 10 * (day.weekday() == 4) + (week % 2) + (12 if week >= 4 else 0)
        rows.append(_row("footfall", str(day.date()), n, "14th floor"))
    tables = Tables({"counts": tidy("counts", *rows)}, make_settings({"counts": CHOSEN}))
    found = measures.counts_change(tables, during=Q2).set_index(["measure", "when"])
    # four days of 40 and a Friday of 30: 38, and half a point of the weeks that go up and down
    assert found.loc[("counted each time", "before"), "estimate"] == pytest.approx(38.5)
    assert found.loc[("counted each time", "after"), "estimate"] == pytest.approx(50.5)
    gap = found.loc[("difference before and after", "after")]
    assert gap["estimate"] == pytest.approx(12)
    assert 10 < gap["low"] < 12 < gap["high"] < 14
    assert found.loc[("after to before", "after"), "estimate"] == pytest.approx(50.5 / 38.5)
    assert found["base"].tolist() == [20, 20, 40, 40]


def test_without_a_day_of_change_the_setting_is_named(counted: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="changed_on"):
        measures.counts_change(counted, during=Q1)


@pytest.mark.parametrize(("more", "said"), [([], "1 of 1 count was taken"), ([_row("blog", "2026-05-01", 1)], "1 of 2 counts was taken")])  # fmt: skip
def test_counts_without_a_number_are_said_only_where_there_are_some(
    tidy: Any, more: list[dict[str, Any]], said: str
) -> None:
    tables = Tables(
        {"counts": tidy("counts", _row("scans", "2026-08-01", 5), *more)}, make_settings({})
    )
    text = finding(sections.counts(tables, during=Q2)) or ""
    assert said in text


@pytest.mark.parametrize(("days", "is_late"), [
    (["2026-04-01", "2026-05-01", "2026-06-01"], False),
    (["2026-05-01", "2026-06-01", "2026-07-01"], True),
    (["2026-04-30", "2026-05-31", "2026-06-30"], False),
    (["2026-05-31", "2026-06-30", "2026-07-31"], True),
    (["2026-04-06", "2026-04-13", "2026-04-20"], False),
    (["2026-04-13", "2026-04-20", "2026-04-27"], True),
    (["2026-06-30", "2026-09-30", "2026-12-31"], False),
    (["2026-06-30"], False),
])  # fmt: skip
def test_a_counter_begins_late_where_its_pace_would_have_had_one_before(
    days: list[str], is_late: bool
) -> None:
    rows = pd.DataFrame({"on": pd.to_datetime(days), "n": 1})
    assert Tally("scans", Counter(), rows).begins_late(quarter(Q1)) is is_late


@pytest.mark.parametrize(("months", "previous"), [((4, 5, 6), 1200), ((6,), None)])
def test_the_sum_of_a_quarter_with_one_month_of_three_is_not_compared(
    months: tuple[int, ...], previous: int | None, tidy: Any
) -> None:
    rows = [_row("visits", f"2026-{month:02d}-01", 400) for month in (*months, 7, 8, 9)]
    tables = Tables({"counts": tidy("counts", *rows)}, make_settings({}))
    now = measures.counts_now(tables, during=Q2).iloc[0]
    assert now["estimate"] == 1200
    assert (None if pd.isna(now["previous"]) else now["previous"]) == previous
    quarters = measures.counts(tables, during=Q2)["period"].tolist()
    assert quarters == ([Q1, Q2] if previous else [Q2])
