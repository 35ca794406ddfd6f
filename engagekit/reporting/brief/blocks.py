"""What stands on a page of a brief: a figure, a small table, a few lines, each with its message."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures._frame import ALL, FEW, is_measure_frame
from engagekit.presentation.table import Table, table
from engagekit.reporting.brief.next_steps import next_steps
from engagekit.reporting.brief.runs import LOVE, MONEY, REACH
from engagekit.reporting.brief.scorecard import MOST, Scorecard, is_number, known
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import TITLE_WORDS, Item, claim, completed, with_drawing
from engagekit.wording._rules import Voice

FULL, HALF = 12, 6
"""Columns of twelve."""
ON_PHONE = 42
"""Letters side by side on a phone of 390 pixels or half a page; a wider table stands row by row."""
_APART, _WORD = 1, 10
"""Letters between two columns, and those of a cell that is not broken."""
PAGES: dict[str, dict[str, Any]] = tomllib.loads(
    resources.files("engagekit.reporting.brief").joinpath("pages.toml").read_text("utf-8")
)
_BESIDE = (MONEY, LOVE, REACH)
_SHARED = (["cooling"], ["first_move"])
"""Reasons to see somebody that differ in nothing but a number or a day."""
_ROWS = 8
"""Rows of a small table at most: the data book has the others."""
_STORIES = 2
_PROVEN = 4
"""Contributions on the page, those that a client confirms in front."""
_PROOF = ("initiative", "outcome", "contribution", "confirmed_by")


@dataclass(frozen=True, eq=False)
class Block:
    """One thing on a source.

    Attributes
    ----------
    kind : str
        ``figure``, ``table``, ``quotes`` or ``lines``.
    title : str
        Its message.
    lines : tuple of (str, str)
        What a block of words says: a name, which may be empty, and its text.
    note : str
        Small print.
    item : Item or None
        The section whose drawing it shows, or whose numbers the slide draws.
    span : int
        Columns of twelve; 0: as the page plans.
    """

    kind: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""
    item: Item | None = None
    table: Table | None = None
    span: int = 0


def block_of(source: Source, kind: str, name: str, span: int) -> Block | None:
    """Return a block; None where its section was not measured or has nothing to say."""
    item = source.content.item(name)
    if item is None or item.section.frame.empty:
        return None
    made = _KINDS[kind](source, completed(_of_a_year(item), source.content))
    return replace(made, span=made.span or span) if made else None


def _figure(source: Source, item: Item) -> Block | None:
    """Return the figure of a section; of two points a sentence, of one nothing."""
    periods = _periods(item)
    if periods == 2:
        return _words(source, item)
    return None if periods == 1 else figure_or_table(item)


def _items(source: Source, item: Item) -> Block | None:
    """Return how each of several items is rated, where nobody was asked how much each matters."""
    gaps = source.section("gaps")
    if gaps is not None and not gaps.frame.empty:
        return None
    is_one = item.section.frame["item"].nunique() < 2
    return None if is_one else _figure(source, item)


def _love(source: Source, item: Item) -> Block | None:
    """Return money, satisfaction and reach of every department, and what they say together."""
    frame, locale = item.section.frame, source.locale
    every = frame[frame["measure"].isin(_BESIDE)]
    rows = every[every["department"] != ALL]
    ends_told = rows[["at_least", "at_most"]].notna().any(axis=1) if "recoded" in rows else False
    is_told = (rows["estimate"].notna() & ~(rows["base"] < FEW)) | ends_told
    many = rows.loc[is_told, "measure"].value_counts()
    measures = [name for name in _BESIDE if many.get(name, 0) > 1]
    is_on_the_scorecard = MONEY not in measures and item.section.period == source.content.period
    if len(measures) < 2 or is_on_the_scorecard:
        return None
    beside = {"measures": measures, "least_base": FEW}
    shown = every[every["measure"].isin(measures)]
    section = replace(item.section, frame=shown, figure="rows", figure_args=beside)
    item = with_drawing(replace(item, section=section), locale)
    title, others = claim(item)[0], [f"{locale.span(section.period)}."]
    money = rows[rows["measure"] == MONEY].sort_values(["estimate", "department"])
    # where a department's money is hidden nobody is known to be dearest
    if MONEY in measures and not money["suppressed"].any():
        names = money.dropna(subset=["estimate"])["department"].tolist()
        title = _costs(source, "most", names[-1], rows) or title
        both = _costs(source, "least", names[0], rows), _costs(source, "all", ALL, every)
        others = [f"{text}." for text in both if text] + others
    return Block("figure", title, (("", " ".join(others)),), item=item)


def _costs(source: Source, key: str, department: str, rows: pd.DataFrame) -> str:
    """Return that a department costs most or least, and how much of it is reached and satisfied.

    Nothing where neither is told.
    """
    own = rows[rows["department"] == department].to_dict("records")
    told = {row["measure"]: known(row, source.locale)[1] for row in own}
    parts = [
        source.say(f"brief.part_{part}", share=told[measure])
        for measure, part in ((REACH, "reached"), (LOVE, "satisfied"))
        if is_number(told.get(measure, ""), source.locale)
    ]
    slots = {} if key == "all" else {"department": department}
    return source.say(f"brief.costs_{key}", numbers=", ".join(parts), **slots) if parts else ""


def _periods(item: Item) -> int | None:
    """Return how many periods a line runs along; None for any other figure."""
    frame = item.section.frame
    is_line = item.section.figure == "trend" and "period" in frame.columns
    return frame["period"].nunique() if is_line else None


def _of_a_year(item: Item) -> Item:
    """Return a line from the quarter a year ago on: its first label is what the title compares."""
    if not _periods(item):
        return item
    frame = item.section.frame
    is_shown = frame["period"].isin(frame["period"].unique()[-5:])
    return replace(item, section=item.section.with_frame(frame[is_shown]))


def figure_or_table(item: Item) -> Block:
    """Return the figure of an item; its table where it has none."""
    if item.wide:
        return Block("figure", claim(item)[0], note=item.subtitle, item=item)
    return _table(item)


def _table(item: Item, frame: pd.DataFrame | None = None) -> Block:
    """Return the numbers of an item as a small table, or those of a frame."""
    title, _ = claim(item)
    if frame is not None:
        item = replace(item, table=_tabled(item, frame))
    if item.table is None:
        return Block("table", title, item=item)
    rows = item.table.rows[:_ROWS]
    is_cut = len(rows) < len(item.table.rows) or item.table.rows_left
    note = Locale.of(item.section.settings).say("brief.more_in_book") if is_cut else ""
    small = replace(item.table, rows=rows, rows_left=0)
    span = FULL if is_wide(small) else 0
    return Block("table", title, note=note, item=item, table=small, span=span)


def _tabled(item: Item, frame: pd.DataFrame) -> Table | None:
    """Return another frame of a section as a table."""
    return table(item.section.with_frame(frame), Locale.of(item.section.settings).language)


def is_wide(table: Table) -> bool:
    """Return whether a phone or half a page is too narrow for a table, by its longest words.

    Examples
    --------
    >>> row = ("Energy and Infrastructure", "64%", "384")
    >>> is_wide(Table("Reach", ("Department", "Share", "People"), (False, True, True), (row,)))
    False
    """
    needed = 0
    for at, header in enumerate(table.headers):
        cells = [row[at] for row in table.rows]
        words = [len(word) for text in (header, *cells) for word in text.split()]
        needed += max(min(_WORD, max(map(len, cells), default=0)), *words, 0) + _APART
    return needed > ON_PHONE


def _quotes(source: Source, item: Item) -> Block | None:
    """Return what clients said, where they allowed it."""
    rows = item.section.frame.head(_STORIES).to_dict("records")
    lines = tuple(
        (str(row.get("confirmed_by") or ""), row["quote"])
        for row in rows
        if isinstance(row.get("quote"), str) and row["quote"].strip()
    )
    if not lines:
        return None
    title = source.say("brief.quote", initiative=str(rows[0]["initiative"]))
    return Block("quotes", title, lines, item=item)


def _ranges(source: Source, item: Item) -> Block:
    """Return each number of a section with its range, without the wording of its question."""
    locale, say = source.locale, source.say
    rows = []
    for row in item.section.frame.dropna(subset=["estimate"]).to_dict("records"):
        likely = locale.interval(row["low"], row["high"], str(row["unit"]))
        rows.append((locale.name_of(str(row["measure"])), known(row, locale)[1], likely))
    heads = (say("brief.what"), say("brief.now"), say("brief.likely"))
    made = Table(item.section.title, heads, (False, True, True), tuple(rows))
    return Block("table", claim(item)[0], item=item, table=made)


def _proof(source: Source, item: Item) -> Block:
    """Return the contributions, those that a client confirms in front."""
    frame = item.section.frame
    wanted = [name for name in _PROOF if name in frame.columns]
    note = ""
    if "confirmed_by" in wanted:
        frame = frame.iloc[frame["confirmed_by"].isna().to_numpy().argsort(kind="stable")]
        left = len(frame) - _PROVEN
        note = source.say("brief.more_not_listed", n=left) if left > 0 else ""
        frame = frame.head(_PROVEN)
    return replace(_table(item, frame[wanted]), note=note)


def _listing(source: Source, item: Item) -> Block:
    """Return a listing without the number of who is named, and the department that all share."""
    frame = item.section.frame
    is_one = set(frame.get("department", ())) == {source.unit}
    needless = ["contact_id"] * ("display_name" in frame) + ["department"] * is_one
    if needless and not is_measure_frame(frame):
        return _table(item, frame.drop(columns=needless, errors="ignore"))
    return _table(item)


def _contracts(source: Source, item: Item) -> Block:
    """Return the contracts to decide on, under what is not used, else under a price that jumps.

    What the unused ones cost stands in the note: the table has prices of a year and not that sum.
    """
    made, told = _listing(source, item), _unused(source)
    jump = item.finding[len(item.message) :].strip() if item.message else ""
    if jump and (told or len(jump.split(" ")) <= TITLE_WORDS):
        told.append(jump)
    if not told:
        return made
    note = " ".join([f"{item.section.title}.", *told[1:], made.note]).strip()
    return replace(made, title=told[0].removesuffix("."), note=note)


def _unused(source: Source) -> list[str]:
    """Return that some have no recorded use, and what they cost; nothing where all are used."""
    item, voice = source.content.item("usage"), Voice(source.locale)
    if item is None:
        return []
    args = item.section.sentence_args
    known_names = set(item.section.frame[str(args["by"])])
    names = [name for name in args.get("unused") or () if name in known_names]
    text = voice.say("usage_unused", names=voice.names(names))
    if not names or len(text.split(" ")) > TITLE_WORDS:
        return []
    return list(dict.fromkeys([text, item.message]))


def _whom(source: Source, item: Item) -> Block | None:
    """Return a list of the team's own page, the columns of it that are there."""
    name, frame = item.section.name, item.section.frame
    most, wanted = PAGES["lists"][name].values()
    title, hint = source.say(f"brief.do_{name}"), ""
    kinds = item.section.sentence_args.get("kinds", ())
    if [*kinds] in _SHARED:  # a reason that all share stands once, above them
        wanted = ["display_name", "last_on", "last_need"]
        title = f"{title}: {source.say(f'see.{kinds[0]}_all')}"
        hint = source.say(f"see.{kinds[0]}_ask")
    if "department" not in wanted and "display_name" in wanted:  # one column holds both
        names = frame["display_name"] + ", " + frame["department"].fillna("")
        frame = frame.assign(display_name=names.str.removesuffix(", "))
    columns = [column for column in wanted if column in frame.columns]
    left = len(frame) - most
    note = source.say("brief.more_in_list", n=left) if left > 0 else hint
    made = _tabled(item, frame[columns].head(most))
    return Block("table", title, note=note, item=item, table=made)


def _words(source: Source, item: Item) -> Block | None:
    """Return what a section says, without its numbers."""
    if item.message.startswith(item.section.title):
        return None  # nothing but that it is protected
    title, detail = claim(item)
    return Block("lines", title, (("", detail),) if detail else (), item=item)


def _trust(source: Source, item: Item) -> Block:
    """Return half a page on trust: who answered, who is protected, the grade, the limits."""
    say, card = source.say, source.card
    lines = []
    answered = source.content.item("response")
    if answered and not answered.message.startswith(answered.section.title):
        lines.append((say("brief.trust_answers"), answered.finding))
    lines.append((say("brief.trust_data"), item.finding))
    if card is not None and (card.has_hidden or card.has_recoded):
        k = int(item.section.settings.get("k", 5))
        lines.append((say("brief.trust_small"), say("brief.trust_small_text", k=k)))
    lines.append((say("brief.trust_limits"), say("report.cannot_say")))
    return Block("lines", say("brief.trust"), tuple(lines), item=item)


def _next(source: Source, item: Item) -> Block | None:
    """Return what to do next for the department of the brief, and whom to call."""
    lines = next_steps(source)
    return Block("lines", source.say("brief.next"), lines, item=item) if lines else None


_KINDS: dict[str, Callable[[Source, Item], Block | None]] = {
    "figure": _figure,
    "items": _items,
    "table": _listing,
    "love": _love,
    "quotes": _quotes,
    "ranges": _ranges,
    "proof": _proof,
    "contracts": _contracts,
    "words": _words,
    "trust": _trust,
    "next": _next,
    "list": _whom,
}


def card_table(card: Scorecard, locale: Locale) -> Table:
    """Return the scorecard as texts: a row a department."""
    wanted = {
        "report.column.department": "name",
        "brief.staff" if card.has_reach else "brief.answered": "people",
        "brief.reached": "reach_text" if card.has_bars else "",
        f"brief.change_{card.since}": "change" if card.has_change else "",
        "brief.loved": "love_text" if card.has_love else "",
        "brief.money": "money" if card.has_money else "",
    }
    heads = tuple(locale.say(key) for key, name in wanted.items() if name)
    names = [name for name in wanted.values() if name]
    rows = tuple(
        tuple(_cell(getattr(line, name), locale) for name in names) for line in card.lines[:MOST]
    )
    return Table(locale.say("section.scorecard"), heads, (False, *[True] * (len(heads) - 1)), rows)


def _cell(value: str | int | None, locale: Locale) -> str:
    return locale.number(value, "count") if isinstance(value, int) else value or ""
