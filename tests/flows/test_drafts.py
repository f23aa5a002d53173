"""Drafts at the start: those of calls that are over are forgotten, words that no journal holds are not."""

from __future__ import annotations

import pytest

from callassist.commands import LogOutcome, PlaceCall
from callassist.desk import Desk, Done, Opened
from callassist.screens.app import _cut_off
from callassist.screens.call_draft import Draft, encode, key_of
from tests.flows.shift import DANA, Shift


def dialled(desk: Desk) -> int:
    """A call to Dana; its id."""
    opened = desk.open(DANA)
    assert isinstance(opened, Opened)
    answer = desk.do(PlaceCall(row=opened.verdicts.best_row))
    assert isinstance(answer, Done)
    assert answer.opened.case.call is not None
    return answer.opened.case.call.id


@pytest.mark.parametrize(("typed", "is_kept"), [("", False), ("line was busy", False), ("never written down", True)])
def test_the_draft_of_a_call_with_its_outcome(shift: Shift, typed: str, *, is_kept: bool) -> None:
    desk = shift.desk()
    call = dialled(desk)
    assert isinstance(desk.do(LogOutcome(code="NA", note="Tried: line was busy.")), Done)
    desk.keep(key_of(DANA), encode(Draft(case=DANA, call=call, note=typed)))
    again = shift.desk()
    assert _cut_off(again) is None
    assert bool(again.kept()) is is_kept
    assert again.opened is None


def test_the_draft_of_an_open_call_comes_back(shift: Shift) -> None:
    desk = shift.desk()
    body = encode(Draft(case=DANA, call=dialled(desk), note="half a word"))
    desk.keep(key_of(DANA), body)
    cut = _cut_off(shift.desk())
    assert cut is not None
    assert (cut[0].case.id, cut[1]) == (DANA, body)


def test_words_typed_before_any_call_are_kept(shift: Shift) -> None:
    desk = shift.desk()
    desk.keep(key_of(DANA), encode(Draft(case=DANA, note="ask for Sr first")))
    again = shift.desk()
    assert _cut_off(again) is None
    assert again.kept()
