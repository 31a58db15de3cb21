import pghistory
from django.db import models
from django.db.models import F, Q

from cases.gate.refusals.columns import AGAINST_ONE, Compared
from cases.people import access
from cases.people.flags.whom import Likeness, likeness_of_numbers
from cases.people.models import Person
from rptc.accounts.own import not_own
from rptc.columns import by, holds, protected
from rptc.sending import Sent


class SomebodyElseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the files that are open to them whole: their social workers, and the head."""
        return self.filter(access.whole_to(user))

    def of_name(self, people, asked):
        """What was said of this name, for these files, in the order in which it was said."""
        name = " ".join(asked.name.split())
        return self.filter(person__in=people, name__iexact=name).order_by("recorded_at", "pk")

    def unread(self):
        return self.filter(known_at=None)

    def brought_before(self, user):
        """Of the head, or who stands in."""
        if not user.has_perm("cases.acknowledge_exit"):
            return self.none()
        return self.filter(not_own(user, "person"))

    def to_be_read_by(self, user):
        """Not read by the head yet, nor of the reader's own words."""
        return self.brought_before(user).unread().exclude(recorded_by=user)


@pghistory.track()
class SomebodyElse(Sent, Compared):
    """ "Orang lain": why whoever bears this name is not the one of the warning that it resembles.

    Said by a social worker, of one name, one klien and one warning, and read by the head. The
    warning stays in force: whoever else resembles it is asked about again.
    """

    person = protected(Person, editable=False, related_name="said_somebody_else")
    why = models.CharField("mengapa orang lain", max_length=300)
    known_by = by("dibaca oleh")
    known_at = models.DateTimeField("dibaca pada", null=True, editable=False)

    objects = SomebodyElseQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "orang lain"
        indexes = [
            models.Index(
                fields=["recorded_at"], condition=Q(known_at=None), name="somebody_else_unread"
            )
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds("somebody_else_than_one", AGAINST_ONE),
            holds("somebody_else_says_why", ~Q(why=""), "Tulis mengapa ia orang lain."),
            holds(
                "somebody_else_is_read_by_another",
                Q(known_by=None, known_at=None)
                | (Q(known_at__isnull=False) & ~Q(known_by=F("recorded_by"))),
                "Yang mencatat tidak dapat mengetahui sendiri.",
            ),
        ]

    def __str__(self):
        return f"{self.name} bukan {self.than}"

    @property
    def sentence(self):
        """As the head reads it."""
        return f"{self.name} dikatakan bukan {self.than}: {self.why}"

    @property
    def than(self):
        """Whom it resembles, in the words of the warning."""
        return self.flag.whom if self.flag else str(self.against)

    def covers(self, asked, whom):
        """Does it still hold? What has come up since, a card or a telephone that the warning
        knows, nobody has spoken of."""
        if asked.spelled() != self.asked.spelled():
            return False
        numbers = (asked.identity_number, asked.telephone)
        return (
            numbers == (self.identity_number, self.telephone)
            or likeness_of_numbers(whom, asked) == Likeness.CLEAR
        )
