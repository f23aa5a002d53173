"""docs/commands.md and docs/reports.md name every command, option and key that there is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from callassist.cli import COMMANDS, Lazy
from callassist.desk.records import Inherited, Likeness
from callassist.desk.report import Shift
from callassist.intake.receipt import Receipt
from tests.cli.shell import Shell

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "commands.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, click.Command]]:
    """Every command with its whole name, those of groups too."""
    found: list[tuple[str, click.Command]] = []
    group = Lazy()
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {}
        of = "".join(f" {each.human_readable_name}" for each in command.params if isinstance(each, click.Argument))
        found += [(f"{name}{of} {each}", value) for each, value in inner.items()] or [(name, command)]
    return found


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_explained(name: str) -> None:
    assert f"`{name}" in TEXT


def test_every_option_is_explained() -> None:
    options = {option for _, command in commands() for each in command.params for option in each.opts}
    missing = {option for option in options if option.startswith("--")} - {"--json"}
    assert not {option for option in missing if option not in TEXT}


def test_every_key_is_explained(shell: Shell) -> None:
    shown = [
        *shell("next", "--json").json,
        *shell("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417", "--json").json,
        *shell("may-call", "C1", "--json").json,
        *shell("find", "Lee", "--json").json[0],
        *shell("doctor", "--json").json,
        *shell("report", "incomplete", "MERCY", "--json").json[0],
        *Receipt.__struct_fields__,
        *Inherited.__struct_fields__,
        *Likeness.__struct_fields__,
    ]
    assert not [key for key in shown if f"`{key}`" not in TEXT and f'"{key}"' not in TEXT]


def test_every_figure_is_defined() -> None:
    text = (DOCS / "reports.md").read_text(encoding="utf-8")
    assert not [name for name in Shift.__struct_fields__ if f"`{name}`" not in text]


def test_every_page_that_is_named_is_there() -> None:
    for page in ("commands.md", "reports.md"):
        for target in re.findall(r"\]\(([a-z]+\.md)", (DOCS / page).read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page} names {target}"
