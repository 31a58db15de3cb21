from django.shortcuts import get_object_or_404, redirect, render

from cases.casework.certificates.lacking import warning
from cases.casework.certificates.models import Act
from cases.casework.notes import actions
from cases.casework.notes.drafts import draft_of, drop_draft, keep_draft
from cases.casework.notes.forms import CorrectionForm, NoteForm
from cases.casework.notes.models import Note
from cases.casework.notes.parts import newest_notes, with_versions
from cases.casework.notes.readers import readers_of
from cases.casework.notes.words import add_words
from cases.file.head import file_context, file_with_stay
from cases.stays.models import Stay
from rptc.acting import go_on, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.kept import KeptList
from rptc.pages import counted_page_of
from rptc.sending import key_typed
from rptc.waiting import Part

PAGE = "catatan"


@may_open("cases.view_note")
def stay_notes(request, stay_id):
    """The part Catatan of a file: the newest on top, older versions folded beside."""
    person = file_with_stay(request.user, stay_id)
    context = file_context(request, person, Part.NOTES, stay_id)
    notes = KeptList(newest_notes, request.user, this=context["stay"].pk)
    page = counted_page_of(notes, request, 25)
    page.object_list = with_versions(page.object_list, request.user)
    _leave_line(request, context["stay"], page)
    context |= {"page_obj": page, "draft": draft_of(request.user, context["stay"])}
    return render(request, "cases/casework/stay_notes.html", context)


def _leave_line(request, stay, page):
    """Which words above the team were read stays in the line. That those of the profession were
    among them it says; of notes to the head it says nothing, for whoever works on the case reads
    its log."""
    shown = [each for note in page for each in (note, *note.versions)]
    told = [each for each in shown if each.is_sealed and each.is_told]
    is_professional = any(each.level == Note.Level.PROFESSIONAL for each in told)
    record(
        request.user,
        "opened",
        stay,
        person=stay.person_id,
        page=f"{PAGE} profesional" if is_professional else PAGE,
        notes=[each.pk for each in told],
    )


@may_fill("cases.write_note")
def note_write(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person", "social_worker")
    draft = None if request.POST else draft_of(request.user, stay)
    form = NoteForm(
        request.POST or None, instance=Note(stay=stay), initial=draft.typed if draft else None
    )
    if sent(form, actions.write_note, by=request.user, typed=["words"]):
        return go_on(request, "Catatan tersimpan.", "cases:stay_notes", stay.pk)
    context = {"form": form, "stay": stay, "readers": readers_of(stay, by=request.user)}
    context["draft"] = draft
    context["lacks"] = warning(Act.PROFESSIONAL_NOTE, request.user)
    return render(request, "cases/casework/note_write.html", context)


@may_press("cases.write_note")
def note_draft_keep(request, stay_id):
    """As it is typed: the page says since when the draft is kept."""
    stay = row_for(request, Stay, stay_id)
    key = key_typed(request.POST.get("send_key"))
    draft = keep_draft(stay, request.POST, key=key, by=request.user)
    return render(request, "cases/casework/_note_draft.html", {"draft": draft})


@may_press("cases.write_note")
def note_draft_drop(request, stay_id):
    stay = row_for(request, Stay, stay_id)
    drop_draft(stay, by=request.user)
    return go_on(request, "Draf dibuang.", "cases:note_write", stay.pk)


@may_fill("cases.write_note")
def note_correct(request, note_id):
    """A version that was corrected meanwhile is corrected no more; the page of the stay shows the
    newest."""
    notes = Note.objects.to_correct_by(request.user).select_related("stay__person", "recorded_by")
    old = get_object_or_404(notes, pk=note_id)
    if request.method != "POST" and Note.objects.filter(corrects=old).exists():
        return redirect("cases:stay_notes", old.stay_id)
    (old,) = add_words([old], request.user)
    new = Note(stay=old.stay, level=old.level, corrects=old, on=old.on, about=old.about)
    form = CorrectionForm(request.POST or None, instance=new, initial={"words": old.words})
    if sent(form, actions.correct_note, by=request.user, typed=["words", "why"]):
        told = "Versi baru tersimpan di samping yang lama."
        return go_on(request, told, "cases:stay_notes", old.stay_id)
    record(request.user, "opened", old, person=old.person_in_log, page="perbaiki catatan")
    return render(request, "cases/casework/note_correct.html", {"form": form, "note": old})
