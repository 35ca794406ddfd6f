"""What stands on a page of a brief: a figure, a small table, a few lines, each with its message."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from engagekit import figures
from engagekit.figures.options import FigureOptions
from engagekit.locale import Locale
from engagekit.measures._frame import ALL, FEW, is_measure_frame
from engagekit.measures.quadrant import LOVE, MONEY
from engagekit.presentation.table import Table, table
from engagekit.reporting.brief.headline import by_records, item_of
from engagekit.reporting.brief.next_steps import next_steps
from engagekit.reporting.brief.scorecard import MOST, REACH, Scorecard, known
from engagekit.reporting.document.document import TITLE_WORDS, Content, Item, claim
from engagekit.wording._rules import Voice

FULL, HALF = 12, 6
"""Columns of twelve."""
ON_PHONE = 42
"""Letters side by side on a phone of 390 pixels or half a page; a wider table stands row by row."""
_APART, _WORD = 1, 10
"""Letters between two columns, and those of a cell that is not broken."""
_ROWS = 8
"""Rows of a small table at most: the data book has the others."""
_STORIES = 2
_PROVEN = 4
"""Contributions on the page, those that a client confirms in front."""
_PROOF = ("initiative", "outcome", "contribution", "confirmed_by")


Card = Scorecard | None


@dataclass(frozen=True, eq=False)
class Block:
    """One thing on a page.

    Attributes
    ----------
    kind : str
        ``figure``, ``table`` or ``lines``.
    title : str
        Its message.
    lines : tuple of (str, str)
        What a block of words says: a name, which may be empty, and its text.
    note : str
        Small print.
    item : Item or None
        The section whose drawing it shows, or whose numbers the slide draws.
    span, rank : int
        Columns of twelve; how soon it gets no slide, 0 for last.
    """

    kind: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""
    item: Item | None = None
    table: Table | None = None
    span: int = FULL
    rank: int = 0


Made = Block | None


def block(
    kind: str, content: Content, name: str, span: int, rank: int, *, unit: str, card: Card
) -> Made:
    """Return a block of a kind; None where its section was not measured or has nothing to say."""
    item = item_of(content, name)
    if item is None or item.section.frame.empty:
        return None
    if kind == "figure" and _periods(item) == 2:  # for two points a sentence does
        kind = "words"
    if kind == "figure":
        return None if _says_nothing(item) else figure_or_table(item, span, rank)
    return _KINDS[kind](content, item, span, rank, unit, card)


def _love(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Made:
    """Return money, satisfaction and reach of every department, the dearest first."""
    frame, locale = item.section.frame, content.locale
    of_department = frame[frame["department"] != ALL]
    spent = of_department[of_department["measure"] == MONEY]
    money = spent.dropna(subset=["estimate"])
    if len(money) < 2:
        return None if _says_nothing(item) else figure_or_table(item, span, rank)
    title = item.section.title  # where a department's money is hidden nobody is known to be dearest
    if len(money) == len(spent):
        dearest = money.sort_values(["estimate", "department"], ascending=[False, True])
        title = _of_dearest(str(dearest["department"].iloc[0]), of_department, locale)
    options = FigureOptions(locale=locale)
    beside = {"measures": (MONEY, LOVE, REACH), "least_base": FEW}
    wide = figures.plotly_json("rows", of_department, options, **beside)
    narrow = figures.plotly_json("rows", of_department, replace(options, narrow=True), **beside)
    words = figures.alternative("rows", of_department, options, **beside)
    drawn = replace(item, wide=wide, narrow=narrow, alternative=words)
    span_of_time = locale.span(item.section.period)
    note = f"{item.section.title} · {span_of_time}" if title != item.section.title else span_of_time
    return Block("figure", title, note=note, item=drawn, span=span, rank=rank)


def _of_dearest(department: str, of_department: pd.DataFrame, locale: Locale) -> str:
    """Return the message on the department that costs most, with its satisfaction if it is told."""
    is_love = of_department["measure"] == LOVE
    asked = of_department[is_love & (of_department["department"] == department)]
    _, love = known(next(iter(asked.to_dict("records")), None), locale)
    if love in ("", "–", locale.say("brief.protected")):
        return locale.say("brief.most_money", department=department)
    return locale.say("brief.most_money_love", department=department, love=love)


def _periods(item: Item) -> int | None:
    """Return how many periods a line runs along; None for any other figure."""
    frame = item.section.frame
    is_line = item.section.figure == "trend" and "period" in frame.columns
    return frame["period"].nunique() if is_line else None


def _says_nothing(item: Item) -> bool:
    """Return whether a figure has every group hidden, or compares a single point or group."""
    frame = item.section.frame
    if item.section.figure == "quadrant":
        axes = frame["measure"].isin([item.section.figure_args.get(one) for one in ("x", "y")])
        groups = frame.loc[axes & frame["estimate"].notna(), frame.columns[0]]
        return int((groups[groups != ALL].value_counts() == 2).sum()) < 2
    return _periods(item) == 1 or (item.wide is not None and not item.wide["data"])


def figure_or_table(item: Item, span: int, rank: int) -> Block:
    """Return the figure of an item; its table where it has none."""
    title, _ = claim(item)
    if item.wide:
        return Block("figure", title, note=item.subtitle, item=item, span=span, rank=rank)
    return _table(item, span, rank)


def _table(item: Item, span: int, rank: int) -> Block:
    """Return the numbers of an item as a small table."""
    title, _ = claim(item)
    small, is_cut = smaller(item.table, _ROWS) if item.table else (None, False)
    note = Locale.of(item.section.settings).say("brief.more_in_book") if is_cut else ""
    span = FULL if small and is_wide(small) else span
    return Block("table", title, note=note, item=item, table=small, span=span, rank=rank)


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


def smaller(whole: Table, most: int) -> tuple[Table, bool]:
    """Return a table with its first rows, and whether any are left out."""
    rows = whole.rows[:most]
    return replace(whole, rows=rows, rows_left=0), rows != whole.rows or bool(whole.rows_left)


def _movers(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Made:
    """Return the departments that moved since last quarter, up and down, by name."""
    say = content.locale.say
    many = [line for line in card.lines if (line.people or 0) >= FEW] if card else []
    moved = [line for line in many if line.change not in ("", "0")]
    if card is None or not moved:
        return None
    moved.sort(key=lambda line: (-int(line.change.replace("−", "-")), line.name))
    up = [line for line in moved if line.change.startswith("+")]
    down = [line for line in reversed(moved) if line.change.startswith("−")]
    # points, and not "most"; where a change is hidden, the copies would name other departments
    names: dict[str, str | int] = {"up": up[0].name, "gain": int(up[0].change)} if up else {}
    names |= {"down": down[0].name, "loss": int(down[0].change[1:])} if down else {}
    kind = "both" if up and down else "up" if up else "down"
    title = say(f"brief.moved_{kind}", **names)
    if not all(line.change for line in many):
        title = say(f"brief.moved_{card.since}")
    words = say(f"brief.change_{card.since}")
    rows = tuple((line.name, line.change, line.reach_text) for line in moved)[: _ROWS + 2]
    heads = (say("report.column.department"), words, say("brief.reach_now"))
    made = Table(title, heads, (False, True, True), rows)
    steps = item_of(content, "rungs")
    logged = by_records(content)
    note = say(f"brief.lead_logged_{logged}") if logged else ""
    if any(not line.change for line in card.lines):
        note = f"{note} {say('brief.moved_shown')}".strip()
    note = steps.message if steps and steps.message != steps.finding else note
    return Block("table", title, note=note, item=item, table=made, span=span, rank=rank)


def _quotes(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Made:
    """Return what clients said, where they allowed it."""
    rows = item.section.frame.head(_STORIES).to_dict("records")
    lines = tuple(
        (str(row.get("confirmed_by") or ""), str(row["quote"]))
        for row in rows
        if isinstance(row.get("quote"), str) and str(row["quote"]).strip()
    )
    if not lines:
        return None
    title = content.locale.say("brief.quote", initiative=str(rows[0]["initiative"]))
    return Block("quotes", title, lines, item=item, span=span, rank=rank)


def _ranges(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Block:
    """Return each number of a section with its range, without the wording of its question."""
    locale, say = content.locale, content.locale.say
    rows = [
        (
            locale.name_of(str(row["measure"])),
            known(row, locale)[1],
            locale.interval(row["low"], row["high"], str(row["unit"])),
        )
        for row in item.section.frame.to_dict("records")
        if pd.notna(row["estimate"])
    ]
    heads = (say("brief.what"), say("brief.now"), say("brief.likely"))
    made = Table(item.section.title, heads, (False, True, True), tuple(rows))
    return Block("table", claim(item)[0], item=item, table=made, span=span, rank=rank)


def _proof(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Block:
    """Return the contributions, those that a client confirms in front."""
    frame = item.section.frame
    wanted = [name for name in _PROOF if name in frame.columns]
    left = 0
    if "confirmed_by" in wanted:
        frame = frame.iloc[frame["confirmed_by"].isna().to_numpy().argsort(kind="stable")]
        left = len(frame.iloc[_PROVEN:])
        frame = frame.head(_PROVEN)
    made = table(item.section.with_frame(frame[wanted]), content.locale.language)
    note = content.locale.say("brief.more_in_list", n=left) if left else ""
    return replace(_table(replace(item, table=made), span, rank), note=note)


def _listing(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Block:
    """Return a listing without the number of who is named, and the department that all share."""
    frame = item.section.frame
    is_one = set(frame.get("department", ())) == {unit}
    needless = ["contact_id"] * ("display_name" in frame) + ["department"] * is_one
    if needless and not is_measure_frame(frame):
        frame = frame.drop(columns=needless, errors="ignore")
        made = table(item.section.with_frame(frame), content.locale.language, item.hidden)
        item = replace(item, table=made)
    return _table(item, span, rank)


def _contracts(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Block:
    """Return the contracts to decide on, under what is not used, else under a price that jumps.

    What the unused ones cost stands in the note: the table has prices of a year and not that sum.
    """
    made, used = _listing(content, item, span, rank, unit, card), item_of(content, "usage")
    told = _unused(used, Voice(content.locale)) if used else []
    jump = item.finding[len(item.message) :].strip() if item.message else ""
    told += [jump] if jump and (told or len(jump.split(" ")) <= TITLE_WORDS) else []
    note = " ".join([f"{item.section.title}.", *told[1:], made.note]).strip()
    return replace(made, title=told[0].removesuffix("."), note=note) if told else made


def _unused(item: Item, voice: Voice) -> list[str]:
    """Return that some have no recorded use, and what they cost; nothing where all are used."""
    args, frame = item.section.sentence_args, item.section.frame
    names = [name for name in args.get("unused") or () if name in set(frame[str(args["by"])])]
    text = voice.say("usage_unused", names=voice.names(names))
    if not names or len(text.split(" ")) > TITLE_WORDS:
        return []
    return [text, item.message] if item.message != text else [text]


def _words(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Made:
    """Return what a section says, without its numbers."""
    if item.message.startswith(item.section.title):
        return None  # nothing but that it is protected
    title, detail = claim(item)
    return Block("lines", title, (("", detail),) if detail else (), item=item, span=span, rank=rank)


def _trust(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Block:
    """Return half a page on trust: who answered, who is protected, the grade, the limits."""
    say = content.locale.say
    lines = []
    answered = item_of(content, "response")
    if answered and not answered.message.startswith(answered.section.title):
        lines.append((say("brief.trust_answers"), answered.finding))
    lines.append((say("brief.trust_data"), item.finding))
    if card is not None and (card.has_hidden or card.has_recoded):
        k = int(item.section.settings.get("k", 5))
        lines.append((say("brief.trust_small"), say("brief.trust_small_text", k=k)))
    lines.append((say("brief.trust_limits"), say("report.cannot_say")))
    return Block("lines", say("brief.trust"), tuple(lines), item=item, span=span, rank=rank)


def _next(content: Content, item: Item, span: int, rank: int, unit: str, card: Card) -> Made:
    """Return what to do next for the department of the brief, and whom to call."""
    lines = next_steps(content, unit, card)
    if not lines:
        return None
    return Block("lines", content.locale.say("brief.next"), lines, item=item, span=span, rank=rank)


_NAMED = (_love, _movers, _quotes, _ranges, _proof, _contracts, _words, _next)
_KINDS: dict[str, Callable[[Content, Item, int, int, str, Card], Made]] = {"table": _listing}
_KINDS |= {one.__name__[1:]: one for one in (*_NAMED, _trust)}


def card_table(card: Scorecard, locale: Locale) -> Table:
    """Return the scorecard as texts: a row a department."""
    say = locale.say
    lines = card.lines[:MOST]
    wanted = {
        "report.column.department": "name",
        "brief.staff" if card.has_reach else "brief.answered": "staff",
        "brief.reached": "reach_text" if card.has_reach else "",
        f"brief.change_{card.since}": "change" if card.quarters > 1 else "",
        "brief.loved": "love_text",
        "brief.money": "money" if card.has_money else "",
    }
    heads = tuple(say(key) for key, name in wanted.items() if name)
    rows = tuple(tuple(getattr(line, name) for name in wanted.values() if name) for line in lines)
    return Table(say("section.scorecard"), heads, (False, *[True] * (len(heads) - 1)), rows)
