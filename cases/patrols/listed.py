from cases.patrols.forms import PatrolFilter
from rptc.lists import Column, Listed

PATROLS = Listed(
    "patroli",
    "Patroli",
    asks=[*PatrolFilter.base_filters],
    columns=[
        Column("Nomor", lambda patrol, user: patrol.number),
        Column("Regu", lambda patrol, user: str(patrol.team)),
        Column("Rute", lambda patrol, user: patrol.route),
        Column("Mulai", lambda patrol, user: patrol.started_at),
        Column("Selesai", lambda patrol, user: patrol.ended_at),
        Column("Surat tugas", lambda patrol, user: str(patrol.order_letter or "belum ada")),
        Column("Orang", lambda patrol, user: patrol.people),
    ],
)
