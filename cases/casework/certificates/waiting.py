"""What waits of certificates, for who keeps them and for whose they are: those that end within
90, 60 and 30 days, and those that are over."""

from cases.casework.certificates.models import SOON, Certificate, told_until
from rptc import days
from rptc.waiting import Urgency, Waits, register

VIEW = "cases.view_certificate"
URGENCIES = dict(zip(SOON, [Urgency.RUN, Urgency.WAIT, Urgency.DUE], strict=True))
# The limit that comes before each, from which on it is told more pressingly.
BEFORE = dict(zip(SOON, [*SOON[1:], None], strict=True))


def ending_within(limit):
    """Those that this kind tells of and no nearer one does."""

    def rows(user):
        today, nearer = days.today(), BEFORE[limit]
        first = told_until(today, nearer) + days.ONE_DAY if nearer else today
        visible = Certificate.objects.visible_to(user)
        return visible.expiring(first, told_until(today, limit))

    return rows


register(
    Waits(
        key="certificates-over",
        label="Sertifikat petugas sudah berakhir",
        urgency=Urgency.LATE,
        order=1480,
        permission=VIEW,
        rows=lambda user: Certificate.objects.visible_to(user).expired(days.today()),
        page="cases:certificate_list?show=over",
    ),
    *(
        Waits(
            key=f"certificates-{limit}",
            label=f"Sertifikat petugas berakhir dalam {limit} hari",
            urgency=URGENCIES[limit],
            order=1480 + limit // 30,
            permission=VIEW,
            rows=ending_within(limit),
            page=f"cases:certificate_list?show={limit}",
            # What only runs stands there too; the others press by themselves.
            is_told=URGENCIES[limit] == Urgency.RUN,
        )
        for limit in SOON
    ),
)
