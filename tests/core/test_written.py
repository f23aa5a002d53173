"""Messages, look-ups and leave: what is recorded, what is refused, what a word of theirs closes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream
from callassist.commands import AcceptLink, CheckNumber, Command, PlaceRestriction, RecordConsent, RecordMessage
from callassist.decide import Accepted, Refused, decide
from callassist.dossier import Email
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.rules import Setting
from callassist.situations import not_checked, situation_of
from callassist.survey import survey
from tests.core.journals import CASE, DANA, NOW, TODAY, case_of, handbook_of, rule

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text(encoding="utf-8")
HOME, CELL, EMAIL = 3, 4, 5
A1, A2 = 71, 72
REFUSED = {"opt_out": "any", "no_text": "any"}
HANDBOOK = handbook_of(
    TABLE,
    rule(
        "writing_refused",
        "text",
        scope="number",
        medium="text",
        kinds=REFUSED,
        reply=True,
        confirm_minutes=5,
        words=["stop", "opt out"],
    ),
    replace(
        rule("only_confirmation", "text", scope="number", medium="text", kinds=REFUSED, confirm_minutes=5),
        effect="warn",
    ),
    rule("no_way_out", "email", phrases=["opt out"]),
    rule("restricted", "letter", scope="debt", kinds={"attorney": "any"}),
)


def dana(*more: str) -> CaseFile:
    """Dana, with an e-mail address."""
    case = case_of(DANA, *more)
    home = consumer_stream(CASE)
    row = DossierRow(stream=home, row=EMAIL, value=Email(address="dana@example.com"))
    added = ev.FactAdded(row=EMAIL, source="placement")
    return evolve(case, [Entry(stream=home, seq=case.versions[home] + 1, at=NOW, actor="ana", event=added)], [row])


def events(case: CaseFile, command: Command, handbook: Handbook = HANDBOOK) -> list[ev.Event]:
    """What a command writes, the check that goes before it left out."""
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Accepted), decision
    return [entry.event for entry in decision.entries if not isinstance(entry.event, ev.CheckMade)]


def after(case: CaseFile, command: Command) -> CaseFile:
    decision = decide(case, command, HANDBOOK, NOW, "ana")
    assert isinstance(decision, Accepted), decision
    return evolve(case, decision.entries, decision.rows)


def refusal(case: CaseFile, command: Command, *, minutes: int = 0) -> Refused:
    decision = decide(case, command, HANDBOOK, NOW + timedelta(minutes=minutes), "ana")
    assert isinstance(decision, Refused), decision
    return decision


# ── ours ──


def test_a_text_that_no_rule_stops_is_recorded_about_every_debt() -> None:
    sent = events(dana(), RecordMessage(medium="text", row=CELL))
    assert sent == [ev.MessageSent(medium="text", row=CELL, debts=(A1, A2))]


def test_that_it_was_asked_is_kept_when_it_is_refused_too() -> None:
    case = dana("2026-11-01 10:00 restricted opt_out cell")
    refused = refusal(case, RecordMessage(medium="text", row=CELL))
    assert refused.findings[0].rule == "test.writing_refused"
    (entry,) = refused.entries
    assert isinstance(entry.event, ev.CheckMade)
    assert (entry.event.action, entry.event.effect, entry.event.row) == ("text", "block", CELL)


def test_one_that_went_out_already_is_kept_and_told_of() -> None:
    case = dana("2026-11-01 10:00 restricted opt_out cell")
    decision = decide(case, RecordMessage(medium="text", row=CELL, has_happened=True), HANDBOOK, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert "A rule stops such a message" in decision.says
    assert isinstance(decision.entries[-1].event, ev.MessageSent)


def test_a_debt_that_a_rule_leaves_out_may_not_be_named() -> None:
    case = dana("2026-11-01 10:00 restricted attorney A-1")
    assert events(case, RecordMessage(medium="mail")) == [ev.MessageSent(medium="mail", debts=(A2,))]
    assert refusal(case, RecordMessage(medium="mail", debts=(A1,))).findings[0].debt == A1


def test_the_words_of_a_message_are_judged() -> None:
    assert refusal(dana(), RecordMessage(medium="email", row=EMAIL, words="Please call.")).findings
    assert events(dana(), RecordMessage(medium="email", row=EMAIL, words="Reply here to opt out."))


def test_a_letter_to_their_attorney_is_none_to_them() -> None:
    case = dana("2026-11-01 10:00 restricted attorney")
    assert refusal(case, RecordMessage(medium="mail")).findings
    (sent,) = events(case, RecordMessage(medium="mail", kind="attorney"))
    assert sent == ev.MessageSent(medium="mail", kind="attorney")


def test_words_that_may_not_be_said_may_not_be_written() -> None:
    handbook = handbook_of(TABLE, rule("says", "write", phrases=["or else"]))
    decision = decide(dana(), RecordMessage(medium="text", row=CELL, words="Pay or else."), handbook, NOW, "ana")
    assert isinstance(decision, Refused)
    assert decision.findings[0].rule == "test.says"


def test_words_that_one_debt_stops_are_not_written_of_it() -> None:
    suing = replace(rule("says", "write", phrases=["sue"], speaks_of="sue"), effect="warn")
    barred = rule("restricted", "sue", scope="debt", kinds={"discharged": "any"})
    handbook, words = handbook_of(TABLE, suing, barred), "We will sue."
    both = dana("2026-11-01 10:00 restricted discharged A-1", "2026-11-01 10:00 restricted discharged A-2")
    decision = decide(both, RecordMessage(medium="mail", debts=(A2,), words=words), handbook, NOW, "ana")
    assert isinstance(decision, Refused)
    assert {finding.debt for finding in decision.findings} == {A2}
    decision = decide(both, RecordMessage(medium="mail", words="We will write."), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)


def test_what_the_words_are_warned_of_is_said() -> None:
    handbook = handbook_of(TABLE, replace(rule("says", "write", phrases=["or else"], say="Not so."), effect="warn"))
    decision = decide(dana(), RecordMessage(medium="mail", words="Pay or else."), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert decision.says.endswith("Look at the words again: Not so.")
    decision = decide(dana(), RecordMessage(medium="mail", words="Please pay."), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert "again" not in decision.says


def test_a_notice_that_a_law_requires_goes_where_no_letter_may() -> None:
    refused = rule("restricted", "letter", kinds={"no_mail": "any"}, notices=["validation"])
    case, handbook = dana("2026-11-01 10:00 restricted no_mail"), handbook_of(TABLE, refused)
    assert isinstance(decide(case, RecordMessage(medium="mail"), handbook, NOW, "ana"), Refused)
    assert isinstance(decide(case, RecordMessage(medium="mail", kind="itemised"), handbook, NOW, "ana"), Refused)
    required = RecordMessage(medium="mail", kind="validation", words="You may dispute this.")
    (sent,) = events(case, required, handbook)
    assert sent == ev.MessageSent(medium="mail", debts=(A1, A2), kind="validation")


def test_just_after_an_opt_out_only_its_confirmation_goes() -> None:
    case = after(dana(), RecordMessage(medium="text", is_inbound=True, row=CELL, words="Stop!"))
    told = after(case, RecordMessage(medium="text", row=CELL, kind="opt_out_confirmation"))
    refused = refusal(told, RecordMessage(medium="text", row=CELL, kind="opt_out_confirmation"), minutes=1)
    assert refused.findings[0].rule == "test.writing_refused"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (RecordMessage(medium="fax"), "A message is one of: mail, email, text, portal."),
        (RecordMessage(medium="text", row=EMAIL), "There is no such number or e-mail address on file."),
        (RecordMessage(medium="email", row=CELL), "There is no such number or e-mail address on file."),
        (RecordMessage(medium="mail", row=CELL), "There is no such number or e-mail address on file."),
        (RecordMessage(medium="text"), "Say to which number or e-mail address it goes."),
        (RecordMessage(medium="text", row=CELL, debts=(99,)), "That debt is not on this case."),
        (
            RecordMessage(medium="text", row=CELL, words="4111 1111 1111 1111"),
            "The note holds what looks like a card number; take it out.",
        ),
    ],
)
def test_a_message_that_cannot_be_is_refused(command: RecordMessage, sentence: str) -> None:
    assert refusal(dana(), command).sentence == sentence


# ── theirs ──


@pytest.mark.parametrize("words", ["STOP", "stop.", " Opt out ", "Opt  out!"])
def test_a_word_that_refuses_closes_the_number_at_once(words: str) -> None:
    received, placed = events(dana(), RecordMessage(medium="text", is_inbound=True, row=CELL, words=words))
    assert isinstance(received, ev.MessageReceived)
    assert isinstance(placed, ev.RestrictionPlaced)
    assert (placed.kind, placed.row, placed.is_written) == ("opt_out", CELL, True)


@pytest.mark.parametrize("words", ["", "stop by at noon", "I will pay on Friday"])
def test_other_words_close_nothing(words: str) -> None:
    (received,) = events(dana(), RecordMessage(medium="text", is_inbound=True, row=CELL, words=words))
    assert isinstance(received, ev.MessageReceived)


def test_the_same_word_by_another_medium_is_for_another_rule() -> None:
    assert len(events(dana(), RecordMessage(medium="email", is_inbound=True, row=EMAIL, words="STOP"))) == 1


def test_who_opts_out_twice_is_closed_once() -> None:
    stop = RecordMessage(medium="text", is_inbound=True, row=CELL, words="STOP")
    assert len(events(after(dana(), stop), stop)) == 1


def test_a_word_from_a_number_that_is_not_on_file_closes_every_number() -> None:
    case = after(dana(), RecordMessage(medium="text", is_inbound=True, words="STOP"))
    verdicts = survey(case, HANDBOOK, NOW + timedelta(hours=1))
    assert verdicts.of("text", CELL).is_stopped
    assert verdicts.of("text", HOME).is_stopped


def test_what_was_refused_on_a_linked_case_is_refused_on_this_one() -> None:
    linked = dana("2026-11-20 10:00 linked 8")
    theirs = case_of(DANA.replace("A-1", "B-1").replace("A-2", "B-2"), case=8)
    home = consumer_stream(8)
    rows = [
        DossierRow(stream=home, row=5, value=Email(address="Dana@Example.com")),
        DossierRow(stream=home, row=6, value=Email(address="d.lee@example.org")),
    ]
    told: list[ev.Event] = [ev.FactAdded(row=row.row, source="placement") for row in rows]
    told += [ev.RestrictionPlaced(kind="opt_out", row=row.row) for row in rows]
    told.append(ev.MessageSent(medium="email", row=6))
    first = theirs.versions[home] + 1
    entries = [Entry(stream=home, seq=seq, at=NOW, actor="ana", event=event) for seq, event in enumerate(told, first)]
    other = evolve(theirs, entries, rows)
    moved = tuple(replace(debt, id=debt.id + 10) for debt in other.debts)
    owed = tuple(replace(each, debt=each.debt + 10) for each in other.obligations)
    case = after(linked, AcceptLink(other=replace(other, debts=moved, obligations=owed)))
    added = {point.address: point.row for point in case.consumer.emails}
    assert added.keys() == {"dana@example.com", "d.lee@example.org"}
    placed = {limit.row for limit in case.consumer.restrictions if limit.kind == "opt_out"}
    assert placed == {EMAIL, added["d.lee@example.org"]}
    assert any(limit.kind == "hold" for limit in case.consumer.restrictions)


# ── restrictions on an address, look-ups, leave ──


def test_an_address_can_be_restricted() -> None:
    (placed,) = events(dana(), PlaceRestriction(kind="opt_out", row=EMAIL))
    assert isinstance(placed, ev.RestrictionPlaced)
    assert placed.row == EMAIL


def test_a_look_up_stands_with_its_number() -> None:
    case = after(dana(), CheckNumber(row=CELL, on=TODAY, result="same"))
    point = case.consumer.number_at(CELL)
    assert point is not None
    assert (point.checked, point.check_result) == (TODAY, "same")


@pytest.mark.parametrize(
    "command",
    [
        CheckNumber(row=EMAIL, on=TODAY, result="same"),
        CheckNumber(row=CELL, on=TODAY, result="perhaps"),
        CheckNumber(row=CELL, on=TODAY + timedelta(days=1), result="same"),
    ],
)
def test_a_look_up_that_cannot_be_is_refused(command: CheckNumber) -> None:
    assert refusal(dana(), command).entries == ()


def leave(**more: object) -> RecordConsent:
    return replace(RecordConsent(words="text me", until=date(2027, 5, 1)), **more)


def test_leave_to_us_comes_from_the_verified_person() -> None:
    assert "verify them first" in refusal(dana(), leave()).sentence
    assert "from what they wrote" in refusal(dana(), leave(medium="text")).sentence
    verified = dana("2026-11-24 09:50 called cell", "2026-11-24 09:51 verified dob zip")
    (given,) = events(verified, leave(medium="text", row=CELL))
    assert given == ev.ConsentGiven(debts=(), until=date(2027, 5, 1), words="text me", row=CELL, medium="text")


def test_leave_to_write_may_be_given_in_writing() -> None:
    case = after(dana(), RecordMessage(medium="email", is_inbound=True, row=EMAIL, words="You may write here"))
    (given,) = events(case, leave(medium="email", row=EMAIL))
    assert isinstance(given, ev.ConsentGiven)
    assert "verify them first" in refusal(case, leave()).sentence


@pytest.mark.parametrize(
    "wrote",
    [
        ({"medium": "text", "row": CELL, "words": "STOP"},),
        ({"medium": "text", "row": CELL, "words": "ok text me"}, {"medium": "text", "row": CELL, "words": "Stop"}),
        ({"medium": "text", "row": CELL, "words": "stop"}, {"medium": "text", "row": CELL, "words": "STOP"}),
        ({"medium": "text", "row": HOME, "words": "text me"},),
        ({"medium": "email", "row": EMAIL, "words": "you may text me"},),
        ({"medium": "mail", "words": "you may text me"},),
        ({"medium": "text", "words": "from a number that is not on file"},),
    ],
)
def test_no_other_message_is_leave_to_text(wrote: tuple[dict[str, Any], ...]) -> None:
    case = dana()
    for each in wrote:
        case = after(case, RecordMessage(is_inbound=True, **each))
    assert "refused nothing" in refusal(case, leave(medium="text", row=CELL)).sentence


def test_a_word_that_was_refused_by_hand_is_no_leave_either() -> None:
    case = after(dana(), RecordMessage(medium="text", is_inbound=True, row=CELL, words="please do not text any more"))
    case = after(case, PlaceRestriction(kind="opt_out", row=CELL, words="as they wrote"))
    assert "refused nothing" in refusal(case, leave(medium="text", row=CELL)).sentence


def test_who_stopped_texts_may_ask_for_them_again_from_there() -> None:
    case = dana()
    for words in ("STOP", "please do text me, I meant the others"):
        case = after(case, RecordMessage(medium="text", is_inbound=True, row=CELL, words=words))
    (given,) = events(case, leave(medium="text", row=CELL))
    assert isinstance(given, ev.ConsentGiven)


def test_the_creditors_leave_needs_no_call_and_lifts_no_cap_of_ours() -> None:
    handbook = handbook_of(TABLE, rule("calls_within", scope="number_debt", limit=1, days=7, consent_days=7))
    called = dana("2026-11-23 10:00 called cell", "2026-11-23 10:01 ended NA none 0:00")
    for given in (leave(given_to="creditor"), leave(given_to="creditor", medium="text")):
        case = after(called, given)
        assert case.consumer.consents[-1].given_to == "creditor"
        assert survey(case, handbook, NOW).of("place_call", CELL).is_stopped


@pytest.mark.parametrize("wrong", [{"medium": "pigeon"}, {"given_to": "nobody"}, {"row": 99, "given_to": "creditor"}])
def test_leave_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    assert refusal(dana("2026-11-24 09:50 called cell", "2026-11-24 09:51 verified dob zip"), leave(**wrong)).sentence


# ── a machine's call, the address that is taken, other systems ──


def test_what_stops_a_call_stops_a_machines() -> None:
    handbook = handbook_of(TABLE, rule("always", scope="number"))
    verdicts = survey(dana(), handbook, NOW)
    assert verdicts.of("prerecorded", CELL).is_stopped
    assert verdicts.of("autodial", CELL).is_stopped
    assert not verdicts.of("text", CELL).is_stopped


def test_with_no_number_named_the_one_that_may_be_texted_is_taken() -> None:
    verdicts = survey(dana("2026-11-01 10:00 restricted opt_out home"), HANDBOOK, NOW)
    assert not verdicts.of("text").is_stopped
    assert verdicts.of("text", HOME).is_stopped


def test_calls_of_other_systems_are_named_as_not_counted_only_where_none_is_named() -> None:
    named = replace(HANDBOOK.setting.agency, other_systems=("dialler",))
    for agency, is_said in ((HANDBOOK.setting.agency, True), (named, False)):
        setting: Setting = replace(HANDBOOK.setting, agency=agency)
        base = situation_of(dana(), setting, NOW, "agency")
        lines = tuple(not_checked(base, HANDBOOK.rulebook, "place_call", CELL))
        assert ("Calls placed from other systems: not counted." in lines) is is_said
