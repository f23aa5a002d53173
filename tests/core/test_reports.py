"""Reports to a credit bureau: a deletion is asked for where a rule of what is owed asks for one, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from callassist import commands as cmd
from callassist.casefile import CaseFile
from callassist.desk.duties import reports
from tests.core.journals import DANA, case_of
from tests.core.test_notices import A1, after, handbook, judged

DENVER = DANA.replace("Columbus, OH 43215", "Denver, CO 80203")


def asked(case: CaseFile) -> str:
    """What is asked for of the first debt's report."""
    return next(iter(reports(judged(case), handbook()))).delete


@pytest.mark.parametrize(("on", "is_asked"), [(date(2023, 8, 6), False), (date(2023, 8, 7), True)])
def test_only_a_report_in_spite_of_the_ban_is_to_be_deleted(on: date, is_asked: bool) -> None:  # noqa: FBT001
    case = after(case_of(DENVER), cmd.RecordFurnishing(debt=A1, on=on))
    assert ("in spite of the ban: ask the client" in asked(case)) is is_asked
    assert bool(asked(case)) is is_asked


def test_where_nothing_bans_it_nothing_is_asked() -> None:
    assert asked(after(case_of(DANA), cmd.RecordFurnishing(debt=A1))) == ""


def test_what_was_never_owed_is_to_be_deleted_too() -> None:
    case = after(case_of(DANA), cmd.RecordFurnishing(debt=A1), cmd.PlaceRestriction(kind="medicare_qmb", debts=(A1,)))
    assert "have the report deleted" in asked(case)
