from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.health.findings.warnings import warnings_of
from cases.health.medicines import actions
from cases.health.medicines.forms import (
    DoseEditForm,
    DoseForm,
    FastingPeriodForm,
    MedicineEditForm,
    MedicineEndForm,
    MedicineForm,
    MedicineRoundForm,
)
from cases.health.medicines.models import Dose, FastingPeriod, Medicine, Outcome, clock
from cases.health.medicines.names import add_labels, add_names
from cases.health.medicines.planned import first_due
from cases.health.medicines.rounds import is_missed, round_of, shifts_of
from cases.house.evening.models import ImportantNumber
from cases.house.shifts.hours import Shift, label
from cases.stays.locks import lock_with_stay
from cases.stays.models import Stay
from rptc import days, words
from rptc.acting import changed, done, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, page_before
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows


def _shift_asked(request):
    """What was typed is looked for among all doses: its shift may have ended meanwhile."""
    asked = "" if request.method == "POST" else request.GET.get("shift", "")
    return Shift(asked) if asked in Shift.values else None


@may_fill("cases.give_medicine")
def medicine_round(request):
    """?shift=: of the shift that runs, or of the next one of this name, which is only read.
    ?show=missed: what nobody has written an hour after it was due."""
    now = days.now()
    only_missed = request.GET.get("show") == "missed"
    tour = round_of(request.user, now, None if only_missed else _shift_asked(request))
    form = MedicineRoundForm(request.POST or None, lines=tour.asked)
    given = done(
        form,
        lambda answers, send_key, by: actions.give_doses(answers, key=send_key, by=by),
        by=request.user,
    )
    if given:
        _tell_of(request, given)
        return redirect("cases:medicine_round")
    record(request.user, "opened", page="putaran obat", people=tour.people)
    earlier, lines = tour.left_open, tour.lines
    is_tomorrow = _is_tomorrow(tour.begins, now)
    if only_missed:
        earlier, lines = [line for line in (*tour.missed, *lines) if is_missed(line, now)], []
    missed = [line for line in earlier if line.dose is None]
    context = {
        "form": form,
        "tour": tour,
        "earlier": earlier,
        "missed": missed,
        "lines": lines,
        "now": now,
        "only_missed": only_missed,
        "on": tour.begins if is_tomorrow else now,
        "title": "Obat besok" if is_tomorrow else "Obat hari ini",
        "shift": label(tour.shift),
        "shifts": [
            (
                f"{each.label} besok" if _is_tomorrow(begins, now) else each.label,
                f"?shift={each.value}",
                each == tour.shift and not only_missed,
            )
            for each, begins, _ in shifts_of(now)
        ],
        # As many as wait on Hari Ini: of one medicine one, however often it was missed.
        "total": len({line.medicine.pk for line in missed}),
        "numbers": ImportantNumber.objects.filter(is_active=True, name__icontains="puskesmas"),
    }
    return render(request, "cases/health/medicine_round.html", context)


def _is_tomorrow(begins, now):
    return days.day_of(begins) > days.day_of(now)


def _tell_of(request, given):
    """What is saved, and what another had written before."""
    if given.saved:
        messages.success(request, f"{words.angka(given.saved)} obat tercatat.")
    for dose in given.before:
        who = "Anda" if dose.recorded_by_id == request.user.pk else dose.recorded_by
        told = f"{dose.medicine.stay.person}: {dose.get_outcome_display().lower()}, sudah dicatat"
        messages.info(request, f"{told} {who} {words.pukul(dose.recorded_at)}. Tidak diubah.")


@may_open("cases.give_medicine")
def medicine_round_print(request):
    """The round of a shift with boxes, to be filled where there is no screen."""
    tour = round_of(request.user, days.now(), _shift_asked(request))
    record(request.user, "printed", page="putaran obat", people=tour.people)
    lines = [*tour.left_open, *tour.lines]
    context = {"tour": tour, "lines": lines, "shift": label(tour.shift), "unit": Unit.current()}
    context |= {"outcomes": Outcome.choices, "by": request.user, "now": days.now()}
    answer = pdf_answer(pdf("cases/health/medicine_round_print.html", context), "obat")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_open("cases.view_medicine")
def medicine_detail(request, medicine_id):
    """What it is, and what became of each dose."""
    medicine = row_for(request, Medicine, medicine_id, "stay__person", "recorded_by", "ended_by")
    add_names([medicine], request.user)
    doses = medicine.doses.select_related("recorded_by").order_by("-due_on", "-slot", "-pk")
    context = {"medicine": medicine, "page_obj": counted_page_of(doses, request, 25)}
    return render(request, "cases/health/medicine_detail.html", context)


@may_fill("cases.write_health")
def medicine_write(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    warnings = warnings_of([stay.person_id], request.user)[stay.person_id]
    form = MedicineForm(request.POST or None, instance=Medicine(stay=stay), warnings=warnings)
    if medicine := sent(form, actions.write_medicine, by=request.user, typed=["name"]):
        told = f"Obat tercatat.{_first_time(medicine)}"
        return go_on(request, told, "cases:person_health", stay.person_id)
    context = {"form": form, "stay": stay, "warnings": warnings}
    return render(request, "cases/health/medicine_write.html", context)


def _first_time(medicine):
    """One written at 08.20 for 08.00 is not given for that hour: it says so."""
    due = first_due(medicine, days.now())
    if due is None:
        return ""
    return f" Pertama kali: {words.tanggal(due.day)} pukul {clock(due.slot)}."


@may_fill("cases.write_health")
def medicine_edit(request, medicine_id):
    medicines = Medicine.objects.visible_to(request.user).filter(ended_at=None)
    medicine = get_object_or_404(medicines.select_related("stay__person"), pk=medicine_id)
    if request.method == "POST":
        # After its stay, as a round does.
        medicine = lock_with_stay(medicine)
    add_names([medicine], request.user)
    form = MedicineEditForm(request.POST or None, instance=medicine)
    if changed(form, actions.change_medicine, by=request.user):
        return go_on(request, "Obat tersimpan.", "cases:person_health", medicine.stay.person_id)
    return form_page(request, form, "cases/health/medicine_edit.html", medicine=medicine)


@may_fill("cases.write_health")
def medicine_end(request, medicine_id):
    medicine = row_for(request, Medicine, medicine_id, "stay__person")
    add_names([medicine], request.user)
    form = MedicineEndForm(request.POST or None)
    if done(form, actions.end_medicine, medicine, by=request.user):
        told = "Obat dihentikan."
        return go_on(request, told, "cases:person_health", medicine.stay.person_id)
    return form_page(request, form, "cases/health/medicine_end.html", medicine=medicine)


@may_fill("cases.give_medicine")
def medicine_give(request, medicine_id):
    """One that has no hours."""
    medicine = row_for(request, Medicine, medicine_id, "stay__person")
    add_labels([medicine])
    form = DoseForm(request.POST or None, instance=Dose(medicine=medicine))
    if sent(form, actions.give_as_needed, by=request.user, typed=["given_at"]):
        return go_on(request, "Pemberian obat tercatat.", "cases:medicine_detail", medicine.pk)
    return form_page(request, form, "cases/health/medicine_give.html", medicine=medicine)


@may_fill("cases.give_medicine")
def dose_edit(request, dose_id):
    doses = Dose.objects.visible_to(request.user)
    if request.method == "POST":
        doses = doses.select_for_update(of=("self",))
    dose = get_object_or_404(doses.select_related("medicine__stay__person"), pk=dose_id)
    add_labels([dose.medicine])
    form = DoseEditForm(request.POST or None, instance=dose)
    back = page_before(request, reverse("cases:medicine_detail", args=[dose.medicine_id]))
    if changed(form, actions.correct_dose, by=request.user):
        return go_on(request, "Catatan obat tersimpan.", back)
    return form_page(request, form, "cases/health/dose_edit.html", dose=dose, back=back)


@may_fill("cases.change_fasting_period")
def fasting_period_list(request):
    return list_rows(request, FastingPeriodForm, FastingPeriod.objects.all(), "cases/health")


@may_fill("cases.change_fasting_period")
def fasting_period_edit(request, fasting_period_id):
    return edit_row(request, FastingPeriodForm, fasting_period_id, "cases/health")
