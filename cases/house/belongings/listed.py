from cases.templatetags.house import bag_status
from rptc.lists import Column, Listed, words_of

# The tag hangs on one klien's things: its number leads to them as that of a file does.
BAGS = Listed(
    "titipan",
    "Titipan",
    asks=["show"],
    columns=[
        Column("Tas", lambda bag, user: bag.number, names=True),
        Column("Klien", lambda bag, user: str(bag.stay.person), names=True),
        Column("Diterima", lambda bag, user: bag.recorded_at),
        Column("Hari terakhir", lambda bag, user: bag.stay.last_on if bag.stay.is_open else None),
        Column("Keluar", lambda bag, user: bag.stay.ended_at),
        Column("Keadaan", lambda bag, user: words_of(bag_status(bag))),
    ],
)
