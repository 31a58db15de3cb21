"""What the server did by itself."""

import factory

from rptc import days
from rptc.upkeep.models import Job
from tests.database_roles import as_owner


class JobFactory(factory.django.DjangoModelFactory):
    """Last night's, without trouble. Commands alone write it, as the owner."""

    class Meta:
        model = Job

    kind = Job.Kind.NIGHTLY
    began_at = factory.LazyFunction(days.now)
    ended_at = factory.SelfAttribute("began_at")
    said = "Sesi: 2 sesi lama dihapus."

    @classmethod
    def _create(cls, model, *args, **columns):
        with as_owner():
            return super()._create(model, *args, **columns)
