"""What a figure says, in one or two sentences, for those who do not see it."""

from collections.abc import Sequence

from engagekit.figures._rows import Row, measure_words, value_text, with_n
from engagekit.figures.options import FigureOptions


def in_words(
    rows: Sequence[Row], options: FigureOptions, of: str = "", measures: Sequence[str] = ()
) -> str:
    """Return overall, highest, lowest, and what is missing; of some measures one after another.

    ``of``: what the numbers are shares of.
    """
    if not measures:
        return " ".join(_extremes(rows, options, of))
    parts = []
    for measure in measures:
        told = _extremes([row for row in rows if row.measure == measure], options, of)
        parts.append(f"{measure_words(measure, options)} — {' '.join(told)}")
    return " ".join(parts)


def _extremes(rows: Sequence[Row], options: FigureOptions, of: str) -> list[str]:
    """Return the sentences on one measure."""
    overall = [row for row in rows if row.is_all and row.is_drawn]
    groups = [row for row in rows if not row.is_all] or list(rows)
    drawn = [row for row in groups if row.is_drawn]

    def value(row: Row) -> str:
        text, size = value_text(row, options), of or with_n(row, options)
        return text if size in ("", text) else f"{text} ({size})"

    def said(key: str, row: Row) -> str:
        label = row.label or options.say("all")
        return options.say(f"alternative.{key}", label=label, value=value(row))

    parts = []
    if not drawn and not overall:
        parts.append(options.say("alternative.nothing"))
    if len(overall) == 1 and drawn and overall[0] not in drawn:
        parts.append(options.say("alternative.overall", value=value(overall[0])))
    high = max(drawn, key=lambda row: row.estimate or 0.0, default=None)
    low = min(drawn, key=lambda row: row.estimate or 0.0, default=None)
    if len(drawn) == 1:
        parts.append(said("only", drawn[0]))
    elif high and low and high.estimate == low.estimate:
        parts.append(options.say("alternative.same", value=value_text(high, options)))
    elif high and low:
        # one of which the ends are told may be higher still
        spans = [row.ends for row in groups if not row.is_drawn and row.ends]
        if all(most <= (high.estimate or 0.0) for _, most in spans):
            parts.append(said("highest", high))
        if all(least >= (low.estimate or 0.0) for least, _ in spans):
            parts.append(said("lowest", low))
    hidden = sum(row.suppressed and row.ends is None for row in groups)
    empty = sum(not row.is_drawn and not row.suppressed for row in groups)
    missing = [options.say("alternative.hidden", n=hidden)] if hidden else []
    missing += [options.say("alternative.without", n=empty)] if empty else []
    return [*parts, *(missing or [options.say("alternative.complete")])]
