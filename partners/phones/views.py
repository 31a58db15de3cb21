from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from cases.patrols.devices.views import show_code
from partners.directory.models import Partner
from partners.phones import actions
from partners.phones.forms import PartnerPhoneForm
from partners.phones.models import PartnerPhone
from rptc.acting import press
from rptc.admission import may_fill

REGISTER = "partners.register_phone"


@may_fill(REGISTER)
@never_cache
@sensitive_variables("code")
def partner_phones(request, partner_id):
    """The one-time code is on the answer to the POST, and nowhere else."""
    partner = get_object_or_404(Partner, pk=partner_id)
    form = PartnerPhoneForm(request.POST or None)
    if form.is_valid():
        device = form.save(commit=False)
        code = actions.register_phone(device, partner=partner, by=request.user)
        return _show_code(request, device, partner.pk, code)
    rows = partner.phones.select_related("device__registered_by", "device__locked_by")
    context = {"partner": partner, "form": form, "rows": rows.order_by("device__name", "pk")}
    return render(request, "partners/phones/partner_phones.html", context)


@may_fill(REGISTER)
@never_cache
@sensitive_variables("code")
def partner_phone_renew(request, partner_phone_id):
    phone = _phone(partner_phone_id)
    if request.method == "POST":
        code = actions.renew_phone(phone, by=request.user)
        return _show_code(request, phone.device, phone.partner_id, code)
    return render(request, "partners/phones/partner_phone_renew.html", {"phone": phone})


@may_fill(REGISTER)
def partner_phone_lock(request, partner_phone_id):
    phone = _phone(partner_phone_id)
    if request.method == "POST":
        told = f"{phone} terkunci. Yang masuk di ponsel itu dikeluarkan."
        return press(request, actions.lock_phone, phone, told=told, then=_list(phone.partner_id))
    return render(request, "partners/phones/partner_phone_lock.html", {"phone": phone})


def _phone(number):
    return get_object_or_404(PartnerPhone.objects.select_related("device", "partner"), pk=number)


def _list(partner_id):
    return reverse("partners:partner_phones", args=[partner_id])


def _show_code(request, device, partner_id, code):
    return show_code(request, device, code, _list(partner_id), "Ponsel mitra")
