"""Names spelled one way, whatever they were written with; and the tables of names that an agency may edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.errors import BadInput
from callassist.intake.name_tables import load_name_tables
from callassist.joining import folded
from callassist.name_words import LONGEST, NameTables, name_tokens, spelled

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Dana Lee", "dana lee"),
        ("  DANA   LEE ", "dana lee"),
        ("O'Brien", "obrien"),
        ("O\u2019Brien", "obrien"),
        ("O\u02bcBrien", "obrien"),
        ("O\u00b4Brien", "obrien"),
        ("O`Brien", "obrien"),
        ("D'Angelo-Smith", "dangelo smith"),
        ("Anne\u2010Marie", "anne marie"),
        ("St. John", "st john"),
        ("St.John", "st john"),
        ("J.R. Smith", "jr smith"),
        ("José Muñoz", "jose munoz"),
        ("Jose\u0301 Mun\u0303oz", "jose munoz"),
        ("Åsa Ødegård", "asa odegard"),
        ("Strauß", "strauss"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Юлия", "yuliya"),
        ("Татьяна", "tatyana"),
        ("王伟", "wang wei"),
        ("王小明", "wang xiaoming"),
        ("\uff24\uff21\uff2e\uff21", "dana"),
        ("\u202eDana\u202c", "dana"),
        ("Da\u00adna", "dana"),
        ("Da\x00na", "dana"),
        ("Dana\tLee\n", "dana lee"),
        ("Dana \U0001f600 Lee", "dana lee"),
        ("Dana (Lee)", "dana lee"),
        ("Lee,Dana", "lee dana"),
        ("...", ""),
        ("", ""),
        ("\U0001f600", ""),
    ],
)
def test_a_name_has_one_spelling(written: str, plain: str) -> None:
    assert spelled(written) == plain
    assert name_tokens(written) == tuple(plain.split())


@given(st.from_regex(r"[A-Za-z]{2,12}(?:[ '-][A-Za-z]{2,12}){0,3}", fullmatch=True))
def test_plain_names_are_spelled_as_the_accounts_are_joined(name: str) -> None:
    assert spelled(name) == folded(name)


@given(st.text(max_size=400))
def test_any_text_comes_out_in_plain_words(text: str) -> None:
    plain = spelled(text)
    assert len(plain) <= LONGEST
    assert plain == " ".join(plain.split())
    assert set(plain) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert spelled(plain) == plain


# ── the tables ──


@pytest.fixture(scope="module")
def tables() -> NameTables:
    return load_name_tables(ROOT / "data")


@pytest.mark.parametrize(
    ("said", "on_file", "least"),
    [
        ("liz", "elizabeth", 1.0),
        ("bill", "william", 1.0),
        ("bob", "robert", 1.0),
        ("peggy", "margaret", 1.0),
        ("jack", "john", 1.0),
        ("lupe", "guadalupe", 1.0),
        ("chuy", "jesus", 1.0),
        ("paco", "francisco", 1.0),
        ("pancho", "francisco", 1.0),
        ("nacho", "ignacio", 1.0),
        ("pepe", "jose", 1.0),
        ("lalo", "eduardo", 1.0),
        ("beto", "roberto", 1.0),
        ("memo", "guillermo", 1.0),
        ("concha", "concepcion", 1.0),
        ("chelo", "consuelo", 1.0),
        ("nando", "fernando", 1.0),
        ("tono", "antonio", 1.0),
        ("quique", "enrique", 1.0),
        ("kike", "enrique", 1.0),
        ("mincho", "domingo", 0.5),
        ("xavi", "javier", 1.0),
        ("wm", "william", 0.8),
        ("chas", "charles", 0.8),
        ("jas", "james", 0.8),
        ("thos", "thomas", 0.8),
        ("geo", "george", 0.8),
        ("jos", "joseph", 0.8),
        ("robt", "robert", 0.8),
        ("sasha", "aleksandr", 1.0),
        ("misha", "mikhail", 1.0),
        ("katya", "ekaterina", 1.0),
        ("catherine", "katherine", 0.9),
        ("kathryn", "katherine", 0.9),
        ("steven", "stephen", 0.9),
        ("jeffrey", "geoffrey", 0.9),
        ("mohammed", "muhammad", 0.9),
        ("kathy", "kathryn", 0.9),
        ("bess", "liz", 0.3),
    ],
)
def test_what_people_are_called_is_known_both_ways(tables: NameTables, said: str, on_file: str, least: float) -> None:
    assert dict(tables.nicknames[said])[on_file] >= least
    assert dict(tables.nicknames[on_file])[said] == dict(tables.nicknames[said])[on_file]


def test_the_usual_name_comes_before_the_rare_one(tables: NameTables) -> None:
    assert tables.nicknames["bill"][0] == ("william", 1.0)
    assert "robert" not in dict(tables.nicknames["bill"])
    assert dict(tables.nicknames["liz"])["betty"] < dict(tables.nicknames["liz"])["elizabeth"]


def test_every_closeness_is_a_share_and_nobody_is_called_themselves(tables: NameTables) -> None:
    for name, others in tables.nicknames.items():
        assert spelled(name) == name
        assert all(0 < closeness <= 1 for _, closeness in others)
        assert name not in dict(others)
        assert [closeness for _, closeness in others] == sorted((c for _, c in others), reverse=True)


def folder(tmp_path: Path, nicknames: str, words: str = "word,kind\nmr,title\n") -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "nicknames.csv").write_text(nicknames, encoding="utf-8")
    (tmp_path / "tables" / "name_words.csv").write_text(words, encoding="utf-8")
    return tmp_path


GOOD = "nickname,name,closeness,source\nliz,elizabeth,1,own\n"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("liz,elizabeth,1.5,own", 3),
        ("liz,elizabeth,0,own", 3),
        ("liz,elizabeth,much,own", 3),
        ("liz,elizabeth,nan,own", 3),
        ("Liz,elizabeth,1,own", 3),
        ("josé,jose,1,own", 3),
        ("liz,liz,1,own", 3),
        (",elizabeth,1,own", 3),
        ("liz,elizabeth,1,hearsay", 3),
        ("liz,elizabeth,1", 3),
    ],
)
def test_a_bad_nickname_is_refused_with_its_line(tmp_path: Path, row: str, line: int) -> None:
    with pytest.raises(BadInput, match=rf"nicknames\.csv line {line}: .* names no two names; write two names"):
        load_name_tables(folder(tmp_path, f"{GOOD}{row}\n"))


@pytest.mark.parametrize("row", ["Mr,title", "mr", "mr,rank", ",title", "m.r.,title"])
def test_a_bad_word_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(BadInput, match=r"name_words\.csv line 2: .* is no word of a kind"):
        load_name_tables(folder(tmp_path, GOOD, f"word,kind\n{row}\n"))


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="let it read nickname,name,closeness,source"):
        load_name_tables(folder(tmp_path, "nick,name\nliz,elizabeth\n"))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="put back the file that came with callassist"):
        load_name_tables(tmp_path)
