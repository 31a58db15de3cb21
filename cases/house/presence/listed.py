from cases.templatetags.house import absence_status
from rptc.lists import Column, Listed, words_of

ROLL_CALLS = Listed(
    "daftar-absen",
    "Daftar absen",
    asks=["month"],
    columns=[
        Column("Tanggal", lambda call, user: call.on),
        Column("Bagian", lambda call, user: call.get_part_display()),
        Column("Hadir", lambda call, user: call.present),
        Column("Tidak hadir", lambda call, user: call.absent),
        Column("Izin keluar", lambda call, user: call.out),
        Column("Diambil oleh", lambda call, user: str(call.taken_by)),
        Column("Diambil pada", lambda call, user: call.taken_at),
        Column("Diperbaiki", lambda call, user: "ya" if call.is_corrected else ""),
    ],
)
ABSENCES = Listed(
    "tidak-terlihat",
    "Tidak terlihat",
    asks=["show"],
    columns=[
        Column("Klien", lambda absence, user: str(absence.stay.person), names=True),
        Column("Terakhir terlihat", lambda absence, user: absence.last_seen_at),
        Column("Tidak ada saat absen", lambda absence, user: absence.noticed_at),
        Column("Berakhir", lambda absence, user: absence.ended_at),
        Column("Keadaan", lambda absence, user: words_of(absence_status(absence)), about=True),
    ],
)
