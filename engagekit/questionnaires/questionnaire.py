"""The files of a questionnaire for one tool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engagekit.errors import UsageError, did_you_mean
from engagekit.questionnaires import table_files, text_files
from engagekit.settings.question_bank import LIBRARY, Item, chosen

Writer = Callable[[Sequence[Item], Sequence[str], str], bytes]


@dataclass(frozen=True)
class Tool:
    """How the questionnaire of a tool is written.

    Attributes
    ----------
    write : callable
        Items, languages and the library's name to a file.
    has_languages : bool
        Whether one file holds all languages; else one is made for each.
    """

    write: Writer
    ending: str
    has_languages: bool = False


WRITERS: dict[str, Tool] = {
    "microsoft-forms": Tool(text_files.word, ".docx"),
    "google-forms": Tool(text_files.apps_script, ".gs"),
    "qualtrics": Tool(text_files.qualtrics, ".txt"),
    "surveymonkey": Tool(text_files.pasted, ".txt"),
    "limesurvey": Tool(table_files.limesurvey, ".txt", has_languages=True),
    "redcap": Tool(table_files.redcap, ".csv"),
    "paper": Tool(text_files.page, ".html"),
}


def questionnaire(
    tool: str,
    items: Sequence[str] = ("core",),
    languages: Sequence[str] = ("en",),
    library: str = "",
) -> dict[str, bytes]:
    """Return the files of a questionnaire by their names.

    Parameters
    ----------
    tool : str
        One of `WRITERS`.
    items : sequence of str
        Ids and groups of the question bank.
    languages : sequence of {"en", "fr"}
    library : str
        What the library is called in the questions.

    Raises
    ------
    UsageError
        For an unknown tool, item or language.

    Examples
    --------
    >>> list(questionnaire("qualtrics", ["core"]))
    ['questionnaire-qualtrics-en.txt']
    """
    if tool not in WRITERS:
        raise UsageError(f"--for {tool} is no tool. {did_you_mean(tool, WRITERS)}")
    for language in languages:
        if language not in LIBRARY:
            raise UsageError(f"--language {language} is none. {did_you_mean(language, LIBRARY)}")
    wanted, made = chosen(items), WRITERS[tool]
    if not wanted:
        raise UsageError("--items names nothing. Give a group, e.g. core,value.")
    parts = [languages] if made.has_languages else [[one] for one in languages]
    files = {
        f"questionnaire-{tool}-{'-'.join(part)}{made.ending}": made.write(wanted, part, library)
        for part in parts
    }
    for language in languages if tool == "paper" else ():
        files[f"answers-paper-{language}.csv"] = text_files.headings(wanted, language, library)
    return files
