"""Microsoft Teams: attendance lists of meetings, webinars and town halls, 2020 to today."""

import re
from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import numbers
from engagekit.readers.events import _display_names, _event_table, _teams_layout
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._display_names import addresses
from engagekit.readers.events._event_numbers import event_id, stated_event
from engagekit.readers.events._event_table import Notes
from engagekit.readers.events._header_rows import FITS, folded
from engagekit.readers.shared._timestamps import decide, iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.schema import FileChoice
from engagekit.tables.problems import NOTE

TOOL = "Microsoft Teams"
TABLES = ("attendance", "events")

_TITLE = r"\b(?:title|titre|titel|titulo|thema|betreff)\b|タイトル|件名"
_ATTENDED = r"\b(?:attended|presents?|presentes|anwesend\w*|teilgenommen|asistentes|total)\b|出席"
_CANCELLED = r"(?i)cancel|annul|stornier|abgesagt|キャンセル|declin|reject|refus"
_WAITING = r"(?i)wait|pending|attente|warte|espera|pendiente|pendente"


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance list of Teams, or None."""
    layout = _teams_layout.layout_of(export.sheet) if export.visible else None
    if layout is None:
        return None
    row = layout.header + 1
    why = {
        "sections": f"row {row - 1} is the heading '2.' above the participants",
        "2021": "a meeting summary stands above the joins",
        "2020": f"row {row} holds full name, user action, timestamp",
        "table": f"row {row} holds first join and participant ID (UPN)",
    }[layout.kind]
    return _event_table.recognition(export, layout.header, why)


def read(export: Export) -> Reading:
    """Read each report of a file: sessions of a series are saved below one another."""
    parts = _teams_layout.reports_of(export.sheet)
    if len(parts) == 1:
        return _read(export)
    order = decide([export.sheet.cells[at] for at in export.sheet.cells], export=export)
    if order.certain and order.order:  # one report may prove what another leaves open
        choice = export.choice or FileChoice()
        export = replace(export, choice=choice.model_copy(update={"date_order": order.order}))
    return _event_table.joined([_read(replace(export, sheets=(part,))) for part in parts])


def _read(export: Export) -> Reading:
    """Read section 2 for who was there, and section 3 only for single joins."""
    layout = _teams_layout.layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("teams.read", file=export.file))
    registration = {f"registered_{name}": at for name, at in layout.registration.items()}
    columns = {**registration, **layout.columns}
    table = _event_table.table_of(export, (layout.header, columns), layout.last)
    if layout.kind == "2020":
        return _read_2020(table.placed({}))
    table = table.placed(_event_table.KINDS)
    summary = {"row": str(layout.header + 1), **_summary(export.sheet, layout)}
    joins = _joins(export, layout)
    ends = pd.Series([summary.get("start", ""), summary.get("end", "")], dtype="str")
    close = [
        one.cells(name) for one in (table, joins) if one is not None for name in ("join", "leave")
    ]
    registered = table.cells("registered_at")
    first = next((cell for cell in close[0] if cell), "")
    order = table.order(
        [*close, ends, registered],
        sample=[summary.get("start", first)],
        row=table.header + 1,
        title=summary.get("title", ""),
        within=[*close, ends],
        not_after=[(registered, close[0])],
    )
    kind = "webinar" if layout.registration else "meeting"
    rows, events = stated_event(
        "Teams",
        summary,
        _rows(table, order.order),
        order.order,
        table.notes,
        kind=kind,
        untitled="Teams meeting",
    )
    single = None
    if joins is not None and len(rows):
        # single joins without a leave say nothing
        join, _ = read_moments(joins.cells("join"), order.order)
        single = pd.DataFrame(
            {
                "event_id": rows["event_id"].iloc[0],
                "email": addresses(joins.cells("email")),
                "join": join,
                "leave": leaves(join, joins.cells("leave"), order.order)[0],
            }
        )
    attendance = combine(people_only(rows, table.notes), export.file, single)
    _note_count(table, summary, rows, attendance)
    return table.reading(events, attendance, order, people=rows)


def _summary(sheet: Sheet, layout: _teams_layout.Layout) -> dict[str, str]:
    """Return title, start, end and number attended, by their words or by what they are."""
    matches: dict[str, str] = {}
    moments = []
    first, last = layout.summary
    for index in range(first, last + 1):
        row = sheet.row(index)
        if len(row) < 2 or not row[0] or _teams_layout.HEADING.match(row[0]):
            continue
        label, value = folded([row[0]])[0], " ".join(row[1].split())
        if re.search(_TITLE, label) or (index == first and "title" not in matches):
            matches["title"], matches["row"] = value, str(index + 1)
        elif FITS["moment"].match(value) and re.search(r"\d[:.h]\d", value):
            moments.append(value)
        elif value.isdigit() and re.search(_ATTENDED, label):
            matches.setdefault("attended", value)
    return matches | dict(zip(("start", "end"), moments, strict=False))


def _joins(export: Export, layout: _teams_layout.Layout) -> _event_table.EventTable | None:
    """Return the single joins of section 3, None where there are none."""
    if layout.joins is None or layout.joins[0] >= layout.joins[1]:
        return None
    first, last = layout.joins
    return _event_table.table_of(
        export, (first, _teams_layout.columns_in(export.sheet, first, last)), last
    )


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a row of the table: who, state, join, leave, minutes."""
    mail, upn = table.emails(), table.emails("upn")
    registered = table.emails("registered_email").where(upn == "", "")
    join, zoned = read_moments(table.cells("join"), order)
    minutes = _event_table.minutes_of(table.cells("minutes"))
    state = table.cells("registered_status")
    # Who registered and stayed away has a row without a join. A row with minutes is of somebody who
    # was there, though its moment of joining cannot be read.
    absent = (
        join.isna() & ~(minutes > 0) & any(name.startswith("registered_") for name in table.columns)
    )
    status = absent.map({True: "no_show", False: "attended"}).astype("str")
    status = status.where(~(absent & state.str.contains(_WAITING)), "waiting")
    status = status.where(~(absent & state.str.contains(_CANCELLED)), "cancelled")
    return _event_table.people_rows(
        join.index,
        display_name=table.names(),
        email=mail.where(mail != "", registered),
        upn=upn,
        status=status,
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=minutes,
        zoned=zoned,
        role=table.cells("role"),
    )


def _note_count(
    table: _event_table.EventTable,
    summary: dict[str, str],
    rows: pd.DataFrame,
    attendance: pd.DataFrame,
) -> None:
    """Note the summary's number of people where the rows have another."""
    stated = numbers(pd.Series([summary.get("attended", "")], dtype="str")).values[0]
    listed = int((rows["status"] == "attended").sum())
    people = int((attendance["status"] == "attended").sum())
    if pd.isna(stated) or int(stated) in (listed, people):
        return
    table.notes.tell(
        f"the summary says {int(stated)} attended, the rows show {people} people",
        "Both are kept; the report counts the rows.",
        int(summary["row"]),
        level=_event_table.counted_otherwise(int(stated), people),
    )


def _read_2020(table: _event_table.EventTable) -> Reading:
    """Read the list of 2020: one row a Joined or Left, no address."""
    at = table.cells("at")
    order = table.order([at], within=[at])
    moments, zoned = read_moments(at, order.order)
    actions = pd.DataFrame(
        {"display_name": table.cells("name"), "action": table.cells("action"), "at": moments}
    )
    has_zone = bool(zoned.any())
    begun, over = iso(pd.Series([moments.min(), moments.max()], dtype="datetime64[us]"), has_zone)
    number, row = event_id("teams", begun), table.header + 1
    event = _event_table.event_row(
        row, event_id=number, title="Teams meeting", started_at=begun, ended_at=over, kind="meeting"
    )
    joins = actions_to_joins(actions, table.notes)
    rows = _event_table.people_rows(
        joins.index, **dict(joins), event_id=number, status="attended", zoned=has_zone
    )
    return _event_table.reading(
        table.notes,
        event if begun else _event_table.no_event(),
        combine(people_only(rows, table.notes), table.export.file),
        rows_read=table.rows_read,
        order=order.order,
        origins={"attendance": {"display_name": table.columns["name"]}},
    )


def actions_to_joins(actions: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return rows of Joined and Left as rows with join and leave.

    ``actions``: `display_name, action, at`; index the row of the sheet. ``notes``: receives rows
    that cannot be used and joins that were closed by rule. Returned: `display_name, join, leave,
    minutes`, indexed by the row of the Joined. Rows of Left that closed a join, and rows of phones,
    are counted where they belong.

    Notes
    -----
    As many Joined as Left under one name: the first Left ends the first Joined (two at once are
    two people). Fewer Left: a Joined without one ends at the next Joined of that name, or at the
    last moment of the list, and is noted.
    """
    known = {
        word: kind for kind, listed in words("teams.actions").items() for word in folded(listed)
    }
    kind = pd.Series(
        [known.get(word, "") for word in folded(actions["action"])],
        index=actions.index,
        dtype="str",
    )
    kind = _guessed(kind, actions)
    usable = (kind != "") & actions["at"].notna()
    notes.leave_out("neither joined nor left, or no moment", int((~usable).sum()))
    for row, action in actions.loc[~usable, "action"].items():
        text, remedy = "no action or moment that we know", "Correct the row, or leave it out."
        notes.tell(text, remedy, int(str(row)), "User Action", "", str(action))
    keys = _display_names.name_keys(actions["display_name"])
    # of the usable rows: a frame without any takes over the rows of a longer column
    rows = actions[usable].assign(kind=kind[usable], key=keys[usable])
    end = rows["at"].max()
    kinds = _display_names.kinds(rows["display_name"], pd.Series("", index=rows.index, dtype="str"))
    for name, reason in _display_names.KINDS.items():
        notes.leave_out(reason, int((kinds == name).sum()))
    rows = rows[kinds == "person"]
    result = [
        joined
        for _, own in rows.sort_values("at", kind="stable").groupby("key", sort=False)
        for joined in _pairs(own, end, notes)
    ]
    frame = pd.DataFrame(result, columns=["source", "display_name", "join", "leave"])
    frame = frame.astype({"join": "datetime64[us]", "leave": "datetime64[us]"}).set_index("source")
    return frame.assign(minutes=(frame["leave"] - frame["join"]).dt.total_seconds() / 60)


def _guessed(kind: pd.Series, actions: pd.DataFrame) -> pd.Series:
    """Return words of a language we do not know: nobody leaves before they joined."""
    # only where the list has no word for joining, or none for leaving, that we know
    if {"joined", "left"} <= set(kind):
        return kind
    words = pd.Series(folded(actions["action"]), index=actions.index, dtype="str")
    order = actions["at"].sort_values(kind="stable").index
    first = ~_display_names.name_keys(actions["display_name"]).loc[order].duplicated()
    begins = set(words.loc[order][first])
    guess = words.map(lambda word: "joined" if word in begins else "left").astype("str")
    return kind.mask((kind == "") & (words != ""), guess)


def _pairs(
    own: pd.DataFrame, end: pd.Timestamp, notes: Notes
) -> list[tuple[int, str, pd.Timestamp, pd.Timestamp]]:
    """Return the joins of one name, each with its end."""
    joined, left = own[own["kind"] == "joined"], own[own["kind"] == "left"]
    joins = list(zip(joined.index, joined["display_name"], joined["at"], strict=True))
    if len(joined) == len(left) and (left["at"].to_numpy() >= joined["at"].to_numpy()).all():
        return [(*join, until) for join, until in zip(joins, left["at"], strict=True)]
    result = []
    for position, (row, name, at) in enumerate(joins):
        later = joined["at"].iloc[position + 1 :]
        limit = later.iloc[0] if len(later) else end
        closing = left.loc[(left["at"] >= at) & (left["at"] <= limit), "at"]
        result.append((row, name, at, closing.iloc[0] if len(closing) else limit))
        if not len(closing):
            until = "the next join" if len(later) else "the end of the list"
            texts = problem_texts("teams.no_leave", until=until)
            notes.tell(*texts, int(row), "Full Name", "", str(name), NOTE)
    return result
