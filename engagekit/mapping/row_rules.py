"""What becomes of single rows: left out with a reason, marked, filled in, counted in a sentence."""

import re
from collections.abc import Container, Sequence
from typing import Literal

import pandas as pd
from pydantic import Field, field_validator

from engagekit.errors import problem_texts
from engagekit.mapping.tool_signs import Header, keys_of, several
from engagekit.parsing import dates, values
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.settings.money import Part
from engagekit.tables.problems import NOTE, Problem


class Condition(Part):
    """What a cell of a row must be, in a column of the file or in a tidy field.

    Attributes
    ----------
    column : header or several
        Of several the first that is filled.
    equal, other : texts, in a mapping ``is`` and ``is_not``
        One of these, none of these, whatever their case and accents.
    like, unlike : str
        A regular expression that is found, or not found, whatever the case.
    filled, flag : bool
        The cell holds anything; it says yes (or no).
    above : float
        The cell is a number over this.
    """

    column: Header = ()
    field: str = ""
    equal: tuple[str, ...] | None = Field(None, alias="is")
    other: tuple[str, ...] | None = Field(None, alias="is_not")
    like: str = ""
    unlike: str = ""
    filled: bool | None = None
    flag: bool | None = None
    above: float | None = None

    @field_validator("like", "unlike")
    @classmethod
    def _check_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"'{pattern}' is no regular expression ({error})") from None
        return pattern

    def cells(self, listed: Listing, frame: pd.DataFrame) -> pd.Series:
        """Return the cells that it looks at, empty where there are none."""
        if not self.field:
            return listed.column(keys_of(several(self.column), listed.keys))
        if self.field in frame:
            return frame[self.field]
        return pd.Series("", index=frame.index, dtype="str")

    def holds(self, listed: Listing, frame: pd.DataFrame) -> pd.Series:
        """Return whether it holds, row by row."""
        cells = self.cells(listed, frame)
        result = pd.Series(True, index=cells.index)
        for words, wanted in ((self.equal, True), (self.other, False)):
            if words is not None:
                result &= cells.map(squash).isin([squash(word) for word in words]) == wanted
        for pattern, wanted in ((self.like, True), (self.unlike, False)):
            if pattern:
                found = re.compile(pattern, re.IGNORECASE).search
                result &= cells.map(lambda cell, found=found: bool(found(cell))) == wanted
        if self.filled is not None:
            result &= (cells != "") == self.filled
        if self.flag is not None:
            result &= (values.flags(cells).values == self.flag).fillna(False).astype(bool)
        if self.above is not None:
            result &= values.numbers(cells).values.fillna(self.above) > self.above
        return result.astype(bool)


Weight = Literal["note", "fault", "question", "alone"]


class Rule(Part):
    r"""What becomes of the rows for which every `when` and one of `either` holds.

    Attributes
    ----------
    leave_out : str
        The reason for which they are set aside.
    set, fill : dict of field to value
        What their field is; what it is where it is empty. ``\1`` is the first part in brackets of
        the first `like`.
    tell, remedy : str
        A sentence where there are such rows, with ``{rows}``.
    weight : str
        ``note``: nothing is lost by it; ``alone``: a question where no list of HR is loaded.
    at : str
        Where the sentence points to: the file, the first ``row``, or each ``cell`` of the first
        `when`.
    """

    when: tuple[Condition, ...] = ()
    either: tuple[Condition, ...] = ()
    leave_out: str = ""
    set: dict[str, str] = {}
    fill: dict[str, str] = {}
    tell: str = ""
    remedy: str = ""
    at: Literal["", "row", "cell"] = ""
    weight: Weight = "fault"

    def holds(self, listed: Listing, frame: pd.DataFrame) -> pd.Series:
        """Return whether it holds, row by row."""
        result = pd.Series(True, index=frame.index)
        for condition in self.when:
            result &= condition.holds(listed, frame)
        if self.either:
            each = [one.holds(listed, frame) for one in self.either]
            result &= pd.concat(each, axis=1).any(axis=1)
        return result

    def value(self, template: str, listed: Listing, frame: pd.DataFrame) -> pd.Series:
        """Return a value for each row, parts of the cell put in."""
        if "\\" not in template:
            return pd.Series(template, index=frame.index, dtype="str")
        condition = next(one for one in self.when if one.like)
        pattern = re.compile(condition.like, re.IGNORECASE)
        return values.mapped(
            condition.cells(listed, frame),
            lambda cell: match.expand(template) if (match := pattern.search(cell)) else "",
        )


class Note(Part):
    """A sentence at each load: always, for a status of the file, or without a field's column."""

    tell: str
    remedy: str
    weight: Weight = "fault"
    status: tuple[str, ...] | None = None
    without: str = ""


class Replies(Part):
    """Columns of messages in threads, which give `two_way` and `answered_on`."""

    message: Header
    answers: Header
    thread: Header
    author: Header


def apply(
    rules: Sequence[Rule], listed: Listing, frame: pd.DataFrame, why: pd.Series
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Apply rules in their order.

    ``frame``: tidy fields as text, a row a row of the list. ``why``: why a row is set aside, ``""``
    where it is not.
    """
    result = frame.copy()
    problems = []
    for rule in rules:
        mask = rule.holds(listed, result)
        if rule.leave_out:
            why = why.mask((why == "") & mask, rule.leave_out)
        for field, template in {**rule.set, **rule.fill}.items():
            present = result.get(field, pd.Series("", index=result.index, dtype="str"))
            free = mask if field in rule.set else mask & (present == "")
            result[field] = present.mask(free, rule.value(template, listed, result))
        problems += _sentences(rule, listed, mask & (why == ""))
    return result, why, problems


def _sentences(rule: Rule, listed: Listing, mask: pd.Series) -> list[Problem]:
    """Return the sentence of a rule about some rows, or one about each of their cells."""
    rows = [int(row) for row in mask.index[mask]]
    if not rule.tell or not rows:
        return []
    if rule.at != "cell":
        text = rule.tell.format(rows=len(rows))
        row = rows[0] if rule.at else None
        return [listed.problem(text, rule.remedy, row, level=rule.weight)]
    column = listed.best(keys_of(several(rule.when[0].column), listed.keys))
    if column is None:
        return []
    cells = listed.body[column].astype("str")
    return [
        listed.problem(rule.tell, rule.remedy, row, column, cells[row], rule.weight) for row in rows
    ]


def first_of_day(
    listed: Listing, frame: pd.DataFrame, why: pd.Series
) -> tuple[pd.Series, list[Problem]]:
    """Return the first row of each person and day, and how many rows are told by them.

    A row without a person or a day stands for itself: nothing says that it is one of another.
    """
    retained = why == ""
    empty = pd.Series("", index=frame.index, dtype="str")
    who = frame.get("email", empty).str.casefold()
    who = who.mask(who == "", frame.get("display_name", empty).str.casefold())
    stated = getattr(listed.export.choice, "date_order", None)
    order = stated or _table.order_of(listed, [frame.loc[retained, "on"]])[0]
    keys = pd.DataFrame({"who": who, "day": dates.dates(frame["on"], order=order).values})[retained]
    again = keys.duplicated() & (keys["who"] != "") & keys["day"].notna()
    first = retained & ~again.reindex(frame.index, fill_value=False)
    if not again.any():
        return first, []
    texts = problem_texts("row_rules.once", n=int(retained.sum()), once=int(first.sum()))
    return first, [listed.problem(*texts, level=NOTE)]


def notes(
    every: Sequence[Note], listed: Listing, statuses: Sequence[str], lacking: Container[str]
) -> list[Problem]:
    """Return the sentences for a file.

    ``statuses``: words by which the name of the file tells a status. ``lacking``: fields for which
    the file has no column.
    """
    status = status_of(listed, statuses)
    return [
        listed.problem(note.tell.format(status=status), note.remedy, level=note.weight)
        for note in every
        if (note.status is None or status in note.status)
        and (not note.without or note.without in lacking)
    ]


def status_of(listed: Listing, statuses: Sequence[str]) -> str:
    """Return the status that the settings state for a file, else the first word in its name."""
    stated = getattr(listed.export.choice, "status", None)
    name = listed.export.file.replace("\\", "/").rpartition("/")[2].casefold()
    return str(stated or next((word for word in statuses if word in name), ""))


def replies(
    columns: Replies, listed: Listing, moments: pd.Series, why: pd.Series
) -> dict[str, pd.Series]:
    """Return whether each message is part of an exchange, and when it was first answered.

    ``moments``: when each was written, as the cell has it. ``why``: messages that are set aside
    answer nobody. Returned: ``two_way``: it is an answer or has one. ``answered_on``: when somebody
    else first wrote in the thread that it opened.
    """
    message, answers, thread, author = (
        listed.column(keys_of(several(header), listed.keys))
        for header in (columns.message, columns.answers, columns.thread, columns.author)
    )
    retained = why == ""
    answered = (message != "") & message.isin(set(answers[retained]))
    rows = pd.DataFrame(
        {"thread": thread, "author": author, "text": moments, "opens": answers == ""}
    )[retained]
    rows["at"] = dates.moments(rows["text"]).values
    opened_by = rows[rows["opens"]].drop_duplicates("thread").set_index("thread")["author"]
    later = rows[~rows["opens"] & (rows["author"] != rows["thread"].map(opened_by))]
    first = later.sort_values("at", kind="stable").drop_duplicates("thread").set_index("thread")
    answered_on = rows["thread"].map(first["text"]).astype("str").where(rows["opens"]).fillna("")
    both = ((answers != "") | answered).map({True: "yes", False: "no"}).astype("str")
    return {"two_way": both, "answered_on": answered_on.reindex(message.index, fill_value="")}
