"""What other pages show of questions for a place."""

from django.db.models import Count, Q

from cases.file.acts import Act, register_acts
from partners.questions.models import AskedPartner, AskedState, PlaceQuestion
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _questions(context, stay):
    """The newest first, with as many of the partners as this user may know of."""
    return {"stay": stay, "questions": kept_rows(_of_stay, context["user"], this=stay.pk)}


def _of_stay(user):
    told = AskedPartner.objects.visible_to(user).filter(question__stay=THIS)
    told = Q(asked__in=told.values("pk"))
    questions = PlaceQuestion.objects.visible_to(user).filter(stay=THIS)
    questions = questions.annotate(
        asked_number=Count("asked", filter=told),
        yes_number=Count("asked", filter=told & Q(asked__state=AskedState.YES)),
    )
    return questions.order_by("-recorded_at", "-pk")


register("referrals.main", Part(5, "partners/questions/_question_part.html", _questions))
register_acts(Act(78, "Tanya tempat", "partners:question_add", "partners.ask_place", "call"))
