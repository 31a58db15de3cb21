"""The invitation of each partner, and the minutes, as numbered letters. They name no klien: the
office has both in its register."""

from partners.meetings.agenda import KANTER, agenda_of
from partners.meetings.models import Meeting, MeetingPartner
from rptc.letters.texts.sorts import LONG_NAME, Name, Rows, Subject, Way, register
from rptc.words import pukul, tanggal, tanggal_panjang, tanggal_surat

INVITATION, MINUTES = "undangan-rapat", "notula-rapat"
DAY, HOUR = "Rabu, 30 September 2026", "pukul 22.45 WITA"
AGENDA = "; ".join(name for name, _ in KANTER)
LONG = "Koordinasi pengasuhan, pendidikan dan pemulangan anak sesuai perjanjian. " * 6


def _of(meeting: Meeting, at) -> dict:
    return {
        "rapat.jenis": meeting.get_kind_display(),
        "rapat.tentang": meeting.subject,
        "rapat.hari": tanggal_panjang(at),
        "rapat.pukul": pukul(at),
        "rapat.tempat": meeting.place,
    }


def facts_of_invitation(invited: MeetingPartner) -> dict:
    meeting, partner = invited.meeting, invited.partner
    others = meeting.invited.invited().exclude(pk=invited.pk).select_related("partner")
    return _of(meeting, meeting.at) | {
        "mitra.nama": str(partner),
        "mitra.alamat": partner.address,
        "rapat.acara": "; ".join(name for name, _ in agenda_of(meeting)),
        "rapat.lainnya": ", ".join(str(each) for each in others.order_by("pk")),
    }


def facts_of_minutes(meeting: Meeting) -> dict:
    invited = meeting.invited.invited().select_related("partner").order_by("pk")
    decisions = meeting.decisions.select_related("partner", "owner").order_by("due_on", "pk")
    return _of(meeting, meeting.held_at) | {
        "rapat.kami": meeting.ours,
        "rapat.pimpinan": "hadir" if meeting.our_leader_present else "tidak hadir",
        "rapat.pembahasan": meeting.minutes,
        "mitra": [
            {
                "nama": str(each),
                "pimpinan": "hadir" if each.leader_present else "tidak hadir",
                "datang": each.came,
            }
            for each in invited
        ],
        "keputusan": [
            {
                "apa": each.what,
                "siapa": each.whose,
                "batas": tanggal_surat(each.due_on),
            }
            for each in decisions
        ],
    }


def subject_of_invitation(invited: MeetingPartner) -> Subject:
    return Subject(f"Rapat {tanggal(invited.meeting.at)}, {invited.partner.short_name}"[:120])


def subject_of_minutes(meeting: Meeting) -> Subject:
    return Subject(f"Rapat {tanggal(meeting.held_at)}")


OF_BOTH = {
    "rapat.jenis": Name("Jenis rapat", "Evaluasi tahunan", "Lain"),
    "rapat.tentang": Name("Tentang", LONG[:200], "PKS"),
    "rapat.hari": Name("Hari", DAY, "Jumat, 1 Mei 2026"),
    "rapat.pukul": Name("Jam", HOUR, HOUR),
    "rapat.tempat": Name("Tempat", LONG[:120], "RPTC"),
}

register(
    Way(
        INVITATION,
        "partners.MeetingPartner",
        OF_BOTH
        | {
            "mitra.nama": Name("Nama mitra", LONG_NAME[:120], "YPKDS"),
            "mitra.alamat": Name("Alamat mitra", LONG[:200]),
            "rapat.acara": Name("Acara rapat tahunan", AGENDA),
            "rapat.lainnya": Name("Mitra lain yang diundang", LONG * 2),
        },
        facts_of_invitation,
        subject_of_invitation,
    ),
    Way(
        MINUTES,
        "partners.Meeting",
        OF_BOTH
        | {
            "rapat.kami": Name("Yang hadir dari RPTC", LONG_NAME[:200]),
            "rapat.pimpinan": Name("Pimpinan RPTC hadir atau tidak", "tidak hadir", "hadir"),
            "rapat.pembahasan": Name("Isi pembahasan", LONG * 22, "Sepakat."),
            "mitra": Rows(
                "Mitra yang diundang",
                {
                    "nama": Name("Nama mitra", LONG[:120], "YPKDS"),
                    "pimpinan": Name("Pimpinannya hadir atau tidak", "tidak hadir", "hadir"),
                    "datang": Name("Yang datang", LONG_NAME[:120]),
                },
                20,
            ),
            "keputusan": Rows(
                "Keputusan",
                {
                    "apa": Name("Keputusan", LONG[:300], "Rapat lagi"),
                    "siapa": Name("Oleh", LONG[:120], "TU"),
                    "batas": Name("Paling lambat", "30 September 2026", "1 Mei 2026"),
                },
                30,
            ),
        },
        facts_of_minutes,
        subject_of_minutes,
    ),
)
