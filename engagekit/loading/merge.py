"""The tables of many files made one: people linked, surveys by their own number, each key once."""

from collections.abc import Mapping, Sequence

import pandas as pd

from engagekit.identity import match, name_only_links, staff_list
from engagekit.parsing import values
from engagekit.readers.shared.vocabulary import by_word
from engagekit.settings.schema import Settings
from engagekit.tables.problems import SetAside
from engagekit.tables.schema import STATUS_RANK, TABLES

GROUPED = ("contacts", "headcounts", "respondents", "budget", "touches")
"""Tables whose departments are merged as the settings say."""
LANGUAGES = 2
_NAMES = r"[^\W\d_]\S*\s+[^\W\d_]"
"""A first name and a surname, or what stands in their place."""


def link_table(
    name: str,
    frames: dict[str, pd.DataFrame],
    directory: staff_list.Directory,
    tool_of: dict[str, str],
    meetings: frozenset[str] = frozenset(),
    outside: Mapping[str, set[str]] | None = None,
) -> pd.DataFrame:
    """Link attendance or touches with their contacts, each file by the rules of its tool.

    ``meetings`` and ``outside``: see `own_meetings.link`.
    """
    frame = frames[name]
    if name == "attendance" and "events" not in frames:
        days = frame["first_join_at"]
    elif name == "attendance":
        starts = frames["events"].drop_duplicates("event_id").set_index("event_id")["started_at"]
        days = starts.reindex(frame["event_id"]).set_axis(frame.index)
    else:
        days = frame["on"]
    tools = frame["source_file"].map(tool_of).fillna("")
    result = match.link(frame, days, directory, tools)
    if name != "attendance":
        return result
    return name_only_links.link(result, days, directory, meetings=meetings, outside=outside or {})


def renumbered(frame: pd.DataFrame, directory: staff_list.Directory) -> pd.DataFrame:
    """Return rows that name a contact by another number, an address or a name, by the staff number.

    Such sheets the library keeps itself: a name of two words alone links.
    """
    number = frame["contact_id"].astype("str")
    called = number.where(number.str.contains(f"@|{_NAMES}").fillna(False))
    email = frame.get("email", pd.Series(index=frame.index, dtype="str"))
    requested = pd.DataFrame({"contact_id": number, "email": email, "display_name": called})
    days = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    matches = match.link(requested, frame.get("on", days), directory, staff_list.TEMPLATE)
    return frame.assign(contact_id=matches["contact_id"].fillna(number))


def same_surveys(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return invitations that name a survey by its title or file, by the survey's own number."""
    if "invitations" not in frames or "surveys" not in frames:
        return frames
    surveys = frames["surveys"]
    existing = {
        slug: number
        for column in ("title", "survey_id")
        for slug, number in zip(_slug(surveys[column]), surveys["survey_id"], strict=True)
    }
    requested = frames["invitations"]
    number = _slug(requested["survey_id"]).map(existing).astype("str")
    return {
        **frames,
        "invitations": requested.assign(survey_id=number.fillna(requested["survey_id"])),
    }


def _slug(text: pd.Series) -> pd.Series:
    return values.fold(text.str.replace("_", " ", regex=False)).str.replace(" ", "-", regex=False)


def keys_once(
    frames: dict[str, pd.DataFrame], files: Mapping[str, pd.Series]
) -> tuple[dict[str, pd.DataFrame], list[SetAside]]:
    """Set aside rows whose key an earlier file had already brought; the index says which stay."""
    result, out = {}, []
    for name, frame in frames.items():
        key = [column for column in TABLES[name].key if column in frame.columns]
        skip = name in ("responses", "questions", "budget", "support", "counts", "usage")
        if not key or skip or frame.empty:
            result[name] = frame
            continue
        of = files.get(name, pd.Series(dtype="str")).reindex(frame.index, fill_value="")
        ordered = frame
        if name == "attendance":  # the state that says most stands
            ranks = frame["status"].map(STATUS_RANK)
            ordered, frame = frame.loc[ranks.sort_values(kind="stable").index], frame.sort_index()
        again = _repeated(ordered, key).sort_index()
        if again.any():
            reason = f"{name}: same {' and '.join(key)} in two places"
            counts = of[again].value_counts(sort=False)
            out += [SetAside(reason, int(rows), str(file)) for file, rows in counts.items()]
        result[name] = frame[~again]
    return result, out


def _repeated(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Return the rows whose whole key an earlier row has."""
    again = frame.duplicated(key, keep="first")
    return again & frame[[*key]].notna().all(axis=1) if again.any() else again


def other_names(frames: Mapping[str, pd.DataFrame], settings: Settings) -> dict[str, str]:
    """Return other names of departments, each with that of the report.

    Those of the settings, and either side of a name in two languages (`Policy / Politiques`) where
    most departments of the staff list have one and no two share a side, as `Tax / York` and
    `Audit / York` do.
    """
    merged = {part: name for name, parts in settings.groups.items() for part in parts}
    if "contacts" not in frames:
        return merged
    units = [str(one) for one in frames["contacts"]["department"].dropna().unique()]
    parted = {
        unit: sides for unit in units if len(sides := values.LANGUAGES.split(unit)) == LANGUAGES
    }
    if len(parted) < LANGUAGES or 2 * len(parted) < len(units):
        return merged
    every = [(side, unit) for unit, sides in parted.items() for side in {*sides}]
    names = {side: unit for side, unit in every if side not in units}
    if len({side for side, _ in every}) < len(every):
        return merged
    return {**{side: merged.get(unit, unit) for side, unit in names.items()}, **merged}


def grouped(frames: dict[str, pd.DataFrame], settings: Settings) -> dict[str, pd.DataFrame]:
    """Merge departments and words of surveys as the settings say, and names in two languages."""
    merged = other_names(frames, settings)
    result = dict(frames)
    for name in GROUPED:
        columns = dict(settings.survey.values) if name == "respondents" else {}
        for column, words in (*columns.items(), ("department", merged)):
            if words and name in result and column in result[name].columns:
                result[name] = result[name].assign(**{column: result[name][column].replace(words)})
    if {"contacts", "respondents"} <= result.keys():  # who would rather not say is of none
        people, units = result["respondents"], result["contacts"]["department"]
        silent = values.fold(people["department"]).isin(by_word("no_opinion"))
        silent &= ~people["department"].isin([*units, *merged.values()])
        result["respondents"] = people.assign(department=people["department"].mask(silent))
    return result
