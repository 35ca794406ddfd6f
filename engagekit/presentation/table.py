"""A frame as a reader sees it: headers in words, numbers in the language, ``[c]`` where hidden."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.locale import NOTHING, UNITS, Locale, analyst, shared_digits
from engagekit.locale.translate import COLUMNS
from engagekit.measures import ends, registry
from engagekit.measures._frame import MEASURED, bare, few, is_measure_frame, small
from engagekit.plain_text import capital
from engagekit.presentation import cross_table
from engagekit.presentation.section import Section

HIDDEN = "[c]"
LONGEST, LONGEST_LAYOUT = cross_table.LONG, 600
"""Rows of a table in the page, and of one with its own layout; the workbook has them all."""
_DIGEST = 12
"""Signs of a file's hash in the page; results.json has it whole."""
TOPLINE = ("options picked", "gave an answer", "mean answer", "no opinion")
"""Measures of a topline, whose population are the people who were asked."""
_PLAIN = ("department", "role_level", "cost_centre", "site")
_NUMBERS = ("meetings", "price_in")
"""Columns of a listing whose texts are numbers."""


@dataclass(frozen=True)
class Table:
    """A table of text.

    Attributes
    ----------
    headers : tuple of str
    numeric : tuple of bool
        Which columns are set to the right.
    rows : tuple of tuple of str
    has_hidden : bool
        Whether ``[c]`` stands in it, so that the key must stand on the page.
    rows_left : int
        Rows that stand in the workbook only.
    """

    caption: str
    headers: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    has_hidden: bool = False
    rows_left: int = 0


def table(section: Section, language: str, most: int = LONGEST) -> Table | None:
    """Return the numbers of a section as a table of text; None where it has no rows.

    Parameters
    ----------
    section : Section
        Protected or not; a hidden row reads ``[c]``.
    language : str
        ``en`` or ``fr``.
    most : int
        Rows at most.
    """
    frame = section.frame
    if frame.empty:
        return None
    locale = Locale.of({**section.settings, "language": language})
    if section.figure_args.get("layout") in LAYOUTS:
        most = max(most, LONGEST_LAYOUT)
    if is_measure_frame(frame):
        columns = _measured(section, frame, locale)
        total = len(columns[0][2])
        columns = [(name, is_number, texts[:most]) for name, is_number, texts in columns]
    else:
        columns, total = _listed(frame.head(most), locale), len(frame)
    has_hidden = any(text == HIDDEN for _, _, texts in columns for text in texts)
    return Table(
        section.title,
        tuple(name for name, _, _ in columns),
        tuple(is_number for _, is_number, _ in columns),
        tuple(zip(*(texts for _, _, texts in columns), strict=True)),
        has_hidden,
        max(0, total - most),
    )


def header(name: str, language: str) -> str:
    """Return a column of a frame in words.

    Examples
    --------
    >>> header("department", "en"), header("on", "en")
    ('Department', 'Date')
    """
    key = f"report.column.{name}"
    locale = Locale(language)
    return locale.say(key) if locale.has(key) else name.replace("_", " ").capitalize()


def _head(frame: pd.DataFrame, name: str, language: str) -> str:
    """Return the header of a column of groups: answers are those of a survey, others are groups."""
    if name == "answer" and not (registry.kinds(frame) == "survey").any():
        name = "group"
    return header(name, language)


def count_header(frame: pd.DataFrame, name: str, language: str) -> str:
    """Return the header of a column of counts: people only where no row counts anything else.

    The population is the staff list, or all who were asked or answered.
    """
    measures, kinds = frame["measure"].astype("str"), registry.kinds(frame)
    things = kinds.isin(["things", "acts"]) & frame["n"].notna()
    if name == "n" and bool(things.any()):
        return header("things", language)
    if name == "base" and (measures[frame["base"].notna()] == "cost per use").all():
        return header("paid_uses", language)
    if name == "population" and measures.str.startswith("response rate").any():
        return header("invited", language)
    if name == "population" and measures.isin(TOPLINE).any():
        return header("asked", language)
    if name == "population" and (kinds == "survey").all():
        return header("respondents", language)
    return header(name, language)


def groups(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a measure frame that tell its rows apart."""
    numbers = (*MEASURED, *ends.ENDS, "previous")
    names = [name for name in frame.columns if name not in numbers]
    return [name for name in names if name in _PLAIN or len(frame[name].unique()) > 1]


_Column = tuple[str, bool, list[str]]
Layout = Callable[[Section, pd.DataFrame, Locale], list[_Column]]
LAYOUTS: dict[str, Layout] = {}
"""Tables of another shape, by the ``layout`` among the arguments of a section's figure."""


def _measured(section: Section, frame: pd.DataFrame, locale: Locale) -> list[_Column]:
    """Return the columns of a measure frame: two keys down and across, anything else row by row."""
    layout = LAYOUTS.get(str(section.figure_args.get("layout", "")))
    if layout is not None:
        return layout(section, frame, locale)
    if matches := cross_table.keys(frame, groups(frame)):
        return _side_by_side(frame, *matches, locale)
    frame, language = cross_table.latest_first(frame), locale.language
    columns: list[_Column] = [
        (_head(frame, name, language), False, [group(v, name, language) for v in frame[name]])
        for name in groups(frame)
    ]
    if len(set(frame["measure"])) > 1 or not columns:
        names = [locale.name_of(str(value)) for value in frame["measure"]]
        columns.append((header("measure", language), False, names))
    units = list(frame["unit"].unique())
    head = header(str(units[0]) if len(units) == 1 else "estimate", language)
    columns.append((head, True, estimates(frame, locale)))
    if frame["low"].notna().any():
        columns.append((header("interval", language), True, intervals(frame, locale)))
    if "previous" in frame.columns and frame["previous"].notna().any():
        before = estimates(frame, locale, "previous")
        columns.append((header("previous", language), True, before))
    same = frame["n"].equals(frame["base"]) or frame["base"].isna().all()
    numbers = ["n"] if same else ["n", "base"]
    others = frame["population"] != frame["base"]
    if (frame["population"].notna() & others.fillna(False).astype(bool)).any():
        numbers.append("population")
    columns.extend(
        (count_header(frame, name, language), True, counts(frame, name, locale))
        for name in numbers
        if frame[name].notna().any() or frame["suppressed"].any()
    )
    return columns


def _side_by_side(frame: pd.DataFrame, down: str, across: str, locale: Locale) -> list[_Column]:
    """Return the columns of a frame of two keys; a base that a row shares has its own column."""
    bases, language = cross_table.shared(frame, down), locale.language
    nothing, cells = (HIDDEN, NOTHING), []
    columns_of = (estimates(frame, locale), intervals(frame, locale), counts(frame, "base", locale))
    for text, span, base in zip(*columns_of, strict=True):
        if text not in nothing:
            text += f" ({span})" if span not in nothing else ""
            is_told = bases is None and base not in nothing
            text += locale.say("report.cell_n", n=base) if is_told else ""
        cells.append(text)
    wide = cross_table.texts(frame, down, across, cells, NOTHING)
    rows = [group(value, down, language) for value in frame[down].unique()]
    columns: list[_Column] = [(header(down, language), False, rows)]
    columns += [(_top(name, across, language), True, texts) for name, texts in wide]
    if bases is not None and bases.notna().any():
        numbers = [locale.number(base, "count") for base in bases]
        columns.append((count_header(frame, "base", language), True, numbers))
    return columns


def _top(value: str, name: str, language: str) -> str:
    """Return a value of the second key as a header, a bare number with the word of its column."""
    text = group(value, name, language)
    return f"{header(name, language)} {text}" if text.isdigit() else text[:1].upper() + text[1:]


def group(value: Any, name: str, language: str) -> str:
    """Return what a row is about."""
    if pd.isna(value):
        return NOTHING
    text, locale = str(value), Locale(language)
    if name == "measure":
        return locale.name_of(text)
    if name == "period":
        return locale.label(locale.value(text))
    if text == "All":
        return locale.say("figure.all")
    return capital(locale.value(re.sub(r"^(\d+)\.0$", r"\1", text)))


def estimates(frame: pd.DataFrame, locale: Locale, name: str = "estimate") -> list[str]:
    """Return the numbers of a measure frame as a reader reads them, a recoded one as its ends."""
    shown = frame[name].where(~frame["suppressed"], 0.0).fillna(0.0).groupby(frame["measure"])
    digits = {measure: shared_digits(frame["unit"][one.index], one) for measure, one in shown}
    return [_estimate(row, name, digits[row["measure"]], locale) for row in _sized(frame)]


def _sized(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of a measure frame, each with whether it rests on few."""
    sizes = {"is_few": few(frame), "is_bare": bare(frame), "is_small": small(frame)}
    return list(frame.assign(**sizes).to_dict("records"))


def _estimate(row: Mapping[Any, Any], name: str, digits: int | None, locale: Locale) -> str:
    """Return a number; a count instead of a per cent where its base is too small, and no mean."""
    if name == "estimate" and ends.is_recoded(row):
        return ends.words(row, locale.language)
    if row["suppressed"]:
        return HIDDEN
    text = written(row[name], str(row["unit"]), locale, digits)
    if name != "estimate" or text == NOTHING or not (row["is_few"] or row["is_bare"]):
        return text
    if row["is_bare"] or not registry.measure(str(row["measure"])).is_part:
        return NOTHING
    return locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))


def written(value: Any, unit: str, locale: Locale, digits: int | None = None) -> str:
    """Return a number of any unit; one that the language does not know is a plain count.

    A mean of counts has a decimal.
    """
    if unit not in UNITS:
        return locale.number(value, "count")
    broken = unit == "count" and pd.notna(value) and float(value) % 1 != 0
    return locale.number(value, unit, 1 if broken else digits)


def intervals(frame: pd.DataFrame, locale: Locale) -> list[str]:
    """Return the ranges of a measure frame; none where the base is too small for one."""
    return [_interval(row, locale) for row in _sized(frame)]


def _interval(row: Mapping[Any, Any], locale: Locale) -> str:
    if row["suppressed"]:
        return HIDDEN
    text = locale.interval(row["low"], row["high"], str(row["unit"]))
    if text == NOTHING or row["is_few"] or row["is_bare"]:
        return NOTHING
    return locale.say("report.small_base", interval=text) if row["is_small"] else text


def counts(frame: pd.DataFrame, name: str, locale: Locale) -> list[str]:
    """Return a column of counts of a measure frame."""
    return [
        HIDDEN if hidden and pd.isna(value) else locale.number(value, "count")
        for value, hidden in zip(frame[name], frame["suppressed"], strict=True)
    ]


def _listed(frame: pd.DataFrame, locale: Locale) -> list[_Column]:
    """Return the columns of a listing: each by its kind.

    Beside a count of few people, which the board copy tells by its end and so as a text, what is
    missing is hidden.
    """
    columns, language = [], locale.language
    counts = map(str, frame.get("attended", ["0"] * len(frame)))
    is_few = [count[:1].isdigit() and not count.isdigit() for count in counts]
    for name in map(str, frame.columns):
        kind = unit_of_column(name, frame[name])
        texts = [_cell(cell_text(value, name, locale), kind, locale) for value in frame[name]]
        if name == "sha256":
            texts = [text[:_DIGEST] for text in texts]
        is_number = name in _NUMBERS or kind not in ("text", "day", "bool")
        if is_number and frame[name].dtype.kind == "f":
            cells = zip(texts, is_few, strict=True)
            texts = [HIDDEN if few and text == NOTHING else text for text, few in cells]
        columns.append((header(name, language), is_number, texts))
    return columns


def cell_text(value: Any, name: str, locale: Locale) -> Any:
    """Return a cell of a listing with the words of the kit in the language, others as they are."""
    if name == "price_in" and value:
        amount, currency = value.split(" ", 1)
        digits = 0 if amount.endswith(".00") else 2
        return replace(locale, currency=currency).number(amount, "money", digits)
    if not isinstance(value, str) or name not in COLUMNS:
        return analyst.cell(value, name)
    if name == "evidence":
        return "; ".join(map(locale.name_of, value.split("; ")))
    return locale.value(value, COLUMNS[name])


def unit_of_column(name: str, values: pd.Series) -> str:
    """Return the unit of a column of a listing, by its kind and the end of its name.

    Examples
    --------
    >>> unit_of_column("no_show_rate", pd.Series([0.2])), unit_of_column("on", pd.Series(["x"]))
    ('share', 'text')
    """
    kind = getattr(values.dtype, "kind", "O")
    if kind == "M":
        return "day"
    if kind == "b" or str(values.dtype) == "boolean":
        return "bool"
    if kind not in "iuf":
        return "text"
    if name.endswith(("_share", "_rate", "share", "rate", "turnover", "chance_of_none")):
        return "share"
    if re.search(r"(^|_)(amount|cost|price|spend|funding)(_|$)", name):
        return "money"
    return "count" if kind in "iu" else "number"


def _cell(value: Any, kind: str, locale: Locale) -> str:
    """Return one cell of a listing."""
    if pd.isna(value):
        return NOTHING
    if kind == "text":
        return str(value) if str(value).strip() else NOTHING
    if kind == "bool":
        return locale.say("report.yes" if value else "report.no")
    if kind == "number":  # with the decimals that it was typed with, two at most
        typed = f"{value:.2f}".rstrip("0").partition(".")[2]
        return locale.number(value, "index", len(typed))
    return str(value)[:10] if kind == "day" else locale.number(value, kind)
