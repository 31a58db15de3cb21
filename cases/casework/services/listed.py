from rptc.lists import Column, Listed

SESSIONS = Listed(
    "kegiatan-kelompok",
    "Kegiatan kelompok",
    asks=[],
    columns=[
        Column("Kegiatan", lambda session, user: str(session.kind)),
        Column("Tentang apa", lambda session, user: session.topic, names=True),
        Column("Mulai", lambda session, user: session.held_at),
        Column("Menit", lambda session, user: session.minutes),
        Column("Dipimpin oleh", lambda session, user: session.leader, names=True),
        Column("Hadir", lambda session, user: session.present),
        Column("Tidak hadir", lambda session, user: session.absent),
    ],
)
