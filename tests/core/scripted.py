"""A script small enough to read, with the cards beside it, for tests of reading, walking and proving."""

from callassist import dialogue as dl
from callassist.dialogue import Place
from callassist.dialogue_proofs import Vocabulary, check
from callassist.dialogue_wording import Words

FIRST = """\
---
id: first
title: First call
start: open
says: {recording-notice: [open, again], collector-disclosure: disclose, coverage-question: coverage}
---

For readers of the file.

## open

> Hello, this is {collector}.
> This call is recorded.
>
> May I speak with {consumer_full}?

Say nothing about
the reason.

- That is them -> [verify](#verify)
- Who is this? -> [card](cards.md#who-is-this)
- Somebody else -> [again](#again)

## again
> This call is recorded. Is this {consumer_full}?
- Yes -> [verify](#verify)

## verify
> What is your date of birth?
- Both match -> [disclose](#disclose) `is_verified`
- Check -> [check](#!verify)
- No -> [end](#!wrap-up:RNV)

## disclose
> This is an attempt to collect a debt.
- Go on -> [coverage](#coverage)

## coverage
> Did you have health coverage on {service_date}?
- No -> [ask](#ask) `may_demand`
- Yes -> [end](#!wrap-up:INS)

## ask
> The balance is {balance}. Can you pay it?
- Yes -> [end](#!wrap-up:PIF)
"""

CARDS = """\
---
id: cards
kind: cards
says: {agency-if-asked: which-company}
---
## Who is this?
> My name is {collector}.
- Go on -> [back](#!back)
- Which company? -> [company](#which-company)

### Which company
> I work for {agency}.
- Go on -> [back](#!back)
"""

WORDS = Words(
    language="en",
    grade=8,
    sensitive=("debt", "balance", "pay", "collect", "health coverage"),
    asks_money=("pay", "balance"),
    states_money=("{balance}", "please pay"),
    forbidden=("sue", "urgent"),
    evidence={
        "recording-notice": ("call is recorded",),
        "collector-disclosure": ("attempt to collect a debt",),
        "coverage-question": ("coverage on {service_date}",),
    },
    message=("Hello.", "This is {collector} from {voicemail_name}.", "Please call {callback_number}."),
)


def scripts(first: str = FIRST, cards: str = CARDS) -> tuple[dl.Script, ...]:
    return dl.parse_script(first, "first.md"), dl.parse_script(cards, "cards.md")


def library(first: str = FIRST) -> dl.Library:
    return dl.library_of(scripts(first))


def faults(first: str = FIRST, cards: str = CARDS, vocabulary: Vocabulary | None = None) -> list[tuple[str, str]]:
    """(kind, step) of every fault of the two scripts."""
    found = check(scripts(first, cards), (WORDS,), vocabulary or Vocabulary())
    return [(fault.kind, fault.step) for fault in found]


def at(step: str, script: str = "first") -> Place:
    return Place(script=script, step=step)
