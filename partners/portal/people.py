"""The partner's own people: who may log in, whom they propose, and who has left. Of another
partner's there is nothing to see, as if they never were."""

from django.shortcuts import get_object_or_404, render

from partners.directory.models import Member, Partner
from partners.members import actions
from partners.members.forms import MemberLeftForm, ProposedMemberForm
from partners.members.models import (
    MemberLeft,
    ProposedMember,
    access_of,
    colleagues_of,
    with_access,
)
from rptc.acting import form_page, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of

PAGE = "partners:portal_people"
ON_A_PAGE = 20


@may_open("partners.use_portal")
def portal_people(request):
    user = request.user
    members = with_access(Member.objects.filter(partner__members__user=user))
    page = counted_page_of(
        members.order_by("-user__is_active", "user__full_name", "pk"), request, ON_A_PAGE
    )
    leaving = set(colleagues_of(user).values_list("pk", flat=True))
    for member in page:
        member.access, member.may_leave = access_of(member), member.pk in leaving
    proposed = ProposedMember.objects.of_partner_of(user).select_related("recorded_by")
    context = {
        "page_obj": page,
        "proposed": proposed.waiting().order_by("pk"),
        "refused": proposed.refused_lately().order_by("-answered_at", "-pk"),
    }
    return render(request, "partners/portal/portal_people.html", context)


@may_fill("partners.use_portal")
def portal_people_propose(request):
    rows = Partner.objects.filter(members__user=request.user, is_active=True)
    partner = get_object_or_404(rows)
    form = ProposedMemberForm(request.POST or None, instance=ProposedMember(partner=partner))
    if proposed := sent(form, actions.propose_member, by=request.user):
        return go_on(request, f"{proposed} diusulkan. RPTC menelepon lebih dahulu.", PAGE)
    return form_page(request, form, "partners/portal/portal_people_propose.html")


@may_fill("partners.use_portal")
def portal_people_left(request, member_id):
    rows = colleagues_of(request.user)
    if request.method == "POST":
        # A second tap finds what the first one said.
        rows = Member.objects.filter(partner__members__user=request.user)
        rows = rows.exclude(user=request.user)
    member = get_object_or_404(rows.select_related("user"), pk=member_id)
    form = MemberLeftForm(request.POST or None, instance=MemberLeft(member=member))
    if sent(form, actions.say_left, by=request.user):
        told = f"{member.user} tidak dapat masuk lagi, sejak saat ini."
        return go_on(request, told, PAGE)
    return form_page(request, form, "partners/portal/portal_people_left.html", member=member)
