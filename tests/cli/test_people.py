"""Who is on the line, who may speak or hear for a consumer, and who may hear what, from the shell."""

from __future__ import annotations

from tests.cli.shell import Shell

SIGNED = ("--name", "Robin Lee", "--words", "form of 1 June", "--written")
ALL = ["disclose", "disclose_creditor", "disclose_amount", "disclose_care", "demand", "offer", "take_payment"]


def test_what_a_spouse_may_hear_waits_for_a_paper(shell: Shell) -> None:
    nothing = shell("may-hear", "C1", "--speaker", "spouse", "--json", code=1).json
    assert nothing["speaker"] == "spouse"
    assert nothing["debts"][0]["hears"] == []
    assert {each["rule"] for each in nothing["debts"][0]["kept"]} == {"us.hipaa.family"}
    shell("authority", "C1", "add", "hipaa_authorization", "spouse", *SIGNED, "--until", "2026-12-31")
    assert shell("may-hear", "C1", "--speaker", "spouse", "--json").json["debts"][0]["hears"] == ALL


def test_the_consumer_is_asked_for_unless_somebody_is_named(shell: Shell) -> None:
    view = shell("may-hear", "C1", "--json").json
    assert (view["case"], view["speaker"]) == ("C1", "consumer")
    assert "how much it is" in shell("may-hear", "C1").out


def test_authorities_are_listed_without_the_name_that_verifies(shell: Shell) -> None:
    shell("authority", "C1", "add", "hipaa_authorization", "spouse", *SIGNED)
    (held,) = shell("authority", "C1", "--json").json
    assert held.keys() == {"id", "kind", "relation", "debts", "since", "until", "is_written"}
    assert "Robin" not in shell("authority", "C1", "list").out
    shell("authority", "C1", "end", str(held["id"]), "--why", "taken back")
    assert shell("authority", "C1", "--json").json == []


def test_leave_by_word_needs_the_verified_consumer(shell: Shell) -> None:
    words = ("--name", "Robin Lee", "--words", "tell my wife")
    assert "verified consumer" in shell("authority", "C1", "add", "consent", "spouse", *words, code=1).sentence


def test_what_is_typed_wrong_is_a_usage_error(shell: Shell) -> None:
    assert "add KIND RELATION" in shell("authority", "C1", "add", "letter", code=2).sentence
    assert "by number" in shell("authority", "C1", "end", "first", code=2).sentence
    shell("dial", "C1")
    assert "zip=43215" in shell("speaker", "C1", "spouse", "--verify", "zip", code=2).sentence


def test_a_speaker_is_named_and_verified_on_the_open_call(shell: Shell) -> None:
    shell("authority", "C1", "add", "hipaa_authorization", "spouse", *SIGNED)
    assert "open call" in shell("speaker", "C1", "spouse", code=1).sentence
    shell("dial", "C1")
    assert "their own name" in shell("speaker", "C1", "spouse").out
    assert shell("may-hear", "C1", "--json", code=1).json["debts"][0]["kept"][0]["rule"] == "us.hipaa.identity-first"
    verified = shell("speaker", "C1", "spouse", "--verify", "name=Robin Lee", "--verify", "house_number=12")
    assert "Verified as spouse" in verified.out
    assert shell("may-hear", "C1", "--json").json["speaker"] == "spouse"


def test_the_verified_case_says_which_facts_it_shows(shell: Shell) -> None:
    proof = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")
    (debt,) = shell("open", "C1", *proof, "--json").json["debts"]
    assert debt["may_hear"] == ALL
    assert debt["facility"] == "Zetamed Hospital"
