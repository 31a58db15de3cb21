from cases.people.forms import PersonFilter
from rptc.lists import Column, Listed

PEOPLE = Listed(
    "klien",
    "Klien",
    asks=[*PersonFilter.base_filters, "show", "order"],
    columns=[
        Column("Berkas", lambda person, user: person.file_number, names=True),
        Column("Nama", lambda person, user: person.shown_name, names=True),
        Column("Panggilan", lambda person, user: person.alias, names=True),
        Column("L/P", lambda person, user: person.sex),
        Column("Umur", lambda person, user: str(person.age_today)),
        # Of who works with files: the screen shows both to nobody else.
        Column("Terjaring, kali", lambda person, user: getattr(person, "times", None)),
        Column("Terjaring terakhir", lambda person, user: getattr(person, "last_met_on", None)),
    ],
)
