from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from partners.directory import actions
from partners.directory.forms import MemberForm, PartnerForm
from partners.directory.models import Member, Partner
from rptc.acting import go_on
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.pages import counted_page_of


@may_open("partners.view_partner")
def partner_list(request):
    partners = Partner.objects.annotate(people=Count("members")).order_by(
        "-is_active", "name", "pk"
    )
    page = counted_page_of(partners, request, 30)
    return render(request, "partners/directory/partner_list.html", {"page_obj": page})


@may_open("partners.view_partner")
def partner_detail(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    context = {
        "partner": partner,
        "facts": [
            ("Telepon", partner.phone),
            ("Alamat", partner.address),
        ],
        "members": partner.members.select_related("user").order_by("user__full_name", "pk"),
    }
    return render(request, "partners/directory/partner_detail.html", context)


@may_fill("partners.change_partner")
def partner_add(request):
    form = PartnerForm(request.POST or None, user=request.user)
    if form.is_valid():
        partner = actions.save_partner(form.save(commit=False), "registered", by=request.user)
        return go_on(request, "Mitra tersimpan.", "partners:partner_detail", partner.pk)
    return render(request, "partners/directory/partner_add.html", {"form": form})


@may_fill("partners.change_partner")
def partner_edit(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    form = PartnerForm(request.POST or None, instance=partner, user=request.user)
    if form.is_valid():
        actions.save_partner(form.save(commit=False), "changed", by=request.user)
        return go_on(request, "Mitra tersimpan.", "partners:partner_detail", partner.pk)
    context = {"form": form, "partner": partner}
    return render(request, "partners/directory/partner_edit.html", context)


@may_fill("partners.change_partner")
def member_add(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    form = MemberForm(request.POST or None, instance=Member(partner=partner))
    if form.is_valid():
        member = form.save()
        record(request.user, "registered", member)
        told = f"{member.user} menjadi petugas mitra."
        return go_on(request, told, "partners:partner_detail", partner.pk)
    context = {"form": form, "partner": partner}
    return render(request, "partners/directory/member_add.html", context)
