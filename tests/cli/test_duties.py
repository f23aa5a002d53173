"""What is owed, from the shell: notices that go out and come back, disputes, complaints, reports, records."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from callassist.desk.duties import Duty, Keeping, Report
from tests.cli.shell import Shell


@pytest.fixture
def talked(shell: Shell) -> Shell:
    """C1 was spoken with on 2 June 2026."""
    shell("log", "C1", "RPC-NC", "--verified", "--talk", "60")
    return shell


def ids(shell: Shell, what: str) -> list[str]:
    return [str(each["id"]) for each in shell(what, "C1", "--json").json]


def test_a_talk_makes_a_notice_due_and_the_notice_closes_it(talked: Shell) -> None:
    (duty,) = talked("duties", "C1", "--json").json
    assert duty.keys() == set(Duty.__struct_fields__)
    assert (duty["rule"], duty["due"], duty["is_late"]) == ("us.regf.validation-due", "2026-06-07", False)
    assert talked("duties", "C1").out.startswith("2026-06-07  owed  C1 A-1: Send the validation notice")
    said = talked("notice", "C1", "sent", "validation").out
    assert said == "C1: Validation: recorded as sent on 02 Jun 2026. They may dispute until 09 Jul 2026.\n"
    assert talked("duties", "C1").out == "Nothing is owed.\n"
    (number,) = ids(talked, "notice")
    assert "came back" in talked("notice", "C1", "returned", number).out
    assert [each["due"] for each in talked("duties", "C1", "--json").json] == ["2026-06-07"]
    assert talked("doctor", "--json").json["faults"] == []


def test_over_all_cases_what_is_due_by_a_day(talked: Shell) -> None:
    assert talked("duties").out == "Nothing is owed.\n"
    assert [each["case"] for each in talked("duties", "--due", "2026-06-07", "--json").json] == ["C1"]
    assert talked("duties", "--due", "2026-06-06", "--json").json == []
    late = talked.at("2026-06-08T10:00-04:00")("duties", "C1").out
    assert late.startswith("2026-06-07  LATE  C1 A-1: No validation notice: it was due Sun 07 Jun 2026.")
    assert "goes without CASE" in talked("duties", "C1", "--due", "fri", code=2).sentence


def test_a_written_dispute_stops_calls_until_it_is_answered(shell: Shell) -> None:
    shell("notice", "C1", "sent", "validation", "--on", "2026-06-01")
    said = shell("request", "C1", "made", "dispute", "--written", "--words", "not mine").out
    assert said.startswith("C1: Dispute: recorded. In writing: collecting on it stops")
    found = shell("may-call", "C1", "--json", code=1).json["findings"]
    assert "us.fdcpa.dispute-hold" in {each["rule"] for each in found}
    (number,) = ids(shell, "request")
    assert "only a notice answers it" in shell("request", "C1", "answered", number, "--words", "told", code=1).sentence
    assert "It answers what they asked for." in shell("notice", "C1", "sent", "verification").out
    rest = {each["rule"] for each in shell("may-call", "C1", "--json").json["findings"]}
    assert "us.fdcpa.dispute-hold" not in rest
    assert "answered 2026-06-02" in shell("request", "C1").out
    history = shell("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417", "--json").json["history"]
    told = " ".join(str(line) for line in history)
    for words in ("notice sent, validation", "asked in writing: dispute", "request answered, verification"):
        assert words in told


def test_a_complaint_has_its_clocks(shell: Shell) -> None:
    said = shell("complaint", "C1", "made", "care", "--words", "the nurse was rude").out
    assert "Acknowledge the complaint of 02 Jun 2026 (care) by Tue 09 Jun 2026." in said
    (number,) = ids(shell, "complaint")
    shell("complaint", "C1", "acknowledged", number)
    shell("complaint", "C1", "resolved", number, "--words", "apologised")
    assert shell("duties", "C1").out == "Nothing is owed.\n"


def test_what_is_not_understood_says_what_to_write(shell: Shell) -> None:
    assert "KIND or ID" in shell("notice", "C1", "sent", code=2).sentence
    assert "is not one of: validation" in shell("notice", "C1", "sent", "greeting", code=2).sentence
    assert "no number of the list" in shell("notice", "C1", "returned", "first", code=2).sentence
    assert "is no day" in shell("notice", "C1", "sent", "validation", "--on", "someday", code=2).sentence
    assert shell("notice", "C1").out == "None is on file.\n"


def test_whether_each_debt_may_be_reported(talked: Shell) -> None:
    rows = list(csv.DictReader(StringIO(talked("furnishing").out)))
    assert list(rows[0]) == list(Report.__struct_fields__)
    by_account = {(row["case"], row["account"]): row for row in rows}
    never = by_account["C2", "A-2"]
    assert (never["may_report"], never["disputed"]) == ("no", "no")
    assert "no talk, and no notice that arrived" in never["because"]
    assert "no talk" not in by_account["C1", "A-1"]["because"]
    talked("request", "C1", "made", "dispute", "--words", "not mine")
    talked("furnishing", "C1", "reported")
    (one,) = talked("furnishing", "C1", "--format", "json").json
    assert (one["disputed"], one["reported"]) == ("yes", "2026-06-02")
    assert "report is deleted" in talked("furnishing", "C1", "deleted").out


def test_how_long_records_are_kept(talked: Shell) -> None:
    whole, account = talked("retention", "C1", "--json").json
    assert whole.keys() == set(Keeping.__struct_fields__)
    assert (whole["until"], account["account"], account["until"]) == ("2029-06-02", "A-1", "2029-06-02")
    assert "no rule on file asks for more" in talked("retention", "C2").out


# ── a letter vendor's file ──

VENDOR = """client,account_number,notice,sent_date,returned_date,extra
MERCY,A-1,validation,2026-05-28,,x
MERCY,A-2,Validation,5/28/2026,2026-06-01,x
MERCY,none,validation,2026-05-28,,x
MERCY,A-2,greeting,2026-05-28,,x
MERCY,A-2,itemised,soon,,x
MERCY,A-2,itemised,2026-05-28,2026-05-01,x
"""


def vendors(tmp_path: Path, text: str = VENDOR) -> str:
    path = tmp_path / "sent.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_vendors_file_puts_notices_on_file_but_once(shell: Shell, tmp_path: Path) -> None:
    file = vendors(tmp_path)
    took = shell("import", "notices", file, "--json").json
    assert took == {"source": "sent.csv", "read": 6, "added": 2, "updated": 0, "unchanged": 0, "rejected": 4}
    (kept,) = shell("notice", "C1", "--json").json
    assert (kept["kind"], kept["on"], kept["returned"]) == ("validation", "2026-05-28", None)
    back = shell("notice", "C2", "--json").json
    assert [(each["kind"], each["returned"]) for each in back] == [("validation", "2026-06-01")]
    again = shell("import", "notices", file, "--json").json
    assert (again["added"], again["unchanged"], again["rejected"]) == (0, 2, 4)
    rejects = list(csv.reader(StringIO((tmp_path / "sent.csv.rejects.csv").read_text(encoding="utf-8"))))
    assert [row[0] for row in rejects] == ["line", "4", "5", "6", "7"]
    assert "No account none of client MERCY" in rejects[1][1]
    assert shell("doctor", "--json").json["faults"] == []


def test_a_notice_that_comes_back_later_is_brought_up_to_date(shell: Shell, tmp_path: Path) -> None:
    head = "account_number,notice,sent_date,returned_date\n"
    shell("import", "notices", vendors(tmp_path, head + "A-1,validation,2026-05-28,\n"), "--client", "MERCY")
    later = vendors(tmp_path, head + "A-1,validation,2026-05-28,2026-06-01\n")
    assert shell("import", "notices", later, "--client", "MERCY", "--json").json["updated"] == 1
    assert "the column client is missing" in shell("import", "notices", later, code=1).sentence


def test_of_two_who_owe_the_one_it_went_to_is_named(shell: Shell, tmp_path: Path) -> None:
    head = "client,account_number,notice,sent_date,case\n"
    said = shell("import", "notices", vendors(tmp_path, head + "MERCY,J-1,validation,2026-05-28,\n")).out
    assert "1 rejected" in said
    named = vendors(tmp_path, head + "MERCY,J-1,validation,2026-05-28,C6\n")
    assert shell("import", "notices", named, "--json").json["added"] == 1
