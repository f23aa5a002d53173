"""Before dialling: notes that wait to be read, numbers marked and added, a case that may be the same person."""

from __future__ import annotations

import pytest

from callassist import events as ev
from callassist.commands_facts import EditFact
from callassist.desk import Done, Opened
from callassist.desk.records import likeness
from callassist.pen import Pen
from callassist.screens.call_records import typed_number
from callassist.screens.keys import PREVIEW
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, RUIZ, SENIOR, SPARSE, Call, Shift, running

NOTE = "prefers that the gate code 77 be used"


def write(shift: Shift, case: int, *events: ev.Event, note: str = "") -> None:
    """Something that an import has written to a case."""
    desk = shift.desk()
    opened = desk.look(case)
    pen = Pen(opened.case, shift.handbook, shift.clock(), "placement")
    pen.note(note, 0)
    for event in events:
        pen.write(event)
    desk.cases.append(opened, pen.accepted(""))


def fact(shift: Shift, case: int, command: EditFact) -> None:
    """Something that is on file otherwise."""
    desk = shift.desk()
    assert isinstance(desk.open(case), Opened)
    done = desk.do(command)
    assert isinstance(done, Done), done
    desk.release()


@pytest.fixture
def unread(shift: Shift) -> Shift:
    write(shift, DANA, ev.RestrictionPlaced(kind="unread_notes", source="placement"), note=NOTE)
    return shift


def kinds(call: Call) -> list[str]:
    return [limit.kind for limit in call.case.consumer.restrictions]


# ── notes ──


async def test_a_blocked_case_is_cleared_from_its_list(unread: Shift) -> None:
    async with running(unread) as call:
        await call.press("b")
        await see(call, "BLOCKED")
        await call.press("enter")
        assert (call.case.id, call.screen.stage, call.opened.is_callable) == (DANA, PREVIEW, False)
        await see(call, "k: read the notes")
        await call.press("k")
        await see(call, "gate code 77")
        assert any(isinstance(entry.event, ev.CaseOpened) for entry in call.opened.entries)
        assert kinds(call) == ["unread_notes"]
        await call.press("enter")
        assert (kinds(call), call.opened.is_callable) == ([], True)
        assert "gate code" not in shown(call.app)
        await call.press("enter")
        assert call.case.call is not None


async def test_what_the_notes_say_goes_in_as_a_limit(unread: Shift) -> None:
    async with running(unread) as call:
        await call.open(DANA)
        await call.press("k", "c")
        assert kinds(call) == ["cease"]
        assert not call.opened.is_callable


async def test_notes_that_are_left_stay_unread(unread: Shift) -> None:
    async with running(unread) as call:
        await call.open(DANA)
        await call.press("k", "pagedown")
        assert "gate code 77" in shown(call.app)
        await call.press("f12")
        assert "gate code 77" not in shown(call.app)
        assert kinds(call) == ["unread_notes"]


async def test_a_case_without_notes_says_so(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("k")
        assert call.message == "No note came with this case."
        assert call.screen.menu is None


# ── numbers ──


async def test_the_marked_number_is_marked_bad(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("2", "m", "b")
        assert [point.standing for point in call.case.consumer.numbers] == ["untried", "bad"]
        assert call.message == "The number is marked bad."


async def test_a_number_is_added_as_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("+")
        await call.type("555-0188")
        await call.press("enter")
        assert "no whole telephone number" in call.message
        assert len(call.case.consumer.numbers) == 2
        await call.press("f12", "+")
        await call.type("614-555-0188 x12 cell")
        await call.press("enter")
        added = call.case.consumer.numbers[-1]
        assert (added.number, added.kind, added.extension) == (16145550188, "cell", "12")


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [("614 555 0188", 16145550188, "other"), ("6145550188 Work", 16145550188, "work"), ("cell", None, None)],
)
def test_a_number_and_its_kind(text: str, number: int | None, kind: str | None) -> None:
    phone = typed_number(text)
    assert (phone and phone.number, phone and phone.kind) == (number, kind)


# ── who is calling us ──


async def test_an_extension_does_not_hide_which_number_is_shown(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("i")
        await call.type("614-555-0101 x12")
        await call.press("enter")
        assert call.case.call is not None
        assert (call.case.call.is_inbound, call.case.call.row) == (True, call.case.consumer.numbers[0].row)


async def test_what_cannot_be_read_is_not_taken_for_withheld(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("i")
        await call.type("555-01")
        await call.press("enter")
        assert "no whole telephone number" in call.message
        assert call.case.call is None


# ── linked cases ──


@pytest.mark.parametrize(("key", "state", "debts"), [("y", "accepted", 2), ("n", "refused", 1), ("l", "suggested", 1)])
async def test_a_suggested_link_is_answered(shift: Shift, key: str, state: str, debts: int) -> None:
    write(shift, DANA, ev.LinkSuggested(other=SENIOR, why="same name and ZIP"))
    async with running(shift) as call:
        await call.open(DANA)
        await see(call, f"C{SENIOR} may be the same")
        await call.press("o")
        told = await see(call, "Born")
        assert "different" in told
        for secret in ("1950", "1980", "43215", "D-1"):
            assert secret not in shown(call.app)
        await call.press(key)
        assert ([link.state for link in call.case.consumer.links], len(call.case.debts)) == ([state], debts)
        assert "Born" not in shown(call.app)
        looked = shift.desk().look(SENIOR)
        assert isinstance(looked, Opened)
        assert len(looked.case.debts) == (0 if state == "accepted" else 1)


async def test_every_suggestion_is_shown_one_after_the_other(shift: Shift) -> None:
    for other in (SENIOR, RUIZ, SPARSE):
        write(shift, DANA, ev.LinkSuggested(other=other, why="same ZIP"))
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("o")
        await see(call, f"C{SENIOR}: the same person\\?, 2 more")
        await call.press("n")
        await see(call, f"C{RUIZ}: the same person\\?, 1 more")
        await call.press("l")
        await see(call, f"C{SPARSE}: the same person\\?")
        await call.press("y")
        assert "The cases are one" in call.message
        assert "the same person?" not in shown(call.app)
        states = [(link.other, link.state) for link in call.case.consumer.links]
        assert states == [(SENIOR, "refused"), (RUIZ, "suggested"), (SPARSE, "accepted")]
        await call.press("o")
        await see(call, f"C{RUIZ}: the same person\\?")  # what was put off comes before what was answered
        await call.press("f12")
        assert "the same person?" not in shown(call.app)


async def test_an_accepted_link_is_undone_by_the_same_key(shift: Shift) -> None:
    write(shift, DANA, ev.LinkSuggested(other=SENIOR, why="same name and ZIP"))
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("o", "y")
        assert len(call.case.debts) == 2
        await call.press("o")
        await see(call, f"C{SENIOR} was taken for the same person")
        await call.press("y")
        assert (call.case.consumer.links[0].state, len(call.case.debts)) == ("accepted", 2)
        await call.press("o", "n")
        assert "Undone: 1 debts are back" in call.message
        assert (call.case.consumer.links[0].state, [debt.id for debt in call.case.debts]) == ("refused", [11])
        assert [debt.id for debt in shift.desk().look(SENIOR).case.debts] == [41]


async def test_what_two_cases_have_in_common_is_told_without_what_verifies(shift: Shift) -> None:
    write(shift, DANA, ev.LinkSuggested(other=SENIOR, why="same name and ZIP"))
    fact(shift, DANA, EditFact(fact="person", row=1, fields={"last": "Lea"}, is_change=True))
    for case, name in ((DANA, "Mercy Bakery, Inc"), (SENIOR, "MERCY BAKERY INC")):
        fact(shift, case, EditFact(fact="employer", fields={"name": name}))
    async with running(shift, LARGE) as call:
        await call.open(DANA)
        await call.press("o")
        for told in ("Before +Dana Lee Jr \\| none known", "Street +equal", "Work +1 in common", "Debts +1 \\| 1"):
            await see(call, told)
        for secret in ("1204", "Elm", "Bakery", "43215"):
            assert secret not in shown(call.app)


@pytest.mark.parametrize(("other", "streets"), [(SENIOR, "equal"), (RUIZ, "different"), (SPARSE, "different")])
def test_streets_of_two_cases(shift: Shift, other: int, streets: str) -> None:
    desk = shift.desk()
    assert likeness(desk.look(DANA).case, desk.look(other).case).streets == streets


async def test_without_a_suggestion_it_says_so(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("o")
        assert call.message == "No other case is thought to be this person."
