"""What is talked about once a year: the five marks by which Kanter tells whether a partnership
holds, each as a question to both sides. The seven indicators are the figures to it."""

from partners.meetings.models import Meeting, MeetingKind

KANTER = (
    ("Strategis", "Apakah kerja sama ini masih penting bagi tujuan kedua pihak?"),
    ("Tidak kompetitif", "Apakah kita saling melengkapi, tanpa berebut klien, dana atau nama?"),
    ("Keterbukaan informasi", "Apakah kabar, angka dan kesulitan dibagi tepat waktu?"),
    ("Integrasi", "Apakah rujukan dan layanan kedua pihak bersambung, tanpa diulang?"),
    ("Pembagian tugas", "Apakah jelas siapa mengerjakan apa, dan apakah ditepati?"),
)


def agenda_of(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Its points, each with a question; of the yearly meeting alone."""
    return KANTER if meeting.kind == MeetingKind.YEARLY else ()


def headings_of(meeting: Meeting) -> str:
    """The points as the minutes begin, room below each; "" without an agenda."""
    lines = [f"{n}. {name}. {asks}" for n, (name, asks) in enumerate(agenda_of(meeting), 1)]
    return "\n\n".join(lines)


def answers_in(minutes: str, meeting: Meeting) -> str:
    """The minutes, or "" where nothing was written below the headings."""
    return "" if minutes.split() == headings_of(meeting).split() else minutes
