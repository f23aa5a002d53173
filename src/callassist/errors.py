"""One root for everything that can break, so that an edge can turn it into one sentence and an exit code.

An error keeps its facts as arguments and builds its sentence when it is shown: so it survives being sent
between processes, and a test can ask for the facts instead of taking the sentence apart.
"""

from __future__ import annotations


class CallassistError(Exception):
    """The root. `str()` is one whole sentence: what is wrong, where, and what to do."""


class BadInput(CallassistError, ValueError):
    """Something typed or read makes no sense. A ValueError too, so that decoders add where they read it."""

    def __init__(self, what: str, where: str, remedy: str) -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}."


class DatabaseBusy(CallassistError):
    """Another program holds the database for longer than we wait."""

    def __init__(self, where: str, seconds: float) -> None:
        super().__init__(where, seconds)
        self.where = where
        self.seconds = seconds

    def __str__(self) -> str:
        return (
            f"{self.where}: the database was held by another program for {self.seconds:g} s; "
            "nothing was written, try again when it is done."
        )


class DatabaseUnreadable(CallassistError):
    """The database cannot be opened or is none of ours; `reason` is a clause without a full stop."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.where}: the database cannot be read, {self.reason}; check the path or restore a backup."


class DatabaseUnwritable(CallassistError):
    """Nothing can be saved: disk full, read-only, no permission; `reason` is a clause without a full stop."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"{self.where}: nothing could be saved, {self.reason}; what was saved before is safe, "
            "mend it and try again."
        )
