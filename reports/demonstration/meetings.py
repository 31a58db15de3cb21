"""Meetings with partners, and what they promised and gave; all of it invented. Of five meetings
one comes, one was cancelled, and one has no minutes yet; one decision is late. Of a pledge a part
is still to come, and one contribution waits for the head."""

import uuid
from datetime import time, timedelta

from partners.contributions import actions
from partners.contributions.models import Contribution, Pledge
from partners.meetings.models import Meeting, MeetingDecision, MeetingPartner
from rptc import days

K = Meeting.Kind
# Kind, subject, days ago (less than 0: to come), partners with who came (None: nobody came; ""
# where it was not held), our leader, minutes.
MEETINGS = [
    (
        K.COORDINATION,
        "Alur rujukan dan kabar bulanan",
        420,
        {"Sahabat Yatim": "Ketua yayasan", "Sentra Wirajaya": None},
        True,
        "Rujukan dijawab dalam dua hari kerja. Kabar bulanan dikirim paling lambat tanggal lima.",
    ),
    (
        K.YEARLY,
        "Evaluasi tahunan kemitraan",
        40,
        {"Sahabat Yatim": "Ketua yayasan", "YPKDS": "Koordinator", "Sentra Wirajaya": "Kepala"},
        True,
        "1. Strategis. Ya, bagi ketiga mitra.\n2. Tidak kompetitif. Saling melengkapi.\n"
        "3. Keterbukaan informasi. Kabar bulanan berjalan.\n"
        "4. Integrasi. Tempat asrama kurang pada bulan puasa.\n"
        "5. Pembagian tugas. Jelas; PKS diperpanjang.",
    ),
    (K.COORDINATION, "Jadwal kelompok sebaya", 75, {"YPKDS": ""}, None, ""),
    (K.COORDINATION, "Tempat pelatihan", 6, {"Sentra Wirajaya": "Kepala seksi"}, False, ""),
    (
        K.OTHER,
        "Persiapan perpanjangan PKS",
        -5,
        {"Sahabat Yatim": "", "YPKDS": ""},
        None,
        "",
    ),
]
CANCELLED = "Jadwal kelompok sebaya"
# Of which meeting, what, whose (a partner's name, or an office), due days after it, done after.
DECISIONS = [
    (0, "Menunjuk narahubung rujukan", "Sahabat Yatim", 14, 9),
    (0, "Mengirim contoh kabar bulanan", "Tata Usaha RPTC", 14, 20),
    (1, "Menyusun daftar kebutuhan asrama", "Sahabat Yatim", 30, None),
    (1, "Menyiapkan rancangan perpanjangan PKS", "Tata Usaha RPTC", 60, None),
]


def add(story):
    office, head = story.staff["tu"], story.staff["kepala"]
    first = days.at(story.BEGINS + timedelta(days=8), time(9))
    meetings = []
    for number, (kind, subject, ago, partners, ours, minutes) in enumerate(MEETINGS):
        at = max(story.ago(ago, 9), first)
        recorded_at = min(at - timedelta(days=7), story.ago(2, 10, 5))
        row = Meeting(
            kind=kind,
            subject=subject,
            at=at,
            first_at=at,
            recorded_by=office,
            recorded_at=recorded_at,
            send_key=_key(f"rapat {number}"),
        )
        _end(row, ours, minutes)
        story.rows[Meeting].append(row)
        story.note(office, "registered", row, recorded_at)
        meetings.append(row)
        for partner, came in partners.items():
            story.rows[MeetingPartner].append(
                MeetingPartner(
                    meeting=row,
                    partner=story.partners[partner],
                    leader_present=None if ours is None else came is not None,
                    came=came or "",
                    recorded_by=office,
                    recorded_at=recorded_at,
                    send_key=_key(f"undangan {number} {partner}"),
                )
            )
        if row.held_at:
            story.note(office, "held", row, at + timedelta(hours=4))
    for number, (of, what, whose, due, done) in enumerate(DECISIONS):
        meeting = meetings[of]
        row = MeetingDecision(
            meeting=meeting,
            what=what,
            partner=story.partners.get(whose),
            owner_name="" if whose in story.partners else whose,
            due_on=meeting.on + timedelta(days=due),
            recorded_by=office,
            recorded_at=meeting.at + timedelta(hours=4),
            send_key=_key(f"keputusan {number}"),
        )
        if done and meeting.on + timedelta(days=done) < story.today:
            row.state, row.ended_by = "done", head
            row.ended_on = meeting.on + timedelta(days=done)
        story.rows[MeetingDecision].append(row)


def _end(row, ours, minutes):
    if ours is not None:
        row.state, row.held_at, row.our_leader_present = "held", row.at, ours
        row.minutes = minutes
    elif row.subject == CANCELLED:
        row.state, row.end_reason = "cancelled", "Koordinator mitra berhalangan."


# Days ago, partner (or another giver), source, kind, what, rupiah, pieces, unit, paper; and
# whether the head has confirmed it.
GIVEN = [
    (
        9,
        "Sahabat Yatim",
        "partner",
        "goods",
        "Perlengkapan sekolah",
        1_750_000,
        7,
        "paket",
        "021/YSY-MKS",
        True,
    ),
    (
        8,
        "Toko Contoh Losari",
        "private",
        "money",
        "Makan siang Jumat",
        1_200_000,
        None,
        "",
        "",
        True,
    ),
    (4, "Toko Contoh Losari", "private", "goods", "Kasur busa", None, 6, "buah", "", False),
]


def add_living(story):
    story.tell(*(_given(story, number, *given) for number, given in enumerate(GIVEN)))


def promise(story, agreement):
    """What an addendum promises, written with it."""
    row = Pledge(
        agreement=agreement,
        year=days.today().year,
        kind=Pledge.Kind.SERVICE,
        what="Pelatihan kerja",
        quantity=15,
        unit="tempat",
        send_key=_key("janji"),
    )
    return actions.write_pledge(row, by=story.staff["tu"])


def keep_promise(story, pledge):
    """A part of it, confirmed."""
    row = Contribution(
        partner=pledge.agreement.partner,
        source="partner",
        kind=pledge.kind,
        what="Pelatihan las, angkatan pertama",
        quantity=5,
        unit=pledge.unit,
        amount=7_500_000,
        on=days.today(),
        pledge=pledge,
        paper_number="131/SW",
        send_key=_key("menepati janji"),
    )
    row = actions.write_contribution(row, by=story.staff["tu"])
    actions.decide_contribution(row, approve=True, by=story.staff["kepala"], seen=row.seen)


def _given(story, number, ago, giver, source, kind, what, amount, pieces, unit, paper, confirmed):
    yield story.ago(ago, 11, 10 + number)
    partner = story.partners.get(giver)
    row = Contribution(
        partner=partner,
        giver_name="" if partner else giver,
        source=source,
        kind=kind,
        what=what,
        amount=amount,
        quantity=pieces,
        unit=unit,
        on=days.today(),
        paper_number=paper,
        send_key=_key(f"sumbangan {number}"),
    )
    row = actions.write_contribution(row, by=story.staff["tu"])
    if confirmed:
        yield story.ago(ago - 1, 9, 40 + number)
        head = story.staff["kepala"]
        actions.decide_contribution(row, approve=True, by=head, seen=row.seen)


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"kemitraan {name}")
