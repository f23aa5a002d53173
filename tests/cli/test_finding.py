"""Who is calling, from the shell: case numbers and accounts as they are typed, and files of queries."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callassist.events import CaseFound
from callassist.stores.sqlite import SqliteStore
from tests.cli.shell import NOW, Shell


@pytest.mark.parametrize("typed", ["C1", "c1", " c1 ", "case C1", "C 1"])
def test_a_case_is_found_by_its_number(shell: Shell, typed: str) -> None:
    first = shell("find", typed, "--json").json[0]
    assert (first["case"], first["verdict"]) == ("C1", "match")
    assert [why["field"] for why in first["reasons"]] == ["case"]


def test_a_number_that_no_case_has_finds_nobody(shell: Shell) -> None:
    assert all(hit["case"] != "C999" for hit in shell("find", "C999", "--json").json)
    assert shell("find", "--account", "C1", "--json").json[0]["case"] == "C1"


@pytest.mark.parametrize("spaced", [lambda text: text, " ".join, lambda text: text.replace("-", " ")])
def test_an_account_is_found_however_it_is_spaced(shell: Shell, spaced: object) -> None:
    account = shell("find", "C1", "--json").json[0]["account_number"]
    assert callable(spaced)
    for typed in (spaced(account), spaced(account.lower()), f"acct {spaced(account)}"):
        assert shell("find", typed, "--json").json[0]["case"] == "C1", typed


# ── what is told, and what for ──

GUESSES = (
    ("--dob", "3/4/1980"),
    ("--ssn4", "4417"),
    ("--zip", "43215"),
    ("--address", "12 Elm St"),
    ("--phone", "0101"),
)


def levels(hit: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {why["field"]: why["level"] for why in hit["reasons"]}


@pytest.mark.parametrize(("option", "guess"), GUESSES)
def test_a_guess_is_not_told_right_or_wrong(shell: Shell, option: str, guess: str) -> None:
    (hit, *_) = shell("find", "--name", "dana lee", option, guess, "--json").json
    told = levels(hit)
    assert (hit["case"], told.pop("name")) == ("C1", "exact")
    assert set(told.values()) == {"not told"}
    assert all(why["bits"] is None for why in hit["reasons"] if why["field"] != "name")
    out = shell("find", "--name", "dana lee", option, guess).out
    assert "not told" in out
    assert "--purpose" in out


def found_for(shell: Shell, case: int) -> list[CaseFound]:
    store = SqliteStore(str(shell.db))
    try:
        return [entry.event for entry in store.load(case)[1] if isinstance(entry.event, CaseFound)]
    finally:
        store.close()


def test_with_a_purpose_the_first_is_told_and_the_search_is_kept(shell: Shell) -> None:
    said = ("find", "--name", "dana lee", "--dob", "3/4/1980", "--json")
    shell(*said)
    assert found_for(shell, 1) == []
    (hit, *others) = shell(*said, "--purpose", "skip tracing").json
    assert levels(hit) == {"name": "exact", "dob": "exact"}
    assert all(level == "not told" for other in others for field, level in levels(other).items() if field == "dob")
    assert [(event.purpose, set(event.by)) for event in found_for(shell, 1)] == [("skip tracing", {"name", "dob"})]
    shell("find", "dana lee", "--purpose", "skip tracing")  # nothing that verifies was said
    assert len(found_for(shell, 1)) == 1


# ── files of queries ──


def queries(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "queries.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_query_is_answered(shell: Shell, tmp_path: Path) -> None:
    file = queries(tmp_path, "query_id,name,dob", "one,dana lee,3/4/1980", ",sam row,", "three,zebulon quartermaine,")
    out = tmp_path / "answers.csv"
    shell("match", str(file), "--out", str(out))
    with out.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    first = {row["query_id"]: row for row in rows if row["rank"] == "1"}
    assert [(query, row["account_number"]) for query, row in first.items()][:2] == [("one", "A-1"), ("2", "A-2")]
    assert (first["one"]["verdict"], "dob: 3/4/1980, not told" in first["one"]["reasons"]) == ("match", True)
    assert first["three"]["verdict"] == "none"
    assert found_for(shell, 1) == []
    shell("match", str(file), "--out", str(out), "--purpose", "question of a client")
    assert "dob: 3/4/1980, exact" in out.read_text(encoding="utf-8")
    assert [event.purpose for event in found_for(shell, 1)] == ["question of a client"]


def test_of_a_case_in_other_hands_a_file_tells_less_and_a_search_says_so(shell: Shell, tmp_path: Path) -> None:
    store = SqliteStore(str(shell.db))
    began = datetime.fromisoformat(NOW)
    store.hold(1, "someone-else", began, began + timedelta(minutes=15))
    store.close()
    file, out = queries(tmp_path, "name,dob", "dana lee,3/4/1980", "sam roe,5/6/1975"), tmp_path / "answers.csv"
    shell("match", str(file), "--out", str(out), "--purpose", "skip tracing")
    text = out.read_text(encoding="utf-8")
    assert "dob: 3/4/1980, not told" in text
    assert "dob: 5/6/1975, exact" in text
    said = ("find", "--name", "dana lee", "--dob", "3/4/1980")
    assert "is open on another desk" in shell(*said, "--purpose", "skip tracing", code=1).sentence
    assert "Lee, Dana" in shell(*said).out


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("query_id,name", "7,dana lee", "8,sam roe", "7,ivy ash"), "lines 2 and 4 both have the query_id '7'"),
        (("query_id,name", "2,dana lee", ",sam roe"), "lines 2 and 3 both have the query_id '2'"),
        (("query_id,name,name", "7,dana,lee"), "the column 'name' is there twice"),
        (("query_id,nmae", "7,dana"), "the column 'nmae' is none that can be looked for"),
    ],
)
def test_a_file_that_cannot_be_answered_is_refused(
    shell: Shell, tmp_path: Path, lines: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "answers.csv"
    assert sentence in shell("match", str(queries(tmp_path, *lines)), "--out", str(out), code=1).sentence
    assert not list(tmp_path.glob("answers*"))


def test_a_path_that_is_not_there_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    file, gone = queries(tmp_path, "name", "dana lee"), tmp_path / "gone"
    missing = shell("match", str(gone), "--out", str(tmp_path / "a.csv"), code=1).sentence
    assert f"{gone}: there is no such file; check the path." in missing
    nowhere = shell("match", str(file), "--out", str(gone / "a.csv"), code=1).sentence
    assert f"there is no folder {gone} to write it in; make the folder" in nowhere
    itself = shell("match", str(file), "--out", str(file), code=1).sentence
    assert "the answers would take the place of the queries" in itself
    assert file.read_text(encoding="utf-8") == "name\ndana lee\n"
