"""Two of one name in the house are usual: each list and each choice tells them apart."""

import pytest

from rptc.accounts.permissions import Role
from tests.factories import (
    AbsenceFactory,
    BagFactory,
    BedFactory,
    BedUseFactory,
    ExitFactory,
    LeaveFactory,
    PersonFactory,
    StayFactory,
)

SAME = {"name": "Sitti Aminah", "sex": "P", "age_kind": "exact", "age_years": 16}


@pytest.fixture
def two(db):
    """Of one name and one age."""
    return [StayFactory(days_ago=1, intake__person=PersonFactory(**SAME)) for _ in range(2)]


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("/stays/", None),
        ("/stays/beds/", None),
        ("/stays/beds/", lambda stay: BedUseFactory(stay=stay)),
        (
            "/stays/beds/exceptions/",
            lambda stay: BedUseFactory(stay=stay, set_aside=["sex"], override="Kamar lain penuh."),
        ),
        ("/stays/beds/place-all/", lambda stay: BedFactory()),
        ("/stays/roll-call/", None),
        ("/stays/absences/", lambda stay: AbsenceFactory(stay=stay)),
        ("/stays/leaves/", lambda stay: LeaveFactory(stay=stay)),
        ("/belongings/", lambda stay: BagFactory(stay=stay)),
        ("/exits/", lambda stay: ExitFactory(stay=stay)),
        ("/shifts/write/", None),
        ("/visits/register/", None),
        ("/incidents/register/", None),
        ("/triage/", None),
    ],
)
def test_each_list_says_age_and_number_of_the_file(client, login, two, address, is_there):
    login(Role.SOCIAL_WORKER, Role.HEAD, Role.CARETAKER)
    for stay in two:
        if is_there:
            is_there(stay)
    shown = client.get(address).content.decode()
    for stay in two:
        assert stay.person.told_apart == f"P, 16\xa0th · {stay.person.file_number}"
        assert stay.person.file_number in shown
