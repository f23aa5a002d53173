"""What may be shown, and the keys under which it is."""

from __future__ import annotations

from msgspec.structs import replace

from callassist.commands import WriteNote
from callassist.desk.views import caller_view, case_view, verdict_view
from tests.desk.floor import Debt, Floor, done, take, took_a_call

LOCKED = {
    "case",
    "ask_for",
    "another_of_that_name_lives_there",
    "language",
    "local_time",
    "numbers",
    "calls_in_7_days",
    "last_outcome",
}
SECRETS = ("500.00", "MERCY", "Mercy", "Hospital", "A-0001", "1980", "4417", "Elm", "43215", "0101")


def test_the_locked_desk_has_no_word_of_the_debt_and_no_answer(floor: Floor) -> None:
    floor.person(1)
    view = caller_view(floor.desk().look(1), floor.handbook.setting)
    assert view.keys() == LOCKED
    assert view["ask_for"] == "Dana Lee"
    assert not [secret for secret in SECRETS if secret in str(view)]


def test_the_verified_case_tells_one_line_of_business(floor: Floor) -> None:
    early = Debt(2, client="PRAIRIEX", line="early_out", account="E-9")
    floor.person(1, debts=(Debt(1), early))
    took_a_call(floor.desk(), 1, "PTP", talk_seconds=60, amount_cents=5_000, due=floor.clock().date())
    view = case_view(floor.desk().look(1), floor.handbook.setting)
    assert view.keys() == LOCKED | {"status", "debts", "other_debts_transfer", "promises", "history"}
    assert "E-9" not in str(view)
    assert view["other_debts_transfer"] == 1
    assert "promised 50.00" in str(view["history"])
    assert "4417" not in str(view)


def test_a_name_that_tells_of_the_care_has_another(floor: Floor) -> None:
    floor.person(1)
    neutral = {"Mercy Example Hospital": "Mercy Building"}
    clients = dict(floor.handbook.setting.clients)
    clients["MERCY"] = replace(clients["MERCY"], neutral_names=neutral)
    floor.under(clients=clients)
    text = str(case_view(floor.desk().look(1), floor.handbook.setting))
    assert "Mercy Building" in text
    assert "Mercy Example Hospital" not in text


def test_a_verdict_says_each_finding_once(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    took_a_call(floor.desk(), 1, "RPC-NC", talk_seconds=60)
    view = verdict_view(floor.desk().look(1).verdicts.best_call())
    assert view.keys() == {"verdict", "findings", "not_checked", "next_clear"}
    assert view["verdict"] == "block"
    findings = view["findings"]
    assert isinstance(findings, list)
    assert [finding["rule"] for finding in findings] == ["us.regf.after-conversation", "us.regf.rebuttal-talk"]
    assert findings[0].keys() == {"rule", "effect", "say", "cite", "verified", "opens"}


def test_a_note_is_told_with_its_words(floor: Floor) -> None:
    floor.person(1)
    desk = floor.desk()
    take(desk, 1)
    done(desk.do(WriteNote(text="moved to her sister's")))
    assert desk.opened is not None
    assert "moved to her sister's" in str(case_view(desk.opened, floor.handbook.setting)["history"])
