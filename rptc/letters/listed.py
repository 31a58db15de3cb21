from rptc.letters.forms import LetterFilter
from rptc.lists import Column, Listed

LETTERS = Listed(
    "surat",
    "Surat",
    asks=[*LetterFilter.base_filters],
    columns=[
        Column("Tanggal", lambda letter, user: letter.dated_on),
        Column("Nomor", lambda letter, user: letter.number),
        Column("Jenis", lambda letter, user: str(letter.kind), about=True),
        # It says the number of a file.
        Column("Tentang", lambda letter, user: letter.about, names=True),
        Column("Nomor sisipan karena", lambda letter, user: letter.inserted_because, names=True),
        Column("Dibuat oleh", lambda letter, user: str(letter.recorded_by)),
        Column("Keadaan", lambda letter, user: letter.state[0]),
    ],
)
