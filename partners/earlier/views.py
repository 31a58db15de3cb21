from django.contrib import messages
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import render

from partners.earlier import actions
from partners.earlier.forms import EarlierReferralEditForm, EarlierReferralForm
from partners.earlier.lines import Lines
from partners.earlier.models import EarlierReferral, first_year_here
from rptc.acting import changed, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of, key_in
from rptc.saving import locked
from rptc.sending import show_both

VIEW, WRITE = "partners.view_earlier_referral", "partners.write_earlier_referral"
PAGE = "partners:earlier_referral_detail"


@may_open(VIEW)
def earlier_referral_list(request):
    """?year=, else all of them."""
    rows = EarlierReferral.objects.visible_to(request.user)
    years = rows.annotate(year=ExtractYear("dated_on")).order_by("-year")
    years = list(years.values_list("year", flat=True).distinct())
    year = None
    if "year" in request.GET:
        year = key_in(request, "year")
        if year not in years:
            raise Http404
        rows = rows.of_year(year)
    rows = rows.select_related("partner", "classification").order_by("-dated_on", "-pk")
    page = counted_page_of(rows, request, 25)
    struck = rows.struck().count()
    context = {
        "page_obj": page,
        "counted": page.paginator.count - struck,
        "struck": struck,
        "years": years,
        "year": year,
        "last_year": first_year_here() - 1,
    }
    return render(request, "partners/earlier/earlier_referral_list.html", context)


@may_open(VIEW)
def earlier_referral_detail(request, earlier_referral_id):
    related = ["partner", "classification", "recorded_by"]
    row = row_for(request, EarlierReferral, earlier_referral_id, *related)
    return render(request, "partners/earlier/earlier_referral_detail.html", {"row": row})


@may_fill(WRITE)
def earlier_referral_add(request):
    form = EarlierReferralForm(request.POST or None, user=request.user)
    if row := sent(form, actions.write_earlier_referral, by=request.user):
        return go_on(request, f"Surat {row.number} tercatat.", PAGE, row.pk)
    if form.sent_before:
        return show_both(request, form, PAGE)
    context = {"form": form, "last_year": first_year_here() - 1}
    return render(request, "partners/earlier/earlier_referral_add.html", context)


@may_fill(WRITE)
def earlier_referral_edit(request, earlier_referral_id):
    row = row_for(request, EarlierReferral, earlier_referral_id)
    row = locked(row, "partner", "classification")
    form = EarlierReferralEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_earlier_referral, by=request.user):
        return go_on(request, "Perubahan tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/earlier/earlier_referral_edit.html", row=row)


@may_fill(WRITE)
def earlier_referral_paste(request):
    """A block out of Excel fills rows; they are looked at, and then saved, each alone."""
    lines = Lines(request.POST.get("send_key"), by=request.user)
    if "block" in request.POST:
        if left_out := lines.paste(request.POST["block"]):
            messages.warning(
                request, f"{left_out} baris terbawah belum ikut. Tempel lagi sisanya."
            )
        elif not lines.forms:
            messages.warning(request, "Tidak ada baris yang terbaca. Salin barisnya dari Excel.")
    elif request.method == "POST":
        lines.save(request.POST)
        if lines.told and not lines.forms:
            return go_on(request, f"{lines.told}.", "partners:earlier_referral_list")
    context = {"lines": lines, "last_year": first_year_here() - 1}
    return render(request, "partners/earlier/earlier_referral_paste.html", context)
