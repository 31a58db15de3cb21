from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.exits.models import Exit
from cases.health.hospital import actions
from cases.health.hospital.forms import (
    HospitalBillForm,
    HospitalEditForm,
    HospitalEndForm,
    HospitalForm,
    HospitalGuardForm,
    HospitalNewsForm,
    HospitalPayForm,
    HospitalRegisterForm,
    HospitalTakenForm,
)
from cases.health.hospital.listed import HOSPITAL_BILLS
from cases.health.hospital.models import (
    Hospital,
    HospitalBill,
    HospitalGuard,
    HospitalNews,
    HospitalStay,
    left_for_hospital,
    taken_to_hospital,
)
from cases.health.hospital.summary import summary_of
from cases.health.letters import GUARANTEE
from cases.house.leaves.actions import start_leave
from cases.house.leaves.models import Leave
from cases.house.leaves.views import who_leaves
from cases.people.access import mark_told
from cases.stays.models import Stay
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.files import letter_response
from rptc.letters.models import Unit
from rptc.letters.ties import tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown, year_or_this, years_beside
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows

FIRST_YEAR = 2020


@may_open("cases.view_health")
def hospital_list(request):
    """?show=in: whose story has not ended; word, letter: of these, of whom nobody has heard, or
    the guarantee is missing; taken: out for the night by a leave of which nothing is written
    here; left: who left us for a hospital, and is not written down yet."""
    now = days.now()
    rows = HospitalStay.objects.visible_to(request.user)
    lists = {
        "in": ("Dirawat", rows.open()),
        "word": ("Belum ada kabar", rows.without_word(now)),
        "letter": ("Surat jaminan belum ada", rows.without_letter()),
        "taken": ("Dibawa, belum dicatat", taken_to_hospital(request.user, now)),
        "left": ("Keluar, belum dicatat", left_for_hospital(request.user, now)),
        "done": ("Selesai", rows.exclude(outcome="")),
    }
    rows, context = list_shown(request, lists)
    if context["show"] == "left":
        rows = rows.select_related("stay__person").order_by("left_at", "pk")
    elif context["show"] == "taken":
        rows = rows.select_related("stay__person", "recorded_by").order_by("left_at", "pk")
    else:
        order = ["-outcome_at", "-pk"] if context["show"] == "done" else ["went_at", "pk"]
        related = ("stay__person", "hospital", "leave")
        rows = rows.select_related(*related).with_last_word().order_by(*order)
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render(request, "cases/health/hospital_list.html", context)


@may_open("cases.view_health")
def hospital_detail(request, hospital_stay_id):
    row = row_for(
        request, HospitalStay, hospital_stay_id, "stay__person", "hospital", "leave", "outcome_by"
    )
    guards = list(row.guards.order_by("-since", "-pk")[:5])
    now = days.now()
    context = {
        "row": row,
        "guards": guards,
        "guard": next(
            (each for each in guards if each.since <= now and not (each.until or now) < now), None
        ),
        "news": list(row.news.select_related("recorded_by").order_by("-heard_at", "-pk")[:5]),
        "letter": tied_letters(row).get(GUARANTEE),
        "bills": list(row.bills.order_by("-on", "-pk")),
    }
    return render(request, "cases/health/hospital_detail.html", context)


@may_fill("cases.write_health")
def hospital_register(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    if not stay.is_open:
        # Whither they went may be closed to this reader.
        told = Exit.objects.visible_to(request.user).telling_destination_to(request.user)
        get_object_or_404(told, stay=stay, state="done")
    leave = Leave.objects.open().filter(stay=stay).first()
    row = HospitalStay(stay=stay)
    form = HospitalRegisterForm(request.POST or None, instance=row, leave=leave)
    typed = ["escort", "expected_at"] if form.is_new_leave else []
    if row := sent(form, actions.register_hospital, by=request.user, typed=typed):
        return go_on(request, "Tercatat di rumah sakit.", "cases:hospital_detail", row.pk)
    return form_page(request, form, "cases/health/hospital_register.html", stay=stay, leave=leave)


@may_fill("cases.let_out")
def hospital_taken(request, stay_id):
    """An ambulance takes somebody, and who is there writes it: a leave like any other. The rest
    is written by who writes health (hospital_register)."""
    found = who_leaves(request, stay_id)
    stay, absence = found["stay"], found["absence"]
    leave = Leave(stay=stay, reason=Leave.Reason.HOSPITAL)
    form = HospitalTakenForm(request.POST or None, instance=leave, absence=absence)
    if sent(form, start_leave, by=request.user):
        told = f"{stay.person} dicatat di rumah sakit. Pekerja sosial dan Kepala UPT diberi tahu."
        return go_on(request, told, "cases:person_detail", stay.person_id)
    return form_page(request, form, "cases/health/hospital_taken.html", **found)


@may_fill("cases.write_health")
def hospital_edit(request, hospital_stay_id):
    rows = HospitalStay.objects.visible_to(request.user).open()
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    row = get_object_or_404(rows.select_related("stay__person"), pk=hospital_stay_id)
    form = HospitalEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_hospital, by=request.user):
        return go_on(request, "Tersimpan.", "cases:hospital_detail", row.pk)
    return form_page(request, form, "cases/health/hospital_edit.html", row=row)


def _added(request, number, form_class, model, act, told, template, typed=()):
    """One more row of somebody in a hospital."""
    row = row_for(request, HospitalStay, number, "stay__person", "hospital")
    form = form_class(request.POST or None, instance=model(hospital_stay=row))
    if sent(form, act, by=request.user, typed=typed):
        return go_on(request, told, "cases:hospital_detail", row.pk)
    return form_page(request, form, template, row=row)


@may_fill("cases.write_health")
def hospital_guard(request, hospital_stay_id):
    return _added(
        request,
        hospital_stay_id,
        HospitalGuardForm,
        HospitalGuard,
        actions.add_guard,
        "Penjaga tercatat.",
        "cases/health/hospital_guard.html",
    )


@may_fill("cases.write_health")
def hospital_news(request, hospital_stay_id):
    return _added(
        request,
        hospital_stay_id,
        HospitalNewsForm,
        HospitalNews,
        actions.hear_news,
        "Kabar tercatat.",
        "cases/health/hospital_news.html",
        typed=["words", "expected_on"],
    )


@may_fill("cases.write_health")
def hospital_bill(request, hospital_stay_id):
    return _added(
        request,
        hospital_stay_id,
        HospitalBillForm,
        HospitalBill,
        actions.add_bill,
        "Tagihan tercatat.",
        "cases/health/hospital_bill.html",
        typed=["is_another"],
    )


@may_fill("cases.write_health")
def hospital_pay(request, hospital_bill_id):
    rows = HospitalStay.objects.visible_to(request.user)
    bills = HospitalBill.objects.filter(hospital_stay__in=rows)
    bills = bills.select_related("hospital_stay__stay__person", "hospital_stay__hospital")
    bill = get_object_or_404(bills, pk=hospital_bill_id)
    form = HospitalPayForm(request.POST or None)
    if done(form, actions.pay_bill, bill, by=request.user):
        return go_on(request, "Dicatat lunas.", "cases:hospital_detail", bill.hospital_stay_id)
    return form_page(request, form, "cases/health/hospital_pay.html", bill=bill)


@may_fill("cases.write_health")
def hospital_end(request, hospital_stay_id):
    row = row_for(request, HospitalStay, hospital_stay_id, "stay__person", "hospital", "leave")
    # Once it has ended, what was chosen wrongly is put right.
    act = actions.end_hospital if row.is_open else actions.correct_end
    before = None if row.is_open else {"outcome": row.outcome, "outcome_at": row.outcome_at}
    form = HospitalEndForm(request.POST or None, initial=before)
    if done(form, act, row, by=request.user):
        return go_on(request, "Selesai dicatat.", "cases:hospital_detail", row.pk)
    return form_page(request, form, "cases/health/hospital_end.html", row=row)


@may_open("cases.view_health")
def hospital_letter(request, hospital_stay_id):
    """The frozen letter, as often as it is printed."""
    row = row_for(request, HospitalStay, hospital_stay_id)
    return letter_response(tied_letters(row).get(GUARANTEE), request.user)


@may_press("cases.write_health")
def hospital_letter_write(request, hospital_stay_id):
    row = row_for(request, HospitalStay, hospital_stay_id, "stay")
    then = reverse("cases:hospital_detail", args=[row.pk])
    return press(request, actions.write_letter, row, told="Surat siap dicetak.", then=then)


@may_open("cases.view_health")
def hospital_summary_print(request, hospital_stay_id):
    """The page that goes along: made anew each time, and kept nowhere."""
    row = row_for(request, HospitalStay, hospital_stay_id, "stay__person", "hospital")
    context = summary_of(row, request.user) | {"unit": Unit.current(), "now": days.now()}
    context["by"] = request.user
    content = pdf("cases/health/hospital_summary_print.html", context)
    record(request.user, "printed", row, person=row.stay.person_id, page="ringkasan")
    answer = pdf_answer(content, f"ringkasan-{row.pk}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_list("cases.view_hospital_bills", HOSPITAL_BILLS)
def hospital_bills(request):
    """?year=: by hospital, and each bill; ?show=owed: those of all years that are not paid. No
    name and no illness: amounts and payers; the number of the file for who reads there in which
    hospital they are, since a hospital of minds or lungs says what somebody has."""
    year = year_or_this(request, FIRST_YEAR)
    only_owed = request.GET.get("show") == "owed"
    seen = HospitalBill.objects.visible_to(request.user)
    rows = seen.owed() if only_owed else seen.of_year(year)
    rows = rows.select_related("hospital_stay__stay__person", "hospital_stay__hospital")
    order = ["on", "pk"] if only_owed else ["-on", "-pk"]
    page = counted_page_of(rows.order_by(*order), request, 25)
    mark_told([bill.hospital_stay for bill in page], HospitalStay.objects.visible_to(request.user))
    context = {
        "page_obj": page,
        "hospitals": _by_hospital(year),
        **years_beside(year, FIRST_YEAR),
        "only_owed": only_owed,
    }
    return render_list(request, "cases/health/hospital_bills.html", context)


def _by_hospital(year):
    """The sums of a year. They are numbers: of closed files too."""
    bill = "stays__bills"
    of_year = Q(**{f"{bill}__on__year": year})
    owed = of_year & Q(**{f"{bill}__paid_on": None})
    hospitals = Hospital.objects.annotate(
        people=Count("stays__stay__person", filter=of_year, distinct=True),
        bills=Count(bill, filter=of_year),
        paid=Sum(f"{bill}__amount", filter=of_year & ~Q(**{f"{bill}__paid_on": None}), default=0),
        owed=Sum(f"{bill}__amount", filter=owed, default=0),
    )
    return list(hospitals.filter(bills__gt=0).order_by("order", "name", "pk"))


@may_fill("cases.change_hospital")
def hospital_place_list(request):
    return list_rows(request, HospitalForm, Hospital.objects.all(), "cases/health")


@may_fill("cases.change_hospital")
def hospital_place_edit(request, hospital_id):
    return edit_row(request, HospitalForm, hospital_id, "cases/health")
