from cases.house.board.filters import StayFilter
from cases.people.access import may_know_class
from cases.templatetags.stays import stay_status
from rptc import days
from rptc.lists import Column, Listed, words_of


def class_of(stay, user):
    known = may_know_class(user, stay.person)
    return stay.classification_name if known else "berkas tertutup"


STAYS = Listed(
    "masa-pembinaan",
    "Masa pembinaan",
    asks=[*StayFilter.base_filters],
    columns=[
        Column("Berkas", lambda stay, user: stay.person.file_number, names=True),
        Column("Nama", lambda stay, user: stay.person.shown_name, names=True),
        Column("L/P", lambda stay, user: stay.person.sex),
        Column("Umur", lambda stay, user: str(stay.person.age_today)),
        Column("Klasifikasi", class_of, about=True),
        Column("Masuk", lambda stay, user: days.day_of(stay.began_at)),
        Column("Hari ke", lambda stay, user: stay.day()),
        Column("Hari terakhir", lambda stay, user: stay.last_on),
        Column("Keadaan", lambda stay, user: words_of(stay_status(stay))),
        Column("Pekerja sosial", lambda stay, user: stay.social_worker_name),
    ],
)
