from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.file.consents import actions
from cases.file.consents.forms import (
    ConsentForm,
    LegalBasisForm,
    StandInForm,
    ToldForm,
    WithdrawForm,
    purposes_for,
)
from cases.file.consents.letters import CONSENT
from cases.file.consents.models import Consent, ConsentWithdrawal, LegalBasis, StandIn
from cases.file.consents.words import add_reasons, add_words, told_before_deciding
from cases.file.head import file_context, file_with_stay
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.models import Unit
from rptc.letters.signatures.state import add_signed
from rptc.letters.ties import add_letters, tied_letters
from rptc.pages import counted_page_of, list_shown, page_before
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import list_rows
from rptc.waiting import Part

RECORD = "cases.record_consent"


@may_open("cases.view_consent")
def stay_consents(request, stay_id):
    """All that was asked and told in a stay, the newest on top."""
    person = file_with_stay(request.user, stay_id)
    context = file_context(request, person, Part.STAY, stay_id)
    rows = Consent.objects.visible_to(request.user).filter(stay=stay_id)
    rows = rows.select_related("stay__person", "legal_basis", "withdrawal", "recorded_by")
    rows = rows.select_related("stand_in__decided_by")
    page = counted_page_of(rows.order_by("-asked_at", "-pk"), request, 25)
    page.object_list = add_words(page.object_list, request.user)
    add_letters(page.object_list, CONSENT)
    add_signed((row, CONSENT, row.letter) for row in page.object_list)
    stand_ins = StandIn.objects.visible_to(request.user).filter(stay=stay_id)
    stand_in = next(iter(add_reasons(stand_ins.order_by("-pk")[:1], request.user)), None)
    context |= {"page_obj": page, "stand_in": stand_in}
    context["is_child"] = actions.may_be_child(person, days.today())
    return render(request, "cases/file/stay_consents.html", context)


@may_fill(RECORD)
def consent_ask(request, stay_id):
    """?purpose=: what is asked, chosen beforehand."""
    stay = row_for(request, Stay, stay_id, "person")
    purposes = purposes_for(request.user)
    asked = request.GET.get("purpose", "")
    may_stand_in = request.user.has_perm("cases.propose_stand_in")
    has_stand_in = StandIn.objects.in_force().filter(stay=stay).exists()
    form = ConsentForm(
        request.POST or None,
        instance=Consent(stay=stay),
        stay=stay,
        purposes=purposes,
        has_stand_in=may_stand_in and has_stand_in,
        initial={"purpose": asked if asked in purposes else ""},
    )
    back = page_before(request, reverse("cases:stay_consents", args=[stay.pk]))
    if sent(form, actions.ask, by=request.user, typed=["recipient", "said"]):
        return go_on(request, "Jawaban tercatat.", back)
    context = {"form": form, "stay": stay, "back": back, "has_stand_in": has_stand_in}
    return render(request, "cases/file/consent_ask.html", context)


@may_fill(RECORD)
def consent_tell(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = ToldForm(request.POST or None, instance=Consent(stay=stay))
    if sent(form, actions.tell, by=request.user):
        return go_on(request, "Pemberitahuan tercatat.", "cases:stay_consents", stay.pk)
    context = {"form": form, "stay": stay, "told": LegalBasis.objects.on(days.today()).values()}
    return render(request, "cases/file/consent_tell.html", context)


@may_open("cases.view_consent")
def consent_told_print(request, stay_id):
    """What is told, with the law on which it rests, for the klien's own hand."""
    stay = row_for(request, Stay, stay_id, "person")
    record(request.user, "printed", stay, person=stay.person_id, page="lembar pemberitahuan")
    context = {"stay": stay, "told": LegalBasis.objects.on(days.today()).values()}
    context |= {"unit": Unit.current(), "asked": purposes_for(request.user), "now": days.now()}
    answer = pdf_answer(pdf("cases/file/consent_told_print.html", context), "pemberitahuan")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_fill(RECORD)
def consent_withdraw(request, consent_id):
    consent = row_for(request, Consent, consent_id, "stay__person")
    form = WithdrawForm(request.POST or None, instance=ConsentWithdrawal(consent=consent))
    if sent(form, actions.withdraw, by=request.user):
        told = "Persetujuan ditarik. Yang belum dilakukan tidak dilakukan lagi."
        return go_on(request, told, "cases:stay_consents", consent.stay_id)
    return render(request, "cases/file/consent_withdraw.html", {"form": form, "consent": consent})


@may_open("cases.view_consent")
def standin_list(request):
    """Children for whom the social worker and the head answer; ?show=search: in the house, whose
    family is still to be found."""
    visible = StandIn.objects.visible_to(request.user)
    lists = {
        "search": ("Keluarga dicari", visible.to_search()),
        "waiting": ("Menunggu keputusan", visible.waiting()),
        "all": ("Semua", visible),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("stay__person", "recorded_by", "decided_by")
    page = counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 25)
    page.object_list = add_reasons(page.object_list, request.user)
    context["page_obj"] = page
    return render(request, "cases/file/standin_list.html", context)


@may_fill("cases.propose_stand_in")
def standin_propose(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = StandInForm(request.POST or None, instance=StandIn(stay=stay))
    if sent(form, actions.propose_stand_in, by=request.user, typed=["reason"]):
        told = "Diajukan kepada Kepala UPT."
        return go_on(request, told, "cases:stay_consents", stay.pk)
    return render(request, "cases/file/standin_propose.html", {"form": form, "stay": stay})


@may_fill("reports.decide")
def standin_decide(request, stand_in_id):
    rows = StandIn.objects.select_related("stay__person", "recorded_by")
    return decision_page(
        request,
        rows,
        stand_in_id,
        actions.decide_stand_in,
        "cases/file/standin_decide.html",
        more=told_before_deciding,
    )


@may_fill("cases.propose_stand_in")
def standin_end(request, stand_in_id):
    stand_in = row_for(request, StandIn, stand_in_id, "stay__person")
    form = ReasonForm(
        request.POST or None, label="Siapa keluarganya", missing="Tulis siapa yang ditemukan."
    )
    if done(form, actions.end_stand_in, stand_in, by=request.user):
        told = "Penggantian wali berakhir."
        return go_on(request, told, "cases:stay_consents", stand_in.stay_id)
    return render(request, "cases/file/standin_end.html", {"form": form, "stand_in": stand_in})


def _told(request, consent_id):
    """The letter says to whom: it is for who may read that."""
    rows = Consent.objects.told_to(request.user).select_related("stay__person", "recorded_by")
    return get_object_or_404(rows, pk=consent_id)


@may_open("cases.view_consent")
def consent_letter(request, consent_id):
    """The frozen letter, as often as it is printed."""
    consent = _told(request, consent_id)
    return letter_response(tied_letters(consent).get(CONSENT), request.user)


@may_press(RECORD)
def consent_letter_write(request, consent_id):
    consent = _told(request, consent_id)
    then = reverse("cases:stay_consents", args=[consent.stay_id])
    told = "Surat persetujuan siap dicetak dan ditandatangani."
    return press(request, actions.write_letter, consent, told=told, then=then)


@may_fill("cases.change_legal_basis")
def legal_basis_list(request):
    return list_rows(request, LegalBasisForm, LegalBasis.objects.all(), "cases/file")
