"""What moves with a person from one case to another besides limits: notices they got, requests they made, deals.

What a link brought along keeps the case that it came from as its source, and goes back there when the link is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import CaseFile
from callassist.deals import Deal
from callassist.decide_deals import end_promises, shares_at
from callassist.disputes import disputed_by_requests
from callassist.pen import Pen
from callassist.standing import Notice, Request

Duty = TypeVar("Duty", Notice, Request)


def source_of(case: CaseFile) -> str:
    """The source of what a link brought along from a case, by which an undoing finds it again."""
    return f"case {case.id}"


def carry_duties(pen: Pen, theirs: Pen) -> None:
    """Bring another case's notices and requests here with its debts: a dispute must go on holding what it held.

    The mark of a dispute moves with the request that made it; one that an outcome made stays with the call.
    """
    other, here = theirs.case, pen.case.id
    for notice in other.consumer.notices:
        if _twin(notice, notice.debts, pen.case.consumer.notices) is None:
            _copy_notice(pen, notice, notice.debts, other)
    for request in other.consumer.requests:
        if _twin(request, request.debts, pen.case.consumer.requests) is None:
            _copy_request(pen, request, request.debts, other)
    for debt in disputed_by_requests(theirs):
        if here not in debt.disputed_by:
            theirs.write_debt(debt.id, ev.DebtDisputed(by=here, reason=f"disputed as of case {other.id}"))
        theirs.write_debt(debt.id, ev.DisputeWithdrawn(by=other.id, why=f"the same person as case {here}"))


def return_duties(pen: Pen, theirs: Pen, debts: Sequence[int]) -> None:
    """Give notices and requests about some debts back to the case they came from, with all that was done meanwhile.

    What is about no other debt ends here; what is about others too stays here and goes there.
    """
    why = f"belongs to case {theirs.case.id} after all"
    for notice in pen.case.consumer.notices:
        if about := _shared(notice, debts):
            _return_notice(pen, theirs, notice, about)
            if _is_whole(notice, debts):
                pen.write(ev.NoticeWithdrawn(notice=notice.id, why=why))
    for request in pen.case.consumer.requests:
        if about := _shared(request, debts):
            _return_request(pen, theirs, request, about)
            if _is_whole(request, debts):
                pen.write(ev.RequestWithdrawn(request=request.id, why=why))
    _return_marks(pen, theirs, debts, why)


def carry_deals(to: Pen, origin: Pen, debts: Sequence[int]) -> None:
    """Let deals go on where their debts go: what is still to be paid, as another deal there.

    One that pays a debt that stays as well cannot be held by both, and is taken back.
    """
    for deal in origin.case.consumer.deals:
        if not deal.is_live or not set(deal.debts) & set(debts):
            continue
        end_promises(origin, deal, "its debts moved")
        is_whole = set(deal.debts) <= set(debts)
        why = f"goes on with case {to.case.id}" if is_whole else f"one of its debts went to case {to.case.id}"
        origin.write(ev.DealCancelled(deal=deal.id, why=why))
        if is_whole:
            _go_on(to, deal)


def _go_on(to: Pen, deal: Deal) -> None:
    parts = deal.parts[deal.kept :]
    sums = (sum(column) for column in zip(*parts, strict=True))
    shares = tuple(zip(deal.debts, sums, strict=True))
    terms = replace(deal.terms, payments=deal.left, shares=shares, down_cents=0)
    number = to.write(ev.DealAccepted(call=0, terms=terms, parts=parts, by=deal.by))
    due = terms.payments[0].due
    to.write(ev.PromiseMade(shares=shares_at(shares, parts[0]), due=due, deal=number, index=0))
    if deal.how:
        to.write(ev.DealAuthorised(deal=number, how=deal.how))


def _shared(duty: Notice | Request, debts: Sequence[int]) -> tuple[int, ...]:
    return tuple(debt for debt in duty.debts if debt in debts)


def _is_whole(duty: Notice | Request, debts: Sequence[int]) -> bool:
    return set(duty.debts) <= set(debts)


def _twin(duty: Duty, about: Sequence[int], others: Iterable[Duty]) -> Duty | None:
    """The same notice or request among those of another case: alike, of the same day, and about these debts."""
    for each in others:
        is_about = not each.debts or (bool(about) and set(about) <= set(each.debts))
        if (each.kind, each.on) == (duty.kind, duty.on) and is_about and _manner(each) == _manner(duty):
            return each
    return None


def _manner(duty: Notice | Request) -> tuple[object, ...]:
    return (duty.medium, duty.ends) if isinstance(duty, Notice) else (duty.is_written, duty.is_new)


def _copy_notice(pen: Pen, notice: Notice, debts: tuple[int, ...], origin: CaseFile) -> None:
    sent = ev.NoticeSent(
        kind=notice.kind,
        debts=debts,
        on=notice.on,
        medium=notice.medium,
        ends=notice.ends,
        source=source_of(origin),
    )
    here = pen.write(sent)
    if notice.returned:
        pen.write(ev.NoticeReturned(notice=here, on=notice.returned))


def _copy_request(pen: Pen, request: Request, debts: tuple[int, ...], origin: CaseFile) -> None:
    made = ev.RequestMade(
        kind=request.kind,
        debts=debts,
        on=request.on,
        is_written=request.is_written,
        is_new=request.is_new,
        source=source_of(origin),
    )
    here = pen.write(made)
    if request.answered:
        pen.write(ev.RequestAnswered(request=here, on=request.answered))


def _return_notice(pen: Pen, theirs: Pen, notice: Notice, about: tuple[int, ...]) -> None:
    twin = _twin(notice, about, theirs.case.consumer.notices)
    if twin is None:
        _copy_notice(theirs, notice, about, pen.case)
    elif notice.returned and not twin.returned:
        theirs.write(ev.NoticeReturned(notice=twin.id, on=notice.returned))


def _return_request(pen: Pen, theirs: Pen, request: Request, about: tuple[int, ...]) -> None:
    twin = _twin(request, about, theirs.case.consumer.requests)
    if twin is None:
        _copy_request(theirs, request, about, pen.case)
    elif request.answered and not twin.answered:
        theirs.write(ev.RequestAnswered(request=twin.id, on=request.answered))


def _return_marks(pen: Pen, theirs: Pen, debts: Sequence[int], why: str) -> None:
    """A debt that was disputed here is disputed there."""
    here, there = pen.case.id, theirs.case.id
    for debt in pen.case.debts:
        if debt.id in debts and here in debt.disputed_by:
            if there not in debt.disputed_by:
                pen.write_debt(debt.id, ev.DebtDisputed(by=there, reason=f"disputed as of case {here}"))
            pen.write_debt(debt.id, ev.DisputeWithdrawn(by=here, why=why))
