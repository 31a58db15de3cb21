from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from partners.directory import actions
from partners.directory.forms import MemberForm, PartnerForm
from partners.directory.models import Member, Partner
from rptc.acts import done
from rptc.audit.record import record
from rptc.pages import counted_page_of


@permission_required("partners.view_partner", raise_exception=True)
@require_safe
def partner_list(request):
    partners = Partner.objects.annotate(people=Count("members")).order_by(
        "-is_active", "name", "pk"
    )
    page = counted_page_of(partners, request, 30)
    return render(request, "partners/directory/partner_list.html", {"page_obj": page})


@permission_required("partners.view_partner", raise_exception=True)
@require_safe
def partner_detail(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    context = {
        "partner": partner,
        "facts": [
            ("Narahubung", partner.contact),
            ("Telepon", partner.phone),
            ("Alamat", partner.address),
        ],
        "members": partner.members.select_related("user").order_by("user__full_name", "pk"),
    }
    return render(request, "partners/directory/partner_detail.html", context)


@permission_required("partners.change_partner", raise_exception=True)
@require_http_methods(["GET", "POST"])
def partner_add(request):
    form = PartnerForm(request.POST or None, user=request.user)
    if form.is_valid():
        partner = actions.save_partner(form.save(commit=False), "registered", by=request.user)
        return done(request, "Mitra tersimpan.", "partners:partner_detail", partner.pk)
    return render(request, "partners/directory/partner_add.html", {"form": form})


@permission_required("partners.change_partner", raise_exception=True)
@require_http_methods(["GET", "POST"])
def partner_edit(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    form = PartnerForm(request.POST or None, instance=partner, user=request.user)
    if form.is_valid():
        actions.save_partner(form.save(commit=False), "changed", by=request.user)
        return done(request, "Mitra tersimpan.", "partners:partner_detail", partner.pk)
    context = {"form": form, "partner": partner}
    return render(request, "partners/directory/partner_edit.html", context)


@permission_required("partners.change_partner", raise_exception=True)
@require_http_methods(["GET", "POST"])
def member_add(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    form = MemberForm(request.POST or None, instance=Member(partner=partner))
    if form.is_valid():
        member = form.save()
        record(request.user, "registered", member)
        told = f"{member.user} menjadi petugas mitra."
        return done(request, told, "partners:partner_detail", partner.pk)
    context = {"form": form, "partner": partner}
    return render(request, "partners/directory/member_add.html", context)
