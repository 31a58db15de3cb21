from rptc.lists import Column, Listed, part_of

HOMECOMINGS = Listed(
    "pemulangan",
    "Pemulangan",
    asks=["show"],
    columns=[
        Column("Berkas", lambda row, user: row.stay.person.file_number, names=True),
        Column("Nama", lambda row, user: str(row.stay.person), names=True),
        # The place in it was typed.
        Column("Daerah", lambda row, user: str(row.region), about=True),
        Column("Rencana", lambda row, user: row.leaves_on),
        Column("Keluar", lambda row, user: row.stay.ended_at),
        Column("Tiba", lambda row, user: row.arrived_at),
        Column(
            "Keadaan", lambda row, user: part_of("cases/papers/_homecoming_status.html", row=row)
        ),
    ],
)
