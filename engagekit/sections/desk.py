"""Questions on the desk: what was asked, by which way it came, from whom and over time."""

from __future__ import annotations

from dataclasses import replace

from engagekit.sections import choices
from engagekit.sections.registry import BY, Question, register

_BY = replace(BY, kind="str", default="department", text="Column of contacts to compare.")


register(
    "10_desk",
    Question(
        "enquiries",
        "Enquiries of the period by the way they came in, with the minutes written down.",
        choices=("enquiry", "library_out"),
        figure="bars",
        figure_args={"by": ["way"], "measure": "enquiries by way"},
    ),
    Question(
        "enquiries_by",
        "Enquiries by department, from the staff list or as the log has it.",
        options=(_BY,),
        choices=("enquiry", choices.roster_day, "library_out"),
        figure="bars",
        figure_args={"by": lambda request: [request.options["by"]], "measure": "enquiries"},
    ),
    Question(
        "enquiries_over_time",
        "Enquiries in each of the last quarters.",
        choices=("enquiry", "library_out"),
        figure="trend",
        figure_args={"measure": "enquiries", "by": []},
    ),
)
