"""Made-up callers must be what their kind says, about somebody on file, and come again with their seed."""

from collections import Counter
from datetime import date

import pytest

from callassist.intake.synthetic import COLUMNS, generate
from tests.bench import names_data
from tests.bench.brute import Brute
from tests.bench.callers import Caller, Holder, Register, people, value
from tests.bench.callers_kinds import OTHERS, others, strangers, ten
from tests.bench.callers_kinds_ten import TEN
from tests.bench.callers_said import Kind

MANGLED = {kind.name for kind in TEN if kind.is_mangled}
KEYS = {
    "name",
    "phone",
    "dob",
    "ssn4",
    "zip",
    "city",
    "address",
    "account",
    "caller_id",
    "birth_year",
    "last4",
    "member",
}


@pytest.fixture(scope="module")
def everybody() -> list[Holder]:
    return [*people(COLUMNS, generate(2_500, 11))]


@pytest.fixture(scope="module")
def on_file(everybody: list[Holder]) -> Register:
    return Register(everybody)


def test_what_a_file_fills_in_for_nothing_is_nothing(everybody: list[Holder]) -> None:
    assert all(one.ssn4 != "0000" and one.dob != date(1900, 1, 1) and one.zip != "00000" for one in everybody)
    assert {len(number) for one in everybody for number in one.phones} == {10}


def test_each_of_the_ten_has_its_share(everybody: list[Holder], on_file: Register) -> None:
    callers = ten(everybody, 1, 20)
    assert Counter(caller.kind for caller in callers) == {kind.name: 20 for kind in TEN}
    assert all(on_file.of(caller.target) for caller in callers)
    assert 0.55 < sum(len(caller.fields) > 1 for caller in callers) / len(callers) < 0.8


def test_a_mangled_name_is_not_on_file_as_it_was_said(everybody: list[Holder], on_file: Register) -> None:
    for caller in ten(everybody, 1, 20):
        names = {" ".join(one.name) for one in on_file.of(caller.target)}
        assert (caller.text.lower() not in names) == (caller.kind in MANGLED), caller


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.name)
def test_another_kind_has_callers(kind: Kind, everybody: list[Holder], on_file: Register) -> None:
    callers = others(everybody, 1, 10, (kind,))
    assert len(callers) == 10
    for caller in callers:
        assert KEYS >= caller.fields.keys() == caller.plain.keys()
        assert len(caller.fields) > 1
        owing = on_file.of(caller.target)
        assert owing
        if kind.is_mangled:
            assert not any(_says_all_as_on_file(caller, one) for one in owing), caller


def _says_all_as_on_file(caller: Caller, one: Holder) -> bool:
    given = {**caller.plain}
    if given.pop("name", "") != " ".join(one.name):
        return False
    numbers = {given.pop(field) for field in ("phone", "caller_id") if field in given}
    if "last4" in given:
        numbers.add(next((number for number in one.phones if number.endswith(given["last4"])), "another"))
        del given["last4"]
    return numbers <= {*one.phones} and all(text.lower() == value(one, field).lower() for field, text in given.items())


def test_there_are_many_kinds_under_names_of_their_own() -> None:
    assert len({kind.name for kind in OTHERS}) == len(OTHERS) >= 25


def test_a_seed_repeats_and_another_differs(everybody: list[Holder]) -> None:
    assert others(everybody, 5, 1) == others(everybody, 5, 1)
    assert others(everybody, 5, 1) != others(everybody, 6, 1)
    assert ten(everybody, 5, 2) != ten(everybody, 6, 2)


def test_a_kind_draws_the_same_whatever_is_asked_beside_it(everybody: list[Holder]) -> None:
    alone = others(everybody, 5, 2, OTHERS[3:4])
    assert [caller for caller in others(everybody, 5, 2) if caller.kind == OTHERS[3].name] == alone


def test_the_free_line_has_all_but_the_caller_id(everybody: list[Holder]) -> None:
    for caller in others(everybody, 2, 2):
        assert all(text in caller.free for field, text in caller.fields.items() if field != "caller_id")
        assert caller.fields.get("caller_id", "no number") not in caller.free


def test_nobody_on_file_has_what_a_stranger_gives(everybody: list[Holder]) -> None:
    callers = strangers(everybody, 3, 200)
    assert len(callers) == 200
    known = {(*one.name, one.ssn4) for one in everybody} | {(*one.name, str(one.dob)) for one in everybody}
    for caller in callers:
        first, last = caller.plain["name"].split(" ", 1)
        assert (first, last, caller.plain.get("ssn4")) not in known
        assert (first, last, caller.plain.get("dob")) not in known
        assert not caller.target


def test_another_account_of_the_person_is_right_and_of_a_namesake_is_not(everybody: list[Holder]) -> None:
    one = next(holder for holder in everybody if holder.dob and holder.ssn4)
    again = _copy(one, account_number="A-2")
    namesake = _copy(one, account_number="A-3", ssn4="9999", dob=date(1950, 1, 2), phones=("2125550100",))
    on_file = Register([one, again, namesake])
    by_name = Caller(
        kind="exact", target=one.account_number, text="", fields={}, plain={"name": " ".join(one.name)}, free=""
    )
    with_ssn = Caller(
        kind="exact", target=one.account_number, text="", fields={}, plain={**by_name.plain, "ssn4": one.ssn4}, free=""
    )
    assert on_file.is_hit(by_name, "A-2")
    assert on_file.is_hit(by_name, "A-3")
    assert on_file.is_hit(with_ssn, "A-2")
    assert not on_file.is_hit(with_ssn, "A-3")
    assert on_file.rank(with_ssn, ("A-3", "A-2")) == 2
    assert on_file.rank(with_ssn, ("A-3",)) == 0


def test_a_suffix_that_was_said_tells_father_and_son_apart(everybody: list[Holder]) -> None:
    son = _copy(everybody[0], suffix="Jr", account_number="A-1")
    father = _copy(son, suffix="Sr", account_number="A-2", dob=date(1950, 1, 2))
    on_file = Register([son, father])
    name = " ".join(son.name)
    plain = Caller(kind="", target="A-1", text="", fields={}, plain={"name": name, "zip": son.zip}, free="")
    with_suffix = Caller(kind="", target="A-1", text="", fields={}, plain={"name": f"{name} jr."}, free="")
    assert on_file.is_hit(plain, "A-2")
    assert not on_file.is_hit(with_suffix, "A-2")


def _copy(one: Holder, **changes: object) -> Holder:
    values = {field: getattr(one, field) for field in Holder.__struct_fields__}
    return Holder(**{**values, **changes})


def test_brute_force_finds_who_gives_everything_right(everybody: list[Holder], on_file: Register) -> None:
    callers = [caller for caller in ten(everybody, 1, 20, 1.0) if caller.kind in {"exact", "typo", "swap"}]
    answers = [*Brute(everybody).ranked(callers)]
    found = sum(on_file.rank(caller, answer) == 1 for caller, answer in zip(callers, answers, strict=True))
    assert found / len(callers) > 0.9


def test_published_names_are_read_or_said_to_be_absent() -> None:
    for found, why in (names_data.febrl4(), names_data.opensanctions(), names_data.splink(), names_data.census()):
        assert (found is None) == bool(why)


def test_febrl_pairs_each_original_with_its_duplicate() -> None:
    febrl, why = names_data.febrl4()
    if febrl is None:
        pytest.skip(why)
    assert len(febrl.originals) == 5_000
    assert {row.id for row in febrl.originals} == {row.id for row in febrl.duplicates}
