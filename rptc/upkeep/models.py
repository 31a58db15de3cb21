"""What the server did by itself, so that somebody notices when it did not."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from rptc import days
from rptc.columns import holds, one_of


class JobQuerySet(models.QuerySet):
    def done_lately(self, kind):
        """Begun within the time in which it should have run, and nothing of it failed."""
        since = days.now() - WITHIN[kind]
        return self.filter(kind=kind, began_at__gt=since, ended_at__isnull=False, failed="")


class Job(models.Model):
    """One run of a command that nobody watches. Commands write it, the web process only reads."""

    class Kind(models.TextChoices):
        NIGHTLY = "nightly", "Pekerjaan malam"
        BACKUP = "backup", "Cadangan"
        PROOF = "proof", "Percobaan pulih"
        FILES = "files", "Berkas foto"

    kind = one_of(Kind, "pekerjaan", max_length=10)
    began_at = models.DateTimeField("mulai", default=days.now)
    ended_at = models.DateTimeField("selesai", null=True)
    # A line for each part of it, without a name of anybody.
    said = models.TextField("hasil", max_length=2000, blank=True)
    failed = models.CharField("yang gagal", max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "pekerjaan server"
        ordering = ["-began_at", "-pk"]
        indexes = [models.Index(fields=["kind", "-began_at"], name="job_of_kind")]
        constraints = [
            holds("job_ends_after_it_began", Q(ended_at=None) | Q(ended_at__gte=F("began_at")))
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def state(self):
        """(words, shape) of the state."""
        if self.failed:
            return "Gagal", "late"
        return ("Berhasil", "ok") if self.ended_at else ("Belum selesai", "due")


WITHIN = {
    # Each night at the same hour; two hours late is a night without it.
    Job.Kind.NIGHTLY: timedelta(hours=26),
    Job.Kind.BACKUP: timedelta(hours=26),
    # A part of what is done each night, and told apart: nothing else of the night fails by it.
    Job.Kind.FILES: timedelta(hours=26),
    # A backup that was never restored is none.
    Job.Kind.PROOF: timedelta(days=90),
}
