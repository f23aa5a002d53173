"""People who are named in what was said, and whether they are on the line: my wife, this is his mother, my lawyer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from callassist.listening_tokens import STOPS, Line, words
from callassist.utterances import Voice

_RELATIONS: Final[Mapping[str, str]] = {
    "spouse": "wife husband spouse wifey hubby",
    "parent": "mother father mom dad mum mommy daddy mama momma parent parents stepmother stepfather stepmom stepdad",
    "guardian": "guardian conservator",
    "representative": (
        "executor executrix administrator caseworker advocate personal-representative authorized-representative"
        " social-worker case-manager case-worker authorized-rep patient-advocate representative-payee"
    ),
    "power_of_attorney": "poa power-of-attorney",
    "attorney": "lawyer lawyers attorney attorneys legal-aid law-firm law-office law-offices counsel paralegal",
    "other_parent": "ex ex-husband ex-wife baby-daddy baby-mama ex-spouse",
    "adult_child": "son daughter grown-son grown-daughter stepson stepdaughter",
    "relative": (
        "brother sister aunt uncle cousin niece nephew grandmother grandfather grandma grandpa granddaughter grandson"
        " sister-in-law brother-in-law mother-in-law father-in-law son-in-law daughter-in-law relative"
    ),
    "facility": "nursing-home care-facility assisted-living care-home",
    "employer": "boss employer supervisor-at-work hr-department",
    "insurer": "insurer insurance-company insurance-agent insurance-adjuster claims-adjuster insurance-rep adjuster",
    "reporting_agency": "credit-bureau credit-bureaus experian equifax transunion",
    "debt_settlement": (
        "debt-settlement debt-relief debt-counselor credit-counselor debt-consolidation credit-counseling"
        " consolidation-company"
    ),
    "interpreter": "interpreter translator interpreting",
    "relay_operator": "relay-operator relay relay-service ip-relay communications-assistant",
}
NAMES: Final[Mapping[tuple[str, ...], str]] = {
    tuple(name.split("-")): relation for relation, names in _RELATIONS.items() for name in names.split()
}
_FIRST: Final = frozenset(name[0] for name in NAMES)
_LONGEST: Final = 3
_OWNERS: Final = words("my his her our the their a an your this that w wife's patient's consumer's debtor's mr mrs")
_NOBODY: Final = words("your no any without")
_NOT_HIS: Final = {
    "parent": words("board nature company"),
    "attorney": words("general fee fees cost costs office's"),
    "relay": words("race"),
    "relay_operator": words("race that this it message"),
}
_HERE: Final = (
    *("on the line", "on line", "on the phone", "on phone", "on speaker", "on the call", "speaking", "is speaking"),
    *("is here", "'s here", "here", "is on the line", "is on", "'s on", "is right here", "'s right here", "is with me"),
    *("'s on the line", "on with me", "on the other line with us", "answered", "listening", "'s listening", "on now"),
    *("is listening", "calling", "is calling", "with me", "is on the phone", "'s on the phone", "is on line"),
    *("is on speaker", "'s on speaker", "picked up", "on the extension", "is with us", "talking", "is talking"),
)
_THIS_IS: Final = (
    *("this is", "i'm", "i am", "im", "it's", "you're speaking with", "you're talking to", "here 's", "here is"),
    *("speaking with", "spoke with", "talking to", "talking with", "spoke to"),
    *(
        "speaking to",
        "w /",
        "sp w",
        "spk w",
        "spoke w",
        "talked w",
        "sp w /",
        "spk w /",
        "spoke w /",
        "on with",
        "calling as",
        "calling from",
    ),
    *("caller is", "caller says she 's", "caller says he 's", "says she 's", "says he 's", "she says she 's"),
    *("speaking as", "i have here", "this 's", "'m"),
)
_HERE_IS: Final = ("this is", "here 's", "here is", "this 's", "i have here")
"""What brings on the line somebody of one's own."""
_THROUGH: Final = ("speaking through", "through", "using", "talking through", "calling through")
_KINDS: Final = words(
    "court appointed legal authorized oldest older younger youngest elderly late new own grown spanish language sign"
    " former estranged bankruptcy personal"
)
_CHILDREN: Final = words("baby child kid kids kids' baby's child's son daughter son's daughter's")
_HAVING: Final = words("have had got get need want hire hired retained afford be been really even actually yet able to")
_OWN: Final = ("i have", "i've got", "i got", "i hold", "i 've", "i also have", "i do have")
_DENIES: Final = words(
    "not no never without isn't don't ain't doesn't can't cannot wasn't aren't haven't hasn't didn't"
)
_REACH: Final = 4
_LONGEST_LEAD: Final = 3


def people(line: Line) -> tuple[Voice, ...]:
    """Everybody who is named, in turn; who is denied is nobody."""
    found: dict[str, Voice] = {}
    for voice in _found(line):
        known = found.get(voice.relation)
        if known is None or (voice.is_speaking and not known.is_speaking):
            found[voice.relation] = voice
    return tuple(found.values())


def _found(line: Line) -> Iterator[Voice]:
    at = 0
    while at < len(line.tokens):
        end = _name(line, at)
        if not end:
            at += 1
            continue
        if voice := _voice(line, at, end):
            yield voice
        at = end


def _name(line: Line, at: int) -> int:
    """The place after a name of a relation that begins here; 0 for none."""
    if line.word(at) not in _FIRST:
        return 0
    for length in range(_LONGEST, 0, -1):
        if _key(line, at, at + length) in NAMES:
            return at + length
    return 0


def _key(line: Line, start: int, end: int) -> tuple[str, ...]:
    return tuple(line.word(each) for each in range(start, end))


def _voice(line: Line, at: int, end: int) -> Voice | None:
    relation = NAMES[_key(line, at, end)]
    first = at
    while line.word(first - 1) in _KINDS:
        first -= 1
    start = first - (line.word(first - 1) in _OWNERS)
    if _is_theirs(line, start, end, relation):
        return None if _is_denied(line, start) else Voice(relation="other_parent", quoted=_quoted(line, start, end))
    if _is_other(line, relation, start, at, end) or _is_denied(line, start):
        return None
    is_speaking = _is_introduced(line, start, relation) or _is_here(line, end) or _is_of_firm(line, start, relation)
    return Voice(relation=relation, quoted=_quoted(line, start, end), is_speaking=is_speaking)


def _is_other(line: Line, relation: str, start: int, at: int, end: int) -> bool:
    """Whose is nobody's, and what only sounds so: power of attorney, attorney general."""
    if line.word(end) in {"is", "'s"} and line.word(end + 1).isdecimal() and relation == "adult_child":
        return True
    if line.word(at - 1) in _NOBODY or line.word(end) in _NOT_HIS.get(relation, frozenset()):
        return True
    if relation == "attorney" and line.words(at - 2, 2) == "power of":
        return True
    needs_owner = relation in {"parent", "adult_child", "other_parent", "relay_operator", "employer"}
    is_owned = start < at or at == 0 or line.is_stop(at - 1) or _is_here(line, end)
    return needs_owner and not is_owned and not _is_introduced(line, start, relation)


def _is_theirs(line: Line, start: int, end: int, relation: str) -> bool:
    """The father of my child is the other parent."""
    if relation != "parent":
        return False
    is_child = line.word(end) == "of" and line.words(end + 1, 2) in {"my child", "my children", "my kids", "my baby"}
    child = line.word(start - 1) if line.word(start - 1) != "'s" else line.word(start - 2)
    return is_child or (child in _CHILDREN and start > 0)


def _is_denied(line: Line, start: int) -> bool:
    """Not his wife; I don't have a lawyer; no lawyer. Not `do not call my employer`."""
    is_anybody = line.word(start) in {"a", "an", "any"} or line.word(start) not in _OWNERS
    at = start - 1
    while is_anybody and line.word(at) in _HAVING and start - at <= _REACH:
        at -= 1
    return line.word(at) in _DENIES


def _is_of_firm(line: Line, start: int, relation: str) -> bool:
    """I'm with National Debt Relief."""
    if relation not in {"debt_settlement", "insurer", "reporting_agency", "facility"}:
        return False
    before = range(max(0, start - _REACH), start)
    return any(
        line.words(each, 2) in {"i'm with", "calling from"} or line.words(each, 3) == "i am with" for each in before
    )


def _is_introduced(line: Line, start: int, relation: str) -> bool:
    """This is his mother, I'm the guardian, through an interpreter, I have power of attorney."""
    if line.word(start - 1) == "'s" and _is_named_first(line, start - 1):
        return True
    is_ours = line.word(start) in {"my", "our"}
    leads: Sequence[str] = (*(_HERE_IS if is_ours else _THIS_IS), *(_OWN if relation == "power_of_attorney" else ()))
    if relation in {"interpreter", "relay_operator"}:
        leads = (*leads, *_THROUGH)
    return any(
        line.words(start - length, length) in leads
        for length in range(1, _LONGEST_LEAD + 1)
        if start >= length and _is_begun(line, start - length)
    )


def _is_named_first(line: Line, at: int) -> bool:
    """This is Mary, John's wife."""
    return any(
        line.words(each, 2) in {"this is", "i am"} or line.word(each) == "i'm" for each in range(max(0, at - 5), at)
    )


def _is_begun(line: Line, at: int) -> bool:
    """Whether what stands before does not make it another's: I was, they said, if."""
    return line.word(at - 1) not in {"when", "if", "after", "while", "be", "get", "want", "need", "been", "to", "was"}


def _is_here(line: Line, end: int) -> bool:
    """Wife on line, my husband is here, his mother speaking."""
    return any(
        line.words(end, length) in _HERE and not line.at(end + length).is_number
        for length in range(1, _LONGEST_LEAD + 2)
        if _is_closed(line, end + length)
    )


def _is_closed(line: Line, at: int) -> bool:
    return line.word(at) in STOPS or line.word(at) in {"and", "now", "with", "for", "about", "so", "w", "but", "too"}


def _quoted(line: Line, start: int, end: int) -> str:
    first, last = line.at(start), line.at(end - 1)
    return line.text[first.start : last.end]
