"""What rules say of rows made by hand: level, few, none, all, hidden, and in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.measures import _frame, risk
from engagekit.measures._frame import number, share
from tests.wording.conftest import told

Q2 = "FY2026-27 Q2"
RATE = "response rate (AAPOR RR2)"
Rows = list[dict[str, Any]]


def shares(measure: str, by: str, **of: tuple[int, int]) -> Rows:
    """Return the shares of groups, after that of all of them."""
    whole = tuple(sum(pair) for pair in zip(*of.values(), strict=True))
    return [share(measure, *pair, **{by: name}) for name, pair in {"All": whole, **of}.items()]


def counts(measure: str, by: str, base: int, **of: int) -> Rows:
    """Return counts that share their base."""
    return [share(measure, n, base, **{by: name}) for name, n in of.items()]


def away(n: int, base: int) -> Rows:
    names = ("touches off the desk", "touches begun by contacts")
    return [share(name, n, base, period=Q2) for name in names]


def ways(*of: int) -> Rows:
    names, base = ("e-mail", "phone", "way not recorded"), sum(of)
    rows = [share("enquiries by way", n, base, way=name)
            for name, n in zip(names, of, strict=True) if n]  # fmt: skip
    total = {"way": "All", "measure": "enquiries", "estimate": base, "n": base, "base": base}
    return [{**total, "unit": "count"}, *sorted(rows, key=lambda row: -row["n"])]


def gaps(low: float) -> Rows:
    short = [("Speed", -0.6, -0.8, -0.4), ("Price", low + 0.1, low, low + 0.2)]
    rows = [number("gap to importance", mid, item=name, level="gap", n=90, low=down, high=up)
            for name, mid, down, up in short]  # fmt: skip
    levels = ("satisfaction", "importance")
    return rows + [number("item level", 4.0, item=name, level=level, n=90)
                   for name, *_ in short for level in levels]  # fmt: skip


def items(**of: int) -> Rows:
    return [share("answers", n, 100, item=item, answer="Satisfied") for item, n in of.items()]


def asked(question: str) -> Rows:
    return [share("answers", n, 80, item=question, answer=answer)
            for n, answer in ((60, "Satisfied"), (20, "1"))]  # fmt: skip


def uses(now: int) -> Rows:
    """Return uses beside 100 a year before: 27 less or 31 more are over twice what chance makes."""
    numbers = {"uses": now, "uses a year before": 100}
    return [number(name, n, platform="Lex") for name, n in numbers.items()]


USAGE: dict[str, Any] = {"by": "platform", "unused": [], "alike": [], "untold": [], "mixed": []}
ASKED = "Overall, how satisfied are you? (1 = very dissatisfied, 5 = very satisfied)"
AGREE = {"agree": ["Satisfied"]}
MANY = {"Alpha": 14, "Beta": 9, "Gamma": 1}
STEADY = {"champions": 9, "absence factor": 5, "departments covered": 1, "promises open": 4,
          "promises overdue": 0}  # fmt: skip
ANSWERED = share(RATE, 40, 100)
OUTSIDE = [number("funding", 10.0)]
NINE = [f"Unit {at}" for at in range(9)]

EN: list[tuple[str, Any, dict[str, Any], list[str], list[str]]] = [
    # rule, rows, arguments, what is said, what is not
    ("walk_zones", shares("staff met on walks", "site", North=(3, 6), South=(2, 4), East=(1, 9)),
     {}, ["From East (1 of 9) to North and South (3 of 6, 2 of 4)."], []),
    ("walk_zones", shares("staff met on walks", "site", North=(3, 6), South=(2, 4)), {}, [],
     ["North"]),
    ("reach", shares("reach", "department", Law=(0, 10), Tax=(0, 3), Audit=(9, 11)), {},
     ["From Law and Tax (0%) to Audit (82%)."], []),
    ("reach", shares("reach", "department", HR=(3, 3), Legal=(30, 30), Tax=(20, 40), Audit=(7, 20)),
     {}, ["From Audit (35%) to Legal and HR (100%)"], []),
    ("reach", shares("reach", "department", Legal=(20, 30), Tax=(10, 30)), {"target": 0.4},
     ["30 of 60", "From Tax (33%) to Legal (67%).\n1 department is below the target of 40%."],
     ["shown"]),
    ("reach", shares("reach", "role_level", Senior=(4, 5), Junior=(1, 5)), {"target": 0.6},
     ["1 group is below the target of 60%."], ["department"]),
    ("representativeness", [{"department": name, "answer": answer, "measure": "make-up",
                             "unit": "share", "estimate": 0.5, "base": base} for name in "AB"
                            for answer, base in (("answered", 40), ("staff list", 90))],
     {}, ["All 2 groups answered about in line with their share of staff."], []),
    ("reach", shares("reach", "department", Legal=(15, 30), Tax=(15, 30)), {},
     ["Counted from what was logged."], ["From"]),
    ("audit", [{**row, "whose": "ours"} for row in
               shares("share of a counter", "place", Photo=(2, 4), Phone=(2, 4), Role=(4, 4))],
     {}, ["From Photo and Phone (2 of 4) to Role (4 of 4)."], []),
    ("needs", counts("needs by theme", "need", 20, Training=9, Access=9, Space=3), {},
     ["needs are Training and Access.\n9 and 9 of 20 conversations"], []),
    ("needs", counts("needs by theme", "need", 20, Training=9, Access=4), {},
     ["need is Training.\n9 of 20"], []),
    ("comment_themes", counts("comments on a theme", "theme", 40, Rooms=8, Hours=8, Staff=1), {},
     ["Comments mention Rooms and Hours most often."], []),
    ("comment_themes", counts("comments on a theme", "theme", 40, Rooms=10, Hours=6, Staff=1), {},
     ["Comments mention Rooms most often.\n10 of 40"], []),
    ("comment_themes", counts("comments on a theme", "theme", 40, Rooms=9, Hours=8, Staff=7), {},
     ["No theme clearly leads the comments.\nMost mentioned: Rooms, by 9 of 40"], []),
    ("enquiries_by", [number("enquiries", n, department=name) for name, n in MANY.items()], {},
     ["Alpha"], ["Beta"]),
    ("enquiries_by", [number("enquiries", n, department=name)
                      for name, n in {**MANY, "Beta": 10}.items()], {},
     ["Alpha and Beta sent the most enquiries (14 and 10)."], []),
    ("enquiries_by", [number("enquiries", 18, department=name) for name in ("Legal", "Tax")], {},
     ["Title"], ["enquiries"]),
    ("enquiries", ways(6, 0, 192), {}, ["; for 192, how they came in was not noted"],
     ["most often"]),
    ("enquiries", ways(60, 40, 20), {}, ["for 20, how"], ["most often"]),
    ("enquiries", ways(60, 40, 15), {}, ["most often: e-mail (60 of 115)"], ["noted"]),
    ("enquiries", ways(60, 40, 0), {}, ["most often: e-mail (60 of 100)"], ["noted"]),
    ("enquiries", ways(60, 60, 0), {}, ["120 enquiries"], ["most often"]),
    ("gaps", gaps(-0.5), {}, ["Speed and Price fall short of"], []),
    ("gaps", gaps(-0.3), {}, ["Speed falls furthest short of"], []),
    ("usage", [number("uses", n, platform=name) for name, n in
               {"Lex": 40, "Juris": 40, "Data": 3}.items()],
     USAGE,
     ["Most used: Juris and Lex (40 each)."], []),
    ("usage", uses(73), USAGE, ["Used clearly less than in the same months a year before: Lex"], []),
    ("usage", uses(74), USAGE, ["No clear change in use from a year before: Lex."], []),
    ("usage", uses(131), USAGE, ["Used clearly more than in the same months a year before: Lex"],
     []),
    ("frequency", [number(name, 1.0, unit="index", n=9, base=9) for name in
                   ("touches per contact reached", "median touches per contact reached")],
     {}, ["typically met us 1 time."], []),
    ("off_desk", away(12, 12), {}, ["All 12 of our conversations"], ["against"]),
    ("off_desk", away(0, 12), {}, ["None of our 12 conversations"], []),
    ("off_desk", away(5, 9), {}, ["5 of our 9 conversations", "of 9 conversations whose place"],
     []),
    ("off_desk", away(5, 10), {}, ["50% of our conversations"], []),
    ("items", items(A=97, B=80, C=60), AGREE, ["A is rated best, C lowest"], []),
    ("items", items(A=97, B=80, C=80), AGREE, ["A is rated best."], []),
    ("items", items(A=82, B=80, C=60), AGREE, ["C is rated lowest"], []),
    ("items", items(A=82, B=80, C=78), AGREE, ["None of 3 items is clearly"], []),
    ("items", asked(ASKED), AGREE, ["satisfied are you: 75%"], ["dissatisfied"]),
    ("items", asked(f"{ASKED} (since May)"), AGREE, ["(since May)"], []),
    ("response", shares(RATE, "department", Legal=(40, 60), IT=(20, 60)), {},
     ["From IT (33%) to Legal (67%)."], []),
    ("response", [share(RATE, 7, 9)], {}, ["7 of 9 people invited answered."], ["%"]),
    ("response", [share("participation", 7, 9)], {}, ["7 people answered.\nNobody was invited"],
     []),
    ("promises", [number("promises open", 0.0, unit="count"),
                  number("promises overdue", 0.0, unit="count")], {}, ["None is open now."], []),
    ("plans", [share("planned steps done", 0, 0), share("planned steps done in time", 0, 0)], {},
     ["No planned step was due in the period."], []),
    ("risk", [ANSWERED], {}, ["We could look only at how many answered the survey."], []),
    ("risk", [ANSWERED, *(number(name, value) for name, value in STEADY.items())], {},
     ["We looked at who stands up for us, "], ["only"]),
    ("risk", [share(risk.LEAVING, 14, 33)], {},
     ["14 of our 33 acts of support came from people who leave"], []),
    ("data", pd.DataFrame({"measure": ["rows kept"]}),
     {"grade": "A", "reason": "grade_a", "points": 100, "read": 63, "kept": 62, "aside": 1},
     ["63 rows were read, 62 kept, 1 set aside"], []),
    ("dinner_list", pd.DataFrame({"series": NINE}), {}, ["Unit 3 and 5 more."], []),
    ("events", pd.DataFrame({"title": ["a", "b"]}), {}, ["2 events were held in the period."], []),
    ("events", pd.DataFrame({"title": ["a", "b"]}), {"department": "Legal"},
     ["Colleagues from Legal came to 2 events in the period."], []),
    ("event_scorecard", pd.DataFrame({"new_people": [0, None]}), {},
     ["Names were taken at 1 of 2 events.\nNew faces among them: 0."], []),
    ("organisation_events", [share("organisation's events attended", 6, 11, kind="All")], {},
     ["We were at 6 of the organisation's 11 events in twelve months."], []),
    ("touches", counts("people by touches", "touch_number", 40, **{"0": 14, "1": 26, "7+": 0}), {},
     ["no contact on record with 35% of colleagues in the period."], []),
    ("money_outside", OUTSIDE, {"amount": 400.0, "names": [], "unnamed": True},
     ["Shared costs ($400)"], []),
    ("money_outside", OUTSIDE, {"amount": 400.0, "names": NINE, "unnamed": False},
     ["Unit 3 and 5 more"], ["Shared"]),
    ("money_outside", OUTSIDE, {"amount": 400.0, "names": ["Legal"], "unnamed": True},
     ["Shared costs, and names", "Legal"], []),
]  # fmt: skip
FR: list[tuple[str, Any, dict[str, Any], str]] = [
    ("walk_zones", shares("staff met on walks", "site", North=(3, 6), South=(2, 4), East=(1, 9)),
     {}, "De East (1 sur 9) à North et South (3 sur 6, 2 sur 4)."),
    ("reach", shares("reach", "department", Tax=(45, 50), **{"Not stated": (15, 50)}), {},
     "Non indiqué"),
    ("needs", counts("needs by theme", "need", 20, Training=9, Access=9, Space=3), {},
     "Les besoins les plus fréquents : Training et Access.\n9 et 9 sur 20 échanges"),
    ("off_desk", away(12, 12), {}, "Nos 12 échanges ont tous eu lieu"),
    ("off_desk", away(0, 12), {}, "Aucun de nos 12 échanges n'a eu lieu"),
    ("off_desk", away(1, 9), {}, "1 de nos 9 échanges a eu lieu"),
    ("items", items(A=82, B=80, C=78), AGREE, "nettement"),
    ("events", pd.DataFrame({"title": ["a", "b"]}), {}, "2 activités ont eu lieu"),
    ("organisation_events", [share("organisation's events attended", 1, 2, kind="All")], {},
     "Nous avons participé à 1 activité de l'organisation sur 2 en douze mois."),
]  # fmt: skip


def _by(rows: Any) -> list[str]:
    if isinstance(rows, pd.DataFrame):
        return []
    numbers = {*_frame.MEASURED, "hidden"}
    return [
        name for name in dict.fromkeys(key for row in rows for key in row) if name not in numbers
    ]


@pytest.mark.parametrize(("rule", "rows", "args", "said", "never"), EN)
def test_a_rule_says_what_its_rows_allow(
    rule: str, rows: Any, args: dict[str, Any], said: list[str], never: list[str]
) -> None:
    text = told(rule, rows, *_by(rows), **args)
    assert [words for words in said if words not in text] == [], text
    assert [words for words in never if words in text] == [], text


@pytest.mark.parametrize(("rule", "rows", "args", "said"), FR)
def test_a_rule_says_it_in_french(rule: str, rows: Any, args: dict[str, Any], said: str) -> None:
    assert said in told(rule, rows, *_by(rows), language="fr", **args)
