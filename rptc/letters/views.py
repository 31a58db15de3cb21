from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rptc import days
from rptc.acting import done, form_page, go_on, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.letters import actions
from rptc.letters.agency.models import Step
from rptc.letters.files import letter_response, letters_response
from rptc.letters.forms import (
    CheckCodeForm,
    EmblemForm,
    InsertForm,
    LetterFilter,
    LetterKindForm,
    NumberForm,
    ScanForm,
    SignatoryEndForm,
    SignatoryForm,
    UnitForm,
    WithdrawForm,
)
from rptc.letters.listed import LETTERS
from rptc.letters.models import (
    Emblem,
    Letter,
    LetterFile,
    LetterKind,
    Signatory,
    Unit,
    Withdrawal,
)
from rptc.letters.signatures.state import sheet_of, signatures_of, signed_so_far, to_withdraw
from rptc.letters.texts.models import with_text
from rptc.lists import may_list, render_list
from rptc.pages import MOST_TAKEN, key_in, page_of
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row

# So many letters on a page of the register, and in one PDF.
PAGE = 25
# As the register on paper stands: one kind after the other, what was inserted in its place.
BY_NUMBER = ["kind__order", "kind_id", "year", "sequence", "inserted", "dated_on", "pk"]


@may_fill("letters.change_unit")
def unit_settings(request):
    """The letterhead, the capacity of the house, and who signs."""
    unit = Unit.current()
    form = UnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        record(request.user, "changed", form.save())
        return go_on(request, "Kop dan daya tampung disimpan.", "letters:unit_settings")
    context = {
        "form": form,
        "unit": unit,
        "signatories": Signatory.objects.order_by("-starts_on", "-pk"),
        "signs_today": Signatory.objects.on(days.today()).first(),
    }
    return render(request, "letters/unit_settings.html", context)


@may_fill("letters.change_unit")
def emblem_change(request):
    form = EmblemForm(request.POST or None, request.FILES or None)
    if done(form, actions.use_emblem, by=request.user):
        told = "Lambang tersimpan, dan tercetak pada surat berikutnya."
        return go_on(request, told, "letters:unit_settings")
    return form_page(request, form, "letters/emblem_change.html", emblem=Emblem.current())


@may_press("letters.change_unit")
def emblem_remove(request):
    actions.remove_emblem(by=request.user)
    told = "Lambang dihapus. Surat yang sudah terbit tidak berubah."
    return go_on(request, told, "letters:unit_settings")


@may_fill("letters.change_unit")
def signatory_add(request):
    form = SignatoryForm(request.POST or None)
    if form.is_valid():
        # Locked, so that the same form sent twice finds the first.
        Unit.objects.select_for_update().get(pk=1)
        signatory, is_new = Signatory.objects.get_or_create(**form.cleaned_data)
        if is_new:
            record(request.user, "added", signatory)
        told = f"{signatory} menandatangani mulai {signatory.starts_on:%d/%m/%Y}."
        return go_on(request, told, "letters:unit_settings")
    return form_page(request, form, "letters/signatory_add.html")


@may_fill("letters.change_unit")
def signatory_end(request, signatory_id):
    signatory = get_object_or_404(Signatory.objects.select_for_update(), pk=signatory_id)
    form = SignatoryEndForm(request.POST or None, instance=signatory)
    if form.is_valid():
        record(request.user, "ended", form.save())
        told = f"{signatory} menandatangani sampai sebelum {signatory.ends_on:%d/%m/%Y}."
        return go_on(request, told, "letters:unit_settings")
    return form_page(request, form, "letters/signatory_end.html", signatory=signatory)


@may_list("letters.view_letter", LETTERS)
def letter_list(request):
    """What the unit wrote, the newest first."""
    letters = _filter(request)
    context = {"filter": letters, "page_obj": page_of(_newest_first(letters), request, PAGE)}
    return render_list(request, "letters/letter_list.html", context)


@may_open("letters.view_letter")
def letter_register_print(request):
    """The register on paper (R67): the letters of ?year= and ?kind=, by number, withdrawn ones
    too, with who signs. What this reader does not see, it does not hold."""
    rows = _newest_first(_filter(request))
    if rows.count() > MOST_TAKEN:
        told = f"Lebih dari {MOST_TAKEN} surat. Pilih tahun atau jenisnya."
        messages.error(request, told)
        return redirect("letters:letter_list")
    today = days.today()
    rows = rows.select_related("kind", "signatory")
    context = {
        "rows": rows.order_by(*BY_NUMBER),
        "year": key_in(request, "year"),
        "kind": LetterKind.objects.filter(pk=key_in(request, "kind")).first(),
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
    return pdf_answer(pdf("letters/letter_register_print.html", context), "register-surat")


@may_open("letters.view_letter")
def letter_together(request):
    """The letters of a page of the register in one PDF: of the same filter, the same page;
    withdrawn ones alone are printed one by one."""
    page = page_of(_newest_first(_filter(request)), request, PAGE)
    letters = [letter for letter in page if letter.is_valid]
    if not letters:
        messages.error(request, "Tidak ada surat yang berlaku di halaman itu.")
        return redirect("letters:letter_list")
    return letters_response(letters, request.user)


def _filter(request):
    """What the register shows for this address."""
    letters = Letter.objects.visible_to(request.user)
    return LetterFilter(request.GET, queryset=letters, request=request)


def _newest_first(letters):
    rows = letters.qs.select_related("kind", "recorded_by")
    rows = rows.prefetch_related("withdrawals", "steps")
    return rows.order_by("-dated_on", "-pk")


@may_open("letters.view_letter")
def letter_detail(request, letter_id):
    letter = _visible_letter(request, letter_id)
    files = letter.files.select_related("recorded_by").defer("content").order_by("-kind")
    context = {
        "letter": letter,
        "files": files,
        "signatures": signatures_of(letter).defer("content", "strokes"),
        "sheet": sheet_of(letter),
        "steps": [(step, letter.done_steps.get(step)) for step in Step],
        "back": next((file for file in files if file.kind == LetterFile.Kind.SCAN), None),
    }
    return render(request, "letters/letter_detail.html", context)


@may_open("letters.view_letter")
def letter_file(request, letter_id):
    return letter_response(_visible_letter(request, letter_id), request.user)


@may_fill("letters.complete_letter")
def letter_number(request, letter_id):
    """ "Cetak dahulu, nomor menyusul": the number comes now."""
    letter = _visible_letter(request, letter_id)
    # Our own counter needs no answer: the form of such a letter is empty.
    form = NumberForm(request.POST if request.method == "POST" else None, letter=letter)
    if form.is_valid():
        try:
            letter = actions.number_letter(letter, by=request.user, **form.cleaned_data)
            told = f"Nomor {letter.number}. Tulis pada lembarnya, lalu pindai."
            return go_on(request, told, "letters:letter_detail", letter.pk)
        except ValidationError as error:
            form.add_error("number" if "number" in form.fields else None, error)
    return form_page(request, form, "letters/letter_number.html", letter=letter)


@may_fill("letters.complete_letter")
def letter_insert(request):
    """Nomor sisipan: a letter that was written on paper, of a day before."""
    form = InsertForm(request.POST or None)
    if letter := sent(form, actions.insert_letter, by=request.user, typed=["is_sealed"]):
        told = f"Nomor {letter.number}. Tulis pada lembarnya, lalu pindai."
        return go_on(request, told, "letters:letter_detail", letter.pk)
    return form_page(request, form, "letters/letter_insert.html")


@may_fill("letters.complete_letter")
def letter_scan(request, letter_id):
    """The signed sheet comes back."""
    letter = _visible_letter(request, letter_id)
    form = ScanForm(request.POST or None, request.FILES or None, letter=letter)
    if done(form, actions.add_scan, letter, by=request.user):
        told = "Pindaian tersimpan. Inilah berkas surat yang berlaku."
        return go_on(request, told, "letters:letter_detail", letter.pk)
    return form_page(request, form, "letters/letter_scan.html", letter=letter)


@may_fill("letters.withdraw_letter")
def letter_withdraw(request, letter_id):
    """By whoever may open the act, which the letter may be too closed for the office to see; else
    by the office, in the register."""
    if of_act := to_withdraw(request.user, letter_id):
        letter, back = of_act
        request.person_shown = letter.person_id
    else:
        letter = _visible_letter(request, letter_id)
        back = reverse("letters:letter_detail", args=[letter.pk])
    form = WithdrawForm(request.POST or None, instance=Withdrawal(letter=letter))
    if sent(form, actions.ask_withdrawal, by=request.user):
        return go_on(request, "Penarikan diminta. Diputuskan Kepala UPT.", back)
    return form_page(request, form, "letters/letter_withdraw.html", letter=letter, back=back)


@may_fill("reports.decide")
def withdrawal_decide(request, letter_id):
    """The letter's newest: what the head let stand can be asked again."""
    newest = Withdrawal.objects.filter(letter=letter_id).order_by("-pk")
    return decision_page(
        request,
        Withdrawal.objects.select_related("letter__kind", "recorded_by"),
        newest.values("pk")[:1],
        actions.decide_withdrawal,
        "letters/withdrawal_decide.html",
    )


def _visible_letter(request, letter_id):
    letters = Letter.objects.visible_to(request.user)
    withdrawals = Withdrawal.objects.select_related("recorded_by", "decided_by").order_by("pk")
    letters = letters.select_related("kind", "recorded_by", "signatory", "text")
    related = Prefetch("withdrawals", withdrawals), "steps__recorded_by"
    return get_object_or_404(letters.prefetch_related(*related), pk=letter_id)


@login_not_required
@require_safe
def letter_check_code(request):
    """For whoever has no camera: the code under the square is typed."""
    form = CheckCodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("letters:letter_check", form.cleaned_data["code"])
    return form_page(request, form, "letters/letter_check_code.html")


@login_not_required
@never_cache
@require_safe
def letter_check(request, check_code):
    """Public: kind, number, date, valid or withdrawn, how many have signed; nothing else, and
    about nobody."""
    letter = Letter.objects.filter(check_code=check_code).select_related("kind").first()
    signed = signed_so_far(letter) if letter else None
    context = {"letter": letter, "signed": signed}
    return render(request, "letters/letter_check.html", context, status=200 if letter else 404)


@may_open("letters.change_unit")
def letter_kind_list(request):
    kinds = with_text(LetterKind.objects.all())
    return render(request, "letters/letter_kind_list.html", {"kinds": kinds})


@may_fill("letters.change_unit")
def letter_kind_edit(request, letter_kind_id):
    return edit_row(request, LetterKindForm, letter_kind_id, "letters")
