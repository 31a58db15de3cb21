"""What a file carries: warnings, family, pictures, triage."""

import hashlib

import factory
from django.core.files.base import ContentFile

from cases.intakes.triage.models import Triage
from cases.people.flags.models import Flag
from cases.people.photos.models import Photo
from cases.people.relations.models import Relation
from rptc import days
from tests import pictures
from tests.factories.accounts import SentFactory
from tests.factories.patrols import PatrolFactory
from tests.factories.people import PersonFactory
from tests.factories.stays import StayFactory


class TriageFactory(SentFactory):
    """Yellow, with an act that is due, for somebody in the house."""

    class Meta:
        model = Triage

    class Params:
        impossible = factory.Trait(
            colour="",
            act="",
            impossible_reason="Tidur.",
            impossible_until=factory.LazyFunction(lambda: Triage.next_morning(days.now())),
        )

    intake = factory.LazyFunction(lambda: StayFactory().intake)
    answers = factory.LazyFunction(lambda: {"demam": True})
    colour = "yellow"
    act = "Dokter hari ini"


class FlagFactory(SentFactory):
    """Do not release to Baso, on somebody in the house."""

    class Meta:
        model = Flag

    person = factory.LazyFunction(lambda: StayFactory(child=True).person)
    kind = Flag.Kind.DO_NOT_RELEASE
    whom = "Baso (paman)"
    what_to_do = "Hubungi Kepala UPT."
    reason = "Pernah menyuruh anak mengemis."


class RelationFactory(SentFactory):
    """Rosdiana is the mother of a child. RelationFactory(in_the_house=True): both of them are."""

    class Meta:
        model = Relation

    class Params:
        in_the_house = factory.Trait(
            person=factory.LazyFunction(
                lambda: (
                    StayFactory(intake__person__name="Rosdiana", intake__person__sex="P").person
                )
            ),
            other=factory.LazyFunction(lambda: StayFactory(child=True).person),
        )
        marked = factory.Trait(
            suspected_exploitation=True, exploitation_note="Mengambil uang anak."
        )

    person = factory.SubFactory(PersonFactory, name="Rosdiana", sex="P")
    other = factory.SubFactory(PersonFactory, child=True)
    kind = Relation.Kind.MOTHER


class PhotoFactory(SentFactory):
    """A face of somebody in the house. PhotoFactory(of_patrol=True), PhotoFactory(waits=True)."""

    class Meta:
        model = Photo

    class Params:
        content = factory.Sequence(lambda n: pictures.jpeg(seed=n))
        of_patrol = factory.Trait(
            person=None, patrol=factory.SubFactory(PatrolFactory), kind=Photo.Kind.PATROL
        )
        waits = factory.Trait(
            person=None, patrol=factory.SubFactory(PatrolFactory), waits_for_row=True
        )

    person = factory.LazyFunction(lambda: StayFactory().person)
    file = factory.LazyAttribute(lambda photo: ContentFile(photo.content, name="foto.jpg"))
    sha256 = factory.LazyAttribute(lambda photo: hashlib.sha256(photo.content).hexdigest())
    size = factory.LazyAttribute(lambda photo: len(photo.content))
