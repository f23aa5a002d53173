"""rehearse and quality from a shell: who follows the script ends well, who hears nothing is found out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callassist.cli.rehearsal import everybody
from callassist.cli.rehearse import play
from callassist.cli.session import Session
from tests.cli.shell import Shell

SEEDS = (1, 2, 3)
HEARS_NOTHING = {"already-paid", "attorney", "bankruptcy", "broke", "crisis", "dispute", "insured", "stop-calling"}


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_comes_to_the_right_end_where_the_script_is_followed(seed: int) -> None:
    people = everybody()
    ends = {persona.id: persona.ends for persona in people}
    for played, found in play(Session(None, "ana", None), people, seed):
        assert not played.fault, (played.persona, played.fault)
        assert played.outcome in ends[played.persona], played
        assert found is not None
        assert not found.findings, (played.persona, found.findings)
        assert found.passes, (played.persona, found.marks)


def test_a_collector_who_hears_nothing_is_found_out() -> None:
    calls = {each.persona: found for each, found in play(Session(None, "ana", None), everybody(), 1, is_careless=True)}
    failed = {name for name, found in calls.items() if found is not None and not found.passes}
    assert failed >= HEARS_NOTHING
    critical = {name for name, found in calls.items() if found is not None and found.findings}
    assert critical >= HEARS_NOTHING - {"broke"}


def test_the_list_names_everybody(shell: Shell) -> None:
    text = shell("rehearse", "--list").out
    listed = shell("rehearse", "--list", "--json").json
    assert [each["persona"] for each in listed] == [persona.id for persona in everybody()]
    assert all(each["title"] in text for each in listed)
    assert {*listed[0]} == {"persona", "title", "about", "ends"}


def test_a_call_that_plays_itself_is_told_and_scored(shell: Shell) -> None:
    ran = shell("rehearse", "dispute", "--auto")
    assert "debtor: " in ran.out
    assert "No compliance finding." in ran.out
    assert "REHEARSAL" not in shell("find", "Questing").out, "nothing of it comes into the database"
    (view,) = shell("rehearse", "dispute", "--auto", "--json", "--seed", "2").json
    assert (view["outcome"], view["fault"]) == ("DSP", "")
    assert view["score"]["findings"] == []
    assert {*view["turns"][0]} == {"t", "speaker", "text", "final"}
    assert [turn["t"] for turn in view["turns"]] == sorted(turn["t"] for turn in view["turns"])


def test_the_same_seed_plays_the_same_call(shell: Shell) -> None:
    first, again, other = (shell("rehearse", "plan", "--auto", "--seed", seed).out for seed in ("4", "4", "5"))
    assert first == again != other


def test_review_finds_nothing_in_calls_that_follow_the_script(shell: Shell, tmp_path: Path) -> None:
    calls = [each for each in shell("rehearse", "--auto", "--json").json if each["persona"] != "spanish"]
    lines = [json.dumps({"call_id": each["persona"], **turn}) for each in calls for turn in each["turns"]]
    transcript = tmp_path / "calls.jsonl"
    transcript.write_text("\n".join(lines), encoding="utf-8")
    sides = ("--ours", "collector", "--theirs", "debtor")
    reviews = shell("review", str(transcript), "--state", "OH", "--client", "MERCY", *sides, "--json").json
    assert len(reviews) == len(calls)
    assert not [(each["call"], each["findings"]) for each in reviews if each["findings"]]


def test_nobody_of_that_name_is_a_sentence(shell: Shell) -> None:
    assert "nobody called 'nobody'" in shell("rehearse", "nobody", "--auto", code=1).sentence
    assert "--json goes with" in shell("rehearse", "--json", code=2).err


def test_a_logged_call_is_judged_and_what_is_unknown_is_said(shell: Shell) -> None:
    case = shell("next", "--json").json["case"]
    shell("dial", case)
    shell("log", case, "NA")
    found = shell("quality", case, "--json").json
    assert (found["case"], found["outcome"], found["findings"]) == (case, "NA", [])
    assert {*found["items"][0]} == {"id", "title", "result", "why", "weight", "is_critical"}
    assert f"{case} call {found['call']}" in shell("quality", case).out
    assert shell("quality", f"{case}:{found['call']}", "--json").json == found
    assert "no such call" in shell("quality", f"{case}:9999", code=2).err
    assert "no number of a call" in shell("quality", f"{case}:x", code=2).err
