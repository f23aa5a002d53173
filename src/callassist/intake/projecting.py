"""The rows by which a new person with one debt is found: what worklist.project gives, without folding a case first.

Most of a first load is such people. A test holds both to the same answer.
"""

from __future__ import annotations

from typing import Final

from callassist.calendars import span_key
from callassist.casefile import Consumer, ContactPoint, Place
from callassist.dossier import Address, Phone
from callassist.events import DebtPlaced
from callassist.intake.placement import Placement
from callassist.rules import Setting, whereabouts
from callassist.store import CLOSED, INCOMPLETE, READY, SKIP_TRACE, Group, Projection, WorkRow
from callassist.worklist import NEW

_KEPT: Final = 100_000
_AMERICAN: Final = range(10**10 + 10**9, 2 * 10**10)
_LINE: Final = 10**7
Spot = tuple[str, str, tuple[tuple[str, int], ...]]


class FreshProjections:
    """Projects people who have one debt and no history. The zones of a place are worked out once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._spans: dict[Spot, str] = {}
        self._groups: dict[tuple[str, str, str, str], Group] = {}

    def project(self, placement: Placement, case: int, debt: int) -> Projection:
        """As worklist.project would, right after the debt was taken; not for records with a note or of minors."""
        terms, address = placement.terms, placement.address
        region = address.state if address else ""
        return Projection(
            case=case,
            work=WorkRow(
                case=case,
                group=self._group(self._span(address, placement.phones), terms, placement.person.language),
                state=_state(placement),
                lane=NEW,
                prio=_prio(terms),
                region=region,
            ),
            numbers=tuple([phone.number for phone in placement.phones]),
            name=placement.name,
            joins=placement.joins,
            debts=(debt,),
        )

    def _span(self, address: Address | None, phones: tuple[Phone, ...]) -> str:
        numbers = tuple([(phone.kind, n // _LINE if (n := phone.number) in _AMERICAN else n) for phone in phones])
        key = (address.zip, address.state, numbers) if address else ("", "", numbers)
        span = self._spans.get(key)
        if span is None:
            if len(self._spans) >= _KEPT:
                self._spans.clear()
            span = self._spans[key] = self._spanned(address, phones)
        return span

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


def is_incomplete(placement: Placement) -> bool:
    """Whether a debt needs more before anyone may call about it; see worklist.missing_facts."""
    terms, address = placement.terms, placement.address
    region = address.state if address else ""
    return not (terms.client and placement.person.last and terms.service and terms.itemised and region)


def _state(placement: Placement) -> str:
    if placement.terms.balance_cents <= 0:
        return CLOSED
    if is_incomplete(placement):
        return INCOMPLETE
    return READY if placement.phones else SKIP_TRACE


def _prio(terms: DebtPlaced) -> int:
    placed = terms.placed.toordinal() if terms.placed else 0
    return placed * 1000 + 999 - min(999, terms.balance_cents // 10_000)
