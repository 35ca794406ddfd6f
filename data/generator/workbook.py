"""A small writer of .xlsx whose bytes depend on its cells alone: fixed properties and times."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | bool | dt.date | dt.datetime | None
Rows = Sequence[Sequence[Cell]]

STAMP = (2026, 10, 1, 9, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = dt.datetime(1899, 12, 30)
_DAY, _MOMENT = 1, 2


def column_letters(index: int) -> str:
    """Letters of a column, 0 for A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _serial(value: dt.date) -> str:
    """A date or moment as the number a spreadsheet keeps."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime(*value.timetuple()[:3])
    passed = moment - _EPOCH
    if not passed.seconds:
        return str(passed.days)
    return f"{passed.days + passed.seconds / 86400:.9f}"


def _cell(place: str, value: Cell, strings: dict[str, int] | None, prefix: str) -> str:
    """One cell as XML; ``strings`` None writes the text into the cell."""
    tag = f"{prefix}c"
    if isinstance(value, bool):
        return f'<{tag} r="{place}" t="b"><{prefix}v>{int(value)}</{prefix}v></{tag}>'
    if isinstance(value, dt.date):
        style = _MOMENT if isinstance(value, dt.datetime) else _DAY
        return f'<{tag} r="{place}" s="{style}"><{prefix}v>{_serial(value)}</{prefix}v></{tag}>'
    if isinstance(value, (int, float)):
        return f'<{tag} r="{place}"><{prefix}v>{value}</{prefix}v></{tag}>'
    text = str(value)
    if strings is None:
        body = f"<{prefix}is><{prefix}t>{escape(text)}</{prefix}t></{prefix}is>"
        return f'<{tag} r="{place}" t="inlineStr">{body}</{tag}>'
    number = strings.setdefault(text, len(strings))
    return f'<{tag} r="{place}" t="s"><{prefix}v>{number}</{prefix}v></{tag}>'


def sheet_xml(
    rows: Rows, strings: dict[str, int] | None, *, prefix: str = "", dimension: str | None = None
) -> str:
    """One worksheet as XML; empty cells and rows are left out, as the tools do."""
    space = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    width = max((len(row) for row in rows), default=1)
    stated = dimension or f"A1:{column_letters(width - 1)}{len(rows)}"
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = [
            _cell(f"{column_letters(index)}{number}", value, strings, prefix)
            for index, value in enumerate(row)
            if value is not None and value != ""
        ]
        if cells:
            lines.append(f'<{prefix}row r="{number}">{"".join(cells)}</{prefix}row>')
    body = "".join(lines)
    return (
        f'{_HEAD}<{prefix}worksheet {space}><{prefix}dimension ref="{stated}"/>'
        f"<{prefix}sheetData>{body}</{prefix}sheetData></{prefix}worksheet>"
    )


def _styles(day: str, moment: str) -> str:
    """Three cell styles: general, day, moment."""
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>'
        for number, code in ((164, day), (165, moment))
    )
    used = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
        for number in (0, 164, 165)
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">{formats}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="3">{used}</cellXfs></styleSheet>'
    )


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    """A relations part from (kind, target)."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _types(names: Sequence[str], shared: bool) -> str:
    """The content types part."""
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = [
        ("/xl/workbook.xml", f"{base}.sheet.main+xml"),
        ("/xl/styles.xml", f"{base}.styles+xml"),
    ]
    listed += [(f"/{name}", f"{base}.worksheet+xml") for name in names]
    if shared:
        listed.append(("/xl/sharedStrings.xml", f"{base}.sharedStrings+xml"))
    lines = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in listed)
    return (
        f'{_HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _book(titles: Sequence[str]) -> str:
    """The workbook part."""
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    return f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def workbook(
    sheets: Sequence[tuple[str, Rows]],
    *,
    inline: bool = False,
    prefix: str = "",
    dimension: str | None = None,
    day: str = "yyyy-mm-dd",
    moment: str = "yyyy-mm-dd hh:mm:ss",
) -> bytes:
    """Bytes of a workbook.

    Parameters
    ----------
    sheets : sequence of (title, rows)
    inline : bool
        Texts stand in their cells instead of one shared part.
    prefix : str
        Namespace prefix of the sheet parts, e.g. ``"x:"``.
    dimension : str, optional
        Dimension the sheets state; default the true one.
    day, moment : str
        Number formats of dates and moments.

    Returns
    -------
    bytes
    """
    strings: dict[str, int] | None = None if inline else {}
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    bodies = [sheet_xml(rows, strings, prefix=prefix, dimension=dimension) for _, rows in sheets]
    links = [("worksheet", name.removeprefix("xl/")) for name in names] + [("styles", "styles.xml")]
    parts = {
        "[Content_Types].xml": _types(names, strings is not None),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book([title for title, _ in sheets]),
        "xl/styles.xml": _styles(day, moment),
        **dict(zip(names, bodies, strict=True)),
    }
    if strings is not None:
        links.append(("sharedStrings", "sharedStrings.xml"))
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
        parts["xl/sharedStrings.xml"] = f'{_HEAD}<sst xmlns="{MAIN}">{items}</sst>'
    parts["xl/_rels/workbook.xml.rels"] = _relations(links)
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    """Parts as a ZIP whose times are fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, text.encode("utf-8"), compresslevel=9)
    return out.getvalue()
