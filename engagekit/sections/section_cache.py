"""Sections of earlier runs, kept on disk: what nothing changed is not measured or worded again."""

import contextlib
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import TypeAdapter

from engagekit.loading import disk_cache
from engagekit.presentation.section import Section
from engagekit.sections.registry import QUESTIONS, Question
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

MOST = 1_000
"""How many entries of one suffix are kept: both copies of some eight reports. 0: none."""
OF_THE_COPY = ("organisation", "library", "paper", "colour", "attention_colour")
"""Settings of a section that only the whole copy shows: no words and no figure depend on them."""
_PARTS = tuple(part.name for part in fields(Section) if part.name not in ("frame", "cache"))
Words = TypeVar("Words")


def entry_of(
    question: Question, tables: Tables, during: During, options: Mapping[str, Any]
) -> Path | None:
    """Return the entry of a section, whether it is there or not.

    Its name is the digest of the tables, the settings, the question and the state of the package.
    None where nothing is kept: outside a project, of one group, on other engines than pandas, of a
    question that is not the kit's own or is asked of more than tables.
    """
    folder = disk_cache.folder_of(tables.settings.home) if MOST else None
    of_tables = disk_cache.digest_of(tables) if folder else None
    if of_tables is None or QUESTIONS.get(question.id) is not question:
        return None
    return _entry(folder, ".section", [of_tables, question.id, repr(during), options])


def _entry(folder: Path | None, suffix: str, asked: Any, default: Any = None) -> Path | None:
    """Return the entry of what is asked; None for what JSON lacks."""
    try:
        text = json.dumps(asked, sort_keys=True, default=default)
    except (TypeError, ValueError):
        return None
    return folder and folder / f"{hashlib.sha256(text.encode()).hexdigest()}{suffix}"


def read(entry: Path) -> Section | None:
    """Return the section of an entry; None where there is none, or a damaged one."""
    body = disk_cache.read_bytes(entry)
    return None if body is None else _unpacked(body)


def write(entry: Path, section: Section) -> None:
    """Keep a section, unless it does not come back as it is."""
    with contextlib.suppress(*disk_cache.LACKING):
        body = _packed(section)
        if _is_same(_unpacked(body), section):
            disk_cache.write_bytes(entry, body, MOST)


def _packed(section: Section) -> bytes:
    """Return a section as bytes: a line of JSON, and its frame as Parquet."""
    parts = {name: getattr(section, name) for name in _PARTS}
    return json.dumps(parts).encode() + b"\n" + section.frame.to_parquet()


def _unpacked(body: bytes) -> Section:
    """Return the section that `_packed` made into bytes."""
    parts, _, frame = body.partition(b"\n")
    return Section(frame=pd.read_parquet(io.BytesIO(frame)), **json.loads(parts))


def _is_same(one: Section, other: Section) -> bool:
    """Return whether two sections are the same to the last cell and kind."""
    try:
        pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)
    except AssertionError:
        return False
    return all(getattr(one, name) == getattr(other, name) for name in _PARTS)


def worded(
    folder: Path | None,
    section: Section,
    work: Callable[[Section], Words],
    kind: TypeAdapter[Words],
    suffix: str,
    *more: Any,
) -> Words:
    """Return what a function makes of a section, or what it made of the same one before.

    Parameters
    ----------
    folder : Path or None
        Of the entries; None: nothing is kept.
    section : Section
    work : callable
        Depends on the section, ``more`` and the state of the package alone; it does not see the
        settings of `OF_THE_COPY`.
    kind : TypeAdapter
        Of what it returns.
    suffix : str
        Of the entries of this function.
    *more
        Frames, and what JSON takes.
    """
    rest = {name: one for name, one in section.settings.items() if name not in OF_THE_COPY}
    bare = replace(section, settings=rest)
    parts = [getattr(bare, name) for name in _PARTS]
    asked = [disk_cache.program(), parts, section.frame, *more]
    entry = _entry(folder, suffix, asked, _as_json) if folder and MOST else None
    body = disk_cache.read_bytes(entry) if entry else None
    if body is not None:
        return kind.validate_json(body)
    made = work(bare)
    if entry:
        with contextlib.suppress(ValueError):  # of text that is none in UTF-8
            disk_cache.write_bytes(entry, kind.dump_json(made), MOST)
    return made


def _as_json(value: Any) -> Any:
    """Return what JSON lacks as a list that is the same for the same value alone."""
    if not isinstance(value, pd.DataFrame):
        return [type(value).__name__, repr(value)]
    kinds = [str(kind) for kind in value.dtypes]
    return [list(value.columns), kinds, list(value.index), value.to_numpy(object).tolist()]
