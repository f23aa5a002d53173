"""The card of a rule: from help, from the palette; what it says, where it is written, who has read it."""

from __future__ import annotations

from tests.flows.seen import log, see, shown
from tests.flows.shift import DANA, RUIZ, SECRETS, Shift, running


async def test_help_lists_what_stops_a_call_and_a_digit_opens_its_card(shift: Shift) -> None:
    shift.clock.forward(hours=13)
    async with running(shift, (120, 60)) as call:
        await call.open(DANA)
        await call.press("question_mark")
        assert "What the rules say here now" in shown(call.app)
        assert " 1  It is 23:05 ET there" in shown(call.app)
        await call.press("1")
        seen = await see(call, "Here: It is 23:05 ET there")
        assert seen
        for part in ("stops us when it comes to placing a call", "open 08:00, close 21:00", "15 USC 1692c", "Its text"):
            assert part in shown(call.app)
        await call.press("f12")
        assert call.app.screen is call.screen
        assert call.case.call is None


async def test_the_palette_finds_a_law_by_words_of_its_title(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("f2")
        await call.type("more than seven")
        assert "Law: More than seven calls in seven days about a debt" in shown(call.app)
        await call.press("enter")
        await see(call, "of violation, rebuttable")
        await call.press("enter")
        await see(call, r"D\. L\.")


async def test_while_nobody_is_verified_no_card_tells_of_a_debt(shift: Shift) -> None:
    async with running(shift, (120, 60)) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "question_mark")
        seen = shown(call.app)
        assert "Help: locked" in seen
        assert "Verify who is speaking first" in seen
        assert not [secret for secret in SECRETS if secret in seen]


async def test_of_all_that_the_rules_say_only_what_matters_most_is_on_the_screen(shift: Shift) -> None:
    async with running(shift, (120, 40)) as call:
        await call.open(DANA)
        laws = call.screen.laws()
        assert list(laws) == sorted(laws, key=lambda law: ("block", "warn", "say").index(law.effect))


async def test_the_blocked_list_by_rule_leads_to_the_cases_of_one(shift: Shift) -> None:
    log(shift, DANA, "ATTY", party="Doe Law", talk_seconds=60)
    log(shift, RUIZ, "CND", talk_seconds=60)
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("f")
        await see(call, r"> +1 .*attorney")
        assert "not to be called" in shown(call.app).lower()
        await call.press("space")
        await see(call, "Rule us.fdcpa.attorney")
        await call.press("f12")
        await see(call, "Blocked till somebody acts")
        await call.press("enter")
        await see(call, "BLOCKED by us.fdcpa.attorney")
        assert "M. R." not in shown(call.app)
        await call.press("f12")
        await see(call, "CMD QUEUE  ")
        assert "BLOCKED by" not in shown(call.app)


async def test_the_palette_turns_to_another_script_once_somebody_is_verified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "f2")
        await call.type("script estate")
        assert "Script:" not in shown(call.app)
        await call.press("f12")
        await call.press("v")
        await call.type("0304198043215")
        await call.press("f2")
        await call.type("script died")
        await call.press("enter")
        await call.until(lambda: call.screen.at.at.script == "estate")
