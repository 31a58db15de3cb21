"""Who is on duty: what somebody asked them to do, and what one shift hands over to the next."""

from datetime import timedelta

from cases.house.shifts.hours import Shift
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.models import Task
from cases.stays.models import Stay
from rptc import days

# what, from whom, for whom ("" is the shift), about whom; days ago and hour given, and due
TASKS = [
    ("Jemput obat di puskesmas Barombong", "peksos", "", "old woman", (1, 9), (1, 16)),
    ("Siapkan baju ganti untuk anak", "peksos", "", "youngest", (1, 15), (0, 11)),
    ("Ganti lampu kamar mandi Kenanga", "kepala", "piket", "", (1, 10), (0, 14)),
    ("Telepon orang tua di Jeneponto", "kepala", "peksos", "planned", (2, 9), (1, 12)),
    ("Pinjam kursi roda dari puskesmas", "piket", "peksos", "old man", (1, 13), (0, 12)),
    ("Bayar tagihan air galon", "peksos2", "tu", "", (1, 11), (-1, 12)),
]
DONE = [
    ("Antar surat ke kelurahan", "kepala", "tu", (3, 9), (2, 12), "Diterima Ibu Ros, ada paraf."),
    ("Hitung kasur cadangan", "kepala", "", (2, 8), (2, 17), "Ada 6, dua perlu dijemur."),
]
# written by, shift, days ago and hour, read by and after how many minutes (None: nobody yet)
NOTES = [
    ("piket", Shift.MORNING, (2, 14), "malam", 20),
    ("malam", Shift.NIGHT, (1, 6), "piket", 35),
    ("malam", Shift.AFTERNOON, (1, 21), None, 0),
]


def add(story, house):
    for what, by, owner, key, given, due in TASKS:
        _give(story, what, by, owner, given, due, house.get(key))
    for what, by, owner, given, due, proof in DONE:
        task = _give(story, what, by, owner, given, due)
        task.done_at = task.due_at - timedelta(minutes=50)
        task.done_by, task.proof = story.staff[owner or "piket"], proof
        story.note(task.done_by, "finished", task, task.done_at)
    for by, shift, written, reader, minutes in NOTES:
        _hand_over(story, house, by, shift, written, reader, minutes)


def _give(story, what, by, owner, given, due, stay=None):
    task = story.add(
        Task(
            what=what,
            owner=story.staff[owner] if owner else None,
            stay=stay,
            due_at=story.ago(*due),
            recorded_by=story.staff[by],
            recorded_at=story.ago(*given),
        )
    )
    person = stay and stay.person
    story.note(task.recorded_by, "gave", task, task.recorded_at, person=person)
    return task


def _hand_over(story, house, by, shift, written, reader, minutes):
    at = story.ago(*written, 5)
    began = story.ago(written[0] + (shift == Shift.NIGHT), 12)
    there = [
        stay
        for stay in story.rows[Stay]
        if stay.began_at <= at and (stay.ended_at is None or stay.ended_at > at)
    ]
    note = ShiftNote(
        shift_on=days.day_of(began),
        shift=shift,
        state_of_house="Tenang. Makan malam lengkap. Keran dapur menetes.",
        to_watch="Jangan tinggalkan sendiri di halaman." if reader is None else "",
        to_do="Ukur suhu badan pukul 22.00." if reader is None else "Jemur kasur kamar Dahlia.",
        things="Kunci gudang, kunci lemari obat, ponsel piket.",
        number_in_house=len(there),
        number_late=sum(stay.last_on < days.day_of(at) for stay in there),
        recorded_by=story.staff[by],
        recorded_at=at,
    )
    if reader:
        note.acknowledged_by = story.staff[reader]
        note.acknowledged_at = at + timedelta(minutes=minutes)
    story.add(note)
    story.note(note.recorded_by, "wrote", note, at)
    if reader:
        story.note(note.acknowledged_by, "acknowledged", note, note.acknowledged_at)
    else:
        for key in ("ran", "old woman"):
            story.add(ShiftNote.watched.through(shiftnote=note, stay=house[key]))
