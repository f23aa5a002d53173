"""Working cases from the shell: JSON keys, ten calls to ten outcomes, leases, undo, people who owe together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callassist.desk import desk as desk_module
from tests.cli.conftest import HEAD, line
from tests.cli.shell import NOW, Shell

NEXT = {"case", "why", "person", "number", "number_why", "local_time", "lease_until"}
FOUND = {
    "case",
    "account_number",
    "accounts",
    "name",
    "city",
    "is_open",
    "person",
    "probability",
    "verdict",
    "reasons",
}
VERDICT = {"verdict", "findings", "not_checked", "next_clear"}
TEN = (
    ("NA",),
    ("BZ",),
    ("AM-N", "--talk", "20"),
    ("WN", "--words", "never heard of her"),
    ("TP-M", "--talk", "15"),
    ("PTP", "--talk", "90", "--amount", "50", "--date", "2026-06-12"),
    ("RPC-CB", "--talk", "60", "--date", "wed 2p", "--consent", "yes, then", "--consent-until", "2026-06-04"),
    ("DSP", "--talk", "60", "--words", "was never there", "--verified"),
    ("TIME", "--talk", "30", "--hours", "after 5p weekdays", "--verified"),
    ("ATTY", "--party", "A. Torney", "--talk", "30", "--verified"),
)


def test_ten_calls_are_worked_to_ten_outcomes(shell: Shell) -> None:
    worked = []
    for words in TEN:
        case = shell("next", "--json").json["case"]
        code, *rest = words
        shell("log", case, code, *rest)
        worked.append(case)
    assert len(set(worked)) == 10
    figures = shell("report", "shift", "--json").json
    assert sum(figures["outcomes"].values()) == 10
    assert set(figures["outcomes"]) == {code for code, *_ in TEN}
    assert (figures["calls"], figures["promises"], figures["promised_cents"], figures["uncoded"]) == (10, 1, 5_000, 0)
    assert shell("doctor", "--json").json == {"cases": 18, "faults": [], "mended": 0}


def test_next_leases_for_a_quarter_of_an_hour(shell: Shell) -> None:
    first = shell("next", "--json").json
    assert first.keys() == NEXT
    assert (first["person"], first["number"], first["local_time"]) == ("Dana Lee", "+16145550151", "10:05 ET")
    assert first["why"] == ["new business, placed 01 Apr 2026"]
    assert first["lease_until"].startswith("2026-06-02T14:20:0")
    assert shell("next", "--json").json["case"] != first["case"]
    ben = Shell(shell.db, "--now", NOW, "--as", "ben")
    assert "open on another desk" in ben("skip", first["case"], "--reason", "mine", code=1).sentence
    late = shell.at("2026-06-02T10:21-04:00")
    assert late("next", "--json").json["case"] == first["case"]


def test_a_case_is_given_back(shell: Shell) -> None:
    case = shell("next", "--json").json["case"]
    shell("release", case)
    assert "is not in your hands" in shell("release", case, code=1).sentence
    assert shell("next", "--json").json["case"] == case


def test_nobody_left_is_said_so(shell: Shell) -> None:
    night = shell.at("2026-06-02T23:30-04:00")
    assert "Nobody may be called now" in night("next", code=1).sentence
    assert night("next", "--json", code=1).out == "null\n"


def test_a_skipped_case_comes_again_after_an_hour(shell: Shell) -> None:
    case = shell("next", "--json").json["case"]
    shell("skip", case, "--reason", "ask the client first")
    assert shell("next", "--json").json["case"] != case
    assert shell.at("2026-06-02T11:06-04:00")("next", "--json").json["case"] == case


# ── naming a case ──


def test_a_case_by_any_of_its_names(shell: Shell) -> None:
    for name in ("C1", "c1", "MERCY/A-1", "A-1"):
        assert shell("open", name, "--json").json["case"] == "C1"


def test_what_may_mean_several_lists_them(shell: Shell) -> None:
    both = shell("may-call", "A-3", code=2).sentence
    assert "MERCY/A-3 is C4; STELMO/A-3 is C3" in both
    together = shell("may-call", "MERCY/J-1", code=2).sentence
    assert "MERCY/J-1 is C5 and C6" in together
    assert shell("open", "STELMO/A-3", "--json").json["ask_for"] == "Ivy Ash"


# ── open ──


def test_the_locked_case_holds_no_word_of_the_debt(shell: Shell) -> None:
    for text in (shell("open", "A-1").out, shell("open", "A-1", "--json").out):
        for secret in ("1,284.50", "1284", "MERCY", "Zetamed", "1980", "4417", "Elm", "43215", "0101", "A-1"):
            assert secret not in text


def test_the_verified_case_needs_right_answers_and_is_journalled(shell: Shell) -> None:
    wrong = shell("open", "A-1", "--verify", "dob=1980-03-05", "--verify", "ssn4=4417", code=1)
    assert wrong.sentence == "Not verified; 2 tries left today."
    assert "1,284.50" not in wrong.out
    half = shell("open", "A-1", "--verify", "dob=1980-03-04", code=1)
    assert half.sentence.startswith("Not verified yet")
    right = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")
    view = shell("open", "A-1", *right, "--json").json
    assert view["debts"][0]["balance"] == "1,284.50"
    assert any("identity verified by" in line for line in view["history"])
    for answer in ("4418", "4419"):
        shell("open", "A-1", "--verify", "dob=1980-03-04", "--verify", f"ssn4={answer}", code=1)
    spent = shell("open", "A-1", *right, code=1).sentence
    assert spent.startswith("There were 3 wrong answers today.")


def test_reading_a_case_leaves_ones_lease_as_it_was(shell: Shell) -> None:
    case = shell("next", "--json").json["case"]
    shell("open", case, "--verify", "dob=1980-03-04", "--verify", "ssn4=4417")
    ben = Shell(shell.db, "--now", "2026-06-02T10:19-04:00", "--as", "ben")
    assert "open on another desk" in ben("log", case, "NA", code=1).sentence
    Shell(shell.db, "--now", "2026-06-02T10:21-04:00", "--as", "ben")("log", case, "NA")


# ── log ──


def test_nothing_is_kept_of_what_is_refused(shell: Shell) -> None:
    assert "PTP needs an amount" in shell("log", "A-1", "PTP", "--talk", "60", code=1).sentence
    assert shell("open", "A-1", "--json").json["calls_in_7_days"] == 0
    shell("log", "A-1", "NA", "--phone", "99", code=1)
    assert shell("report", "shift", "--json").json["calls"] == 0


def test_what_a_rule_stops_is_not_dialled_but_recorded_once_it_has_happened(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    refused = shell("dial", "A-1", code=1).sentence
    assert "12 CFR 1006.14(b)(2)(i)(B)" in refused
    assert refused.count("Spoke on") == 1
    assert "Recorded, although us.regf.after-conversation stops such a call. " in shell("log", "A-1", "NA").out
    assert shell("open", "A-1", "--json").json["calls_in_7_days"] == 2


def test_they_may_call_us_whatever_the_rules(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    said = shell("log", "A-1", "PTP", "--inbound", "--talk", "60", "--amount", "25", "--date", "2026-06-05").out
    assert "Promise of $25.00 for Fri 5 Jun" in said


def test_a_debt_may_come_out_otherwise(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    row = "A-9,MERCY,Dana,Lee,1980-03-04,4417,614-555-0101,,12 Elm St,60.50,2026-02-01"
    file.write_text(f"{HEAD}\n{line(1, row)}\n")
    shell("import", "placements", str(file))
    right = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417", "--json")
    first, second = (debt["debt"] for debt in shell("open", "A-9", *right).json["debts"])
    said = shell("log", "A-9", "RPC-NC", "--talk", "60", "--code", f"{second}=DSP", "--words", "not hers").out
    assert "Dispute" in said
    assert shell("may-call", "A-9", "--debt", str(first), "--json", code=1).json["verdict"] == "block"
    assert "write it as 17=DSP" in shell("log", "A-2", "NA", "--code", "x", code=2).sentence


def test_a_time_is_on_the_consumers_wall(shell: Shell) -> None:
    said = shell("log", "A-1", "RPC-CB", "--talk", "30", "--date", "2026-06-10T14:30").out
    assert "Call back Wed 10 Jun 14:30 ET" in said
    said = shell("log", "A-2", "RPC-CB", "--talk", "30", "--date", "2026-06-10T14:30-07:00").out
    assert "Call back Wed 10 Jun 17:30 ET" in said
    assert "is no day or moment" in shell("log", "B-1", "PTP", "--date", "whenever", code=2).sentence
    assert "names no times" in shell("log", "B-1", "TIME", "--hours", "xyzzy", code=2).sentence
    assert "needs an end" in shell("log", "B-1", "NA", "--consent", "yes", code=2).sentence


def test_an_outcome_is_undone_and_its_call_is_open_again(shell: Shell) -> None:
    shell("log", "A-1", "PTP", "--talk", "60", "--amount", "50", "--date", "2026-06-12")
    assert shell("log", "A-1", "--undo").out == "C1: Undone: the call is open again.\n"
    assert "has no outcome yet" in shell("release", "A-1", code=1).sentence
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    figures = shell("report", "shift", "--json").json
    assert (figures["calls"], figures["promises"], figures["outcomes"]) == (1, 0, {"RPC-NC": 1})


def test_only_who_logged_it_takes_it_back(shell: Shell) -> None:
    shell("log", "A-1", "NA")
    ben = Shell(shell.db, "--now", NOW, "--as", "ben")
    assert "only they can undo it" in ben("log", "A-1", "--undo", code=1).sentence


def test_both_who_owe_a_debt_follow(shell: Shell) -> None:
    shell("log", "C5", "DSP", "--talk", "60", "--words", "paid it", "--verified")
    assert shell("may-call", "C5", "--json", code=1).json["verdict"] == "block"
    assert shell("may-call", "C6", "--json").json["verdict"] == "allow"
    answers = ("--verify", "dob=1970-02-03", "--verify", "ssn4=9963", "--json")
    assert any("disputed" in line for line in shell("open", "C6", *answers).json["history"])
    shell("doctor")


# ── asking ──


def test_may_call_says_the_rule_its_source_and_the_next_clear_moment(shell: Shell) -> None:
    allowed = shell("may-call", "A-1", "--json").json
    assert allowed.keys() == VERDICT
    assert (allowed["verdict"], allowed["findings"], allowed["next_clear"]) == ("allow", [], None)
    assert any("not researched" in text for text in allowed["not_checked"])
    night = shell.at("2026-06-02T23:30-04:00")("may-call", "A-1", "--json", code=1).json
    assert night["verdict"] == "block"
    assert {"rule", "effect", "say", "cite", "verified", "opens"} == night["findings"][0].keys()
    assert night["next_clear"].startswith("2026-06-03T12:00:01")
    said = shell.at("2026-06-02T23:30-04:00")("may-call", "A-1", code=1).out
    assert "[15 USC 1692c(a)(1)" in said
    assert "next clear: 03 Jun 2026 08:00 ET" in said
    assert "no rule on file stops this call" in shell("may-call", "A-1").out


def test_one_number_or_one_debt(shell: Shell) -> None:
    shell("log", "A-1", "DNC", "--phone", "3", "--talk", "20", "--verified")
    assert shell("may-call", "A-1", "--phone", "3", "--json", code=1).json["verdict"] == "block"
    assert "C1 has no number 77" in shell("may-call", "A-1", "--phone", "77", code=2).sentence
    assert "C1 has no debt 77" in shell("may-call", "A-1", "--debt", "77", code=2).sentence


@pytest.mark.parametrize(
    ("words", "case"),
    [
        (["lee,", "dana"], "C1"),
        (["--name", "Dana Lee"], "C1"),
        (["(614)", "555-0102"], "C2"),
        (["--phone", "6145550102"], "C2"),
        (["--account", "B-11"], "C18"),
        (["STELMO/none"], None),
    ],
)
def test_find_gives_its_keys(shell: Shell, words: list[str], case: str | None) -> None:
    hits = shell("find", *words, "--json").json
    assert [hit["case"] for hit in hits[:1]] == ([case] if case else [])
    for hit in hits:
        assert hit.keys() == FOUND
        assert 0.0 <= hit["probability"] <= 1.0
        assert hit["reasons"][0].keys() == {"field", "said", "on_file", "level", "bits"}
        assert all(why["on_file"] is None for why in hit["reasons"] if "name" not in why["field"])


def test_find_takes_several_things_at_once_and_asks_for_one(shell: Shell) -> None:
    assert "Say what is known" in shell("find", code=2).sentence
    assert shell("find", "Lee", "--phone", "614-555-0101", "--dob", "3/4/1980", "--json").json[0]["case"] == "C1"
    assert shell("find", "Nobodyhere").out == "Nobody on file by that.\n"
    assert "possible" in shell("find", "--name", "Queue").out
    told = shell("find", "--name", "Queue", "--dob", "2/3/1961").out
    assert "1961-02-03" not in told


def test_what_a_name_holds_is_not_acted_on(shell: Shell, tmp_path: Path) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60", "--note", "said \x1b[31mred\x9b2J \u202eevil\u2066 \u0007bell")
    answers = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")
    for text in (shell("open", "A-1", *answers).out, shell("open", "A-1", *answers, "--json").out):
        assert not [char for char in text if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]
        assert not {"\u202e", "\u2066"} & set(text)
    kept = json.loads(shell("open", "A-1", *answers, "--json").out)
    assert any("\x1b[31mred\x9b2J \u202eevil\u2066 \u0007bell" in line for line in kept["history"])


def test_too_many_that_are_stopped_is_a_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "SIFTED", 0)
    assert "ask for the next again" in shell("next", code=1).sentence
