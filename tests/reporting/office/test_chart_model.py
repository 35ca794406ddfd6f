"""What native charts show: scatter, matrix, curves, ladder, and gaps that stay gaps."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation

from engagekit.locale import Locale
from engagekit.measures import _frame
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import document
from engagekit.reporting.document.outline import Chapter, Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office.chart_limits import is_off, with_hidden
from engagekit.reporting.office.chart_model import Chart, chart
from engagekit.reporting.office.number_formats import number_format
from engagekit.reporting.office.slides_table import heat
from engagekit.sections import Section

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

NAMES = ("Legal", "Tax", "Risk", "People", "Audit")

HOUSE = OutputOptions()
"""The house's own dress."""


def slides(content: document.Content, options: OutputOptions = HOUSE) -> bytes:
    """The slides of a copy."""
    return writers.WRITERS["brief.pptx"].write(Copy(content, brief=pages.compose(content)), options)


def both(names: tuple[str, ...] = NAMES) -> Section:
    frame = measure_frame(
        [{"department": name, "measure": measure, "unit": unit, "estimate": value, "n": 20,
          "base": 30}
         for at, name in enumerate(("All", *names))
         for measure, unit, value in (("satisfaction", "share", 0.5 + at / 20),
                                      ("funding per head", "per_head", 100.0 * (at + 1)))],
        ["department"],
    )  # fmt: skip
    args = {"x": "funding per head", "y": "satisfaction", "x_line": 250.0, "y_line": 0.6,
            "least_base": 10}  # fmt: skip
    return Section("love", "Love", frame, figure="quadrant", figure_args=args)


def cells() -> Section:
    frame = measure_frame(
        [{"initiative": name, "period": period, "measure": "stories", "unit": "count",
          "estimate": count} for name, counts in (("Bid", (0, 4)), ("Vault", (2, 1)))
         for period, count in zip(("FY2026-27 Q1", "FY2026-27 Q2"), counts, strict=True)],
        ["initiative", "period"],
    )  # fmt: skip
    return Section("stories", "Stories", frame, figure="matrix", figure_args={"across": "period"})


def copy(*sections: Section) -> document.Content:
    parts = tuple(replace(section, brief=True) for section in sections)
    report = Outline("The quarter", (Chapter("All", parts),))
    return document.make(report, parts, "board", Locale("en"))


def hidden(section: Section, row: int) -> Section:
    frame = section.frame.copy()
    frame.loc[row, ["estimate", "n", "base"]] = pd.NA
    frame.loc[row, "suppressed"] = True
    return section.with_frame(frame)


def test_a_quadrant_is_a_scatter_of_groups_with_both_numbers() -> None:
    found = chart(both(), Locale("en"))
    assert found is not None
    assert (found.kind, found.categories, found.lines) == ("scatter", NAMES, (250.0, 0.6))
    assert found.series[0] == ("Spending per head", (200.0, 300.0, 400.0, 500.0, 600.0))
    assert found.along_format == '"$"#,##0' and found.number_format == "0%"
    low, high = found.ends()[0]
    assert low < 200 and high > 600


def test_a_hidden_group_is_no_point_and_fewer_than_four_points_are_no_scatter() -> None:
    found = chart(hidden(both(), 2), Locale("en"))
    assert found is not None and "Legal" not in found.categories
    assert chart(both(NAMES[:3]), Locale("en")) is None


def test_a_scatter_stands_on_a_slide_with_names_and_lines() -> None:
    show = Presentation(io.BytesIO(slides(copy(both()))))
    drawn = next(shape for shape in show.slides[1].shapes if shape.has_chart)
    points = [list(one.values) for one in drawn.chart.plots[0].series]
    assert points[0] == pytest.approx([0.55, 0.6, 0.65, 0.7, 0.75])
    assert len(points) == 3
    labels = [drawn.chart.plots[0].series[0].points[at].data_label for at in range(len(NAMES))]
    assert tuple(label.text_frame.text for label in labels) == NAMES
    assert drawn._element._nvXxPr.cNvPr.get("descr")


def test_a_matrix_is_a_table_with_fills_and_hides_what_is_hidden() -> None:
    found = heat(hidden(cells(), 1), Locale("en"))
    assert found is not None
    assert found.values == ((0.0, None), (2.0, 1.0))
    assert [found.share(value) for value in (None, 0.0, 1.0, 2.0)] == [0.0, 0.0, 0.5, 1.0]
    assert found.columns == ("FY 2026-27 Q1", "FY 2026-27 Q2")


def test_fills_of_a_matrix_follow_the_numbers() -> None:
    report = copy(hidden(cells(), 1))
    show = Presentation(io.BytesIO(slides(report)))
    table = next(shape for shape in show.slides[1].shapes if shape.has_table).table
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[1:] == [["Bid", "0", "[c]"], ["Vault", "2", "1"]]
    fills = [str(table.cell(2, at).fill.fore_color.rgb) for at in (1, 2)]
    assert fills[0] < fills[1] and str(table.cell(1, 1).fill.fore_color.rgb) == "FFFFFF"


def test_a_line_has_a_gap_where_a_period_is_missing() -> None:
    frame = measure_frame(
        [{"period": f"FY2026-27 Q{q}", "measure": "reach", "unit": "share", "estimate": q / 10,
          "n": 20, "base": 40} for q in (1, 2, 4)], ["period"],
    )  # fmt: skip
    found = chart(Section("over", "Over time", frame, figure="trend"), Locale("en"))
    assert found is not None
    assert found.series[0][1] == (0.1, 0.2, None, 0.4)
    assert found.categories[2] == "FY 2026-27 Q3" and found.rows == ()


def test_a_line_of_money_is_fitted_as_on_the_page_and_one_of_counts_begins_at_zero() -> None:
    values = (("all", (664.0, 729.0, 606.0)),)
    money = Chart("line", ("Q1", "Q2", "Q3"), values, '"$"#,##0')
    assert (money.bottom, money.top) == (550.0, 750.0), (
        "606 does not lie on the foot, as if it were 0"
    )
    above = replace(money, series=(("all", (664.0, 729.0, 626.0)),))
    assert above.bottom == 600.0, "half a step above the foot is enough"
    assert (replace(money, number_format="#,##0").bottom, replace(money, kind="column").top) == (
        0,
        None,
    )


def test_a_curve_runs_along_touches() -> None:
    frame = measure_frame(
        [{"answer": name, "touch": str(at), "measure": "m", "unit": "share", "estimate": at / 20,
          "n": 20, "base": 40} for name in ("a", "b") for at in (10, 2, 1)], ["answer", "touch"],
    )  # fmt: skip
    found = chart(Section("x", "X", frame, figure="ladder"), Locale("en"))
    assert found is not None
    assert (found.kind, found.categories) == ("line", ("1", "2", "10"))
    assert found.series[0] == ("A", (0.05, 0.1, 0.5))


def answered(**given: Any) -> Section:
    frame = measure_frame(
        [{"department": name, "measure": "satisfaction", "unit": "share", "estimate": n / 20,
          "low": low, "high": high, "n": n, "base": 20}
         for name, n, low, high in (("Legal", 18, 0.7, 0.97), ("Tax", 8, 0.2, 0.6),
                                    ("Risk", 10, 0.3, 0.7))], ["department"],
    )  # fmt: skip
    return Section("satisfaction", "Satisfaction", frame, figure="bars", figure_args=given)


def test_money_is_written_in_the_currency_of_the_organisation() -> None:
    euros = Section("a", "A", pd.DataFrame(), settings={"currency": "EUR", "language": "fr"})
    pounds = Section("a", "A", pd.DataFrame(), settings={"currency": "GBP", "language": "en"})
    assert number_format("money", Locale.of(euros.settings)) == '#,##0\xa0"€"'
    assert number_format("per_head", Locale.of(pounds.settings)) == '"£"#,##0'
    assert number_format("money", Locale()) == '"$"#,##0'


def test_points_of_a_scale_are_no_per_cent_and_differences_are_points() -> None:
    rows = [
        {"item": name, "measure": "level", "unit": "points", "estimate": value, "n": 40, "base": 40}
        for name, value in (("Speed", 4.1), ("Training", 3.3))
    ]
    points = Section("a", "A", measure_frame(rows, ["item"]), figure="bars")
    shown = chart(points, Locale("en"))
    assert shown is not None and shown.number_format == "0.0"
    assert shown.series[0][1] == (4.1, 3.3)
    apart = [{**row, "unit": "difference", "estimate": at} for row, at in zip(rows, (0.02, -0.3),
                                                                              strict=True)]  # fmt: skip
    section = Section("b", "B", measure_frame(apart, ["item"]), figure="bars")
    shown = chart(section, Locale("en"))
    assert shown is not None and shown.series[0][1] == (2.0, -30.0)


def test_a_bar_says_its_people_and_its_interval_and_a_hidden_one_that_it_is_hidden() -> None:
    section = hidden(answered(target=0.8), 2)
    shown = chart(section, Locale("en"))
    assert shown is not None
    assert shown.labels == ("Legal · 18 of 20 (70% to 97%)", "Tax · 8 of 20 (20% to 60%)")
    assert is_off(shown, section, Locale("en")) == ("Tax",), (
        "its whole interval lies below the target"
    )
    whole = with_hidden(shown, section, Locale("en"))
    assert whole.labels == (*shown.labels, "Risk · [c]")
    assert whole.series[0][1] == (0.9, 0.4, None)
    risk = section.frame["suppressed"].fillna(False).astype(bool)
    ends = section.frame.assign(recoded=risk, at_least=risk.map({True: 0.9}), at_most=float("nan"))
    recoded = with_hidden(shown, section.with_frame(ends), Locale("en"))
    assert recoded.labels == (shown.labels[0], "Risk · 90% or more", shown.labels[1])
    assert recoded.series[0][1] == (0.9, 0.9, 0.4), "its bar reaches the lower end, in its place"
    assert recoded.is_open == (False, True, False)
    seen = chart(answered(), Locale("en"))
    assert seen is not None and with_hidden(seen, answered(), Locale("en")) is seen


def test_a_slide_marks_what_misses_the_target_and_says_what_the_marks_mean() -> None:
    section = hidden(answered(target=0.8), 2)
    slide = Presentation(io.BytesIO(slides(copy(section)))).slides[1]
    frame: Any = next(shape for shape in slide.shapes if shape.has_chart)
    points = frame.chart.plots[0].series[0].points
    assert str(points[1].format.fill.fore_color.rgb) == "B3500B"
    assert list(frame.chart.plots[0].categories)[1].startswith("▼ Tax")
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "target 80% · ▼ below target · [c]:" in said


def test_no_line_drawn_over_a_chart_has_the_shadow_of_its_style() -> None:
    slide = Presentation(io.BytesIO(slides(copy(hidden(answered(target=0.8), 2))))).slides[1]
    effects = [one.get("idx") for shape in slide.shapes
               for one in shape._element.xpath(".//a:effectRef")]  # fmt: skip
    assert effects and set(effects) == {"0"}


def test_a_group_of_a_few_stands_below_the_bars_by_its_count() -> None:
    section = answered()
    frame = section.frame.assign(n=[18, 2, 10], base=[20, 6, 20])
    section = section.with_frame(frame)
    shown = chart(section, Locale("en"))
    assert shown is not None and shown.categories == ("Legal", "Risk")
    assert with_hidden(shown, section, Locale("en")).labels[-1] == "Tax · 2 of 6"
    section = section.with_frame(
        section.frame.assign(estimate=[0.9, 2 / 6, 0.5], low=None, high=None)
    )
    section = replace(section, figure_args={**section.figure_args, "target": 0.6})
    assert is_off(shown, section, Locale("en")) == ("Risk", "Tax"), "the title names it too"


def test_a_number_on_a_line_stands_where_the_line_leaves_room() -> None:
    rows = [{"period": f"FY2026-27 Q{at}", "measure": "funding per head", "unit": "per_head",
             "estimate": value, "n": 9, "base": 9}
            for at, value in enumerate((680.0, 720.0, 667.0, 729.0), 1)]  # fmt: skip
    rows += [{**rows[0], "period": "FY2027-28 Q1", "estimate": 603.0},
             {**rows[0], "period": "FY2027-28 Q2", "estimate": 600.0}]  # fmt: skip
    section = Section("f", "F", measure_frame(rows, ["period"]), figure="trend")
    slide = Presentation(io.BytesIO(slides(copy(section)))).slides[1]
    frame: Any = next(shape for shape in slide.shapes if shape.has_chart)
    marks = {
        int(one.idx.val): [part.tag.split("}")[1] for part in one][1:]
        for one in frame.chart.plots[0].series[0].data_labels._element.dLbl_lst
    }
    assert "dLblPos" in marks[0] and "dLblPos" in marks[2], "a valley has its number below"
    assert 1 not in marks and 3 not in marks, "a peak has it above, as the series has"
    assert "dLblPos" in marks[4], "the foot of the axis is far enough below"
    assert "dLblPos" in marks[5], "the newest number always stands, beside its point"
