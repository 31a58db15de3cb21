import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from rptc.acting import done, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.files import frozen_file, letter_response
from rptc.letters.models import Letter
from rptc.letters.signatures import actions
from rptc.letters.signatures.forms import SignatureForm
from rptc.letters.signatures.models import Signature
from rptc.letters.signatures.reading import pages_of
from rptc.letters.signatures.state import sheet_of, to_sign
from rptc.letters.signatures.strokes import HEIGHT, WIDTH
from rptc.printing import pdf_answer


@may_fill("letters.sign_letter")
def letter_sign(request, letter_id):
    """One who signs at a time: read first, then one of three ways, all equal."""
    signing = _to_sign(request, letter_id)
    hand = signing.hand(request.POST.get("side") or request.GET.get("side", ""))
    form = hand and signature_form(request, signing, hand)
    if form and (signature := sent(form, actions.sign_letter, by=request.user)):
        told = f"Tanda tangan {signature.name} tersimpan."
        return go_on(request, told, "letters:letter_sign", letter_id)
    context = signing_context(signing, hand, form) | {
        "file": reverse("letters:letter_sign_file", args=[letter_id]),
        "others": signing.others(hand),
        "sheet": sheet_of(signing.letter),
    }
    return render(request, "letters/letter_sign.html", context)


def signing_context(signing, hand, form):
    """What every page shows on which somebody signs: the letter to read, who is asked, the form
    (letters/_sign_form.html)."""
    pages, count = pages_of(bytes(frozen_file(signing.letter).content))
    return {
        "signing": signing,
        "letter": signing.letter,
        "hand": hand,
        "steps": signing.steps(hand),
        "form": form,
        "pages": pages,
        "page_count": count,
        "box": {"width": WIDTH, "height": HEIGHT},
    }


def signature_form(request, signing, hand):
    """Of the one who signs, with the hash of what this page showed them."""
    row = Signature(
        letter=signing.letter,
        side=hand.side,
        name=hand.name,
        as_whom=hand.as_whom,
        asked=signing.asked,
    )
    posted = request.method == "POST"
    if posted:
        row.signed_sha256 = request.POST.get("signed_sha256", "")[:64]
    return SignatureForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        instance=row,
        initial={"signed_sha256": signing.file.sha256, "side": hand.side},
        hand=hand,
        is_of_money=signing.is_of_money,
    )


@may_open("letters.sign_letter")
def letter_sign_file(request, letter_id):
    """What is signed, as it was frozen."""
    return letter_response(_to_sign(request, letter_id).letter, request.user)


@may_open("letters.view_signature")
def signature_sheet_print(request, letter_id):
    """The sheet beside the letter, as often as it is printed."""
    return sheet_response(_readable_letter(request, letter_id), request.user)


def sheet_response(letter, user):
    """Answer with the sheet beside the letter, and write down who looked.

    Raises Http404 when there is none, RuntimeError when it is not what was made.
    """
    sheet = sheet_of(letter)
    if sheet is None:
        raise Http404
    content = bytes(sheet.content)
    if hashlib.sha256(content).hexdigest() != sheet.sha256:
        raise RuntimeError(f"The sheet of letter {letter.pk} is not what was made.")
    record(user, "printed", letter, person=letter.person_id)
    return _not_kept(pdf_answer(content, f"tanda-tangan-{letter.pk}"))


@may_open("letters.view_signature")
def signature_picture(request, signature_id):
    """The thumb-print or the paper, as it was kept. What was written on the screen is drawn in the
    page."""
    row = get_object_or_404(Signature.objects.exclude(content=None), pk=signature_id)
    _readable_letter(request, row.letter_id)
    if not row.is_whole:
        raise RuntimeError(f"Signature {row.pk} is not what was kept.")
    if row.is_pdf:
        return _not_kept(pdf_answer(row.kept, f"tanda-tangan-{row.pk}"))
    answer = HttpResponse(row.kept, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="tanda-tangan-{row.pk}.jpg"'
    return _not_kept(answer)


@may_fill("letters.sign_letter")
def signature_withdraw(request, signature_id):
    row = get_object_or_404(Signature.objects.valid(), pk=signature_id)
    signing = _to_sign(request, row.letter_id)
    form = ReasonForm(
        request.POST or None,
        label="Apa yang keliru",
        missing="Tulis apa yang keliru pada tanda tangan ini.",
    )
    if done(form, actions.take_back_signature, row, by=request.user):
        told = f"Tanda tangan {row.name} dinyatakan keliru. Minta ia menandatangani lagi."
        return go_on(request, told, "letters:letter_sign", row.letter_id)
    context = {"form": form, "row": row, "letter": signing.letter}
    return render(request, "letters/signature_withdraw.html", context)


def _to_sign(request, letter_id):
    signing = to_sign(request.user, letter_id)
    if signing is None:
        raise Http404
    request.person_shown = signing.letter.person_id
    return signing


def _readable_letter(request, letter_id):
    """Through the act, as whoever signs it; or in the register, as the office."""
    if signing := to_sign(request.user, letter_id):
        letter = signing.letter
    else:
        letter = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    request.person_shown = letter.person_id
    return letter


def _not_kept(answer):
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
