"""What waits in the house: limits, beds, presence, tasks, belongings."""

from django.db.models import Exists, F

from cases.house.beds.actions import against_rules, long_without_bed, without_bed
from cases.house.belongings.models import Bag
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, RollCall, called_at, half_day, is_due
from cases.house.tasks.models import Task
from cases.people.access import of_case
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, DayEnds, Part, Urgency, Waits, register


def _at_limit(name):
    return lambda user: Stay.objects.visible_to(user).at_limit(name, days.today())


LIMIT = Act(
    Part.STAY,
    "Perpanjang atau akhiri",
    "cases:stay_detail",
    due=DayEnds("last_on"),
    matter=IN_HOUSE,
)

register(
    Waits(
        key="stays-over",
        label="Lewat batas",
        urgency=Urgency.LATE,
        order=200,
        permission="cases.view_stay",
        rows=_at_limit("over"),
        page="cases:stay_list?limit=over",
        act=LIMIT,
    ),
    Waits(
        key="stays-ending-today",
        label="Habis hari ini",
        urgency=Urgency.DUE,
        order=210,
        permission="cases.view_stay",
        rows=_at_limit("today"),
        page="cases:stay_list?limit=today",
        act=LIMIT,
    ),
    Waits(
        key="stays-without-bed",
        label="Belum ada tempat tidur",
        urgency=Urgency.DUE,
        order=400,
        permission="cases.place_in_bed",
        rows=lambda user: without_bed(Stay.objects.visible_to(user)),
        page="cases:stay_list?bed=none",
        verb="Tempatkan",
        act=Act(Part.STAY, "Pilih tempat tidur", "cases:bed_place", matter=IN_HOUSE),
    ),
    # Told to the head, who places nobody: somebody sleeps on the floor. After a report of violence
    # and a placement that ends, here and, without an hour, in the file of the same klien.
    Waits(
        key="stays-long-without-bed",
        label="Lebih dari 12 jam tanpa tempat tidur",
        urgency=Urgency.LATE,
        order=25,
        permission="cases.view_bed_exceptions",
        rows=lambda user: long_without_bed(Stay.objects.visible_to(user)),
        page="cases:stay_list?bed=long",
        act=Act(
            Part.STAY,
            "Lebih dari 12 jam tanpa tempat tidur: tanyakan kepada piket",
            "cases:stay_detail",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="beds-against-rules",
        label="Tempat tidur melanggar aturan kamar",
        urgency=Urgency.DUE,
        order=410,
        permission="cases.place_in_bed",
        rows=lambda user: against_rules(Stay.objects.visible_to(user)),
        page="cases:stay_list?bed=against",
        verb="Pindahkan",
        act=Act(
            Part.STAY,
            "Pindahkan, atau tulis mengapa tetap di sana",
            "cases:bed_place",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="own-stays",
        label="Berkas saya",
        urgency=Urgency.RUN,
        order=1320,
        permission="cases.write_plan",
        rows=lambda user: (
            Stay.objects.visible_to(user).open().filter(of_case(user, "social_worker"))
        ),
        page="cases:stay_list?mine=yes",
    ),
    Waits(
        key="stays-open",
        label="Masa pembinaan berjalan",
        urgency=Urgency.RUN,
        order=1810,
        permission="cases.view_stay",
        rows=lambda user: Stay.objects.visible_to(user).open(),
        page="cases:stay_list",
    ),
)


# --- Presence ------------------------------------------------------------------------------


def _of_whom_is_called(part):
    """Everybody in the house, from the hour of this roll call until somebody has taken it."""

    def rows(user, on):
        taken = RollCall.objects.filter(on=on, part=part)
        # Whose file is closed to the reader is called by number: the page has all of them.
        return called_at(days.now()).filter(~Exists(taken))

    return rows


def _day_of_call(part):
    """The day whose roll call it is time for."""

    def day():
        now = days.now()
        on, part_now = half_day(now)
        return on if part_now == part and is_due(now) else None

    return day


register(
    *(
        Waits(
            key=f"roll-call-{part}",
            label=f"Absen {part.label.lower()} belum diambil",
            urgency=Urgency.DUE,
            order=500,
            permission="cases.take_roll_call",
            rows=_of_whom_is_called(part),
            page="cases:roll_call_take",
            verb="Ambil absen",
            calendar=_day_of_call(part),
        )
        for part in RollCall.Part
    ),
    # Before all else, and until found: one act does not take anybody out of it.
    Waits(
        key="absences-open",
        label="Tidak terlihat",
        urgency=Urgency.LATE,
        order=10,
        permission="cases.view_presence",
        rows=lambda user: Absence.objects.visible_to(user).open(),
        page="cases:absence_list?show=open",
        is_first=True,
        verb="Tindak lanjuti",
        act=Act(
            Part.STAY,
            "Tidak terlihat: cari dan catat tindakan",
            "cases:absence_detail",
            person="stay__person",
            due=F("noticed_at") + days.ONE_HOUR,
        ),
    ),
    Waits(
        key="absences-untold",
        label="Kembali, belum ditulis bagaimana",
        urgency=Urgency.DUE,
        order=510,
        permission="cases.follow_absence",
        rows=lambda user: Absence.objects.visible_to(user).untold(),
        page="cases:absence_list?show=untold",
        act=Act(
            Part.STAY,
            "Terlihat lagi: tulis kapan kembali dan siapa yang membawa",
            "cases:absence_end",
            person="stay__person",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="leaves-late",
        label="Belum kembali dari izin",
        urgency=Urgency.LATE,
        order=520,
        permission="cases.take_roll_call",
        rows=lambda user: Leave.objects.visible_to(user).late(days.now()),
        page="cases:leave_list?show=late",
        verb="Tanyakan",
        act=Act(
            Part.STAY,
            "Belum kembali dari izin: tanyakan",
            "cases:leave_return",
            person="stay__person",
            due=F("expected_at"),
        ),
    ),
)


# --- Tasks ---------------------------------------------------------------------------------

TASK = Act(Part.STAY, F("what"), "cases:task_done", person="stay__person", due=F("due_at"))


def _tasks(show):
    return lambda user: Task.objects.lists_of(user)[show][1]


register(
    # Whoever is missing is searched for at once, also when its hour is after midnight.
    Waits(
        key="tasks-of-search",
        label="Tugas pencarian",
        urgency=Urgency.DUE,
        order=15,
        permission="cases.view_task",
        rows=_tasks("search"),
        page="cases:task_list?show=search",
        leads=True,
        named=3,
        rest="Tugas pencarian lain",
        verb="Kerjakan",
        act=TASK,
    ),
    *(
        Waits(
            key=key,
            label=label,
            urgency=urgency,
            order=order,
            permission="cases.view_task",
            rows=_tasks(show),
            page=f"cases:task_list?show={show}",
            act=TASK,
        )
        for key, show, label, urgency, order in [
            ("tasks-of-who-left", "left", "Tugas, klien sudah keluar", Urgency.DUE, 700),
            ("tasks-late", "late", "Tugas lewat waktu", Urgency.LATE, 710),
            ("tasks-today", "today", "Tugas hari ini", Urgency.DUE, 720),
        ]
    ),
)


# --- Belongings ----------------------------------------------------------------------------

# The lists of Bag.objects.to_do.
BAGS = {
    "unlisted": ("Titipan belum didaftar", "Daftar barang titipan"),
    "today": ("Barang harus dikembalikan hari ini", "Kembalikan barang titipan"),
    "due": ("Titipan lewat tanggal simpan", "Titipan lewat tanggal simpan: putuskan"),
    "left": ("Titipan klien yang sudah keluar", "Selesaikan barang titipan"),
}


def _bags(show):
    return lambda user: Bag.objects.visible_to(user).to_do(show, days.today())


register(
    *(
        Waits(
            key=f"bags-{show}",
            label=label,
            urgency=Urgency.DUE,
            order=1100 + place,
            permission="cases.view_belonging",
            rows=_bags(show),
            page=f"cases:bag_list?show={show}",
            act=Act(
                Part.STAY, text, "cases:belonging_list", args=("stay",), person="stay__person"
            ),
        )
        for place, (show, (label, text)) in enumerate(BAGS.items())
    )
)
