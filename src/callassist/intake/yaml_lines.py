"""On which line of a YAML file something stands, for faults that are found after it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from callassist.errors import BadInput

At = tuple[str | int, ...]
"""Where in a file: names of keys and places in lists, from 0."""
_PATH: Final = re.compile(r" - at `\$([^`]*)`")
_UNKNOWN: Final = re.compile(r"contains unknown field `([^`]*)`")
_STEP: Final = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")


def lines_of(path: Path) -> Mapping[At, int]:
    """The line of everything in a file; empty when it cannot be read as YAML, which its reader says better."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return {} if root is None else dict(_lines(root, ()))


def _lines(node: yaml.Node, at: At) -> Iterator[tuple[At, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*at, str(key.value))
            yield name, key.start_mark.line + 1
            yield from _lines(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*at, index), value.start_mark.line + 1
            yield from _lines(value, (*at, index))


def where(file: str, at: At, lines: Mapping[At, int]) -> str:
    """The file with the line of what is meant, or of what holds it where that is not written down."""
    found = next((lines[at[:depth]] for depth in range(len(at), 0, -1) if at[:depth] in lines), None)
    return file if found is None else f"{file} line {found}"


def with_line(fault: BadInput, path: Path, remedy: str) -> BadInput:
    """A fault of a value's kind, with the line on which that value stands; any other as it is."""
    found = _PATH.search(fault.what)
    if found is None and not _UNKNOWN.search(fault.what):
        return fault
    at: At = tuple(name or int(index) for name, index in _STEP.findall(found[1] if found else ""))
    what = _PATH.sub("", fault.what)
    unknown = _UNKNOWN.search(what)
    if unknown is not None:
        at, what = (*at, unknown[1]), f"there is no key {unknown[1]!r} here"
    elif at and isinstance(at[-1], str):
        what = f"{at[-1]!r}: {what}"
    return BadInput(what, where(fault.where, at, lines_of(path)), remedy)
