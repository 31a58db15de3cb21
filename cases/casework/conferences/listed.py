from cases.casework.conferences.models import Conference
from cases.templatetags.conferences import conference_status
from rptc.lists import Column, Listed, words_of


def is_planned(row):
    """Or a stay whose klien needs one."""
    return isinstance(row, Conference)


CONFERENCES = Listed(
    "konferensi-kasus",
    "Konferensi kasus",
    asks=["show"],
    columns=[
        Column(
            "Klien",
            lambda row, user: str(row.stay.person if is_planned(row) else row.person),
            names=True,
        ),
        Column("Direncanakan", lambda row, user: row.planned_at if is_planned(row) else None),
        Column(
            "Keadaan",
            lambda row, user: words_of(conference_status(row)) if is_planned(row) else "Diusulkan",
        ),
    ],
)
