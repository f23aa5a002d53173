"""What may be done about words that were heard: which proposals, in which order, and what one key does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from callassist.bargains import Counter
from callassist.casefile import CaseFile
from callassist.commands import AnswerThirdParty
from callassist.deals import Told
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.points import Employment
from callassist.said import proposals
from callassist.said_acts import Act, Ask, Do, Known, Proposal, ToOffers, ToPane, ToScript, ToWrap, merged, still
from callassist.said_words import LABELS, STAKES, UNTOLD
from callassist.utterances import Hearing, Intent, Voice
from tests.core.decisions import CALL, TABLE, VERIFIED
from tests.core.journals import DANA, NOW, TODAY, case_of, handbook_of
from tests.flows.test_leak import OF_DEBT

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("said.cases.yaml").read_text("utf-8"))
CODES = {
    "cease_contact": "CND",
    "no_calls_at_work": "WORK",
    "dispute_debt": "DSP",
    "already_paid": "PCD",
    "insurance_should_pay": "INS",
    "medicaid_pending": "MCD",
    "attorney_represented": "ATTY",
    "deceased": "DEC",
    "language_need": "LANG",
}
CARDS = {
    "already_paid": "objections#already-paid",
    "insurance_should_pay": "insurance",
    "medicaid_pending": "insurance#not-there",
}
PLACES = frozenset({"objections", "objections#already-paid", "insurance"})


def _known(facts: tuple[str, ...] = ("is_disclosed", "has_coverage_answer")) -> Known:
    outcomes = handbook_of(TABLE).outcomes
    return Known(outcomes=outcomes, facts=frozenset(facts), cards=CARDS, codes=CODES, places=PLACES)


def _case(told: dict[str, Any]) -> CaseFile:
    verified = (VERIFIED,) if told.get("open", True) else ()
    case = case_of(DANA, *told.get("lines", ()), CALL, *verified)
    consumer = case.consumer
    if speaker := told.get("speaker"):
        consumer = replace(consumer, calls=(*consumer.calls[:-1], replace(consumer.calls[-1], speaker=speaker)))
    if name := told.get("employer"):
        consumer = replace(consumer, employers=(Employment(row=9, name=name),))
    if cents := told.get("wages"):
        incomes = (ToldIncome(source="wages", cents=cents, cycle="biweekly"),)
        statement = FinancialStatement(taken=date(2026, 11, 1), incomes=incomes)
        consumer = replace(consumer, statements=(Told(id=1, at=NOW, actor="ana", call=1, row=1, statement=statement),))
    return replace(case, consumer=consumer)


def _hearing(case: dict[str, Any]) -> Hearing:
    return Hearing(
        text=case["said"],
        intents=tuple(
            Intent(name=name, score=0.9, severity="normal", is_shown=True, quoted=words)
            for name, words in case.get("means", {}).items()
        ),
        people=tuple(
            Voice(relation=relation, quoted=words, is_speaking=key == "speaks")
            for key in ("speaks", "mentions")
            for relation, words in case.get(key, {}).items()
        ),
        counter=Counter(**case["counter"]) if "counter" in case else None,
        amounts_cents=tuple(case.get("cents", ())),
        dates=tuple(case.get("dates", ())),
        times=tuple(case.get("times", ())),
        numbers=tuple(case.get("numbers", ())),
    )


def _does(act: Act) -> str:
    match act:
        case Do(commands=commands, wraps=wraps):
            who = "".join(f" {each.who}" for each in commands if isinstance(each, AnswerThirdParty))
            return f"Do {' '.join(type(each).__name__ for each in commands)}{who}{', wraps' if wraps else ''}"
        case ToOffers(words=words):
            return f"ToOffers {words}"
        case ToScript(place=place):
            return f"ToScript {place}"
        case ToWrap(code=code, typed=typed):
            return " ".join((f"ToWrap {code}", *(f"{name}={text}" for name, text in typed)))
        case ToPane(action=action):
            return f"ToPane {action}"
        case Ask(on_file=on_file, said=said, told=told):
            return f"Ask {on_file} | {said} > {_does(told)}"


@pytest.mark.parametrize("case", CASES, ids=[f"{index} {case['said'][:50]}" for index, case in enumerate(CASES)])
def test_what_is_proposed(case: dict[str, Any]) -> None:
    known = _known(*([tuple(case["facts"])] if "facts" in case else []))
    found = proposals(_hearing(case), _case(case.get("file", {})), known, TODAY)
    assert [each.name for each in found] == case["is"]
    if "does" in case:
        assert _does(found[0].act) == case["does"]
    if "title" in case:
        assert found[0].title == case["title"]


def test_without_a_call_nothing_is_proposed() -> None:
    assert proposals(_hearing(CASES[0]), case_of(DANA), _known(), TODAY) == ()


def test_what_may_be_shown_before_anybody_is_verified_tells_nothing_of_a_debt() -> None:
    for name in UNTOLD:
        title = LABELS[name].lower()
        assert [word for word in OF_DEBT if word in title] == [], name
        assert name in STAKES or name in {"who_are_you", "refuse_verification"}


def test_whoever_else_speaks_now_is_shown_no_more_of_it() -> None:
    found = proposals(_hearing(CASES[0]), _case({}), _known(), TODAY)
    assert [each.name for each in still(found, _case({"open": False}))] == ["speaker"]


def test_what_is_heard_later_takes_the_place_of_what_matters_less() -> None:
    def made(name: str, stake: int, quoted: str = "") -> Proposal:
        return Proposal(name=name, title=name, quoted=quoted, act=ToPane(action="offers"), stake=stake)

    older = (made("cease_contact", 92), made("terms", 60, "50"), made("number", 40))
    found = merged(older, (made("terms", 60, "25"), made("dispute_debt", 84)))
    assert [(each.name, each.quoted) for each in found] == [
        ("cease_contact", ""),
        ("dispute_debt", ""),
        ("terms", "25"),
    ]


def test_nothing_of_what_was_said_is_shown_where_values_are_printed() -> None:
    found = proposals(_hearing(CASES[0]), _case({}), _known(), TODAY)
    assert "50" not in repr(found)
    assert "wife" not in repr(found)
