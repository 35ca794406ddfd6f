"""Questionnaires as text: Word, Apps Script, Qualtrics' advanced format, a page to print."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from engagekit.parsing.word_lists import words
from engagekit.settings.question_bank import Item

DAY = (2020, 1, 1, 0, 0, 0)
"""Day of the parts of a document, the same whenever it is made."""
TYPED = ("text", "number")
ZERO_TO_TEN = tuple(map(str, range(11)))
HERE = Path(__file__).parent


def options(item: Item, language: str) -> tuple[str, ...]:
    """Return the answers to choose from; none where people write."""
    return ZERO_TO_TEN if item.kind == "net_promoter" else item.options[language]


def flat(item: Item, language: str, library: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the questions of an item with their answers; a matrix is one question a row."""
    asked = item.words(language, library)
    if item.kind != "matrix":
        yield asked, options(item, language)
    for row in item.rows[language]:
        yield f"{asked} [{row}]", item.options[language]


def headings(items: Sequence[Item], language: str, library: str) -> bytes:
    """Return the first line of a table into which answers on paper are typed, a line a person."""
    heads = [{"en": "Paper number", "fr": "Numéro du questionnaire"}[language]]
    for item in items:
        asked = item.words(language, library)
        parts = item.options[language] if item.kind == "rank" else item.rows[language]
        heads += [f"{asked} [{part}]" for part in parts] or [asked]
    out = io.StringIO()
    csv.writer(out).writerow(heads)
    return out.getvalue().encode("utf-8-sig")  # a spreadsheet takes other bytes for its own


def word(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a Word document as the quick import of Microsoft Forms reads it."""
    language, lines, number = languages[0], [], 0
    for item in items:
        for text, answers in flat(item, language, library):
            number += 1
            lines.append(f"{number}. {text}")
            lines += [f"{chr(65 + at)}. {answer}" for at, answer in enumerate(answers)]
            lines.append("")
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, parts in words("layouts.word", HERE).items():
            made.writestr(zipfile.ZipInfo(name, DAY), body.join(parts))
    return out.getvalue()


def apps_script(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a script that makes the form in Google Forms: paste it at script.google.com."""
    language = languages[0]
    title, kinds = words("layouts.titles", HERE)[language][0], words("layouts.google_forms", HERE)
    lines = [
        "function makeSurvey() {",
        f"  var form = FormApp.create({_js(title)});",
        "  var item;",
    ]
    for item in items:
        kind, answers = kinds[item.kind][0], item.options[language]
        if item.kind == "single" and not answers:
            kind = "Text"  # the organisation's own departments and roles are to be filled in
        lines.append(
            f"  item = form.add{kind}Item().setTitle({_js(item.words(language, library))});"
        )
        if item.kind == "matrix":
            lines.append(f"  item.setRows({_js(item.rows[language])}).setColumns({_js(answers)});")
        elif item.kind == "rank":
            places = [str(at) for at in range(1, len(answers) + 1)]
            lines.append(f"  item.setRows({_js(answers)}).setColumns({_js(places)});")
        elif item.kind == "net_promoter":
            lines.append("  item.setBounds(0, 10);")
        elif answers and kind != "Text":
            lines.append(f"  item.setChoiceValues({_js(answers)});")
    lines += ["  Logger.log(form.getEditUrl());", "}"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _js(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def qualtrics(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a questionnaire in the advanced format of Qualtrics."""
    language, lines = languages[0], ["[[AdvancedFormat]]"]
    kinds = words("layouts.qualtrics", HERE)
    for item in items:
        answers = options(item, language)
        (kind,) = kinds[item.kind] if answers or item.kind in TYPED else ["TE:SingleLine"]
        lines += ["", f"[[Question:{kind}]]", f"[[ID:{item.id}]]", item.words(language, library)]
        if item.kind == "matrix":
            lines += ["[[Choices]]", *item.rows[language], "[[Answers]]", *answers]
        elif answers:
            lines += ["[[Choices]]", *answers]
    return ("\n".join(lines) + "\n").encode("utf-8")


def pasted(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return questions and answers a line each, as they are pasted into SurveyMonkey."""
    lines = []
    for item in items:
        for text, answers in flat(item, languages[0], library):
            lines += [text, *answers, ""]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8")


def page(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a page to print, with boxes to tick and lines to write on."""
    language, parts = languages[0], []
    for number, item in enumerate(items, start=1):
        title = f"<h2>{number}. {escape(item.words(language, library))}</h2>"
        answers = options(item, language)
        if item.kind == "matrix":
            head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in answers)
            rows = "".join(
                f"<tr><th scope='row'>{escape(row)}</th>{'<td>☐</td>' * len(answers)}</tr>"
                for row in item.rows[language]
            )
            parts.append(f"{title}<table><tr><td></td>{head}</tr>{rows}</table>")
        elif answers:
            box = "__" if item.kind == "rank" else "☐"
            parts.append(title + "".join(f"<p>{box} {escape(one)}</p>" for one in answers))
        else:
            parts.append(f"{title}<p class='line'></p>")
    (style,) = words("layouts.page", HERE)["style"]
    return (
        f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>"
        f"{escape(items[0].words(language, library))}</title><style>{style}</style>"
        f"{''.join(parts)}</html>\n"
    ).encode()
