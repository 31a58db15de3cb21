from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.people.doubles import actions, moving
from cases.people.doubles.forms import (
    MergeForm,
    NotSameForm,
    OtherFileForm,
    look_up,
)
from cases.people.doubles.models import Double, Merge, MergeState
from cases.people.doubles.preview import moved_rows, sides
from cases.people.models import Person
from cases.people.photos.faces import add_faces
from rptc.acting import done, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.pages import counted_page_of, key_in, page_before


@may_open("cases.see_likely")
def person_likely(request):
    """Who this may be, while it is typed: a part of the pages that write somebody down."""
    prefix = request.GET.get("prefix", "")
    prefix = prefix if prefix.isascii() and prefix.isdigit() else ""
    likely = look_up(request.GET, "", request.user, drawn_as=prefix)
    return render(request, "cases/people/_person_likely.html", {"likely": likely})


# So many pairs are decided on one page.
PAIRS = 8


@may_open("cases.view_double")
def duplicate_list(request):
    """Files that are likely one person, a pair beside the other, the most certain first."""
    register = key_in(request, "register_import")
    doubles = Double.objects.visible_to(request.user)
    doubles = doubles.of_import(register) if register else doubles.to_decide()
    doubles = doubles.select_related(
        "person__origin__parent", "other__origin__parent", "claimed_by"
    )
    page = counted_page_of(doubles.most_certain_first(), request, PAIRS)
    people = [person for double in page for person in (double.person, double.other)]
    shown = sides(*people) if people else []
    if people:
        numbers = sorted({person.pk for person in people})
        record(request.user, "opened", page="berkas ganda", people=numbers)
    context = {
        "page_obj": page,
        "pairs": list(zip(page, zip(shown[::2], shown[1::2], strict=True), strict=True)),
        "form": NotSameForm(doubles=doubles),
        "register": register,
    }
    return render(request, "cases/people/duplicate_list.html", context)


@may_press("cases.decide_double")
def double_decide(request):
    """ "Bukan orang yang sama", of one pair or several: remembered until a fact of either
    changes."""
    doubles = Double.objects.visible_to(request.user).to_decide()
    form = NotSameForm(request.POST, doubles=doubles.select_related("person", "other"))
    if told := done(form, actions.tell_apart, by=request.user):
        messages.success(request, f"{told} pasangan diingat sebagai dua orang.")
    for reasons in form.errors.values():
        messages.error(request, reasons[0])
    return redirect(page_before(request, "cases:duplicate_list"))


@may_fill("cases.propose_merge")
def merge_propose(request, person_id):
    """`?with=` the other file. The file in the address is the one that is kept; with `&older=` it
    is the one of the two that was opened first."""
    kept = get_object_or_404(_visible_people(request), pk=person_id)
    choose = OtherFileForm(
        request.GET if "with" in request.GET else None, people=_visible_people(request), kept=kept
    )
    if not choose.is_valid():
        pairs = _pairs_with(kept, request.user)
        context = {"form": choose, "kept": kept, "pairs": pairs}
        return render(request, "cases/people/merge_choose.html", context)
    lost = choose.cleaned_data["with"]
    if "older" in request.GET and lost.pk < kept.pk:
        page = reverse("cases:merge_propose", args=[lost.pk])
        return redirect(f"{page}?with={kept.pk}")
    form = MergeForm(request.POST or None, instance=Merge(kept=kept, lost=lost))
    if merge := sent(form, actions.merge_files, by=request.user):
        if merge.state == MergeState.PROPOSED:
            messages.success(request, "Diajukan. Menunggu keputusan Kepala UPT.")
        else:
            messages.success(request, f"Berkas {lost.file_number} digabung ke berkas ini.")
        return redirect("cases:person_detail", merge.kept_id)
    record(request.user, "opened", kept, page="usul penggabungan", people=[kept.pk, lost.pk])
    context = {
        "form": form,
        "kept": kept,
        "lost": lost,
        "sides": sides(kept, lost),
        "rows": moved_rows(lost, kept, request.user),
        "refusals": [] if form.is_bound else moving.look(kept, lost, by=request.user),
        "needs_head": actions.needs_head(kept, lost),
    }
    return render(request, "cases/people/merge_propose.html", context)


@may_fill("reports.decide")
def merge_decide(request, merge_id):
    is_named = request.user.has_perm("cases.view_person")
    return decision_page(
        request,
        Merge.objects.select_related("kept__origin__parent", "lost__origin__parent"),
        merge_id,
        actions.decide_merge,
        "cases/people/merge_decide.html",
        check=actions.check_page,
        more=lambda merge: {
            "sides": sides(merge.kept, merge.lost, is_named=is_named),
            "rows": moved_rows(merge.lost, merge.kept, request.user, is_named=is_named),
            "is_named": is_named,
        },
    )


@may_press("cases.propose_merge")
def merge_undo(request, merge_id):
    merge = row_for(request, Merge, merge_id)
    told = f"Berkas {merge.lost_id:05d} berdiri sendiri lagi."
    return press(
        request,
        actions.undo_merge,
        merge,
        told=told,
        then=reverse("cases:person_detail", args=[merge.kept_id]),
    )


def _pairs_with(person, user):
    """The other files that may be of the same person, the most certain first."""
    doubles = Double.objects.visible_to(user).to_decide()
    doubles = doubles.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    others = [
        double.other if double.person_id == person.pk else double.person
        for double in doubles.most_certain_first()[:PAIRS]
    ]
    if others:
        add_faces(others, user)
        people = [other.pk for other in others]
        record(user, "opened", person, page="berkas yang mungkin sama", people=people)
    return others


def _visible_people(request):
    return Person.objects.visible_to(request.user).select_related("origin__parent")
