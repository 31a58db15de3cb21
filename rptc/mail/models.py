"""Who reads mail, and which; and what was told already, so that nothing is told twice.

The mails themselves lie in the tables of post_office until they are sent (rptc/mail/queue.py).
"""

import pghistory
from django.db import models
from django.db.models import Q

from rptc import days
from rptc.accounts.models import User
from rptc.columns import holds, once, protected
from rptc.policies import READER, RowPolicy

OWN = f"user_id = {READER}"


class MailChoiceQuerySet(models.QuerySet):
    def told(self):
        """Of those who may come in, and have an address."""
        return self.filter(user__is_active=True).exclude(address="")


@pghistory.track()
class MailChoice(models.Model):
    """Where somebody reads mail, and which of the two they want. Nobody enters it for another."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="mail_choice", editable=False, verbose_name="pengguna"
    )
    address = models.EmailField("alamat pos-el", blank=True)
    morning_digest = models.BooleanField("ringkasan pagi", default=True)
    urgent_alerts = models.BooleanField("pemberitahuan mendesak", default=True)

    objects = MailChoiceQuerySet.as_manager()

    row_policy = RowPolicy(reads=OWN, adds=OWN, changes=OWN, history=OWN)

    class Meta:
        verbose_name = "pilihan pos-el"
        # One line alone: what stands in the head of a mail is not continued.
        constraints = [holds("mail_address_is_one_line", ~Q(address__regex=r"\s"))]

    def __str__(self):
        return f"Pos-el {self.user}"


class Digest(models.Model):
    """The digest of a day was made for a user, whether there was something to tell or not."""

    user = protected(User, related_name="+")
    day = models.DateField("hari")

    class Meta:
        verbose_name = "ringkasan pagi"
        constraints = [once("digest_comes_once_a_day", ["user", "day"])]

    def __str__(self):
        return f"{self.user}, {self.day:%d/%m/%Y}"


class Alert(models.Model):
    """A user was told of this row, which is urgent. Once it is not urgent any more it is forgotten
    here: if it becomes so again, it is told again."""

    user = protected(User, related_name="+")
    what = models.CharField("tabel", max_length=60)
    number = models.PositiveBigIntegerField("nomor baris")
    told_at = models.DateTimeField("disampaikan pada", default=days.now)

    class Meta:
        verbose_name = "pemberitahuan mendesak"
        constraints = [once("alert_comes_once", ["user", "what", "number"])]

    def __str__(self):
        return f"{self.user}, {self.what} {self.number}"
