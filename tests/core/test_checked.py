"""The record of a check: with every dial, allowed or refused; and who may go on in spite of which rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import CaseFile, Restriction
from callassist.checked import book_of, digest_of, own_words, rules_from
from callassist.commands import Override, PlaceCall
from callassist.decide import Accepted, Refused, decide
from callassist.decide_dial import may_go_on
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.rules import ROLES, SEATS, Rule
from callassist.stores.codec import event_from, to_json
from callassist.survey import survey
from tests.core.journals import DANA, NOW, case_of, handbook_of, rule

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
HOME, CELL, A1, A2 = 3, 4, 71, 72
LIMIT = rule("calls_within", scope="debt", say="{count} of {limit} calls; next {opens}.", limit=2, days=7)
TWICE = "2026-11-22 10:00 called home\n2026-11-22 10:01 ended NA none 0:00\n" * 2
ABOUT_A1 = TWICE.replace("called home", "called home A-1")
WHY = "they asked us to ring today"


def at_desk(*rules: Rule, role: str = "collector") -> Handbook:
    return replace(handbook_of(TABLE, *rules), role=role)


def limit(override: str = "none", **changed: object) -> Rule:
    return replace(LIMIT, override=override, **changed)


def in_spite(*names: str, why: str = WHY) -> PlaceCall:
    return PlaceCall(row=CELL, override=Override(rules=names, why=why))


def check_of(decision: Accepted | Refused) -> ev.CheckMade:
    """The one check that a decision keeps."""
    (made,) = (entry.event for entry in decision.entries if isinstance(entry.event, ev.CheckMade))
    return made


def call_of(decision: Accepted | Refused) -> ev.CallPlaced | None:
    return next((entry.event for entry in decision.entries if isinstance(entry.event, ev.CallPlaced)), None)


def dial(case: CaseFile, handbook: Handbook, command: PlaceCall | None = None) -> Accepted | Refused:
    return decide(case, command or PlaceCall(row=CELL), handbook, NOW, "ana")


# ── every dial is kept ──


def test_an_allowed_dial_keeps_what_was_counted_before_the_call_itself() -> None:
    decision = dial(case_of(DANA, TWICE.splitlines()[0], TWICE.splitlines()[1]), at_desk(LIMIT))
    assert [type(entry.event) for entry in decision.entries] == [ev.CheckMade, ev.CallPlaced]
    made = check_of(decision)
    assert (made.action, made.effect, made.row, made.debts) == ("place_call", "allow", CELL, (A1, A2))
    assert (made.judged, made.found, made.zones) == (1, (), ("America/New_York",))
    assert dict(made.counts) == {"debt 71: calls in 7 days": 1, "debt 72: calls in 7 days": 1}
    assert "Law of OH: not researched." in made.not_checked


def test_a_refused_dial_keeps_the_rule_with_its_figures_and_is_no_call() -> None:
    decision = dial(case_of(DANA, TWICE), at_desk(LIMIT))
    assert isinstance(decision, Refused)
    assert call_of(decision) is None
    made = check_of(decision)
    assert (made.effect, made.debts) == ("block", ())
    assert {(each.rule, each.effect, each.debt) for each in made.found} == {
        ("test.calls_within", "block", A1),
        ("test.calls_within", "block", A2),
    }
    assert made.found[0].values == {}, "they are in the book, by its digest and the day"
    assert made.found[0].say == "2 of 2 calls; next Sun 29 Nov."
    assert dict(made.counts) == {"debt 71: calls in 7 days": 2, "debt 72: calls in 7 days": 2}


def test_a_debt_left_out_is_kept_as_the_rule_found_it() -> None:
    decision = dial(case_of(DANA, ABOUT_A1), at_desk(LIMIT))
    made = check_of(decision)
    assert (made.effect, made.debts) == ("warn", (A2,))
    assert [(each.effect, each.debt) for each in made.found] == [("block", A1)]
    assert "A-1" not in made.found[0].say


def test_what_cannot_be_dialled_at_all_asks_no_rule() -> None:
    decision = dial(case_of(DANA, TWICE), at_desk(LIMIT), PlaceCall(row=99))
    assert isinstance(decision, Refused)
    assert decision.entries == ()


def test_the_days_since_a_talk_are_counted() -> None:
    talked = "2026-11-20 10:00 called home A-1\n2026-11-20 10:01 ended RPC-NC right 4:00"
    made = check_of(dial(case_of(DANA, talked), at_desk(rule("after_conversation", scope="debt", days=7))))
    assert dict(made.counts)["debt 71: days since a talk"] == 4
    assert "debt 72: days since a talk" not in dict(made.counts)


@pytest.mark.parametrize("say", ["They said: {words}", '"{words}" since {since}', "{words}"])
def test_what_the_person_said_stays_out_of_the_journal(say: str) -> None:
    said = "I have cancer and my lawyer is Jo Park, leave me alone please for heaven's sake"
    case = case_of(DANA)
    held = Restriction(id=50, kind="cease", since=NOW - timedelta(days=2), words=said)
    case = replace(case, consumer=replace(case.consumer, restrictions=(held,)))
    decision = dial(case, at_desk(rule("restricted", say=say, kinds={"cease": "any"})))
    assert isinstance(decision, Refused)
    assert "cancer" in decision.sentence
    body = to_json(check_of(decision)).decode()
    assert "cancer" not in body
    assert "Park" not in body


@given(st.text(min_size=1, max_size=60))
def test_no_words_on_file_are_ever_in_a_check(said: str) -> None:
    case = case_of(DANA)
    marked = f"XQZ {said}"
    held = Restriction(id=50, kind="cease", since=NOW - timedelta(days=2), words=marked)
    case = replace(case, consumer=replace(case.consumer, restrictions=(held,)))
    decision = dial(case, at_desk(rule("restricted", say="{words}", kinds={"cease": "any"})))
    assert b"XQZ" not in to_json(check_of(decision))


def test_a_check_reads_back_as_it_was_written() -> None:
    cease = rule("restricted", kinds={"cease": "any"})
    made = check_of(dial(case_of(DANA, TWICE, "2026-11-20 10:00 restricted cease"), at_desk(LIMIT, cease)))
    assert len(made.found) == 3
    assert event_from("CheckMade", to_json(made)) == made


def test_what_a_check_calls_personal_is_left_out_and_nothing_else() -> None:
    mother, ended = "call my mother instead", "2026-11-20 10:02 ended TP third 0:20"
    held = Restriction(id=50, kind="cease", since=NOW - timedelta(days=2), words=mother)
    case = case_of(DANA, "2026-11-20 10:00 called home", "2026-11-20 10:01 answered household", ended)
    case = replace(case, consumer=replace(case.consumer, restrictions=(held,)))
    name = rule("name_reveals", say="{name} tells: {found}.", phrases=["demo"])
    asked = rule("location_asked", scope="number", say="Asked on {asked}.", third_parties=["household"])
    cease = rule("restricted", say="{words}, since {since}", kinds={"cease": "any"})
    made = check_of(dial(case, at_desk(name, asked, cease), PlaceCall(row=HOME)))
    said = {each.rule: each.say for each in made.found}
    assert said["test.restricted"] == "…, since 22 Nov 2026"
    assert said["test.location_asked"] == "Asked on 20 Nov 2026."
    assert said["test.name_reveals"].endswith("tells: Demo.")
    assert "…" not in said["test.name_reveals"]


def test_a_sentence_that_the_book_gives_is_not_kept_twice() -> None:
    plain = rule("always", say="No more than {limit} a day.", limit=3)
    made = check_of(dial(case_of(DANA), at_desk(plain)))
    assert [(each.rule, each.say, each.values) for each in made.found] == [("test.always", "", {})]
    assert own_words("No more than {limit} a day.", {"limit": 3}) == "No more than 3 a day."
    assert own_words("Next {opens}.", {"limit": 3}) == ""


def test_values_of_older_checks_still_read() -> None:
    older = b'{"action":"place_call","effect":"block","found":[{"rule":"a","effect":"block","values":{"limit":7}}]}'
    made = event_from("CheckMade", older)
    assert isinstance(made, ev.CheckMade)
    assert made.found[0].values == {"limit": 7}


@pytest.mark.parametrize(
    ("calls", "rows", "counted"),
    [
        (0, {"kinds": ["cell"]}, [0, 0]),
        (1, {"kinds": ["home", "cell"]}, [1, 1]),
        (1, {"kinds": ["cell"]}, [0, 0]),
        (1, {"with_leave": ["text"]}, []),
    ],
)
def test_what_calls_and_messages_come_to_is_kept_when_they_are_allowed(
    calls: int, rows: dict[str, Any], counted: list[int]
) -> None:
    both = rule("attempts_within", "place_call", scope="number_debt", limit=2, days=7, media=["call", "text"], **rows)
    placed = ["2026-11-20 10:00 called home\n2026-11-20 10:01 ended NA none 0:00"] * calls
    made = check_of(dial(case_of(DANA, *placed), at_desk(both)))
    assert made.found == ()
    kept = {name: count for name, count in made.counts if "test.attempts_within" in name}
    assert list(kept.values()) == counted
    assert (
        list(kept) == [f"debt {debt}: call and text in 7 days (test.attempts_within)" for debt in (A1, A2)][: len(kept)]
    )


def test_the_rules_that_do_not_fit_are_not_counted_for() -> None:
    home = replace(rule("attempts_within", scope="number", limit=2, days=7, media=["call"]), when={"number": ("home",)})
    assert check_of(dial(case_of(DANA), at_desk(home))).counts == ()
    assert [count for _, count in check_of(dial(case_of(DANA), at_desk(home), PlaceCall(row=HOME))).counts] == [0]


# ── the rules as they stood ──


def test_a_rulebook_is_kept_whole_and_vouched_for_by_its_digest() -> None:
    later = replace(LIMIT, values=((date(2021, 1, 1), {"limit": 3}), (date(2025, 1, 1), None)))
    handbook = at_desk(later, rule("number_standing", scope="number", standings={"bad": "bad"}))
    book = book_of(handbook.rulebook)
    assert digest_of(book.text) == book.digest == check_of(dial(case_of(DANA), handbook)).book
    kept = rules_from(book.text)
    assert [each.id for each in kept] == ["test.calls_within", "test.number_standing"]
    assert kept[0].values_on(date(2020, 12, 31)) is None
    assert kept[0].values_on(date(2021, 1, 1)) == {"limit": 3}
    assert kept[0].values_on(date(2025, 1, 1)) is None
    assert kept[0].cite == ("12 CFR 1006",)
    assert book_of(at_desk(limit("supervisor")).rulebook).digest != book_of(at_desk(LIMIT).rulebook).digest


def test_a_kept_rulebook_of_other_years_can_still_be_read() -> None:
    (rule_,) = msgspec.json.decode(book_of(at_desk(LIMIT).rulebook).text)
    older = {name: value for name, value in rule_.items() if name not in {"stake", "file", "override"}}
    newer = {**rule_, "something": "that this version does not know"}
    assert [each.id for each in rules_from(msgspec.json.encode([older, newer]).decode())] == ["test.calls_within"] * 2


# ── in spite of a rule ──


@pytest.mark.parametrize(("role", "override"), list(product(SEATS, ROLES)))
def test_only_the_role_that_a_rule_names_or_one_above_it_goes_on(role: str, override: str) -> None:
    decision = dial(case_of(DANA, TWICE), at_desk(limit(override), role=role), in_spite("test.calls_within"))
    may = override != "none" and SEATS.index(role) >= SEATS.index(override)
    assert isinstance(decision, Accepted) == may
    made = check_of(decision)
    assert made.effect == "block"
    if isinstance(decision, Accepted):
        assert (made.overridden, made.why, made.by_role) == (("test.calls_within",), WHY, role)
        assert made.debts == (A1, A2)
        assert call_of(decision) == ev.CallPlaced(row=CELL, debts=(A1, A2), line="agency")
        assert decision.says.endswith("In spite of test.calls_within.")
    else:
        assert (made.overridden, made.why, made.by_role) == ((), "", "")
        assert call_of(decision) is None


@pytest.mark.parametrize(
    ("command", "part"),
    [
        (in_spite("test.calls_within", why="  "), "say why"),
        (in_spite(), "Name the rule"),
        (in_spite("test.calls_within", "test.other"), "test.other does not stop this call"),
        (in_spite("test.calls_within"), "Not on strike days"),
    ],
)
def test_every_rule_that_stops_it_must_be_named_with_a_reason(command: PlaceCall, part: str) -> None:
    strike = replace(LIMIT, id="test.strike", scope="person", say="Not on strike days.", override="none")
    decision = dial(case_of(DANA, TWICE), at_desk(limit("supervisor"), strike, role="compliance"), command)
    assert isinstance(decision, Refused)
    assert part in decision.sentence
    assert call_of(decision) is None
    assert check_of(decision).overridden == ()


def test_a_debt_that_was_left_out_can_be_brought_in() -> None:
    case, handbook = case_of(DANA, ABOUT_A1), at_desk(limit("supervisor"), role="supervisor")
    decision = dial(case, handbook, in_spite("test.calls_within"))
    made = check_of(decision)
    assert (made.debts, made.effect) == ((A1, A2), "warn")
    assert made.overridden == ("test.calls_within",)


def test_what_is_stopped_by_something_else_stays_left_out() -> None:
    case = case_of(DANA, ABOUT_A1, "2026-11-20 10:00 restricted attorney A-2")
    attorney = rule("restricted", scope="debt", say="An attorney speaks for them.", kinds={"attorney": "any"})
    handbook = at_desk(limit("supervisor"), attorney, role="supervisor")
    assert isinstance(dial(case, handbook), Refused)
    decision = dial(case, handbook, in_spite("test.calls_within"))
    assert check_of(decision).debts == (A1,)
    assert call_of(decision) == ev.CallPlaced(row=CELL, debts=(A1,), line="agency")


@pytest.mark.parametrize(("role", "offered"), [("collector", ()), ("supervisor", ("test.calls_within",))])
def test_a_screen_may_ask_what_can_be_gone_on_in_spite_of(role: str, offered: tuple[str, ...]) -> None:
    verdicts = survey(case_of(DANA, TWICE), at_desk(limit("supervisor")), NOW)
    assert may_go_on(verdicts, CELL, role) == offered
    law = replace(LIMIT, id="test.law", override="none")
    verdicts = survey(case_of(DANA, TWICE), at_desk(limit("supervisor"), law), NOW)
    assert may_go_on(verdicts, CELL, role) == ()


# ── what has happened elsewhere ──


def test_a_call_that_has_happened_is_recorded_with_what_the_rules_said_of_it() -> None:
    decision = dial(case_of(DANA, TWICE), at_desk(LIMIT), PlaceCall(row=CELL, has_happened=True))
    assert isinstance(decision, Accepted)
    made = check_of(decision)
    assert (made.effect, made.overridden, made.debts) == ("block", (), (A1, A2))
    assert call_of(decision) == ev.CallPlaced(row=CELL, debts=(A1, A2), line="agency")
    assert "A rule stops such a call: 2 of 2 calls" in decision.says


def test_a_number_marked_bad_may_have_been_dialled_all_the_same() -> None:
    case = case_of(DANA, "2026-11-20 10:00 marked cell bad")
    assert isinstance(dial(case, at_desk(LIMIT)), Refused)
    assert isinstance(dial(case, at_desk(LIMIT), PlaceCall(row=CELL, has_happened=True)), Accepted)


def test_a_refusal_changes_nothing_but_the_length_of_the_journal() -> None:
    case = case_of(DANA, TWICE)
    decision = dial(case, at_desk(LIMIT))
    after = evolve(case, decision.entries)
    assert after.consumer == case.consumer
    assert after.debts == case.debts
    assert sum(after.versions.values()) == sum(case.versions.values()) + 1
    assert decision.entries[0].at == NOW == datetime(2026, 11, 24, 15, tzinfo=UTC)
