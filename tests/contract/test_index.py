"""The search index of every store: what anybody writes is found by the next question; what is gone is not."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from callassist import dossier as rec
from callassist import events as ev
from callassist.asked import ask
from callassist.casefile import DossierRow, consumer_stream, debt_stream
from callassist.faces import WORD, key
from callassist.intake.library import load_lore
from callassist.lore import Lore
from callassist.matching import Matcher
from callassist.store import Changes, Projection, Store
from callassist.stores.sqlite import SqliteStore
from tests.contract.faces import added, corrected, on_file, settle, where
from tests.contract.made import EAST, said, work

TODAY = date(2026, 6, 2)
MARY: dict[str, Any] = {
    "first": "Mary",
    "last": "Johnson",
    "born": "1980-04-03",
    "zip": "43215",
    "phones": [16145550142],
}


@cache
def lore() -> Lore:
    return load_lore(Path(__file__).parents[2] / "data")


def engine(store: Store) -> Matcher:
    return Matcher(store.index, lore().names, lore().levels)


def found(matcher: Matcher, text: str) -> tuple[int, ...]:
    """The cases that may be meant, less those that are none."""
    answer = matcher.find(ask(text, lore().names, TODAY), TODAY, is_deep=True)
    return tuple(match.case for match in answer.matches if match.bits > 0)


def test_what_is_written_is_found_by_the_next_question(store: Store) -> None:
    matcher = engine(store)
    assert found(matcher, "mary johnson") == ()
    case, _ = store.reserve(1, 1)
    store.append(on_file(case, MARY))
    assert found(matcher, "mary johnson") == (case,)
    assert found(matcher, "jonson 0142") == (case,)


def test_a_word_never_seen_before_is_found_by_sound_and_by_how_it_begins(store: Store) -> None:
    matcher = engine(store)
    settle(store, {"mary": MARY})
    assert found(matcher, "mary johnson")
    (case,) = settle(store, {"new": MARY | {"first": "Zuleika", "last": "Quattlebaum", "phones": []}}).values()
    assert found(matcher, "quattlebawm") == (case,)
    assert found(matcher, "quattle") == (case,)


def test_a_corrected_name_is_not_found_any_more(store: Store) -> None:
    matcher = engine(store)
    (case,) = settle(store, {"mary": MARY | {"last": "Jahnsen"}}).values()
    assert found(matcher, "mary jahnsen") == (case,)
    store.append(corrected(case, 1, rec.Person(first="Mary", last="Okonkwo"), last_row=3, seq=2))
    assert found(matcher, "mary okonkwo") == (case,)
    assert found(matcher, "jahnsen") == ()
    store.merge(10_000)
    assert found(matcher, "mary okonkwo") == (case,)
    assert found(matcher, "jahnsen") == ()


def test_a_former_name_and_an_earlier_address_are_found_still(store: Store) -> None:
    matcher = engine(store)
    (case,) = settle(store, {"mary": MARY}).values()
    store.append(added(case, rec.Person(first="Mary", last="Okonkwo"), last_row=3, seq=2))
    moved = rec.Address(street="7 Hill Rd", city="Salem", state="OR", zip="97301")
    store.append(added(case, moved, last_row=4, seq=3))
    for text in ("mary johnson", "mary okonkwo", "mary 97301", "mary 43215"):
        assert found(matcher, text)[:1] == (case,), text


def test_debts_that_move_take_their_references_along(store: Store) -> None:
    matcher = engine(store)
    one, other = settle(
        store,
        {
            "one": MARY | {"client_ref": "VISIT-7781", "member": "W99887766"},
            "other": {"first": "Ola", "last": "Bright", "zip": "10001"},
        },
    ).values()
    assert found(matcher, "VISIT-7781") == (one,)
    released, taken = ev.DebtReleased(debt=one, why="belongs to another"), ev.DebtTaken(debt=one)
    moved = Changes(
        entries=(said(consumer_stream(one), 2, released), said(consumer_stream(other), 2, taken)),
        projections=(
            Projection(case=one, work=work(one, group=EAST), debts=()),
            Projection(case=other, work=work(other, group=EAST), debts=(other, one)),
        ),
    )
    store.append(moved)
    assert found(matcher, "VISIT-7781") == (other,)
    assert found(matcher, "member W99887766") == (other,)
    assert found(matcher, "mary johnson") == (one,)


def test_details_of_a_debt_that_are_amended_are_found_as_they_are_now(store: Store) -> None:
    matcher = engine(store)
    (case,) = settle(store, {"mary": MARY | {"client_ref": "OLD-4411"}}).values()
    home = debt_stream(case)
    amended = Changes(
        entries=(said(home, 2, ev.DebtAmended(row=2)),),
        rows=(DossierRow(stream=home, row=2, value=rec.DebtDetails(client_ref="NEW-8822")),),
        projections=(where(case),),
    )
    store.append(amended)
    assert found(matcher, "NEW-8822") == (case,)
    assert found(matcher, "OLD-4411") == ()


def test_merging_changes_no_answer(store: Store) -> None:
    names = (("Ann", "Lee"), ("Bo", "Lee"), ("Cy", "Roe"))
    settle(store, {first: {"first": first, "last": last} for first, last in names})
    matcher = engine(store)
    asked = ("lee", "ann lee", "cy", "roe", "ann roe")
    before = {text: found(matcher, text) for text in asked}
    while store.merge(2):
        assert {text: found(matcher, text) for text in asked} == before
    assert {text: found(engine(store), text) for text in asked} == before


def test_words_count_the_cases_that_hold_them(store: Store) -> None:
    settle(store, {"a": {"first": "Ann", "last": "Lee"}, "b": {"first": "Bo", "last": "Lee"}})
    store.merge(10_000)
    store.index.catch_up()
    held = {term.text: term.held for term in store.index.terms(0)}
    assert held == {"ann": 1, "bo": 1, "lee": 2}
    (lee,) = (term.id for term in store.index.terms(0) if term.text == "lee")
    assert len(store.index.postings([key(WORD, lee)])[0]) == 2


def test_briefs_say_what_is_open(store: Store) -> None:
    open_one, closed = settle(store, {"a": MARY | {"account": "A-1"}, "b": MARY | {"account": "B-2"}}).values()
    store.append(Changes(projections=(where(closed, state="closed"),)))
    briefs = store.index.briefs([open_one, closed, 99_999])
    assert {case: (brief.accounts, brief.is_open) for case, brief in briefs.items()} == {
        open_one: (("MERCY/A-1",), True),
        closed: (("MERCY/B-2",), False),
    }


# ── one file, several hands ──


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.sqlite"


def _lists(store: SqliteStore) -> dict[str | int, tuple[int, ...]]:
    """Every key with its cases, words by themselves."""
    store.merge(1_000_000)
    words = {key(WORD, number): text for number, text in store._file.rows("SELECT id, text FROM term")}
    kept = {row[0]: store.index.postings([row[0]])[0] for row in store._file.rows("SELECT key FROM posting")}
    return {words.get(each, each): tuple(cases.tolist()) for each, cases in kept.items()}


def test_an_index_written_anew_is_the_one_that_grew(path: Path) -> None:
    store = SqliteStore(str(path))
    people = {
        "mary": MARY
        | {"client_ref": "V-1", "member": "M-2", "ref": "G-3", "street": "1 Oak St", "former": ["Mary", "Ames"]},
        "ann": {"first": "Ann", "last": "Lee", "patient": ["Timmy", "Roe"], "employer": "Prairie Bakery"},
    }
    cases = settle(store, people)
    store.append(corrected(cases["ann"], 1, rec.Person(first="Anne", last="Lee"), last_row=2, seq=2))
    grown = _lists(store)
    store.reindex()
    assert _lists(store) == grown
    store.close()


def test_a_load_into_an_empty_store_writes_the_same_index(path: Path) -> None:
    loaded, grown = SqliteStore(str(path)), SqliteStore(str(path.with_name("other.sqlite")))
    with loaded.loading():
        settle(loaded, {"mary": MARY, "ann": {"first": "Ann", "last": "Lee"}})
    settle(grown, {"mary": MARY, "ann": {"first": "Ann", "last": "Lee"}})
    assert _lists(loaded) == _lists(grown)
    loaded.close()
    grown.close()


WRITER = """
    import sys
    from callassist.stores.sqlite import SqliteStore
    from tests.contract.faces import settle
    store = SqliteStore(sys.argv[1])
    for number in range(int(sys.argv[2])):
        settle(store, {"x": {"first": "Oz", "last": f"Wexlerbury{chr(97 + number)}"}})
        if number % 3 == 2:
            store.merge(2)
    store.close()
"""


@pytest.mark.slow
def test_what_another_program_adds_is_found_at_once(path: Path) -> None:
    store = SqliteStore(str(path))
    settle(store, {"mary": MARY})
    matcher = engine(store)
    assert found(matcher, "oz wexlerburya") == ()
    root = Path(__file__).parents[2]
    subprocess.run((sys.executable, "-c", dedent(WRITER), path, "8"), check=True, cwd=root)
    for letter in "abcdefgh":
        case, *_ = found(matcher, f"oz wexlerbry{letter}")
        assert store.index.faces([case])[case].shown[0] == f"Wexlerbury{letter}"
    store.close()


def test_a_file_of_an_earlier_version_becomes_searchable_when_it_is_opened(path: Path) -> None:
    store = SqliteStore(str(path))
    (case,) = settle(store, {"mary": MARY}).values()
    with store._file.writing() as connection:  # as version 1 left it
        for table in ("term", "posting", "fresh"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE worklist DROP COLUMN gone")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'searchable'")
        connection.execute("PRAGMA user_version = 1")
    store.close()
    again = SqliteStore(str(path))
    assert found(engine(again), "mary johnson") == (case,)
    assert again.setting("search") == ""
    again.close()


def test_what_is_new_is_merged_once_there_is_much_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(str(path))
    settle(store, {"mary": MARY})
    waiting = store._file.rows("SELECT count(*) FROM fresh")[0][0]
    assert store.merge(2, least=waiting + 1) == 0
    assert store._file.rows("SELECT count(*) FROM fresh")[0][0] == waiting
    assert store.merge(2, least=waiting) > 0
    monkeypatch.setattr("callassist.stores.sqlite_bulk.MANY", 1)
    with store.loading():
        settle(store, {"ann": {"first": "Ann", "last": "Lee"}})
    assert store._file.rows("SELECT count(*) FROM fresh")[0][0] == 0
    assert len(found(engine(store), "ann lee")) == len(found(engine(store), "mary johnson")) == 1
    store.close()
