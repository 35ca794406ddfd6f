"""Ratings of the template of which nobody said which end is good: what each answer would mean."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError, pasted, require_one_of
from engagekit.loading.load import everything
from engagekit.readers.survey._survey_builder import slug
from engagekit.settings.editing import put
from engagekit.tables.tables import Tables

MOST_POINTS = 11
"""Points that a scale has at most; more different numbers are counts or years."""


GAP = 2
"""Step from the last number but one to the last up to which both are points: 5 after 3 is a point
that few chose, 9 after 5 no opinion."""


@dataclass(frozen=True)
class OpenScale:
    """A rating, or the ratings of one block, of which the best answer or the order is not known.

    Attributes
    ----------
    question : str
        The wording, of a block its stem.
    answers : dict of str to tuple of str
        What may be said, with the points from the worst to the best that it means.
    counts : dict of str to int
        Answers of each point.
    apart : tuple of str
        Answers that are no point.
    """

    question: str
    answers: dict[str, tuple[str, ...]]
    counts: dict[str, int]
    apart: tuple[str, ...] = ()

    def top(self, answer: str) -> tuple[str, str, float]:
        """Return the best answer of a reading, the one next to it, and the share of both."""
        *_, near, best = self.answers[answer]
        given = sum(self.counts.values())
        return best, near, (self.counts.get(best, 0) + self.counts.get(near, 0)) / max(given, 1)

    def command(self, answer: str) -> str:
        """Return the command that chooses a reading."""
        return f"engagekit best {pasted(self.question)} {pasted(answer)}"

    def cell(self, answer: str) -> str:
        """Return the line of a notebook that says so."""
        return f"ek.best({self.question!r}, {answer!r})"


def of(tables: Tables) -> list[OpenScale]:
    """Return the ratings of a template that have no direction, those of one block together."""
    if not tables.has("questions", "responses"):
        return []
    asked = tables.questions.drop_duplicates(["survey_id", "question_id"])
    asked = asked[asked["kind"] == "scale"]
    names = asked["item_of"].where(asked["item_of"].notna(), asked["wording"])
    answers = tables.responses.merge(
        asked.assign(name=names)[["survey_id", "question_id", "name"]],
        on=["survey_id", "question_id"],
    )
    answers = answers[answers["value"].notna()]
    found = []
    for name, part in answers.groupby("name", sort=False):
        if part["score"].notna().any():
            continue
        counts = part["value"].astype("str").value_counts()
        numbers = {value: int(value) if value.isdigit() else None for value in counts.index}
        inside = sorted({number for number in numbers.values() if number is not None})
        if not inside or inside[-1] - min(1, inside[0]) >= MOST_POINTS:
            continue
        if len(inside) > 1 and inside[-1] - inside[-2] > GAP:
            continue  # a code for no opinion: the settings must say so
        points = tuple(map(str, range(min(1, inside[0]), inside[-1] + 1)))
        apart = tuple(value for value, number in numbers.items() if number is None)
        if len(points) > 1:
            pairs = zip(numbers.values(), counts, strict=True)
            of_points = {str(point): int(count) for point, count in pairs if point is not None}
            ends = {points[-1]: points, points[0]: points[::-1]}
            found.append(OpenScale(str(name), ends, of_points, apart))
    return found


def best(question: str, answer: str | int, tables: Tables | None = None) -> Path:
    """Say which answer to a rating is the best; it is kept in the settings of the project.

    Parameters
    ----------
    question : str
        The wording as `check` shows it.
    answer : str or int
        One end of the scale.
    tables : Tables, optional
        Default: those of the project.

    Returns
    -------
    Path
        The settings file.

    Raises
    ------
    UsageError
        If no such rating waits, the answer is not an end, or there is no project.

    Examples
    --------
    >>> ek.best("How do you rate us?", 5, tables)
    Traceback (most recent call last):
    ...
    engagekit.errors.UsageError: No rating 'How do you rate us?' waits. There are none.
    """
    loaded = everything("") if tables is None else tables
    waiting = {one.question: one for one in of(loaded)}
    require_one_of(question, waiting, f"No rating '{question}' waits.")
    scale, said = waiting[question], str(answer)
    if said not in scale.answers:
        ends = " or ".join(scale.answers)
        raise UsageError(f"The best answer is one of the ends: {ends}, not '{said}'.")
    home = loaded.settings.home
    if home is None:
        raise UsageError("There is no project to keep it in. Make one: engagekit start my-library")
    place = ("survey", "scales", slug(question)[:40])
    values: dict[tuple[str, ...], Any] = {
        (*place, "questions"): [question],
        (*place, "answers"): list(scale.answers[said]),
    }
    if scale.apart:
        values[*place, "no_opinion"] = list(scale.apart)
    return put(home, values)
