import pghistory
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from partners.referrals.models import PARTNER_SEES, SENT_TO_READER, Referral, ReferralState
from rptc.columns import holds, one_of, protected
from rptc.guards import kept_as_written
from rptc.policies import READER, RowPolicy, may
from rptc.sending import Sent

WORKS = may("partners.view_referral", "partners.record_answer", "partners.approve_referral")
COUNTS = f"{WORKS} OR {may('reports.view_indicators')}"
OWN_REFERRAL = f"referral_id IN {SENT_TO_READER}"


class Step(models.TextChoices):
    """What is to be done where a partner does not answer (R48, R64), in this order."""

    CALL = "call", "Telepon mitra"
    REPLY = "reply", "Jawab pertanyaan mitra"
    TEXT = "text", "Kirim pesan kepada mitra"
    HEAD = "head", "Kepala UPT memutuskan"


class Says(models.TextChoices):
    NOT_REACHED = "not_reached", "Tidak terhubung"
    PROMISED = "promised", "Akan dijawab"
    ASKED = "asked", "Tanya dulu"
    REPLIED = "replied", "Pertanyaannya sudah dijawab"
    TEXTED = "texted", "Pesan terkirim"
    WAITS = "waits", "Tunggu lagi"


# What the partner reads.
SAID_TO_EACH_OTHER = [Says.ASKED, Says.REPLIED]
# What may be written down at each step. At any of them the partner may still be called.
CALLED = [Says.NOT_REACHED, Says.PROMISED, Says.ASKED]
WRITTEN_AT = {
    Step.CALL: CALLED,
    Step.REPLY: [Says.REPLIED],
    Step.TEXT: [Says.TEXTED, *CALLED],
    Step.HEAD: [Says.WAITS, *CALLED],
}
# What follows where the partner stays silent after it, and whether it has its hours once more.
FOLLOWS = {
    Says.NOT_REACHED: (Step.TEXT, False),
    Says.PROMISED: (Step.TEXT, True),
    Says.ASKED: (Step.REPLY, False),
    Says.REPLIED: (Step.CALL, True),
    Says.TEXTED: (Step.HEAD, True),
    Says.WAITS: (Step.HEAD, True),
}


def follows(says, before):
    """The step after `says`, and whether the partner's hours run anew. Where a text was sent
    before, a call that brought nothing leaves it with the head."""
    step, runs = FOLLOWS[Says(says)]
    if before == Step.HEAD and step == Step.TEXT:
        step = Step.HEAD
    return step, runs


class ReminderQuerySet(models.QuerySet):
    def said_to_each_other(self):
        """What the partner asked and we answered: both sides read it."""
        return self.filter(says__in=SAID_TO_EACH_OTHER).order_by("pk")

    def visible_to(self, user):
        return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))


@pghistory.track()
class Reminder(Sent):
    """A partner that does not answer was called, was sent a text, asks something back, or is
    waited for: what came of it, and what follows from when on. The newest one counts."""

    referral = protected(Referral, related_name="reminders", editable=False)
    says = one_of(Says, "hasil", max_length=12)
    words = models.CharField("keterangan", max_length=300, blank=True)
    said_by = models.CharField("bicara dengan", max_length=120, blank=True)
    then = one_of(Step, "berikutnya", max_length=8, editable=False)
    due_at = models.DateTimeField("sejak", editable=False)

    objects = ReminderQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{COUNTS} OR (says IN ('asked', 'replied') AND {OWN_REFERRAL})",
        adds=f"{WORKS} OR (says = 'asked' AND recorded_by_id = {READER} AND {OWN_REFERRAL})",
        changes="",
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "pengingat"
        indexes = [models.Index(fields=["referral", "-id"], name="reminder_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("reminder_is_followed_later", Q(due_at__gte=F("recorded_at"))),
        ]
        triggers = [kept_as_written("reminder_is_kept", [])]

    def __str__(self):
        return f"{self.get_says_display()}, {self.recorded_at:%d/%m/%Y}"


def with_next_step(referrals):
    """Of those that were sent and are not answered, or whose partner asks something while it has
    the packet: what is to be done (`next_step`), and since when (`next_at`)."""
    newest = Reminder.objects.filter(referral=OuterRef("pk")).order_by("-pk")
    waits = Q(state=ReferralState.SENT) | Q(next_step=Step.REPLY)
    steps = referrals.filter(state__in=PARTNER_SEES).annotate(
        next_step=Coalesce(Subquery(newest.values("then")[:1]), Value(Step.CALL.value)),
        next_at=Coalesce(Subquery(newest.values("due_at")[:1]), F("answer_due_at")),
    )
    return steps.filter(waits)


__all__ = ["Reminder"]
