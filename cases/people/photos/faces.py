from django.db.models import F, OuterRef, Subquery

from cases.people.photos.models import Photo
from rptc.kept import AmongThese, kept_rows, keys_of


def add_faces(people, user):
    """Give each person `face`: the newest photo of it, where this user may see it, else None."""
    people = list(people)
    faces = {}
    if people and user.has_perm("cases.view_photo"):
        rows = kept_rows(_faces, user, these=keys_of(people))
        faces = {photo.person_id: photo for photo in rows}
    for person in people:
        person.face = faces.get(person.pk)


def with_faces(people):
    """People whose file the reader may open, with the key of their face; `show_face` gives it
    without another query."""
    faces = Photo.objects.shown().of_faces().filter(person=OuterRef("pk"))
    return people.annotate(face_key=Subquery(faces.values("pk")[:1]))


def show_face(person, user):
    """The same as `add_faces`, of somebody who was read `with_faces`."""
    may_see = person.face_key and user.has_perm("cases.view_photo")
    person.face = Photo(pk=person.face_key) if may_see else None


def _faces(user):
    faces = Photo.objects.visible_to(user).of_faces().filter(AmongThese(F("person")))
    return faces.order_by("person", "-recorded_at", "-pk").distinct("person")
