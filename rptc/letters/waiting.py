"""What waits among letters: what was printed and is not finished, and what is to be withdrawn."""

from django.urls import reverse

from rptc.letters.agency.models import Step
from rptc.letters.models import Letter
from rptc.letters.procedures.models import Procedure
from rptc.waiting import Row, Urgency, Waits, register

NAMED = 3


def _at_agency(user):
    """Each with the days for which it has been there, the longest first."""
    letters = Letter.objects.visible_to(user).at_agency().select_related("kind")
    letters = letters.prefetch_related("steps", "withdrawals").order_by("recorded_at", "pk")[
        :NAMED
    ]
    return [
        Row(
            AT_AGENCY,
            text=letter.state[0],
            due=None,
            url=reverse("letters:letter_detail", args=[letter.pk]),
            title=f"{letter.kind}, {letter.about}",
        )
        for letter in letters
    ]


AT_AGENCY = Waits(
    key="letters-at-agency",
    label="Surat di Dinas, belum kembali",
    urgency=Urgency.WAIT,
    order=1608,
    permission="letters.complete_letter",
    rows=lambda user: Letter.objects.visible_to(user).at_agency(),
    page="letters:letter_list?state=agency",
    named=NAMED,
    rest="Surat lain di Dinas",
    firsts=_at_agency,
)
register(
    AT_AGENCY,
    Waits(
        key="letters-to-initial",
        label="Surat untuk Kepala Dinas menunggu paraf TU",
        urgency=Urgency.DUE,
        order=1602,
        permission="letters.complete_letter",
        rows=lambda user: Letter.objects.visible_to(user).waiting_for(Step.OFFICE),
        page="letters:letter_list?state=office",
    ),
    Waits(
        key="letters-to-initial-head",
        label="Surat untuk Kepala Dinas menunggu paraf saya",
        urgency=Urgency.DUE,
        order=1604,
        permission="letters.initial_letter",
        rows=lambda user: Letter.objects.visible_to(user).waiting_for(Step.HEAD),
        page="letters:letter_list?state=head",
    ),
    Waits(
        key="letters-to-carry",
        label="Surat siap dibawa ke Dinas",
        urgency=Urgency.DUE,
        order=1606,
        permission="letters.complete_letter",
        rows=lambda user: Letter.objects.visible_to(user).waiting_for(Step.CARRIED),
        page="letters:letter_list?state=ready",
    ),
    Waits(
        key="letters-before-agency",
        label="Surat menunggu tanda tangan Dinas",
        urgency=Urgency.DUE,
        order=1612,
        permission="letters.view_agency_letter",
        rows=lambda user: Letter.objects.laid_before(user),
        page="letters:agency_letter_list",
    ),
    Waits(
        key="letters-without-number",
        label="Surat belum bernomor",
        urgency=Urgency.DUE,
        order=1600,
        permission="letters.complete_letter",
        rows=lambda user: Letter.objects.visible_to(user).without_number(),
        page="letters:letter_list?state=number",
    ),
    Waits(
        key="letters-without-scan",
        label="Pindaian surat belum ada",
        urgency=Urgency.DUE,
        order=1610,
        permission="letters.complete_letter",
        rows=lambda user: Letter.objects.visible_to(user).without_scan(),
        page="letters:letter_list?state=scan",
    ),
    Waits(
        key="procedures-to-read",
        label="Dasar hukum dan SOP belum saya baca",
        urgency=Urgency.WAIT,
        order=1690,
        permission="letters.view_procedure",
        rows=lambda user: Procedure.objects.to_read(user),
        page="letters:procedure_list?show=read",
        verb="Baca",
    ),
    # The office sees what it asked for; the head decides it.
    Waits(
        key="letters-to-withdraw",
        label="Penarikan surat menunggu keputusan",
        urgency=Urgency.WAIT,
        order=1620,
        permission="letters.complete_letter",
        rows=lambda user: Letter.objects.visible_to(user).asked_to_withdraw(),
        page="letters:letter_list?state=asked",
    ),
)
