"""The rows by which a new person with one debt is found: what worklist.project gives, without folding a case first.

Most of a first load is such people. A test holds both to the same answer.
"""

from __future__ import annotations

from typing import Final

from callassist.calendars import span_key
from callassist.casefile import Consumer, ContactPoint, Place
from callassist.dossier import Address, Phone
from callassist.events import DebtPlaced
from callassist.intake.placement import Heard, Placement
from callassist.rules import Setting, whereabouts
from callassist.store import BLOCKED, CLOSED, INCOMPLETE, READY, SKIP_TRACE, Group, Projection, WorkRow
from callassist.worklist import NEW, PRESUMED

_KEPT: Final = 100_000
_AMERICAN: Final = range(10**10 + 10**9, 2 * 10**10)
_LINE: Final = 10**7


class FreshProjections:
    """Projects people who have one debt and no history. What repeats is worked out once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._homes: dict[tuple[str, str], str] = {}
        self._areas: dict[int, str] = {}
        self._spans: dict[tuple[str, ...], str] = {}
        self._groups: dict[tuple[str, str, str, str], Group] = {}

    def project(self, placement: Placement, case: int, debt: int) -> Projection:
        """As worklist.project would, right after the debt was taken."""
        terms = placement.terms
        group = self._group(self._span(placement.address, placement.phones), terms, placement.person.language)
        placed = terms.placed.toordinal() if terms.placed else 0
        work = WorkRow(
            case=case,
            group=group,
            state=self._state(placement),
            lane=NEW,
            prio=placed * 1000 + 999 - min(999, max(0, terms.balance_cents) // 10_000),
            region=placement.region,
        )
        return Projection(
            case=case,
            work=work,
            numbers=tuple([phone.number for phone in placement.phones]),
            name=placement.name,
            joins=placement.joins,
            debts=(debt,),
            words=placement.words,
            marks=placement.marks,
        )

    def is_complete(self, placement: Placement) -> bool:
        """Whether all is known that a call needs, as rules.missing_facts would say."""
        terms = placement.terms
        return not placement.is_incomplete and bool(terms.creditor or self._named(terms.client))

    def _named(self, client: str) -> str:
        policy = self.setting.clients.get(client)
        return policy.name if policy else ""

    def _state(self, placement: Placement) -> str:
        if placement.terms.balance_cents <= 0:
            return CLOSED
        if placement.is_minor or (placement.note and _is_stopped(placement.note)):
            return BLOCKED
        if not self.is_complete(placement):
            return INCOMPLETE
        return READY if placement.phones else SKIP_TRACE

    def _span(self, address: Address | None, phones: tuple[Phone, ...]) -> str:
        """The zones where they may be: by the zones of the address, and of each number with its kind."""
        words = [self._home(address) if address else ""]
        for phone in phones:
            number = phone.number
            area = number // _LINE if number in _AMERICAN else number
            words.append(phone.kind)
            words.append(self._areas.get(area) or self._area(area, number))
        key = tuple(words)
        span = self._spans.get(key)
        if span is None:
            span = self._spans[key] = self._spanned(address, phones)
        return span

    def _home(self, address: Address) -> str:
        key = (address.zip, address.state)
        home = self._homes.get(key)
        if home is None:
            zones = self.setting.geography.zones_of_address(*key)
            home = self._homes[key] = span_key(zones)
        return home

    def _area(self, area: int, number: int) -> str:
        if len(self._areas) >= _KEPT:
            self._areas.clear()
        zones = self.setting.geography.zones_of_number(number)
        self._areas[area] = word = span_key(zones) or "?"
        return word

    def _spanned(self, address: Address | None, phones: tuple[Phone, ...]) -> str:
        somebody = Consumer(
            places=(Place(row=2, address=address),) if address else (),
            numbers=tuple([ContactPoint(row=3, number=phone.number, kind=phone.kind) for phone in phones]),
        )
        return span_key(whereabouts(somebody, self.setting.geography))

    def _group(self, span: str, terms: DebtPlaced, language: str) -> Group:
        key = (span, terms.client, terms.line, language)
        group = self._groups.get(key)
        if group is None:
            policy = self.setting.clients.get(terms.client)
            group = self._groups[key] = Group(
                zones=span,
                client=terms.client,
                line=terms.line,
                language=language,
                desk=policy.desk if policy else "",
                team=policy.team if policy else "",
            )
        return group


def _is_stopped(note: Heard) -> bool:
    """Whether a note closes the person; not where it speaks of one number, which may be another's row."""
    return not note.is_understood or any(limit.kind in PRESUMED for limit in note.limits)


def is_plain(placement: Placement) -> bool:
    """Whether `project` may speak for a record: limits on single numbers need the case itself."""
    return placement.note is None or all(limit.kind != "do_not_call" for limit in placement.note.limits)
