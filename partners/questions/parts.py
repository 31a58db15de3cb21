"""What other pages show of questions for a place."""

from django.db.models import Count, Q

from cases.file.acts import Act, register_acts
from partners.questions.models import AskedPartner, AskedState, PlaceQuestion
from rptc.parts import Part, register


def _questions(context, stay):
    """The newest first, with as many of the partners as this user may know of."""
    user = context["user"]
    told = AskedPartner.objects.visible_to(user).filter(question__stay=stay)
    told = Q(asked__in=told.values("pk"))
    questions = PlaceQuestion.objects.visible_to(user).filter(stay=stay)
    questions = questions.annotate(
        asked_number=Count("asked", filter=told),
        yes_number=Count("asked", filter=told & Q(asked__state=AskedState.YES)),
    )
    return {"stay": stay, "questions": list(questions.order_by("-recorded_at", "-pk"))}


register("referrals.main", Part(5, "partners/questions/_question_part.html", _questions))
register_acts(Act(78, "Tanya tempat", "partners:question_add", "partners.ask_place", "call"))
