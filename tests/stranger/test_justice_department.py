"""A justice department in Australia: fiscal years from July, periods P1 to P12, tickets, alerts, contracts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.load import everything
from engagekit.loading.open_files import Choice
from engagekit.mapping.drafting import map_file
from engagekit.parsing import dates
from tests.reading import read, tools_of, written
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows
from tests.stranger.test_answers import the_open

NAMES = [one[1] for one in PEOPLE[1:]]
MAILS = [one[2] for one in PEOPLE[1:]]
JULY = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 7").replace("GBP", "AUD")


def alone(home: Path, rows: Rows, *files: str, settings: str = JULY) -> tuple[Path, Choice]:
    """A file in a project with nothing but it and ``files``, and the first offer for it."""
    others = {one.replace(".", "__"): None for one in small.FILES if one not in files}
    gate = small.gate(home, settings, **{**others, "new__csv": rows})
    return home / "data" / "new.csv", the_open(gate).choices[0]


@pytest.mark.parametrize(("text", "moment"), [
    ("14/Jan/26 11:00 AM", "2026-01-14 11:00"), ("14-Jan-26 23:15", "2026-01-14 23:15"), ("14 Jan 26 10h30", "2026-01-14 10:30"),
    ("14 Jan 2026 1430", "2026-01-14"), ("Wed Jan 14 11:00:00 2026", "2026-01-14 11:00"), ("12:30 Jan 14, 2026", "2026-01-14 12:30"),
    ("Jan 14, 26 11:00", "2026-01-14 11:00"), ("Jan 14 11:00", None), ("1er févr. 26 10:15", "2026-02-01 10:15"),
])  # fmt: skip
def test_the_hour_is_no_year(text: str, moment: str | None) -> None:
    found = dates.moments(pd.Series([text])).values.iloc[0]
    assert pd.isna(found) if moment is None else found.tz_localize(None) == pd.Timestamp(moment)


ALERT = "Alert Name,Recipient,Email,Date Sent,Delivered,Opened,Clicks\n"


def test_a_mail_of_an_alert_has_one_recipient(tmp_path: Path) -> None:
    rows = "Bulletin,Ann Moss,a@firm.example,12/01/2026,Yes,No,0\nBulletin,Bob,b@firm.example,26/01/2026,No,No,0\n"
    reading = read(written(tmp_path, ALERT + rows))
    touches = reading.tables["touches"]
    assert touches[["display_name", "on"]].to_numpy().tolist() == [["Ann Moss", "12/01/2026"]]
    assert "head_count" not in touches and reading.set_aside[0].reason == "not delivered"
    campaigns = ALERT.replace("Recipient,Email,", "")
    assert tools_of(written(tmp_path, campaigns + "B,12/01/2026,90,40,3\n")) == [
        "newsletter statistics"
    ]


def test_spam_is_no_question(tmp_path: Path) -> None:
    head = "Ticket ID,Asked On,Status,Queue,Source,Asker Name,Asker Email\n"
    rows = "1,2026-02-03,Closed,Law,Email,Ann Moss,a@x.example\n2,2026-02-04,Spam,Law,Email,Toner,t@y.example\n"
    assert len(read(written(tmp_path, head + rows)).tables["touches"]) == 1


def test_the_unit_of_an_organisation_is_the_department(tmp_path: Path) -> None:
    rows = small.renamed(PEOPLE, "Department", "Organisation Unit")
    assert small.gate(tmp_path, people__csv=rows).tables.contacts["department"].nunique() == 4


@pytest.mark.parametrize("notice", [("31/03/2026", "1/03/2026")])
def test_the_day_by_which_notice_is_due_is_read(notice: tuple[str, ...], tmp_path: Path) -> None:
    rows: Rows = [["Product", "Supplier", "Start", "End", "Price ex GST", "Price inc GST", "Notice by"],
                  ["Westlaw", "TR", "1/07/2025", "30/06/2026", "96000", "105600", notice[0]],
                  ["Lexis", "LN", "1/07/2025", "30/06/2026", "118000", "129800", notice[1]]]  # fmt: skip
    path, choice = alone(tmp_path, rows)
    map_file(path, table=choice.table, given=dict(choice.said))
    contracts = everything(path.parent).contracts
    due = contracts["ends_on"] - pd.to_timedelta(contracts["notice_days"].astype("int64"), unit="D")
    assert due.tolist() == [
        dates.dates(pd.Series([one]), order="day first").values[0] for one in notice
    ]
    assert contracts["price"].tolist() == [96000, 118000]
