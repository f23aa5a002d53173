"""Creditors' policies from the shell: find every fault, and prove that their numbers work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from callassist.cli.printed import json_flag
from callassist.cli.session import Session

WITHOUT: Final = "no terms of money: all of it, a plan of a year at most, aid by law, or hold"
PATHS = click.Path(exists=True, path_type=Path)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A client's file: its code, '' where it could not be read; every fault; what its terms come to."""

    file: str
    client: str = ""
    has_terms: bool = False
    faults: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@click.group("policy")
def policy_() -> None:
    """What creditors have written down: data/clients."""


@policy_.command("check")
@click.argument("paths", nargs=-1, type=PATHS)
@json_flag
@click.pass_obj
def check_(session: Session, paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Find every fault, with its line, of the policies at PATHS or of all on file; tell what sound ones come to.

    Exit 1 on faults.
    """
    checked = _together([_checked(path) for path in _files(paths)])
    session.show(checked, as_json=as_json, text=lambda: "\n".join(_told(checked)))
    raise click.exceptions.Exit(1 if not checked or any(each.faults for each in checked) else 0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files that are meant: those named, those in folders that are, or the clients' own."""
    from callassist.intake.library import data_root

    for path in paths or (data_root() / "clients",):
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else (path,)


def _checked(path: Path) -> Checked:
    from callassist.errors import BadInput
    from callassist.intake.policy_files import examine
    from callassist.terms_faults import examples

    try:
        policy, faults = examine(path)
    except BadInput as fault:
        return Checked(file=str(path), faults=(str(fault),))
    shown: tuple[str, ...] = ()
    if policy.terms is not None and not faults:
        shown = examples(policy.terms)
    return Checked(
        file=str(path),
        client=policy.code,
        has_terms=policy.terms is not None,
        faults=tuple(map(str, faults)),
        examples=shown,
    )


def _together(checked: list[Checked]) -> tuple[Checked, ...]:
    """With the fault that only several files have: one code twice, told of the later."""
    found: list[Checked] = []
    for each in checked:
        if each.client and any(other.client == each.client for other in found):
            twice = f"{Path(each.file).name}: another file has the code {each.client} too; give each client its own."
            each = msgspec.structs.replace(each, faults=(*each.faults, twice))  # noqa: PLW2901 - the same file
        found.append(each)
    return tuple(found)


def _told(checked: tuple[Checked, ...]) -> Iterator[str]:
    faults = [fault for each in checked for fault in each.faults]
    for each in checked:
        if each.client and not each.faults:
            yield f"{each.client}:" if each.has_terms else f"{each.client}: {WITHOUT}"
            yield from (f"  {line}" for line in each.examples)
    yield from faults
    policies = "policy" if len(checked) == 1 else "policies"
    yield f"{len(checked)} {policies}, {len(faults) or 'no'} {'faults' if len(faults) > 1 else 'fault'}"
