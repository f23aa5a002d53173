"""Who is calling? What was typed, answered by the people on file whom it may be, with no more of them than is needed.

Nobody who is found here is verified: a result says the name, the city and an account, and for the rest only which
fields agree; what stands in them would be an answer to a verification question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from callassist.asked import Asked, Clue, Reading, ask, ask_fields, whole_reference
from callassist.asked_line import line_of
from callassist.desk.numerics import with_numpy
from callassist.faces import REF, Face, bucket
from callassist.lore import Lore
from callassist.matching_levels import DIFFERS, EXACT, MISSING, NAME
from callassist.numbers import parse_number
from callassist.store import Brief, Query, Store

if TYPE_CHECKING:
    from callassist.matching import Found, Match, Matcher  # numpy comes with it, which only a search waits for
    from callassist.matching_scores import Reason

TOLD: Final = frozenset({NAME, "former name"})
"""Fields of which is told what is on file: what the consumer is, or was, called."""
NO_ANSWERS: Final = TOLD | {"ref", "case", "city", "employer", "suffix"}
"""Fields that verify nobody."""
NOT_TOLD: Final = "not told"
"""In the place of a level that would say whether an answer to a verification question is right."""
MOST_BEGUN: Final = 5
SHORTEST_BEGUN: Final = 3
_NUMBER: Final = re.compile(r"\s*[\d(+][\d\s().+\-]{6,24}(?:(?:ext(?:ension)?|x|#)[\s.]*\d{1,7})?\s*$", re.IGNORECASE)
_CASE: Final = re.compile(r"\s*(?:case\s*[:#]?\s*)?C\s?-?(\d{1,9})\s*", re.IGNORECASE | re.ASCII)
OF_A_CASE: Final = 20.0
"""The bits of a case's own number: a million cases have one each."""
_ACCOUNT: Final = re.compile(r"\s*[\w./-]*\d[\w./-]*\s*$", re.ASCII)


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a result: what was said, and how it is like what is on file. `on_file` is told of names only."""

    field: str
    said: str
    level: str
    bits: float
    on_file: str | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on file whom it may be. Cases with the same `person` are one person; `accounts` are CLIENT/ACCOUNT."""

    case: int
    person: int
    name: str
    city: str
    accounts: tuple[str, ...]
    is_open: bool
    probability: float = 0.0
    verdict: str = ""
    reasons: tuple[Why, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Results, best first. `ask` is the question that tells them apart, `stranger` the chance that nobody is meant."""

    hits: tuple[Hit, ...] = ()
    ask: str = ""
    stranger: float = 1.0
    is_deep: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether a deeper look would hardly find anybody better."""
        return bool(self.hits) and self.hits[0].verdict == "match"


class Finder:
    """Searching in one store. Any thread may ask; what it needs is read when it is first asked."""

    def __init__(self, store: Store, lore: Callable[[], Lore]) -> None:
        self._store, self._load_lore = store, lore
        self._lock = Lock()
        self._matcher: Matcher | None = None

    def find(
        self, text: str, today: date, *, limit: int = 10, is_deep: bool = False, only_open: bool = False
    ) -> Answer:
        """One line of free text, in any order."""
        asked = self._read(text, today)
        also = self._accounts_begun(text)
        found = self.matcher.find(asked, today, limit=_wide(limit, only_open=only_open), is_deep=is_deep, also=also)
        return self._with_case(text, self._told(found, limit, only_open=only_open), limit, only_open=only_open)

    def find_fields(
        self, fields: Mapping[str, str], today: date, *, limit: int = 10, only_open: bool = False
    ) -> Answer:
        """Fields by name, as in a file of queries; looked for deeply where the first look finds nobody for sure."""
        asked, wide = self.asked(fields, today), _wide(limit, only_open=only_open)
        answer = self._told(self.matcher.find(asked, today, limit=wide), limit, only_open=only_open)
        if not answer.is_sure:
            deep = self.matcher.find(asked, today, limit=wide, is_deep=True)
            answer = self._told(deep, limit, only_open=only_open)
        named = next((fields[each] for each in ("account", "text") if fields.get(each)), "")
        return self._with_case(named, answer, limit, only_open=only_open)

    def _read(self, text: str, today: date) -> Asked:
        """The clues of a line; of one that is a reference on file, however it is spaced, that alone."""
        asked = ask(text, self._lore().names, today)
        whole = whole_reference(text)
        readings = {reading for clue in asked.clues for reading in clue.readings}
        if not whole or any(reading.field == "ssn4" and len(asked.clues) == 1 for reading in readings):
            return asked
        if (Reading("ref", whole) in readings and len(asked.clues) == 1) or not self._has(whole):
            return asked
        return Asked(clues=(Clue(line_of(text).shown.strip(), (Reading("ref", whole),)),))

    def _has(self, reference: str) -> bool:
        (cases,) = self._store.index.postings([bucket(REF, reference)])
        return bool(cases.size)

    def _with_case(self, text: str, answer: Answer, limit: int, *, only_open: bool) -> Answer:
        """A case's number, typed as screens write it, finds its case; beside an account of that name it is possible."""
        named = _CASE.fullmatch(text)
        case = int(named[1]) if named else 0
        hits = self.named((case,)) if case else ()
        if not hits or (only_open and not hits[0].is_open):
            return answer
        (accounts,) = (brief.accounts for brief in self._store.index.briefs((case,)).values())
        others = tuple(hit for hit in answer.hits if hit.case != case)
        is_sure = not (others and others[0].verdict == "match")
        own = replace(
            hits[0],
            accounts=accounts,
            person=0,
            probability=0.999 if is_sure else 0.5,
            verdict="match" if is_sure else "possible",
            reasons=(Why(field="case", said=f"C{case}", level=EXACT, bits=OF_A_CASE),),
        )
        hits = (own, *others) if is_sure else (others[0], own, *others[1:])
        return replace(answer, hits=hits[:limit], ask="" if is_sure else answer.ask, stranger=0.0)

    def asked(self, fields: Mapping[str, str], today: date) -> Asked:
        """The clues of named fields."""
        return ask_fields(fields, self._lore().names, today)

    def named(self, cases: Sequence[int]) -> tuple[Hit, ...]:
        """Cases as results without a search: who they are, and no account: nobody asked for one."""
        index = self._store.index
        faces, briefs = index.faces(cases), index.briefs(cases)
        lines = (_line(faces[case], briefs[case], at) for at, case in enumerate(cases, 1) if case in faces)
        return tuple(replace(line, accounts=()) for line in lines)

    @property
    def matcher(self) -> Matcher:
        """The engine, made when somebody is first looked for."""
        with self._lock:
            if self._matcher is None:
                lore = self._lore()
                from callassist.matching import Matcher

                self._matcher = Matcher(self._store.index, lore.names, lore.levels)
            return self._matcher

    def _lore(self) -> Lore:
        with_numpy()
        return self._load_lore()

    def _accounts_begun(self, text: str) -> Sequence[int]:
        """Cases with an account that begins as is typed: while it is typed nothing else finds it."""
        if len(text.strip()) < SHORTEST_BEGUN or not _ACCOUNT.match(text):
            return ()
        words = text.strip()
        found = (self._store.find(Query(account=each), MOST_BEGUN) for each in dict.fromkeys((words, words.upper())))
        return tuple(dict.fromkeys(case for cases in found for case in cases))

    def _told(self, found: Found, limit: int, *, only_open: bool = False) -> Answer:
        briefs = self._store.index.briefs([match.case for match in found.matches])
        shown = [match for match in found.matches if match.case in briefs and match.bits > 0]
        if only_open:
            shown = [match for match in shown if briefs[match.case].is_open]
        hits = tuple(_hit(match, briefs[match.case]) for match in shown[:limit])
        return Answer(hits=hits, ask=found.ask, stranger=found.stranger, is_deep=found.is_deep)


def _wide(limit: int, *, only_open: bool) -> int:
    """So many are looked at, where some of them may be left out."""
    return limit * 4 if only_open else limit


def _line(face: Face, brief: Brief, person: int) -> Hit:
    last, first, suffix = face.shown
    return Hit(
        case=face.case,
        person=person,
        name=f"{last}, {first} {suffix}".rstrip(),
        city=face.places[-1].city.title() if face.places else "",
        accounts=brief.accounts,
        is_open=brief.is_open,
    )


def _hit(match: Match, brief: Brief) -> Hit:
    return replace(
        _line(match.face, brief, match.person),
        probability=match.probability,
        verdict=match.verdict,
        reasons=tuple(_why(reason) for reason in match.reasons),
    )


def _why(reason: Reason) -> Why:
    """A patient is told as a name; of a Social Security number never how near it was: that could be tried out."""
    is_near = reason.field == "ssn4" and reason.level not in {EXACT, MISSING}
    return Why(
        field=NAME if reason.field == "patient" else reason.field,
        said=reason.said,
        level=DIFFERS if is_near else reason.level,
        bits=min(reason.bits, 0.0) if is_near else reason.bits,
        on_file=reason.on_file if reason.field in TOLD else None,
    )


def without_answers(answer: Answer, case: int) -> Answer:
    """The results while somebody on the line is not verified: nothing that answers a question, of nobody.

    Of the case on the line not even the chance: it would rise with every answer that is right.
    """
    return replace(answer, hits=tuple(_unanswered(hit, is_on_line=hit.case == case) for hit in answer.hits))


def _unanswered(hit: Hit, *, is_on_line: bool) -> Hit:
    kept = tuple(why for why in hit.reasons if why.field in NO_ANSWERS)
    return replace(hit, reasons=kept, probability=0.0, verdict="") if is_on_line else replace(hit, reasons=kept)


def untold(hit: Hit) -> Hit:
    """A result that says of nothing which verifies whether it agrees: guesses could be tried out one after another."""
    reasons = (
        why if why.field in NO_ANSWERS else replace(why, level=NOT_TOLD, bits=0.0, on_file=None) for why in hit.reasons
    )
    return replace(hit, reasons=(*reasons,))


def number_in(text: str) -> int:
    """The telephone number that a text is, as E.164 digits, its extension left out; 0 when it is none."""
    phone = parse_number(text) if _NUMBER.match(text) else None
    return phone.number if phone else 0
