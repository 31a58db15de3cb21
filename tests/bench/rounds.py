"""The roll call and the round of medicines: each is written once, so what a measurement has
written is taken back before the next one, and no time is counted for that."""

import uuid
from collections.abc import Callable

from django.urls import reverse

from cases.health.medicines.models import Dose
from cases.house.presence.models import Absence, AbsentReason, RollCall, half_day
from rptc import days
from tests.bench.data import last_hour
from tests.bench.house import House, good
from tests.bench.pages import Subjects

# So many of the house are not there.
ABSENT = 2


def called(subjects: Subjects) -> tuple[str, dict]:
    """The whole house: all but two are there."""
    on, part = half_day(days.now())
    absent = subjects.called[:ABSENT]
    form = {
        "half_day": f"{on}-{part}",
        "shown_version": 0,
        "shown": subjects.called,
        "absent": absent,
        "send_key": uuid.uuid4(),
    }
    form |= {f"{stay_id}-reason": AbsentReason.NOT_BACK for stay_id in absent}
    return reverse("cases:roll_call_take"), form


def take_back_calls() -> None:
    Absence.objects.all().delete()
    RollCall.objects.all().delete()


def given(subjects: Subjects) -> tuple[str, dict]:
    """What is due to each, and all of it given."""
    at = last_hour().astimezone(days.WITA)
    form = {
        f"{medicine_id}-{at:%Y%m%d-%H%M%S}-outcome": Dose.Outcome.GIVEN
        for medicine_id in subjects.medicine_ids
    }
    return reverse("cases:medicine_round"), form | {"send_key": uuid.uuid4()}


def take_back_doses() -> None:
    Dose.objects.all().delete()


def calls(house: House) -> Callable[[], float]:
    return _written_again(house, called, take_back_calls)


def gives(house: House) -> Callable[[], float]:
    return _written_again(house, given, take_back_doses)


def _written_again(house, typed, take_back) -> Callable[[], float]:
    browser = house.browser("piket")

    def write() -> float:
        path, form = typed(house.subjects)
        taken = good(browser.ask(path, form), path, 302).ms
        take_back()
        return taken

    return write
