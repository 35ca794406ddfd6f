"""The table of questions of a survey: what a person says of each, kept as TOML.

What is confirmed is a mapping with ``[questions]`` and ``[scales]``: of the export of a survey tool
by the wordings, of any other sheet by the headers. `question_proposal.propose` makes the first one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.errors import UsageError, require_one_of
from engagekit.mapping.mapping_file import Mapping as MappingFile
from engagekit.mapping.mapping_file import make_mapping

KINDS = {
    "scale": "a rating, from the worst to the best answer",
    "net_promoter": "how likely people are to recommend, 0 to 10",
    "single": "one choice",
    "multi": "several choices",
    "rank": "an order of preference",
    "number": "a number",
    "date": "a day",
    "text": "words of one's own",
    "department": "the department of whoever answers",
    "role_level": "the level of whoever answers",
    "ignored": "nothing: who answered, or the tool's own",
}
"""What a question may be, each with its words."""


@dataclass(frozen=True)
class Scale:
    """One scale: its answers from the worst to the best, and those that are no opinion."""

    answers: tuple[str, ...]
    no_opinion: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question of a survey, as it is proposed or as a person has said it.

    Attributes
    ----------
    key : str
        Header, wording, or stem of a block: by it the question is known in later files.
    kind : str
        One of `KINDS`.
    counts : dict of str to int
        Answers (cells, or ticked options) and how often each was given, the commonest first; of a
        text the first dozen.
    items : tuple of str
        Rows of a block that share kind and scale.
    scale : str
        Name of its scale in `QuestionTable.scales`; empty where it is no rating.
    options : tuple of str
        Of several choices in one cell: what could be ticked.
    separator : str
        What stands between two ticks of one cell.
    is_fixed : bool
        The export itself says the kind (a column an option); nothing is to be asked.
    """

    key: str
    kind: str
    counts: Mapping[str, int]
    items: tuple[str, ...] = ()
    scale: str = ""
    options: tuple[str, ...] = ()
    separator: str = ""
    is_fixed: bool = False


@dataclass(frozen=True)
class QuestionTable:
    """The questions of one survey, to be shown, changed and written.

    Attributes
    ----------
    tool : str
        Survey tool whose export it is; empty for any other sheet.
    columns : dict of str to str
        Of a sheet of no tool: ``respondent_id`` and ``submitted_at`` with their headers.
    questions : tuple of Asked
        In their order.
    scales : dict of str to Scale
        Each once, however many questions are answered on it.
    overall : str
        Key of the question on satisfaction all in all; empty for none.
    """

    tool: str
    questions: tuple[Asked, ...]
    scales: Mapping[str, Scale]
    columns: Mapping[str, str] = field(default_factory=dict)
    overall: str = ""

    def question(self, key: str) -> Asked:
        """Return a question by its key."""
        found = {one.key: one for one in self.questions}
        require_one_of(key, found, f"The survey has no question '{key}'.")
        return found[key]

    def with_question(self, key: str, kind: str, **said: Any) -> "QuestionTable":
        """Return the table with one question of another kind.

        Parameters
        ----------
        key : str
        kind : str
            One of `KINDS`.
        **said
            ``scale``, ``options`` or ``separator``, as `Asked` has them.
        """
        require_one_of(kind, KINDS, f"No question is a '{kind}'.")
        new = replace(self.question(key), kind=kind, **said)
        if kind != "scale":
            new = replace(new, scale="")
        elif not new.scale:
            raise UsageError(f"'{key}' is a rating: say its scale. There are {[*self.scales]}.")
        asked = tuple(new if one.key == key else one for one in self.questions)
        return replace(self, questions=asked)

    def with_scale(
        self, name: str, answers: Sequence[str], no_opinion: Sequence[str] = ()
    ) -> "QuestionTable":
        """Return the table with a scale: its answers from the worst to the best, all of them.

        Also those that nobody gave. ``name``: one that is there, or a new one.
        """
        scale = Scale(tuple(answers), tuple(no_opinion))
        return replace(self, scales={**self.scales, name: scale})

    def record(self, name: str) -> dict[str, Any]:
        """Return what is confirmed as the nested dict of a mapping, called ``name``.

        Of a sheet of no tool ``columns``, ``questions`` and ``scales`` are all that it holds: where
        the table stands and the fingerprint of its headers are for whoever imports it.
        """
        used = {one.scale for one in self.questions}
        raw: dict[str, Any] = {"name": name, "table": "responses"}
        raw |= {"layout": self.tool} if self.tool else {}
        raw |= {"overall": self.overall} if self.overall else {}
        raw |= {"columns": dict(self.columns)} if self.columns else {}
        raw["questions"] = {one.key: _said(one) for one in self.questions if not one.is_fixed}
        raw["scales"] = {
            key: _listed(answers=scale.answers, no_opinion=scale.no_opinion)
            for key, scale in self.scales.items()
            if key in used
        }
        return raw

    def mapping(self, name: str = "survey") -> MappingFile:
        """Return what is confirmed as a mapping, for a preview with `mapping_files.trying`."""
        return make_mapping(self.record(name), name)


def _said(asked: Asked) -> dict[str, Any]:
    return _listed(
        kind=asked.kind, scale=asked.scale, options=asked.options, separator=asked.separator
    )


def _listed(**said: Any) -> dict[str, Any]:
    """Return what is not empty, tuples as lists."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in said.items()
        if value
    }
