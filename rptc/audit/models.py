from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from rptc import days
from rptc.audit import words
from rptc.columns import once, protected


class EntryQuerySet(models.QuerySet):
    def about(self, person_id):
        """Everything in which this person was named, alone or among several."""
        several = models.Q(details__contains={"people": [person_id]})
        return self.filter(models.Q(person_id=person_id) | several)

    def of_kind(self, model):
        """About rows of this table. Which number the table has is asked by the same query, so that
        its SQL can be kept (rptc/kept.py)."""
        names = {"app_label": model._meta.app_label, "model": model._meta.model_name}
        kinds = ContentType.objects.filter(**names)
        return self.filter(content_type=models.Subquery(kinds.values("pk")))


class Entry(models.Model):
    """One act or one look: who, what, on which record, when, from where.

    Inserted and read, never changed: the run-time role has no other right on this table.
    `person_id` is a plain number, so that everything about a person can be found without
    importing anything to the right.
    """

    at = models.DateTimeField(default=days.now, db_index=True)
    actor = protected(settings.AUTH_USER_MODEL, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True)
    object_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    request_id = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan"
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="entry_of_record"),
            models.Index(fields=["person_id", "-at"], name="entry_of_person"),
            models.Index(fields=["actor", "-at"], name="entry_of_actor"),
            # One line names several people: which lines name this one?
            GinIndex(fields=["details"], opclasses=["jsonb_path_ops"], name="entry_of_several"),
        ]

    def __str__(self):
        return f"{self.verb}, {self.at:%d/%m/%Y}"

    @property
    def who(self):
        return words.who(self)

    @property
    def reason(self):
        """Why names left the house, of an export."""
        return self.details.get("reason", "")

    @property
    def fingerprint(self):
        """The beginning of the SHA-256 of what was taken out; enough to tell two files apart."""
        return self.details.get("sha256", "")[:16]

    @property
    def act(self):
        """ "mencatat terjaring nomor 31 (klien nomor 12)", "mencetak lembar malam, 40 klien" """
        return words.act(self)


class Laid(models.Model):
    """A row that the program brought along, by the key that it has in the code (reference.py)."""

    list = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    row = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=days.now)

    class Meta:
        constraints = [once("laid_once", ["list", "key"])]

    def __str__(self):
        return f"{self.list} {self.key}"
