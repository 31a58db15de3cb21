from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from cases.intakes.models import Classification
from partners.directory import actions
from partners.directory.forms import (
    FreePlacesSaidForm,
    MemberForm,
    PartnerContactEditForm,
    PartnerContactForm,
    PartnerEditForm,
    PartnerForm,
    PartnerPaperEditForm,
    PartnerPaperForm,
    PartnerTermsForm,
)
from partners.directory.listed import PARTNERS
from partners.directory.models import (
    FreePlaces,
    Member,
    Partner,
    PartnerContact,
    PartnerPaper,
)
from rptc.acting import changed, form_page, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.kept import THIS, kept_first, kept_rows
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.saving import locked

CHANGE = "partners.change_partner"
PAGE = "partners:partner_detail"


@may_list("partners.view_partner", PARTNERS)
def partner_list(request):
    """?show=papers: those of which a paper ends soon or has ended; past: partners no more."""
    lists = {
        "": ("Bermitra", Partner.objects.filter(is_active=True)),
        "papers": ("Kertas habis", Partner.objects.with_papers_to_renew()),
        "past": ("Tidak lagi", Partner.objects.filter(is_active=False)),
    }
    rows, context = list_shown(request, lists)
    rows = (
        rows.with_free_places()
        .annotate(people=Count("members", filter=Q(members__user__is_active=True)))
        .order_by("name", "pk")
    )
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render_list(request, "partners/directory/partner_list.html", context)


@may_open("partners.view_partner")
def partner_detail(request, partner_id):
    partner = kept_first(_with_places, None, this=partner_id)
    if partner is None:
        raise Http404
    classes = Classification.objects.filter(code__in=partner.takes_classes)
    context = {
        "partner": partner,
        "classes": ", ".join(classes.values_list("short_name", flat=True)),
        "contacts": kept_rows(_contacts, None, this=partner_id),
        "papers": kept_rows(_papers, None, this=partner_id),
        "members": kept_rows(_members, None, this=partner_id),
    }
    return render(request, "partners/directory/partner_detail.html", context)


def _with_places(user):
    return Partner.objects.with_free_places().filter(pk=THIS)


def _contacts(user):
    return PartnerContact.objects.filter(partner=THIS).order_by("-is_active", "name", "pk")


def _papers(user):
    return PartnerPaper.objects.filter(partner=THIS).order_by("kind", "pk")


def _members(user):
    members = Member.objects.filter(partner=THIS).select_related("user")
    return members.order_by("user__full_name", "pk")


@may_fill(CHANGE)
def partner_add(request):
    form = PartnerForm(request.POST or None, user=request.user)
    if partner := changed(form, actions.register_partner, by=request.user):
        return go_on(request, "Mitra tersimpan.", PAGE, partner.pk)
    return form_page(request, form, "partners/directory/partner_add.html")


@may_fill(CHANGE)
def partner_edit(request, partner_id):
    partner = _partner(partner_id)
    form = PartnerEditForm(request.POST or None, instance=locked(partner), user=request.user)
    if changed(form, actions.change_partner, by=request.user):
        return go_on(request, "Mitra tersimpan.", PAGE, partner.pk)
    return form_page(request, form, "partners/directory/partner_edit.html", partner=partner)


@may_fill(CHANGE)
def partner_terms(request, partner_id):
    """What they offer, whom they take and when they answer."""
    partner = _partner(partner_id)
    form = PartnerTermsForm(request.POST or None, instance=locked(partner))
    if changed(form, actions.change_terms, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, partner.pk)
    return form_page(request, form, "partners/directory/partner_terms.html", partner=partner)


@may_fill("partners.write_free_places")
def partner_places(request, partner_id):
    """How many places they said are free."""
    partner = _partner(partner_id)
    form = FreePlacesSaidForm(request.POST or None, instance=FreePlaces(partner=partner))
    if sent(form, actions.write_free_places, by=request.user):
        return go_on(request, f"{partner}: tempat kosong dicatat.", PAGE, partner.pk)
    context = {
        "form": form,
        "partner": partner,
        "said": partner.free_places.select_related("recorded_by").order_by("-said_at", "-pk")[:5],
    }
    return render(request, "partners/directory/partner_places.html", context)


@may_fill(CHANGE)
def partner_contact_add(request, partner_id):
    partner = _partner(partner_id)
    form = PartnerContactForm(request.POST or None, instance=PartnerContact(partner=partner))
    if contact := sent(form, actions.add_contact, by=request.user):
        return go_on(request, f"{contact} ditambahkan.", PAGE, partner.pk)
    return form_page(request, form, "partners/directory/partner_contact_add.html", partner=partner)


@may_fill(CHANGE)
def partner_contact_edit(request, partner_contact_id):
    contact = get_object_or_404(
        PartnerContact.objects.select_related("partner"), pk=partner_contact_id
    )
    form = PartnerContactEditForm(request.POST or None, instance=locked(contact))
    if changed(form, actions.change_contact, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, contact.partner_id)
    context = {"form": form, "contact": contact}
    return render(request, "partners/directory/partner_contact_edit.html", context)


@may_fill(CHANGE)
def partner_paper_add(request, partner_id):
    partner = _partner(partner_id)
    form = PartnerPaperForm(request.POST or None, instance=PartnerPaper(partner=partner))
    if paper := sent(form, actions.add_paper, by=request.user):
        return go_on(request, f"{paper} dicatat.", PAGE, partner.pk)
    return form_page(request, form, "partners/directory/partner_paper_add.html", partner=partner)


@may_fill(CHANGE)
def partner_paper_edit(request, partner_paper_id):
    rows = PartnerPaper.objects.select_related("partner")
    paper = get_object_or_404(rows, pk=partner_paper_id)
    form = PartnerPaperEditForm(request.POST or None, instance=locked(paper))
    if changed(form, actions.change_paper, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, paper.partner_id)
    return form_page(request, form, "partners/directory/partner_paper_edit.html", paper=paper)


@may_fill(CHANGE)
def member_add(request, partner_id):
    partner = _partner(partner_id)
    form = MemberForm(request.POST or None, instance=Member(partner=partner))
    if member := changed(form, actions.add_member, by=request.user):
        told = f"{member.user} menjadi petugas mitra."
        return go_on(request, told, PAGE, partner.pk)
    return form_page(request, form, "partners/directory/member_add.html", partner=partner)


def _partner(partner_id):
    return get_object_or_404(Partner, pk=partner_id)
