from cases.people.photos.models import Photo


def add_faces(people, user):
    """Give each person `face`: the newest photo of it, where this user may see it, else None."""
    people = list(people)
    faces = {}
    if people and user.has_perm("cases.view_photo"):
        rows = Photo.objects.visible_to(user).of_faces().filter(person__in=people)
        rows = rows.order_by("person", "-recorded_at", "-pk").distinct("person")
        faces = {photo.person_id: photo for photo in rows}
    for person in people:
        person.face = faces.get(person.pk)
