"""What an ear hears: every case, wishes told apart, guards, shorthand; and that the data holds together."""

from __future__ import annotations

import csv
import re
import shutil
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from callassist.errors import BadInput
from callassist.intake.intent_files import load_ear, read_intents
from callassist.intake.library import BadLibrary, data_root, load_outcomes, load_scripts
from callassist.listening import Ear, hear
from callassist.listening_guards import guards_at
from callassist.listening_words import heard
from callassist.utterances import CRITICAL, SHOWN_AT_MOST

HERE = Path(__file__).parent
SHARED = Path(__file__).resolve().parents[3] / "shared"
TODAY = date(2026, 11, 25)
CASES: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / "listening.cases.yaml").read_text(encoding="utf-8"))
REFERENCE = SHARED / "reference" / "intents.yaml"
ADDED = {
    *("aid_request", "medicaid_pending", "accident_or_work_injury", "not_guarantor", "quality_of_care"),
    *("authorised_representative", "safety_or_abuse"),
}
ACTS = {"", "offers", "statement", "line", "stop", "claims", "complaint", "others", "verify", "refuses", "why", "money"}
HEARD_OF_CRITICAL = 0.93
PASSED_TRAPS = 0.86
HEAR_SECONDS = 0.005
FALSE_ALARMS = 0.03


@cache
def ear() -> Ear:
    return load_ear(data_root())


@cache
def shown(text: str) -> tuple[str, ...]:
    return tuple(each.name for each in hear(text, ear(), TODAY).shown)


def pairs(kind: str) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in CASES[kind].items() for text in texts]


# ── what is heard ──


def test_critical_things_are_among_the_first_three() -> None:
    critical = {each.name for each in ear().meanings if each.severity == CRITICAL}
    cases = [(name, text) for name, text in pairs("heard") if name in critical]
    missed = [(name, text) for name, text in cases if name not in shown(text)]
    assert 1 - len(missed) / len(cases) >= HEARD_OF_CRITICAL, missed


def test_traps_are_passed_by() -> None:
    cases = pairs("unheard")
    caught = [(name, text, shown(text)) for name, text in cases if name in shown(text)]
    assert 1 - len(caught) / len(cases) >= PASSED_TRAPS, caught


@pytest.mark.parametrize("text", CASES["heard"]["cease_contact"])
def test_an_oral_stop_calling_is_always_heard(text: str) -> None:
    assert "cease_contact" in shown(text)


@pytest.mark.parametrize(("name", "text"), pairs("apart"))
def test_wishes_about_calls_are_told_apart(name: str, text: str) -> None:
    assert set(CASES["apart"]).intersection(shown(text)) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "did I say stop calling? no",
        "I'm not asking you to stop calling",
        "I'm NOT going to sue",
        "my brother filed bankruptcy",
        "if I had a lawyer you would not talk like that",
        "do I need a lawyer",
        "I was in the army twenty years ago",
        "I'm not saying it's not mine",
    ],
)
def test_what_is_denied_supposed_asked_past_or_anothers_is_not_heard(text: str) -> None:
    critical = {each.name for each in ear().meanings if each.severity == CRITICAL}
    assert not critical.intersection(shown(text))


def test_shorthand_is_heard_clause_by_clause() -> None:
    assert {"hardship_cannot_pay", "promise_to_pay", "third_party_answered"} == set(
        shown("lost job, can do 50 on the 1st, wife on line")
    )


def test_never_more_than_three_are_shown_and_the_best_come_first() -> None:
    found = hear("I filed bankruptcy, talk to my lawyer, I never owed that, stop calling me, who are you", ear(), TODAY)
    assert len(found.shown) == SHOWN_AT_MOST
    scores = [round(each.score, 2) for each in found.intents]
    assert scores == sorted(scores, reverse=True)


def test_words_that_speak_for_an_intent_are_quoted_as_they_were_said() -> None:
    found = hear("Look, I ALREADY paid  that bill.", ear(), TODAY)
    assert found.shown[0].quoted == "I ALREADY paid that"


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "\x00", "🙂", "a" * 5000, "no " * 800])
def test_nothing_breaks_an_ear(text: str) -> None:
    assert hear(text, ear(), TODAY).text == text


def test_the_same_words_are_heard_however_they_are_written() -> None:
    written = (
        "Stop calling me!",
        "stop calling me",
        "STOP CALLING ME",
        "um stop uh calling me",
        "stop f—  stop calling me",
    )
    assert {("cease_contact" in shown(text)) for text in written} == {True}


def test_an_ear_that_knows_nothing_hears_nothing() -> None:
    assert hear("stop calling me", Ear.by_phrases(()), TODAY).intents == ()


# ── words ──


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I don't owe it", "i do not owe it"),
        ("ill pay, im ill", "i will pay i am ill"),
        ("filed bk ch7", "filed bankruptcy chapter 7"),
        ("pd in full 2/12", "paid in full 2 12"),
        ("w/ atty", "with attorney"),
        ("the the bill", "the bill"),
        ("fifty bucks on the 15th", "50 bucks on the 15"),
    ],
)
def test_words_are_written_out(text: str, words: str) -> None:
    assert " ".join(heard(text).texts()) == words


def test_clauses_end_at_commas_and_at_words_that_open_one() -> None:
    said = heard("lost my job, can do fifty and my wife knows but don't call her")
    assert [" ".join(said.texts(*clause)) for clause in said.clauses] == [
        "lost my job",
        "can do 50",
        "and my wife knows",
        "but do not call her",
    ]


@pytest.mark.parametrize(
    ("text", "at", "guard"),
    [
        ("i am not going to sue you", "sue", "denied"),
        ("i never said i owed it", "owed", "denied"),
        ("my brother filed bankruptcy", "filed", "others"),
        ("if i filed bankruptcy", "filed", "supposed"),
        ("do i need a lawyer", "lawyer", "asked"),
        ("i used to have a lawyer", "lawyer", "past"),
    ],
)
def test_guards_stand_around_words(text: str, at: str, guard: str) -> None:
    said = heard(text)
    place = said.texts().index(at)
    assert guard in guards_at(said, place, place + 1)


@pytest.mark.parametrize(
    ("text", "at"),
    [("i filed bankruptcy", "filed"), ("if you call again i will sue", "sue"), ("my husband died", "died")],
)
def test_no_guard_stands_around_what_is_meant(text: str, at: str) -> None:
    said = heard(text)
    place = said.texts().index(at)
    assert not guards_at(said, place, place + 1)


# ── the data ──


def test_every_intent_that_was_asked_for_is_there() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference of intents is not beside this checkout")
    asked: Any = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    wanted = {each["name"]: each["severity"] for each in asked["intents"]}
    known = {each.name: each.severity for each in ear().meanings}
    assert set(known) == set(wanted) | ADDED
    assert {name: known[name] for name in wanted} == wanted


def test_every_intent_has_examples_enough_and_none_twice() -> None:
    written = read_intents(data_root() / "intents.yaml")
    assert [name for name, each in written.intents.items() if len(each.examples) < 25] == []
    doubled = [
        (name, text)
        for name, each in written.intents.items()
        for text in set(each.examples)
        if each.examples.count(text) > 1
    ]
    assert doubled == []


def test_every_card_is_a_place_in_a_script() -> None:
    places = {f"{script.id}#{step.id}" for script in load_scripts() for step in script.steps}
    assert [(each.name, each.card) for each in ear().meanings if each.card and each.card not in places] == []


def test_every_outcome_is_a_code_and_every_act_a_key() -> None:
    codes = set(load_outcomes(data_root()).by_code)
    assert [(each.name, each.outcome) for each in ear().meanings if each.outcome and each.outcome not in codes] == []
    assert [(each.name, each.asks) for each in ear().meanings if each.asks not in ACTS] == []


def test_what_is_critical_needs_less_to_be_shown() -> None:
    critical = {each.threshold for each in ear().meanings if each.severity == CRITICAL}
    normal = {each.threshold for each in ear().meanings if each.severity == "normal"}
    assert max(critical) < max(normal)
    assert max(critical) <= min(normal)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("severity: critical", "severity: grave", "'grave' is no severity; write one of critical, normal, none"),
        ("  - stop|stops calling", "  - don't call", "is never heard so: write"),
        ("  - wrong number\n", "  - .. number\n", "must begin with a word"),
        ("thresholds:\n  critical: 0.35", "thresholds:\n  critical: 3", "between 0 and 1"),
        ("  - deceased\n", "  - decesed\n", "'decesed' is no intent of this file"),
        ("    definition:", "    defnition:", "defnition"),
        ("intents:", "intents: [", "line"),
    ],
)
def test_a_fault_has_its_line_and_what_to_do(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "intents.yaml"
    shutil.copy(data_root() / "intents.yaml", path)
    text = path.read_text(encoding="utf-8")
    if old not in text:
        old, new = "      - wrong number\n", f"    {new.strip()}\n".replace("    -", "      -")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((BadInput, BadLibrary)) as fault:
        read_intents(path)
    assert words in str(fault.value)
    assert re.search(r"line \d+", str(fault.value))


# ── other talk, and time ──


def test_other_talk_raises_few_alarms() -> None:
    path = SHARED / "data" / "intents" / "clinc150_dev.csv"
    if not path.exists():
        pytest.skip("the utterances of other trades are not beside this checkout")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row["text"] for row in csv.DictReader(lines)]
    sample = rows[: len(rows) // 2 : 4]
    critical = {each.name for each in ear().meanings if each.severity == CRITICAL}
    alarms = [text for text in sample if critical.intersection(shown(text))]
    assert len(alarms) / len(sample) <= FALSE_ALARMS, alarms


def test_hearing_is_quick() -> None:
    ear()
    spent = []
    for _, text in pairs("heard"):
        heard.cache_clear()
        begun = time.process_time()
        hear(text, ear(), TODAY)
        spent.append(time.process_time() - begun)
    assert sorted(spent)[int(len(spent) * 0.9)] < 2 * HEAR_SECONDS
