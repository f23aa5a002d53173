"""Who is calling? The people on file whom it may be, how sure that is, why, and what to ask to tell them apart.

Everything that was said adds or takes bits (matching_scores); what nobody said counts nothing. A first look answers
every key; a second, deeper one is for a pause of the fingers. Method and figures: docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from math import log2
from threading import Lock
from typing import Final

import msgspec
import numpy as np
from msgspec.structs import replace

from callassist.asked import NAMED, Asked, Reading
from callassist.faces import WORD, Face, key
from callassist.lexicon import Lexicon
from callassist.matching_candidates import Candidates, Ids, Pile, Weighed, weighed
from callassist.matching_comparing import Comparing
from callassist.matching_keys import Lookup, lookups, street_lookups
from callassist.matching_levels import DIFFERS, EXACT, NAME, Levels
from callassist.matching_people import Person, as_people
from callassist.matching_scores import Reason, Score, Scorer, Wanted, Word
from callassist.matching_words import Meanings
from callassist.name_words import NameTables
from callassist.splitting import question
from callassist.store import SearchIndex

MATCH, POSSIBLE, NONE = "match", "possible", "none"
SURE: Final = 0.9
"""From this chance on somebody is called a match."""
SUREST: Final = 0.999
LIKELY: Final = 0.02
LEAST_SIZE: Final = 5_000
"""A small portfolio tells little of how common a name is: shares are of so many at least."""
MOST_COMPARED, MOST_COMPARED_DEEP = 36, 400
WEIGHED: Final = 10
"""So many are weighed to the end whatever is asked for: chances are shares among them and all who were found beside."""
STRANGER: Final = 0.5
"""The weight of "not on file" beside one account: callers of whom we have nothing."""
NO_CURVE: Final = ((0.0, 0.0), (1.0, 1.0))
LEAST_ODDS: Final = 0.001
"""Whoever was not compared and has less of the whole than this takes nothing from what is told of the others."""
FOUND_OTHERWISE: Final = 99.0


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One case that it may be. `person` numbers the people found: cases of one person share it, and its chance."""

    case: int
    person: int
    probability: float
    bits: float
    reasons: tuple[Reason, ...]
    face: Face

    @property
    def verdict(self) -> str:
        """MATCH, POSSIBLE or NONE; whoever is found is still to be verified."""
        if self.probability >= SURE:
            return MATCH
        return POSSIBLE if self.probability >= LIKELY else NONE


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Matches, best first; the chance that nobody on file is meant; what to ask next, '' when nothing would help."""

    matches: tuple[Match, ...]
    stranger: float
    ask: str = ""
    is_deep: bool = False


class Matcher:
    """The engine over one index. Any thread may ask; one question is answered at a time."""

    def __init__(self, index: SearchIndex, tables: NameTables, levels: Levels) -> None:
        self.index, self._levels = index, levels
        self._scorer = Scorer(levels)
        self._raw, self._proved = zip(*(levels.curve or NO_CURVE), strict=True)
        self._lexicon = Lexicon()
        self._meanings = Meanings(self._lexicon, tables, levels)
        self._pile = Pile()
        self._differs = -levels.bits(NAME, DIFFERS)
        self._seen = -1
        self._lock = Lock()

    def find(
        self, asked: Asked, today: date, *, limit: int = 10, is_deep: bool = False, also: Sequence[int] = ()
    ) -> Found:
        """Whom the clues may mean, at most `limit` cases; cases in `also` are compared whatever the index says."""
        with self._lock:
            self._catch_up()
            if not any(clue.readings for clue in asked.clues):
                return Found(matches=(), stranger=1.0, is_deep=is_deep)
            wanted, things = self._wanted(asked, today, is_deep=is_deep)
            most = MOST_COMPARED_DEEP if is_deep else MOST_COMPARED
            candidates = self._pile.best(things, most)
            base = self._differs * sum(len(word.meaning.said) > 1 and len(word.covers) == 1 for word in wanted.words)
            candidates = candidates._replace(sums=candidates.sums - base, others=candidates.others - base)
            alone = max((float(thing.weights[-1]) for thing in things if thing.cases.size), default=0.0) - base
            comparing = Comparing(self.index, self._scorer, _with(candidates, also), wanted)
            return replace(self._told(comparing, wanted, alone, limit=limit), is_deep=is_deep)

    def weigh(self, asked: Asked, today: date, cases: Sequence[int]) -> tuple[Score, ...]:
        """How given cases answer, whether or not a search would have found them; the best first."""
        with self._lock:
            self._catch_up()
            wanted, _ = self._wanted(asked, today, is_deep=True)
            nobody = Candidates(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float32))
            comparing = Comparing(self.index, self._scorer, _with(nobody, cases), wanted)
            comparing.until(len(cases))
            return tuple(sorted(comparing.scores, key=lambda score: -score.bits))

    def _catch_up(self) -> None:
        seen = self.index.catch_up()
        if seen != self._seen:
            self._lexicon.add(self.index.terms(self._lexicon.last))
            self._meanings.forget()
            self._seen = seen

    # ── what to look for ──

    def _wanted(self, asked: Asked, today: date, *, is_deep: bool) -> tuple[Wanted, list[Weighed]]:
        size = max(LEAST_SIZE, self.index.size())
        words = tuple(self._words(asked, size, is_deep=is_deep))
        by_clue: dict[int, list[tuple[float, int]]] = {}
        for word in words:
            for meant in word.meaning.meant:
                by_clue.setdefault(word.covers[0], []).append((meant.bits + self._differs, key(WORD, meant.term)))
        sought = [(at, look) for at, look in self._lookups(asked, today, is_deep=is_deep)]
        counted = self._counted(sought, size)
        for at, look in sought:
            by_clue.setdefault(at, []).append((counted[look.key, look.field, look.level], look.key))
        lists = self._lists({key for found in by_clue.values() for _, key in found})
        things = [weighed([(bits, lists[key]) for bits, key in found]) for found in by_clue.values()]
        shares = {
            (reading.field, reading.value): max(1, lists[look.key].size) / size
            for clue in asked.clues
            for reading in clue.readings
            for look in lookups(reading, today, is_deep=False)
            if look.level == EXACT and reading.field in _COUNTED and look.key in lists
        }
        shares |= {(r.field, r.value): 1.5 / size for c in asked.clues for r in c.readings if r.field in _UNIQUE}
        return Wanted(clues=asked.clues, words=words, counted=shares, size=size), things

    def _words(self, asked: Asked, size: int, *, is_deep: bool) -> Iterator[Word]:
        """Each word, and each two neighbours as one where that is a word on file."""
        spoken = [(at, clue, _word(clue.readings)) for at, clue in enumerate(asked.clues)]
        for at, clue, said in spoken:
            if said:
                meaning = self._meanings.of(said, size, is_open=clue.is_open, is_deep=is_deep)
                yield Word(meaning=meaning, covers=(at,))
        for (at, _, one), (after, clue, other) in pairwise(spoken):
            if one and other:
                meaning = self._meanings.of(one + other, size, is_open=clue.is_open, is_deep=is_deep)
                if any(meant.level == EXACT for meant in meaning.meant):
                    yield Word(meaning=meaning, covers=(at, after))

    def _lookups(self, asked: Asked, today: date, *, is_deep: bool) -> Iterator[tuple[int, Lookup]]:
        for at, clue in enumerate(asked.clues):
            for reading in clue.readings:
                for look in lookups(reading, today, is_deep=is_deep):
                    yield at, look
        yield from street_lookups(asked.clues)

    def _counted(self, sought: Iterable[tuple[int, Lookup]], size: int) -> Mapping[tuple[int, str, str], float]:
        """What a find is worth: by the table, or for an exact value by how many are under it."""
        found = {}
        for _, look in sought:
            share = 1.5 / size if look.field in _UNIQUE else 0.0
            if look.level == EXACT and look.field in _COUNTED:
                (cases,) = self.index.postings([look.key])
                share = max(1, cases.size) / size
            found[look.key, look.field, look.level] = self._levels.bits(look.field, look.level, share)
        return found

    def _lists(self, keys: Iterable[int]) -> Mapping[int, Ids]:
        wanted = sorted(keys)
        return dict(zip(wanted, self.index.postings(wanted), strict=True))

    # ── telling ──

    def _told(self, comparing: Comparing, wanted: Wanted, alone: float, *, limit: int) -> Found:
        """Shares are of all who were weighed for the first WEIGHED: no chance depends on how many are shown."""
        prior = log2(wanted.size)
        comparing.until(WEIGHED, alone)
        first = as_people(comparing.scores, comparing.faces)
        others = comparing.others(prior)
        whole = sum(2.0 ** (person.bits - prior) for person in first) + float(others.sum()) + STRANGER
        chances = self._chances(first, whole, prior)
        likely = others[others > LEAST_ODDS * whole] / whole
        most = max(1.0, sum(chances) + float(np.interp(likely, self._raw, self._proved).sum()))
        told = [chance / most for chance in chances]
        asked = question(first, told, comparing.faces, wanted)
        people = first
        if limit > WEIGHED:
            comparing.until(limit, alone)
            people = as_people(comparing.scores, comparing.faces)
        shares = [chance / most for chance in self._chances(people, whole, prior)]
        matches = tuple(islice(_matches(people, shares, comparing.faces), limit))
        return Found(matches=matches, stranger=max(0.0, 1.0 - sum(told)), ask=asked)

    def _chances(self, people: Sequence[Person], whole: float, prior: float) -> list[float]:
        raw = (2.0 ** (person.bits - prior) / whole for person in people)
        return [min(SUREST, self._levels.chance(each)) for each in raw]


def _matches(people: Sequence[Person], told: Sequence[float], faces: Mapping[int, Face]) -> Iterator[Match]:
    for number, (person, chance) in enumerate(zip(people, told, strict=True), start=1):
        for score in person.scores:
            yield Match(
                case=score.case,
                person=number,
                probability=chance,
                bits=score.bits,
                reasons=score.reasons,
                face=faces[score.case],
            )


_COUNTED: Final = frozenset({"zip", "ssn4", "last4", "dob", "born", "misdated"})
"""Fields whose exact value is as common as the index says."""
_UNIQUE: Final = frozenset({"phone", "phone7", "caller_id"})
"""Fields whose exact value is one household's."""
_SPOKEN: Final = frozenset({"word", NAMED, "initial"})


def _with(found: Candidates, also: Sequence[int]) -> Candidates:
    """The candidates with others before them."""
    if not also:
        return found
    others = ~np.isin(found.cases, also)
    cases = np.concatenate([np.array(also, dtype=np.int32), found.cases[others]])
    sums = np.concatenate([np.full(len(also), np.float32(FOUND_OTHERWISE)), found.sums[others]])
    return found._replace(cases=cases, sums=sums)


def _word(readings: Sequence[Reading]) -> str:
    return next((reading.value for reading in readings if reading.field in _SPOKEN), "")
