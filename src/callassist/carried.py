"""What moves with a person from one case to another besides limits: the notices they got, the requests they made."""

from __future__ import annotations

from callassist import events as ev
from callassist.casefile import CaseFile
from callassist.pen import Pen
from callassist.standing import Notice


def carry_duties(pen: Pen, other: CaseFile) -> None:
    """Bring another case's notices and requests here with its debts: a dispute must go on holding what it held."""
    for notice in other.consumer.notices:
        _carry_notice(pen, notice)
    for request in other.consumer.requests:
        made = ev.RequestMade(
            kind=request.kind,
            debts=request.debts,
            on=request.on,
            is_written=request.is_written,
            is_new=request.is_new,
        )
        here = pen.write(made)
        if request.answered:
            pen.write(ev.RequestAnswered(request=here, on=request.answered))


def _carry_notice(pen: Pen, notice: Notice) -> None:
    sent = ev.NoticeSent(
        kind=notice.kind,
        debts=notice.debts,
        on=notice.on,
        medium=notice.medium,
        ends=notice.ends,
    )
    here = pen.write(sent)
    if notice.returned:
        pen.write(ev.NoticeReturned(notice=here, on=notice.returned))
