"""Who was compared with whom: what a refusal and the word that it is somebody else both say."""

from django.db import models
from django.db.models import Q

from cases.gate.visits.models import Unwelcome
from cases.people.flags.models import Flag
from cases.people.flags.whom import Named
from cases.people.models import Person
from rptc.columns import protected

# The columns of whom it resembles: one of these is filled.
COMPARED_WITH = ("flag", "unwelcome", "suspect")


class Compared(models.Model):
    """What was said of somebody outside, and the warning, the ban or the marked adult that it
    resembles."""

    name = models.CharField("nama", max_length=120, editable=False)
    identity_number = models.CharField(
        "nomor identitas", max_length=30, blank=True, editable=False
    )
    telephone = models.CharField("telepon", max_length=40, blank=True, editable=False)
    flag = protected(Flag, "peringatan", null=True, editable=False, related_name="+")
    unwelcome = protected(Unwelcome, "larangan", null=True, editable=False, related_name="+")
    suspect = protected(Person, "yang diduga", null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @property
    def asked(self):
        return Named(self.name, self.identity_number, self.telephone)

    @property
    def against(self):
        return self.flag or self.unwelcome or self.suspect


def column_of(against):
    """In which column it stands."""
    return {Flag: "flag", Unwelcome: "unwelcome", Person: "suspect"}[type(against)]


def columns_of(asked, against):
    return {
        # As long as the column: a name is compared whole before it is written down.
        "name": " ".join(asked.name.split())[:120],
        "identity_number": asked.identity_number[:30],
        "telephone": asked.telephone[:40],
        column_of(against): against,
    }


AGAINST_ONE = (
    Q(flag__isnull=False, unwelcome=None, suspect=None)
    | Q(flag=None, unwelcome__isnull=False, suspect=None)
    | Q(flag=None, unwelcome=None, suspect__isnull=False)
)
