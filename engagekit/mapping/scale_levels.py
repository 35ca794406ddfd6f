"""The answers of a scale with their scores, as a mapping or the settings say them."""

from collections.abc import Mapping

from engagekit.mapping.mapping_file import Question, Scale
from engagekit.readers.survey._words import folded


def answer_key(text: str) -> str:
    """Return an answer for comparing: a number as such (5 and 5.0), words without case and signs.

    Examples
    --------
    >>> answer_key("5.0"), answer_key(" Very  satisfied!")
    ('5', 'very satisfied')
    """
    try:
        return f"{float(text):g}"
    except ValueError:
        return folded(text)


def levels_of(scale: Scale) -> dict[str, float]:
    """Return the score of each answer of a scale, by its key."""
    levels = {
        answer_key(spelling): float(place)
        for place, answer in enumerate(scale.answers, start=1)
        for spelling in (answer, *answer.split(" / "))
    }
    return levels | {answer_key(answer): score for answer, score in scale.scores.items()}


def twice(scale: Scale) -> str:
    """Return an answer that a scale has at two places; empty where it has none."""
    places: dict[str, int] = {}
    for place, answer in enumerate(scale.answers):
        for spelling in (answer, *answer.split(" / ")):  # either language, or both in one cell
            if places.setdefault(answer_key(spelling), place) != place:
                return spelling
    return ""


def scale_of(question: Question, scales: Mapping[str, Scale]) -> Scale:
    """Return the answers of a question's scale: its own before the shared one."""
    shared = scales.get(question.scale or "", Scale())
    return Scale(
        answers=shared.answers,
        scores={**shared.scores, **question.scores},
        no_opinion=(*shared.no_opinion, *question.no_opinion),
        labels={**shared.labels, **question.labels},
    )
