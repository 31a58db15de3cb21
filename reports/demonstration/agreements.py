"""Agreements with partners, all of them invented: one in force with an addendum, one that ends in
forty days and that nobody renewed yet, one that is over while its renewal is a draft, and a decree
without a last day. What was referred before the unit worked in the application rests on none."""

import uuid
from datetime import time, timedelta

from partners.agreements import actions
from partners.agreements.models import Agreement
from partners.referrals.models import BEFORE_AGREEMENTS
from reports.demonstration import meetings
from rptc import days

COMMUNITY, SYNERGY = Agreement.Shape.COMMUNITY, Agreement.Shape.SYNERGY
# Partner, kind, both numbers, what about, scope, who pays, form, last day counted from today.
AGREEMENTS = [
    (
        "Sahabat Yatim",
        "pks",
        "460/01/PKS/RPTC/2025",
        "012/YSY-MKS/I/2025",
        "Pengasuhan dan pendidikan anak",
        "Asrama, sekolah, pendampingan belajar.",
        "Mitra sendiri; RPTC menyediakan perlengkapan pertama.",
        COMMUNITY,
        39,
    ),
    (
        "YPKDS",
        "pks",
        "460/02/PKS/RPTC/2025",
        "07/YPKDS/I/2025",
        "Dukungan sebaya",
        "Pendampingan ke layanan kesehatan dan kelompok sebaya.",
        "Mitra sendiri",
        COMMUNITY,
        -25,
    ),
    (
        "Sentra Wirajaya",
        "kb",
        "460/03/KB/DINSOS/2025",
        "118/SW/HUK/I/2025",
        "Rehabilitasi sosial lanjut",
        "Rehabilitasi dan pelatihan kerja bagi klien RPTC.",
        "APBN pada sentra, APBD untuk pengantaran",
        SYNERGY,
        420,
    ),
    (
        "UPTD PPA",
        "decree",
        "",
        "188.45/120/2025",
        "Tim layanan terpadu perempuan dan anak",
        "Penjangkauan dan pendampingan korban kekerasan.",
        "APBD",
        SYNERGY,
        None,
    ),
]
# How often both sides agreed to meet.
MEETINGS_A_YEAR = {"Sahabat Yatim": 4, "Sentra Wirajaya": 2}
# Why one is referred to a partner without an agreement.
WITHOUT = {
    "YPKDS": "PKS berakhir, perpanjangannya sedang ditulis.",
    "RSUD Daya": "Rujukan layanan kesehatan, perjanjian belum ada.",
}
NONE_YET = "Belum ada perjanjian dengan mitra ini."


def add(story):
    office, head = story.staff["tu"], story.staff["kepala"]
    at = days.at(story.BEGINS, time(11, 5))
    confirmed_at = at + timedelta(hours=3)
    story.agreements = {}
    for partner, kind, ours, theirs, subject, scope, funding, shape, left in AGREEMENTS:
        row = Agreement(
            partner=story.partners[partner],
            kind=kind,
            our_number=ours,
            their_number=theirs,
            subject=subject,
            scope=scope,
            duties="Kedua pihak saling memberi kabar setiap bulan tanpa membuka rahasia klien.",
            funding=funding,
            shape=shape,
            meetings_a_year=MEETINGS_A_YEAR.get(partner),
            starts_on=story.BEGINS,
            valid_until=None if left is None else story.today + timedelta(days=left),
            state=Agreement.State.CONFIRMED,
            recorded_by=office,
            recorded_at=at,
            last_by=office,
            proposed_at=at + timedelta(minutes=10),
            decided_by=head,
            decided_at=confirmed_at,
            # Not of the dice of the story: what is told after this stays as it was.
            send_key=_key(partner),
        )
        story.rows[Agreement].append(row)
        story.agreements[partner] = row
        story.note(office, "wrote", row, at)
        story.note(office, "proposed", row, row.proposed_at)
        story.note(head, "confirmed", row, confirmed_at)


def basis_on(story, partner, day):
    """What a referral of this day rests on, as columns of it."""
    row = story.agreements.get(partner)
    if day < story.BEGINS:
        return {"without_basis": BEFORE_AGREEMENTS}
    if row and row.starts_on <= day and (row.valid_until is None or day <= row.valid_until):
        return {"basis": row}
    return {"without_basis": WITHOUT.get(partner, NONE_YET)}


def add_living(story):
    story.tell(_addendum(story), _renewal(story))


def _addendum(story):
    """More places than were agreed; the last day stays."""
    yield story.ago(11, 10, 40)
    before, office = story.agreements["Sentra Wirajaya"], story.staff["tu"]
    row = Agreement(
        partner=before.partner,
        addendum_to=before,
        kind=before.kind,
        our_number="460/03/KB/DINSOS/2025/A1",
        subject="Jumlah tempat pelatihan, dari 10 menjadi 15",
        starts_on=days.today(),
        send_key=_key("addendum"),
    )
    row = actions.write_agreement(row, by=office)
    pledge = meetings.promise(story, row)
    row = actions.propose_agreement(row, by=office)
    yield story.ago(10, 9, 25)
    head = story.staff["kepala"]
    actions.decide_agreement(row, approve=True, by=head, seen=row.seen)
    yield story.ago(7, 10, 45)
    meetings.keep_promise(story, pledge)


def _renewal(story):
    yield story.ago(5, 13, 50)
    before = story.agreements["YPKDS"]
    row = Agreement(
        partner=before.partner,
        renews=before,
        kind=before.kind,
        subject=before.subject,
        scope=before.scope,
        duties=before.duties,
        funding=before.funding,
        shape=before.shape,
        starts_on=before.valid_until + days.ONE_DAY,
        valid_until=before.valid_until + 365 * days.ONE_DAY,
        send_key=_key("renewal"),
    )
    actions.write_agreement(row, by=story.staff["tu"])


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"perjanjian {name}")
