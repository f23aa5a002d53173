"""What is done next to find somebody: scaled to what they owe, by what was tried and what is waited for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import commands_contacts as contacts
from callassist.casefile import CaseFile
from callassist.decide import decide
from callassist.errors import BadInput
from callassist.handbook import Accepted, Handbook
from callassist.intake.library import load_handbook
from callassist.intake.policy_files import read_agency
from callassist.journal import evolve
from callassist.policy import Effort
from callassist.skip_tracing import Plan, plan
from callassist.survey import glance
from tests.core.journals import DANA, NOW, case_of

LOST = (
    DANA,
    "2026-11-02 10:00 called home",
    "2026-11-02 10:01 verified dob zip",
    "2026-11-02 10:05 ended RPC-NC right 4:00",
    "2026-11-20 10:00 marked home bad",
    "2026-11-20 10:01 marked cell wrong_party",
)
AGENCY = Path(__file__).parents[2] / "data" / "agency.yaml"


def planned(case: CaseFile, handbook: Handbook | None = None) -> Plan:
    return plan(glance(case, handbook or load_handbook(), NOW + timedelta(minutes=5)))


def kinds(case: CaseFile) -> dict[str, str]:
    return {step.kind: step.state for step in planned(case).steps}


def after(case: CaseFile, *commands: cmd.Command) -> CaseFile:
    for command in commands:
        decision = decide(case, command, load_handbook(), NOW, "ana")
        assert isinstance(decision, Accepted), decision
        case = evolve(case, decision.entries, decision.rows)
    return case


def test_a_small_balance_is_worth_little_effort() -> None:
    small = case_of(DANA.replace("120.00", "20.00").replace("60.50", "10.00"), *LOST[1:])
    assert [step.kind for step in planned(small).steps] == ["linked", "files", "letter"]
    assert [step.kind for step in planned(case_of(*LOST)).steps] == ["last_good", "linked", "files", "vendor", "letter"]
    large = case_of(DANA.replace("120.00", "900.00"), *LOST[1:])
    assert "location" in kinds(large)


def test_the_last_good_number_comes_first_and_is_told_by_its_row() -> None:
    first = planned(case_of(*LOST)).next
    assert first is not None
    assert (first.kind, first.row, first.state) == ("last_good", 3, "do")
    assert "02 Nov 2026" in first.say


def test_what_was_tried_makes_way_for_the_next_step() -> None:
    case = case_of(*LOST, "2026-11-20 10:05 linked 12")
    steps = []
    for _ in range(9):
        found = planned(case).next
        if found is None or found.state != "do":
            break
        steps.append(found.kind)
        case = after(case, contacts.TryTrace(step=found.kind, words="nothing"))
    assert steps == ["last_good", "linked", "files", "vendor", "letter"]
    assert planned(case).next is None


def test_somebody_who_may_be_asked_is_a_step_until_they_were() -> None:
    large = case_of(DANA.replace("120.00", "900.00"), *LOST[1:])
    assert kinds(large)["location"] == "done"
    told = after(large, contacts.AddAcquaintance(number=16145550177, relation="relative"))
    assert kinds(told)["location"] == "do"
    row = told.consumer.others[0].row
    asked = after(
        told,
        cmd.PlaceCall(row=row, purpose="location"),
        cmd.AnswerThirdParty(who="unknown"),
        cmd.LogOutcome(code="TP-R", talk_seconds=20),
    )
    assert kinds(asked)["location"] == "done"


def test_more_effort_and_untried_steps_come_first() -> None:
    one = planned(case_of(*LOST))
    more = replace(one, tier=2, case=9)
    done = replace(one, tier=2, steps=())
    assert sorted([done, one, more], key=lambda each: each.worth) == [more, one, done]


@pytest.mark.parametrize(
    ("effort", "says"),
    [
        ("[{from: 5, steps: [files]}]", "begins at 5"),
        ("[{from: 0, steps: [files]}, {from: 0, steps: [letter]}]", "begins at 0, 0"),
        ("[{from: 0, steps: [seance]}]", "holds seance"),
        ("[{from: 0, steps: []}]", "nothing"),
        ("[{from: 0, steps: [files, files]}]", "one twice"),
        ("[]", "begins at nothing"),
    ],
)
def test_effort_that_makes_no_sense_is_refused_with_the_file_that_it_is_in(
    tmp_path: Path, effort: str, says: str
) -> None:
    text = AGENCY.read_text(encoding="utf-8")
    head, _, rest = text.partition("  effort:\n")
    body = rest.splitlines()
    kept = "\n".join(line for line in body if not line.startswith("    - {from"))
    bad = tmp_path / "agency.yaml"
    bad.write_text(f"{head}  effort: {effort}\n{kept}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_agency(bad)


def test_a_tier_is_the_last_that_begins_at_the_balance_or_below() -> None:
    policy = load_handbook().setting.agency.traces
    policy = replace(policy, effort=tuple(Effort(dollars=d, steps=("files",)) for d in (0, 100, 500)))
    assert [policy.tier(cents) for cents in (0, 9_999, 10_000, 49_999, 50_000, 10**9)] == [0, 0, 1, 1, 2, 2]
