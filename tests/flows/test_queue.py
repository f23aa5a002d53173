"""The queue: who is next and why, the other lists with their rule and until when, taking and skipping."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from callassist.desk import Desk, Opened
from callassist.errors import DatabaseUnreadable
from callassist.intake.placements import import_placements
from callassist.intake.synthetic import DEMO_AS_OF, write_csv
from callassist.screens.app import CallassistApp
from callassist.screens.queue_words import counted, short
from callassist.screens.widgets.rows import Rows
from callassist.store import Counters
from callassist.stores import sqlite_file
from tests.flows.seen import call_back, log, other_desk, see, shown
from tests.flows.shift import DANA, LARGE, PROMISED, RUIZ, SECRETS, SPARSE, TUESDAY, Call, Shift, running

TUESDAY_CLOCK = "10:05 ET"


async def test_each_line_says_who_by_initials_why_now_their_clock_and_the_last_call(shift: Shift) -> None:
    async with running(shift) as call:
        row = await see(call, r"> +1 D\. L\.")
        assert "new business" in row
        assert TUESDAY_CLOCK in row
        assert "18 May NA" in await see(call, r"L\. K\.")
        assert await see(call, r"M\. R\. es")


async def test_no_line_tells_a_name_in_full_or_anything_of_a_debt(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await see(call, r"D\. L\.")
        seen = shown(call.app)
        for secret in (*SECRETS, "Dana", "Lee", "Ruiz", "Mercy", "$"):
            assert secret not in seen


async def test_the_counts_stand_on_top_with_the_collectors_clock(shift: Shift) -> None:
    async with running(shift) as call:
        top = await see(call, r"left \d")
        assert "left 5" in top
        assert "callbacks 0" in top
        assert re.search(r"\d\d:\d\d [A-Z]{2,4}$", top.rstrip())


def test_counts_that_are_not_fresh_say_how_old_they_are() -> None:
    counters = Counters(by_state={"blocked": 12_345}, held=0, callbacks_due=2, workable=9_999)
    assert counted(counters, 4, 80) == "left 9,999  callbacks 2  blocked 12k  asleep 0"
    assert counted(counters, 12, 80) == "left 9,999  callbacks 2  (12 s old)  blocked 12k  asleep 0"
    assert counted(counters, 4, 80, callbacks=8) == "left 9,999  callbacks 8  blocked 12k  asleep 0"
    assert counted(counters, 185, 80) == "left 9,999  callbacks 2  (3 min old)  blocked 12k  asleep 0"
    assert counted(counters, 4, 25) == "left 9,999  callbacks 2"


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (9_999, "9,999"), (10_000, "10k"), (1_234_567, "1,234k")])
def test_a_large_count_is_short(count: int, words: str) -> None:
    assert short(count) == words


async def test_enter_takes_the_row_under_the_cursor(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("down", "j", "up", "enter")
        assert call.case.id == RUIZ
        assert "[PREVIEW]" in shown(call.app)


async def test_enter_of_the_number_pad_takes_too(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("ctrl+j")
        assert call.case.id == DANA


async def test_space_takes_whoever_is_next_wherever_the_cursor_stands(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("end", "space")
        assert call.case.id == DANA


async def test_a_case_on_another_desk_is_not_in_the_queue_and_cannot_be_taken(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        other = other_desk(shift, "ben")
        assert isinstance(other.open(DANA), Opened)
        await call.press("enter")
        assert "another desk" in call.message
        await call.press("r")
        await see(call, r"> +1 M\. R\.")


async def test_a_narrow_list_tells_the_whole_reason_below(shift: Shift) -> None:
    log(shift, SPARSE, "CEASE", words="stop calling me")
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("b")
        await see(call, r"P\. D\.")
        card = call.app.desk.listed("blocked", 0, 1)[0]
        assert card.blocked is not None
        await see(call, r"P\. D\. " + re.escape(card.blocked.say.split()[0]))
        whole = " ".join(shown(call.app).split())
        assert f"{card.blocked.say} [{card.blocked.cite}]" in whole
        rows = [row for row in shown(call.app).splitlines()[-4:-1] if row.strip()]
        assert all(row.startswith(" ") and not row.startswith("  ") for row in rows)


async def test_what_a_rule_blocks_is_listed_with_the_rule_and_is_never_dialled(shift: Shift) -> None:
    log(shift, SPARSE, "CEASE", words="stop calling me")
    async with running(shift, LARGE) as call:
        await see(call, r"D\. L\.")
        assert "P. D." not in shown(call.app)
        await call.press("b")
        row = await see(call, r"P\. D\.")
        assert "no time ends it" in row
        await see(call, "BLOCKED 1")
        assert "Enter Look" in shown(call.app)
        assert "Enter Take" not in shown(call.app)
        await see(call, "Stopped by")
        await call.press("enter")
        assert call.screen.check_action("dial", ()) is None
        await call.press("enter")
        assert call.case.call is None


async def test_who_sleeps_is_listed_with_the_hour_by_their_clock(shift: Shift) -> None:
    call_back(shift, RUIZ, TUESDAY + timedelta(hours=3))
    async with running(shift) as call:
        await call.press("b", "b")
        row = await see(call, r"M\. R\.")
        assert "Tue 02 Jun 13:05 ET" in row
        await call.press("f12")
        await see(call, r"> +1 D\. L\.")


async def test_lists_without_anybody_say_so_and_b_comes_round(shift: Shift) -> None:
    async with running(shift) as call:
        for words in ("Nobody is blocked", "Nobody is asleep", "Everybody has a number", "Nothing is incomplete"):
            await call.press("b")
            await see(call, words)
        await call.press("b")
        await see(call, r"> +1 D\. L\.")


async def test_a_skip_asks_for_a_reason_and_keeps_it(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("down", "s")
        assert "TYPE QUEUE" in shown(call.app)
        assert "Why is M. R." in call.message
        await call.press("enter")
        assert "needs a reason" in call.message
        await call.type("her line hums")
        await call.press("enter")
        await see(call, "CMD QUEUE")
        skipped = shift.desk().look(RUIZ).case
        assert len(skipped.consumer.skips) == 1
        assert "her line hums" in str([entry.event for entry in shift.desk().look(RUIZ).entries])
        assert call.app.desk.opened is None
        assert not re.search(r"M\. R\.", shown(call.app))


async def test_f12_leaves_the_reason_and_skips_nobody(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("s")
        await call.type("no")
        await call.press("f12")
        assert "CMD QUEUE" in shown(call.app)
        assert shift.desk().look(DANA).case.consumer.skips == ()


async def test_the_skip_goes_to_the_case_that_was_marked_though_the_list_moved_on(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("s")
        call_back(shift, RUIZ, TUESDAY + timedelta(minutes=1))
        shift.clock.forward(minutes=5)
        await call.press("f5")
        await see(call, r" 1 M\. R\.")
        await call.type("later")
        await call.press("enter")
        await see(call, "CMD QUEUE")
        assert len(shift.desk().look(DANA).case.consumer.skips) == 1


async def test_a_callback_that_comes_due_goes_first_and_the_cursor_stays_with_its_case(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("down", "down")
        await see(call, r"> +3 P\. D\.")
        call_back(shift, PROMISED, TUESDAY + timedelta(minutes=1))
        shift.clock.forward(minutes=2)
        await call.press("r")
        assert "callback" in await see(call, r" 1 L\. K\.")
        await see(call, r"> +4 P\. D\.")


async def test_at_night_nobody_is_called_and_the_screen_says_so(shift: Shift) -> None:
    shift.clock.forward(hours=14)
    async with running(shift) as call:
        await see(call, "Nobody may be called now")
        await call.press("space")
        assert call.app.desk.opened is None
        assert "Nobody may be called now" in call.message


async def test_a_wide_screen_shows_the_line_in_full_beside_the_list(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await see(call, r"Case +C1")
        await call.press("down")
        await see(call, r"Case +C2")
        assert re.search(r"Language +es", shown(call.app))


async def test_after_a_case_is_given_back_it_leads_the_queue_again(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("enter", "f3")
        await see(call, r"> +1 D\. L\.")
        assert call.app.desk.opened is None


# ── a long list ──


@pytest.fixture
def long_shift(tmp_path: Path) -> Shift:
    """Four hundred made-up debts on file."""
    made = Shift(tmp_path / "long.sqlite")
    write_csv(tmp_path / "long.csv", 400, 3, DEMO_AS_OF)
    import_placements(
        made.store, made.handbook.setting, tmp_path / "long.csv", now=TUESDAY - timedelta(days=9), actor="placement"
    )
    return made


async def test_a_long_list_is_read_as_the_cursor_nears_its_end_and_no_line_is_left_out(long_shift: Shift) -> None:
    expected = []
    desk, after = long_shift.desk(), None
    while True:
        page = desk.page(after, 50)
        expected += [card.case for card in page.cards]
        after = page.after
        if after is None:
            break
    async with running(long_shift) as call:
        await see(call, r"> +1 ")
        for _ in range(len(expected) // 15 + 2):
            await call.press("pagedown")
        await see(call, rf"> *{len(expected)} ")
        queue = call.app.get_screen("queue")
        assert [card.case for card in queue._cards] == expected  # type: ignore[attr-defined]
        await call.press("home")
        await see(call, r"> +1 ")


async def test_the_list_survives_a_window_of_any_size(long_shift: Shift) -> None:
    async with running(long_shift) as call:
        await see(call, r"> +1 ")
        await call.press(*["down"] * 30)
        for size in ((120, 36), (61, 17), (1, 1), (200, 5), (80, 24)):
            await call.pilot.resize_terminal(*size)
            await call.settle()
        await see(call, r"> +31 ")
        rows = call.app.screen.query_one(Rows)
        assert rows.count > 30


# ── when the database is in trouble ──


async def test_a_database_that_does_not_open_says_why_and_f5_tries_again(shift: Shift) -> None:
    tries: list[int] = []

    def opens() -> Desk:
        tries.append(1)
        if len(tries) == 1:
            where = "x.sqlite"
            raise DatabaseUnreadable(where, "it is damaged")
        return shift.desk()

    app = CallassistApp(opens)
    async with app.run_test(size=(80, 24)) as pilot:
        call = Call(shift, app, pilot)
        await see(call, "it is damaged")
        await call.press("space", "slash", "enter", "s", "b", "u")
        assert not app.is_ready
        await call.press("f5")
        await see(call, r"> +1 D\. L\.")


async def test_a_locked_database_is_said_and_the_same_key_tries_again(
    shift: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.05)
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        other = sqlite3.connect(tmp_path / "shift.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await call.press("enter")
        await see(call, r"X [\s\S]*held by another program")
        await call.press("r")  # reading goes on
        await see(call, r"> +1 D\. L\.")
        other.execute("ROLLBACK")
        other.close()
        await call.press("enter")
        assert call.case.id == DANA
