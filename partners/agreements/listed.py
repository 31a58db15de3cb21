from partners.agreements.forms import AgreementFilter
from rptc.lists import Column, Listed

AGREEMENTS = Listed(
    "perjanjian",
    "Perjanjian",
    asks=["show", *AgreementFilter.base_filters],
    columns=[
        Column("Mitra", lambda row, user: str(row.partner)),
        Column("Jenis", lambda row, user: row.get_kind_display()),
        Column("Nomor kami", lambda row, user: row.our_number),
        Column("Nomor mitra", lambda row, user: row.their_number),
        Column("Tentang", lambda row, user: row.subject),
        Column("Berlaku mulai", lambda row, user: row.starts_on),
        Column("Berlaku sampai", lambda row, user: row.until),
        Column("Keadaan", lambda row, user: row.status[0]),
    ],
)
