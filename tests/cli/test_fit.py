"""Learning from the journals of a database, and the report for compliance, from the shell."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Entry, consumer_stream
from callassist.events_deals import Instalment, OfferTerms, Proposed
from callassist.odds import PRIOR
from callassist.store import Changes
from callassist.stores.sqlite import SqliteStore
from callassist.talks import Asked, Talk
from tests.cli.shell import Shell
from tests.core.logs import People

TRUE = replace(PRIOR, fair_mean=0.62, hazard_base=-1.8)
EVENING = time(18, 0, tzinfo=UTC)


def terms(asked: Asked, owed: int, talk: Talk) -> OfferTerms:
    first = talk.when + timedelta(days=7)
    sums = [asked.first_cents, *[asked.each_cents] * (asked.count - 1)]
    sums[-1] += asked.total_cents - sum(sums)
    payments = tuple(Instalment(due=first + timedelta(days=30 * at), cents=cents) for at, cents in enumerate(sums))
    return OfferTerms(kind="plan" if asked.count > 1 else "full", payments=payments, owed_cents=owed)


def events_of(talk: Talk, number: int) -> Iterator[ev.Event]:
    """What a talk writes to a person's journal, from that sequence number on."""
    call, owed = number, talk.owed_cents
    yield ev.CallReceived(number=0, debts=(), line="agency")
    written = 1
    for turn in talk.turns:
        yield ev.OffersMade(call=call, offers=tuple(terms(asked, owed, talk) for asked in turn.asked))
        proposed = Proposed(kind="monthly", cents=turn.month_cents) if turn.month_cents else None
        proposed = Proposed(kind="lump", cents=turn.now_cents) if turn.now_cents else proposed
        answer = "yes" if turn.is_yes else "counter" if proposed else "no"
        yield ev.OfferAnswered(call=call, answer=answer, proposed=proposed)
        written += 2
    if talk.deal:
        agreed = terms(talk.deal, owed, talk)
        deal = number + written
        yield ev.DealAccepted(call=call, terms=agreed, parts=tuple((each.cents,) for each in agreed.payments))
        for at, each in enumerate(talk.instalments):
            promise = deal + 1 + 2 * at
            share = ev.Share(debt=1, cents=agreed.payments[each.index].cents)
            yield ev.PromiseMade(shares=(share,), due=agreed.payments[each.index].due, deal=deal, index=each.index)
            yield ev.PromiseKept(promise=promise) if each.is_kept else ev.PromiseBroken(promise=promise)
    yield ev.OutcomeLogged(
        call=call, code="RPC", debts=(), reached="right", is_connected=True, is_conversation=True, status="contacted"
    )


def journal(shell: Shell, talks: Sequence[Talk]) -> None:
    """Write talks to the journals of a database, turn by turn over its cases."""
    store = SqliteStore(str(shell.db))
    try:
        cases = list(store.scan())
        latest = {case: max(e.seq for e in store.load(case)[1] if e.stream == consumer_stream(case)) for case in cases}
        entries = []
        for at, talk in enumerate(talks):
            case = cases[at % len(cases)]
            for event in events_of(talk, latest[case] + 1):
                latest[case] += 1
                when = datetime.combine(talk.when, EVENING)
                entries.append(Entry(stream=consumer_stream(case), seq=latest[case], at=when, actor="ana", event=event))
        store.append(Changes(entries=tuple(entries)))
    finally:
        store.close()


@pytest.fixture
def talks() -> tuple[Talk, ...]:
    """Talks with people of whose income nothing is known."""
    return tuple(talk for talk in People(TRUE, 4).log(320) if talk.gross_cents is None)


def test_nothing_is_learnt_from_a_database_without_talks(shell: Shell) -> None:
    ran = shell("fit", "--json").json
    assert (ran["in_force"], ran["basis"], ran["versions"]) == ("prior", "prior", [])
    assert ran["report"]["outcomes"] == 0
    assert "too little" in shell("fit").out
    assert not shell.db.with_name(shell.db.name + ".odds.json").exists()


def test_what_foretells_better_goes_into_force_and_back(shell: Shell, talks: tuple[Talk, ...]) -> None:
    journal(shell, talks)
    tried = shell("fit", "--dry-run", "--json").json
    assert tried["report"]["is_replaced"]
    assert (tried["in_force"], tried["is_dry_run"], tried["versions"]) == ("prior", True, [])

    found = shell("fit", "--json").json
    version = found["in_force"]
    assert found["report"] == tried["report"]
    assert found["report"]["outcomes"] == len(talks)
    assert found["basis"] == f"from {found['report']['trained']} outcomes"
    assert found["versions"] == [version]
    assert found["odds"]["fair_mean"] < PRIOR.fair_mean

    again = shell("fit", "--json").json
    assert again["in_force"] == version
    assert "Kept" in again["report"]["why"]

    assert shell("fit", "--use", "prior", "--json").json["in_force"] == "prior"
    assert shell("fit", "--use", version).out.startswith(f"In force: {version}, from ")


def test_the_file_of_figures_is_its_owners_and_holds_nobody(shell: Shell, talks: tuple[Talk, ...]) -> None:
    journal(shell, talks)
    shell("fit")
    path = shell.db.with_name(shell.db.name + ".odds.json")
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"in_force", "versions"}
    assert not any(name in text for name in ("Dana", "Lee", "MERCY", "43215", "Columbus"))


def test_going_back_to_what_is_not_kept_says_what_is(shell: Shell) -> None:
    assert shell("fit", "--use", "2026-01-01-00000000", code=1).sentence.endswith("name one of prior.")
    assert "leave one of them out" in shell("fit", "--use", "prior", "--dry-run", code=2).sentence


def test_a_torn_file_of_figures_is_named(shell: Shell) -> None:
    path = shell.db.with_name(shell.db.name + ".odds.json")
    path.write_text('{"in_force": "x", "versions": []}', encoding="utf-8")
    assert str(path) in shell("fit", code=1).sentence
    path.write_text('{"in_fo', encoding="utf-8")
    assert "delete the file and fit again" in shell("fit", code=1).sentence


# ── for compliance ──


def test_a_month_is_told_by_groups_and_nothing_of_few_people(
    shell: Shell, talks: tuple[Talk, ...], tmp_path: Path
) -> None:
    month = list({talk.when: talk for talk in talks if talk.when.month == 3}.values())
    journal(shell, month)
    out = tmp_path / "march.csv"
    found = shell("disparity", "--month", "2026-03", "--out", str(out), "--json").json

    groups = {(each["dimension"], each["group"]): each for each in found["groups"]}
    assert groups["zip", "432"]["people"] == found["people"]
    assert found["first_offers"] == len(month)
    assert found["unequal"] == []
    assert all(each["people"] >= 11 for each in found["groups"])
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["figure"] for row in rows} == {"offered", "first_offer_share", "accepted", "kept", "told_of_aid"}
    assert out.stat().st_mode & 0o777 == 0o600
    assert "never overwrites" in shell("disparity", "--month", "2026-03", "--out", str(out), code=2).sentence


def test_a_month_without_a_call_shows_nothing(shell: Shell) -> None:
    found = shell("disparity", "--month", "2026-01", "--json").json
    assert (found["people"], found["groups"], found["first_offers"]) == (None, [], 0)
    assert "too few people to show" in shell("disparity", "--month", "2026-01").out


def test_two_equal_people_who_were_offered_otherwise_are_named(shell: Shell) -> None:
    """Two who owe one debt together are equal in every fact."""
    store = SqliteStore(str(shell.db))
    try:
        pair = next(owners for debt in range(1, 40) if len(owners := store.owners(debt)) > 1)
        debt = next(debt for debt in range(1, 40) if store.owners(debt) == pair)
        owed = store.load(pair[0])[1]
        cents = next(e.event.balance_cents for e in owed if isinstance(e.event, ev.DebtPlaced))
        at = datetime(2026, 5, 20, 15, 0, tzinfo=UTC)
        for case, share in zip(pair, (100, 80), strict=False):
            home = consumer_stream(case)
            seq = count(1 + max(e.seq for e in store.load(case)[1] if e.stream == home))
            call = next(seq)
            payment = Instalment(due=at.date(), cents=cents * share // 100)
            offer = OfferTerms(kind="full", payments=(payment,), owed_cents=cents, shares=((debt, payment.cents),))
            told = (ev.CallReceived(number=0, debts=(debt,), line="agency"), ev.OffersMade(call=call, offers=(offer,)))
            entries = [Entry(stream=home, seq=call, at=at, actor="ana", event=told[0])]
            entries.append(Entry(stream=home, seq=next(seq), at=at, actor="ana", event=told[1]))
            store.append(Changes(entries=tuple(entries)))
    finally:
        store.close()

    found = shell("disparity", "--month", "2026-05", "--json", code=1).json
    assert [each["what"] for each in found["unequal"]] == ["made"]
    assert "UNEQUAL" in shell("disparity", "--month", "2026-05", code=1).out


@pytest.mark.parametrize("month", ["may", "2026-13", "2026-05-01", ""])
def test_what_is_no_month_is_refused(shell: Shell, month: str) -> None:
    assert "write it as 2026-11" in shell("disparity", "--month", month, code=2).sentence
