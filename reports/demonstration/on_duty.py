"""Who is on duty: what somebody asked them to do, and what one shift hands over to the next."""

from datetime import timedelta

from cases.house.shifts.actions import acknowledge_note, write_note
from cases.house.shifts.hours import Shift
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.actions import finish_task, give_task
from cases.house.tasks.models import Task
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


def add(story, patrols):
    for what, by, owner, key, given, due in TASKS:
        story.tell(_given(story, what, by, owner, given, due, key))
    for what, by, owner, given, due, proof in DONE:
        story.tell(_done(story, what, by, owner, given, due, proof))
    for note in NOTES:
        story.tell(_handed_over(story, *note))


def _given(story, what, by, owner, given, due, key=""):
    yield story.ago(*given)
    task = Task(
        what=what,
        owner=story.staff[owner] if owner else None,
        stay=story.house[key] if key else None,
        due_at=story.ago(*due),
        send_key=story.key(),
    )
    return give_task(task, by=story.staff[by])


def _done(story, what, by, owner, given, due, proof):
    task = yield from _given(story, what, by, owner, given, due)
    yield task.due_at - timedelta(minutes=50)
    finish_task(task, proof, by=story.staff[owner or "piket"])


def _handed_over(story, by, shift, written, reader, minutes):
    yield story.ago(*written, 5)
    began = story.ago(written[0] + (shift == Shift.NIGHT), 12)
    note = ShiftNote(
        shift_on=days.day_of(began),
        shift=shift,
        state_of_house="Tenang. Makan malam lengkap. Keran dapur menetes.",
        to_watch="Jangan tinggalkan sendiri di halaman." if reader is None else "",
        to_do="Ukur suhu badan pukul 22.00." if reader is None else "Jemur kasur kamar Dahlia.",
        things="Kunci gudang, kunci lemari obat, ponsel piket.",
        send_key=story.key(),
    )
    watched = [] if reader else [story.house[key] for key in ("ran", "old woman")]
    write_note(note, watched=watched, by=story.staff[by])
    if reader:
        yield note.recorded_at + timedelta(minutes=minutes)
        acknowledge_note(note, by=story.staff[reader])
