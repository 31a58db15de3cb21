from partners.contributions.forms import ContributionFilter
from rptc.lists import Column, Listed

CONTRIBUTIONS = Listed(
    "sumbangan",
    "Sumbangan",
    asks=["show", *ContributionFilter.base_filters],
    columns=[
        Column("Diterima", lambda row, user: row.on),
        Column("Pemberi", lambda row, user: row.giver, names=True),
        Column("Apa", lambda row, user: row.what, names=True),
        Column("Sumber", lambda row, user: row.get_source_display()),
        Column("Banyaknya", lambda row, user: row.quantity),
        Column("Satuan", lambda row, user: row.unit, names=True),
        Column("Rupiah", lambda row, user: row.amount),
        Column("Keadaan", lambda row, user: row.status[0]),
    ],
)
