"""One scale for the same words, chosen over all questions, parts and waves of a survey together.

Where the answers seen fit scales on which others of them are favourable, an end that many could
have chosen and nobody did was not offered; of few answers nobody can say so: it is a question.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from engagekit.errors import pasted, shorten
from engagekit.readers.survey import _scales
from engagekit.readers.survey._scales import Scale, plain
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

Frames = dict[str, pd.DataFrame]
Texts = frozenset[str]
KEY = ["survey_id", "question_id"]
ENOUGH = 30
"""Answers from which a scale that was used from end to end is one of its own."""
SURE = 60
"""Answers from which a best level that nobody chose was not offered: were it chosen by one in
twenty, all sixty would miss it in fewer than five of a hundred surveys (0.95 ** 60)."""
TWO_BOXES = 4
"""Points from which the two best answers are favourable, else the best alone."""


@dataclass(eq=False)
class Item:
    """The answers to one question in one file, by their words."""

    key: tuple[str, str]
    file: str
    wording: str
    labels: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    scored: dict[str, float] = field(default_factory=dict)
    offered: Scale | None = None


@dataclass(eq=False)
class Pool:
    """Questions answered in the same words, in surveys that share a wording."""

    survey: str
    items: list[Item]

    @property
    def counts(self) -> Counter[str]:
        """Count the answers in each of their words."""
        return sum((item.counts for item in self.items), Counter[str]())

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the questions."""
        return tuple(dict.fromkeys(item.wording for item in self.items))

    @property
    def offered(self) -> Scale | None:
        """Return the scale of which an export says that it was offered."""
        return next((item.offered for item in self.items if item.offered), None)

    @property
    def first(self) -> Scale | None:
        """Return the scale that the words are read on where they are all that is known."""
        texts = Texts(self.counts)
        if self.offered is not None:
            return next(iter(_fitting(texts, [self.offered])), None)
        fit = _fitting(texts, _scales.scales())
        return max(fit, key=lambda one: -_gaps(one, texts), default=None)

    @property
    def levels(self) -> Mapping[str, int]:
        """Return the places of that scale's words; none where no scale fits."""
        return self.first.levels if self.first else {}

    @property
    def is_whole(self) -> bool:
        """Return whether no further level was offered: many chose each, or the export says so."""
        enough = self.counts.total() >= ENOUGH and len(set(self.levels.values())) == len(
            self.counts
        )
        return self.offered is not None or enough

    @property
    def readings(self) -> list[Scale]:
        """Return the scale that is read, and those on which other answers are favourable."""
        first, texts = self.first, Texts(self.counts)
        if first is None or self.offered:
            return [first] if first else []
        rivals = [one for one in _fitting(texts, _scales.short_scales()) if not _gaps(one, texts)]
        closest = min(rivals, key=lambda one: one.points, default=first)
        if _favourable(closest, texts) == _favourable(first, texts):
            return [first]
        is_sure = self.counts.total() >= SURE and closest.points == len(texts)
        order = [closest, first, *rivals] if is_sure else [first, *rivals]
        return [one for at, one in enumerate(order) if one not in order[:at]]

    @property
    def is_open(self) -> bool:
        """Return whether nothing says which scale it is."""
        return len(self.readings) > 1 and self.readings[0] == self.first

    def listed(self, scale: Scale) -> tuple[str, ...]:
        """Return the answers of a scale from the worst to the best, as people chose them if any."""
        seen = {text: label for item in self.items for text, label in item.labels.items()}
        levels = sorted(scale.levels, key=lambda text: (scale.levels[text], text not in seen))
        best = {scale.levels[text]: seen.get(text, text.capitalize()) for text in reversed(levels)}
        return tuple(best[place] for place in range(1, scale.points + 1))


def _fitting(texts: Texts, among: Sequence[Scale]) -> list[Scale]:
    """Return the scales that have each of some words, at a level of its own."""
    fit = [one for one in among if texts <= set(one.levels)]
    return [one for one in fit if len({one.levels[text] for text in texts}) == len(texts)]


def _gaps(scale: Scale, texts: Texts) -> int:
    """Count the levels between the worst and the best of some words that nobody chose."""
    levels = [scale.levels[text] for text in texts]
    return max(levels) - min(levels) + 1 - len(texts)


def _favourable(scale: Scale, texts: Texts) -> set[str]:
    """Return the words that are favourable on a scale."""
    least = scale.points - (scale.points >= TWO_BOXES)
    return {text for text in texts if scale.levels[text] >= least}


def pools(frames: Frames, files: pd.Series | None = None) -> list[Pool]:
    """Return the questions on scales in words, those together that are answered in the same words.

    Those that many used from end to end keep their scale.
    """
    items, first_of, group = _items(frames, files), dict[str, str](), dict[str, str]()
    for item in items:  # a survey joins the first with one of its wordings
        group.setdefault(item.key[0], item.key[0])
        one = group[first_of.setdefault(folded(item.wording), item.key[0])]
        group |= {name: one for name in group if group[name] == group[item.key[0]]}
    result: list[Pool] = []
    for item in sorted(items, key=lambda one: -len(one.counts)):
        alone = Pool(group[item.key[0]], [item])
        for pool in result:
            levels = Pool("", [*pool.items, item]).levels
            shared = pool.survey == alone.survey and item.counts.keys() & pool.counts.keys()
            kept = all(not one.is_whole or one.levels == levels for one in (alone, pool))
            if shared and kept and levels:
                pool.items.append(item)
                break
        else:
            result.append(alone)
    return result


def _items(frames: Frames, files: pd.Series | None) -> list[Item]:
    """Return the answers of each question whose scale the vocabulary has, a file each."""
    if not {"questions", "responses"} <= set(frames):
        return []
    questions, rows = frames["questions"], frames["responses"]
    is_known = questions["scale_id"].isin(_scales.known_ids())
    asked = questions[(questions["kind"] == "scale") & is_known]
    keys = asked[KEY].itertuples(index=False, name=None)
    names = asked["item_of"].where(asked["item_of"].notna(), asked["wording"])
    wordings = dict(zip(keys, zip(names, asked["scale_id"], strict=True), strict=True))
    rows = rows[rows["question_id"].isin(set(asked["question_id"])) & rows["score"].notna()]
    place = "" if files is None else files.reindex(rows.index)
    rows = rows[[*KEY, "value", "score"]].assign(file=place)
    counts = rows.groupby([*KEY, "file", "value", "score"], sort=False).size().reset_index()
    items: dict[tuple[str, str, str], Item] = {}
    for survey, question, file, value, score, count in counts.itertuples(index=False, name=None):
        if (key := (survey, question)) in wordings:
            wording, scale_id = wordings[key]
            item = items.setdefault((*key, file), Item(key, file, wording))
            item.offered = _scales.sure_scales().get(scale_id)
            text = plain(value)
            item.labels.setdefault(text, value)
            item.counts[text] += int(count)
            item.scored[text] = score
    return list(items.values())


def settled(
    frames: Frames, parts: Sequence[tuple[str, Frames | None]]
) -> tuple[Frames, list[Problem]]:
    """Return the survey tables of all files with one scale for the same words, and what is told.

    ``parts``: each file and its tables, in the order in which they were put together.
    """
    if "responses" not in frames:
        return frames, []
    sizes = [len((own or {}).get("responses", ())) for _, own in parts]
    files = pd.Series([file for file, _ in parts], dtype="str").repeat(sizes).reset_index(drop=True)
    problems: list[Problem] = []
    used: dict[tuple[str, str, str], dict[str, Item]] = {}
    for pool in pools(frames, files):
        for scale in pool.readings[:1]:
            name, _, language = scale.scale_id.rpartition("-")
            for item in pool.items:
                frames = _rescored(frames, files, item, scale)
                key = folded(item.wording), name.split("-")[0], language
                used.setdefault(key, {}).setdefault(name, item)
        if len(pool.readings) > 1:
            problems.append(_told(pool))
    for first, *others in (list(one.values()) for one in used.values()):
        for other in others:
            slots = {"wording": shorten(first.wording, 60), "first": first.file}
            slots["one"], slots["other"] = (
                " / ".join(one.labels.values()) for one in (other, first)
            )
            problems += [problem_of("shared_scales.other_scale", other.file, QUESTION, **slots)]
    return frames, problems


def _rescored(frames: Frames, files: pd.Series, item: Item, scale: Scale) -> Frames:
    """Return the tables with one question of a file on a scale."""
    questions, rows = frames["questions"], frames["responses"]
    mine = (questions[KEY] == list(item.key)).all(axis=1)
    if any(scale.levels[text] != score for text, score in item.scored.items()):
        own = (rows[KEY] == list(item.key)).all(axis=1) & (files == item.file)
        own &= rows["score"].notna()
        score = rows.loc[own, "value"].map(lambda value: float(scale.levels[plain(value)]))
        rows = rows.assign(score=rows["score"].mask(own, score))
    ids = questions["scale_id"].mask(mine, scale.scale_id).astype("str")
    points = questions["points"].mask(mine, float(scale.points))
    questions = questions.assign(scale_id=ids, points=points)
    return {**frames, "questions": questions, "responses": rows}


def _told(pool: Pool) -> Problem:
    """Return what is said of words that fit several scales."""
    answers, other = (pool.listed(scale) for scale in pool.readings[:2])
    where = ", ".join(dict.fromkeys(item.file for item in pool.items))
    said, first = ", ".join(answers), pool.wordings[0]
    named = f"'{shorten(first, 60)}' (questions in these words: {len(pool.wordings)})"
    if pool.is_open:
        return problem_of("shared_scales.open", where, QUESTION, said=said, named=named)
    slots = {"said": said, "named": named, "n": pool.counts.total(), "other": other[-1]}
    slots |= {"question": pasted(first), "answers": pasted(", ".join(reversed(other)))}
    return problem_of("shared_scales.settled", where, NOTE, **slots)
