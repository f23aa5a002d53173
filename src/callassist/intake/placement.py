"""One record of a placement file, read and checked: what the joining and writing of people start from."""

from __future__ import annotations

import msgspec

from callassist.calendars import Window
from callassist.dossier import Address, DebtDetails, Person, Phone
from callassist.events import DebtDated, DebtPlaced


class Limit(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A restriction that a client's note hands on; see RestrictionPlaced. `number_kind` '' means every number."""

    kind: str
    words: str
    windows: tuple[Window, ...] = ()
    number_kind: str = ""
    party: str = ""
    party_phone: str = ""


class Heard(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A client's note. When not every word `is_understood`, a human has to read it before anyone calls."""

    text: str
    limits: tuple[Limit, ...] = ()
    is_understood: bool = False


class Clues(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Earlier records of the same file, by ordinal, that share something with this one; -1 for none.

    `account`: the account; `ref`: the client's guarantor reference; `born`, `zip`, `phone`: the name with the birth
    date, the ZIP or a telephone number. They are hints of a hash table, to be confirmed on the real fields.
    """

    account: int = -1
    ref: int = -1
    born: int = -1
    zip: int = -1
    phone: int = -1


class Placement(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A record that may be loaded. `digest` is over its cells; `name` is (last, first) folded, `joins` its keys.

    What was left out because it is a placeholder stands in details.extra under its column. `words` and `marks` are what
    its person and its debt are found by, as a store.Projection has them.
    """

    ordinal: int
    line: int
    digest: bytes
    terms: DebtPlaced
    details: DebtDetails
    person: Person
    address: Address | None
    phones: tuple[Phone, ...]
    email: str
    ref: str
    is_minor: bool
    is_language_known: bool
    note: Heard | None
    name: tuple[str, str]
    joins: tuple[int, ...]
    clues: Clues | None = None
    dated: DebtDated | None = None
    words: tuple[str, ...] = ()
    marks: tuple[int, ...] = ()

    @property
    def client(self) -> str:
        """The client's code, '' when the file does not say."""
        return self.terms.client

    @property
    def account(self) -> str:
        """The client's account number."""
        return self.terms.account

    @property
    def region(self) -> str:
        """The state of the address."""
        return self.address.state if self.address else ""

    @property
    def is_incomplete(self) -> bool:
        """Whether the debt needs more before anyone may call about it, its creditor apart; see rules.missing_facts."""
        terms = self.terms
        return not (terms.client and self.person.last and terms.service and terms.itemised and self.region)


class Slip(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record of which only the account is read: most of a file that comes again stops here.

    `texts` are its cells as they stand in the file, and one empty one for columns that it does not have.
    """

    ordinal: int
    line: int
    digest: bytes
    client: str
    account: str
    texts: list[str]
