from cases.aftercare.forms import FollowUpFilterForm
from cases.aftercare.models import FollowUp
from cases.templatetags.follow_ups import contact_status, follow_up_status
from rptc.lists import Column, Listed, words_of

CLOSED = "tujuan tertutup"


def is_done(row):
    return isinstance(row, FollowUp)


def day_of(row, user):
    return row.done_on if is_done(row) else row.due_on


def way_of(row, user):
    return row.get_way_display() if is_done(row) else str(row.way.label)


def area_of(row, user):
    if is_done(row):
        return ""
    return str(row.area or "") if row.exit.is_told else CLOSED


def state_of(row, user):
    return words_of(follow_up_status(row) if is_done(row) else contact_status(row))


FOLLOW_UPS = Listed(
    "bimbingan-lanjut",
    "Bimbingan lanjut",
    asks=[*FollowUpFilterForm.base_fields],
    columns=[
        Column("Tanggal", day_of),
        Column("Berkas", lambda row, user: row.exit.stay.person.file_number, names=True),
        Column("Nama", lambda row, user: str(row.exit.stay.person), names=True),
        Column("Hari ke", lambda row, user: row.day),
        Column("Cara", way_of),
        Column("Wilayah", area_of),
        Column("Keadaan", state_of, about=True),
    ],
)
