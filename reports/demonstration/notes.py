"""What social workers and the head note of those in the living house, at all three levels; and the
weekly report on who is here for longer than two weeks."""

from datetime import timedelta

from cases.casework.notes.actions import correct_note, write_note
from cases.casework.notes.models import Note
from cases.casework.notes.models import NoteAbout as About
from cases.casework.notes.models import NoteLevel as Level
from cases.casework.progress.actions import report_progress
from cases.casework.progress.models import Component, ProgressReport, ProgressRow, Score
from rptc import days

# key, days ago, hour, level, about, words: by the social worker of the stay
WRITTEN = [
    ("planned", 3, 10, Level.TEAM, About.PROGRESS, "Mulai mau ikut belajar membaca di kelas."),
    ("planned", 2, 14, Level.TEAM, About.FAMILY, "Bibinya menelepon, mau menjenguk hari Sabtu."),
    ("often met", 3, 9, Level.TEAM, About.TALK, "Ingin berjualan kue lagi, modalnya belum ada."),
    ("exit of a child", 4, 11, Level.TEAM, About.FAMILY, "Neneknya tinggal di Bontoala."),
    ("quiet woman", 2, 15, Level.TEAM, About.PROGRESS, "Tidur lebih tenang, makan tiga kali."),
    ("elder sister", 1, 16, Level.TEAM, About.PROGRESS, "Tidak mau jauh dari adik-adiknya."),
    (
        "planned",
        2,
        16,
        Level.PROFESSIONAL,
        About.TALK,
        "Bercerita mengapa ia pergi dari rumah. Belum mau menyebut siapa yang memukulnya.",
    ),
    (
        "tomorrow too",
        3,
        13,
        Level.PROFESSIONAL,
        About.OFFERED,
        "Pendampingan psikolog ditawarkan. Mau berpikir dahulu sampai lusa.",
    ),
    (
        "health",
        1,
        11,
        Level.PROFESSIONAL,
        About.REFERRED,
        "Setuju didampingi. Jadwal pertama hari Kamis, di luar RPTC.",
    ),
]
MENDED = (
    "exit of a child",
    "Neneknya tinggal di Tallo, bukan di Bontoala.",
    "Salah dengar alamatnya.",
)
# component, discipline, diligence, creativity, remark: of the one who is here for so long
SCORED = [
    (Component.WORSHIP, Score.GOOD, Score.GOOD, "", ""),
    (Component.DUTY, Score.FAIR, Score.FAIR, "", "Perlu diingatkan pagi hari."),
    (Component.BODY, Score.GOOD, "", "", ""),
    (Component.THERAPY, Score.FAIR, Score.GOOD, Score.GOOD, "Menganyam dua tas."),
]
REPORTED = ("long here", 2, 14, "Lebih tenang dan mau bekerja bersama.")
BY_THE_HEAD = (
    "before the law",
    1,
    17,
    "Keluarga pelapor meminta bertemu. Tidak diizinkan sebelum ada surat dari Polrestabes.",
)


def add(story, patrols):
    for key, ago, hour, level, about, words in WRITTEN:
        story.tell(_written(story, key, story.ago(ago, hour, 20), level, about, words))
    key, ago, hour, words = BY_THE_HEAD
    story.tell(_reported(story))
    head = story.staff["kepala"]
    at = story.ago(ago, hour)
    story.tell(_written(story, key, at, Level.HEAD, About.OTHER, words, by=head))


def _written(story, key, at, level, about, words, *, by=None):
    yield at
    stay = story.house[key]
    note = Note(stay=stay, on=days.today(), level=level, about=about, send_key=story.key())
    note = write_note(note, words=words, by=by or stay.social_worker)
    if key == MENDED[0]:
        yield at + timedelta(minutes=45)
        _, words, why = MENDED
        copied = {"stay": stay, "on": note.on, "level": level, "about": about}
        new = Note(corrects=note, send_key=story.key(), **copied)
        correct_note(new, words=words, why=why, by=note.recorded_by)


def _reported(story):
    key, ago, hour, conclusion = REPORTED
    yield story.ago(ago, hour)
    stay, names = (
        story.house[key],
        ["component", "discipline", "diligence", "creativity", "remark"],
    )
    rows = [ProgressRow(**dict(zip(names, row, strict=True))) for row in SCORED]
    report = ProgressReport(
        stay=stay, on=days.today(), conclusion=conclusion, send_key=story.key()
    )
    report_progress(report, rows=rows, by=stay.social_worker)
