from rptc.lists import Column, Listed, part_of

# To be on this list is a matter of law already: it names nobody, nor the letter that would.
PLACEMENTS = Listed(
    "titipan-penegak-hukum",
    "Titipan penegak hukum",
    asks=["show"],
    columns=[
        Column("Dititipkan oleh", lambda row, user: row.get_ordered_by_display(), about=True),
        Column("Tanggal surat", lambda row, user: row.letter_on),
        Column("Berlaku sampai", lambda row, user: row.ends_at),
        Column("Keadaan", lambda row, user: part_of("cases/law/_placement_status.html", row=row)),
    ],
)
