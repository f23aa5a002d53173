"""Words that repeat, as small numbers. A word is never changed or taken away, so what was once read stays right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from callassist.store import Group
from callassist.stores.codec import Kind
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import FIRST_KIND

MOST_LEADS = 4_096
"""So many beginnings of bodies are kept apart; what comes later is stored whole. Two bytes must name a kind."""

W = TypeVar("W")


class Words(Generic[W]):
    """The words of one table: `spelled` makes the columns after the number, `read` the word from them."""

    def __init__(
        self,
        file: SqliteFile,
        table: tuple[str, ...],
        spelled: Callable[[W], Row],
        read: Callable[[Row], W],
        first: int = 1,
    ) -> None:
        name, *columns = table
        self.known: dict[W, int] = {}
        self._words: dict[int, W] = {}
        self._last = 0
        self._file, self._spelled, self._read = file, spelled, read
        self._newer = f"SELECT id, {', '.join(columns)} FROM {name} WHERE id > ? ORDER BY id"
        self._add = (
            f"INSERT OR IGNORE INTO {name} (id, {', '.join(columns)}) "
            f"SELECT max({first}, 1 + coalesce(max(id), 0)), {', '.join('?' * len(columns))} FROM {name}"
        )

    def number(self, word: W) -> int:
        """The number of a word, given now if need be; never call it within a transaction."""
        number = self.known.get(word)
        if number is None:
            self.refresh()
            number = self.known.get(word)
        if number is None:
            with self._file.writing() as connection:
                connection.execute(self._add, self._spelled(word))
            self.refresh()
            number = self.known[word]
        return number

    def word(self, number: int) -> W:
        """The word of a number that stands in the store."""
        if number not in self._words:
            self.refresh()
        return self._words[number]

    def refresh(self) -> int:
        """Learn what others have added; how many words there are."""
        for number, *columns in self._file.rows(self._newer, (self._last,)):
            word = self._read(tuple(columns))
            self._words[number] = word
            self.known[word] = self._last = number
        return len(self._words)


class Vocabulary:
    """All the words of a store."""

    def __init__(self, file: SqliteFile) -> None:
        self.actors: Words[str] = Words(file, ("actor", "name"), _one, _first)
        self.clients: Words[str] = Words(file, ("client", "code"), _one, _first)
        self.kinds: Words[Kind] = Words(file, ("kind", "name", "lead"), _same, _kind, FIRST_KIND)
        columns = ("zones", "client", "line", "language", "desk", "team")
        self.groups: Words[Group] = Words(file, ("grp", *columns), _group_columns, _group)

    def kind(self, kind: Kind) -> tuple[int, bytes]:
        """The number of a kind, and the lead that its bodies are stored without; b'' once there are too many."""
        name, lead = kind
        if lead and kind not in self.kinds.known and len(self.kinds.known) >= MOST_LEADS:
            lead = b""
        return self.kinds.number((name, lead)), lead

    def actor(self, number: int) -> str:
        """A login; '' for 0, which is nobody."""
        return self.actors.word(number) if number else ""

    def actor_number(self, login: str) -> int:
        """The number of a login, 0 for ''."""
        return self.actors.number(login) if login else 0


def _one(word: str) -> Row:
    return (word,)


def _first(columns: Row) -> str:
    return str(columns[0])


def _same(kind: Kind) -> Row:
    return kind


def _kind(columns: Row) -> Kind:
    name, lead = columns
    return name, lead if isinstance(lead, bytes) else str(lead).encode()  # text only if somebody changed the file


def _group_columns(group: Group) -> Row:
    return group.zones, group.client, group.line, group.language, group.desk, group.team


def _group(columns: Row) -> Group:
    zones, client, line, language, desk, team = columns
    return Group(zones=zones, client=client, line=line, language=language, desk=desk, team=team)
