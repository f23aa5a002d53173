"""Facts from the shell: shown with who, when and from where; put right with nothing overwritten."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

PROVEN = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")


def facts(shell: Shell, *more: str) -> dict[tuple[str, str], dict[str, object]]:
    return {(each["fact"], each["field"]): each for each in shell("facts", "C1", "--json", *more).json}


def test_without_proof_only_which_facts_there_are_is_told(shell: Shell) -> None:
    told = facts(shell)
    assert {told["person", "dob"]["value"], told["address", "street"]["value"]} == {"on file"}
    text = shell("facts", "C1").out
    for secret in ("1980", "4417", "Elm", "0101", "Dana"):
        assert secret not in text


def test_with_proof_all_but_the_ssn_is_told_with_its_source(shell: Shell) -> None:
    told = facts(shell, *PROVEN)
    assert told["person", "dob"]["value"] == "1980-03-04"
    assert told["person", "ssn4"]["value"] == "••••"
    assert told["address", "street"]["source"] == "placement"
    assert "4417" not in shell("facts", "C1", *PROVEN).out


def test_a_correction_takes_the_old_value_out_of_use(shell: Shell) -> None:
    said = shell("correct", "C1", "person", "last=Obradovic", "--source", "document", "--why", "driver's licence").out
    assert said == "C1: Person: corrected; the old one is kept, out of use.\n"
    told = facts(shell, *PROVEN)["person", "last"]
    assert (told["value"], told["before"], told["source"]) == ("Obradovic", ["Lee"], "document")
    assert facts(shell, *PROVEN)["person", "first"]["source"] == "placement"
    assert [hit["name"] for hit in shell("find", "dana", "obradovic", "--json").json][:1] == ["Obradovic, Dana"]
    assert all(hit["probability"] < 0.5 for hit in shell("find", "--name", "dana lee", "--json").json)
    assert shell("doctor", "--json").json["faults"] == []


def test_a_change_keeps_the_old_value_as_an_earlier_one_that_is_found_still(shell: Shell) -> None:
    shell("correct", "C1", "person", "last=Okafor", "--changed", "--why", "married")
    assert facts(shell, *PROVEN)["person", "last"]["before"] == ["Lee"]
    (first, *_) = shell("find", "--name", "dana lee", "--json").json
    assert first["case"] == "C1"
    assert {"former name"} == {why["field"] for why in first["reasons"]}
    assert shell("doctor", "--json").json["faults"] == []


def test_an_employer_and_a_cover_are_kept_too(shell: Shell) -> None:
    shell("correct", "C1", "employer", "name=Prairie Bakery", "--add")
    shell("correct", "C1", "coverage", "insurance_name=Medicaid", "insurance_member_id=W123", "--source", "document")
    told = facts(shell, *PROVEN)
    assert told["employer", "name"]["value"] == "Prairie Bakery"
    assert told["coverage", "insurance_name"]["value"] == "Medicaid"
    assert told["coverage", "insurance_member_id"]["value"] == "••••"
    assert shell("find", "--member", "w-123", "--json").json[0]["case"] == "C1"


def test_a_cover_says_who_told_it_and_what_it_was(shell: Shell) -> None:
    for insurer, source, why in (("Medicaid", "document", "card seen"), ("Aetna", "consumer", "")):
        shell("correct", "C1", "coverage", f"insurance_name={insurer}", "--source", source, "--why", why)
    shell("correct", "C1", "coverage", "insurance_type=primary", "--source", "client file")
    name = facts(shell, *PROVEN)["coverage", "insurance_name"]
    assert (name["value"], name["source"], name["before"]) == ("Aetna", "consumer", ["Medicaid"])
    shell("correct", "C1", "coverage", "insurance_name=Medicaid", "--source", "document", "--why", "card seen")
    name = facts(shell, *PROVEN)["coverage", "insurance_name"]
    assert (name["source"], name["why"], name["before"]) == ("document", "card seen", ["Aetna"])
    assert "document (card seen); before: Aetna" in shell("facts", "C1", *PROVEN).out
    assert facts(shell, *PROVEN)["coverage", "insurance_type"]["source"] == "client file"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("person", "dob=2031-01-01"), "Nobody alive was born on that day"),
        (("person", "dob=4/3/80"), "Write the birth date as 1980-04-03"),
        (("person", "ssn4=12"), "last four digits"),
        (("person", "first=", "last="), "A person needs a name"),
        (("person", "last=Lee"), "on file already"),
        (("person", "shoe=43"), "not shoe"),
        (("address", "state=Ohio"), "two letters"),
        (("address", "zip=432"), "five digits"),
        (("address", "state=ZZ"), "There is no state ZZ"),
        (("phone", "number=614-555-0151", "--row", "4"), "on file already, marked untried"),
        (("phone", "number=12"), "no whole telephone number"),
        (("email", "address=nobody", "--add"), "no e-mail address"),
        (("employer", "name=4111 1111 1111 1111", "--add"), "card number"),
        (("address", "street=1 Way", "--row", "77"), "no such row"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    before = facts(shell, *PROVEN)
    assert sentence in shell("correct", "C1", *words, code=1).sentence
    assert facts(shell, *PROVEN) == before


def test_the_history_says_that_something_was_corrected_and_not_what(shell: Shell) -> None:
    shell("correct", "C1", "person", "ssn4=9321", "--source", "document", "--why", "card seen")
    told = shell("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=9321").out
    assert "corrected the name or birth date, after document: card seen" in told
    assert "4417" not in told


def test_a_number_that_is_a_strangers_does_not_come_back(shell: Shell) -> None:
    shell("number", "C1", "mark", "3", "wrong_party", "--why", "stranger")
    assert "marked wrong party" in shell("correct", "C1", "phone", "number=614-555-0151", "--add", code=1).sentence


def test_a_search_never_says_how_near_a_social_security_number_was(shell: Shell) -> None:
    for guess in ("4418", "4471"):
        said = ("find", "--name", "dana lee", "--ssn4", guess, "--purpose", "skip tracing", "--json")
        (first, *_) = shell(*said).json
        (told,) = (why for why in first["reasons"] if why["field"] == "ssn4")
        assert (told["level"], told["on_file"]) == ("differs", None)
        assert told["bits"] <= 0
