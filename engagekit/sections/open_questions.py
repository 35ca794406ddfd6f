"""What a file may be, with the answers: as commands, or as lines of a notebook."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace

from engagekit.errors import pasted, shorten
from engagekit.loading.open_files import Choice, OpenFile
from engagekit.loading.open_scales import OpenScale
from engagekit.locale.analyst import for_analyst
from engagekit.parsing.budget_periods import DOTS
from engagekit.tables.tables import Tables

_WORD = r"""(?:\.{3}|"[^"]*"|'[^']*'|[^\s"']+?(?=\s|\.?$|\.\s|:))"""
_COMMAND = re.compile(
    rf"engagekit map (?P<file>{_WORD})(?P<options>(?: --(?:set|table|sheet) {_WORD})*)",
    re.MULTILINE,
)
_SLOTS = {
    "contacts": ("named",),
    "contacts_linked": ("named", "linked"),
    "touches": ("read", "rows", "named"),
    "touches_linked": ("read", "rows", "named", "linked"),
    "touches_several": ("read", "rows", "several", "named"),
    "attendance": ("title", "named"),
    "attendance_linked": ("title", "named", "linked"),
    **dict.fromkeys(("budget", "planned", "money", "sum"), ("amount",)),
    **dict.fromkeys(("counts", "usage", "headcounts", "responses"), ("read", "rows")),
    **dict.fromkeys(("events", "contracts"), ("read",)),
}
"""What each meaning needs to be said."""
HEADERS = 6
"""Columns that are named; the others show when the file is looked at."""


def lines(
    tables: Tables, files: Sequence[OpenFile], *, cells: bool = False
) -> list[tuple[str, list[str]]]:
    """Return a heading, and for each file its answers, each with the line that gives it.

    Parameters
    ----------
    cells : bool
        Lines of a notebook, else commands.
    """
    say, parts = for_analyst(tables.locale).say, []
    for one in files:
        named = ", ".join(shorten(header, 30) for header in one.headers[:HEADERS])
        more = ", …" if len(one.headers) > HEADERS else ""
        look, leave = _look(one, cells)
        given = [
            (meaning(tables, choice), one.cell(choice) if cells else one.command(choice))
            for choice in one.choices
        ]
        given += [(say("open.none"), look), (say("open.ignore"), leave)]
        answers = [
            part for text, line in given for part in (say("open.answer", meaning=text), line)
        ]
        head = say("open.file", file=one.file, headers=named + more)
        if one.sheet:
            head = say("open.sheet", file=one.file, sheet=one.sheet, headers=named + more)
        if one.near is not None:
            head += " " + say("open.near", tool=one.near.tool, column=one.near.lacks)
        if one.fault:
            head += " " + one.fault
        parts.append((head, answers))
    return [(say("open.heading_cells" if cells else "open.heading"), []), *parts] if parts else []


def of_scales(
    tables: Tables, scales: Sequence[OpenScale], *, cells: bool = False
) -> list[tuple[str, list[str]]]:
    """Return for each rating without a direction what each reading would mean, with its line."""
    locale, parts = for_analyst(tables.locale), []
    for one in scales:
        answers = []
        for answer in one.answers:
            best, near, share = one.top(answer)
            shown = {"best": best, "near": near, "share": locale.number(share, "share")}
            text = locale.say("open.best", **shown)
            answers += [text, one.cell(answer) if cells else one.command(answer)]
        parts.append((locale.say("open.scale", question=shorten(one.question, 90)), answers))
    return parts


def as_cells(text: str) -> str:
    """Return a text in which each suggested mapping is a line of a notebook, not a command.

    Examples
    --------
    >>> as_cells('Say it: engagekit map "my log.csv" --set "on=Day met".')
    "Say it: ek.map('my log.csv', given={'on': 'Day met'})."
    >>> as_cells('engagekit map log.xlsx --sheet "Aug 26" --set on=Day')
    "ek.map('log.xlsx', sheet='Aug 26', given={'on': 'Day'})"
    """
    return _COMMAND.sub(_as_cell, text)


def _as_cell(match: re.Match[str]) -> str:
    """Return one command as a line of a notebook."""
    words = shlex.split(match["options"])
    options = list(zip(words[::2], words[1::2], strict=True))
    said = [value for name, value in options if name == "--table"]
    given = dict(value.split("=", 1) for name, value in options if name == "--set")
    parts = [repr(shlex.split(match["file"])[0])]
    parts += [f"table={value!r}" for value in said if value != "..."]
    parts += [f"sheet={value!r}" for name, value in options if name == "--sheet"]
    parts += [f"given={given!r}"] if given else []
    return f"ek.map({', '.join(parts)})"


def _look(one: OpenFile, cells: bool) -> tuple[str, str]:
    """Return the lines that show a file or sheet, and that leave it alone."""
    if cells:
        named = f", sheet={one.sheet!r}" if one.sheet else ""
        return f"ek.map({one.name!r}{named})", f"ek.ignore({one.name!r}{named})"
    place = f" --sheet {pasted(one.sheet)}" if one.sheet else ""
    command = f"engagekit map {pasted(one.path)}{place}"
    return command, f"{command} --ignore"


def meaning(tables: Tables, choice: Choice) -> str:
    """Return what an answer says of a file, with what would be read."""
    locale = for_analyst(tables.locale)
    if choice.fault:
        return locale.say("open.fault", table=choice.table, fault=shorten(choice.fault, 160))
    key = f"{choice.table}_linked" if choice.linked is not None else choice.table
    if key == "budget":
        kinds = {"budget": "planned", None: "money", DOTS: "sum"}
        key = kinds.get(dict(choice.said).get("kind"), key)
    key = "touches_several" if choice.several else key
    unit = "mean" if ("currency", DOTS) in choice.said else "money"  # no sign is known
    money = replace(locale, currency=choice.currency or locale.currency)
    values = {
        **{name: getattr(choice, name) for name in ("rows", "read", "named", "linked", "several")},
        "amount": "" if choice.amount is None else money.number(choice.amount, unit, 2),
        "title": choice.title or locale.say("open.no_event"),
    }
    text = locale.say(f"open.{key}", **{name: values[name] for name in _SLOTS[key]})
    asks = {"year": "year_of_months", "on": "met_on" if choice.table == "touches" else "use_of"}
    for name in [name for name, value in choice.said if value == DOTS]:
        text = locale.say(f"open.{asks.get(name, name)}", meaning=text)
    if choice.order:
        text = locale.say(
            "open.order", meaning=text, order=locale.say(f"open.{choice.order.split()[0]}")
        )
    aside = ", ".join(shorten(name, 30) for name in choice.aside)
    return f"{text}. {locale.say('open.aside', columns=aside)}" if aside else text
