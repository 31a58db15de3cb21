"""Two conferences of the living house: one held, with what was decided, and one to come."""

from datetime import timedelta

from cases.casework.conferences.actions import hold_conference, plan_conference, write_letter
from cases.casework.conferences.models import Attendee, Conference, ConferenceDecision
from rptc import days

ASKED = ["Kepala UPT", "Pekerja sosial", "Lurah Tallo", "Kepala sekolah"]
# key, planned so many days ago, held so many days ago (None: to come), what about
MET = [
    ("often met", 4, 2, "Terjaring lagi: apa yang belum berhasil."),
    ("planned", 1, None, "Kembali ke bibinya atau ke asrama."),
]
MINUTES = "Modal kecil lebih dibutuhkan daripada pelatihan. Kelurahan membantu surat domisili."


def add(story, patrols):
    for key, planned, held, about in MET:
        story.tell(_met(story, key, story.ago(planned, 10, 5), held, about))


def _met(story, key, at, held, about):
    yield at
    stay = story.house[key]
    worker = stay.social_worker
    planned_at = story.ago(held, 13) if held else story.ago(-1, 9)
    row = Conference(stay=stay, planned_at=planned_at, about=about, send_key=story.key())
    attendees = [Attendee(office=office) for office in ASKED]
    row = plan_conference(row, attendees=attendees, by=worker)
    yield at + timedelta(minutes=20)
    write_letter(row, by=worker)
    if not held:
        return
    yield planned_at + timedelta(hours=2)
    piket, due_on = story.staff["piket"], days.today() + 4 * days.ONE_DAY
    decisions = [
        ConferenceDecision(text="Hitung modal jualan kue", owner=worker, due_on=due_on),
        ConferenceDecision(text="Carikan celemek dan panci", owner=piket, due_on=due_on),
        ConferenceDecision(text="Terbitkan surat domisili", office="Lurah Tallo", due_on=due_on),
    ]
    present = {row.pk for row in list(row.attendees.all())[:3]}
    hold_conference(
        row,
        held_at=planned_at,
        chaired_by=story.staff["kepala"],
        minutes=MINUTES,
        present=present,
        decisions=decisions,
        by=worker,
    )
    yield planned_at + timedelta(hours=2, minutes=15)
    write_letter(row, by=worker)
