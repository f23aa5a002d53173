"""README and docs say what is so: links lead somewhere, commands and keys exist, the first call goes as it is told."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from callassist.cli import COMMANDS, callassist
from callassist.screens.keys import (
    ANSWERED,
    ANYWHERE,
    CALL,
    KEYS,
    LOCKED,
    OFFERS,
    PREVIEW,
    QUEUE,
    RINGING,
    VERIFIED,
    WRAP,
    shown,
)
from tools.picture import OUT, Demo, demo, picture

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"\bmake ([a-z]+)\b(?=`|\s+#)")
PATH = re.compile(r"(?:src|data|tests|tools|docs|screens|stores|intake|desk|cli)/[\w./-]*\w")
WHERE = {
    "Everywhere": (ANYWHERE,),
    "Queue": (QUEUE,),
    "Before dialling": (PREVIEW,),
    "Ringing": (RINGING,),
    "On the line": ANSWERED,
    "Not verified": (LOCKED,),
    "Verified": (VERIFIED,),
    "Offers": (OFFERS,),
    "Wrap-up": (WRAP,),
}
TYPED = {"Enter": "enter", "space": "space", "Tab": "tab"}
LARGEST_PICTURE = 150 * 1024
OF_A_PICTURE = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)


@cache
def told(page: Path) -> str:
    """What a page says outside its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """What a link calls a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", told(page), re.MULTILINE)}


def each_page() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


# ── links and files ──


@each_page()
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(CODE.sub("", told(page))):
        if "://" in link:
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (heading and heading not in anchors(target)):
            dead.append(link)
    assert dead == []


@each_page()
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = {path for code in CODE.findall(told(page)) for path in PATH.findall(code) if path == code.rstrip("/")}
    invented = {"data/rules/us/oh/name.yaml"}
    places = (ROOT, ROOT / "src" / "callassist", page.parent)
    assert sorted(path for path in named - invented if not any((place / path).exists() for place in places)) == []


def test_the_index_knows_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    assert {page.name for page in PAGES[1:]} - {index.name} <= set(LINK.findall(told(index)))


# ── commands ──


def commands(page: Path) -> Iterator[list[str]]:
    """Every call of the program, in a block of code or in a line, as its words after `callassist`."""
    text = page.read_text(encoding="utf-8")
    lines = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    for line in (*lines, *CODE.findall(told(page))):
        words = re.split(r"\s{3,}|#", line.strip())[0].split()
        is_a_pattern = "COMMAND" in line
        if words and words[0] in {"callassist", ".venv/bin/callassist"} and not is_a_pattern:
            yield shlex.split(" ".join(words[1:]))


def named_in(words: list[str]) -> list[str]:
    """The words that are no flag and no flag's value."""
    takes_one = {name for param in callassist.params for name in param.opts if not getattr(param, "is_flag", False)}
    values = {index + 1 for index, word in enumerate(words) if word in takes_one}
    return [word for index, word in enumerate(words) if index not in values and not word.startswith("-")]


def command_of(words: list[str]) -> click.Command | None:
    """The command that words call, of a group the one named in it; None when there is none."""
    named = named_in(words)
    if not named:
        return callassist
    command = callassist.get_command(click.Context(callassist), named[0]) if named[0] in COMMANDS else None
    if isinstance(command, click.Group):
        at = 1 + sum(isinstance(each, click.Argument) for each in command.params)
        return command.commands.get(named[at]) if len(named) > at else command
    return command


def options_of(command: click.Command) -> set[str]:
    return {"--help", *(name for param in (*command.params, *callassist.params) for name in param.opts)}


@each_page()
def test_every_command_exists(page: Path) -> None:
    unknown = []
    for words in commands(page):
        command = command_of(words)
        flags = {word.split("=")[0] for word in words if word.startswith("--")}
        if command is None or flags - options_of(command):
            unknown.append(" ".join(words))
    assert unknown == []


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in MAKE.findall(page.read_text(encoding="utf-8"))}
    assert named
    assert named <= targets


# ── keys ──


def rows(heading: str) -> list[tuple[str, str]]:
    """The two-column table under a heading of the README."""
    section = README.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    found = [re.fullmatch(r"\| (.+?) \| (.+) \|", line) for line in section.splitlines()]
    return [(match[1], match[2]) for match in found if match and not match[1].startswith("-")][1:]


def test_every_key_of_the_card_acts_there() -> None:
    wrong = []
    for where, keys in rows("Key card"):
        there = {*WHERE[where], ANYWHERE}
        acting = {shown(name) for key in KEYS if there & set(key.where) for name in key.keys.split(",")}
        wrong += [f"{where}: {key}" for key in CODE.findall(keys) if key not in acting]
    assert wrong == []


def test_the_card_leaves_out_no_command_with_a_hint() -> None:
    card = dict(rows("Key card"))
    listed = {where: set(CODE.findall(card[name])) for name, stages in WHERE.items() for where in stages}
    listed[LOCKED] |= set(CODE.findall(card["On the line"])) | set(CODE.findall(card["Not verified"]))
    listed[VERIFIED] |= set(CODE.findall(card["On the line"]))
    missing = []
    for key in KEYS:
        names = {shown(name) for name in key.keys.split(",")}
        screens = [where for where in key.where if where in {*CALL, QUEUE, WRAP, ANYWHERE}]
        if key.hint and screens and not any(names & (listed[where] | listed[ANYWHERE]) for where in screens):
            missing.append(key.id)
    assert missing == []


# ── the first call ──


class Step(NamedTuple):
    """A row of the walk: what is pressed, and what must then be on the screen."""

    press: str
    sees: tuple[str, ...]


def walk() -> list[Step]:
    return [
        Step(CODE.findall(press)[0], tuple(re.findall(r"\*\*(.+?)\*\*", what)))
        for press, what in rows("Your first ten minutes")
    ]


async def take(shift: Demo, step: Step) -> None:
    """Press what a row says; one key by name, or text."""
    name = step.press
    if name in TYPED or re.fullmatch(r"F\d+", name):
        await shift.press(TYPED.get(name, name.lower()))
    else:
        await shift.type(name)
    shift.clock.forward(15)
    for words in step.sees:
        await shift.shows(words)


async def test_the_first_call_goes_as_the_readme_tells_it() -> None:
    steps = walk()
    async with demo(collector="newcomer") as shift:
        for step in steps:
            await take(shift, step)
        opened = shift.app.desk.opened
    assert opened is not None
    assert opened.case.consumer.deals[-1].is_live
    assert opened.case.call is not None
    silent = [step.press for step in steps if not step.sees]
    assert silent == ["12301977", "new job, paid fridays", "can do 50 a month"]


# ── the picture ──


def words_of(svg: str) -> list[str]:
    """What a picture says, piece by piece."""
    return [text for piece in OF_A_PICTURE.findall(svg) if (text := html.unescape(piece).replace("\xa0", " ").strip())]


def test_the_picture_is_small_and_names_no_host() -> None:
    svg = OUT.read_text(encoding="utf-8")
    assert len(svg.encode()) <= LARGEST_PICTURE
    assert set(re.findall(r"\w+://[^\s\"')]+", svg)) == {"http://www.w3.org/2000/svg"}


async def test_the_picture_is_what_the_app_draws() -> None:
    drawn = words_of(await picture())
    assert "[OK]" in " ".join(drawn)
    assert words_of(OUT.read_text(encoding="utf-8")) == drawn, "the screens have changed; say: make snapshots"
