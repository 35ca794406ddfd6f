"""The words that a page uses in a sense of its own, each told in one sentence."""

from __future__ import annotations

from engagekit.reporting.document.document import Content

TERMS = (
    "act", "champion", "contribution", "grade", "initiative", "likely", "net_promoter", "per_head",
    "promise", "protected", "reach", "response_rate", "satisfied", "seat", "touch",
)  # fmt: skip
"""Messages ``glossary.<term>``: the word, and behind the line break what it means here."""


def glossary(content: Content) -> tuple[tuple[str, str], ...]:
    """Return the words that the texts of a copy use, with their meaning, in alphabetical order."""
    locale = content.locale
    said = "\n".join(
        text.casefold()
        for item in content.items
        for text in (item.section.title, item.finding, *item.notes)
    )
    entries = []
    for term in TERMS:
        # "|" parts a word from others that stand for it: "a head|per head"
        words, _, meaning = locale.say(f"glossary.{term}").partition("\n")
        first, *others = words.split("|")
        if any(word.casefold() in said for word in (first, *others)):
            entries.append((first, meaning))
    return tuple(sorted(entries, key=lambda entry: entry[0].casefold()))
