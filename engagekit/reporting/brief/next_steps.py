"""What to do next for one department, and whom to call: names in the private copy alone."""

import math
from typing import Any

import pandas as pd

from engagekit.reporting.brief.source import Source

Line = tuple[str, str]


def next_steps(source: Source) -> tuple[Line, ...]:
    """Return the next steps for a department, each with its name: whom to call comes first.
    Lists with names are in the private copy alone.
    """
    made = {
        "call": _call(source),
        "reach": _reach(source),
        "promise": _promise(source),
        "invite": _invite(source),
    }
    return tuple((source.say(f"brief.next_{key}"), text) for key, text in made.items() if text)


def _first(source: Source, name: str, *needed: str) -> dict[Any, Any] | None:
    """Return the first row of a listing that has some columns filled."""
    section = source.section(name)
    if section is None or not set(needed) <= set(section.frame.columns):
        return None
    return next(iter(section.frame.dropna(subset=[*needed]).to_dict("records")), None)


def _call(source: Source) -> str:
    """Return whom to call: who stands up for us most, or the library itself on a board copy."""
    row, library = _first(source, "champion_roster", "display_name", "acts"), source.content.library
    if row is None:
        text = source.say("brief.next_call_us", library=library) if library else ""
        return text[:1].upper() + text[1:]
    who = {"name": str(row["display_name"]), "acts": int(row["acts"])}
    if pd.isna(row.get("left_on")):
        return source.say("brief.next_call_champion", **who)
    return source.say("brief.next_call_leaving", **who, day=source.locale.day(row["left_on"]))


def _reach(source: Source) -> str:
    """Return how many more colleagues the target asks for, where reach stands as it is."""
    line, card = source.line, source.card
    if card is None or line is None or card.reach_target is None:
        return ""
    if line.reach is None or line.people is None or line.is_open:
        return ""
    locale = source.locale
    target = locale.number(card.reach_target, "share")
    # a hair less than the target: 60 % of 95 is 57.00000000000001
    more = math.ceil(card.reach_target * line.people - 1e-6) - round(line.reach * line.people)
    if more <= 0:
        return locale.say("brief.next_reach_hold", target=target)
    return locale.say("brief.next_reach_more", n=more, target=target)


def _promise(source: Source) -> str:
    """Return the promise to keep first, or on a board copy how many are overdue."""
    row = _first(source, "promises_overdue", "display_name", "what", "days_late")
    if row is not None:
        told = {"name": str(row["display_name"]), "what": str(row["what"])}
        days = source.locale.number(int(row["days_late"]), "days")
        return source.say("brief.next_promise_to", **told, days=days)
    late = source.row("promises", "promises overdue")
    n = 0 if late is None else int(late["estimate"])
    return source.say("brief.next_promises", n=n) if n else ""


def _invite(source: Source) -> str:
    """Return who has met us often and never made the first move."""
    row = _first(source, "stuck", "display_name", "touches")
    if row is None:
        return ""
    told = {"name": str(row["display_name"]), "n": int(row["touches"])}
    return source.say("brief.next_invite_whom", **told)
