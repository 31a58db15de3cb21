"""What waits among letters: what was printed and is not finished, and what is to be withdrawn."""

from rptc.letters.models import Letter
from rptc.waiting import Urgency, Waits, register

register(
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
