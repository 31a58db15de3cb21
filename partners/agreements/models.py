"""Agreements with partners (R53): on what paper a referral rests, and until when."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from partners.directory.models import Partner, PartnerKind
from rptc import days
from rptc.columns import by, holds, may_point_to, once, one_of, protected, seen_with, state_of
from rptc.decisions import BY_ANOTHER, Answer, Decided, DecidedQuerySet, state_moves
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted, refuses, written_once
from rptc.letters.kept_scans import SHA256, KeptScan
from rptc.policies import RowPolicy, may
from rptc.sending import Sent
from rptc.words import tanggal

# So long before its end an agreement is told of, each time a step more pressing. Today is the
# first of these days, and its last day is one of them.
SOON = [30, 60, 90]
# So long after its end it is told of that nobody renewed it; later it stands in the list alone.
LAPSED_DAYS = 90
MOST_MEETINGS = 52

RENEWED_ALREADY = "Perpanjangan perjanjian ini sudah disiapkan."
OF_ANOTHER = "Yang diperpanjang atau diubah adalah perjanjian mitra ini yang sudah disahkan."
NUMBER_STANDS = "Nomor kami ini sudah dipakai perjanjian lain."


class AgreementKind(models.TextChoices):
    JOINT = "kb", "Kesepakatan bersama (KB)"
    WORK = "pks", "Perjanjian kerja sama (PKS)"
    MEMORANDUM = "mou", "Nota kesepahaman (MoU)"
    ORDER = "order", "Surat tugas"
    DECREE = "decree", "SK"
    LAW = "law", "Dasar hukum"


# How each is called before a number.
BRIEFLY = {"kb": "KB", "pks": "PKS", "mou": "MoU", "order": "Surat tugas", "decree": "SK"}
# What an office works by until somebody takes it back.
OPEN_ENDED = ["decree", "law"]


class Shape(models.TextChoices):
    """The forms of working together of OECD 1997, and that of two governments."""

    MANAGEMENT = "management", "Kontrak pengelolaan"
    LEASE = "lease", "Kontrak sewa"
    TRANSFER = "transfer", "Bangun-kelola-alih milik"
    COMMUNITY = "community", "Pelayanan berbasis masyarakat"
    SYNERGY = "synergy", "Sinergi antarpemerintah"


# What is proposed for a partner of this kind; of the others nobody knows it beforehand.
SHAPES_OF = {
    PartnerKind.FOUNDATION: Shape.COMMUNITY,
    PartnerKind.CENTRE: Shape.SYNERGY,
    PartnerKind.AGENCY: Shape.SYNERGY,
}


class AgreementState(models.TextChoices):
    DRAFT = "draft", "Draf"
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    CONFIRMED = "confirmed", "Disahkan"
    DROPPED = "dropped", "Tidak jadi"


S = AgreementState
AGREEMENT_MOVES = {
    S.DRAFT: {S.PROPOSED, S.DROPPED},
    S.PROPOSED: {S.CONFIRMED, S.DRAFT, S.DROPPED},
}


class AgreementQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """Whoever works with partners: it names no klien."""
        return self if user.has_perm("partners.view_agreement") else self.none()

    def with_end(self):
        """Each with `until`, its last day: what an addendum says of it counts, the latest first.
        None where it goes on."""
        changed = Agreement.objects.filter(
            addendum_to=OuterRef("pk"), state=S.CONFIRMED, valid_until__isnull=False, ended_on=None
        )
        last = changed.order_by("-starts_on", "-pk").values("valid_until")[:1]
        return self.annotate(until=Coalesce(Subquery(last), F("valid_until")))

    def standing(self):
        """Confirmed; an addendum is read with what it changes."""
        return self.filter(state=S.CONFIRMED, addendum_to=None).with_end()

    def in_force(self, on):
        """On this day: from the first to the last, both included, if it was not ended before."""
        return self.standing().filter(
            Q(until=None) | Q(until__gte=on),
            Q(ended_on=None) | Q(ended_on__gte=on),
            starts_on__lte=on,
        )

    def coming(self, on):
        return self.standing().filter(starts_on__gt=on, ended_on=None)

    def over(self, on):
        return self.standing().filter(Q(until__lt=on) | Q(ended_on__lt=on))

    def _not_renewed(self):
        """Nobody confirmed a renewal, and the partner still is one: else nothing is to be done."""
        renewed = Agreement.objects.filter(renews=OuterRef("pk"), state=S.CONFIRMED, ended_on=None)
        rows = self.standing().filter(ended_on=None, partner__is_active=True)
        return rows.filter(~Exists(renewed))

    def ending(self, on, limit):
        """Their last day lies within so many days, and within none of the shorter spans."""
        shorter = max((each for each in SOON if each < limit), default=0)
        first, last = told_until(on, shorter) + days.ONE_DAY, told_until(on, limit)
        return self._not_renewed().filter(until__gte=first, until__lte=last)

    def lapsed(self, on):
        since = on - timedelta(days=LAPSED_DAYS)
        return self._not_renewed().filter(until__lt=on, until__gte=since)

    def told_of(self, on):
        """All those of which somebody is told, each with the renewal that was written, if any."""
        renewal = Agreement.objects.filter(renews=OuterRef("pk")).exclude(state=S.DROPPED)
        since = on - timedelta(days=LAPSED_DAYS)
        rows = self._not_renewed().filter(until__gte=since, until__lte=told_until(on, SOON[-1]))
        return rows.annotate(renewal=Subquery(renewal.values("pk")[:1]))

    def drafts(self):
        return self.filter(state=S.DRAFT)

    def dropped(self):
        return self.filter(state=S.DROPPED)


def told_until(on, limit):
    """The last day that lies `limit` days ahead, today counted as the first."""
    return on + timedelta(days=limit - 1)


READS = may("partners.view_agreement", "partners.confirm_agreement", "partners.approve_referral")
WRITES = may("partners.change_agreement")
DECIDES = may("partners.change_agreement", "partners.confirm_agreement")


@pghistory.track()
class Agreement(Decided, Versioned):
    """Perjanjian with a partner, or what stands for one where the partner is an office: a decree,
    an order, a law.

    The office writes it, the head confirms it, and from then on it stays as it was written; that
    it ends before its day is all that is added. What is to be otherwise is an addendum, which may
    also move its last day, and what goes on is a renewal.
    """

    Kind, Shape, State = AgreementKind, Shape, AgreementState
    MOVES = AGREEMENT_MOVES
    PERMISSION = "partners.confirm_agreement"
    DRAFT = S.DRAFT
    APPROVES = Answer(S.CONFIRMED, "Sahkan", "disahkan", "confirmed")
    REFUSES = Answer(S.DRAFT, "Kembalikan", "dikembalikan", "sent_back", "Tulis alasannya.")
    ASKED_AT = "proposed_at"
    LISTED_WITH = ("partner", "recorded_by")
    # It is about no klien.
    ABOUT = ()
    person = None
    refused_by_triggers = {"agreement_follows_one_of_its_partner": OF_ANOTHER}

    partner = protected(Partner, "mitra", related_name="agreements", editable=False)
    addendum_to = may_point_to(
        "self", "adendum atas", related_name="addenda", editable=False, blank=False
    )
    renews = may_point_to(
        "self", "memperpanjang", related_name="renewals", editable=False, blank=False
    )
    kind = one_of(AgreementKind, "jenis", max_length=6)
    our_number = models.CharField("nomor kami", max_length=80, blank=True)
    their_number = models.CharField("nomor mitra", max_length=80, blank=True)
    subject = models.CharField("tentang", max_length=300)
    scope = models.TextField("ruang lingkup", max_length=2000, blank=True)
    duties = models.TextField("hak dan kewajiban", max_length=2000, blank=True)
    funding = models.CharField("pembiayaan", max_length=300, blank=True)
    shape = one_of(Shape, "bentuk kerja sama", max_length=10, blank=True)
    # How often both sides meet, where it says so; of an addendum, where it changes that.
    meetings_a_year = models.PositiveSmallIntegerField("rapat setahun", null=True, blank=True)
    starts_on = models.DateField("berlaku mulai")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    state = state_of(AgreementState, S.DRAFT)
    # Who changed the draft last, or laid it before the head: they have a hand in it as well.
    last_by = by("terakhir diisi oleh")
    proposed_at = models.DateTimeField("diajukan pada", null=True, editable=False)
    ended_on = models.DateField("diakhiri pada", null=True, editable=False)
    ended_by = by("diakhiri oleh")
    end_reason = models.CharField("mengapa berakhir", max_length=300, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    # The house's own: a partner reads on its referral on what it rests.
    row_policy = RowPolicy(reads=READS, adds=WRITES, changes=DECIDES, history=READS)

    class Meta(Decided.Meta):
        verbose_name = "perjanjian"
        indexes = [models.Index(fields=["partner", "state"], name="agreement_of_partner")]
        constraints = [
            *Decided.Meta.constraints,
            holds(
                "agreement_is_confirmed_by_another",
                Q(decided_by=None) | Q(last_by=None) | ~Q(decided_by=F("last_by")),
                BY_ANOTHER,
            ),
            holds(
                "agreement_ends_after_it_starts",
                Q(valid_until=None) | Q(valid_until__gte=F("starts_on")),
                "Berlaku sampai tidak boleh sebelum berlaku mulai.",
            ),
            holds(
                "agreement_says_until_when",
                Q(valid_until__isnull=False)
                | Q(kind__in=OPEN_ENDED)
                | Q(addendum_to__isnull=False),
                "Tulis sampai kapan. Hanya SK, dasar hukum dan adendum boleh tanpa batas.",
            ),
            holds("agreement_says_what_about", ~Q(subject="")),
            holds(
                "agreement_names_some_meetings",
                Q(meetings_a_year=None) | Q(meetings_a_year__range=(1, MOST_MEETINGS)),
                "Tulis berapa kali setahun, 1 sampai 52.",
            ),
            holds(
                "agreement_is_addendum_or_renewal",
                Q(addendum_to=None) | Q(renews=None),
            ),
            once(
                "agreement_is_renewed_once",
                ["renews"],
                RENEWED_ALREADY,
                condition=~Q(state="dropped"),
            ),
            once(
                "agreement_has_its_own_number",
                ["our_number"],
                NUMBER_STANDS,
                condition=~Q(our_number="") & ~Q(state="dropped"),
            ),
            holds(
                "agreement_before_the_head_has_a_number",
                Q(state__in=["draft", "dropped"]) | ~Q(our_number="", their_number=""),
                "Tulis nomornya: dari kami, dari mitra, atau keduanya.",
            ),
            holds(
                "agreement_state_fits_its_decision",
                Q(state__in=["draft", "dropped"])
                | Q(
                    state="proposed",
                    proposed_at__isnull=False,
                    decided_by=None,
                    decided_at=None,
                )
                | Q(
                    state="confirmed",
                    proposed_at__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            holds(
                "agreement_end_says_by_whom_and_why",
                Q(ended_on=None, ended_by=None, end_reason="", state__in=["draft", "proposed"])
                | Q(ended_on=None, ended_by=None, end_reason="", state="confirmed")
                | (
                    Q(ended_on__isnull=False, ended_by__isnull=False, state="confirmed")
                    & ~Q(end_reason="")
                )
                | (Q(ended_on=None, ended_by__isnull=False, state="dropped") & ~Q(end_reason="")),
                "Tulis alasannya.",
            ),
            holds(
                "agreement_is_not_ended_before_it_starts",
                Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                "Ini sebelum perjanjian berlaku.",
            ),
        ]
        triggers = [
            state_moves("agreement_moves", AGREEMENT_MOVES),
            never_deleted("agreement_stays"),
            never_changed(
                "agreement_keeps_who_wrote_it", ["partner", "recorded_by", "recorded_at"]
            ),
            pgtrigger.Trigger(
                name="agreement_is_written_as_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF TG_OP = 'INSERT' THEN
                        RETURN NEW;
                    END IF;
                    IF OLD.state <> 'draft' AND (to_jsonb(NEW) - CASE OLD.state
                           WHEN 'proposed' THEN ARRAY['state', 'decided_by_id', 'decided_at',
                               'decision_note', 'version', 'ended_by_id', 'end_reason']
                           WHEN 'confirmed' THEN ARRAY['ended_on', 'ended_by_id', 'end_reason',
                               'version']
                           ELSE ARRAY[]::text[] END)
                       IS DISTINCT FROM (to_jsonb(OLD) - CASE OLD.state
                           WHEN 'proposed' THEN ARRAY['state', 'decided_by_id', 'decided_at',
                               'decision_note', 'version', 'ended_by_id', 'end_reason']
                           WHEN 'confirmed' THEN ARRAY['ended_on', 'ended_by_id', 'end_reason',
                               'version']
                           ELSE ARRAY[]::text[] END) THEN
                        RAISE EXCEPTION 'What is before the head, or confirmed, stays as written.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'agreement_is_written_as_a_draft';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refuses(
                "agreement_follows_one_of_its_partner",
                "It follows a confirmed agreement of the same partner.",
                """EXISTS (
                    SELECT FROM unnest(ARRAY[NEW.renews_id, NEW.addendum_to_id]) AS before (id)
                     WHERE before.id IS NOT NULL AND NOT EXISTS (
                           SELECT FROM partners_agreement AS other
                            WHERE other.id = before.id AND other.partner_id = NEW.partner_id
                              AND other.state = 'confirmed' AND other.addendum_to_id IS NULL)
                )""",
                on=pgtrigger.Insert
                | pgtrigger.UpdateOf("partner_id", "renews_id", "addendum_to_id"),
            ),
        ]

    def __str__(self):
        return f"{self.called}, {self.partner}"

    @classmethod
    def entered_by(cls, users):
        return Q(recorded_by__in=users) | Q(last_by__in=users)

    def name_for(self, user):
        return str(self)

    @property
    def called(self):
        """PKS 460/07/PKS/I/2026; without a number by what it is about."""
        what = "Adendum" if self.addendum_to_id else BRIEFLY.get(self.kind, "Dasar hukum")
        number = self.our_number or self.their_number
        return f"{what} {number}" if number else f"{what} tentang {self.subject}"

    @property
    def cited(self):
        """As a referral names it, on the screen and on paper."""
        numbers = " dan ".join(filter(None, [self.our_number, self.their_number]))
        what = BRIEFLY.get(self.kind, "Dasar hukum")
        return f"{what} nomor {numbers} tentang {self.subject}"

    @property
    def told(self):
        """In a list to choose from."""
        if self.last_day is None:
            return self.called
        return f"{self.called}, sampai {tanggal(self.last_day)}"

    @property
    def detail(self):
        return f"{self.subject}, {self.span}"

    @property
    def span(self):
        until = f"sampai {tanggal(self.valid_until)}" if self.valid_until else "tanpa batas waktu"
        return f"{tanggal(self.starts_on)} {until}"

    @property
    def seen(self):
        return str(self.version)

    @property
    def is_draft(self):
        return self.state == S.DRAFT

    @property
    def is_confirmed(self):
        return self.state == S.CONFIRMED

    @property
    def is_open(self):
        """It can still come to nothing."""
        return self.can_become(S.DROPPED)

    @property
    def last_day(self):
        """`until` where the row was read with it; the earlier of it and of the day on which it
        was ended."""
        until = getattr(self, "until", self.valid_until)
        return min((day for day in (until, self.ended_on) if day), default=None)

    @property
    def days_left(self):
        """Of its last day too there is one; None where it goes on."""
        return None if self.last_day is None else (self.last_day - days.today()).days + 1

    @property
    def is_over(self):
        return self.days_left is not None and self.days_left <= 0

    @property
    def is_to_renew(self):
        return self.days_left is not None and self.days_left <= SOON[-1]

    @property
    def status(self):
        """(words, shape) for the badge."""
        if not self.is_confirmed:
            return self.get_state_display(), {"draft": "idle", "proposed": "wait"}.get(
                self.state, "idle"
            )
        if self.addendum_to_id:
            return ("Tidak berlaku lagi", "idle") if self.ended_on else ("Disahkan", "ok")
        if self.is_over:
            return "Diakhiri" if self.ended_on else "Berakhir", "idle"
        if self.starts_on > days.today():
            return "Belum mulai", "wait"
        if self.days_left is not None and self.days_left <= SOON[-1]:
            return f"{self.days_left} hari lagi", "due" if self.days_left <= SOON[0] else "wait"
        return "Berlaku", "ok"


@pghistory.track(exclude=["content"])
class AgreementScan(KeptScan):
    """The signed paper: a picture of our own making, or a PDF that is plain. The last counts."""

    agreement = protected(Agreement, related_name="scans", editable=False)

    objects = seen_with("agreement").as_manager()

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes="", history=READS)

    class Meta(Sent.Meta):
        verbose_name = "pindaian perjanjian"
        constraints = [
            *Sent.Meta.constraints,
            holds("agreement_scan_has_its_hash", Q(sha256__regex=SHA256)),
        ]
        triggers = [written_once("agreement_scan_stays")]

    def __str__(self):
        return f"Pindaian {self.agreement}"


__all__ = ["Agreement", "AgreementScan"]
