"""What callers say and collectors type, as clues: every spelling of names, numbers and days that one box takes."""

from __future__ import annotations

import timeit
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from callassist.asked import Asked, ask, ask_fields
from callassist.intake.name_tables import load_name_tables

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
TABLES = load_name_tables(ROOT / "data")
CASES = yaml.safe_load((Path(__file__).with_name("asked.yaml")).read_text(encoding="utf-8"))
FIELDS = {
    *("word", "initial", "suffix", "phone", "phone7", "last4", "ssn4", "zip", "dob", "born", "birthday", "ref"),
    "misdated",
    *("member", "house"),
}
COLUMN_FIELDS = FIELDS | {"named", "city", "street", "employer", "caller_id"}
COLUMNS = (
    *("text", "name", "phone", "dob", "ssn4", "zip", "city", "address", "account", "caller_id", "member", "employer"),
    *("birth_year", "last4", "query_id"),
)


def written(asked: Asked) -> str:
    """Clues as asked.yaml has them."""
    return " ; ".join(
        (" ".join(f"{found.field}={found.value}" for found in clue.readings) or "-") + ("+" if clue.is_open else "")
        for clue in asked.clues
    )


@pytest.mark.parametrize(("typed", "clues"), CASES, ids=[typed for typed, _ in CASES])
def test_what_is_typed_is_read(typed: str, clues: str) -> None:
    assert written(ask(typed, TABLES, TODAY)) == clues


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Mr. Dana O'Brien Jr", ["Dana", "O'Brien", "Jr"]),
        ("José Muñoz 4/3/80", ["José", "Muñoz", "4/3/80"]),
        ("Strauß, Юлия", ["Strauß", "Юлия"]),
        ("SSN 1234  zip 43215", ["SSN 1234", "zip 43215"]),
        ("lee 123-45-6789", ["lee", "***-**-6789"]),
        ("ssn 123456789", ["ssn ***-**-6789"]),
        ("Dana\u202e Lee\x1b[31m", ["Dana", "Lee", "31m"]),
    ],
)
def test_a_clue_shows_what_was_typed_without_controls_or_a_whole_ssn(typed: str, said: list[str]) -> None:
    assert [clue.said for clue in ask(typed, TABLES, TODAY).clues] == said


def test_the_words_of_a_line_are_its_names() -> None:
    assert ask("lee, dana 0brien 43215 j", TABLES, TODAY).words == ("lee", "dana", "obrien")


def test_every_day_of_a_life_is_read_however_it_is_written() -> None:
    for day in (date(1912, 2, 29), date(1948, 12, 31), date(1980, 4, 3), date(2001, 9, 9), TODAY):
        for form in ("%m/%d/%Y", "%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%m%d%Y", "%Y%m%d", "%m.%d.%y", "%m-%d-%y"):
            (clue,) = ask(day.strftime(form), TABLES, TODAY).clues
            assert day.isoformat() in [found.value for found in clue.readings if found.field == "dob"], (day, form)


def test_nobody_is_born_tomorrow_or_in_another_age() -> None:
    for typed in ("11/26/2026", "4/3/1905", "04031905", "19050403"):
        (clue,) = ask(typed, TABLES, TODAY).clues
        assert all(found.field != "dob" for found in clue.readings), typed


# ── columns ──


@pytest.mark.parametrize(
    ("column", "value", "clues"),
    [
        ("text", "dana lee 614-555-0142", "word=dana ; word=lee ; phone=16145550142"),
        ("text", "dana lee", "word=dana ; word=lee"),
        ("name", "LEE, DANA M", "named=lee ; named=dana ; initial=m"),
        ("name", "Dr. José Muñoz Jr", "named=jose ; named=munoz ; suffix=jr"),
        ("name", "5mith Dana", "named=smith ; named=dana"),
        ("name", "Dana 43215", "named=dana ; -"),
        ("phone", "(614) 555-0142", "phone=16145550142"),
        ("phone", "6145550142", "phone=16145550142"),
        ("phone", "1-614-555-0142 x9", "phone=16145550142"),
        ("phone", "555-0142", "phone7=5550142"),
        ("phone", "0142", "last4=0142"),
        ("phone", "614555", "-"),
        ("phone", "none", "-"),
        ("caller_id", "+16145550142", "caller_id=16145550142"),
        ("caller_id", "0142", "-"),
        ("caller_id", "anonymous", "-"),
        ("dob", "1980-04-03", "dob=1980-04-03"),
        ("dob", "4/3/80", "dob=1980-04-03 dob=1980-03-04"),
        ("dob", "040380", "dob=1980-04-03 dob=1980-03-04"),
        ("dob", "1980", "born=1980"),
        ("dob", "?", "-"),
        ("birth_year", "1980", "born=1980"),
        ("ssn4", "1234", "ssn4=1234"),
        ("ssn4", "xxx-xx-1234", "ssn4=1234"),
        ("ssn4", "123-45-6789", "ssn4=6789"),
        ("ssn4", "12", "-"),
        ("last4", "0142", "last4=0142"),
        ("zip", "43215", "zip=43215"),
        ("zip", "43215-1234", "zip=43215"),
        ("zip", "4321", "-"),
        ("city", "San José", "city=san jose"),
        ("employer", "Kroger's Co.", "employer=krogers co"),
        ("account", "a-10207", "ref=A10207"),
        ("account", "--", "-"),
        ("member", "XYZ 123", "member=XYZ123"),
        ("address", "123 Main St", "house=123 ; street=main st"),
        ("address", "123B N. Main St Apt 4, Columbus OH 43215", "house=123 ; street=n main st ; zip=43215"),
        ("address", "PO Box 123", "street=po box 123"),
        ("address", "43215 Oak Rd 43215-1234", "house=43215 ; street=oak rd ; zip=43215"),
        ("address", "...", "-"),
        ("query_id", "7", ""),
        ("name", "  ", ""),
        ("colour", "blue", ""),
    ],
)
def test_a_column_is_read_as_what_it_says_it_is(column: str, value: str, clues: str) -> None:
    assert written(ask_fields({column: value}, TABLES, TODAY)) == clues


def test_columns_come_in_their_order() -> None:
    asked = ask_fields({"name": "dana lee", "dob": "4/3/1980", "zip": "43215"}, TABLES, TODAY)
    assert written(asked) == "named=dana ; named=lee ; dob=1980-04-03 dob=1980-03-04 ; zip=43215"


def test_a_whole_ssn_in_a_column_is_not_shown() -> None:
    (clue,) = ask_fields({"ssn4": "123-45-6789"}, TABLES, TODAY).clues
    assert clue.said == "***-**-6789"


# ── anything at all ──

SAID = "ssn zip dob last 4 four of born phone acct member # 1234 43215 4/3/80 april 3rd s as in sam the age x"
MADE_UP = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="0123456789-/.()+#x* ", max_size=80),
    st.lists(
        st.sampled_from(SAID.split()),
        max_size=20,
    ).map(" ".join),
)


@given(MADE_UP)
@example("")
@example("x" * 4000)
@example("1 " * 2000)
@example("s " * 2000)
@example("\x00\x1b[2J\u202e")
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467")
@example("\ud800 lee")
@example("\ufdfa" * 300)
@example("²³ ١٢٣٤ Ⅷ")
def test_anything_may_be_typed(typed: str) -> None:
    asked = ask(typed, TABLES, TODAY)
    assert len(asked.clues) <= 16
    for clue in asked.clues:
        assert len(clue.readings) <= 6
        assert len(clue.said) <= 200
        assert all(char.isprintable() for char in clue.said)
        for found in clue.readings:
            assert found.field in FIELDS
            assert found.value.isascii()
            assert found.value


@given(st.dictionaries(st.sampled_from(COLUMNS), MADE_UP, max_size=8))
def test_any_columns_may_be_given(fields: dict[str, str]) -> None:
    asked = ask_fields(fields, TABLES, TODAY)
    assert len(asked.clues) <= 16
    for clue in asked.clues:
        assert len(clue.readings) <= 6
        assert all(found.field in COLUMN_FIELDS and found.value for found in clue.readings)


@pytest.mark.parametrize("typed", ["x" * 200, "1-" * 100, "s as in " * 25, "last 4 " * 28, "a" * 199 + "1", "'" * 200])
def test_no_line_takes_long(typed: str) -> None:
    assert min(timeit.repeat(lambda: ask(typed, TABLES, TODAY), number=1, repeat=5)) < 0.01
