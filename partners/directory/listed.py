from rptc.lists import Column, Listed

PARTNERS = Listed(
    "mitra",
    "Mitra",
    asks=["show"],
    columns=[
        Column("Mitra", lambda partner, user: partner.name),
        Column("Jenis", lambda partner, user: partner.get_kind_display()),
        Column("Telepon", lambda partner, user: partner.phone),
        Column("Kosong, laki-laki", lambda partner, user: partner.free_male),
        Column("Kosong, perempuan", lambda partner, user: partner.free_female),
        Column("Kata mereka pada", lambda partner, user: partner.said_places_at),
        Column("Petugas dengan akun", lambda partner, user: partner.people),
    ],
)
