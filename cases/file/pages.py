"""How a part of a file is shown: below the head, with what the rooms register for its places
("health.main" beside "health.side"). The template bears the name of the view."""

from django.shortcuts import get_object_or_404, redirect, render

from cases.file.head import file_context, file_of, file_with_stay
from cases.people.models import Person


def show_of_person(request, person_id, part):
    """The address of a file that was merged leads to the one that was kept."""
    person = file_of(request.user, person_id)
    if person is None:
        visible = Person.objects.visible_to(request.user)
        merged = get_object_or_404(Person, pk=person_id, merged_into__in=visible)
        return redirect(request.resolver_match.view_name, merged.merged_into_id)
    return _show(request, file_context(request, person, part))


def show_of_stay(request, stay_id, part, room="file"):
    """Whether the reader may know of this stay, the list of the person's says."""
    person = file_with_stay(request.user, stay_id)
    return _show(request, file_context(request, person, part, stay_id), room)


def _show(request, context, room="file"):
    return render(request, f"cases/{room}/{request.resolver_match.url_name}.html", context)
