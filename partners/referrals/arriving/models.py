"""Somebody arrived at a partner: who brought them, who received them, and what came along."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.referrals.models import (
    RUNNING_AT_READER,
    WORKS,
    Referral,
    ReferralState,
    ReferralStep,
)
from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected, seen_with
from rptc.guards import never_deleted
from rptc.policies import READER, RowPolicy, ask_owner
from rptc.sending import Sent

# While it may be written down, and taken back: also of who is served already.
WRITTEN_IN = {ReferralState.ACCEPTED, ReferralState.ARRIVED, ReferralState.IN_SERVICE}


class ArrivalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With its referral, whose destination this reader may know."""
        return self.filter(referral__in=Referral.objects.visible_to(user))

    def standing(self):
        return self.filter(undone_at=None)


# Of the partner whose user reads, and only until the referral ends.
OWN_ARRIVAL = f"referral_id IN {RUNNING_AT_READER}"
ARRIVED_AT_READER = ask_owner(
    "arrivals_at_reader",
    "SETOF bigint",
    f"""
    SELECT id FROM partners_arrival WHERE {OWN_ARRIVAL}""",  # noqa: S608
)
OWN_THING = f"arrival_id IN {ARRIVED_AT_READER}"


@pghistory.track()
class Arrival(Sent):
    """Kedatangan di mitra (R50): written by the partner in its portal, or by ours. Its berita
    acara is made in the same moment. One that was a mistake is taken back, once, with who and why;
    then it is written anew."""

    Channel = ReferralStep.Channel

    referral = protected(Referral, related_name="arrivals", editable=False)
    came_at = models.DateTimeField("tiba pada", default=days.now)
    received_by = models.CharField("diterima oleh", max_length=120)
    received_as = models.CharField("jabatannya", max_length=120)
    brought_by = models.CharField("diantar oleh", max_length=120)
    note = models.CharField("keterangan", max_length=300, blank=True)
    channel = one_of(Channel, "melalui", max_length=10)
    undone_at = models.DateTimeField("dinyatakan keliru pada", null=True, editable=False)
    undone_by = by("dinyatakan keliru oleh")
    undone_why = models.CharField("mengapa keliru", max_length=300, blank=True, editable=False)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_ARRIVAL}",
        adds=f"{WORKS} OR (channel = 'portal' AND recorded_by_id = {READER} AND {OWN_ARRIVAL})",
        changes=WORKS,
        history=WORKS,
    )

    objects = ArrivalQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kedatangan di mitra"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "referral_arrives_once",
                ["referral"],
                "Kedatangan ini sudah dicatat.",
                condition=Q(undone_at=None),
            ),
            holds("arrival_says_who", ~Q(received_by="") & ~Q(brought_by="")),
            holds(
                "arrival_undone_says_who_and_why",
                all_or_none("undone_at", "undone_by", words="undone_why"),
                "Tulis apa yang keliru.",
            ),
        ]
        triggers = [
            never_deleted("arrival_stays"),
            pgtrigger.Protect(
                name="arrival_stays_as_written",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "to_jsonb(OLD) - ARRAY['undone_at', 'undone_by_id', 'undone_why']"
                    " <> to_jsonb(NEW) - ARRAY['undone_at', 'undone_by_id', 'undone_why']"
                    " OR OLD.undone_at IS NOT NULL"
                ),
            ),
        ]

    def __str__(self):
        return f"Tiba di mitra {days.day_of(self.came_at):%d/%m/%Y}"

    @property
    def person(self):
        return self.referral.person


class ArrivalThingQuerySet(seen_with("arrival")):
    def missing(self):
        """Not there, and nobody has said what came of it."""
        return self.filter(arrival__undone_at=None, is_here=False, closed_at=None)


@pghistory.track()
class ArrivalThing(models.Model):
    """One thing that should have come along, and whether it did. What is missing waits for ours
    until it is closed with a word."""

    class Sort(models.TextChoices):
        PAPER = "paper", "Dokumen"
        BAG = "bag", "Titipan"
        MEDICINE = "medicine", "Obat"

    arrival = protected(Arrival, related_name="things", editable=False)
    sort = one_of(Sort, "jenis", max_length=8, editable=False)
    what = models.CharField("yang ikut", max_length=300, editable=False)
    is_here = models.BooleanField("diterima", editable=False)
    word = models.CharField("keterangan", max_length=200, blank=True, editable=False)
    closed_at = models.DateTimeField("selesai pada", null=True, editable=False)
    closed_by = by("diselesaikan oleh")
    closed_why = models.CharField("apa jadinya", max_length=300, blank=True, editable=False)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_THING}",
        adds=f"{WORKS} OR {OWN_THING}",
        changes=WORKS,
        history=WORKS,
    )

    objects = ArrivalThingQuerySet.as_manager()

    class Meta:
        verbose_name = "yang ikut ke mitra"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["arrival"],
                condition=Q(is_here=False, closed_at=None),
                name="arrival_thing_missing",
            )
        ]
        constraints = [
            holds(
                "thing_that_is_missing_says_why",
                Q(is_here=True) | ~Q(word=""),
                "Tulis mengapa tidak ada.",
            ),
            holds(
                "thing_closed_says_by_whom_and_how",
                Q(closed_at=None, closed_by=None, closed_why="")
                | Q(is_here=False, closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_why=""),
                "Tulis apa jadinya.",
            ),
        ]
        triggers = [
            never_deleted("arrival_thing_stays"),
            pgtrigger.Protect(
                name="arrival_thing_stays_as_written",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "to_jsonb(OLD) - ARRAY['closed_at', 'closed_by_id', 'closed_why']"
                    " <> to_jsonb(NEW) - ARRAY['closed_at', 'closed_by_id', 'closed_why']"
                    " OR OLD.closed_at IS NOT NULL"
                ),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_missing(self):
        return not self.is_here and self.closed_at is None


def without_bast(referrals):
    """Said to have arrived, by telephone or before there was a list, and nobody wrote it down. Who
    is served since before there was a clock (`answer_due_at`) is not asked about any more."""
    written = Arrival.objects.standing().filter(referral=OuterRef("pk"))
    served = Q(state=ReferralState.IN_SERVICE, answer_due_at__isnull=False)
    return referrals.filter(served | Q(state=ReferralState.ARRIVED), ~Exists(written))


def with_missing(referrals):
    """Something did not come along, and is open still."""
    missing = ArrivalThing.objects.missing().filter(arrival__referral=OuterRef("pk"))
    return referrals.filter(Exists(missing))
