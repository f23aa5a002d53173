"""A vendor's file of answers: what a line says, whom it is about, and why one is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from callassist.dossier import TracedPhone, TracedPlace
from callassist.intake.traces import BadTrace, BadTraceFile, TraceAnswer, read_trace_map, read_traces

TODAY = date(2026, 11, 24)


def answers(folder: Path, *lines: str, renames: str = "") -> list[TraceAnswer | BadTrace]:
    file = folder / "answers.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mapped = None
    if renames:
        (folder / "map.yaml").write_text(renames, encoding="utf-8")
        mapped = read_trace_map(folder / "map.yaml")
    return [answer for _, answer in read_traces(file, TODAY, mapped)]


def answer(folder: Path, *lines: str, renames: str = "") -> TraceAnswer:
    (found,) = answers(folder, *lines, renames=renames)
    assert isinstance(found, TraceAnswer), str(found)
    return found


def refusal(folder: Path, head: str, line: str) -> str:
    (found,) = answers(folder, head, line)
    assert isinstance(found, BadTrace)
    return str(found)


def test_a_line_says_who_where_and_when(tmp_path: Path) -> None:
    head = (
        "case,first_name,last_name,former_names,dob,ssn_last4,address,city,state,zip,address_seen,previous_1_address,"
        "previous_1_zip,phone_1,phone_1_type,phone_1_seen,phone_2,email_1,employer,seen_date,score"
    )
    line = (
        "C17,Dana,Lee,Dana Roe; D. Fox,1980-03,XXX-XX-4417,9 Elm St Apt 2,Akron,ohio,44301-1234,2026-10-01,12 Oak St,"
        "43215,(614) 555-0109,Wireless,10/5/2026,614.555.0110 x3,dana@example.com,Example Mills,2026-11-01,88"
    )
    found = answer(tmp_path, head, line)
    trace = found.trace
    assert (found.case, found.reference, found.account) == (17, "", "")
    assert (trace.first, trace.last, trace.former, trace.born, trace.ssn4) == (
        *("Dana", "Lee", ("Dana Roe", "D. Fox"), "1980-03", "4417"),
    )
    assert trace.place == TracedPlace(
        street="9 Elm St Apt 2", city="Akron", state="OH", zip="44301", seen=date(2026, 10, 1)
    )
    assert trace.before == (TracedPlace(street="12 Oak St", zip="43215"),)
    assert trace.phones[0] == TracedPhone(number=16145550109, kind="cell", line="wireless", seen=date(2026, 10, 5))
    assert trace.phones[1].number == 16145550110
    assert (trace.emails, trace.employer, trace.seen, trace.own_score) == (
        *(("dana@example.com",), "Example Mills", date(2026, 11, 1), "88"),
    )


def test_a_map_renames_columns_either_way_round(tmp_path: Path) -> None:
    renames = "Ref No: request_ref\nphone_1: BEST PHONE\nSurname: last_name\n"
    found = answer(
        tmp_path, "REF NO,surname,best phone,Credit Score", "7K3M-9X2Q-F,Lee,6145550109,700", renames=renames
    )
    assert found.reference == "7K3M-9X2Q-F"
    assert found.trace.phones == (TracedPhone(number=16145550109),)


def test_the_same_answer_has_the_same_digest_however_the_file_is_laid_out(tmp_path: Path) -> None:
    one = answer(tmp_path, "case,last_name,phone", "C1,Lee,614-555-0109")
    other = answer(tmp_path, "Phone 1,Last Name,CASE,Unknown", "(614) 5550109,Lee,1,x")
    third = answer(tmp_path, "case,last_name,phone", "C1,Lee,614-555-0110")
    assert one.trace.digest == other.trace.digest != third.trace.digest


@pytest.mark.parametrize(
    ("head", "line", "says"),
    [
        ("case,last_name,phone_1", ",Lee,614-555-0109", "does not say whom it is about"),
        ("case,last_name,phone_1", "C17x,Lee,614-555-0109", "is no case"),
        ("case,last_name,phone_1", "C17,,614-555-0109", "names nobody"),
        ("case,last_name,phone_1", "C17,Lee,", "brings no address"),
        ("case,last_name,phone_1", "C17,Lee,555-0109", "phone_1 is no telephone number"),
        ("case,last_name,phone_1,dob", "C17,Lee,614-555-0109,31/31/1980", "dob is no day"),
        ("case,last_name,phone_1,seen_date", "C17,Lee,614-555-0109,2031-01-01", "seen_date '2031-01-01' is no day"),
        ("case,last_name,email_1", "C17,Lee,nobody", "email_1 is no e-mail address"),
        ("case,last_name,address", f"C17,Lee,{'x' * 300}", "address is longer than 200"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(tmp_path: Path, head: str, line: str, says: str) -> None:
    told = refusal(tmp_path, head, line)
    assert says in told
    assert "line 2" in told


def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadTraceFile, match="no column says whom"):
        answers(tmp_path, "last_name,phone_1", "Lee,614-555-0109")
    with pytest.raises(BadTraceFile, match="two columns are called phone_1"):
        answers(tmp_path, "case,phone,phone_1", "C1,1,2")
    with pytest.raises(BadTraceFile, match="neither 'Balance' nor 'owed' is a column of ours"):
        answers(tmp_path, "case,phone", "C1,1", renames="Balance: owed\n")


def test_odd_text_is_calm(tmp_path: Path) -> None:
    head = "case,first_name,last_name,address,zip"
    for odd in ("🏠", "'; DROP TABLE x; --", "\u202eeeL", "=HYPERLINK(1)", "\x00\x07"):
        (found,) = answers(tmp_path, head, f'C1,"{odd}",Lee,"{odd}",43215')
        assert isinstance(found, TraceAnswer | BadTrace)


def test_a_clients_placement_file_is_no_vendors_answer(tmp_path: Path) -> None:
    file = tmp_path / "placements.csv"
    file.write_text("account_number,first_name,last_name,balance\nA-1,Dana,Lee,100.00\n", encoding="utf-8")
    with pytest.raises(BadTraceFile, match="placement file"):
        list(read_traces(file, TODAY))
