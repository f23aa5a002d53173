"""Writing cases and reading them again, on every store."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from threading import Thread

import pytest

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import DossierRow, consumer_stream, debt_stream
from callassist.journal import fold
from callassist.store import ASLEEP, BLOCKED, Account, Changes, Projection, Query, StaleCase, Store, UnknownCase
from tests.contract.made import LATER, NOON, note, place, placed, said, work


def test_what_was_written_is_read_again(store: Store) -> None:
    change = placed(work(7))
    store.append(change)
    rows, entries = store.load(7)
    assert rows == change.rows
    assert entries == change.entries
    case = fold(7, rows, entries)
    assert case.consumer.full_name == "Jane Smith"
    assert case.debt(7).details.extra == {"ward": "7"}


def test_a_case_that_is_not_there_says_so(store: Store) -> None:
    with pytest.raises(UnknownCase, match="no case 5"):
        store.load(5)
    with pytest.raises(UnknownCase):
        store.projection_of(5)
    with pytest.raises(UnknownCase):
        store.hold(5, "ann", NOON, LATER)


def test_each_kind_of_event_comes_back_as_it_was(store: Store) -> None:
    stream = consumer_stream(1)
    told = (
        ev.CallPlaced(row=3, debts=(1,), line="agency"),
        ev.OutcomeLogged(
            call=2, code="PTP", debts=(1,), reached="right", is_connected=True, is_conversation=True, talk_seconds=61
        ),
        ev.PromiseMade(shares=(ev.Share(debt=1, cents=5_000),), due=date(2026, 7, 1)),
        ev.CallbackSet(at=LATER, words="after work — «tarde»"),
        ev.DebtTaken(debt=2, role="spouse", joined_by="reference"),
    )
    store.append(placed(work(1)))
    store.append(placed(work(2)))
    store.append(Changes(entries=tuple(said(stream, seq, event) for seq, event in enumerate(told, start=2))))
    entries = store.load(1)[1]
    assert tuple(entry.event for entry in entries if entry.stream == stream)[1:] == told
    assert {entry.stream for entry in entries} == {stream, debt_stream(1), debt_stream(2)}


def test_moments_keep_their_milliseconds(store: Store) -> None:
    store.append(placed(work(1)))
    moment = NOON + timedelta(microseconds=123_456)
    store.append(Changes(entries=(said(consumer_stream(1), 2, ev.CaseOpened(purpose="audit"), at=moment),)))
    assert store.load(1)[1][1].at == NOON + timedelta(milliseconds=123)


def test_a_released_debt_is_no_longer_of_the_case(store: Store) -> None:
    store.append(placed(work(1)))
    store.append(Changes(entries=(said(consumer_stream(1), 2, ev.DebtReleased(debt=1, why="wrong guarantor")),)))
    rows, entries = store.load(1)
    assert {row.stream for row in rows} == {consumer_stream(1)}
    assert {entry.stream for entry in entries} == {consumer_stream(1)}


def test_two_people_may_owe_one_debt(store: Store) -> None:
    store.append(placed(work(1)))
    both = Projection(case=2, work=work(2), numbers=(), debts=(1,))
    taken = ev.DebtTaken(debt=1, role="co_guarantor")
    store.append(Changes(entries=(said(consumer_stream(2), 1, taken),), projections=(both,)))
    assert store.owners(1) == (1, 2)
    assert [entry.stream for entry in store.load(2)[1]] == [consumer_stream(2), debt_stream(1)]


# ── who comes second ──


def test_a_taken_number_is_refused_and_nothing_is_written(store: Store) -> None:
    store.append(placed(work(1)))
    store.append(note(1, 2, 4))
    with pytest.raises(StaleCase) as refusal:
        store.append(note(1, 2, 5))
    assert "load the case again" in str(refusal.value)
    assert [row.row for row in store.load(1)[0] if row.stream == consumer_stream(1)] == [1, 2, 3, 4]


@pytest.mark.parametrize("seq", [1, 3, 9])
def test_a_gap_or_a_second_beginning_is_refused(store: Store, seq: int) -> None:
    store.append(placed(work(1)))
    with pytest.raises(StaleCase):
        store.append(note(1, seq, 4))


def test_a_gap_within_one_change_is_refused(store: Store) -> None:
    store.append(placed(work(1)))
    opened = ev.CaseOpened(purpose="audit")
    stream = consumer_stream(1)
    with pytest.raises(StaleCase):
        store.append(Changes(entries=(said(stream, 2, opened), said(stream, 4, opened))))
    store.append(Changes(entries=(said(stream, 2, opened), said(stream, 3, opened))))
    assert len(store.load(1)[1]) == 4


def test_a_change_over_two_journals_is_whole_or_not_at_all(store: Store) -> None:
    store.append(placed(work(1)))
    disputed = said(debt_stream(1), 2, ev.DebtDisputed(by=1))
    store.append(Changes(entries=(disputed,)))
    opened = said(consumer_stream(1), 2, ev.CaseOpened(purpose="audit"))
    with pytest.raises(StaleCase):
        store.append(Changes(entries=(opened, disputed), projections=(place(work(1, state=BLOCKED)),)))
    assert len(store.load(1)[1]) == 3
    assert store.projection_of(1) == place(work(1))


def test_a_journal_that_was_only_read_may_not_have_moved_on_either(store: Store) -> None:
    store.append(placed(work(1)))
    disputed = said(debt_stream(1), 2, ev.DebtDisputed(by=1))
    opened = said(consumer_stream(1), 2, ev.CaseOpened(purpose="audit"))
    store.append(Changes(entries=(disputed,)))
    with pytest.raises(StaleCase):
        store.append(Changes(entries=(opened,), seen=((debt_stream(1), 1),)))
    store.append(Changes(entries=(opened,), seen=((debt_stream(1), 2), (consumer_stream(9), 0))))
    with pytest.raises(StaleCase):
        store.append_many([note(1, 3, 4), Changes(seen=((consumer_stream(1), 2),))])


def test_a_batch_is_one(store: Store) -> None:
    with pytest.raises(StaleCase):
        store.append_many([placed(work(1)), placed(work(2)), note(1, 3, 4)])
    assert list(store.scan()) == []
    store.append_many([placed(work(1)), placed(work(2)), note(1, 2, 4), note(1, 3, 5)])
    assert list(store.scan()) == [1, 2]
    assert len(store.load(1)[1]) == 4


def test_an_account_has_one_debt_for_ever(store: Store) -> None:
    store.append(placed(work(1), account="A-1"))
    with pytest.raises(StaleCase):
        store.append(placed(work(2), account="A-1"))
    assert list(store.scan()) == [1]


def in_parallel(jobs: list[Callable[[], None]]) -> None:
    """Run them at once and wait for all."""
    threads = [Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_racing_writers_none_is_lost(store: Store) -> None:
    """Four threads write 50 notes each to one case; who comes second reads again."""
    store.append(placed(work(1)))
    stream = consumer_stream(1)

    def write(who: str) -> None:
        for count in range(50):
            while True:
                rows, entries = store.load(1)
                row = max(each.row for each in rows if each.stream == stream) + 1
                seq = max(entry.seq for entry in entries if entry.stream == stream) + 1
                try:
                    store.append(note(1, seq, row, f"{who} {count}"))
                except StaleCase:
                    continue
                break

    in_parallel([lambda who=who: write(who) for who in "abcd"])  # type: ignore[misc]
    words = [row.value.text for row in store.load(1)[0] if isinstance(row.value, rec.NoteText)]
    assert sorted(words) == sorted(f"{who} {count}" for who in "abcd" for count in range(50))


# ── what a case is found by ──


def test_a_projection_takes_the_place_of_the_one_before(store: Store) -> None:
    store.append(placed(work(1)))
    other = Projection(
        case=1, work=work(1, state=ASLEEP), numbers=(442079460000,), name=("smythe", "jan"), joins=(5, 2**63 - 1)
    )
    store.append(Changes(projections=(other,)))
    assert store.projection_of(1) == other
    assert store.find(Query(number=15035550101), 9) == ()
    assert store.find(Query(number=442079460000), 9) == (1,)
    assert store.find(Query(last="smith"), 9) == ()
    assert store.find(Query(last="smythe"), 9) == (1,)
    assert store.joined([1, -1, 5, 2**63 - 1]) == {5: (1,), 2**63 - 1: (1,)}
    assert store.owners(1) == ()
    store.append(Changes(projections=(place(work(1)),)))
    assert store.projection_of(1) == place(work(1))
    assert store.owners(1) == (1,)


def test_of_two_projections_in_a_batch_the_last_counts(store: Store) -> None:
    store.append_many([placed(work(1)), Changes(projections=(place(work(1, prio=8)),))])
    assert store.projection_of(1).work.prio == 8


def test_joining_keys_lead_to_every_case(store: Store) -> None:
    one, two = place(work(1)), place(work(2))
    store.append_many([placed(work(1)), placed(work(2))])
    shared = Projection(case=2, work=two.work, numbers=two.numbers, name=two.name, joins=one.joins, debts=(2,))
    store.append(Changes(projections=(shared,)))
    assert store.joined([1, -1, 99]) == {1: (1, 2), -1: (1, 2)}


def test_accounts_by_client_and_over_all(store: Store) -> None:
    store.append_many([placed(work(1), account="A-1"), placed(work(2), account="A-2")])
    (known,) = store.accounts("MERCY", ["A-1", "A-9"]).values()
    assert known == Account(debt=1, client="MERCY", account="A-1", digest=bytes(8), balance_cents=12_345)
    assert store.accounts("NOBODY", ["A-1"]) == {}
    assert list(store.accounts("", ["A-1"])) == ["MERCY/A-1"]
    changed = Account(debt=1, client="MERCY", account="A-1", digest=b"12345678", balance_cents=99)
    store.append(Changes(accounts=(changed,)))
    assert store.accounts("MERCY", ["A-1"]) == {"A-1": changed}


def test_reserved_numbers_are_nobody_elses(store: Store) -> None:
    cases, debts = store.reserve(5, 8)
    assert (cases, debts) == (1, 1)
    taken: list[tuple[int, int]] = []
    in_parallel([lambda: taken.extend(store.reserve(3, 2) for _ in range(20))] * 4)
    firsts = sorted(case for case, _ in taken)
    assert firsts[0] > 8
    assert all(later - earlier >= 3 for earlier, later in pairwise(firsts))


def test_scan_goes_on_after_a_case(store: Store) -> None:
    store.append_many([placed(work(case)) for case in (3, 1, 2_000, 1_500)])
    assert list(store.scan()) == [1, 3, 1_500, 2_000]
    assert list(store.scan(3)) == [1_500, 2_000]


def test_what_was_worked_by_time_and_actor(store: Store) -> None:
    store.append(placed(work(1)))
    stream = consumer_stream(1)
    call = ev.CallPlaced(row=3, debts=(1,), line="agency")
    promise = ev.PromiseMade(shares=(), due=date(2026, 7, 1))
    store.append(
        Changes(
            entries=(
                said(stream, 2, call, at=NOON + timedelta(hours=2)),
                said(stream, 3, ev.NoteWritten(row=1), at=NOON),
                said(stream, 4, promise, at=NOON, actor="bob"),
            )
        )
    )
    end = NOON + timedelta(hours=3)
    assert [entry.seq for entry in store.worked(NOON, end)] == [4, 2]
    assert [entry.seq for entry in store.worked(NOON, end, "ann")] == [2]
    assert list(store.worked(NOON, NOON)) == []
    assert [entry.seq for entry in store.worked(NOON, NOON + timedelta(hours=2))] == [4]


# ── drafts, marks, a load ──


def test_drafts_are_their_holders_own(store: Store) -> None:
    store.draft_put("ann", "note 7", b"half a sent")
    store.draft_put("ann", "note 7", b"half a sentence")
    store.draft_put("ann", "wrap 7", b"{}")
    store.draft_put("bob", "note 7", b"mine")
    assert store.drafts("ann") == {"note 7": b"half a sentence", "wrap 7": b"{}"}
    store.draft_put("ann", "note 7", b"")
    store.draft_put("ann", "never there", b"")
    assert store.drafts("ann") == {"wrap 7": b"{}"}
    assert store.drafts("bob") == {"note 7": b"mine"}


def test_settings(store: Store) -> None:
    assert store.setting("rehearsal") == ""
    assert store.setting("rehearsal", "yes") == "yes"
    assert store.setting("rehearsal") == "yes"


def test_a_load_leaves_everything_found(store: Store) -> None:
    """More than one statement's worth, so that both ways of putting rows down are taken."""
    with store.loading():
        store.append_many([placed(work(case, prio=500 - case)) for case in range(1, 300)])
        assert store.owners(7) == (7,)
        assert store.joined([7]) == {7: (7,)}
        store.append_many([placed(work(case)) for case in range(300, 310)])
        store.append_many([Changes(projections=(place(work(5), last="jones"),))])
    assert store.setting("search") == ""
    assert store.find(Query(number=15035550100 + 277), 9) == (277,)
    assert store.find(Query(last="jones"), 9) == (5,)
    with store.loading():
        store.append(placed(work(400)))
    assert store.find(Query(number=15035550500), 9) == (400,)
    store.reindex()
    assert store.joined([400, -7]) == {400: (400,), -7: (7,)}
    assert store.load(309)[0] == placed(work(309)).rows


def test_rows_may_come_in_any_grouping(store: Store) -> None:
    """Rows of several streams mixed, with a gap in the numbers, and a kind that stands alone in the middle."""
    store.append(placed(work(1)))
    home, debt = consumer_stream(1), debt_stream(1)
    rows = (
        DossierRow(stream=home, row=4, value=rec.NoteText(text="one")),
        DossierRow(stream=debt, row=2, value=rec.DebtDetails(client_ref="new")),
        DossierRow(stream=home, row=5, value=rec.Email(address="a@example.com")),
        DossierRow(stream=home, row=6, value=rec.Party(name="Lee & Lee")),
        DossierRow(stream=home, row=9, value=rec.NoteText(text="two")),
    )
    store.append(
        Changes(entries=(said(home, 2, ev.NoteWritten(row=4)), said(debt, 2, ev.DebtAmended(row=2))), rows=rows)
    )
    loaded = [row for row in store.load(1)[0] if row not in placed(work(1)).rows]
    assert loaded == sorted(rows, key=lambda row: (row.stream, row.row))
