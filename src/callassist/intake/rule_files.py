"""Rule files: from YAML to a Rule, or to sentences that name the file, the rule and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any, Final, TypeVar

import msgspec

from callassist.checklist import Listed
from callassist.checks import CHECKS
from callassist.errors import BadInput
from callassist.intake.yaml_files import read_yaml
from callassist.rules import ACTIONS, EFFECTS, READ, ROLES, SCOPES, STAKES, TRAITS, VERIFIED, Citation, Rule, Source

T = TypeVar("T")
CASES: Final = ".cases.yaml"
LAW: Final = "us"
MOST_NAMED: Final = 30
RESEARCHED: Final = "us/states.yaml"
SOURCES: Final = "sources.yaml"
_ID: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)+")
_NAMES: Final = {int: "a whole number", str: "text", list: "a list", dict: "a block of names", bool: "true or false"}


class RuleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as it is written; see docs/rules.md."""

    id: str
    title: str
    on: list[str]
    check: str
    effect: str
    values: dict[date, dict[str, Any] | None]
    say: str
    cite: list[Citation]
    verified: str
    scope: str = "person"
    when: dict[str, str | list[str]] = {}
    override: str = "none"
    stake: int = 2
    source: list[str] = []
    as_of: date | None = None


def rule_paths(folder: Path) -> tuple[Path, ...]:
    """The rule files under a folder, the law's before the agency's and clients'; not cases, nor the list of states."""
    found = sorted(folder.rglob("*.yaml"), key=lambda path: (path.relative_to(folder).parts[0] != LAW, path))
    others = {folder / RESEARCHED, folder / SOURCES}
    return tuple(path for path in found if not path.name.endswith(CASES) and path not in others)


def read_rules(folder: Path) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Every rule under data/rules, and every fault as a sentence."""
    rules: list[Rule] = []
    faults: list[str] = []
    for path in rule_paths(folder):
        name = path.relative_to(folder).as_posix()
        try:
            rule = _rule(_shape(read_yaml(path), name), name)
        except BadInput as fault:
            faults.append(str(fault))
            continue
        faults += [f"{name}, rule {rule.id}: {text}." for text in _faults(rule)]
        faults += [f"{name}, rule {rule.id}: {r.file} has this id too; rename one." for r in rules if r.id == rule.id]
        rules.append(rule)
    return tuple(rules), tuple(faults)


def read_sources(folder: Path) -> dict[str, Source]:
    """Where the texts were read, by the name that rules use."""
    path = folder / SOURCES
    return convert(read_yaml(path), dict[str, Source], SOURCES) if path.exists() else {}


def read_researched(folder: Path) -> dict[str, str]:
    """What was looked for in the law of which states."""
    path = folder / RESEARCHED
    return convert(read_yaml(path), dict[str, str], RESEARCHED) if path.exists() else {}


def convert(value: object, kind: type[T], where: str) -> T:
    """A read value as a typed one; BadInput says which key is wrong."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        what = str(fault)[0].lower() + str(fault)[1:]
        what = what.replace("Object", "it").replace("invalid RFC3339 encoded date", "no day as 2026-04-01 is one")
        raise BadInput(what, where, "mend it; docs/rules.md lists every key") from fault


def _shape(value: object, where: str) -> RuleFile:
    return convert(value, RuleFile, where)


def _rule(read: RuleFile, file: str) -> Rule:
    return Rule(
        id=read.id,
        title=read.title,
        on=tuple(read.on),
        scope=read.scope,
        check=read.check,
        effect=read.effect,
        say=read.say,
        cite=tuple(read.cite),
        verified=read.verified,
        values=tuple(sorted(read.values.items(), key=lambda pair: pair[0])),
        when={trait: (wanted,) if isinstance(wanted, str) else tuple(wanted) for trait, wanted in read.when.items()},
        override=read.override,
        stake=read.stake,
        source=tuple(read.source),
        as_of=read.as_of,
        file=file,
    )


# ── what is wrong with a rule ──


def unsourced(folder: Path, rules: Iterable[Rule]) -> Iterable[str]:
    """A sentence for each rule of law that does not say where its text was read; our own limits need not."""
    known = read_sources(folder)
    for rule in rules:
        where = f"{rule.file}, rule {rule.id}"
        for name in rule.source:
            if name not in known:
                yield f"{where}: there is no source {name!r} in {SOURCES}; add it, or name one of {', '.join(known)}."
        if rule.file.startswith(f"{LAW}/") and rule.verified == READ and not rule.source:
            yield f"{where}: 'source' is missing; name where the text was read, out of {SOURCES}."


def _faults(rule: Rule) -> Iterable[str]:
    if not _ID.fullmatch(rule.id):
        yield "the id is lower-case words joined by dots, like us.regf.call-frequency"
    for action in rule.on:
        yield from _unknown("action", action, ACTIONS)
    for trait in rule.when:
        yield from _unknown("'when'", trait, TRAITS)
    yield from _unknown("scope", rule.scope, SCOPES)
    yield from _unknown("effect", rule.effect, EFFECTS)
    yield from _unknown("'verified'", rule.verified, VERIFIED)
    yield from _unknown("check", rule.check, CHECKS)
    yield from _unknown("'override'", rule.override, ROLES)
    if rule.stake not in STAKES:
        yield f"'stake' is {rule.stake}; write 1, 2 or 3"
    if not (rule.on and rule.cite and rule.values):
        yield "'on', 'cite' and 'values' must each hold something; values stand under the day they began"
    if rule.check in CHECKS:
        yield from _misused(rule, CHECKS[rule.check])


def _unknown(what: str, name: str, known: Collection[str]) -> Iterable[str]:
    if name not in known:
        yield f"there is no {what} {name!r}; {_known(name, known)}"


def _known(name: str, known: Collection[str]) -> str:
    """The names that there are; of very many those that look like the one that was written."""
    if len(known) <= MOST_NAMED:
        return f"known are {', '.join(known)}"
    alike = get_close_matches(name, known, n=3, cutoff=0.5)
    nearest = f"perhaps {' or '.join(alike)}" if alike else "none is like it"
    return f"{nearest}; docs/rules.md lists all"


def _misused(rule: Rule, listed: Listed) -> Iterable[str]:
    """What a rule says to its check that the check does not understand."""
    if rule.scope in SCOPES and rule.scope not in listed.scopes:
        yield f"check {rule.check} judges {' or '.join(listed.scopes)}, not {rule.scope}"
    for since, values in rule.values:
        if values is None:
            continue
        wrong = [*_mistyped(values, listed)]
        yield from (f"values since {since}: {fault}" for fault in wrong or listed.faults(values))
    yield from _unfilled(rule, listed)


def _mistyped(values: Mapping[str, Any], listed: Listed) -> Iterable[str]:
    known = {**listed.needs, **listed.takes}
    for name in listed.needs.keys() - values.keys():
        yield f"'{name}' is missing; the check needs it"
    for name, value in values.items():
        if name not in known:
            yield f"there is no value '{name}'; the check takes {', '.join(known) or 'none'}"
        elif type(value) is not known[name]:
            yield f"'{name}' is {value!r}; it must be {_NAMES[known[name]]}"


def _unfilled(rule: Rule, listed: Listed) -> Iterable[str]:
    """Fields of the sentence that nothing fills."""
    try:
        fields = [field for _, field, _, _ in Formatter().parse(rule.say) if field is not None]
    except ValueError as fault:
        yield f"'say' cannot be read ({fault}); write fields as {{count}}"
        return
    for field in fields:
        if field not in listed.fields:
            yield f"'say' has no field {{{field}}}; known are {', '.join(sorted(listed.fields))}"
