"""Questions on events, meetings, walks, the newsletter, social media, the desk, counters, plans."""

import re
from collections.abc import Mapping

from engagekit import measures
from engagekit.measures._frame import ALL
from engagekit.measures.counts import COUNTED, OURS, PER_DAY, SHARE, THEIRS, last_taken
from engagekit.measures.counts_change import AFTER, BEFORE, EACH_TIME
from engagekit.measures.events import outside_at
from engagekit.sections import choices
from engagekit.sections.registry import Answer, Computed, Request, complete

DIFFERENCE = "difference before and after"


def _what(request: Request) -> str:
    return str(request.options["what"] or "")


def _name(part: str, bare: str = "") -> Computed:
    """The name of a section of one counter."""

    def name(request: Request) -> str:
        what = _what(request).casefold()
        slug = re.sub(r"[^a-z0-9]+", "_", what).strip("_")
        return part if what == bare else f"{part}_{slug}"

    return name


def _title(request: Request) -> str:
    """A counter as a title, where one is asked for."""
    what = _what(request)
    return what[:1].upper() + what[1:] if what else request.locale.say("section.counts")


def _counts(request: Request) -> Answer:
    if not _what(request):
        return measures.counts_now(request.tables, during=request.when)
    return measures.counts(request.tables, during=request.when, **request.options)


def _counted(request: Request) -> str:
    """The measure of a counter over time: a share before a mean before a plain count."""
    there = set(request.frame["measure"])
    return next((found for found in (SHARE, PER_DAY, COUNTED) if found in there), COUNTED)


def _most_first(request: Request) -> Answer:
    """Enquiries by group, those with the most in front."""
    frame = measures.enquiries_by(request.tables, during=request.when, **request.options)
    asked = frame["base"].where(frame[request.options["by"]] != ALL)
    order = asked.sort_values(ascending=False, na_position="first", kind="stable").index
    return frame.loc[order].sort_values("measure", kind="stable", ignore_index=True)


def _meanings(request: Request) -> choices.Chosen:
    """What each counter of the settings is, in words."""
    what, say = _what(request).casefold(), request.locale.say
    return {
        name: say("choice.counter_of", what=kind.what or name, of=kind.of)
        if kind.of
        else say("choice.counter", what=kind.what or name)
        for name, kind in request.settings.counts.items()
        if not what or name.casefold() == what
    }


def _change_figure(request: Request) -> dict[str, object]:
    there = (
        request.frame["measure"].value_counts().reindex([EACH_TIME, SHARE, DIFFERENCE]).fillna(0)
    )
    measure = EACH_TIME if there[EACH_TIME] >= there[SHARE] else SHARE
    return {
        "pair": "when",
        "order": [BEFORE, AFTER],
        "by": ["what"],
        "measure": measure,
        "difference": DIFFERENCE if there[DIFFERENCE] else None,
    }


def _changes(request: Request) -> Mapping[str, str]:
    """Counter to what was changed and when, in words."""
    day = request.locale.day
    return {
        name: ", ".join(filter(None, (kind.change, day(kind.changed_on))))
        for name, kind in request.settings.counts.items()
        if kind.changed_on is not None
    }


def _audit_figure(request: Request) -> dict[str, object]:
    there = set(request.frame["measure"])
    if not _is_pair(request):
        return {"by": ["place"], **({"measure": COUNTED} if COUNTED in there else {})}
    both = {"measure": SHARE, "difference": "parity"} if {SHARE, "parity"} <= there else {}
    say = request.locale.say
    labels = {OURS: say("label.ours"), THEIRS: say("label.beside")}
    return {"pair": "whose", "order": [THEIRS, OURS], "by": ["place"], "labels": labels, **both}


def _is_pair(request: Request) -> bool:
    """Whether an audit stands beside that of colleagues."""
    return "whose" in request.frame


complete(
    "attendance",
    sentence_args=lambda request: (
        {"outside": outside_at(request.tables, during=request.when)}
        if request.tables.has("contacts")
        else {"heads": True}
    ),
)
complete(
    "events",
    sentence_args=lambda request: {
        **(request.tables.scope or {}),
        "counted": not request.tables.has("attendance"),
    },
)
complete(
    "counts",
    answer=_counts,
    choices=(_meanings,),
    figure=lambda request: "trend" if _what(request) else None,
    figure_args=lambda it: {"measure": _counted(it), "by": []} if _what(it) else {},
    sentence_args=lambda it: (
        {"what": _title(it), "measure": _counted(it), "is_a_day": _counted(it) == PER_DAY}
        if _what(it)
        else {}
    ),
    name=_name("counts"),
    title=_title,
)
complete("counts_change", figure_args=_change_figure, sentence_args={"changes": _changes})
complete(
    "audit",
    choices=(
        lambda it: choices.named(
            it, "audited", *map(it.locale.day, last_taken(it.tables, _what(it), it.when))
        ),
    ),
    figure=lambda request: "dumbbell" if _is_pair(request) else "bars",
    figure_args=_audit_figure,
    name=_name("audit"),
    title=_title,
)
complete("posts", name=_name("posts", "blog"))
complete("enquiries_by", answer=_most_first)
