"""The argument beside the decision: the department asked for, its like, and what could pay."""

import pandas as pd
from babel.lists import format_list

from engagekit.measures._frame import FEW
from engagekit.presentation.section import Section
from engagekit.reporting.brief.runs import is_bare, run_sentence, way, way_of
from engagekit.reporting.brief.scorecard import Line
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import TITLE_WORDS

FEWEST = 5
"""People reached, and people not reached, of whom the board copy tells a share."""
MOST_UNKNOWN = 3
"""Contracts whose use nobody knows that are named: the table of contracts has them all."""
SOON = pd.DateOffset(months=6)
"""A contract to be decided within two quarters can pay for what is asked now."""


def argument(source: Source, amount: float, reader: str = "director") -> tuple[str, ...]:
    """Return what bears on the decision, a sentence each; nothing where no numbers stand for it.

    ``amount`` is what is asked for. First the department that the ask is for, then its like, then
    a contract that could pay, last what its reach says for or against; for a reader of the finance
    department what could pay comes first. Every number is one that the copy tells elsewhere.
    """
    asked, like, line = compared_lines(source)
    sentences = [_spent_on(source, asked), _spent_on(source, like, line)] if asked else []
    at = 0 if reader == "finance" else len(sentences)
    sentences[at:at] = _could_pay(source, amount)
    sentences.append(_evidence(source, moved_only=asked is not None))
    return tuple(sentence for sentence in sentences if sentence)


def asked_title(source: Source) -> str:
    """Return the headline on the department asked for beside its like; empty where both are alike.

    It says what the records and the accounts hold of one quarter, and so nothing that fuller
    records of late could explain.
    """
    asked, like, _ = compared_lines(source)
    if asked is None or like is None or not (asked.spent and like.spent):
        return ""
    cost = way(like.spent, asked.spent, of=like.spent)
    reach = way(like.reach or 0.0, asked.reach or 0.0)
    if "same" in (cost, reach):
        return ""
    words = {"up": "more", "down": "less"}
    key = f"brief.asked_{words[cost]}_{words[reach]}"
    title = source.say(key, department=asked.name, like=like.name)
    return title if len(title.split(" ")) <= TITLE_WORDS else ""


def compared_lines(source: Source) -> tuple[Line | None, Line | None, str]:
    """Return the department asked for, its like, and the budget line that they share.

    The like is the department on the same budget line; where there is none, the nearest in size
    of those whose reach and money are told.
    """
    section, asked, card = source.section("ask"), source.line, source.card
    if card is None or section is None or asked is None or not _is_told(asked):
        return None, None, ""
    like = card.line_of(str(section.sentence_args.get("like") or ""))
    if like is not None and _is_told(like):
        return asked, like, str(section.sentence_args["line"])
    size = asked.people or 0
    others = [line for line in card.lines if line is not asked and _is_told(line)]
    by_size = sorted(others, key=lambda line: (abs((line.people or 0) - size), line.name))
    return asked, next(iter(by_size), None), ""


def _is_told(line: Line) -> bool:
    """Return whether reach and money of a department are numbers in either copy, and no limits."""
    people = line.people or 0
    if line.spent is None or line.reach is None or line.is_open or people < FEW:
        return False
    return FEWEST <= round(line.reach * people) <= people - FEWEST


def _spent_on(source: Source, line: Line | None, shared: str | None = None) -> str:
    """Return what is spent on a department, how much of it is reached and how many satisfied.

    ``shared``: of a like, the budget line that it shares with the department asked for.
    """
    if line is None:
        return ""
    say, name = source.say, line.name
    if shared:
        name = say("brief.like_line", department=name, line=shared)
    elif shared is not None:
        name = say("brief.like_size", department=name)
    text = say("brief.spent_on", department=name, money=line.money, reach=line.reach_text)
    return f"{text} {say('brief.spent_on_love', love=line.love_text)}" if line.has_love else text


def undecided(section: Section) -> pd.DataFrame:
    """Return the contracts to be decided within two quarters whose price is known."""
    rows, end = section.frame, pd.Timestamp(section.sentence_args["end"])
    days = pd.to_datetime(rows["notice_by"])
    return rows[(days > end) & (days <= end + SOON) & rows["price"].notna()]


def _could_pay(source: Source, asked: float) -> list[str]:
    """Return what of the contracts to be decided on soon could pay, the dearest first.

    The one without a recorded use, then those whose use nobody knows.
    """
    section, locale = source.section("contract_calendar"), source.locale
    if section is None or not asked:
        return []
    rows = undecided(section).sort_values("price", ascending=False, kind="stable")
    contracts = [
        {
            "product": row["product"],
            "price": locale.number(row["price"], "money"),
            "day": locale.day(row["notice_by"].date()),
        }
        for row in rows.to_dict("records")
    ]
    args, said = section.sentence_args, []
    unused = rows["product"].isin(args["unused"]).tolist()
    if any(unused):
        at = unused.index(True)
        part = "" if rows["price"].iloc[at] >= asked else "_part"
        said.append(locale.say(f"brief.could_pay{part}", **contracts[at]))
    unknown = [
        locale.say("brief.contract_by", **one)
        for one in contracts
        if one["product"] not in args["use_known"]
    ]
    if unknown:
        names = format_list(unknown[:MOST_UNKNOWN], locale=locale.code)
        said.append(locale.say("brief.use_unknown", contracts=names))
    return said


def _evidence(source: Source, *, moved_only: bool) -> str:
    """Return what the reach of the department says for or against the ask; empty without one.

    ``moved_only``: nothing where there is no earlier quarter to set it beside.
    """
    rows = source.reach_of_unit()
    if not rows:
        return ""
    locale, kind = source.locale, way_of(rows)
    if kind == "once" and (moved_only or is_bare(rows[-1])):
        return ""
    asked = source.section("ask")
    wanted = asked.sentence_args.get("target") if asked else None
    is_met = wanted is not None and rows[-1]["estimate"] >= float(wanted)
    # what is asked for is there: it speaks for itself
    is_plain = is_met and kind in ("same", "down")
    key = f"brief.lead_unit_{kind}" if is_plain else f"brief.case_{kind}"
    key = f"brief.case_{kind}_logged" if kind == source.by_records else key
    return run_sentence(locale, key, rows, department=source.unit)
