"""Made-up callers by the hundred: the ten kinds, the other kinds, and people who are not on file.

One seed makes one list: learn from one, report on another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from tests.bench import callers_kinds_fields, callers_kinds_names
from tests.bench.callers import NO_NAME, Caller, Holder, Scene, value
from tests.bench.callers_kinds_ten import TEN
from tests.bench.callers_said import Kind, Said, drawn, first_names, surnames, zips
from tests.bench.callers_typed import free, typed

OTHERS: tuple[Kind, ...] = (*callers_kinds_names.KINDS, *callers_kinds_fields.KINDS)
LIKE = {"dob": {"birth_year"}, "birth_year": {"dob"}, "phone": {"last4"}, "last4": {"phone"}}
"""Who gives the one does not give the other as well."""
TRIES = 20_000
OLDEST, YOUNGEST = date(1933, 1, 1), date(2004, 12, 31)
STRANGER = "stranger"


def ten(holders: Sequence[Holder], seed: int, each: int, with_field: float = 0.68) -> list[Caller]:
    """`each` callers of each of the ten kinds; the share `with_field` of them gives one more field."""
    return [*_callers(TEN, holders, seed, each, lambda luck, _: int(luck.random() < with_field))]


def others(
    holders: Sequence[Holder], seed: int, each: int, kinds: Iterable[Kind] = OTHERS, *, sparing: bool = False
) -> list[Caller]:
    """`each` callers of each of the other kinds, with the fields such a caller gives; `sparing`: the fewest of them."""
    further = _fewest if sparing else _some
    return [*_callers(kinds, holders, seed, each, further)]


def _fewest(luck: Random, kind: Kind) -> int:
    return kind.least


def _some(luck: Random, kind: Kind) -> int:
    return luck.randint(kind.least, kind.most)


def _callers(
    kinds: Iterable[Kind], holders: Sequence[Holder], seed: int, each: int, further: Callable[[Random, Kind], int]
) -> Iterator[Caller]:
    for kind in kinds:
        luck = Random(f"{seed} {kind.name}")
        for _ in range(each):
            if found := _of(kind, holders, luck):
                scene, said = found
                plain = _given(luck, scene.holder, kind, said, further(luck, kind))
                yield _typed(luck, kind.name, scene.holder.account_number, plain)


def _of(kind: Kind, holders: Sequence[Holder], luck: Random) -> tuple[Scene, Said] | None:
    """Somebody on file to whom it can happen, and what they say."""
    for _ in range(TRIES):
        scene = Scene(holders, luck.randrange(len(holders)))
        first, last = scene.holder.name
        if first in NO_NAME or not last:
            continue
        if said := kind.say(luck, scene):
            return scene, said
    return None


def _given(luck: Random, holder: Holder, kind: Kind, said: Said, count: int) -> dict[str, str]:
    """All that is given, plainly, with `count` further fields where so many are on file."""
    plain = {"name": said.name, **said.fields} if said.name else {**said.fields}
    for field in luck.sample(kind.further, len(kind.further)):
        if len(plain) >= len(said.fields) + bool(said.name) + count:
            break
        on_file = value(holder, field)
        if on_file and field not in plain and LIKE.get(field, set()).isdisjoint(plain):
            plain[field] = on_file
    return plain


def _typed(luck: Random, kind: str, target: str, plain: Mapping[str, str]) -> Caller:
    fields = {field: typed(luck, field, text) for field, text in plain.items()}
    return Caller(
        kind=kind,
        target=target,
        text=fields.get("name", ""),
        fields=fields,
        plain={**plain},
        free=free(luck, fields.items()),
    )


def strangers(holders: Sequence[Holder], seed: int, n: int) -> list[Caller]:
    """`n` people who are not on file: names by frequency, with one to three of date of birth, last four and ZIP.

    Whatever they give, nobody on file has it together with their first and last name.
    """
    luck = Random(f"{seed} {STRANGER}")
    found: list[Caller] = []
    while len(found) < n:
        drafts = [_stranger(luck) for _ in range(2 * n)]
        namesakes = _namesakes(holders, {plain["name"] for plain in drafts})
        unknown = [plain for plain in drafts if not any(_shares(plain, one) for one in namesakes[plain["name"]])]
        found += [_typed(luck, STRANGER, "", plain) for plain in unknown]
    return found[:n]


def _stranger(luck: Random) -> dict[str, str]:
    plain = {"name": f"{drawn(luck, first_names())} {drawn(luck, surnames())}"}
    born = OLDEST + timedelta(days=luck.randrange((YOUNGEST - OLDEST).days))
    own = {"dob": born.isoformat(), "ssn4": f"{luck.randrange(1, 10_000):04d}", "zip": drawn(luck, zips())}
    for field in luck.sample(sorted(own), luck.randint(1, len(own))):
        plain[field] = own[field]
    return plain


def _namesakes(holders: Sequence[Holder], names: set[str]) -> Mapping[str, list[Holder]]:
    found: defaultdict[str, list[Holder]] = defaultdict(list)
    for one in holders:
        name = " ".join(one.name)
        if name in names:
            found[name].append(one)
    return found


def _shares(plain: Mapping[str, str], one: Holder) -> bool:
    return any(value(one, field) == text for field, text in plain.items() if field != "name")
