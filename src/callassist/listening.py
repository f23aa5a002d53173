"""Listening: what an utterance may mean, each with how sure that is, and what it names. Nothing of it is a record.

Phrases that a person wrote down speak first, unless a guard stands around them (denied, somebody else's, supposed,
asked, past); likeness to examples speaks for what no phrase foresaw. Both give one score from 0 to 1. What is critical
needs less of it than what is not, and never more than three are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from callassist.listening_entities import entities
from callassist.listening_guards import guards_at
from callassist.listening_likeness import Learnt, Likeness, ready, unlearnt
from callassist.listening_wishes import told_apart
from callassist.listening_words import Heard, heard
from callassist.phrases import Phrase, compiled, ends, quoted
from callassist.schedules import UNKNOWN, PayCycle
from callassist.utterances import CRITICAL, SHOWN_AT_MOST, Hearing, Intent

PHRASED: Final = 0.93
GUARDED: Final = 0.25
LIKELY: Final = 0.65
"""So much likeness speaks even where no word of the topic is said."""
FAINT, RATHER_IDLE = 0.2, 0.2
"""A phrase whose meaning is less likely than that adds nothing where the whole is that likely to mean nothing."""
CERTAIN: Final = 0.85
"""So much likeness alarms even in words of banks and shops."""
FOUND: Final = 33.0
"""By how much a phrase that is found raises the odds, where a second opinion is there that knows sense from words."""
SENSED: Final = 0.15
"""By how much less likeness alone must reach for what is critical where that second opinion is there."""
LEAST: Final = 0.05
"""Below this an intent is not told of at all."""
NONE: Final = "none"
URGENT: Final = frozenset(("crisis_distress", "safety_or_abuse", "cease_contact", "deceased"))
"""What is heard whatever else the talk is about."""
IDLE: Final = 0.5
"""From which chance on that a whole line means nothing, a phrase in it adds nothing to likeness."""


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """An intent as data/intents.yaml has it: what it is, when it is shown, and what a key does about it."""

    name: str
    severity: str
    definition: str
    reminder: str
    source: str = ""
    threshold: float
    alone: float = 0.0
    card: str = ""
    outcome: str = ""
    asks: str = ""
    guards: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """All that listening rests on, as it is kept between starts; earlier meanings take precedence."""

    meanings: tuple[Meaning, ...]
    learnt: Learnt
    elsewhere: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase, the intent it speaks for (or against), and words of which one of each set must be there at all."""

    intent: int
    speaks: bool
    phrase: Phrase
    musts: tuple[frozenset[str], ...]


class _Index(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase by how it begins."""

    by_word: Mapping[str, tuple[_Said, ...]]
    by_letter: Mapping[str, tuple[_Said, ...]]


class _Topic(msgspec.Struct, frozen=True, kw_only=True):
    """Words of which one must be said before likeness alone may speak for an intent; any words when there are none."""

    exact: frozenset[str]
    begins: tuple[str, ...]

    def is_met(self, words: tuple[str, ...]) -> bool:
        """Whether one of them is said."""
        return self.is_named(words) or not (self.exact or self.begins)

    def is_named(self, words: tuple[str, ...]) -> bool:
        """Whether one of them is said, where there are any."""
        return not self.exact.isdisjoint(words) or any(word.startswith(self.begins) for word in words if self.begins)


def _topic(about: tuple[str, ...]) -> _Topic:
    return _Topic(
        exact=frozenset(word for word in about if not word.endswith("*")),
        begins=tuple(word[:-1] for word in about if word.endswith("*")),
    )


Chances = Sequence[Sequence[float]]
"""Of each text the chance of each meaning, in their order."""


class Ear(msgspec.Struct, frozen=True, kw_only=True):
    """What hears: the meanings, their phrases, and likeness to their examples.

    `second` is a second opinion on likeness where there is one: asked with texts and their chances by words, it gives
    the chances that then hold.
    """

    meanings: tuple[Meaning, ...]
    index: _Index
    likeness: Likeness
    topics: tuple[_Topic, ...]
    elsewhere: _Topic
    here: _Topic
    trade: _Topic
    second: Callable[[Sequence[str], Chances], Chances] | None = None

    @staticmethod
    def of(lesson: Lesson) -> Ear:
        """An ear from what is kept."""
        return Ear(
            meanings=lesson.meanings,
            index=_indexed(lesson.meanings),
            likeness=ready(lesson.learnt),
            topics=tuple(_topic(meaning.about) for meaning in lesson.meanings),
            elsewhere=_topic(lesson.elsewhere),
            here=_topic(lesson.here),
            trade=_topic(lesson.trade),
        )

    @staticmethod
    def by_phrases(meanings: tuple[Meaning, ...]) -> Ear:
        """An ear that has learnt nothing and knows phrases alone."""
        return Ear.of(Lesson(meanings=meanings, learnt=unlearnt(tuple(meaning.name for meaning in meanings))))

    def meaning(self, name: str) -> Meaning | None:
        """An intent by name; None for none that is known."""
        return next((each for each in self.meanings if each.name == name), None)


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """Words that speak for an intent: from, past the last; `is_held` when no guard stands around them."""

    intent: int
    start: int
    end: int
    is_held: bool


def hear(text: str, ear: Ear, today: date, cycle: PayCycle = UNKNOWN) -> Hearing:
    """What was said, by intents with their scores, best first, and by what is named. `today` is the local day."""
    said = heard(text)
    if not said.words:
        return Hearing(text=text)
    found = tuple(_found(said, ear))
    named = entities(text, today, cycle)
    return Hearing(
        text=text,
        intents=_shown(_apart(said, ear, _scored(said, ear, found)), ear),
        amounts_cents=named.amounts_cents,
        dates=named.dates,
        times=named.times,
        cadences=named.cadences,
        paydays=named.paydays,
        numbers=named.numbers,
        people=named.people,
        counter=named.counter,
    )


# ── phrases ──


def _indexed(meanings: tuple[Meaning, ...]) -> _Index:
    words: dict[str, list[_Said]] = {}
    letters: dict[str, list[_Said]] = {}
    for intent, meaning in enumerate(meanings):
        for texts, speaks in ((meaning.phrases, True), (meaning.but, False)):
            phrases = compiled(texts)
            for table, part in ((words, phrases.by_word), (letters, phrases.by_letter)):
                for key, those in part.items():
                    found = (_Said(intent=intent, speaks=speaks, phrase=each, musts=_musts(each)) for each in those)
                    table.setdefault(key, []).extend(found)
    return _Index(
        by_word={key: tuple(value) for key, value in words.items()},
        by_letter={key: tuple(value) for key, value in letters.items()},
    )


def _musts(phrase: Phrase) -> tuple[frozenset[str], ...]:
    """What must be said for a phrase to be found, after its first word; the rarest first."""
    pieces = (piece for piece in phrase[1:] if piece.exact and not piece.begins and not piece.is_optional)
    return tuple(sorted((piece.exact for piece in pieces), key=len))


def _spans(said: Heard, index: _Index) -> Iterator[tuple[_Said, int, int]]:
    """Every phrase that is found, from, past the last word."""
    texts = frozenset(said.texts())
    for at, word in enumerate(said.words):
        for one in (*index.by_word.get(word.text, ()), *index.by_letter.get(word.text[0], ())):
            if any(must.isdisjoint(texts) for must in one.musts):
                continue
            past = [end for end in ends(one.phrase, said.words, at) if said.words[end - 1].sentence == word.sentence]
            if past:
                yield one, at, min(past)


def _found(said: Heard, ear: Ear) -> Iterator[_Found]:
    """Where phrases speak for an intent; and where one speaks against it, as a phrase that does not hold."""
    spans = tuple(_spans(said, ear.index))
    against = [(one.intent, start, end) for one, start, end in spans if not one.speaks]
    for one, start, end in spans:
        is_denied = any(other == one.intent and start <= past and begins <= end for other, begins, past in against)
        guards = guards_at(said, start, end).intersection(ear.meanings[one.intent].guards)
        yield _Found(intent=one.intent, start=start, end=end, is_held=one.speaks and not is_denied and not guards)


# ── scores ──


class _Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What a line is about: of other business altogether, in words of banks and shops, or how likely of nothing.

    With a second opinion that is left to the odds of a phrase.
    """

    is_elsewhere: bool
    is_trade: bool
    idleness: float


def _scored(said: Heard, ear: Ear, found: tuple[_Found, ...]) -> dict[int, tuple[float, str]]:
    """The score of each intent, and the words that speak for it."""
    whole, like = _likeness(said, ear)
    texts = said.texts()
    is_here = ear.here.is_named(texts)
    talk = _Talk(
        is_elsewhere=ear.elsewhere.is_named(texts) and not is_here,
        is_trade=ear.trade.is_named(texts) and not is_here,
        idleness=0.0 if is_here or ear.second is not None else _idleness(whole, ear),
    )
    scored: dict[int, tuple[float, str]] = {}
    for intent, likely in enumerate(like):
        meaning = ear.meanings[intent]
        is_free = ear.second is not None or ear.topics[intent].is_met(texts) or _is_plain(meaning, likely)
        mine = [each for each in found if each.intent == intent]
        held = next((each for each in mine if each.is_held), None)
        if held is not None and _speaks(meaning, talk, likely):
            words = quoted(said.text, said.words, (held.start, held.end))
            scored[intent] = (_phrased(likely if is_free else likely * GUARDED, ear), words)
        else:
            is_other = _is_other(meaning, talk, likely)
            doubts = sum((not is_free, bool(mine) and held is None, is_other))
            scored[intent] = (likely * GUARDED**doubts, "")
    return scored


def _idleness(whole: Sequence[float], ear: Ear) -> float:
    """The chance that the whole means nothing; 0 where no such meaning is known."""
    return next((whole[at] for at, each in enumerate(ear.meanings) if each.name == NONE), 0.0)


def _speaks(meaning: Meaning, talk: _Talk, likely: float) -> bool:
    """Whether a phrase counts: what is urgent always; what is critical only where the talk is like that of debts."""
    if meaning.name in URGENT:
        return True
    if talk.is_elsewhere or meaning.severity != CRITICAL:
        return not talk.is_elsewhere
    is_idle = talk.idleness >= IDLE or (likely < FAINT and talk.idleness >= RATHER_IDLE)
    return not (talk.is_trade or is_idle)


def _is_other(meaning: Meaning, talk: _Talk, likely: float) -> bool:
    """Whether likeness alone says nothing since the talk is of something else."""
    if meaning.name in URGENT:
        return talk.is_trade
    return talk.is_elsewhere or (meaning.severity == CRITICAL and talk.is_trade and likely < CERTAIN)


def _is_plain(meaning: Meaning, likely: float) -> bool:
    """Whether likeness alone is so great that no word of the topic need be said; not for what alarms at once."""
    return likely >= LIKELY and meaning.name not in URGENT


def _phrased(chance: float, ear: Ear) -> float:
    """The score of what a phrase speaks for; by words alone nothing could outweigh it."""
    if ear.second is None:
        return 1 - (1 - PHRASED) * (1 - chance)
    odds = FOUND * chance
    return odds / (odds + 1 - chance)


def _apart(said: Heard, ear: Ear, scored: dict[int, tuple[float, str]]) -> dict[int, tuple[float, str]]:
    """With wishes about calls told apart."""
    scores = told_apart(said, {ear.meanings[index].name: score for index, (score, _) in scored.items()})
    return {index: (scores[ear.meanings[index].name], words) for index, (_, words) in scored.items()}


def _likeness(said: Heard, ear: Ear) -> tuple[Sequence[float], list[float]]:
    """The likeness of the whole; and of each meaning that of the whole or of that clause which is most like."""
    runs = [said.texts(start, end) for start, end in dict.fromkeys(((0, len(said.words)), *said.clauses))]
    chances: Chances = [ear.likeness.chances(run) for run in runs]
    if ear.second is not None:
        chances = ear.second([" ".join(run) for run in runs], chances)
    return chances[0], [max(each) for each in zip(*chances, strict=True)]


def _reaches(meaning: Meaning, score: float, words: str, ear: Ear) -> bool:
    """Whether it is sure enough to be shown; two judges of likeness are believed sooner than one."""
    alone = meaning.alone - (SENSED if ear.second is not None and meaning.severity == CRITICAL else 0.0)
    return score >= (meaning.threshold if words else max(meaning.threshold, alone))


def _shown(scored: Mapping[int, tuple[float, str]], ear: Ear) -> tuple[Intent, ...]:
    """Best first; of those as sure as each other, the critical and then the earlier."""
    order = sorted(
        (index for index, (score, _) in scored.items() if score >= LEAST and ear.meanings[index].name != NONE),
        key=lambda index: (-round(scored[index][0], 2), ear.meanings[index].severity != CRITICAL, index),
    )
    reaching = [index for index in order if _reaches(ear.meanings[index], *scored[index], ear)][:SHOWN_AT_MOST]
    return tuple(
        Intent(
            name=ear.meanings[index].name,
            score=round(scored[index][0], 3),
            severity=ear.meanings[index].severity,
            is_shown=index in reaching,
            quoted=scored[index][1],
        )
        for index in order
    )
