"""The few numbers that matter now, for all the roles of one human being.

Each is counted from the rows that its link opens, by the same querysets and filters; none is
stored. What somebody was asked to do is a task; what follows from a fact is read from the fact.
"""

from django.db.models import Exists
from django.urls import reverse

from cases.aftercare.views import due_now
from cases.exits.models import Exit
from cases.gate.incidents.models import Incident
from cases.gate.visits.models import Inquiry, Visit
from cases.house.beds.actions import without_bed
from cases.house.belongings.models import Bag
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, RollCall, half_day, is_due
from cases.house.tasks.models import Task
from cases.intakes.contests.models import Contest
from cases.intakes.models import Door, Intake
from cases.intakes.triage import lists as triage
from cases.patrols.public_reports.models import PublicReport
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from partners.referrals.models import Referral, ReferralState
from reports.desk.approvals import rows_waiting_for
from reports.desk.today.counting import Figure, count_together
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.letters.models import Letter

# More than anybody can do today.
MOST_FOLLOW_UPS = 200


def figures(user):
    """Everything that may press, whether there is any of it now or not."""
    rows = []
    if user.has_perm("reports.view_approvals"):
        rows += _decisions(user)
    if user.has_perm("cases.view_stay"):
        rows += _house(user)
    if user.has_perm("cases.take_roll_call"):
        rows += _presence(user)
    if user.has_perm("cases.view_task"):
        rows += _tasks(user)
    rows += _gate(user)
    if user.has_perm("cases.triage"):
        rows += _triage(user)
    if user.has_perm("cases.view_public_report"):
        rows += _public_reports(user)
    if user.has_perm("cases.view_stay"):
        rows += _belongings(user)
    if user.has_perm("cases.propose_extension"):
        rows += _extensions(user)
    if user.has_perm("cases.write_plan"):
        rows += _own_cases(user)
    if user.has_perm("cases.record_follow_up"):
        rows += _follow_ups(user)
    if user.has_perm("partners.view_referral"):
        rows += _referrals(user)
    if user.has_perm("letters.complete_letter"):
        rows += _letters(user)
    if user.has_perm("accounts.prepare_user"):
        rows += _users()
    if user.has_perm("cases.view_stay"):
        rows += _running(user)
    if user.has_perm("cases.view_intake") and not user.has_perm("cases.register_patrol"):
        rows += _caught(user)
    return count_together(rows)


def _decisions(user):
    address = reverse("reports:approvals")
    return [Figure(rows_waiting_for(user), "Menunggu keputusan saya", address, "due")]


def _house(user):
    today, board = days.today(), reverse("cases:stay_list")
    house = Stay.objects.visible_to(user)
    figures = [
        Figure(house.at_limit("over", today), "Lewat batas", f"{board}?limit=over", "late"),
        Figure(house.at_limit("today", today), "Habis hari ini", f"{board}?limit=today", "due"),
    ]
    if user.has_perm("cases.confirm_arrival"):
        on_the_way = Intake.objects.visible_to(user).on_the_way()
        address = reverse("cases:stay_arrivals")
        figures.append(Figure(on_the_way, "Dalam perjalanan", address, "due"))
    if user.has_perm("cases.place_in_bed"):
        unplaced = without_bed(house)
        figures.append(Figure(unplaced, "Belum ada tempat tidur", f"{board}?bed=none", "due"))
    return figures


def _running(user):
    """What goes on by itself, and is looked at when there is time."""
    house, exits = Stay.objects.visible_to(user), Exit.objects.visible_to(user)
    return [
        Figure(exits.running(), "Terminasi berjalan", reverse("cases:exit_list"), "wait"),
        Figure(house.open(), "Dalam RPTC", reverse("cases:stay_list")),
    ]


def _presence(user):
    """Who was not seen, who is not back, and the roll call of this half day once it is due."""
    now = days.now()
    figures = [
        Figure(
            Absence.objects.visible_to(user).untouched(),
            "Tidak terlihat, belum ditindaklanjuti",
            f"{reverse('cases:absence_list')}?show=untouched",
            "late",
        ),
        Figure(
            Leave.objects.visible_to(user).late(now),
            "Belum kembali dari izin",
            f"{reverse('cases:leave_list')}?show=late",
            "late",
        ),
    ]
    if is_due(now):
        on, part = half_day(now)
        taken = RollCall.objects.filter(on=on, part=part)
        waiting = Stay.objects.visible_to(user).open().filter(~Exists(taken))
        label = f"Absen {part.label.lower()} belum diambil"
        figures.insert(0, Figure(waiting, label, reverse("cases:roll_call_take"), "due"))
    return figures


def _tasks(user):
    now, mine = days.now(), Task.objects.to_be_done_by(user)
    left = Task.objects.visible_to(user).open().of_who_has_left()
    address = reverse("cases:task_list")
    return [
        Figure(left, "Tugas, klien sudah keluar", f"{address}?show=left", "due"),
        Figure(mine.late(now), "Tugas lewat waktu", f"{address}?show=late", "late"),
        Figure(mine.due_later_on(now), "Tugas hari ini", f"{address}?show=today", "due"),
    ]


def _gate(user):
    """What the head has to know, who is still inside, and who waits for an answer."""
    figures = []
    if user.has_perm("cases.acknowledge_incident"):
        unknown = Incident.objects.visible_to(user).to_be_known()
        address = f"{reverse('cases:incident_list')}?state=unknown"
        figures.append(Figure(unknown, "Insiden belum diketahui", address, "late"))
    if user.has_perm("cases.view_inquiry"):
        asked = Inquiry.objects.visible_to(user).open()
        address = f"{reverse('cases:inquiry_list')}?show=open"
        figures.append(Figure(asked, "Ada yang mencari, belum dijawab", address, "due"))
    if user.has_perm("cases.view_visit"):
        inside = Visit.objects.visible_to(user).inside()
        address = f"{reverse('cases:visit_list')}?show=inside"
        figures.append(Figure(inside, "Pengunjung masih di dalam", address))
    return figures


def _triage(user):
    """Never skipped silently: who has not been asked, and whose act nobody has done."""
    intakes, address = Intake.objects.visible_to(user), reverse("cases:triage_list")
    waiting = triage.without_answers(intakes, days.now())
    acts = triage.with_act_due(intakes)
    return [
        Figure(waiting, "Belum triase", f"{address}?show=waiting", "late"),
        Figure(acts, "Tindakan triase", f"{address}?show=acts", "due"),
    ]


def _public_reports(user):
    waiting = PublicReport.objects.visible_to(user).open()
    address = f"{reverse('cases:public_report_list')}?show=open"
    return [Figure(waiting, "Laporan belum ditangani", address, "due")]


# Of the bags in the house (Bag.objects.to_do).
BAGS = {
    "unlisted": "Titipan belum didaftar",
    "today": "Barang harus dikembalikan hari ini",
    "due": "Titipan lewat tanggal simpan",
    "left": "Titipan klien yang sudah keluar",
}


def _belongings(user):
    bags, address = Bag.objects.visible_to(user), reverse("cases:bag_list")
    found = bags.each_to_do(days.today())
    return [
        Figure(found[show], label, f"{address}?show={show}", "due") for show, label in BAGS.items()
    ]


def _extensions(user):
    refused = Extension.objects.visible_to(user).to_be_resolved()
    address = f"{reverse('cases:extension_list')}?show=refused"
    return [Figure(refused, "Perpanjangan ditolak, perlu diselesaikan", address, "late")]


def _own_cases(user):
    board, intakes = reverse("cases:stay_list"), Intake.objects.visible_to(user)
    return [
        Figure(
            Contest.objects.visible_to(user).to_be_corrected(),
            "Keberatan dibenarkan, perlu diperbaiki",
            f"{reverse('cases:contest_list')}?show=upheld",
            "late",
        ),
        Figure(
            intakes.filter(settled=None).exclude(door=Door.REGISTER),
            "Klasifikasi belum ditetapkan",
            f"{reverse('cases:intake_list')}?settled=no",
            "wait",
        ),
        Figure(
            Stay.objects.visible_to(user).open().filter(social_worker=user),
            "Berkas saya",
            f"{board}?mine=yes",
        ),
    ]


def _follow_ups(user):
    address = f"{reverse('cases:follow_up_list')}?when=now"
    due = due_now(user).count_up_to(MOST_FOLLOW_UPS + 1)
    label = "Bimbingan lanjut hari ini dan terlambat"
    return [Figure(due, label, address, "due", most=MOST_FOLLOW_UPS)]


def _referrals(user):
    sent = Referral.objects.listed_for(user).filter(state=ReferralState.SENT)
    address = f"{reverse('partners:referral_list')}?state=sent"
    return [Figure(sent, "Rujukan menunggu jawaban mitra", address, "wait")]


def _letters(user):
    """What was printed and is not finished; a withdrawal is before the head."""
    letters, address = Letter.objects.visible_to(user), reverse("letters:letter_list")
    return [
        Figure(letters.without_number(), "Surat belum bernomor", f"{address}?state=number", "due"),
        Figure(letters.without_scan(), "Pindaian surat belum ada", f"{address}?state=scan", "due"),
        Figure(
            letters.asked_to_withdraw(),
            "Penarikan surat menunggu keputusan",
            f"{address}?state=asked",
            "wait",
        ),
    ]


def _users():
    waiting = User.objects.filter(grants__in=RoleGrant.objects.waiting()).distinct()
    address = f"{reverse('accounts:user_list')}?waiting=1"
    return [Figure(waiting, "Pengguna menunggu pengesahan peran", address, "wait")]


def _caught(user):
    caught = Intake.objects.visible_to(user).met_in_the_night_to(days.today())
    address = f"{reverse('cases:intake_list')}?night={days.today().isoformat()}"
    return [Figure(caught, "Terjaring semalam", address)]
