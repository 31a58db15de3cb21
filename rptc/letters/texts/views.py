"""The texts of letters: the office writes them, the head approves them."""

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from rptc.acting import go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.letters.models import LetterKind
from rptc.letters.texts import actions, sorts
from rptc.letters.texts.forms import LetterTextForm
from rptc.letters.texts.looking import Case, changes, look
from rptc.letters.texts.models import LetterText, TextProposal
from rptc.printing import pdf_answer


@may_fill("letters.change_letter_text")
def letter_text_write(request, letter_kind_id):
    """The next version: text left, paper right. "Lihat dahulu" keeps nothing."""
    kind = get_object_or_404(LetterKind, pk=letter_kind_id)
    now, asks = LetterText.objects.of_kind(kind), request.POST
    is_look = bool({"look", "pdf"} & asks.keys())
    form = LetterTextForm(asks or None, kind=kind, now=now, is_look=is_look)
    form.is_valid()
    if not is_look and sent(form, actions.propose_text, by=request.user, text=form.text):
        told = "Diajukan. Surat memakai teks lama sampai Kepala UPT menyetujui."
        return go_on(request, told, "letters:letter_kind_list")
    shown = _look(request, form, now)
    if "pdf" in asks and shown:
        return pdf_answer(shown.content, f"contoh-{kind.code}")
    context = {
        "form": form,
        "kind": kind,
        "now": now,
        "look": shown,
        "names": sorts.labels_of(kind.code),
        "versions": _versions(kind),
        "waiting": TextProposal.objects.waiting().filter(kind=kind).first(),
    }
    return render(request, "letters/letter_text_write.html", context)


def _look(request, form, now):
    text = form.text if form.is_bound else now
    if text is None:
        return None
    asked = request.POST if form.is_bound else request.GET
    try:
        shown = look(text, asked.get("case", ""), request.user, before=now)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    _note(request, shown)
    return shown


def _note(request, shown):
    """Whom the paper shows, as for the letter itself."""
    if shown.letter:
        record(request.user, "opened", shown.letter, person=shown.letter.person_id)


@may_open("letters.view_letter")
def letter_text_detail(request, letter_text_id):
    """One version, as it prints."""
    text = row_for(request, LetterText, letter_text_id, "kind", "proposal__recorded_by")
    before = _before(text)
    shown = look(text, request.GET.get("case", ""), request.user, before)
    _note(request, shown)
    context = {
        "text": text,
        "look": shown,
        "changes": changes(text, before),
        "versions": _versions(text.kind),
    }
    return render(request, "letters/letter_text_detail.html", context)


@may_open("letters.view_letter")
def letter_text_print(request, letter_text_id):
    text = row_for(request, LetterText, letter_text_id, "kind")
    shown = look(text, request.GET.get("case", ""), request.user)
    _note(request, shown)
    return pdf_answer(shown.content, f"contoh-{text.kind.code}-{text.version}")


@may_fill("reports.decide")
def letter_text_decide(request, text_proposal_id):
    return decision_page(
        request,
        TextProposal.objects.select_related("text__kind", "recorded_by"),
        text_proposal_id,
        actions.decide_text,
        "letters/letter_text_decide.html",
        more=_asked,
    )


def _asked(row):
    before = _before(row.text)
    shown = look(row.text, Case.SHORTEST, row.recorded_by, before)
    return {"changes": changes(row.text, before), "look": shown}


def _before(text):
    """The version in force when this one was asked for."""
    earlier = LetterText.objects.in_force().filter(kind=text.kind_id, version__lt=text.version)
    return earlier.order_by("-version").first()


def _versions(kind):
    texts = kind.texts.select_related("proposal").annotate(made=Count("letters"))
    texts = list(texts.order_by("-version"))
    now = next((text for text in texts if text.can_be_drawn), None)
    for text in texts:
        text.is_now = text is now
    return texts
