"""Files beside the one with the records are refused by name, with the export to choose instead."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engagekit.loading.read_file import read_file
from engagekit.settings.schema import Settings

FILES = {
    "surveymonkey": ("of SurveyMonkey", [
        ["How satisfied are you with the library?"], ["Answer Choices", "Responses"],
        ["Very satisfied", "45.00%", "9"], ["Satisfied", "55.00%", "11"],
        ["", "Answered", "20"], ["Answered", "20"], ["Skipped", "0"],
    ]),
    "surveymonkey matrix": ("of SurveyMonkey", [
        ["Please rate"], ["", "Poor", "", "Good", "", "Total", "Weighted Average"],
        ["Speed", "10%", "2", "90%", "18", "20", "1.9"], ["Answered", "20"], ["Skipped", "1"],
    ]),
    "qualtrics": ("Export Data", [
        ["#", "Field", "Minimum", "Maximum", "Mean", "Std Deviation", "Variance", "Count"],
        ["1", "How satisfied are you?", "1.00", "5.00", "3.9", "0.8", "0.6", "120"],
    ]),
    "choices": ("survey tool", [
        ["#", "Answer", "%", "Count"], ["1", "Very satisfied", "40%", "48"], ["2", "No", "60%", "72"],
    ]),
    "frequencies": ("table of frequencies", [
        ["", "Frequency", "Percent", "Valid Percent", "Cumulative Percent"],
        ["Yes", "30", "60", "60", "60"], ["No", "20", "40", "40", "100"],
    ]),
    "pivot": ("pivot table", [
        ["Row Labels", "Count of Name"], ["Tax", "12"], ["Audit", "7"], ["Grand Total", "19"],
    ]),
    "zoom": ("Zoom meetings", [
        ["Topic", "Meeting ID", "User Name (host)", "Start Time", "Duration (Minutes)", "Participants"],
        ["Research clinic", "812 3456 7890", "Lib", "01/27/2026 12:00:00 PM", "45", "23"],
    ]),
    "zoom questions": ("Attendee Report", [
        ["#", "Question", "Asker Name", "Asker Email", "Answer(s)"],
        ["1", "When is it open?", "Ann Moss", "ann@firm.example", "At nine"],
    ]),
    "webex": ("Webex meetings", [
        ["Meeting Number", "Meeting Name", "Host Name", "Start Time", "Duration", "Number of Participants"],
        ["25512345678", "Research clinic", "Lib", "2026-01-27 12:00", "45", "23"],
    ]),
    "webex head": ("Attendee report", [
        ["Meeting Name:", "Research clinic"], ["Meeting Number:", "25512345678"],
        ["Total Participants:", "23"], ["Start Time:", "2026-01-27 12:00"],
    ]),
    "eventbrite": ("Attendees", [
        ["Event Name", "Event Date", "Tickets Sold", "Gross Sales", "Net Sales"],
        ["AI day", "2026-06-04", "68", "0.00", "0.00"],
    ]),
    "mailchimp": ("recipients", [
        ["Email Campaign Report"], ["Title:", "News 3"], ["Total Recipients:", "200"],
    ]),
    "by hand": ("one row a person", [
        ["Question", "Answer", "Number", "Percent"], ["Satisfied?", "Yes", "30", "60%"],
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_sums_is_refused_with_the_export_to_choose(name: str, tmp_path: Path) -> None:
    said, rows = FILES[name]
    place = tmp_path / "report.csv"
    with place.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    part = read_file(place, "report.csv", Settings())
    assert said in (part.error or "")
    assert (part.error or "").startswith("report.csv is ")
