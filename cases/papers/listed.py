from cases.papers.models import Paper, PaperRequest
from rptc.lists import Column, Listed


def paper_of(row):
    """What is asked for, or would be; None of a child of whom nothing is written yet."""
    if isinstance(row, PaperRequest):
        return row.paper
    return row if isinstance(row, Paper) else None


def person_of(row):
    return (paper_of(row) or row).person


def state_of(row):
    if isinstance(row, Paper):
        return row.get_state_display()
    if not isinstance(row, PaperRequest):
        return "tanpa akta"
    if row.is_running:
        return row.days_words
    return "Diterima" if row.got_on else row.get_end_reason_display()


def of_request(name):
    return lambda row, user: getattr(row, name) if isinstance(row, PaperRequest) else None


PAPERS = Listed(
    "dokumen",
    "Dokumen",
    asks=["show", "office"],
    columns=[
        Column("Dokumen", lambda row, user: str(paper_of(row) or "Akta kelahiran"), about=True),
        Column("Berkas", lambda row, user: person_of(row).file_number, names=True),
        Column("Nama", lambda row, user: str(person_of(row)), names=True),
        # Each office makes its own kinds of papers.
        Column("Kantor", lambda row, user: str(of_request("office")(row, user) or ""), about=True),
        Column("Diminta", of_request("asked_on")),
        Column("Diterima", of_request("got_on")),
        Column("Keadaan", lambda row, user: state_of(row), about=True),
    ],
)
