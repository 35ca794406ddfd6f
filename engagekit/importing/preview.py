"""What would be counted of a file, as the reader that counts it reads it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from engagekit.errors import EngagekitError, shorten, some
from engagekit.importing import number_checks
from engagekit.importing.answers import period_start
from engagekit.importing.draft import Draft
from engagekit.importing.kinds import Kind
from engagekit.importing.profile import Column
from engagekit.importing.questions import Question
from engagekit.loading.read_file import Loaded, read_file
from engagekit.mapping.mapping_file import make_mapping
from engagekit.mapping.mapping_files import trying
from engagekit.mapping.reading import MappingReader
from engagekit.readers.shared._table import Listing
from engagekit.settings.schema import Settings

SHOWN = 3
MONTHS = 24


@dataclass(frozen=True, eq=False)
class Preview:
    """What would be counted.

    Attributes
    ----------
    rows_in, rows_out : int
        Rows of the file, and those that would count.
    set_aside : dict of str to int
        Why rows would not count, and how many.
    left_out : tuple of str
        The first three of them, with their cells.
    total : float, optional
        Sum of the money or of the counts; None where rows are counted.
    by_month : dict of str to float
        The total, or the rows, of each month.
    sentences : tuple of str
        The first rows, told.
    unused : tuple of str
        Headers that go nowhere.
    asks : tuple of Question
        What has to be answered first.
    warnings : tuple of str
        What the numbers themselves show, and what the reader says of the file.
    error : str
        Why nothing would be read.
    """

    rows_in: int = 0
    rows_out: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    total: float | None = None
    by_month: Mapping[str, float] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    facts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join(of_preview(self))


def preview(wanted: Draft, asks: Sequence[Question], record: Mapping[str, Any]) -> Preview:
    """Return what would be counted of an import.

    ``asks``: its open questions. ``record``: what was said, by which it would be read.
    """
    if asks:
        return Preview(asks=tuple(asks))
    if not wanted.kind.table:
        return Preview(facts=("The file is left alone.",))
    try:
        mapping = make_mapping(dict(record), wanted.name)
        with trying(mapping):
            loaded = read_file(wanted.path, wanted.path.name, wanted.settings)
    except EngagekitError as error:
        return Preview(error=str(error))
    if loaded.error:
        return Preview(error=loaded.error)
    reader = mapping.layout or MappingReader(mapping).TOOL
    parts = [part for part in loaded.parts if part.tool == reader]
    return _counted(wanted, record, parts)


def _counted(wanted: Draft, raw: Mapping[str, Any], parts: list[Loaded]) -> Preview:
    """Return the preview of what was read."""
    kind = wanted.kind
    frames = _together(parts)
    name = kind.tidy_table.name
    main = frames.get(name, pd.DataFrame())
    total = float(main[kind.sum].sum()) if kind.sum and len(main) else None
    known = wanted.said.get("total")
    set_aside = Counter[str]()
    for aside in (aside for part in parts for aside in part.set_aside):
        set_aside[aside.reason] += aside.rows
    # a tool's export may have several rows of header: its reader says which rows are answers
    is_shown = bool(set_aside) and len(parts) == 1 and not raw.get("layout")
    warnings = [
        *number_checks.of_table(wanted, raw, main),
        *number_checks.beside(wanted, main),
        *(str(one) for part in parts for one in part.problems),
    ]
    if known is not None and total is not None and abs(float(known) - total) > 0.005:
        warnings.insert(0, f"The total would be {total:,.2f}; you know {float(known):,.2f}.")
    return Preview(
        rows_in=sum(part.rows_read for part in parts),
        rows_out=sum(part.rows_kept for part in parts),
        set_aside=set_aside,
        left_out=tuple(_left_out(wanted.table, main)) if is_shown else (),
        total=total,
        by_month=_by_month(kind, main, wanted.settings),
        sentences=tuple(_sentences(kind, frames, main)),
        unused=tuple(raw.get("ignored", ())),
        warnings=tuple(dict.fromkeys(warnings)),
        facts=tuple(_facts(name, main, wanted.columns, raw, frames)),
    )


def _together(parts: list[Loaded]) -> dict[str, pd.DataFrame]:
    """Return the tables of all sheets, one under the other."""
    found: dict[str, list[pd.DataFrame]] = {}
    for part in parts:
        for name, frame in (part.frames or {}).items():
            found.setdefault(name, []).append(frame)
    return {name: pd.concat(each) for name, each in found.items()}


def _left_out(table: Listing, main: pd.DataFrame) -> Iterator[str]:
    """Yield the first rows that would not count, with their cells."""
    body = table.body
    left = body[~body.index.isin(main.index) & (body != "").any(axis=1)].head(SHOWN)
    for row, cells in left.iterrows():
        yield f"row {row}: {some(filter(None, cells), 5)}"


def _by_month(kind: Kind, main: pd.DataFrame, settings: Settings) -> dict[str, float]:
    """Return the total, or the rows, of each month or period, in the order of the calendar."""
    if kind.day not in main or main.empty or kind.table == "contacts":
        return {}  # when people joined says nothing of the list
    when = main[kind.day]
    label = when.dt.strftime("%Y-%m") if hasattr(when, "dt") else when
    label = label.astype("str").where(when.notna(), "no day")
    added = main[kind.sum].astype("float64") if kind.sum else pd.Series(1, index=main.index)
    each = added.groupby(label.to_numpy()).sum()
    months = sorted(map(str, each.index), key=lambda text: period_start(text, settings) or text)
    return {month: float(each[month]) for month in months}


def _sentences(kind: Kind, frames: Mapping[str, pd.DataFrame], main: pd.DataFrame) -> list[str]:
    """Return the first rows as sentences; what a row does not say is left out."""
    titles: dict[Any, str] = {}
    if "events" in frames and kind.table == "attendance":
        events = frames["events"]
        days = pd.to_datetime(events["started_at"]).dt.strftime("%Y-%m-%d").fillna("no day")
        titles = dict(
            zip(events["event_id"], events["title"].astype("str") + ", " + days, strict=True)
        )
    told = []
    for row in main.head(SHOWN).to_dict("records"):
        cells = {str(name): _cell(row.get(name)) for name in main}
        if "event_id" in cells:
            cells["event_id"] = titles.get(row.get("event_id"), cells["event_id"])
        known = {name: value or "(unknown)" for name, value in cells.items()}
        told.append(kind.sentence.format_map(defaultdict(lambda: "(no column)", known)) + ".")
    return told


def _cell(value: Any) -> str:
    """Return a value as it is told."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:,.15g}" if isinstance(value, float) else str(value)


def _facts(
    name: str,
    main: pd.DataFrame,
    columns: Sequence[Column],
    raw: Mapping[str, Any],
    frames: Mapping[str, pd.DataFrame],
) -> list[str]:
    """Return what tells a wrong answer at once: different people, numbers, names of one address."""
    facts = []
    if name == "contacts" and len(main):
        units = main["department"].nunique() if "department" in main else 0
        ends = main["left_on"] if "left_on" in main else pd.Series(dtype="datetime64[ns]")
        gone = int((ends <= pd.Timestamp.today()).sum())
        where = f" in {units:,} departments" if units else ""
        facts.append(f"{len(main):,} people{where}; {gone:,} have left")
    if name in ("contacts", "touches", "attendance") and "display_name" in main:
        people = main["display_name"].dropna().nunique()
        facts.append(f"{len(main):,} rows, {people:,} different names")
        if "email" in main:
            pairs = main[["email", "display_name"]].dropna().drop_duplicates()
            shared = pairs.groupby("email").size()
            facts += [f"{n} names share the address {mail}" for mail, n in shared.items() if n > 1][
                :SHOWN
            ]
    facts += _favourable(frames)
    number = {"touches": "touch_id", "contacts": "contact_id"}.get(name, "")
    header = raw.get("columns", {}).get(number)
    if isinstance(header, str):
        column = next(one for one in columns if one.name == header)
        facts.append(
            f"{column.filled:,} rows, {column.distinct:,} different numbers under '{header}'"
        )
    return facts


def _favourable(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return of each rating how many gave one of its two best answers."""
    if "responses" not in frames:
        return []
    asked = frames["questions"]
    rated = asked[(asked["kind"] == "scale") & asked["points"].notna()]
    told = []
    for one in rated.drop_duplicates("question_id").to_dict("records"):
        mine = frames["responses"]["question_id"] == one["question_id"]
        scores = frames["responses"].loc[mine, "score"].dropna()
        best = int((scores >= one["points"] - 1).sum())
        block = "" if pd.isna(one["item_of"]) else f"{shorten(one['item_of'], 40)}: "
        told.append(
            f"'{block}{one['wording']}': {best} of {len(scores)} gave one of the two best answers"
        )
    return told


def of_preview(shown: Preview) -> list[str]:
    """Return a preview as lines."""
    if shown.error:
        return [f"Nothing would be read: {shown.error}"]
    if shown.asks:
        n = len(shown.asks)
        return [f"Nothing would be counted before {n} more {'answer' if n == 1 else 'answers'}."]
    lines = [f"{shown.rows_out:,} of {shown.rows_in:,} rows would count."] if shown.rows_in else []
    for reason, rows in shown.set_aside.items():
        lines.append(f"Set aside: {rows:,} rows, {reason}.")
    lines += [f"  {cells}" for cells in shown.left_out]
    lines += [f"{fact}." if not fact.endswith(".") else fact for fact in shown.facts]
    if shown.total is not None:
        lines.append(f"Total: {shown.total:,.15g}")
    months = list(shown.by_month.items())
    if months:
        more = f" and {len(months) - MONTHS} more" if len(months) > MONTHS else ""
        each = "; ".join(f"{month}: {value:,.15g}" for month, value in months[:MONTHS])
        lines.append(f"By month: {each}{more}")
    lines += shown.sentences
    if shown.unused:
        lines.append(f"Columns not used: {', '.join(shown.unused)}")
    return [*lines, *(f"Look: {warning}" for warning in shown.warnings)]
