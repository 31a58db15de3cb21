"""What the parts of a file show of the person themselves; and the mark of an emergency."""

from django.db.models import Q

from cases.people.access import Data
from cases.people.doubles.models import Merge
from cases.people.models import Statement
from cases.people.nik import kk_hints, nik_hints
from cases.people.photos.models import Photo
from cases.people.sealing.models import EmergencyAccess
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, once, register


def _photos(context, person):
    photos = kept_rows(_all_photos, context["user"], this=person.pk)
    return {"person": person, "photos": photos} if photos else None


def _all_photos(user):
    photos = Photo.objects.visible_to(user).filter(person=THIS)
    return photos.select_related("recorded_by").order_by("-recorded_at", "-pk")


def _photos_for_house(context, person):
    """To whom the part Identitas is closed they stand on the first page."""
    return None if Data.IDENTITY in context["data"] else _photos(context, person)


def _identity(context, person):
    return {"person": person, "hints": number_hints(person)}


def number_hints(person):
    """What does not fit about the numbers; a question, never a refusal."""
    hints = nik_hints(person.nik, sex=person.sex, born_on=person.born_on) if person.nik else []
    return hints + (kk_hints(person.kk) if person.kk else [])


def _statements(context, person):
    statements = kept_rows(_statements_of, None, this=person.pk)
    for statement in statements:
        statement.person = person
    return {"person": person, "statements": statements}


def _statements_of(user):
    return Statement.objects.filter(person=THIS).order_by("kind", "-stated_on", "-pk")


def merges_of(context, person) -> list[Merge]:
    merges = Merge.objects.filter(Q(kept=person) | Q(lost=person))
    return list(merges.order_by("-done_at"))


def _merges(context, person):
    """Files that were joined to this one, and what the head has still to decide."""
    merges = once(context, merges_of, person)
    joined = [each for each in merges if each.state == "done" and each.kept_id == person.pk]
    proposed = next((each for each in merges if each.state == "proposed"), None)
    return {"joined": joined, "proposed": proposed} if joined or proposed else None


def _emergency(context, opened):
    """While it lasts: what was judged unfair has ended, whatever the login still remembers."""
    mine = EmergencyAccess.objects.open_for(context["user"]).filter(person=opened["person"])
    return {"emergency": opened} if mine.exists() else None


register("page.emergency", Part(10, "cases/people/_emergency.html", _emergency))
register("summary.side", Part(20, "cases/people/_photos.html", _photos_for_house))
register(
    "identity.main",
    Part(10, "cases/people/_identity.html", _identity),
    Part(20, "cases/people/_statements.html", _statements),
)
register("identity.side", Part(10, "cases/people/_photos.html", _photos))
register("history.main", Part(10, "cases/people/_merges.html", _merges))
