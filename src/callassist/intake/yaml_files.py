"""YAML as people who are not programmers write it: what looks like text is text, and nothing is read twice.

`on` and `yes` are words, not true; 08:00 and 21:00 are text, not sixties; a number with a leading zero is
text (a ZIP); a key that stands twice in one block is a fault, not the last one's victory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

from callassist.errors import BadInput

REMEDY: Final = "mend it and try again; docs/rules.md shows whole files"
_TAG: Final = "tag:yaml.org,2002:"
_PLAIN: Final = (
    ("null", re.compile(r"~|null|", re.IGNORECASE), ["~", "n", "N", ""]),
    ("bool", re.compile(r"true|false"), ["t", "f"]),
    ("int", re.compile(r"-?(0|[1-9]\d*)"), list("-0123456789")),
    ("float", re.compile(r"-?(0|[1-9]\d*)\.\d+"), list("-0123456789")),
    ("timestamp", re.compile(r"\d{4}-\d{2}-\d{2}"), list("0123456789")),
    ("merge", re.compile(r"<<"), ["<"]),
)


class _Loader(yaml.CSafeLoader):
    """The C parser with the few plain types above."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - yaml's own shape


for _name, _pattern, _first in _PLAIN:
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(rf"(?:{_pattern.pattern})\Z"), _first)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    """A block as a dict; the merged-in keys of `<<` may be written over, others may not stand twice."""
    seen: set[str] = set()
    for key, _ in node.value:
        is_plain = isinstance(key, yaml.ScalarNode)
        if not is_plain or (key.value in seen and key.tag != _TAG + "merge"):
            problem = f"{key.value!r} stands there twice" if is_plain else "a name must be a single word"
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        seen.add(key.value)
    loader.flatten_mapping(node)
    construct = loader.construct_object
    return {construct(key, deep=True): construct(value, deep=True) for key, value in node.value}


_Loader.add_constructor(_TAG + "map", _mapping)


def read_yaml(path: Path) -> object:
    """What a file holds; BadInput names the line of what cannot be read."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(_problem(fault), str(path), REMEDY) from fault


def parse_yaml(text: str | bytes, where: str) -> object:
    """What a text holds; BadInput names the line of what cannot be read."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as fault:
        raise BadInput(_problem(fault), where, REMEDY) from fault


def _problem(fault: Exception) -> str:
    """What is wrong in a clause, with the line where the parser knows it."""
    if isinstance(fault, OSError):
        return f"it cannot be read ({fault.strerror})"
    if isinstance(fault, UnicodeDecodeError):
        return "it is not UTF-8 text"
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or str(fault) or "it is no YAML"
    return f"line {mark.line + 1}: {problem}" if mark else " ".join(str(problem).split())
