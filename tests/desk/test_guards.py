"""One call at a time: during a call no other case is taken in hand, and nobody dials twice at two terminals."""

from __future__ import annotations

from callassist.commands import LogOutcome, PlaceCall, ReceiveCall
from callassist.desk import Held
from callassist.desk.desk import CALL_OPEN
from callassist.handbook import Refused
from tests.desk.floor import Floor, Who, done, take


def test_during_a_call_no_other_case_is_opened(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="Roe"))
    ana = floor.desk("ana")
    opened = take(ana, 1)
    done(ana.do(PlaceCall(row=opened.verdicts.best_row)))
    refused = ana.open(2)
    assert isinstance(refused, Held)
    assert refused.sentence == CALL_OPEN.sentence
    assert ana.opened is not None
    assert ana.opened.case.id == 1
    take(ana, 1)
    done(ana.do(LogOutcome(code="NA")))
    assert take(ana, 2).case.id == 2


def test_nobody_dials_while_their_call_on_another_case_is_open(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="Roe", phones=(16145550102,)))
    ana, again = floor.desk("ana"), floor.desk("ana")
    done_on = take(ana, 1)
    done(ana.do(PlaceCall(row=done_on.verdicts.best_row)))
    opened = take(again, 2)
    refused = again.do(PlaceCall(row=opened.verdicts.best_row))
    assert isinstance(refused, Refused)
    assert refused.sentence == "Your call on C1 has no outcome yet; log it first."
    done(ana.do(LogOutcome(code="NA")))
    done(again.do(PlaceCall(row=opened.verdicts.best_row)))


def test_a_call_that_comes_in_is_taken_whatever_else_is_open(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="Roe"))
    ana, again = floor.desk("ana"), floor.desk("ana")
    opened = take(ana, 1)
    done(ana.do(PlaceCall(row=opened.verdicts.best_row)))
    take(again, 2)
    done(again.do(ReceiveCall()))
    assert again.opened is not None
    assert again.opened.case.call is not None


def test_a_colleagues_open_call_stops_nobody(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="Roe", phones=(16145550102,)))
    ana, ben = floor.desk("ana"), floor.desk("ben")
    opened = take(ana, 1)
    done(ana.do(PlaceCall(row=opened.verdicts.best_row)))
    theirs = take(ben, 2)
    done(ben.do(PlaceCall(row=theirs.verdicts.best_row)))
