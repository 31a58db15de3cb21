"""What lists and pages tell of whom was asked."""

from partners.questions.models import PlaceAnswer


def add_answers(asked):
    """Each with its `answers_given`, the newest first, and with `answer`, the one that counts."""
    given = {}
    answers = PlaceAnswer.objects.filter(asked__in=asked).select_related(
        "recorded_by", "undone_by"
    )
    for answer in answers.order_by("-pk"):
        given.setdefault(answer.asked_id, []).append(answer)
    for each in asked:
        each.answers_given = given.get(each.pk, [])
        standing = (answer for answer in each.answers_given if answer.undone_at is None)
        each.answer = next(standing, None)
    return asked
