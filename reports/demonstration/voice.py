"""What those who were served say: eight complaints by every way and in every state, twelve who
were asked when they left, and a survey of last semester."""

from cases.exits.models import Exit
from cases.voice.complaints.actions import (
    answer_complaint,
    register_complaint,
    reject_complaint,
    take_complaint,
    write_finding,
)
from cases.voice.complaints.models import Complaint, ComplaintChannel
from cases.voice.skm.actions import answer_round, close_round, open_round
from cases.voice.skm.models import CODES, SkmAnswer, SkmRound
from cases.voice.survey import asking
from reports.demonstration.dice import key_of, own_dice
from rptc import days
from rptc.policies import whoever_acts

C = Complaint.About
# days ago, channel, about, words, who (nobody: no name), about whom, how far
COMPLAINTS = [
    (9, "counter", C.FOOD, "Makan malam datang dingin.", "Daeng Contoh", "", "answered"),
    (8, "lontara", C.SERVICE, "Saya menunggu dua jam di loket.", "Ibu Contoh", "", "found"),
    (7, "lapor", C.FACILITY, "Kamar mandi bocor.", "Pelapor Contoh", "", "in hand"),
    (6, "qr", C.STAFF, "Saya dibentak di gerbang.", "", "piket", "in hand"),
    (5, "telephone", C.OTHER, "Tagihan listrik saya keliru.", "Bapak Contoh", "", "rejected"),
    (4, "partner", C.SAFETY, "Di mitra sandal saya hilang.", "", "", "received"),
    (2, "qr", C.FOOD, "Air minum di ruang tamu habis.", "", "", "received"),
    (1, "counter", C.SERVICE, "Petugas bicara terlalu cepat.", "Kakak Contoh", "", "received"),
]  # fmt: skip
# safe, heard, after; None: skipped
VOICES = [
    ("yes", "yes", "yes"), ("yes", "so_so", "yes"), ("so_so", "no", "no"), None,
    ("yes", "yes", "so_so"), ("yes", "yes", "yes"), ("no", "so_so", "no"), ("yes", "so_so", "yes"),
    ("yes", "yes", "no"), ("so_so", "yes", "yes"), ("yes", "yes", "yes"), ("yes", "no", "so_so"),
]  # fmt: skip
# The clock of this channel had run out.
OVERDUE = "lapor"
SHEETS = {"family": 8, "partner": 6}


def add(story, patrols):
    dice = own_dice(story, "Suara")
    story.tell(*(_complained(story, dice, *row) for row in COMPLAINTS))
    story.tell(_surveyed(story, dice), _asked(story))


def _complained(story, dice, ago, channel, about, words, who, about_whom, how_far):
    staff = story.staff
    yield story.ago(ago, 10, 20)
    complaint = Complaint(
        channel=ComplaintChannel.objects.get(code=channel),
        about=about,
        about_user=staff.get(about_whom),
        # What came by a register outside was received there, and is typed here later.
        received_at=days.now() - 20 * days.ONE_DAY * (channel == OVERDUE),
        send_key=key_of(dice),
    )
    by = None if channel == "qr" and not about_whom else staff["tu"]
    complaint = register_complaint(complaint, words=words, name=who, by=by)
    if how_far == "received":
        return
    yield story.ago(ago, 15, 5)
    head = staff["kepala"]
    if how_far == "rejected":
        why = "Ini bukan urusan RPTC. Silakan hubungi PLN."
        reject_complaint(complaint, answer=why, told="telephone", by=head)
        return
    take_complaint(complaint, owner=staff["tu"], by=head)
    if how_far == "in hand":
        return
    yield story.ago(ago - 1, 11, 40)
    write_finding(complaint, finding="Benar; sudah dibicarakan dengan petugasnya.", by=staff["tu"])
    if how_far == "answered":
        yield story.ago(ago - 2, 9, 15)
        answer_complaint(
            complaint, answer="Maaf. Sekarang dipanaskan lagi.", told="telephone", by=head
        )


def _asked(story):
    """The twelve who left last before the living house, each at the door."""
    yield story.ago(1, 17)
    by = story.staff["piket"]
    exits = Exit.objects.filter(state="done", kind__code__in=asking.AT_THE_DOOR)
    exits = exits.filter(left_at__lt=story.lives_from).exclude(stay__social_worker=by)
    exits = exits.select_related("stay").order_by("-left_at", "-pk")[: len(VOICES)]
    for exit, said in zip(exits, VOICES, strict=False):
        with days.told_at(exit.left_at):
            _says(asking.hand_over(exit.stay, by=by), said)


def _says(voice, said):
    with whoever_acts():
        if said is None:
            asking.skip(voice.pk)
        else:
            for question, says in zip(asking.QUESTIONS, said, strict=True):
                asking.answer(voice.pk, question, says)


def _surveyed(story, dice):
    yield story.ago(12, 9)
    by, today = story.staff["tu"], story.today
    round = SkmRound(year=today.year - 1, part=SkmRound.Part.YEAR, send_key=key_of(dice))
    round = open_round(round, by=by)
    for kind, number in SHEETS.items():
        for _ in range(number):
            scores = {code: dice.choice([4, 4, 3, 3, 3, 2]) for code in CODES}
            sheet = SkmAnswer(round=round, kind=kind, send_key=key_of(dice), **scores)
            answer_round(sheet, by=by)
    yield story.ago(3, 14)
    close_round(round, by=by)
