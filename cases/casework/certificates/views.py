from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.casework.certificates import actions
from cases.casework.certificates.forms import (
    CertificateEditForm,
    CertificateEndForm,
    CertificateForm,
    CertificateKindForm,
    CertificateRuleEndForm,
    CertificateRuleForm,
    staff,
)
from cases.casework.certificates.lacking import lacking_of
from cases.casework.certificates.models import (
    SOON,
    Certificate,
    CertificateKind,
    CertificateRule,
    told_until,
)
from rptc import days
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.acting import changed, done, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, key_in, list_shown
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows

CHANGE = "cases.change_certificate"
RULE = "cases.change_certificate_rule"


@may_open("cases.view_certificate")
def certificate_list(request):
    """?show= all that stand, those that end within 90, 60 and 30 days, and those that are over;
    ?worker= of one alone. Who keeps none reads their own."""
    user, today = request.user, days.today()
    visible = Certificate.objects.visible_to(user)
    worker = key_in(request, "worker")
    if worker:
        visible = visible.filter(user=worker)
    lists = {"all": ("Semua", visible.kept())}
    last = None
    for limit in reversed(SOON):
        first = today if last is None else last + days.ONE_DAY
        last = told_until(today, limit)
        lists[f"{limit}"] = (f"{limit} hari lagi", visible.expiring(first, last))
    lists["over"] = ("Lewat", visible.expired(today))
    lists["ended"] = ("Diakhiri", visible.exclude(ended_on=None))
    rows, context = list_shown(request, lists)
    rows = rows.select_related("user", "kind", "ended_by").defer("content")
    rows = rows.order_by("user__full_name", "user", "kind__order", "-issued_on", "pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    context["lacks"] = _lacks(user, worker)
    return render(request, "cases/casework/certificate_list.html", context)


def _lacks(user, worker=None):
    """[(social worker, the kinds that they lack today)], for who keeps them; else of oneself."""
    workers = list(staff_with(Role.SOCIAL_WORKER))
    if not user.has_perm(CHANGE):
        workers = [each for each in workers if each.pk == user.pk]
    elif worker:
        workers = [each for each in workers if each.pk == worker]
    lacks = lacking_of(workers)
    return [(each, lacks[each.pk]) for each in workers if each.pk in lacks]


@may_open(CHANGE)
def certificate_print(request):
    """Who works here, with which certificates: also who has none."""
    rows = Certificate.objects.kept().select_related("user", "kind").defer("content")
    by_user = {user.pk: (user, []) for user in staff()}
    for row in rows.order_by("kind__order", "-issued_on", "pk"):
        by_user.setdefault(row.user_id, (row.user, []))[1].append(row)
    lacks = dict(_lacks(request.user))
    lines = [(user, found, lacks.get(user, [])) for user, found in by_user.values()]
    record(request.user, "printed", page="daftar sertifikat")
    context = {"lines": lines, "unit": Unit.current(), "today": days.today()}
    context["printed_by"] = request.user
    content = pdf("cases/casework/certificate_print.html", context)
    return pdf_answer(content, "sertifikat-petugas")


@may_fill(CHANGE)
def certificate_add(request):
    """?worker= for whom the form begins."""
    initial = {"user": key_in(request, "worker")}
    form = CertificateForm(request.POST or None, request.FILES or None, initial=initial)
    if row := sent(form, actions.add_certificate, typed=["paper"], by=request.user):
        return go_on(request, f"{row} tersimpan.", "cases:certificate_list")
    return render(request, "cases/casework/certificate_add.html", {"form": form})


@may_fill(CHANGE)
def certificate_edit(request, certificate_id):
    rows = _standing(request)
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=certificate_id)
    form = CertificateEditForm(request.POST or None, request.FILES or None, instance=row)
    paper = form.cleaned_data["paper"] if form.is_valid() else None
    if changed(form, actions.change_certificate, paper=paper, by=request.user):
        return go_on(request, f"{row} tersimpan.", "cases:certificate_list")
    return render(request, "cases/casework/certificate_edit.html", {"form": form, "row": row})


@may_fill(CHANGE)
def certificate_end(request, certificate_id):
    """A form that is sent late finds it ended, and is told so."""
    rows = Certificate.objects.visible_to(request.user) if request.POST else _standing(request)
    row = get_object_or_404(rows.select_related("user", "kind"), pk=certificate_id)
    form = CertificateEndForm(request.POST or None, certificate=row)
    if done(form, actions.end_certificate, row, by=request.user):
        return go_on(request, f"Diakhiri: {row}.", "cases:certificate_list")
    return render(request, "cases/casework/certificate_end.html", {"form": form, "row": row})


def _standing(request):
    rows = Certificate.objects.visible_to(request.user).filter(ended_on=None)
    return rows.select_related("user", "kind")


@may_open("cases.view_certificate")
def certificate_scan(request, certificate_id):
    """The paper, to who keeps it and whose it is."""
    rows = Certificate.objects.visible_to(request.user).exclude(content=None)
    row = get_object_or_404(rows, pk=certificate_id)
    if not row.is_whole:
        raise RuntimeError(f"The scan of certificate {row.pk} is not what was kept.")
    record(request.user, "opened", row)
    if row.is_pdf:
        answer = pdf_answer(row.scan, f"sertifikat-{row.pk}")
    else:
        answer = HttpResponse(row.scan, content_type="image/jpeg")
        answer["Content-Disposition"] = f'inline; filename="sertifikat-{row.pk}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@may_fill(CHANGE)
def certificate_kind_list(request):
    rows = CertificateKind.objects.all()
    return list_rows(request, CertificateKindForm, rows, "cases/casework")


@may_fill(CHANGE)
def certificate_kind_edit(request, certificate_kind_id):
    return edit_row(request, CertificateKindForm, certificate_kind_id, "cases/casework")


@may_fill(RULE)
def certificate_rule_list(request):
    rows = CertificateRule.objects.select_related("kind")
    return list_rows(request, CertificateRuleForm, rows, "cases/casework")


@may_fill(RULE)
def certificate_rule_edit(request, certificate_rule_id):
    """The day on which it ends."""
    return edit_row(request, CertificateRuleEndForm, certificate_rule_id, "cases/casework")
