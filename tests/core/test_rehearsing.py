"""Invented people: what they answer to what was just done, how they feel about it, and what their files may hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.dialogue import Place, find_step, library_of
from callassist.errors import CallassistError
from callassist.intake.library import data_root, load_handbook, load_scripts
from callassist.intake.persona_files import load_personas, load_questions
from callassist.rehearsing import bears, facts_asked, first_mood, heard_at, offered, reply, seconds_of
from callassist.rehearsing_collector import means_one, taken
from callassist.rehearsing_shapes import HANGS_UP_AT, STEP, Line, Mood, Pays, Persona, What

ROOT = data_root()
PEOPLE = {each.id: each for each in load_personas(ROOT)}
QUESTIONS = load_questions(ROOT)
SCRIPTS = load_scripts()
LIBRARY = library_of(SCRIPTS)
FEWEST = 14
WANTED = {
    "already-paid",
    "angry",
    "attorney",
    "automated",
    "broke",
    "confused",
    "crisis",
    "deceased",
    "dispute",
    "insured",
}
WANTED |= {"plan", "spanish", "spouse", "stop-calling", "wont-verify", "wrong-number"}


def somebody(*lines: Line, **more: object) -> Persona:
    """A person with these lines and nothing else."""
    made = {"id": "x", "title": "X", "about": "", "who": {}, "knows": {}, "ends": ("DSP",), **more}
    return Persona(lines=lines, **made)  # type: ignore[arg-type]


def at(place: str, *, language: str = "en") -> What:
    """What standing at a step of the scripts asks and states."""
    script, _, step = place.partition("#")
    library = library_of(SCRIPTS, language)
    found = find_step(library, Place(script=script, step=step))
    assert found is not None, place
    return heard_at(library[script], found, QUESTIONS, facts_asked(("dob", "ssn4", "zip")))


# ── the people that there are ──


def test_there_is_somebody_of_every_kind() -> None:
    assert len(PEOPLE) >= FEWEST
    assert set(PEOPLE) >= WANTED


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_everybody_ends_in_outcomes_and_at_places_that_exist(name: str) -> None:
    persona, outcomes = PEOPLE[name], load_handbook().outcomes
    assert all(outcomes.of(code) is not None for code in persona.ends)
    places = [place for line in persona.lines for place in (*line.at, *line.means) if "#" in place or place in LIBRARY]
    for place in (*places, *persona.scripts):
        script, _, step = place.partition("#")
        assert find_step(LIBRARY, Place(script=script, step=step)) is not None, place


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_nobody_real_and_no_real_number(name: str) -> None:
    who = PEOPLE[name].who
    numbers = [who[column] for column in ("phone_home", "phone_cell", "phone_work") if who.get(column)]
    assert numbers
    assert all("-555-01" in number for number in numbers)


@pytest.mark.parametrize(
    ("place", "asks"),
    [
        ("first-contact#open", "name"),
        ("first-contact#verify", "identity"),
        ("first-contact#coverage", "coverage"),
        ("first-contact#ask", "in-full"),
        ("plan#options", "monthly"),
        ("plan#said-back", "read-back"),
        ("aid#notice", "aid"),
        ("payment#how", "how"),
        ("third-party#who", "name"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_step_asks_is_known_in_both_languages(place: str, asks: str, language: str) -> None:
    assert asks in at(place, language=language).asked


# ── answering ──


def test_the_same_seed_answers_the_same_and_another_may_not() -> None:
    persona, heard = PEOPLE["plan"], at("first-contact#open")
    answers = {seed: reply(persona, heard, first_mood(persona), seed) for seed in range(20)}
    assert answers == {seed: reply(persona, heard, first_mood(persona), seed) for seed in range(20)}
    assert len({answer.words for answer, _ in answers.values()}) > 1


def test_the_facts_that_were_asked_for_are_given() -> None:
    persona = PEOPLE["plan"]
    answer, _ = reply(persona, at("first-contact#verify"), first_mood(persona), 1)
    assert "03/14/1979" in answer.words
    assert "43215" in answer.words
    assert "4418" not in answer.words


def test_what_was_said_once_is_not_said_again() -> None:
    persona = somebody(Line(say=("once",), once=True), Line(say=("ever",)))
    first, mood = reply(persona, What(kind=STEP), Mood(), 1)
    second, _ = reply(persona, What(kind=STEP), mood, 1)
    assert (first.words, second.words) == ("once", "ever")


def test_what_was_told_opens_and_closes_lines() -> None:
    persona = somebody(
        Line(say=("mine",), untold=("dispute",), tells=("dispute",)), Line(say=("again",), told=("dispute",))
    )
    first, mood = reply(persona, What(kind=STEP), Mood(), 1)
    second, _ = reply(persona, What(kind=STEP), mood, 1)
    assert (first.words, first.tells, second.words) == ("mine", ("dispute",), "again")


def test_money_before_they_are_heard_makes_them_angry_and_kind_words_calm() -> None:
    persona = somebody(Line(say=("hm",)), must_be_heard=True, temper=4)
    _, angrier = reply(persona, What(kind=STEP, asked=("in-full",)), first_mood(persona), 1)
    _, calmer = reply(persona, What(kind=STEP, is_kind=True), first_mood(persona), 1)
    _, still = reply(persona, What(kind=STEP, asked=("in-full",)), calmer, 1)
    assert calmer.temper < first_mood(persona).temper < angrier.temper
    assert still.temper == calmer.temper


def test_who_has_hung_up_says_nothing_more() -> None:
    persona = PEOPLE["angry"]
    answer, gone = reply(persona, at("first-contact#ask"), Mood(temper=HANGS_UP_AT), 1)
    assert answer.does == "hangs_up"
    assert reply(persona, at("first-contact#open"), gone, 1)[0].words == ""


def test_who_fetches_the_person_gives_the_phone() -> None:
    persona = PEOPLE["housemate"]
    _, mood = reply(persona, at("first-contact#open"), first_mood(persona), 1)
    assert mood.speaker == "self"
    assert "Ingrid" in reply(persona, at("first-contact#new-voice"), mood, 2)[0].words + persona.who["first_name"]


@pytest.mark.parametrize(
    ("payments", "is_borne"),
    [(((5_000,) * 6,), True), (((9_000,) * 3,), False), (((20_000,),), True), (((), ()), False)],
)
def test_an_offer_is_borne_by_its_largest_payment(payments: tuple[tuple[int, ...], ...], *, is_borne: bool) -> None:
    pays = Pays(once_cents=25_000, month_cents=6_000)
    assert bears(pays, payments) == is_borne
    persona = somebody(
        Line(kind="offer", offer="yes", say=("yes",)), Line(kind="offer", offer="no", say=("{month}",)), pays=pays
    )
    answer, _ = reply(persona, offered(payments), Mood(), 1)
    assert answer.words == ("yes" if is_borne else "$60")


@given(st.integers(), st.sampled_from(sorted(PEOPLE)), st.lists(st.sampled_from(sorted(LIBRARY)), max_size=12))
def test_whatever_is_done_somebody_answers_and_tempers_stay_in_bounds(seed: int, name: str, scripts: list[str]) -> None:
    persona = PEOPLE[name]
    mood = first_mood(persona)
    for script in scripts:
        for step in LIBRARY[script].steps[:3]:
            answer, mood = reply(persona, heard_at(LIBRARY[script], step, QUESTIONS, ("dob", "zip")), mood, seed)
            assert mood.is_gone or answer.words
            assert "{" not in answer.words
            assert 0 <= mood.temper <= HANGS_UP_AT


def test_saying_more_takes_longer() -> None:
    assert 0 == seconds_of("") < seconds_of("yes") < seconds_of("yes, that is right, go on please")


# ── the collector who follows ──


def test_what_is_meant_comes_before_a_right_ending_and_the_usual_way() -> None:
    step = find_step(LIBRARY, Place(script="first-contact", step="coverage"))
    assert step is not None
    every = {choice.number for choice in step.choices}
    meant = next(choice.number for choice in step.choices if str(choice.target) == "insurance#plan")
    assert taken(step, ("insurance#plan",), ("DSP",), every, {}) == meant
    assert taken(step, ("nowhere#here",), (), every, {}) == 1
    assert taken(step, (), (), set(), {}) == 0
    assert not means_one(step, ("nowhere#here",))


# ── files that people write ──


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose people may be spoilt."""
    shutil.copytree(ROOT / "rehearsal", tmp_path / "rehearsal")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("lines: [{asked: [nothing], say: [x]}]", "no question"),
        ("lines: [{tells: [weather], say: [x]}]", "nothing that can be told"),
        ("lines: [{say: ['{balance}']}]", "no field 'balance'"),
        ("lines: [{does: sings, say: [x]}]", "nothing they do"),
        ("lines: [{offer: maybe, say: [x]}]", "yes and no"),
        ("lines: [{kind: dance, say: [x]}]", "no kind"),
        ("lines: [{sya: [x]}]", "sya"),
        ("temper: 12", "temper"),
    ],
)
def test_a_fault_is_named_with_its_line(folder: Path, written: str, says: str) -> None:
    path = folder / "rehearsal" / "personas" / "spoilt.yaml"
    path.write_text(f"title: T\nabout: A\nwho: {{first_name: A}}\nends: [DSP]\n{written}\n", encoding="utf-8")
    with pytest.raises(CallassistError) as found:
        load_personas(folder)
    assert says in str(found.value)
    assert "spoilt.yaml line 5" in str(found.value)
