"""offers, counter, deals and approvals from the shell: sums for whoever is verified alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from callassist import commands_deals as deals
from callassist.bargains import Offer, Request
from callassist.commands import GiveDisclosure, ReceiveCall, TryIdentity
from callassist.desk import Desk, Done
from callassist.identity import Answer
from callassist.intake.library import load_handbook
from callassist.schedules import Payment
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from tests.cli.shell import Shell
from tests.desk.floor import TUESDAY

DANA = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")
STATEMENT = """\
household: 2
incomes:
  - {source: wages, amount: 1850.50, every: biweekly}
housing: 1,100
transport: 150
other: 0
pay: {every: biweekly, on: 2026-06-05}
"""


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "statement.yaml"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def on_a_call(shell: Shell, *commands: object) -> None:
    """Ana is on a call with Dana, verified, and does these."""
    store = SqliteStore(str(shell.db))
    desk = Desk(store, load_handbook(), lambda: TUESDAY, Seat(collector="ana"))
    desk.open(1)
    for command in (
        ReceiveCall(),
        TryIdentity(answers=(Answer(factor="dob", said="1980-03-04"), Answer(factor="ssn4", said="4417"))),
        *commands,
    ):
        done = desk.do(command)  # type: ignore[arg-type]
        assert isinstance(done, Done), done
    store.close()


def whole(cents: int, day: int = 12) -> Offer:
    from datetime import date

    return Offer(kind="settlement", payments=(Payment(due=date(2026, 6, day), cents=cents),), owed_cents=0)


# ── offers ──


def test_no_sum_is_told_of_a_case_that_nobody_verified(shell: Shell) -> None:
    for words in (("offers", "C1"), ("counter", "C1", "50 a month"), ("deals", "C1")):
        refused = shell(*words, code=1)
        assert "Sums are for whoever is verified" in refused.sentence
        assert "1284" not in refused.out + refused.err


def test_offers_say_what_to_ask_and_what_to_offer(shell: Shell, statement: Path) -> None:
    view = shell("offers", "C1", *DANA, "--statement", str(statement), "--json").json

    assert view["owed_cents"] == 128_450
    assert view["gates"] == []
    assert view["ability"]["gross_cents"] == 400_941
    assert {way["kind"] for way in view["ways"]} >= {"aid"}
    for offer in view["offers"]:
        assert sum(payment["cents"] for payment in offer["payments"]) == offer["total_cents"] <= 128_450
        assert 0 <= offer["p_accept"] <= 1
        assert offer["basis"]


def test_chances_are_not_in_a_collectors_text(shell: Shell) -> None:
    told = shell("offers", "C1", *DANA).out

    assert "Ask: " in told
    assert "taken " not in told
    assert "% off" not in told


def test_a_statement_that_makes_no_sense_is_refused_with_its_file(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    for text, says in (
        ("household: 0\n", "a household has one person at least"),
        ("incomes:\n  - {source: lottery, amount: 5}\n", "an income is one of"),
        ("housing: lots\n", "'lots' is no sum of dollars"),
        ("pay: {every: biweekly}\n", "'pay' says 'biweekly' without its days"),
        ("shoes: 4\n", "unknown field"),
    ):
        path.write_text(text, encoding="utf-8")
        fault = shell("offers", "C1", *DANA, "--statement", str(path), code=1).sentence
        assert "odd.yaml" in fault
        assert says in fault


def test_reading_offers_keeps_nothing_of_the_statement(shell: Shell, statement: Path) -> None:
    shell("offers", "C1", *DANA, "--statement", str(statement))

    with sqlite3.connect(shell.db) as db:
        dump = "\n".join(db.iterdump())
    assert "FinancialStatement" not in dump


# ── counter ──


def test_what_they_propose_is_read_and_answered(shell: Shell) -> None:
    view = shell("counter", "C1", "200 a month", *DANA, "--json").json

    assert (view["counter"]["kind"], view["counter"]["cents"]) == ("monthly", 20_000)
    assert view["answer"] in {"accept", "counter", "supervisor", "ask"}
    assert view["say"]


def test_who_may_pay_nothing_is_asked_for_nothing_more(shell: Shell) -> None:
    told = shell("counter", "C1", "I can't pay anything", *DANA).out

    assert told.startswith("Read as: nothing")


# ── deals ──


def test_a_deal_shows_each_payment(shell: Shell) -> None:
    on_a_call(shell, GiveDisclosure(kind="coverage-question"), deals.AcceptDeal(offer=whole(128_450)))

    (view,) = shell("deals", "C1", "--json").json
    assert (view["state"], view["total_cents"], view["left_cents"]) == ("accepted", 128_450, 128_450)
    assert view["payments"] == [{"due": "2026-06-12", "cents": 128_450, "came": False}]
    assert "to come" in shell("deals", "C1").out


def test_another_collector_does_not_read_it_from_anas_call(shell: Shell) -> None:
    on_a_call(shell, GiveDisclosure(kind="coverage-question"), deals.AcceptDeal(offer=whole(128_450)))
    ben = Shell(shell.db, *(word if word != "ana" else "ben" for word in shell.always))

    ben("deals", "C1", code=1)


def test_nothing_agreed_on_says_so(shell: Shell) -> None:
    assert shell("deals", "C1", *DANA).out == "Nothing was agreed on.\n"


# ── approvals ──


@pytest.fixture
def sue(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A supervisor at the same database."""
    import callassist.intake.collectors as module

    real = module.read_seat
    monkeypatch.setattr(
        module, "read_seat", lambda login: Seat(collector=login, role="supervisor") if login == "sue" else real(login)
    )
    return Shell(shell.db, *(word if word != "ana" else "sue" for word in shell.always))


def asked(shell: Shell) -> None:
    request = Request(offer=whole(100_000), role="supervisor", why=("less than the terms settle for",))
    on_a_call(shell, deals.AskApproval(request=request))


def test_a_supervisor_sees_what_is_asked_and_grants_it_while_the_call_goes_on(shell: Shell, sue: Shell) -> None:
    asked(shell)
    (view,) = sue("approvals", "--json").json
    assert (view["asked_by"], view["offer"]["total_cents"], view["state"]) == ("ana", 100_000, "asked")

    assert "Granted" in sue("approvals", "grant", view["id"], "--why", "old debt").out
    assert sue("approvals").out == "Nothing waits for your word.\n"
    assert "granted already" in sue("approvals", "refuse", view["id"], "--why", "no", code=1).sentence
    store = SqliteStore(str(shell.db))
    desk = Desk(store, load_handbook(), lambda: TUESDAY, Seat(collector="ana"))
    desk.open(1)
    assert isinstance(desk.do(GiveDisclosure(kind="coverage-question")), Done)
    done = desk.do(deals.AcceptDeal(offer=whole(100_000)))
    store.close()
    assert isinstance(done, Done)


def test_a_collector_neither_lists_nor_grants(shell: Shell, sue: Shell) -> None:
    asked(shell)
    (view,) = sue("approvals", "--json").json
    ben = Shell(shell.db, *(word if word != "ana" else "ben" for word in shell.always))

    ben("approvals", code=1)
    assert "supervisor" in ben("approvals", "grant", view["id"], code=1).sentence


def test_a_number_that_names_nothing_is_no_number(sue: Shell) -> None:
    sue("approvals", "grant", "42", code=2)
    sue("approvals", "grant", "C1-9999", code=1)


# ── the documentation ──

COMMANDS = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


def keys_of(value: object) -> set[str]:
    """Every key of a value and of what is in it; those of `named` are options, not keys."""
    if isinstance(value, dict):
        inner = (keys_of(each) for key, each in value.items() if key != "named")
        return set(value).union(*inner)
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_every_key_is_explained(shell: Shell, sue: Shell) -> None:
    asked(shell)
    shown = [
        shell("offers", "C1", *DANA, "--json").json,
        shell("counter", "C1", "200 now", *DANA, "--json").json,
        sue("approvals", "--json").json,
    ]
    assert not sorted(key for key in keys_of(shown) if f"`{key}`" not in COMMANDS)
