from cases.patrols.prevention.forms import PreventionFilter
from rptc.lists import Column, Listed

PREVENTIONS = Listed(
    "kegiatan-pencegahan",
    "Kegiatan pencegahan",
    asks=["show", *PreventionFilter.base_filters],
    columns=[
        Column("Tanggal", lambda row, user: row.on),
        Column("Jenis", lambda row, user: row.get_kind_display()),
        Column("Tentang", lambda row, user: row.subject, names=True),
        Column("Tempat", lambda row, user: row.where, names=True),
        Column("Kecamatan", lambda row, user: str(row.district or "")),
        Column("Oleh", lambda row, user: row.done_by, names=True),
        Column("Orang dijangkau", lambda row, user: row.reached),
        Column("Keadaan", lambda row, user: "tidak dihitung" if row.is_dropped else "dihitung"),
    ],
)
