"""Who is calling: what is typed finds whom it means, the exact first, and tells no more of them than is needed."""

from __future__ import annotations

import pytest

from callassist import events as ev
from callassist.casefile import debt_stream
from callassist.desk.searching import Answer, number_in
from tests.desk.floor import Debt, Floor, Who, call, take

SAM = Who(last="Roe", first="Sam", zip="60601", phones=(16145550102,), debts=(Debt(2, account="B-1"),))
SECRETS = ("1980", "4417", "43215", "Elm", "0101", "16145550101")


def cases(answer: Answer) -> list[int]:
    return [hit.case for hit in answer.hits]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("A-0001", "ref exact"),
        ("a-0001", "ref exact"),
        ("A-00", "ref begins so"),
        ("(614) 555-0101", "phone exact"),
        ("614.555.0101", "phone exact"),
        ("+1 614 555 0101", "phone exact"),
        ("6145550101", "phone exact"),
        ("Lee, Dana", "name exact"),
        ("dana lee", "name exact"),
        ("Le", "name"),
        ("dana leee", "name"),
    ],
)
def test_who_is_found_and_why(floor: Floor, said: str, told: str) -> None:
    floor.person(1)
    floor.person(2, SAM)
    hit = floor.desk().search(said).hits[0]
    assert hit.case == 1
    assert any(f"{why.field} {why.level}".startswith(told) for why in hit.reasons), hit.reasons


def test_the_exact_name_comes_before_what_is_like_it(floor: Floor) -> None:
    floor.person(1, last="Leeds")
    floor.person(2, last="Lee")
    floor.person(3, last="Leigh")
    desk = floor.desk()
    assert cases(desk.search("Lee"))[0] == 2
    assert cases(desk.search("Lee, Dana", is_deep=True))[0] == 2


def test_the_exact_account_comes_before_one_that_begins_so(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, account="Q-10"),))
    floor.person(2, SAM)
    floor.person(3, last="Poe", debts=(Debt(3, account="Q-1"),))
    assert cases(floor.desk().search("Q-1"))[0] == 3


def test_nothing_that_could_answer_a_check_is_told(floor: Floor) -> None:
    floor.person(1)
    answer = floor.desk().search("dana lee")
    assert [hit.case for hit in answer.hits] == [1]
    assert not [secret for secret in SECRETS if secret in str(answer.hits)]
    assert all(why.on_file is None for hit in answer.hits for why in hit.reasons if why.field != "name")


def test_only_open_leaves_out_who_has_nothing_open(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Leeds")
    floor.told(debt_stream(1), ev.DebtClosed(why="paid"))
    desk = floor.desk()
    shown = {hit.case: hit.is_open for hit in desk.search("Lee").hits}
    assert shown == {1: False, 2: True}
    assert cases(desk.search("Lee", only_open=True)) == [2]


def test_the_number_that_is_shown_may_be_of_several_people(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Lee", first="Morgan")
    floor.person(3, SAM)
    answer = floor.desk().calling(16145550101)
    assert set(cases(answer)) == {1, 2}
    assert len({hit.person for hit in answer.hits}) == 2


def test_a_word_beside_the_shown_number_tells_them_apart(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Lee", first="Morgan")
    assert cases(floor.desk().calling(16145550101, "morgan"))[0] == 2


def test_the_cases_that_this_seat_had_last(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, SAM)
    ana = floor.desk("ana")
    for case in (1, 2):
        take(ana, case)
        call(ana)
        ana.release()
        floor.clock.forward(minutes=1)
    assert [hit.case for hit in ana.recent()] == [2, 1]
    assert [hit.case for hit in ana.recent(1)] == [2]
    assert floor.desk("ben").recent() == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 4_000,
        "?!.,;",
        "\U0001f600\U0001f600",
        "\u05d3\u05e0\u05d4 \u05dc\u05d9",
        "'; DROP TABLE journal; --",
    ],
)
def test_whatever_is_typed_is_calm(floor: Floor, text: str) -> None:
    floor.person(1)
    assert len(floor.desk().search(text, is_deep=True).hits) <= 1


def test_what_is_a_whole_number_and_what_is_not() -> None:
    assert number_in("614-555-0101 x12") == number_in("+1 614 555 0101") == 16145550101
    assert number_in("555-0101") == number_in("Lee") == number_in("") == 0
