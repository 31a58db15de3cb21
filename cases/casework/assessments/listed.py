from cases.templatetags.assessments import due_status
from rptc.lists import Column, Listed, words_of


def due_of(stay):
    """Of a draft, and before an exit, no clock runs."""
    due_at = getattr(stay, "assessment_due_at", None)
    return words_of(due_status(due_at)) if due_at else ""


ASSESSMENTS = Listed(
    "asesmen",
    "Asesmen",
    asks=["show", "worker"],
    columns=[
        Column("Klien", lambda stay, user: str(stay.person), names=True),
        Column("Umur", lambda stay, user: str(stay.person.age_today)),
        Column("Hari ke", lambda stay, user: stay.day()),
        Column("Pekerja sosial", lambda stay, user: str(stay.social_worker or "")),
        Column("Batas", lambda stay, user: due_of(stay)),
    ],
)
