from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.forms import HiddenInput, model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from cases.exits import actions
from cases.exits.before import before_of
from cases.exits.doubts import doubts_about
from cases.exits.forms import (
    PIECES,
    ExitForm,
    ExitKindForm,
    HandOverForm,
    PromiseTextForm,
    ProofForm,
    TogetherForm,
    WitnessForm,
    form_of,
)
from cases.exits.letters import (
    AT_THE_DOOR,
    COLUMNS,
    SORTS,
    letter_of_exit,
    letters_of,
    told_exits,
)
from cases.exits.listed import EXITS
from cases.exits.models import (
    Exit,
    ExitKind,
    ExitProof,
    ExitState,
    ExitWitness,
    PromiseText,
)
from cases.exits.pieces import is_guarded, mark_shown_photos, pieces_of, what_is_missing
from cases.exits.receivers import (
    earlier_receivers_of,
    explanations_of,
    is_brought_before,
    look_up_receiver,
    somebody_else_of,
    suspect_for,
)
from cases.file.consents.asked import who_refused_family
from cases.file.tabs import add_told
from cases.gate.receivers import Answer
from cases.gate.somebody_else.views import somebody_else_page
from cases.house.tasks.models import Task
from cases.people import access
from cases.people.access import Data
from cases.people.photos.faces import add_faces
from cases.people.photos.views import picture_response
from cases.people.sealing.rights import rights_on
from cases.stays.models import Stay
from cases.stays.views import visible_stay
from rptc import days
from rptc.acting import changed, done, go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.context import unit_of
from rptc.decisions import decides_by_office, decision_page
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response, letters_response
from rptc.letters.models import Unit
from rptc.letters.signatures.state import add_signed
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, is_key, list_shown
from rptc.printing import pdf, pdf_answer
from rptc.refusals import write_refusal
from rptc.sending import SendKeyForm
from rptc.setup_pages import list_rows

# So many handovers in one PDF.
MOST_TOGETHER = 60


@may_fill("cases.end_stay_in_emergency")
def stay_end(request, stay_id):
    """House staff end a stay in an emergency; social workers end it, or ask the head."""
    stay = _stay_to_end(request, stay_id)
    before = _given_back(request.user, stay)
    form = ExitForm(
        request.POST or None,
        instance=Exit(stay=stay),
        by=request.user,
        kind=request.GET.get("kind", before.kind.code if before else ""),
        initial=model_to_dict(before, ExitForm.AGAIN) if before else {},
    )
    exit = sent(form, actions.end_stay, typed=["left_at"], by=request.user)
    if exit and exit.state == "proposed":
        messages.success(request, "Diajukan. Menunggu keputusan Kepala UPT.")
        return redirect("cases:exit_detail", exit.pk)
    if exit:
        messages.success(request, f"Masa pembinaan {stay.person} berakhir.")
        return _after_exit(request, exit)
    doubts = doubts_about(stay, days.today(), by=request.user)
    asks_head = request.user.has_perm("cases.end_stay") and (stay.needs_head or doubts)
    context = {
        "form": form,
        "stay": stay,
        "before": before,
        "doubts": doubts,
        "asks_head": asks_head,
    }
    return render(request, "cases/exits/stay_end.html", context)


def _given_back(user, stay):
    """The one that the head refused or gave back: what was asked for is not typed again."""
    exits = Exit.objects.visible_to(user).with_telling(user).select_related("kind")
    before = exits.refused_now().filter(stay=stay).order_by("-pk").first()
    return before if before and before.is_told else None


def _stay_to_end(request, stay_id):
    """A form sent again finds its stay, although the first copy has ended it and house staff see
    it no longer: who sent it reads again that it is saved. The stay is asked for first: a copy
    that ends it between the two questions is found by the second."""
    try:
        return visible_stay(request, stay_id)
    except Http404:
        key = SendKeyForm(request.POST)
        if request.method != "POST" or not key.is_valid():
            raise
        exits = Exit.objects.visible_to(request.user).select_related("stay__person", "stay__rule")
        sent = exits.filter(stay=stay_id, recorded_by=request.user, **key.cleaned_data).first()
        if sent is None:
            raise
        return sent.stay


@may_fill("cases.end_stay")
def exit_together(request):
    """Several leave the same way to the same receiver: one form, a numbered handover each."""
    stays = Stay.objects.visible_to(request.user).select_related(
        "person", "intake__classification"
    )
    # Bound, a form sent twice still finds those who have left by its first copy.
    shown = stays if request.method == "POST" else stays.open()
    form = TogetherForm(request.POST or None, stays=shown.order_by("person__name", "pk"))
    refused = []
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "send_key"}
        try:
            exits, refused = actions.leave_together(
                **said, page_key=form.cleaned_data["send_key"], by=request.user
            )
            messages.success(request, f"{len(exits)} klien keluar, masing-masing dengan suratnya.")
            for stay, error in refused:
                why = " ".join(error.messages)
                messages.warning(request, f"{stay.person} tetap di sini. {why}")
            of_them = urlencode([("exit", exit.pk) for exit in exits])
            return redirect(f"{reverse('cases:exit_together_done')}?{of_them}")
        except actions.SomeStay as error:
            write_refusal(error)
            refused = [(stay, " ".join(why.messages)) for stay, why in error.refused]
    offered = form.fields["stays"].queryset = stays.open().order_by("person__name", "pk")
    if not refused:
        form.fields["go_on"].widget = HiddenInput()
    context = {"form": form, "refused": refused, "rows": _rows_together(form, offered)}
    context["family_refused"] = who_refused_family([stay.person for stay in offered])
    return render(request, "cases/exits/exit_together.html", context)


def _rows_together(form, offered):
    """[(its tick, why not)]; who can leave with others stands first."""
    why = actions.why_alone(offered)
    ticks = [(tick, why.get(tick.data["value"].value)) for tick in form["stays"]]
    return sorted(ticks, key=lambda row: row[1] is not None)


@may_open("cases.end_stay")
def exit_together_done(request):
    """?exit=, several: who left together, each with the handover."""
    context = {"exits": _left_together(request), "asked": request.GET.urlencode()}
    return render(request, "cases/exits/exit_together_done.html", context)


@may_open("cases.end_stay")
def exit_together_print(request):
    """Their handovers in one PDF, each with its own number (R69)."""
    letters = [exit.handover_letter for exit in _left_together(request) if exit.handover_letter]
    if not letters:
        messages.error(request, "Tidak ada berita acara untuk dicetak.")
        return redirect("cases:exit_together_done")
    return letters_response(letters, request.user)


def _left_together(request):
    """Of what the address names, those whom this user handed over."""
    keys = [int(key) for key in request.GET.getlist("exit") if is_key(key)][:MOST_TOGETHER]
    rows = _told_exits(request).filter(pk__in=keys, state=ExitState.DONE, done_by=request.user)
    related = ["stay__person", "kind", "handover_letter"]
    return list(rows.select_related(*related).order_by("stay__person__name", "pk"))


def _after_exit(request, exit):
    """To its letters; house staff no longer see a stay that has ended. What somebody was asked to
    do for the klien does not end by itself."""
    if number := Task.objects.visible_to(request.user).open().filter(stay=exit.stay_id).count():
        messages.warning(
            request,
            f"{number} tugas tentang klien ini belum selesai. Kerjakan atau tutup di halaman"
            " Tugas.",
        )
    if Exit.objects.visible_to(request.user).filter(pk=exit.pk).exists():
        return redirect("cases:exit_detail", exit.pk)
    return redirect("cases:stay_list")


@may_open("cases.view_stay")
def exit_detail(request, exit_id):
    """What this exit needs, what is there, and what is still to be done."""
    stays = Stay.objects.visible_to(request.user).filter(pk=OuterRef("stay"))
    to_decide = Exit.objects.waiting_for(request.user).filter(pk=OuterRef("pk"))
    exits = _exits(request).visible_to(request.user)
    exits = exits.annotate(in_reach=Exists(stays), may_decide=Exists(to_decide))
    exit = get_object_or_404(exits.with_refusal(), pk=exit_id)
    record(request.user, "opened", exit, person=exit.stay.person_id)
    if not exit.is_told:
        add_faces([exit.stay.person], request.user)
        return render(request, "cases/exits/exit_closed.html", {"exit": exit, "stay": exit.stay})
    add_told(exit.stay.person)
    context = _context(request, exit)
    needed = [piece.bring for piece in context["missing"] if piece.bring]
    is_decider = request.user.has_perm("cases.approve_exit")
    context |= {
        "decides": exit.may_decide or decides_by_office(request.user, "cases.approve_exit"),
        "in_reach": exit.in_reach,
        "needed": needed,
        "message": _message(needed, unit_of(request)),
        "may_decide": exit.may_decide,
        "another_decides": is_decider and exit.state == "proposed" and not exit.may_decide,
    }
    return render(request, "cases/exits/exit_detail.html", context)


def _message(needed, unit):
    """A text to send the family: where to come and with what. Never who the klien is."""
    lines = [f"{number}. {line}" for number, line in enumerate(needed, 1)]
    return "\n".join(
        [f"{unit.name}, {unit.address}.", "Untuk menjemput, mohon bawa atau siapkan:", *lines]
        + ["Bawa surat yang asli. Tidak dipungut biaya."]
    )


def _told_exits(request):
    """Those whose receiver the user may know: nobody hands over, prints or completes another."""
    return told_exits(request.user, _exits(request))


def _context(request, exit, **more):
    """What every page about one exit shows."""
    user = request.user
    perms = rights_on(exit.stay.person, user)
    add_faces([exit.stay.person], user)
    explained = explanations_of(exit, by=user)
    letters = _handed_out(user, exit, letters_of(exit))
    add_signed((exit, sort.kind, letter) for sort, letter in letters)
    pieces = []
    if exit.is_unfinished:
        pieces = pieces_of(exit, by=user)
    missing = [piece for piece in pieces if not piece.is_there]
    may_write = "cases.complete_exit" in perms
    may_add = exit.is_unfinished and may_write
    guarded = is_guarded(exit)
    # Where every piece is asked for, nothing rests on the age or class that is shown.
    in_doubt = exit.state == "proposed" and not guarded
    proofs = list(exit.proofs.all())
    mark_shown_photos(proofs, user)
    return {
        "exit": exit,
        "perms": perms,
        "stay": exit.stay,
        "pieces": pieces,
        "missing": missing,
        "is_guarded": guarded,
        "doubts": doubts_about(exit.stay, days.today()) if in_doubt else [],
        "may_add": may_add,
        "may_remove": may_add and exit.state == "proposed",
        "proofs": proofs,
        "witnesses": exit.witnesses.all(),
        "letters": letters,
        "may_write": may_write,
        "earlier": _releases(earlier_receivers_of(exit), user),
        "suspect": suspect_for(exit, by=user),
        "somebody_else": _told_to(user, exit, explained),
        **more,
    }


def _told_to(user, exit, explained):
    """Why the receiver is somebody else: read by who may open the whole file, and by who has this
    exit to decide. Mostly nobody had to say anything."""
    if not explained or is_brought_before(exit, user):
        return explained
    told = set(somebody_else_of(exit).visible_to(user).values_list("pk", flat=True))
    return [said for said in explained if said.pk in told]


def _releases(receivers, user):
    """Their exits, with the day on which the klien came back."""
    numbers = {receiver.exit_number: receiver for receiver in receivers}
    exits = Exit.objects.with_telling(user).select_related("kind", "decided_by")
    exits = exits.in_bulk(numbers)
    releases = [exits[number] for number in numbers]
    for exit in releases:
        exit.came_back_on = numbers[exit.pk].came_back_on
    return releases


@may_fill("cases.complete_exit")
def exit_proof_add(request, exit_id):
    exit = _unfinished_exit(request, exit_id)
    form = ProofForm(request.POST or None, request.FILES or None, instance=ExitProof(exit=exit))
    if sent(form, actions.add_proof, typed=["picture"], by=request.user):
        return go_on(request, "Bukti hubungan ditambahkan.", "cases:exit_detail", exit.pk)
    return render(request, "cases/exits/exit_proof_add.html", {"form": form, "exit": exit})


@may_fill("cases.complete_exit")
def exit_witness_add(request, exit_id):
    exit = _unfinished_exit(request, exit_id)
    form = WitnessForm(request.POST or None, instance=ExitWitness(exit=exit))
    if sent(form, actions.add_witness, by=request.user):
        return go_on(request, "Saksi ditambahkan.", "cases:exit_detail", exit.pk)
    return render(request, "cases/exits/exit_witness_add.html", {"form": form, "exit": exit})


@may_fill("cases.say_somebody_else")
def exit_somebody_else(request, exit_id):
    """The receiver resembles somebody who must not have the klien: why it is somebody else."""
    exit = _unfinished_exit(request, exit_id)
    checked = look_up_receiver(exit, by=request.user)
    return somebody_else_page(
        request,
        checked.objection if checked.answer == Answer.LIKELY else None,
        "cases/exits/exit_somebody_else.html",
        {"exit": exit, "stay": exit.stay},
        then=("cases:exit_detail", exit.pk),
    )


@may_press("cases.complete_exit")
def exit_proof_remove(request, exit_id, proof_id):
    return _remove_part(request, exit_id, ExitProof, proof_id)


@may_press("cases.complete_exit")
def exit_witness_remove(request, exit_id, witness_id):
    return _remove_part(request, exit_id, ExitWitness, witness_id)


def _remove_part(request, exit_id, model, part_id):
    exit = _unfinished_exit(request, exit_id)
    part = get_object_or_404(model.objects.filter(exit=exit), pk=part_id)
    told, then = f"{part} dihapus.", reverse("cases:exit_detail", args=[exit.pk])
    return press(request, actions.remove_part, part, told=told, then=then)


@may_open(["cases.view_stay", "cases.view_photo"])
def exit_receiver_photo(request, exit_id):
    """The card of whoever receives: shown by its exit, to those who are told the receiver."""
    exits = _told_exits(request).filter(identity_photo__hidden_at=None)
    exit = get_object_or_404(exits, pk=exit_id, identity_photo__isnull=False)
    return picture_response(request, exit.identity_photo)


@may_press("cases.complete_exit")
def exit_receiver_photo_remove(request, exit_id):
    exit = _unfinished_exit(request, exit_id)
    told, then = "Foto penerima dihapus.", reverse("cases:exit_detail", args=[exit.pk])
    return press(request, actions.remove_receivers_card, exit, told=told, then=then)


@may_fill("cases.complete_exit")
def exit_piece(request, exit_id, piece):
    """The page of one piece: who receives, their card, the house, the promise, ..."""
    exit = _unfinished_exit(request, exit_id)
    if piece not in PIECES:
        raise Http404
    if request.method == "POST":
        # Locked, so that nobody writes between what the form compares and what it saves.
        exit = actions.lock_exit(exit)
    form_class, title = form_of(piece, exit)
    form = form_class(request.POST or None, request.FILES or None, instance=exit)
    if form.is_valid():
        try:
            said = {"picture": form.picture, "withdraws": form.withdraws}
            saved = actions.add_piece(exit, form.values, **said, by=request.user)
            if form.withdraws:
                messages.warning(request, f"{saved.decision_note} Ajukan lagi bila tetap diminta.")
            return go_on(request, f"{title} tersimpan.", "cases:exit_detail", exit.pk)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "exit": exit,
        "title": title,
        "promise": PromiseText.objects.in_force(days.today()) if piece == "promise" else None,
    }
    return render(request, "cases/exits/exit_piece.html", context)


def _unfinished_exit(request, exit_id):
    return get_object_or_404(_in_state(request, "proposed", "approved"), pk=exit_id)


def _in_state(request, *states):
    """A form that is sent late finds its exit in any state: the action says what became of it."""
    exits = _told_exits(request)
    return exits if request.method == "POST" else exits.filter(state__in=states)


@may_open("cases.view_stay")
def exit_needed_print(request, exit_id):
    """What the family still has to bring: a page for them, without a word about the klien."""
    exit = get_object_or_404(_told_exits(request), pk=exit_id)
    paper = pdf(
        "cases/exits/exit_needed_print.html",
        {
            "unit": Unit.current(),
            "needed": [p.bring for p in what_is_missing(exit, by=request.user) if p.bring],
            "now": days.now(),
        },
    )
    record(request.user, "printed", exit, person=exit.stay.person_id)
    answer = pdf_answer(paper, f"perlu-dibawa-{exit.pk}")
    answer["Cache-Control"] = "no-store"
    return answer


@may_list("cases.view_stay", EXITS)
def exit_list(request):
    """?show= what waits for somebody or is to be known, what lost its approval, and what was
    refused."""
    user, exits = request.user, Exit.objects.visible_to(request.user)
    # Who decides reads all that they refused; who asks reads theirs.
    refused = (
        exits.refused_now() if user.has_perm("cases.approve_exit") else exits.refused_to(user)
    )
    lists = {
        "running": ("Terminasi berjalan", exits.running()),
        "lost": ("Persetujuan gugur", exits.approval_lost()),
        "refused": ("Tidak disetujui, belum diajukan lagi", refused),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("stay__person", "kind", "recorded_by").order_by("recorded_at", "pk")
    context["page_obj"] = counted_page_of(rows, request, 50)
    return render_list(request, "cases/exits/exit_list.html", context)


@may_fill("reports.decide")
def exit_decide(request, exit_id):
    return decision_page(
        request,
        _exits(request),
        exit_id,
        actions.decide_exit,
        "cases/exits/exit_decide.html",
        check=actions.check_decision,
        more=lambda exit: _to_decide(request, exit),
    )


def _to_decide(request, exit):
    add_told(exit.stay.person, is_parting=True)
    return _context(request, exit, before=before_of(exit, user=request.user))


def _exits(request):
    proofs = ExitProof.objects.select_related("photo", "recorded_by")
    witnesses = ExitWitness.objects.select_related("recorded_by")
    exits = Exit.objects.with_telling(request.user)
    return exits.select_related(
        "kind",
        "recorded_by",
        "decided_by",
        "known_by",
        "identity_photo",
        *COLUMNS,
        "stay__person",
        "stay__intake__classification",
        "stay__rule",
        "stay__social_worker",
    ).prefetch_related(
        Prefetch("proofs", proofs.order_by("pk")),
        Prefetch("witnesses", witnesses.order_by("pk")),
    )


@may_fill("cases.hand_over")
def exit_hand_over(request, exit_id):
    exit = get_object_or_404(_in_state(request, "approved"), pk=exit_id)
    form = HandOverForm(request.POST or None, exit=exit)
    if done(form, actions.hand_over, exit, by=request.user):
        messages.success(request, f"{exit.stay.person} diserahkan.")
        return _after_exit(request, exit)
    checked = look_up_receiver(exit, by=request.user)
    context = _context(request, exit, form=form, checked=checked)
    return render(request, "cases/exits/exit_hand_over.html", context)


@may_fill("cases.end_stay")
def exit_cancel(request, exit_id):
    exit = _unfinished_exit(request, exit_id)
    form = ReasonForm(request.POST or None)
    if done(form, actions.cancel_exit, exit, by=request.user):
        return go_on(request, "Terminasi dibatalkan.", "cases:stay_detail", exit.stay_id)
    context = {"form": form, "exit": exit, "stay": exit.stay}
    return render(request, "cases/exits/exit_cancel.html", context)


@may_press("cases.acknowledge_exit")
def exit_acknowledge(request, exit_id):
    others = _exits(request).filter(Exit.not_about(request.user))
    exit = get_object_or_404(others.to_be_known(), pk=exit_id)
    told = "Dicatat sebagai diketahui."
    return press(request, actions.acknowledge_exit, exit, told=told, then="reports:approvals")


@may_open("cases.view_stay")
def exit_letter(request, exit_id, letter_sort):
    """The frozen letter, as often as it is printed."""
    exit = get_object_or_404(_told_exits(request), pk=exit_id)
    sort = _sort(request, exit, letter_sort)
    letter = letter_of_exit(exit, sort)
    if letter is None:
        messages.error(request, f"{sort.label} belum dibuat.")
        return redirect("cases:exit_detail", exit.pk)
    return letter_response(letter, request.user)


@may_press("cases.complete_exit")
def exit_letter_write(request, exit_id, letter_sort):
    exit = get_object_or_404(_told_exits(request), pk=exit_id)
    sort = _sort(request, exit, letter_sort)
    try:
        letter = actions.write_letter(exit, sort, by=request.user)
        messages.success(request, f"{sort.label} nomor {letter.number} siap dicetak.")
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("cases:exit_detail", exit.pk)


def _sort(request, exit, code):
    if code not in SORTS or not _handed_out(request.user, exit, [(SORTS[code], None)]):
        raise Http404
    return SORTS[code]


def _handed_out(user, exit, letters):
    """Those that this user may make and print: what is not handed out at the door says who the
    klien is."""
    if all(sort in AT_THE_DOOR for sort, _ in letters):
        return letters
    if Data.IDENTITY in access.known(user, exit.stay.person).data:
        return letters
    return [(sort, letter) for sort, letter in letters if sort in AT_THE_DOOR]


@may_open("cases.change_exit_kind")
def exit_kind_list(request):
    """What each way of leaving needs. The list itself is agreed with the unit."""
    return render(request, "cases/exits/exit_kind_list.html", {"rows": ExitKind.objects.all()})


@may_fill("cases.change_exit_kind")
def exit_kind_edit(request, exit_kind_id):
    kind = get_object_or_404(ExitKind, pk=exit_kind_id)
    form = ExitKindForm(request.POST or None, instance=kind)
    if changed(form, actions.change_exit_kind, by=request.user):
        return go_on(request, f"{kind} tersimpan.", "cases:exit_kind_list")
    return render(request, "cases/exits/exit_kind_edit.html", {"form": form, "row": kind})


@may_fill("cases.change_promise_text")
def promise_text_list(request):
    """What families sign. A text is never changed: a new one begins on a day."""
    return list_rows(
        request, PromiseTextForm, PromiseText.objects.order_by("-valid_from"), "cases/exits"
    )
