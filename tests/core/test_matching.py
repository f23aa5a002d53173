"""Who is calling? Cases in matching.cases.yaml; then what holds whatever is typed."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.asked import ask, ask_fields
from callassist.errors import BadInput
from callassist.intake.library import load_lore
from callassist.lore import Lore
from callassist.matching import MATCH, Found, Matcher
from callassist.matching_candidates import Pile, weighed
from callassist.stores.memory import MemoryStore
from tests.contract.faces import settle

TODAY = date(2026, 6, 2)
HERE = Path(__file__).parent
CASES: dict[str, Any] = yaml.safe_load((HERE / "matching.cases.yaml").read_text(encoding="utf-8"))


@cache
def lore() -> Lore:
    return load_lore(HERE.parents[1] / "data")


@cache
def floor() -> tuple[Matcher, dict[str, int]]:
    """The people of the cases, on file."""
    store = MemoryStore()
    cases = settle(store, CASES["people"])
    return Matcher(store.index, lore().names, lore().levels), cases


def search(text: str) -> Found:
    """As the screen does: a second look where the first is sure of nobody."""
    matcher, _ = floor()
    asked = ask(text, lore().names, TODAY)
    found = matcher.find(asked, TODAY)
    is_sure = found.matches and found.matches[0].verdict == MATCH
    return found if is_sure else matcher.find(asked, TODAY, is_deep=True)


def judge(case: dict[str, Any], found: Found) -> None:
    """Hold an answer to what a case asks of it."""
    _, cases = floor()
    names = {number: name for name, number in cases.items()}
    order = [names[match.case] for match in found.matches]
    if case.get("nobody"):
        assert all(match.verdict != MATCH for match in found.matches), order
        return
    if "ask" in case:
        assert case["ask"] in found.ask, found.ask
        return
    assert order[:1] == [case["who"]], [(names[m.case], m.bits, m.reasons) for m in found.matches[:3]]
    told = {(reason.field, reason.level) for reason in found.matches[0].reasons}
    for field, level in case.get("why", {}).items():
        assert (field, str(level)) in told, told


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["said"])
def test_a_typed_line_finds_whom_it_means(case: dict[str, Any]) -> None:
    judge(case, search(case["said"]))


@pytest.mark.parametrize("case", CASES["fields"], ids=lambda case: ",".join(case["given"]))
def test_named_fields_find_whom_they_mean(case: dict[str, Any]) -> None:
    matcher, _ = floor()
    judge(case, matcher.find(ask_fields(case["given"], lore().names, TODAY), TODAY, is_deep=True))


def test_bits_of_the_reasons_add_up() -> None:
    for match in search("mary jonson 4/3/80 43215").matches:
        assert sum(reason.bits for reason in match.reasons) == pytest.approx(match.bits)


def test_chances_and_the_stranger_are_shares_of_one() -> None:
    for text in ("mary johnson", "james whitfield", "zzz", "mary johnson 4/3/80"):
        found = search(text)
        people = {match.person: match.probability for match in found.matches}
        assert 0 <= found.stranger <= 1
        assert sum(people.values()) <= 1.0001


def test_more_that_fits_is_surer() -> None:
    one, more = search("mary johnson").matches[0], search("mary johnson 4/3/1980").matches[0]
    assert more.case == one.case
    assert more.bits > one.bits
    assert more.probability >= one.probability


def test_a_field_that_contradicts_is_said_so_and_one_that_is_not_on_file_counts_nothing() -> None:
    (match, *_) = search("marie jonsson 5/5/1955 ssn 4821").matches
    told = {reason.field: reason for reason in match.reasons}
    assert (told["dob"].level, told["dob"].bits < 0) == ("differs", True)
    assert (told["ssn4"].level, told["ssn4"].bits) == ("not on file", 0.0)


def test_a_second_account_of_one_person_shares_their_chance() -> None:
    store = MemoryStore()
    twice = {"first": "Ada", "last": "Quill", "born": "1980-04-03"}
    cases = settle(store, {"one": twice, "two": twice | {"zip": "43215"}, "other": {"first": "Ada", "last": "Quille"}})
    matcher = Matcher(store.index, lore().names, lore().levels)
    found = matcher.find(ask("quill ada", lore().names, TODAY), TODAY)
    people = {match.case: match.person for match in found.matches}
    assert people[cases["one"]] == people[cases["two"]] != people[cases["other"]]
    chances = {match.person: match.probability for match in found.matches}
    assert chances[people[cases["one"]]] > 3 * chances[people[cases["other"]]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a" * 4_000,
        "?!...---''\"\"",
        "😀🎉",
        "مرحبا بالعالم",
        "Robert'); DROP TABLE worklist;--",
        "\x00\x1b[31m",
        "0" * 300,
    ],
    ids=range(9),
)
def test_odd_input_is_calm(text: str) -> None:
    found = search(text)
    assert all(match.verdict != MATCH for match in found.matches)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = search(text)
    assert len(found.matches) <= 10
    assert [m.bits for m in found.matches if m.person == 1] == sorted(
        (m.bits for m in found.matches if m.person == 1), reverse=True
    )


@settings(max_examples=60, deadline=None)
@given(st.permutations(["mary", "jonson", "43215", "4/3/1980"]))
def test_the_order_of_what_is_said_does_not_matter(parts: list[str]) -> None:
    found = search(" ".join(parts))
    assert found.matches[0].case == floor()[1]["johnson"]


def test_the_same_question_has_the_same_answer() -> None:
    first, again = search("whitfield"), search("whitfield")
    assert [(m.case, m.bits) for m in first.matches] == [(m.case, m.bits) for m in again.matches]


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        ("match_levels.csv", "", "the header is another"),
        ("match_levels.csv", "field,level,m,u,ways\nzip,exact,0,,\n", "a share of 0"),
        ("match_levels.csv", "field,level,m,u,ways\nzip,exact,much,,\n", "'much' is no number"),
        ("match_levels.csv", "field,level,m,u,ways\nzip,exact\n", "the row has 2 cells"),
        ("match_calibration.csv", "raw,probability\n0.5,0.9\n0.6,0.2\n", "less than the one before"),
        ("match_calibration.csv", "raw,probability\n0.5,1.9\n", "not between 0 and 1"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, table: str, text: str, sentence: str
) -> None:
    shutil.copytree(HERE.parents[1] / "data" / "tables", tmp_path / "tables")
    (tmp_path / "tables" / table).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=sentence):
        load_lore(tmp_path)


def test_a_table_that_is_gone_is_refused_with_a_sentence(tmp_path: Path) -> None:
    shutil.copytree(HERE.parents[1] / "data" / "tables", tmp_path / "tables")
    (tmp_path / "tables" / "match_levels.csv").unlink()
    with pytest.raises(BadInput, match="put back the file"):
        load_lore(tmp_path)


@pytest.mark.parametrize("text", ["mary johnson", "james whitfield", "whitfield 30301", "j", "marie", "4/3/80"])
@pytest.mark.parametrize("is_deep", [False, True])
def test_a_chance_is_the_same_however_many_are_shown(text: str, *, is_deep: bool) -> None:
    matcher, _ = floor()
    asked = ask(text, lore().names, TODAY)
    found = [matcher.find(asked, TODAY, limit=limit, is_deep=is_deep) for limit in (1, 2, 10, 11, 40)]
    whole = {match.case: match.probability for match in found[-1].matches}
    assert all(whole[match.case] == match.probability for some in found for match in some.matches)
    assert len({(some.stranger, some.ask) for some in found}) == 1


def test_of_equals_the_commonest_name_is_first_then_one_of_each() -> None:
    store = MemoryStore()
    own = {"first": "Oscar", "last": "Vargas"}
    two = {"first": "Oscar", "last": "Gomez Vargas"}
    people = {"a": two, "b": two | {"last": "Ortiz Vargas"}, "c": own, "d": own | {"born": "1960-01-02"}}
    cases = settle(store, people | {"e": own | {"born": "1971-03-04"}})
    matcher = Matcher(store.index, lore().names, lore().levels)
    found = matcher.find(ask("oscar vargas", lore().names, TODAY), TODAY)
    assert len({match.bits for match in found.matches}) == 1
    assert [match.case for match in found.matches] == [cases[who] for who in "cabde"]


def test_a_chance_is_the_same_among_many_of_one_name() -> None:
    store = MemoryStore()
    settle(store, {f"p{n}": {"first": "Ada", "last": "Quill", "zip": f"{43000 + n}"} for n in range(60)})
    matcher = Matcher(store.index, lore().names, lore().levels)
    asked = ask("ada quill", lore().names, TODAY)
    chances = {m.probability for limit in (1, 10, 50) for m in matcher.find(asked, TODAY, limit=limit).matches}
    assert len(chances) == 1
    assert 1 / 120 < chances.pop() < 1 / 40


def test_who_is_found_by_several_readings_of_one_number_keeps_the_best_of_them() -> None:
    everybody, one = np.arange(1, 900, dtype=np.int32), np.array([450], dtype=np.int32)
    found = Pile().best([weighed([(19.0, one), (6.0, everybody)])], 5)
    assert (found.cases[0], found.sums[0]) == (450, 19.0)
    assert len(set(found.cases.tolist())) == 5
