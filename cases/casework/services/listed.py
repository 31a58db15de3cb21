from cases.templatetags.services import service_status
from rptc.lists import Column, Listed, words_of

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
SERVICES = Listed(
    "layanan-direncanakan",
    "Layanan yang direncanakan",
    asks=["show"],
    columns=[
        Column("Layanan", lambda service, user: str(service.kind), about=True),
        Column("Klien", lambda service, user: str(service.stay.person), names=True),
        Column("Oleh", lambda service, user: str(service.recorded_by)),
        Column("Direncanakan", lambda service, user: service.planned_on),
        Column("Keadaan", lambda service, user: words_of(service_status(service))),
    ],
)
