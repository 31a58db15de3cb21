"""What a file shows of health; what the evening sheet says of medicines and allergies."""

from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Value, When
from django.db.models.functions import Concat

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell, may_have
from cases.health.findings.lists import with_versions
from cases.health.findings.models import Allergy, Finding
from cases.health.hospital.models import HospitalStay, only_taken
from cases.health.medicines.models import Medicine
from cases.health.medicines.names import add_labels, add_names
from cases.house.evening.gathering import register_more
from cases.house.leaves.models import Leave
from cases.people.access import Data, whole_to
from cases.people.flags.models import Flag
from cases.people.flags.shown import flags_on
from rptc import days
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, once, register
from rptc.words import jam

SHOWN = 5


def _allergies(context, person):
    """Those in force first; those that were none are told below."""
    rows = kept_rows(_allergies_of, context["user"], this=person.pk)
    return {
        "person": person,
        "allergies": [row for row in rows if row.is_in_force],
        "ended": [row for row in rows if not row.is_in_force],
        "warnings": [
            flag.what_to_do
            for flag in sorted(flags_on(context, person), key=lambda flag: flag.pk)
            if flag.kind == Flag.Kind.HEALTH
        ],
    }


def _allergies_of(user):
    rows = Allergy.objects.visible_to(user).filter(person=THIS)
    return rows.select_related("ended_by").order_by("-is_severe", "pk")


def _medicines_of(context, person):
    """Of all stays that this reader knows, the newest first."""
    rows = kept_rows(_all_medicines, context["user"], this=person.pk)
    return add_names(rows, context["user"]) if rows else []


def _all_medicines(user):
    rows = Medicine.objects.visible_to(user).filter(stay__person=THIS)
    return rows.select_related("stay", "ended_by").order_by("-first_on", "-pk")


def _medicines(context, person):
    """Those that are given now; the others are told below."""
    current = context["file"].current
    rows = once(context, _medicines_of, person)
    return {
        "person": person,
        "stay": current if current and current.is_open else None,
        "medicines": [row for row in rows if row.is_running],
        "ended": [row for row in rows if not row.is_running],
    }


def _findings(context, person):
    """The newest; all of them stand on a page of their own."""
    rows = kept_rows(_newest_findings, context["user"], this=person.pk)
    return {
        "person": person,
        "stay": context["file"].current,
        "findings": with_versions(rows[:SHOWN], context["user"]),
        "has_more": len(rows) > SHOWN,
    }


def _newest_findings(user):
    rows = Finding.objects.visible_to(user).filter(stay__person=THIS).newest()
    rows = rows.select_related("recorded_by", "stay").order_by("-seen_at", "-pk")
    return rows[: SHOWN + 1]


def _hospitals_of(user):
    rows = HospitalStay.objects.visible_to(user).filter(stay__person=THIS)
    return rows.select_related("hospital", "stay", "leave").order_by("-went_at", "-pk")[:5]


def _was_taken():
    return Exists(only_taken(Leave.objects.filter(stay__person=OuterRef("pk"))))


also_tell("was_taken", _was_taken)


def _only_taken(user):
    """What the house wrote when somebody was taken there, where nothing followed."""
    leaves = only_taken(Leave.objects.with_telling(user).filter(stay__person=THIS))
    return leaves.filter(whole_to(user, "stay__person")).order_by("-left_at", "-pk")[:5]


def _hospital(context, person):
    """Where somebody is cared for, and was before; of who is here and never was, the way in."""
    rows = kept_rows(_hospitals_of, context["user"], this=person.pk)
    was_taken = may_have(person, "was_taken")
    taken = kept_rows(_only_taken, context["user"], this=person.pk) if was_taken else []
    current = context["file"].current
    stay = current if current and current.is_open else None
    if not (rows or taken or stay):
        return None
    return {
        "person": person,
        "rows": rows,
        "taken": taken,
        "stay": stay,
        "is_there": any(row.is_open for row in rows),
    }


def _told_allergies():
    rows = Allergy.objects.in_force().filter(person=OuterRef("pk"))
    severe = Case(When(is_severe=True, then=Value(", berat")), default=Value(""))
    words = Concat(Value("Alergi "), "substance", severe)
    return ArraySubquery(rows.order_by("-is_severe", "pk").values_list(words))


also_tell("allergies_told", _told_allergies)


def _health_now(context, person):
    """Beside what else is known of today: allergies for everybody, medicines for the night; who
    reads more has these on their own part."""
    allergies = person.allergies_told
    medicines = []
    if Data.TIMELINE not in context["data"]:
        medicines = [row for row in once(context, _medicines_of, person) if row.is_running]
    if not (allergies or medicines):
        return None
    return {"person": person, "allergies": allergies, "medicines": medicines}


def _tonight(reader, stays, at):
    """[(what, words)] of each stay, by its key: allergies, and medicines with their hours, under
    the labels that the house knows, whoever prints."""
    told = defaultdict(list)
    people = {stay.person_id: stay.pk for stay in stays}
    allergies = Allergy.objects.visible_to(reader).in_force().filter(person__in=list(people))
    for allergy in allergies.order_by("-is_severe", "pk"):
        what = f"{allergy}, berat" if allergy.is_severe else str(allergy)
        told[people[allergy.person_id]].append((what, allergy.reaction))
    medicines = Medicine.objects.visible_to(reader).running(days.day_of(at))
    medicines = medicines.filter(stay__in=[stay.pk for stay in stays]).order_by("pk")
    for medicine in add_labels(medicines):
        told[medicine.stay_id].append(
            ("Obat", f"{medicine.shown}, {medicine.dose}, {medicine.when}")
        )
    return told


def _in_hospital(reader, stays, at):
    """Who guards them tonight; where they are, their leave says beside it."""
    told = defaultdict(list)
    rows = HospitalStay.objects.open().filter(stay__in=[stay.pk for stay in stays])
    for row in rows.prefetch_related("guards").order_by("pk"):
        guards = [
            guard
            for guard in row.guards.all()
            if guard.since <= at and (guard.until is None or guard.until > at)
        ]
        words = ", ".join(
            f"{guard} sampai {jam(guard.until)}" if guard.until else str(guard) for guard in guards
        )
        if guards or row.needs_guard:
            told[row.stay_id].append(("Penjaga di rumah sakit", words or "belum ada"))
    return told


def _of_any_stay(person, stay, data):
    """Also of one that has ended: what a hospital says later belongs to it."""
    return bool(stay) and Data.NOTES in data


def _of_open_file(person, stay, data):
    return Data.NOTES in data


def _by_the_house(person, stay, data):
    """Who writes health says it with the rest of it."""
    return bool(stay) and stay.is_open and Data.NOTES not in data


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


register(
    "health.main",
    Part(2, "cases/health/_medicine_part.html", _medicines, "cases.view_medicine"),
    Part(4, "cases/health/_allergy_part.html", _allergies, "cases.view_medicine"),
    Part(5, "cases/health/_hospital_part.html", _hospital, "cases.view_health"),
    Part(6, "cases/health/_finding_part.html", _findings, "cases.view_health"),
)
register(
    "summary.now",
    Part(30, "cases/health/_health_now.html", _health_now, "cases.view_medicine"),
)
register_acts(
    Act(12, "Catat pemeriksaan", "cases:finding_write", "cases.write_health", "pulse",
        offered=_of_any_stay),
    Act(13, "Catat obat", "cases:medicine_write", "cases.write_health", "pulse",
        offered=_in_house),
    Act(15, "Catat di rumah sakit", "cases:hospital_register", "cases.write_health", "pulse",
        offered=_in_house),
    Act(19, "Dibawa ke rumah sakit", "cases:hospital_taken", "cases.let_out", "pulse",
        offered=_by_the_house),
    Act(14, "Catat alergi", "cases:allergy_add", "cases.write_health", "alert", of_stay=False,
        offered=_of_open_file),
)  # fmt: skip
register_more(_tonight)
register_more(_in_hospital)
