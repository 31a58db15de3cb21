"""Random stays with services of every kind, and what of them counts, of the tests' own: for
counts by hand."""

import random
from datetime import date, timedelta

from cases.casework.plans.models import ServiceKind
from cases.help.models import HelpReason
from cases.intakes.models import Classification
from cases.papers.models import PaperKind
from rptc import days
from rptc.accounts.permissions import Role
from tests.database_roles import learn_sizes
from tests.factories import (
    HelpFactory,
    LeftFactory,
    PaperFactory,
    PaperRequestFactory,
    ReferralFactory,
    RollCallFactory,
    RollCallRowFactory,
    ServiceFactory,
    StayFactory,
    UserFactory,
)

# Written again by hand from PP 2/2018 and docs/rules.md, Services.
GROUP = {"adk": "a", "anjal": "b", "anak-terlantar": "b", "lansia": "c", "gepeng": "d"}
CODES = [*GROUP, "napza", "odgj", "tuna-susila", "abh", "orang-terlantar"]


def moment(rng):
    """From the end of February to the begin of April, to the minute."""
    return days.starts_at(date(2026, 2, 24)) + timedelta(minutes=rng.randrange(43 * 1440))


def drawn(rng, by):
    """A stay of this class and sex, since February; what was given, as (service, times, when)."""
    code, sex = rng.choice(CODES), rng.choice("LP")
    stay = StayFactory(
        began_at=days.starts_at(date(2026, 2, 20)) + timedelta(minutes=rng.randrange(9 * 1440)),
        intake__person__sex=sex,
        intake__provisional=Classification.objects.get(code=code),
    )
    given = []
    for _ in range(rng.randrange(4)):
        kind = rng.choice(KINDS)
        at = moment(rng)
        if at < stay.began_at:
            continue
        ServiceFactory(stay=stay, kind=kind, done_at=at, recorded_by=by)
        if kind.spm:
            given.append((kind.spm, 1, days.day_of(at)))
    if rng.random() < 0.2:
        ServiceFactory(stay=stay, planned=True, planned_on=date(2026, 3, 9), recorded_by=by)
    return stay, GROUP.get(code, "-"), sex, given


KINDS = []


def world_of(number):
    rng = random.Random(20260301)  # noqa: S311
    KINDS[:] = ServiceKind.objects.all()
    by, head = UserFactory(), UserFactory(roles=[Role.HEAD])
    cases = [drawn(rng, by) for _ in range(number)]
    for on in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31)):
        for part, hour, portions in [("morning", 7, 2), ("evening", 19, 1)]:
            at = days.starts_at(on) + timedelta(hours=hour)
            call = RollCallFactory(on=on, part=part, taken_at=at)
            for stay, _, _, given in rng.sample(cases, number // 4):
                if stay.began_at > at:
                    continue
                status = rng.choice(["present", "present", "out"])
                RollCallRowFactory(roll_call=call, stay=stay, status=status)
                day = (on - days.day_of(stay.began_at)).days + 1
                if status == "present" and day <= 7:
                    given.append(("meals", portions, on))
    for stay, _, _, given in rng.sample(cases, number // 5):
        at, code = max(moment(rng), days.starts_at(date(2026, 3, 1))), rng.choice(WAYS)
        LeftFactory(stay=stay, code=code, left_at=at, done_by=by, recorded_by=by)
        if code == "keluarga":
            given.append(("reunion", 1, days.day_of(at)))
    for stay, _, _, given in rng.sample(cases, number // 8):
        at = max(moment(rng), stay.began_at)
        ReferralFactory(stay=stay, sent=True, sent_at=at, recorded_by=by, decided_by=head)
        given.append(("referral", 1, days.day_of(at)))
    for stay, _, _, given in rng.sample(cases, number // 4):
        _helped(rng, stay, given, by, head)
    learn_sizes()
    return cases


def _helped(rng, stay, given, by, head):
    """A paper that came and help that was given; the same service, typed of that day as well,
    counts once."""
    on = max(days.day_of(moment(rng)), stay.entered_on)
    code = rng.choice([*COUNTS_AS])
    kind = PaperKind.objects.get(code=code)
    paper = PaperFactory(stay=stay, kind=kind, said_on=stay.entered_on, recorded_by=by)
    PaperRequestFactory(
        paper=paper, stay=stay, asked_on=stay.entered_on, got_on=on, closed_by=by, recorded_by=by
    )
    counts_as = [COUNTS_AS[code]]
    reason = rng.choice(HelpReason.objects.all())
    HelpFactory(stay=stay, reason=reason, paid=True, paid_on=on, recorded_by=by, decided_by=head)
    counts_as += [reason.spm] if reason.spm else []
    typed = ServiceKind.objects.filter(spm=rng.choice(counts_as)).first()
    at = days.starts_at(on) + timedelta(hours=23, minutes=59)
    ServiceFactory(stay=stay, kind=typed, done_at=max(at, stay.began_at), recorded_by=by)
    for spm in counts_as:
        given[:] = [each for each in given if (each[0], each[2]) != (spm, on)]
    given += [(spm, 1, on) for spm in counts_as]


# Written again by hand from docs/rules.md, Services.
COUNTS_AS = dict.fromkeys(["ktp", "kk", "akta", "kia", "nikah"], "papers") | {"bpjs": "access"}


WAYS = ["keluarga", "mandiri"]
