"""One run of a command that nobody watches, written down whatever comes of it."""

from contextlib import contextmanager

from rptc import days
from rptc.upkeep.models import Job


@contextmanager
def written_down(kind):
    """The row of this run: what is said in it within, and that it failed where it did."""
    job = Job.objects.create(kind=kind)
    try:
        yield job
    except Exception as error:
        job.failed = f"{job.get_kind_display()}: {error}"[:300]
        raise
    finally:
        job.ended_at = days.now()
        job.save()
