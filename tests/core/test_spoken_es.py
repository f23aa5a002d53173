"""What fills a Spanish script is said in Spanish, and names stay as they are."""

import pytest

from callassist.identity import SPOKEN, two_facts
from callassist.screens.call_fields import HELP, UNTOLD
from callassist.speakers import own_name_and
from callassist.spoken_es import in_spanish


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("two_facts", "your date of birth and your ZIP code", "su fecha de nacimiento y su código postal"),
        ("two_facts", "your own name, first and last, and your ZIP code", "su nombre y apellido y su código postal"),
        ("service_date", "5 March 2026", "5 de marzo de 2026"),
        ("service_date", "5 March 2026 and 1 May 2026", "5 de marzo de 2026 y 1 de mayo de 2026"),
        ("due", "1 December", "1 de diciembre"),
        ("payment_terms", "$50.00 on 1 December", "$50.00 el 1 de diciembre"),
        (
            "plan_terms",
            "$50 on 1 May, then 4 payments of $50, the next on 1 June, and the last, $30 on 1 January 2027",
            "$50 el 1 de mayo, luego 4 pagos de $50, el próximo el 1 de junio, y el último, $30 el 1 de enero de 2027",
        ),
        ("aid_program", "the financial assistance of Mercy and Sons", "la asistencia financiera de Mercy and Sons"),
        ("creditor", "Mercy and Sons", "Mercy and Sons"),
        ("consumer_full", "May March", "May March"),
        ("facility", "Clinic on 1 May Street", "Clinic on 1 May Street"),
        ("balance", "$50.00", "$50.00"),
    ],
)
def test_a_value_in_spanish(field: str, value: str, said: str) -> None:
    assert in_spanish({field: value}) == {field: said}


def test_no_english_is_left_of_what_anybody_is_asked_for() -> None:
    english = {"your", "the", "of", "last", "first", "and", "number", "digits", "who", "that"}
    for factor in SPOKEN:
        for asked in (two_facts((factor,)), two_facts(()), own_name_and((factor,)), own_name_and(())):
            said = in_spanish({"two_facts": asked})["two_facts"]
            assert not english & set(said.replace(",", "").split()), said


def test_what_stands_for_the_untold_is_spanish() -> None:
    for name, words in (*UNTOLD.items(), ("aid_program", HELP)):
        assert in_spanish({name: words})[name] != words
