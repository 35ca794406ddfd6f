"""The first page of a brief: the four numbers, the ask, and what did not move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.measures import ends
from engagekit.measures._frame import is_measure_frame
from engagekit.measures.basis import notes_of
from engagekit.presentation.table import written
from engagekit.reporting.brief.argument import argument, undecided
from engagekit.reporting.brief.headline import loved
from engagekit.reporting.brief.runs import LOVE, MONEY, REACH, is_bare, is_of_few, run_sentence
from engagekit.reporting.brief.scorecard import known
from engagekit.reporting.brief.source import Source
from engagekit.reporting.brief.stories import Finding
from engagekit.wording._rules import is_earlier
from engagekit.wording.answers import answers_of_satisfied
from engagekit.wording.baseline import Row, a_year_ago, compared, unread_amounts, used_of


@dataclass(frozen=True)
class Number:
    """One of the four numbers of the first page."""

    value: str
    label: str
    under: tuple[str, ...] = ()
    is_off: bool = False


@dataclass(frozen=True)
class Ask:
    """The decision: its sentence, what is proposed, its options, and what bears on it."""

    title: str
    proposal: str
    options: tuple[tuple[str, str, str, bool], ...]
    """Name, amount, what follows, and whether it is recommended."""
    argument: tuple[str, ...] = ()


READERS = {
    "director": ("reached", "loved", "spent", "valued"),
    "finance": ("spent", "per_reached", "undecided", "reached"),
    "department": ("reached", "loved", "promises kept on time", "valued"),
}
"""Whose page one it is, and the numbers that lead it."""
_REST = ("valued", "promises kept on time", "champions", "answered", "promoter")


def numbers(source: Source, reader: str = "director") -> tuple[Number, ...]:
    """Return the four numbers of the first page, each with its target, change and a year ago.

    ``reader``: whose page it is, of `READERS`; what is not there gives way to the next.
    """
    tiles = _Tiles(source.content)
    made = [tiles.made(name) for name in dict.fromkeys((*READERS[reader], *_REST))]
    return tuple([number for number in made if number is not None][:4])


class _Tiles(Source):
    """The numbers that a first page may show, one a method; None where it is not told."""

    def made(self, name: str) -> Number | None:
        """Return a number by its name, or that of its measure."""
        method = getattr(self, name, None)
        number: Number | None = method() if method else self.measured(name)
        return number

    def tile(self, value: str, label: str, *under: str, is_off: Any = False) -> Number:
        """Return a number with the lines under it that are not empty."""
        return Number(value, label, tuple(filter(None, under)), bool(is_off))

    def front(self, measure: str) -> tuple[Row | None, float | None]:
        """Return the row of a measure on the first page, if it is told, and its target."""
        front = self.content.headline
        if front is None or not is_measure_frame(front.section.frame):
            return None, None
        frame = front.section.frame
        row: Row | None = next(iter(frame[frame["measure"] == measure].to_dict("records")), None)
        if row and row["suppressed"] and not ends.is_recoded(row):
            row = None
        return row, (front.section.settings.get("targets") or {}).get(measure)

    def aim(self, target: float | None, unit: str = "share") -> str:
        """Return the target in words; nothing without one."""
        if target is None:
            return ""
        return self.say("brief.target_of", value=self.locale.number(target, unit))

    def range_of(self, row: Row) -> str:
        """Return the range of an estimate; nothing where there is none."""
        if pd.isna(row["low"]) or is_of_few(row):
            return ""
        interval = self.locale.interval(row["low"], row["high"], row["unit"])
        return self.say("brief.range", interval=interval)

    def was(self, key: str, row: Row | None) -> str:
        """Return an earlier number in words; nothing without one."""
        if row is None:
            return ""
        return self.say(key, value=self.locale.number(row["estimate"], row["unit"]))

    def share(self, row: Row, key: str, *under: str, is_off: Any) -> Number:
        """Return a large share with its base, without one that the board copy rounds away."""
        if pd.isna(row["base"]):
            label = self.say(f"{key}_bare")
        elif is_of_few(row):  # the number itself is "3 of 4"
            label = self.say(f"{key}_few")
        else:
            label = self.say(key, base=int(row["base"]))
        value = known(row, self.locale)[1]
        if ends.is_recoded(row):  # a range has to stand on one line
            value = ends.words(row, self.locale.language, large=True)
        return self.tile(value, label, *under, is_off=is_off)

    def reached(self) -> Number | None:
        row, target = self.front(REACH)
        if row is None:
            return None
        run = self.series("reach_over_time", REACH)
        was = self.was("brief.year_ago", a_year_ago(run))
        if not was and len(since := compared(run)) > 1:  # as the sentence under the headline
            was = run_sentence(self.locale, "brief.reach_was", since)
        is_off = target is not None and row["estimate"] < target
        return self.share(row, "brief.tile_reach", self.aim(target), was, is_off=is_off)

    def loved(self) -> Number | None:
        row, target = self.front(LOVE)
        if row is None or self.content.headline is None:
            return None
        was = self.was("brief.survey_before", next(iter(loved(self)[-2:-1]), None))
        survey = str(self.content.headline.section.settings.get("survey_period") or "")
        if is_earlier(survey, self.content.period):
            was = self.say("brief.survey_of", period=self.locale.label(survey))
        section = self.section("satisfaction")
        what = answers_of_satisfied(section.sentence_args, self.locale) if section else ""
        means = self.say("brief.satisfied_means", what=what) if what else ""
        aims = ", ".join(filter(None, (self.range_of(row), self.aim(target))))
        is_off = target is not None and row["high"] < target
        return self.share(row, "brief.tile_love", aims, means, was, is_off=is_off)

    def spent(self) -> Number | None:
        section, total = self.section("funding"), self.row("funding", "funding")
        if section is None or total is None:
            return None
        notes = notes_of(total)
        booked = notes.get("actual_of_months") or notes.get("budget_for_months")
        used = self.say(f"brief.used_{used_of(section.frame)}")
        return self.tile(
            self.locale.number(total["estimate"], "money"),
            self.say(f"brief.tile_money_{period_kind(section.period)}", used=used),
            self.was("brief.per_head", self.row("funding", MONEY)),
            self.say("brief.months_booked", **booked) if booked else "",
            self.say("brief.money_split") if "share_of_days" in notes else "",
            unread_amounts(notes, self.locale),
            # bills come once a year
            self.was("brief.year_ago", a_year_ago(self.series("funding_over_time", MONEY))),
        )

    def valued(self) -> Number | None:
        section = self.section("perception_gap")
        if section is None or "group" not in section.frame.columns:
            return None
        frame = section.frame
        shown = frame[frame["estimate"].notna() & (frame["unit"] == "share")].to_dict("records")
        if len(shown) < 2:
            return None
        first, second = shown[:2]
        value, other = (known(row, self.locale)[1] for row in (first, second))
        return self.tile(
            value,
            self.say("brief.tile_value", group=str(first["group"])),
            self.say("brief.against", value=other, group=str(second["group"])),
            is_off=first["high"] < second["estimate"],
        )

    def measured(self, measure: str) -> Number | None:
        """Return a measure of the first page by itself."""
        row, target = self.front(measure)
        if row is None:
            return None
        unit, was, of = row["unit"], "", ""
        if pd.notna(row.get("previous")):
            value = written(row["previous"], unit, self.locale)
            was = self.say("brief.last_quarter", value=value)
        if unit == "share" and not (row["suppressed"] or is_bare(row) or is_of_few(row)):
            of = self.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
        label = _small(self.locale.name_of(measure))
        return self.tile(known(row, self.locale)[1], label, of, self.aim(target, unit), was)

    def answered(self) -> Number | None:
        """Return how many answered the survey; nothing where a rounded copy has no count."""
        section = self.section("response")
        row = section.frame.to_dict("records")[0] if section is not None else None
        if row is None or row["suppressed"] or pd.isna(row["n"]):
            return None
        n, rate = int(row["n"]), ""
        if row["unit"] == "share" and pd.notna([row["estimate"], row["base"]]).all():
            share = self.locale.number(row["estimate"], "share")
            rate = self.say("brief.rate", rate=share, base=int(row["base"]))
        return self.tile(self.locale.number(n, "count"), self.say("brief.tile_answered", n=n), rate)

    def promoter(self) -> Number | None:
        row = self.row("net_promoter", "net promoter")
        if row is None or is_of_few(row):
            return None
        value = self.locale.number(row["estimate"], "net")
        return self.tile(value, self.say("brief.tile_promoter"), self.range_of(row))

    def per_reached(self) -> Number | None:
        row = self.row("funding", "funding per contact reached")
        if row is None:
            return None
        value = self.locale.number(row["estimate"], "per_head")
        return self.tile(value, self.say("brief.tile_per_reached"))

    def undecided(self) -> Number | None:
        """Return the yearly price of the contracts to be decided within two quarters."""
        section = self.section("contract_calendar")
        rows = undecided(section) if section else pd.DataFrame()
        if rows.empty:
            return None
        last = self.locale.day(pd.Timestamp(rows["notice_by"].max()).date())
        label = self.say("brief.tile_undecided", n=len(rows), day=last)
        return self.tile(self.locale.number(float(rows["price"].sum()), "money"), label)


def period_kind(period: Mapping[str, str]) -> str:
    """Return what a period is called: ``quarter``, ``year`` or ``period``."""
    label = str(period.get("label", ""))
    return "quarter" if " Q" in label else "period" if ".." in label else "year"


def ask(source: Source, reader: str = "director") -> Ask | None:
    """Return the decision; None where the settings ask for nothing."""
    section, say = source.section("ask"), source.say
    if section is None or section.frame.empty:
        return None
    by = section.sentence_args.get("decide_by")
    options = []
    title, asked = "", 0.0
    for row in section.frame.to_dict("records"):
        amount = source.locale.number(row["amount"], "money")
        is_chosen = bool(row["recommended"])
        follows = row["consequence"] if is_chosen or not row["amount"] else row["buys"]
        name = say(f"finding.ask_{str(row['option']).replace(' ', '_')}")
        options.append((_capital(name), amount, _capital(str(follows)), is_chosen))
        if is_chosen:
            asked, what = float(row["amount"]), str(row["buys"]).rstrip(".")
            title = say("brief.decision_open", amount=amount, what=what)
            if by:
                title = say("brief.decision", amount=amount, what=what, by=str(by))
    proposal = _proposal(source, section.sentence_args.get("target"))
    return Ask(title, proposal, tuple(options), argument(source, asked, reader))


def _proposal(source: Source, target: float | None) -> str:
    """Return what share of a department is to be reached, and whether it is there already."""
    if not target or not source.unit:
        return ""
    line, told = source.line, {"department": source.unit}
    told["target"] = source.locale.number(float(target), "share")
    if line is not None and line.reach is not None and line.reach >= float(target):
        return source.say("brief.proposal_met", **told, share=line.reach_text)
    return source.say("brief.proposal", **told)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def unchanged(source: Source, found: Sequence[Finding]) -> str:
    """Return one line on the measures over everybody that did not move; empty where all did."""
    locale = source.locale
    names = dict.fromkeys(
        f"{_small(locale.name_of(one.measure))} ({locale.number(one.now, one.unit)})"
        for one in found
        if one.is_unchanged and not one.of and one.now is not None and not one.is_of_few
    )
    return locale.say("brief.unchanged", names=", ".join(names)) if names else ""
