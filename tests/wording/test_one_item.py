"""The sentence on one question: as it is asked, without what it says of its own scale."""

from __future__ import annotations

import pytest

from engagekit.measures import _frame
from engagekit.presentation.section import Section
from engagekit.wording import finding

ASKED = {
    "en": "Overall, how satisfied are you? (1 = very dissatisfied, 5 = very satisfied)",
    "fr": "Dans l'ensemble, êtes-vous satisfait\xa0? (1 = pas du tout, 5 = tout à fait)",
}


@pytest.mark.parametrize("language", list(ASKED))
@pytest.mark.parametrize("tail", ["", " (since May)"])
def test_a_question_is_told_without_its_scale(language: str, tail: str) -> None:
    rows = [_frame.share("answers", n, 80, item=ASKED[language] + tail, answer=name)
            for n, name in ((60, "5"), (20, "1"))]  # fmt: skip
    frame = _frame.measure_frame(rows, ["item", "answer"], own=True).assign(suppressed=False)
    section = Section("x", "Title", frame, sentence="items", sentence_args={"agree": ["5"]})
    said = finding(section, language).replace("\xa0", " ").replace("\u202f", " ")
    ends = {"en": "satisfied are you: 75%", "fr": "êtes-vous satisfait : 75 %"}
    assert (ends[language] in said) is not bool(tail)
    assert ("(since May)" in said) is bool(tail)
