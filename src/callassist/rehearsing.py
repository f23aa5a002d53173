"""What an invented person answers to what a collector just did. Pure: the same seed always answers the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from callassist.dialogue_shapes import Place, Say, Script, Step
from callassist.money import format_cents
from callassist.rehearsing_shapes import (
    AGREES,
    DECLINES,
    GIVES_PHONE,
    HANGS_UP,
    HANGS_UP_AT,
    OFFER,
    SELF,
    STEP,
    Line,
    Mood,
    Pays,
    Persona,
    Question,
    Questions,
    Reply,
    What,
)

MONEY: Final = frozenset({"in-full", "monthly", "when"})
"""Questions that ask for money: who is not heard yet takes them ill."""
ILL, KINDLY = 4, -1
PER_SECOND: Final = 2.5
"""Words said in a second."""
PAUSE: Final = 3
_MIXES: Final = (2_654_435_761, 40_503, 97)
_STIR, _WORD = 0x45D9F3B, 0xFFFF_FFFF


def first_mood(persona: Persona) -> Mood:
    """How somebody feels when they pick up."""
    return Mood(temper=persona.temper, speaker=persona.speaker)


def reply(persona: Persona, heard: What, mood: Mood, luck: int) -> tuple[Reply, Mood]:
    """The answer, and the mood after it. Once they are gone nothing is answered."""
    if mood.is_gone:
        return Reply(words=""), mood
    is_heard = mood.is_heard or heard.is_kind
    moved = replace(mood, temper=_temper(persona, heard, mood), turn=mood.turn + 1, is_heard=is_heard)
    found = next((each for each in enumerate(persona.lines) if _holds(persona, *each, heard, moved)), None)
    if found is None:
        return Reply(words=""), moved
    index, line = found
    return _said(persona, line, heard, moved, luck), _after(line, index, moved)


# ── which line ──


def _holds(persona: Persona, index: int, line: Line, heard: What, mood: Mood) -> bool:
    """Whether every condition of a line is met."""
    low, high = line.mood
    return (
        not (line.once and index in mood.used)
        and (line.kind or STEP) == heard.kind
        and low <= mood.temper <= high
        and line.by in {"", mood.speaker}
        and _is_met(line.asked, heard.asked)
        and _is_met(line.stamped, heard.duties)
        and (not line.at or is_at(heard.place, line.at))
        and {*line.told} <= {*mood.told}
        and not {*line.untold} & {*mood.told}
        and (not line.offer or (line.offer == "yes") == bears(persona.pays, heard.offers))
    )


def _is_met(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return not wanted or bool({*wanted} & {*given})


def is_at(place: Place, named: Iterable[str]) -> bool:
    """Whether a place is one of those that are named, as a whole script or as `script#step`."""
    return bool({*named} & {place.script, str(place)})


def bears(pays: Pays, offers: Iterable[tuple[int, ...]]) -> bool:
    """Whether one of the offers asks for no more than they can bear."""
    return any(_is_bearable(pays, payments) for payments in offers)


def _is_bearable(pays: Pays, payments: tuple[int, ...]) -> bool:
    most = pays.once_cents if len(payments) == 1 else pays.month_cents
    return bool(payments) and max(payments) <= most


# ── mood ──


def _temper(persona: Persona, heard: What, mood: Mood) -> int:
    """Kind words calm; being asked for money before one was heard does the contrary."""
    is_ill = persona.must_be_heard and not mood.is_heard and bool(MONEY & {*heard.asked})
    moved = mood.temper + (ILL if is_ill else 0) + (KINDLY if heard.is_kind else 0)
    return max(0, min(HANGS_UP_AT, moved))


def _after(line: Line, index: int, mood: Mood) -> Mood:
    return replace(
        mood,
        temper=max(0, min(HANGS_UP_AT, mood.temper + line.mood_by)),
        told=tuple(dict.fromkeys((*mood.told, *line.tells))),
        used=(*mood.used, index),
        speaker=SELF if line.does == GIVES_PHONE else mood.speaker,
        is_gone=line.does == HANGS_UP,
    )


# ── in words ──


def _said(persona: Persona, line: Line, heard: What, mood: Mood, luck: int) -> Reply:
    chosen = line.say[_drawn(luck, mood.turn, len(persona.id)) % len(line.say)] if line.say else ""
    words = chosen
    for name, value in _fields(persona, heard).items():
        words = words.replace(f"{{{name}}}", value)
    said = (AGREES if bears(persona.pays, heard.offers) else DECLINES,) if heard.kind == OFFER else ()
    return Reply(words=words, tells=(*line.tells, *said), means=line.means, does=line.does)


def _drawn(*numbers: int) -> int:
    """A number that follows from others and looks like none of them."""
    mixed = sum(number * mix for number, mix in zip(numbers, _MIXES, strict=True)) & _WORD
    for _ in range(2):
        mixed = ((mixed ^ (mixed >> 16)) * _STIR) & _WORD
    return mixed ^ (mixed >> 16)


def _fields(persona: Persona, heard: What) -> dict[str, str]:
    """What a line may name: the person's own facts, what they can pay, the facts that were asked for."""
    known = persona.knows
    facts = [known[f"{factor}_said"] for factor in heard.wanted if f"{factor}_said" in known]
    return {
        "facts": " ".join(facts),
        "name": f"{persona.who.get('first_name', '')} {persona.who.get('last_name', '')}",
        "month": _dollars(persona.pays.month_cents),
        "once": _dollars(persona.pays.once_cents),
    }


def _dollars(cents: int) -> str:
    """As people say it: no cents where there are none."""
    return f"${format_cents(cents).removesuffix('.00')}"


# ── what the collector did ──


def heard_at(script: Script, step: Step, questions: Questions, wanted: tuple[str, ...]) -> What:
    """What saying a step (as the script has it, fields not filled in) asks and states."""
    duties = tuple(duty.name for duty in script.says if duty.step == step.id)
    said = [line for line in step.lines if isinstance(line, Say)]
    words = " ".join(line.text for line in said).lower()
    fields = {field for line in said for field in line.fields}
    place = Place(script=script.id, step=step.id)
    asked = tuple(each.name for each in questions.asked if _asks(each, place, duties, fields, words))
    return What(
        kind=STEP,
        place=place,
        asked=asked,
        duties=duties,
        is_kind=any(each in words for each in questions.kind_words),
        wanted=wanted if "identity" in asked else (),
    )


def _asks(question: Question, place: Place, duties: tuple[str, ...], fields: set[str], words: str) -> bool:
    return (
        bool({*question.duties} & {*duties})
        or bool({*question.fields} & fields)
        or is_at(place, question.at)
        or any(each in words for each in question.words)
    )


def facts_asked(usable: Iterable[str]) -> tuple[str, ...]:
    """Which facts a collector asks for: one of the person's own, one of the household."""
    given = tuple(usable)
    own = [each for each in ("dob", "ssn4") if each in given][:1]
    home = [each for each in ("zip", "house_number") if each in given][:1]
    return (*own, *home)


def seconds_of(words: str) -> float:
    """How long it takes to say something, with a breath after it."""
    return PAUSE + len(words.split()) / PER_SECOND if words else 0.0


def offered(payments: tuple[tuple[int, ...], ...]) -> What:
    """Offers made aloud, each as its payments."""
    return What(kind=OFFER, offers=payments)
