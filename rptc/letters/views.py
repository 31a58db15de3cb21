from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from rptc import days
from rptc.audit.record import record
from rptc.letters.forms import SignatoryEndForm, SignatoryForm, UnitForm
from rptc.letters.models import Signatory, Unit


@permission_required("letters.change_unit", raise_exception=True)
@require_http_methods(["GET", "POST"])
def unit_settings(request):
    """The letterhead, the capacity of the house, and who signs."""
    unit = Unit.current()
    form = UnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        record(request.user, "changed", form.save())
        messages.success(request, "Kop dan daya tampung disimpan.")
        return redirect("letters:unit_settings")
    context = {
        "form": form,
        "unit": unit,
        "signatories": Signatory.objects.order_by("-starts_on", "-pk"),
        "signs_today": Signatory.objects.on(days.today()).first(),
    }
    return render(request, "letters/unit_settings.html", context)


@permission_required("letters.change_unit", raise_exception=True)
@require_http_methods(["GET", "POST"])
def signatory_add(request):
    form = SignatoryForm(request.POST or None)
    if form.is_valid():
        # Locked, so that the same form sent twice finds the first.
        Unit.objects.select_for_update().get(pk=1)
        signatory, is_new = Signatory.objects.get_or_create(**form.cleaned_data)
        if is_new:
            record(request.user, "added", signatory)
        messages.success(
            request, f"{signatory} menandatangani mulai {signatory.starts_on:%d/%m/%Y}."
        )
        return redirect("letters:unit_settings")
    return render(request, "letters/signatory_add.html", {"form": form})


@permission_required("letters.change_unit", raise_exception=True)
@require_http_methods(["GET", "POST"])
def signatory_end(request, signatory_id):
    signatory = get_object_or_404(Signatory.objects.select_for_update(), pk=signatory_id)
    form = SignatoryEndForm(request.POST or None, instance=signatory)
    if form.is_valid():
        record(request.user, "ended", form.save())
        messages.success(
            request, f"{signatory} menandatangani sampai sebelum {signatory.ends_on:%d/%m/%Y}."
        )
        return redirect("letters:unit_settings")
    return render(request, "letters/signatory_end.html", {"form": form, "signatory": signatory})
