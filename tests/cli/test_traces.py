"""What vendors say of where people are: taken in, graded, judged, and nothing shown that would verify anybody."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.shell import Shell

HEAD = (
    "case,client,account_number,first_name,last_name,former_names,dob,ssn_last4,address,city,state,zip,address_seen,"
    "previous_1_address,previous_1_city,previous_1_state,previous_1_zip,phone_1,phone_1_type,phone_2,score"
)
MOVED = "C1,,,Dana,Lee,,1980-03-04,,77 Birch Ave Apt 4,Dayton,OH,45402,2026-05-20,12 Elm Street,Columbus,OH,43215"
SURE = f"{MOVED},937-555-0144,wireless,614-555-0101,88"
UNSURE = "C2,,,Samuel,Roe,,,,40 Lake Rd,Akron,OH,44301,2026-05-01,9 Oak Street,Columbus,OH,43215,330-555-0177,,,"
OTHER = "C3,,,Ivy,Ash,,1991-07-08,6639,4 Hill St,Toledo,OH,43604,,7 Ash St,Columbus,OH,43215,419-555-0122,,,"
COUNTS = ("read", "added", "updated", "unchanged", "rejected", "to_review")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """One that is sure, one that is not, one whose birth date contradicts."""
    return vendor_file(tmp_path / "answers.csv", SURE, UNSURE, OTHER)


def vendor_file(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def ask(shell: Shell, tmp_path: Path, *cases: str) -> None:
    """What a vendor was not asked for never goes on file by itself."""
    named = (part for case in cases for part in ("--case", case))
    shell("export", "trace-request", *named, "--out", str(tmp_path / "asked.csv"))


def counted(shell: Shell, file: Path, *more: str) -> tuple[int, ...]:
    told = shell("import", "traces", str(file), "--json", *more).json
    return tuple(told[name] for name in COUNTS)


def numbers(shell: Shell, case: str) -> list[tuple[str, str]]:
    return [(each["kind"], each["standing"]) for each in shell("open", case, "--json").json["numbers"]]


def test_what_is_sure_goes_on_file_and_the_rest_waits(shell: Shell, answers: Path) -> None:
    ask(shell, answers.parent, "C1", "C2", "C3")
    assert counted(shell, answers) == (3, 3, 0, 0, 0, 2)
    assert numbers(shell, "C1") == [("home", "untried"), ("cell", "untried"), ("cell", "untried")]
    waiting = shell("traces", "--json").json
    assert [(each["case"], each["grade"]) for each in waiting] == [("C2", "C"), ("C3", "D")]
    assert "dob" in {each["field"] for each in waiting[1]["evidence"] if each["level"] == "different"}
    assert len(numbers(shell, "C2")) == 1


def test_what_nobody_asked_for_waits_however_well_it_fits(shell: Shell, tmp_path: Path) -> None:
    assert counted(shell, vendor_file(tmp_path / "a.csv", SURE)) == (1, 1, 0, 0, 0, 1)
    assert [(each["case"], each["grade"]) for each in shell("traces", "--json").json] == [("C1", "A")]
    assert len(numbers(shell, "C1")) == 2


def test_the_same_file_twice_changes_nothing(shell: Shell, answers: Path) -> None:
    counted(shell, answers)
    assert counted(shell, answers) == (3, 0, 0, 3, 0, 0)
    shell("doctor")


def test_a_mended_answer_takes_the_place_of_the_one_that_waits(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "request.csv"
    shell("export", "trace-request", "--case", "C3", "--out", str(out))
    reference = out.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    for number, (year, expected) in enumerate((("1991", (1, 1, 0, 0, 0, 1)), ("1990", (1, 0, 1, 0, 0, 0)))):
        file = vendor_file(tmp_path / f"{number}.csv", OTHER.replace("C3", reference).replace("1991", year))
        file.write_text(file.read_text().replace("case,", "request_ref,", 1))
        assert counted(shell, file) == expected
    assert shell("traces").out.strip() == "No answer waits."


def test_an_answer_is_accepted_once_and_what_it_brings_is_untried(shell: Shell, answers: Path) -> None:
    counted(shell, answers)
    trace = str(shell("traces", "C2", "--json").json[0]["id"])
    assert "a number and an address on file, untried" in shell("traces", "accept", "C2", trace).out
    assert len(numbers(shell, "C2")) == 2
    assert "No such answer waits" in shell("traces", "accept", "C2", trace, code=1).sentence
    assert shell("traces", "C2").out.strip() == "No answer waits."


def test_a_refusal_needs_its_reason(shell: Shell, answers: Path) -> None:
    ask(shell, answers.parent, "C1")
    counted(shell, answers)
    trace = str(shell("traces", "C3", "--json").json[0]["id"])
    assert "Say why" in shell("traces", "refuse", "C3", trace, code=1).sentence
    shell("traces", "refuse", "C3", trace, "--why", "born in another year")
    assert [each["case"] for each in shell("traces", "--json").json] == ["C2"]
    assert counted(shell, answers) == (3, 0, 0, 3, 0, 0)
    assert len(numbers(shell, "C3")) == 1


def test_a_number_that_was_marked_stays_so(shell: Shell, tmp_path: Path) -> None:
    row = next(str(each["row"]) for each in shell("open", "C1", "--json").json["numbers"] if each["kind"] == "cell")
    shell("number", "C1", "mark", row, "wrong_party", "--why", "a stranger answered")
    ask(shell, tmp_path, "C1")
    assert counted(shell, vendor_file(tmp_path / "a.csv", SURE)) == (1, 1, 0, 0, 0, 0)
    assert ("cell", "wrong_party") in numbers(shell, "C1")
    assert len(numbers(shell, "C1")) == 3


def test_nothing_that_verifies_somebody_is_shown(shell: Shell, answers: Path) -> None:
    counted(shell, answers)
    told = shell("traces").out + shell("traces", "--json").out
    for secret in ("1991", "1990-07", "6639", "40 Lake", "9 Oak", "7 Ash", "3305550177", "330-555", "6145550103"):
        assert secret not in told
    for shown in ("Samuel Roe | Sam Roe", "Lake Rd, Akron", "..0177", "dob", "different"):
        assert shown in told


def test_what_is_refused_says_why_in_a_file_of_its_own(shell: Shell, tmp_path: Path) -> None:
    strange = (SURE.replace("C1", "C999"), SURE.replace("C1", "QQQQ"), "T" + SURE, SURE.replace("C1,,", ",MERCY,J-1"))
    file = vendor_file(tmp_path / "odd.csv", *strange, SURE.replace("937-555-0144", "12"), SURE)
    assert counted(shell, file) == (6, 1, 0, 0, 5, 1)
    rejects = tmp_path / "odd.csv.rejects.csv"
    told = rejects.read_text(encoding="utf-8")
    for reason in ("There is no case 999", "is no case", "owe account MERCY/J-1", "is no telephone number"):
        assert reason in told
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    assert "1980" not in told


def test_columns_are_renamed_by_a_map(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "theirs.csv"
    file.write_text("Acct,Cust,GivenNm,SurNm,BirthDt,Ph1\nA-2,MERCY,Sam,Roe,05/06/1975,330-555-0177\n")
    renames = tmp_path / "map.yaml"
    renames.write_text(
        "Acct: account_number\nCust: client\nGivenNm: first_name\nSurNm: last_name\nBirthDt: dob\nPh1: phone_1\n"
    )
    assert counted(shell, file, "--map", str(renames)) == (1, 1, 0, 0, 0, 1)


def test_a_vendor_is_one_of_the_agencys(shell: Shell, answers: Path) -> None:
    assert "EXAMPLE-TRACE" in shell("import", "traces", str(answers), "--vendor", "NOBODY", code=2).err
    shell("traces", "accept", "C1", code=2)
    shell("traces", "C1", "C2", code=2)


def test_a_request_and_its_answer(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "request.csv"
    shell("export", "trace-request", "--case", "C1", "--vendor", "EXAMPLE-TRACE", "--out", str(out))
    reference = out.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    file = tmp_path / "answer.csv"
    head = HEAD.replace("case,", "request_ref,", 1)
    made_up = f"{reference[:-1]}{'2' if reference[-1] != '2' else '3'}"
    lines = (head, SURE.replace("C1", made_up, 1), SURE.replace("C1", reference.lower(), 1))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert counted(shell, file) == (2, 1, 0, 0, 1, 0)
    assert "is no request of ours" in (tmp_path / "answer.csv.rejects.csv").read_text(encoding="utf-8")


def test_mail_that_came_back_marks_the_address(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "letters.csv"
    file.write_text(
        "account_number,client,notice,sent_date,returned_date\nA-2,MERCY,validation,2026-04-10,2026-04-25\n",
        encoding="utf-8",
    )
    shell("import", "notices", str(file))
    same = UNSURE.replace("40 Lake Rd,Akron,OH,44301,2026-05-01", "9 Oak St,Columbus,OH,43215,")
    counted(shell, vendor_file(tmp_path / "a.csv", same, UNSURE))
    brings = [each for view in shell("traces", "C2", "--json").json for each in view["brings"]]
    assert any("Lake Rd" in each for each in brings)
    assert not any("Oak" in each for each in brings)


def test_an_address_is_marked_by_hand_and_told_in_the_contact_book(shell: Shell) -> None:
    def place() -> dict[str, str]:
        lines = shell("contacts", "C2", "--json").json
        return next(each for each in lines if each["point"] == "address")

    row = str(place()["row"])
    said = shell("address", "C2", row, "returned", "--why", "a letter came back by hand", "--on", "2026-05-30").out
    assert "marked returned" in said
    assert (place()["standing"], place()["since"]) == ("returned", "2026-05-30")
    assert "already" in shell("address", "C2", row, "returned", "--why", "again", code=1).sentence
    shell("address", "C2", row, "good", "--why", "they say that mail reaches them")
    assert place()["standing"] == "good"


def test_the_list_of_who_must_be_found_says_what_is_doubted(shell: Shell) -> None:
    for each in shell("open", "C2", "--json").json["numbers"]:
        shell("number", "C2", "mark", str(each["row"]), "wrong_party", "--why", "a stranger answered")
    row = next(str(each["row"]) for each in shell("contacts", "C2", "--json").json if each["point"] == "address")
    shell("address", "C2", row, "returned", "--why", "a letter came back", "--on", "2026-05-30")
    (search,) = shell("skip-trace", "--json").json
    assert search["doubts"] == [
        "No number may still lead to them: 1 is bad or somebody else's.",
        "Mail to the newest address came back on 30 May 2026.",
    ]
    assert "came back on 30 May 2026" in shell("skip-trace").out


def test_two_people_whom_a_vendor_names_for_one_request_both_wait(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "request.csv"
    shell("export", "trace-request", "--case", "C3", "--out", str(out))
    reference = out.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    one, two = OTHER.replace("C3", reference), OTHER.replace("C3", reference).replace("4 Hill St", "6 Lake St")
    file = vendor_file(tmp_path / "answers.csv", one, two)
    file.write_text(file.read_text().replace("case,", "request_ref,", 1))
    assert counted(shell, file) == (2, 2, 0, 0, 0, 2)
    assert len(shell("traces", "C3", "--json").json) == 2
    assert counted(shell, file) == (2, 0, 0, 2, 0, 0)
