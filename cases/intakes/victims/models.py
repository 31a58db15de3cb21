from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from cases.intakes.models import Intake
from cases.intakes.triage.models import Triage
from cases.people import access
from cases.people.flags.models import Flag
from cases.people.reach import Reach
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, protected, seen_with
from rptc.sending import Sent


def next_morning():
    """When a shift ends: 07.00 WITA, as the acts of triage."""
    return Triage.next_morning(days.now())


def week_began():
    """Since when the head reads of new marks."""
    return days.starts_at(days.today() - timedelta(days=7))


class ChildVictimQuerySet(seen_with("intake")):
    def with_words(self, user):
        """Each with `words`, what the child said. House staff tell UPTD PPA that there is
        something, and never read a child's words; who wrote them down has read them."""
        is_told = access.whole_to(user, "intake__person") | Q(recorded_by=user)
        nothing = Value("", output_field=models.TextField())
        return self.annotate(words=Case(When(is_told, then=F("said")), default=nothing))

    def untold(self):
        """UPTD PPA has not been told of it."""
        return self.filter(told_at=None)

    def to_be_told_by(self, user):
        """Whose duty it is: the house's of whoever is here or on the way, by day the social
        workers' too. Of a child who is neither house staff may know nothing (docs/access.md), and
        at night there is nobody else: it is the head's."""
        untold = self.untold()
        if user.has_role(Role.CARETAKER, Role.SOCIAL_WORKER) or not user.has_role(Role.HEAD):
            return untold
        house = Reach.objects.of_the_house().filter(person=OuterRef("intake__person"))
        return untold.filter(~Exists(house))

    def marked(self, since):
        """Whoever wrote it down has suspected exploitation, and the mark stands."""
        marks = Flag.objects.in_force().filter(
            kind=Flag.Kind.EXPLOITED,
            person=OuterRef("intake__person"),
            recorded_by=OuterRef("recorded_by"),
        )
        return self.filter(Exists(marks), recorded_at__gte=since)


@pghistory.track()
class ChildVictim(Sent):
    """That a child who was met may be a victim: of a class in which no child is anything else,
    left by the adult who was there, or speaking of violence (docs/rules.md, Intake). Each opens
    the duty to tell UPTD PPA, until an hour; nothing that was noted is overwritten by what is
    noted later."""

    intake = protected(Intake, editable=False, related_name="child_victims")
    left_by_adult = models.BooleanField("bersama orang dewasa yang lalu pergi", default=False)
    said = models.TextField("yang dikatakan anak tentang kekerasan", max_length=1000, blank=True)
    due_at = models.DateTimeField("paling lambat", default=next_morning, editable=False)
    told_at = models.DateTimeField("diberi tahu pada", null=True, editable=False)
    told_by = by("diberi tahu oleh")
    told_to = models.CharField("kepada siapa", max_length=200, blank=True, editable=False)

    objects = ChildVictimQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "anak yang mungkin korban"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(told_at=None), name="child_victim_untold")
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "child_victim_told_says_by_whom_and_to_whom",
                Q(told_at=None, told_by=None, told_to="")
                | Q(Q(told_at__isnull=False, told_by__isnull=False), ~Q(told_to="")),
            ),
        ]

    def __str__(self):
        return f"Anak mungkin korban, {self.intake}"

    @property
    def is_late(self):
        return self.told_at is None and self.due_at <= days.now()
