"""The contact book, calls that ask somebody else, and the list of those who have to be found, from the shell."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

CELL, HOME = "3", "4"
PROOFS = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")


def lose(shell: Shell, case: str = "C1") -> None:
    """Take every number of a case away."""
    for line in shell("contacts", case, "--json").json:
        if line["point"] == "number":
            shell("number", case, "mark", str(line["row"]), "bad", "--why", "out of service")


def test_the_book_tells_where_each_number_came_from_and_what_came_of_it(shell: Shell) -> None:
    shell("log", "C1", "NA", "--phone", str(shell("contacts", "C1", "--json").json[0]["row"]))
    lines = shell("contacts", "C1", "--json").json
    numbers = [line for line in lines if line["point"] == "number"]
    assert [line["place"] for line in numbers] == [1, 2]
    assert {line["source"] for line in lines} == {"placement"}
    tried = next(line for line in numbers if line["results"])
    assert tried["results"][0]["outcome"] == "NA"
    assert tried["place"] == 2
    text = shell("contacts", "C1").out
    assert "02 Jun 2026" in text
    assert "never tried" in text


def test_a_number_that_is_bad_is_kept_and_stands_last(shell: Shell) -> None:
    row = shell("contacts", "C1", "--json").json[0]["row"]
    shell("number", "C1", "mark", str(row), "bad", "--why", "fax")
    lines = [line for line in shell("contacts", "C1", "--json").json if line["point"] == "number"]
    assert [(line["standing"], line["place"]) for line in lines] == [("untried", 1), ("bad", 0)]
    assert lines[1]["row"] == row


def test_next_says_why_this_number(shell: Shell) -> None:
    found = shell("next", "--json").json
    assert found["number_why"] == "never tried"


def test_who_has_no_number_left_is_listed_with_the_next_step(shell: Shell) -> None:
    assert shell("skip-trace", "list", "--json").json == []
    lose(shell, "C1")
    lose(shell, "C4")
    found = shell("skip-trace", "list", "--json").json
    assert [each["case"] for each in found] == ["C1", "C4"]
    assert found[0]["tier"] == 2
    assert found[1]["tier"] == 0
    assert found[0]["next"] == "files"
    shell("skip-trace", "tried", "C1", "files", "--words", "nobody of that name and birth date")
    assert shell("skip-trace", "list", "--json").json[0]["next"] == "vendor"
    assert "EXAMPLE-TRACE" in shell("skip-trace", "list").out


def test_a_relative_is_asked_once_and_what_they_told_leads_back_to_the_person(shell: Shell) -> None:
    lose(shell)
    shell("contacts", "C1", "--add", "614-555-0177", "--relation", "relative", "--name", "Sam Lee")
    row = next(str(line["row"]) for line in shell("contacts", "C1", "--json").json if line["point"] == "other")
    assert shell("dial", "C1", "--phone", row, code=1).sentence.startswith("That number is somebody else's")
    assert "to ask where they are" in shell("dial", "C1", "--phone", row, "--location").out
    shell("log", "C1", "TP-M", "--talk", "40", "--learnt", "614-555-0188", "--learnt", "9 Oak Ave, Dayton, OH 45402")
    lines = shell("contacts", "C1", "--json").json
    told = [line for line in lines if line["source"] == "third party"]
    assert sorted(line["point"] for line in told) == ["address", "number"]
    assert shell("skip-trace", "list", "--json").json == []
    refused = shell("dial", "C1", "--phone", row, "--location", code=1).sentence
    assert "may be asked once" in refused or "not in doubt" in refused


def test_a_location_call_that_has_happened_is_logged_in_one_go(shell: Shell) -> None:
    lose(shell)
    shell("contacts", "C1", "--add", "614-555-0177", "--relation", "neighbour")
    row = next(str(line["row"]) for line in shell("contacts", "C1", "--json").json if line["point"] == "other")
    shell("log", "C1", "TP-R", "--location", "--phone", row, "--talk", "20")
    other = next(line for line in shell("contacts", "C1", "--json").json if line["point"] == "other")
    assert other["results"][0]["outcome"] == "TP-R"
    assert other["is_stopped"]
    assert "--phone" in shell("log", "C1", "TP-R", "--location", code=2).sentence


def test_what_is_no_address_and_no_relation_is_refused_with_a_sentence(shell: Shell) -> None:
    assert "12 Elm St, Columbus" in shell("contacts", "C1", "--address", "somewhere", code=2).sentence
    assert "--relation" in shell("contacts", "C1", "--add", "614-555-0177", code=2).sentence
    assert "one thing" in shell("contacts", "C1", "--address", "x", "--employer", "y", code=2).sentence


def test_until_somebody_verifies_the_book_shows_the_ends_of_numbers_and_cities(shell: Shell) -> None:
    shell("contacts", "C1", "--add", "614-555-0177", "--relation", "relative", "--name", "Sam Lee")
    masked, whole = (shell("contacts", "C1", *more, "--json").json for more in ((), PROOFS))
    texts = {line["text"] for line in masked}
    assert "..0177" in texts
    assert all(line["text"].startswith("..") for line in masked if line["point"] != "address")
    assert "(614) 555-0177" in {line["text"] for line in whole}
    assert [line["row"] for line in masked] == [line["row"] for line in whole]
    for line in whole:
        if line["point"] != "email":
            assert line["text"] not in texts
            assert line["text"] not in shell("contacts", "C1").out
    assert (
        "Not verified"
        in shell("contacts", "C1", "--verify", "dob=1901-01-01", "--verify", "zip=00000", code=1).sentence
    )


@pytest.mark.parametrize(("where", "is_odd"), [("OH 90210", True), ("OH 45402", False), ("OH", False)])
def test_a_zip_in_another_zone_than_its_state_warns_and_is_kept(shell: Shell, where: str, *, is_odd: bool) -> None:
    said = shell("contacts", "C1", "--address", f"9 Oak Ave, Dayton, {where}").out
    assert said.startswith("C1: The address is on file, untried.")
    assert ("another time zone than OH" in said) == is_odd
    code = where.partition(" ")[2]
    said = shell("correct", "C1", "address", "city=Dayton View", "state=OH", f"zip={code}").out
    assert ("another time zone than OH" in said) == is_odd


def test_what_is_kept_says_who_told_it(shell: Shell) -> None:
    place = "9 Oak Ave, Dayton, OH 45402"
    shell("contacts", "C1", "--address", place)
    shell("contacts", "C1", "--employer", "Mercy Bakery", "--source", "client file")
    shell("contacts", "C1", "--add", "614-555-0177", "--relation", "relative", "--source", "consumer")
    lines = shell("contacts", "C1", "--json").json
    assert next(line["source"] for line in lines if line["text"] == "Dayton, OH") == "collector"
    assert next(line["source"] for line in lines if line["point"] == "other") == "consumer"
    facts = shell("facts", "C1", *PROOFS, "--json").json
    assert next(fact["source"] for fact in facts if fact["fact"] == "employer") == "client file"
    assert "vendor" in shell("contacts", "C1", "--address", place, "--source", "vendor", code=2).sentence
