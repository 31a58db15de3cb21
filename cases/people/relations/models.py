import pghistory
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.people.models import Person, Source
from rptc.accounts.permissions import Role
from rptc.columns import holds, once, one_of, protected
from rptc.sending import Sent


class RelationQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(Q(person=person) | Q(other=person))

    def that_bind(self):
        """Family, and who is suspected. Who was merely met together with somebody is neither."""
        return self.exclude(kind="together", suspected_exploitation=False)

    def marks_of(self, person):
        """The marks for suspected exploitation on this person, or near them."""
        return self.of(person).filter(suspected_exploitation=True)

    def visible_to(self, user):
        people = Person.objects.visible_to(user)
        return self.filter(person__in=people, other__in=people)

    def told_to(self, user):
        """Whose note of suspected exploitation this reader may read: the child's social worker
        (any, while the child has none), where the child's file is open to them whole, and the
        head; on the page of a release also who decides it. All others read what to do: not to
        hand over, and whom to call."""
        whole = self.filter(access.whole_to(user, "other"))
        if user.has_role(Role.HEAD):
            return whole.filter(access.not_own(user, "person"))
        return whole.filter(access.own_case(user, "other") | access.nobodys_case("other"))


@pghistory.track()
class Relation(Sent):
    """`person` is <kind> of `other`. Said by somebody, perhaps proved by papers.

    A mark for suspected exploitation sits on the pair and on the adult, never on the child alone
    (docs/rules.md, Exits): `person` is then the adult.
    """

    class Kind(models.TextChoices):
        MOTHER = "mother", "ibu dari"
        FATHER = "father", "ayah dari"
        GUARDIAN = "guardian", "wali dari"
        SIBLING = "sibling", "saudara dari"
        SPOUSE = "spouse", "suami atau istri dari"
        RELATIVE = "relative", "keluarga lain dari"
        TOGETHER = "together", "bersama"

    person = protected(Person, related_name="relations")
    other = protected(Person, related_name="relations_to")
    kind = one_of(Kind, "hubungan", max_length=10)
    source = one_of(Source, "menurut", max_length=10, default=Source.SELF)
    suspected_exploitation = models.BooleanField("diduga mengeksploitasi", default=False)
    exploitation_note = models.CharField("tanda yang terlihat", max_length=300, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "hubungan"
        constraints = [
            *Sent.Meta.constraints,
            holds("relation_is_between_two", ~Q(person=F("other")), "Pilih orang lain."),
            once(
                "relation_is_said_once", ["person", "other", "kind"], "Hubungan ini sudah dicatat."
            ),
            holds(
                "exploitation_says_what_was_seen",
                Q(suspected_exploitation=False) | ~Q(exploitation_note=""),
                "Tulis tanda yang terlihat.",
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.get_kind_display()} {self.other}"
