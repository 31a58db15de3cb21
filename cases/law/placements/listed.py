from rptc.lists import Column, Listed, part_of

PLACEMENTS = Listed(
    "titipan-penegak-hukum",
    "Titipan penegak hukum",
    asks=["show"],
    columns=[
        Column("Berkas", lambda row, user: row.stay.person.file_number),
        Column("Nama", lambda row, user: str(row.stay.person), names=True),
        Column("Dititipkan oleh", lambda row, user: row.get_ordered_by_display()),
        Column("Kantor dan pejabatnya", lambda row, user: row.office, names=True),
        Column("Nomor surat", lambda row, user: row.letter_number),
        Column("Tanggal surat", lambda row, user: row.letter_on),
        Column("Berlaku sampai", lambda row, user: row.ends_at),
        Column("Keadaan", lambda row, user: part_of("cases/law/_placement_status.html", row=row)),
    ],
)
