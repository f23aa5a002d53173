"""A creditor's notice about an e-mail address: the commentary's examples, each by its number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from callassist.email_notices import EmailNotice, defects, first_day, values_on
from callassist.intake.library import data_root, load_rules
from callassist.policy import Agency
from callassist.rules import Values

AGENCY = Agency(
    name="Example Recovery, Inc.",
    voicemail_name="",
    address="1 Agency Way",
    callback_number="614-555-0142",
    licences=(),
    aliases=("Example Services",),
)
LAST = date(2026, 4, 5)
AFTER = LAST + timedelta(days=1)
GOOD = EmailNotice(
    address="avery@gmail.com",
    sent=date(2026, 3, 1),
    collector="Example Recovery Inc",
    is_plain=True,
    to_known_address=True,
    says_transferred=True,
    says_may_be_used=True,
    warns_of_others=True,
    ways=("link",),
    answer_to=("creditor",),
    opt_out_by=LAST,
    from_consumer=True,
    used_for=("statements",),
)


@pytest.fixture(scope="module")
def values() -> Values:
    found = values_on(load_rules(data_root()), AFTER)
    assert found is not None
    return found


def lacks(notice: EmailNotice, values: Values, day: date = AFTER) -> list[str]:
    return [each.paragraph.removeprefix("1006.6(d)(4)(ii)") for each in defects(notice, AGENCY, values, day)]


def test_a_whole_notice_lacks_nothing_from_the_day_after_its_last(values: Values) -> None:
    assert lacks(GOOD, values) == []
    assert lacks(GOOD, values, LAST) == ["(D)"]
    assert first_day(GOOD) == AFTER


@pytest.mark.parametrize("use", ["bills", "statements", "disclosures", "invoices", "reminders", "confirmations"])
def test_what_is_about_the_account(values: Values, use: str) -> None:
    """Comment 6(d)(4)(ii)(B)-1."""
    assert lacks(replace(GOOD, used_for=(use, "marketing")), values) == []
    assert lacks(replace(GOOD, used_for=("marketing",)), values) == ["(B)"]


@pytest.mark.parametrize(
    ("comment", "change", "expected"),
    [
        ("(C)(1)-1", {"collector": "a collection agency"}, ["(C)(1)"]),
        ("(C)(1)-1", {"collector": "EXAMPLE SERVICES"}, []),
        ("(C)(4)-1.i", {"is_paper": True, "ways": ("form",)}, []),
        ("(C)(4)-1.i", {"is_paper": True, "ways": ("call", "write")}, ["(C)(4)"]),
        ("(C)(4)-1.ii", {"ways": ("reply",)}, []),
        ("(C)(4)-1.ii", {"ways": ("write", "call", "website")}, ["(C)(4)"]),
        ("(C)(5)-1", {"answer_to": ("creditor", "collector")}, ["(C)(5)"]),
        ("(C)(5)-1", {"answer_to": ("collector",)}, []),
        ("rule (C)(5)", {"opt_out_by": date(2026, 3, 31)}, ["(C)(5)"]),
        ("rule (C)(5)", {"opt_out_by": date(2026, 4, 4)}, ["(C)(5)"]),
        ("(D)-1", {"has_opted_out": True}, ["(D)"]),
        ("(E)-1", {"address": "avery@zetamed.example"}, ["(E)"]),
        ("rule (A)", {"from_consumer": False}, ["(A)"]),
        ("rule (B)", {"was_asked_to_stop": True}, ["(B)"]),
        ("rule (C)", {"to_known_address": False}, ["(C)"]),
        ("rule (C)(3)", {"warns_of_others": False}, ["(C)(3)"]),
    ],
)
def test_the_examples_of_the_commentary(
    values: Values, comment: str, change: dict[str, object], expected: list[str]
) -> None:
    assert lacks(replace(GOOD, **change), values) == expected, comment


def test_an_empty_notice_lacks_almost_everything(values: Values) -> None:
    assert set(lacks(EmailNotice(), values)) >= {"(A)", "(B)", "(C)", "(C)(1)", "(C)(2)", "(C)(3)", "(C)(4)", "(E)"}


def test_before_the_regulation_nothing_is_asked_for() -> None:
    assert values_on(load_rules(data_root()), date(2021, 11, 29)) is None
