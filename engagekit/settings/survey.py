"""What engagekit.toml says of surveys: how answers are read, and where gaps and profiles stand."""

from typing import Annotated, Literal

from pydantic import Field

from engagekit.settings.money import Part

NO_COMMENT = (
    "n/a", "na", "none", "no", "nothing", "nothing to add", "no comment", "no comments", "nil", "-",
    "non", "rien", "rien à ajouter", "aucun", "aucun commentaire", "s/o",
)  # fmt: skip
"""Comments that say nothing, whatever the case and accents."""


class GapItem(Part):
    """One item whose levels stand in questions of their own, by id or wording."""

    name: str
    importance: str | None = None
    satisfaction: str | None = None


class Gaps(Part):
    """Where importance and satisfaction were asked.

    Each level is the stem of a block of questions, an option, or a pattern with ``{item}``; items
    are paired by their words. ``numbers_are_points``: numbers without words are points, more is
    more.
    """

    importance: str | None = None
    satisfaction: str | None = None
    items: tuple[GapItem, ...] = ()
    numbers_are_points: bool = False


class Profile(Part):
    """The question in which words are picked."""

    question: str | None = None


class Perception(Part):
    """One question that two groups see apart.

    ``answers``: those that count; empty: the top two boxes. ``groups``: name to role levels (or
    answers to ``group_question``), or ``["library"]``.
    """

    question: str | None = None
    group_question: str | None = None
    answers: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = {}


class Scale(Part):
    """One scale of answers, for any tool but the template, which has a column of scores.

    ``answers``: from the least (or the least favourable) to the most, ``/`` between spellings of
    one; a question of other answers has no score. ``questions``: ids or wordings, ``*`` for any
    letters. ``no_opinion``: answers without a score.
    """

    questions: tuple[str, ...]
    answers: tuple[str, ...]
    no_opinion: tuple[str, ...] = ()


Kind = Literal["single", "multi", "scale", "net_promoter", "number", "text"]


class Survey(Part):
    """How answers are read and who counts as having answered.

    ``scales``: what answers are worth where no words say so. ``kinds``: id or wording of a question
    (``*`` for any letters) and what kind it is.

    ``partial_from``: share of the questions from which on an unfinished answer is used.
    ``asked``: how many people were asked to answer, where no list of them is there: one number, or
    one for each survey by its id or title. ``same``: titles of forms that are one survey, one a
    language.
    ``by_quarter``: titles of forms that stay open: each quarter's answers are a survey.
    ``values``: for ``department`` and ``role_level``, a word of the survey and the word of the
    staff list for it. ``answers``: by id or wording of a question (``*`` for any letters), an
    answer and the one that it counts as: ``Oui = "Yes"``.
    """

    consent_to_link: bool = False
    partial_from: float = Field(0.5, ge=0, le=1)
    asked: Annotated[int, Field(ge=1)] | dict[str, Annotated[int, Field(ge=1)]] | None = None
    same: tuple[tuple[str, ...], ...] = ()
    by_quarter: tuple[str, ...] = ()
    satisfaction_question: str | None = None
    recommend_question: str | None = None
    weights: Literal["none", "post-stratified", "raked"] = "none"
    scales: dict[str, Scale] = {}
    kinds: dict[str, Kind] = {}
    values: dict[Literal["department", "role_level"], dict[str, str]] = {}
    answers: dict[str, dict[str, str]] = {}
    gaps: Gaps = Gaps()
    awareness_question: str | None = None
    useful_question: str | None = None
    useful_answers: tuple[str, ...] = ("yes", "oui")
    profile: Profile = Profile()
    perception: Perception = Perception()
    panel_code_question: str | None = None
    comment_questions: tuple[str, ...] = ()
    nothing_said: tuple[str, ...] = NO_COMMENT
    themes: dict[str, dict[str, tuple[str, ...]]] = {}
