"""Hari Ini, first form: the few numbers that matter now, for these roles.

Each number is counted from the rows that its link opens, by the same querysets and filters; none
is stored. One query a room.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.aftercare.views import due_now
from cases.casework.models import Plan, PlanItem
from cases.intakes.contests.models import Contest
from cases.intakes.models import Door, Intake
from cases.intakes.triage import lists as triage
from cases.patrols.models import Patrol
from cases.patrols.public_reports.models import PublicReport
from cases.stays.beds.actions import without_bed
from cases.stays.belongings.models import Bag
from cases.stays.extensions.models import Extension
from cases.stays.incidents.models import Incident
from cases.stays.leaves.models import Leave
from cases.stays.models import Exit, Stay
from cases.stays.presence.models import Absence, RollCall, half_day, is_due
from cases.stays.shifts.views import unread_notes
from cases.stays.tasks.models import Task
from cases.stays.visits.models import Inquiry, Visit
from partners.models import Referral, ReferralState
from reports.approvals import count_waiting_for
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.letters.models import Unit


def today(request):
    """The first page of everybody; a partner's first page is the portal."""
    if request.user.has_perm("partners.use_portal"):
        return redirect("partners:portal")
    return _today(request)


@permission_required("reports.view_today", raise_exception=True)
@require_safe
def _today(request):
    user = request.user
    return render(
        request,
        "reports/today.html",
        {
            "notes": unread_notes(user),
            "figures": figures(user),
            "patrol": patrol_under_way(user),
            "patrols": own_patrols(user),
            "limits": nearest_limits(user),
            "items": own_plan_items(user),
            "now": days.now(),
        },
    )


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the address that opens exactly its rows."""

    number: int
    label: str
    url: str = ""
    state: str = "run"


def figures(user):
    """The figures of all the user's roles, the most pressing first."""
    today = days.today()
    rows = []
    if user.has_perm("reports.view_approvals"):
        rows += _decisions(user)
    if user.has_perm("cases.view_stay"):
        rows += _house(user, today)
    if user.has_perm("cases.take_roll_call"):
        rows += _presence(user)
    if user.has_perm("cases.view_task"):
        rows += _tasks(user)
    rows += _gate(user)
    if user.has_perm("cases.view_public_report"):
        rows += _public_reports(user)
    if user.has_perm("cases.triage"):
        rows += _triage(user)
    if user.has_perm("cases.view_intake") and not user.has_perm("cases.register_patrol"):
        rows += _caught(user, today)
    if user.has_perm("cases.propose_extension"):
        rows += _extensions(user)
    if user.has_perm("cases.write_plan"):
        rows += _own_cases(user, today)
    if user.has_perm("cases.record_follow_up"):
        rows += _follow_ups(user)
    if user.has_perm("partners.view_referral"):
        rows += _referrals(user)
    if user.has_perm("accounts.prepare_user"):
        waiting = User.objects.filter(grants__in=RoleGrant.objects.waiting()).distinct().count()
        address = f"{reverse('accounts:user_list')}?waiting=1"
        rows.append(Figure(waiting, "Pengguna menunggu pengesahan peran", address, "wait"))
    return rows


def _decisions(user):
    waiting = count_waiting_for(user)
    return [Figure(waiting, "Menunggu keputusan saya", reverse("reports:approvals"), "due")]


def _house(user, today):
    board = reverse("cases:stay_list")
    counted = Stay.objects.visible_to(user).count_by_limit(today)
    figures = [
        Figure(counted["over"], "Lewat batas", f"{board}?limit=over", "late"),
        Figure(counted["today"], "Habis hari ini", f"{board}?limit=today", "due"),
        Figure(
            counted["all"], f"Dalam RPTC, daya tampung {Unit.current().capacity}", board, "run"
        ),
    ]
    if user.has_perm("cases.confirm_arrival"):
        on_the_way = Intake.objects.visible_to(user).on_the_way().count()
        figures.insert(
            2, Figure(on_the_way, "Dalam perjalanan", reverse("cases:stay_arrivals"), "due")
        )
    if user.has_perm("cases.place_in_bed"):
        unplaced = without_bed(Stay.objects.visible_to(user)).count()
        figures.append(Figure(unplaced, "Belum ada tempat tidur", f"{board}?bed=none", "due"))
    figures += _belongings(user, today)
    running = Exit.objects.visible_to(user).running().count()
    figures.append(Figure(running, "Terminasi berjalan", reverse("cases:exit_list"), "wait"))
    return figures


def _tasks(user):
    counted = Task.objects.to_be_done_by(user).count_by_due(days.now())
    address = reverse("cases:task_list")
    return [
        Figure(counted["late"], "Tugas lewat waktu", f"{address}?show=late", "late"),
        Figure(counted["today"], "Tugas hari ini", f"{address}?show=today", "due"),
    ]


def _gate(user):
    """What the head has to know, who is still inside, and who waits for an answer."""
    figures = []
    if user.has_perm("cases.acknowledge_incident"):
        unknown = Incident.objects.visible_to(user).to_be_known().count()
        address = f"{reverse('cases:incident_list')}?state=unknown"
        figures.append(Figure(unknown, "Insiden belum diketahui", address, "late"))
    if user.has_perm("cases.view_inquiry"):
        asked = Inquiry.objects.visible_to(user).open().count()
        address = f"{reverse('cases:inquiry_list')}?show=open"
        figures.append(Figure(asked, "Ada yang mencari, belum dijawab", address, "due"))
    if user.has_perm("cases.view_visit"):
        inside = Visit.objects.visible_to(user).inside().count()
        address = f"{reverse('cases:visit_list')}?show=inside"
        figures.append(Figure(inside, "Pengunjung masih di dalam", address, "run"))
    return figures


def _extensions(user):
    refused = Extension.objects.visible_to(user).to_be_resolved().count()
    address = f"{reverse('cases:extension_list')}?show=refused"
    return [Figure(refused, "Perpanjangan ditolak, perlu diselesaikan", address, "late")]


def _presence(user):
    """Who was not seen, who is not back, and the roll call of this half day once it is due."""
    now = days.now()
    figures = [
        Figure(
            Absence.objects.visible_to(user).untouched().count(),
            "Tidak terlihat, belum ditindaklanjuti",
            f"{reverse('cases:absence_list')}?show=untouched",
            "late",
        ),
        Figure(
            Leave.objects.visible_to(user).late(now).count(),
            "Belum kembali dari izin",
            f"{reverse('cases:leave_list')}?show=late",
            "late",
        ),
    ]
    on, part = half_day(now)
    if is_due(now) and not RollCall.objects.filter(on=on, part=part).exists():
        waiting = Stay.objects.visible_to(user).open().count()
        label = f"Absen {part.label.lower()} belum diambil"
        figures.insert(0, Figure(waiting, label, reverse("cases:roll_call_take"), "due"))
    return figures


# Of the bags in the house (Bag.objects.to_do).
BAGS = {
    "unlisted": "Titipan belum didaftar",
    "today": "Barang harus dikembalikan hari ini",
    "due": "Titipan lewat tanggal simpan",
    "left": "Titipan klien yang sudah keluar",
}


def _belongings(user, today):
    counted = Bag.objects.visible_to(user).count_to_do(today)
    address = reverse("cases:bag_list")
    return [
        Figure(counted[show], label, f"{address}?show={show}", "due")
        for show, label in BAGS.items()
    ]


def _public_reports(user):
    waiting = PublicReport.objects.visible_to(user).open().count()
    address = f"{reverse('cases:public_report_list')}?show=open"
    return [Figure(waiting, "Laporan belum ditangani", address, "due")]


def _triage(user):
    """Never skipped silently: who has not been asked, and whose act nobody has done."""
    intakes, address = Intake.objects.visible_to(user), reverse("cases:triage_list")
    waiting = triage.without_answers(intakes, days.now()).count()
    acts = triage.with_act_due(intakes).count()
    return [
        Figure(waiting, "Belum triase", f"{address}?show=waiting", "late"),
        Figure(acts, "Tindakan triase", f"{address}?show=acts", "due"),
    ]


def _caught(user, today):
    caught = Intake.objects.visible_to(user).met_in_the_night_to(today).count()
    address = f"{reverse('cases:intake_list')}?night={today.isoformat()}"
    return [Figure(caught, "Terjaring semalam", address, "run")]


def _own_cases(user, today):
    board = reverse("cases:stay_list")
    mine = Stay.objects.visible_to(user).open().filter(social_worker=user).count()
    unsettled = (
        Intake.objects.visible_to(user).filter(settled=None).exclude(door=Door.REGISTER).count()
    )
    return [
        Figure(mine, "Berkas saya", f"{board}?mine=yes", "run"),
        Figure(
            unsettled,
            "Klasifikasi belum ditetapkan",
            f"{reverse('cases:intake_list')}?settled=no",
            "wait",
        ),
        Figure(
            Contest.objects.visible_to(user).to_be_corrected().count(),
            "Keberatan dibenarkan, perlu diperbaiki",
            f"{reverse('cases:contest_list')}?show=upheld",
            "late",
        ),
    ]


def _follow_ups(user):
    address = f"{reverse('cases:follow_up_list')}?when=now"
    due = due_now(user).count()
    return [Figure(due, "Bimbingan lanjut hari ini dan terlambat", address, "due")]


def _referrals(user):
    sent = Referral.objects.listed_for(user).filter(state=ReferralState.SENT).count()
    address = f"{reverse('partners:referral_list')}?state=sent"
    return [Figure(sent, "Rujukan menunggu jawaban mitra", address, "wait")]


def patrol_under_way(user):
    """The patrol that this officer began or rides with, while it has not ended."""
    if not user.has_perm("cases.register_patrol"):
        return None
    patrols = Patrol.objects.visible_to(user).under_way().select_related("team")
    return patrols.order_by("-started_at", "-pk").first()


def own_patrols(user):
    """The last patrols of a TRC officer, with how many people each met."""
    if not user.has_perm("cases.register_patrol"):
        return []
    last = (
        Patrol.objects.visible_to(user)
        .order_by("-started_at", "-pk")
        .values_list("pk", flat=True)[:5]
    )
    # Counted for these alone, not for every patrol before the last five are taken.
    patrols = Patrol.objects.filter(pk__in=list(last)).select_related("team")
    return patrols.annotate(people=Count("intakes")).order_by("-started_at", "-pk")


def nearest_limits(user):
    """The stays that end first: what a social worker or the house has to think of today."""
    if not user.has_perm("cases.view_stay"):
        return []
    stays = Stay.objects.visible_to(user).open()
    return stays.select_related("person", "intake__classification").order_by("last_on", "pk")[:7]


def own_plan_items(user):
    """Open lines of approved plans that this social worker owns, the nearest first."""
    if not user.has_perm("cases.write_plan"):
        return []
    items = PlanItem.objects.in_force().filter(
        owner=user, result="", plan__in=Plan.objects.visible_to(user)
    )
    return items.select_related("plan__stay__person", "kind").order_by("due_on", "pk")[:7]
