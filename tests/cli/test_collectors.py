"""Who may work what: the collectors' file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callassist.errors import BadInput
from callassist.intake.collectors import COLUMNS, read_seat
from callassist.intake.library import data_root
from callassist.store import Seat
from tests.cli.shell import Shell

HEAD = "# a remark\n" + ",".join(COLUMNS) + "\n"


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "collectors.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_login_has_the_limits_of_its_line(tmp_path: Path) -> None:
    root = folder(tmp_path, HEAD + "ana,south,,MERCY STELMO,agency,en es,OH PA\nben,,,,,,\n")
    assert read_seat("ana", root) == Seat(
        collector="ana",
        desks=("south",),
        clients=("MERCY", "STELMO"),
        lines=("agency",),
        languages=("en", "es"),
        regions=("OH", "PA"),
    )
    assert read_seat("ben", root) == Seat(collector="ben")
    assert read_seat("cy", root) == Seat(collector="cy")


def test_a_role_is_a_collectors_unless_the_line_says_otherwise(tmp_path: Path) -> None:
    root = folder(tmp_path, HEAD + "ana,,,,,,,supervisor\nben,,,,,,,\ncy,,,,,,, compliance \n")
    assert [read_seat(login, root).role for login in ("ana", "ben", "cy", "dee")] == [
        "supervisor",
        "collector",
        "compliance",
        "collector",
    ]


def test_a_role_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    root = folder(tmp_path, HEAD + "ana,,,,,,,boss\n")
    with pytest.raises(BadInput, match=r"ana has the role 'boss'.*collector, supervisor, compliance"):
        read_seat("ana", root)
    assert read_seat("ben", root).role == "collector"


def test_a_file_from_before_there_were_roles_is_read(tmp_path: Path) -> None:
    root = folder(tmp_path, "login,desks,teams,clients,lines,languages,states\nana,south,,,,,\n")
    assert read_seat("ana", root) == Seat(collector="ana", desks=("south",))


def test_without_a_file_nobody_is_limited(tmp_path: Path) -> None:
    assert read_seat("ana", tmp_path) == Seat(collector="ana")
    assert read_seat("ana") == Seat(collector="ana")


@pytest.mark.parametrize("text", ["login,desk\nana,south\n", "login;desks\nana;south\n", "\xff\xfe"])
def test_a_file_that_makes_no_sense_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "collectors.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=r"collectors\.csv"):
        read_seat("ana", tmp_path)


def test_it_is_honoured_from_the_shell(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    folder(root, HEAD + "ana,,,STELMO,,,\n")
    monkeypatch.setenv("CALLASSIST_DATA", str(root))
    assert shell("next", "--json").json["person"] == "Ivy Ash"
    assert "Nobody may be called now" in shell("next", code=1).sentence
