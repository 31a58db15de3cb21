from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from partners.members import actions
from partners.members.forms import PrepareMemberForm, RefuseMemberForm
from partners.members.models import MemberLeft, ProposedMember
from rptc.accounts.models import User
from rptc.acting import done, form_page, go_on, press
from rptc.admission import may_fill, may_open, may_press
from rptc.pages import counted_page_of, list_shown

PAGE = "partners:partner_user_list"


@may_open("partners.view_proposed_member")
def partner_user_list(request):
    """?show=proposed: whom partners propose to log in; left: of whom they say that they left;
    answered: what was answered before."""
    proposed = ProposedMember.objects.select_related("partner", "recorded_by", "answered_by")
    left = MemberLeft.objects.select_related("member__user", "member__partner", "recorded_by")
    lists = {
        "proposed": ("Diusulkan", proposed.waiting().order_by("recorded_at", "pk")),
        "left": ("Keluar", left.unknown().order_by("recorded_at", "pk")),
        "answered": (
            "Sudah dijawab",
            proposed.filter(answered_at__isnull=False).order_by("-answered_at", "-pk"),
        ),
    }
    rows, context = list_shown(request, lists)
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render(request, "partners/members/partner_user_list.html", context)


@may_fill("partners.prepare_member")
def member_prepare(request, proposed_member_id):
    """The rest of the account is what the partner wrote; the head confirms its role."""
    proposed = _waiting(proposed_member_id)
    form = PrepareMemberForm(request.POST or None)
    if member := done(form, actions.prepare_member, proposed, by=request.user):
        told = f"Akun {member.user} disiapkan. Perannya menunggu pengesahan Kepala UPT."
        own = User.objects.whose_password_may_be_reset_by(request.user)
        # Straight on to the password that is handed over with the account.
        then = "password_reset" if own.filter(pk=member.user_id).exists() else "user_detail"
        return go_on(request, told, f"accounts:{then}", member.user_id)
    return form_page(request, form, "partners/members/member_prepare.html", proposed=proposed)


@may_fill("partners.refuse_member")
def member_refuse(request, proposed_member_id):
    proposed = _waiting(proposed_member_id)
    form = RefuseMemberForm(request.POST or None)
    if done(form, actions.refuse_member, proposed, by=request.user):
        return go_on(request, f"Usulan {proposed} ditolak. Mitra membacanya.", PAGE)
    return form_page(request, form, "partners/members/member_refuse.html", proposed=proposed)


def _waiting(number):
    rows = ProposedMember.objects.waiting().select_related("partner", "recorded_by")
    return get_object_or_404(rows, pk=number)


@may_press("partners.change_partner")
def member_left_acknowledge(request, member_left_id):
    left = get_object_or_404(MemberLeft.objects.select_related("member__user"), pk=member_left_id)
    then = f"{reverse(PAGE)}?show=left"
    told = f"Diketahui: {left} tidak lagi petugas mitra."
    return press(request, actions.acknowledge_left, left, told=told, then=then)
