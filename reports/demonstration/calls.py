"""What the public reports: most calls, a patrol rides for; two of last night wait."""

from cases.patrols.public_reports.actions import register_public_report
from cases.patrols.public_reports.models import PublicReport
from rptc import days

CHANNELS = ["telephone", "112", "chat", "hotline", "lapor", "counter"]
CALLS = [
    ("Anak-anak meminta-minta di lampu merah.", 3),
    ("Orang tidur di emperan toko, tampak sakit.", 1),
    ("Manusia silver di perempatan, ada anak kecil.", 2),
    ("Perempuan dengan bayi meminta-minta.", 2),
    ("Orang bicara sendiri dan mengganggu pengendara.", 1),
    ("Anak membersihkan kaca mobil sampai malam.", 4),
]


def add_waiting(story):
    for number, place in enumerate(["Jl. Abdullah Daeng Sirua", "Depan Pasar Terong"]):
        story.tell(called(story, number + 3, story.ago(1, 22 + number, 35), place=place))


def called(story, number, at, **where):
    """The report, once it is written down."""
    yield at
    what, how_many = CALLS[number % len(CALLS)]
    channel = CHANNELS[number % len(CHANNELS)]
    named = number % 2 == 0
    report = PublicReport(
        received_at=at,
        channel=channel,
        ticket=f"#{7_100_000 + number * 137}" if channel == "lapor" else "",
        what=what,
        how_many=how_many,
        reporter=["Ibu Salma", "Pak Anwar", "Warga"][number % 3] if named else "",
        reporter_contact="0800 000 00" if named else "",
        wants_no_name=number % 4 == 2,
        send_key=story.key(),
        **where,
    )
    by = story.staff["malam" if at.astimezone(days.WITA).hour >= 18 else "piket"]
    return register_public_report(report, by=by)
