"""Around medical debt: authorisations on paper, the days a debt goes by, what stays open to be asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.authorization import STATEMENTS, Paper, defects, last_day, values_on
from callassist.casefile import CaseFile, debt_stream
from callassist.commands import DateDebt
from callassist.decide import Accepted, Refused, decide
from callassist.handbook import Handbook
from callassist.intake.library import data_root, load_rules
from callassist.journal import evolve
from callassist.kinds import CLAIMS
from callassist.rules import BLOCK
from callassist.stores.memory import MemoryStore
from tests.core.intake_files import Intake, ann
from tests.core.journals import DANA, NOW, case_of, handbook_of

RULEBOOK = load_rules(data_root())
DAY = date(2026, 11, 24)
WHOLE = Paper(
    information="bills of 3 November 2025",
    discloser="Mercy Example Health System",
    recipient="Robin Example, daughter",
    purpose="at the request of the individual",
    expires=date(2027, 1, 31),
    signer="Avery Example",
    signed=date(2026, 11, 2),
    statements=STATEMENTS,
)


def lacks(**changes: object) -> list[str]:
    values = values_on(RULEBOOK, DAY)
    assert values is not None
    return [each.paragraph.removeprefix("164.508") for each in defects(replace(WHOLE, **changes), values, DAY)]


# ── authorisations ──


def test_a_whole_paper_has_no_defect() -> None:
    assert lacks() == []
    assert last_day(WHOLE) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("changes", "paragraph"),
    [
        ({"information": " "}, "(c)(1)(i)"),
        ({"discloser": ""}, "(c)(1)(ii)"),
        ({"recipient": ""}, "(c)(1)(iii)"),
        ({"purpose": ""}, "(c)(1)(iv)"),
        ({"expires": None}, "(c)(1)(v)"),
        ({"signer": ""}, "(c)(1)(vi)"),
        ({"signed": None}, "(c)(1)(vi)"),
        ({"is_representative": True}, "(c)(1)(vi)"),
        ({"signed": date(2026, 11, 25)}, "(c)(1)(vi)"),
        ({"statements": ("conditions", "redisclosure")}, "(c)(2)(i)"),
        ({"statements": ("revocation", "redisclosure")}, "(c)(2)(ii)"),
        ({"statements": ("revocation", "conditions")}, "(c)(2)(iii)"),
        ({"expires": date(2026, 11, 23)}, "(b)(2)(i)"),
        ({"blanks": ("initials",)}, "(b)(2)(ii)"),
        ({"revoked": DAY}, "(b)(2)(iii)"),
        ({"joined_to": ("consent to treatment",)}, "(b)(3)"),
        ({"joined_to": ("study",), "is_psychotherapy": True}, "(b)(3)(ii)"),
        ({"is_conditioned": True}, "(b)(4)"),
        ({"is_known_false": True}, "(b)(2)(v)"),
    ],
)
def test_a_lack_is_told_by_its_paragraph(changes: dict[str, object], paragraph: str) -> None:
    assert lacks(**changes) == [paragraph]


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": DAY},
        {"expires": None, "expires_when": "the account is settled"},
        {"expires": None, "expires_when": "the account is settled", "event_came": date(2026, 11, 25)},
        {"is_representative": True, "authority": "legal guardian"},
        {"revoked": date(2026, 11, 25)},
        {"joined_to": ("study",), "is_research": True},
        {"signed": DAY},
    ],
)
def test_what_is_just_enough_is_enough(changes: dict[str, object]) -> None:
    assert lacks(**changes) == []


def test_an_event_that_has_come_ends_it() -> None:
    assert lacks(expires=None, expires_when="the account is settled", event_came=DAY) == ["(b)(2)(i)"]


def test_every_lack_of_an_empty_paper_is_told_at_once() -> None:
    values = values_on(RULEBOOK, DAY)
    assert values is not None
    asked = [*values["elements"].values(), *values["statements"].values()]
    found = [each.paragraph for each in defects(Paper(), values, DAY)]
    assert found == [each["paragraph"] for each in asked if each != values["elements"]["authority"]]


def test_before_the_rule_nothing_is_asked() -> None:
    assert values_on(RULEBOOK, date(2003, 4, 13)) is None


# ── what a claim does ──


def test_every_claim_has_a_rule() -> None:
    """A kind that no rule speaks of would be a word without weight."""
    spoken = {kind for rule in RULEBOOK.rules for _, values in rule.values for kind in (values or {}).get("kinds", ())}
    assert set(CLAIMS) <= spoken


def test_a_claim_never_stops_a_call() -> None:
    """Somebody has to be able to ask how it stands; only some states say otherwise, and a dispute of an estimate."""
    federal = [rule for rule in RULEBOOK.rules if "state" not in rule.when]
    stops = [rule for rule in federal if rule.effect == BLOCK and "place_call" in rule.on]
    kinds = {kind for rule in stops for _, values in rule.values for kind in (values or {}).get("kinds", ())}
    assert kinds.isdisjoint(set(CLAIMS) - {"paid", "settled", "discharged", "estimate_dispute"})


# ── the days of a debt ──

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
A1 = 71


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def after(case: CaseFile, command: DateDebt, handbook: Handbook) -> CaseFile:
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Accepted), decision
    assert [entry.stream for entry in decision.entries] == [debt_stream(command.debt)]
    return evolve(case, decision.entries, decision.rows)


def refusal(case: CaseFile, command: DateDebt, handbook: Handbook) -> str:
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Refused), decision
    return decision.sentence


def test_days_that_were_learnt_are_kept_with_the_debt(handbook: Handbook) -> None:
    first = after(case_of(DANA), DateDebt(debt=A1, first_statement=date(2026, 6, 1), basis="account"), handbook)
    then = after(first, DateDebt(debt=A1, judged=date(2026, 10, 1), basis="judgment"), handbook)
    debt = then.debt(A1)
    assert (debt.first_statement, debt.judged, debt.basis) == (date(2026, 6, 1), date(2026, 10, 1), "judgment")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (DateDebt(debt=A1), "Say which day was learnt."),
        (DateDebt(basis="account"), "Name the debt: several are on this case."),
        (DateDebt(debt=99, basis="account"), "That debt is not on this case."),
        (
            DateDebt(debt=A1, basis="rumour"),
            "The basis of a debt is one of: written, oral, account, medical, judgment.",
        ),
        (DateDebt(debt=A1, judged=date(2026, 11, 25)), "That day has not come yet."),
        (DateDebt(debt=A1, first_statement=date(1999, 1, 1)), "The first bill cannot have come before the care."),
    ],
)
def test_days_that_cannot_be_are_refused(command: DateDebt, says: str, handbook: Handbook) -> None:
    assert refusal(case_of(DANA), command, handbook) == says


def test_what_is_on_file_already_is_not_written_again(handbook: Handbook) -> None:
    command = DateDebt(debt=A1, defaulted=date(2026, 9, 1))
    assert refusal(after(case_of(DANA), command, handbook), command, handbook) == "That is on file already."


# ── the days of a debt, from a file ──

DAYS = {
    "first_statement_date": "2026-02-05",
    "default_date": "3/6/2026",
    "judgment_date": "20260901",
    "debt_basis": "Open Account",
    "assistance_told_date": "2026-02-05",
}


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """Give an empty store."""
    return Intake(MemoryStore(), tmp_path)


def test_a_file_gives_days_which_are_told_once(intake: Intake) -> None:
    record = ann(**DAYS)
    assert intake.send(record).added == 1
    (debt,) = intake.case().debts
    days = (debt.first_statement, debt.defaulted, debt.judged, debt.assistance_told)
    assert days == (date(2026, 2, 5), date(2026, 3, 6), date(2026, 9, 1), date(2026, 2, 5))
    assert debt.basis == "account"
    assert intake.send(record).unchanged == 1
    assert list(intake.events()).count("DebtDated") == 1


def test_a_file_without_days_tells_none(intake: Intake) -> None:
    intake.send(ann(first_statement_date="", debt_basis="n/a"))
    assert "DebtDated" not in intake.events()


def test_a_later_file_corrects_only_what_it_says_otherwise(intake: Intake) -> None:
    intake.send(ann(**DAYS))
    assert intake.send(ann(first_statement_date="2026-02-09", default_date="", judgment_date="2026-09-01")).updated == 1
    case = intake.case()
    told = [entry.event for entry in intake.store.load(case.id)[1] if isinstance(entry.event, ev.DebtDated)]
    assert told[-1] == ev.DebtDated(first_statement=date(2026, 2, 9))
    assert (case.debts[0].defaulted, case.debts[0].basis) == (date(2026, 3, 6), "account")


def test_a_further_debt_of_somebody_on_file_brings_its_days(intake: Intake) -> None:
    intake.send(ann())
    intake.send(ann(account_number="A-2", **DAYS))
    assert {debt.account: debt.basis for debt in intake.case().debts} == {"A-1": "", "A-2": "account"}


def test_a_debt_placed_again_keeps_its_days(intake: Intake) -> None:
    intake.send(ann(**DAYS))
    assert intake.send(ann(**DAYS, placed_date="2026-07-01", balance="99.00")).updated == 1
    (debt,) = intake.case().debts
    assert (debt.placed, debt.first_statement) == (date(2026, 7, 1), date(2026, 2, 5))


def test_what_is_no_day_and_no_basis_is_said_and_left_out(intake: Intake) -> None:
    receipt = intake.send(ann(first_statement_date="soon", default_date="2027-09-09", debt_basis="rumour"))
    assert {(each.column, each.count) for each in receipt.warnings} == {
        ("first_statement_date", 1),
        ("default_date", 1),
        ("debt_basis", 1),
    }
    assert "DebtDated" not in intake.events()
