import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from cases.gate.closed_places import keeps_case
from cases.gate.visits.models import Unwelcome
from cases.people import access
from cases.people.flags.models import Flag
from cases.people.flags.whom import Named
from cases.stays.models import Stay
from partners.referrals.models import AT_PARTNER, SENT_TO_READER, WORKS, Referral, ReferralStep
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, is_among, once, one_of, protected
from rptc.guards import changed_only_in, kept_as_written, refuses
from rptc.policies import IN_OWN_NAME, READER, RowPolicy, ask_owner, may
from rptc.sending import Sent

# So long until what cannot wait has an answer (docs/rules.md, Incidents at a partner).
ANSWERED_WITHIN = days.ONE_HOUR
# Letters that are written at once; and as much as they can take under a key (four bytes a letter).
MOST_WORDS, MOST_SEALED = 300, 1_800
NOT_THERE = "Klien ini tidak sedang berada di mitra."

# Of the partner whose user reads, while and after somebody is there. What the end takes away, the
# portal leaves out.
OWN_INCIDENT = f"referral_id IN {SENT_TO_READER}"
INCIDENTS_AT_READER = ask_owner(
    "incidents_at_reader",
    "SETOF bigint",
    f"""
    SELECT id FROM partners_partnerincident WHERE {OWN_INCIDENT}""",  # noqa: S608
)
# Whoever is on duty in the house hears that there is something, and reads no note.
HEARS = may("partners.hear_of_incident")
ask_owner(
    "incidents_taken_back",
    "SETOF bigint",
    f"""
    SELECT note.incident_id FROM partners_incidentnote AS note
     WHERE note.takes_back AND ({WORKS} OR {HEARS})
       AND NOT EXISTS (SELECT FROM partners_incidentnote AS later
                        WHERE later.incident_id = note.incident_id
                          AND later.channel = 'portal' AND later.id > note.id)""",  # noqa: S608 (SQL of this project's models)
)
OWN_OF_INCIDENT = f"incident_id IN {INCIDENTS_AT_READER}"
FROM_PORTAL = f"channel = 'portal' AND recorded_by_id = {READER}"


class IncidentKind(models.TextChoices):
    """Whoever wants to take a child stands first: nothing else is so soon too late."""

    CAME = "came", "Ada yang mau menjemput"
    RAN = "ran_away", "Lari"
    ILL = "ill", "Sakit"
    HURT = "hurt", "Luka"
    DIED = "died", "Meninggal"


# Whose answer is late after an hour.
CANNOT_WAIT = [IncidentKind.CAME, IncidentKind.RAN, IncidentKind.DIED]
Channel = ReferralStep.Channel


def said_by_somebody(name):
    """Here the user is known; of what was said otherwise, who said it is written down."""
    return holds(
        name,
        Q(channel="portal", said_by="") | ~Q(channel="portal") & ~Q(said_by=""),
        "Tulis siapa yang menyampaikan.",
    )


class PartnerIncidentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the case, the head, and who wrote it down after a call, as far as they may know
        the referral; and before who decides in the head's place whoever waits to be fetched."""
        if not user.has_perm("partners.view_referral"):
            return self.none()
        known = Q(referral__in=Referral.objects.visible_to(user).values("pk"))
        if not user.has_role(Role.HEAD):
            known &= Q(recorded_by=user) | keeps_case(user)
        return self.filter(known | self._laid_before(user))

    def _laid_before(self, user):
        if not user.has_perm("partners.decide_pickup"):
            return access.NO_ROW
        own = IncidentReply.objects.filter(incident=OuterRef("pk"), recorded_by=user)
        theirs = _is_open() | Q(Exists(own))
        return Q(theirs, access.not_own(user, "stay__person"), kind=IncidentKind.CAME)

    def open(self):
        """Nobody has answered yet, or since then the partner has added something, or a ban came
        after a yes."""
        return self.filter(_is_open())

    def heard(self):
        """What who is on duty in the house hears of: not what the partner itself has taken back,
        and said no more of since. Those of the case and the head answer it still."""
        return self.open().exclude(pk__in=RawSQL("SELECT public.incidents_taken_back()", []))

    def to_answer_by(self, user):
        """Open ones; whoever decides on a pickup has those by themselves."""
        rows = self.visible_to(user).open()
        decides = user.has_perm("partners.decide_pickup")
        return rows.exclude(kind=IncidentKind.CAME) if decides else rows

    def untold(self):
        """Our last answer has not been read there, and somebody is there still."""
        last = IncidentReply.objects.filter(incident=OuterRef("pk")).order_by("-pk")
        rows = self.annotate(unread=Subquery(last.filter(read_at=None).values("pk")[:1]))
        rows = rows.annotate(newest=Subquery(last.values("pk")[:1]))
        return rows.filter(unread=F("newest"), referral__state__in=AT_PARTNER)

    def to_decide_by(self, user):
        """Somebody waits to be told whether they may take a klien with them."""
        if not user.has_perm("partners.decide_pickup"):
            return self.none()
        return self.visible_to(user).filter(kind=IncidentKind.CAME)

    def with_last(self):
        """Each with what was said last (`says`; None: nothing yet), since when something that was
        added waits (`added_at`), whether a ban came after a yes, whether the partner has said
        that it was a mistake, and until when it must be answered."""
        last = IncidentReply.objects.filter(incident=OuterRef("pk")).order_by("-pk")
        says = Subquery(last.values("says")[:1])
        is_banned = Exists(_banned_yes())
        taken_back = IncidentNote.objects.filter(incident=OuterRef("pk"), takes_back=True)
        return self.annotate(
            says=says,
            added_at=_added_at(),
            is_banned=is_banned,
            is_taken_back=Exists(taken_back),
            due=until_when(),
        )

    def to_tell(self):
        """For the top of the portal: what has no answer, and answers that nobody has read."""
        last = IncidentReply.objects.filter(incident=OuterRef("pk")).order_by("-pk")
        rows = self.with_last().annotate(
            last_read_at=Subquery(last.values("read_at")[:1]),
            allowed_to=Subquery(last.values("to_name")[:1]),
        )
        return rows.filter(Q(last_read_at=None) | Q(added_at__isnull=False) | Q(is_banned=True))

    def in_portal_of(self, user):
        """Of whoever is referred to the user's own partner now."""
        return self.filter(referral__in=Referral.objects.in_portal_of(user).values("pk"))


def _added_since():
    """What the partner has added that our last answer does not know, the oldest first; where
    nobody has answered, nothing."""
    last = IncidentReply.objects.filter(incident=OuterRef("incident")).order_by("-pk")
    notes = IncidentNote.objects.filter(incident=OuterRef("pk"), channel=Channel.PORTAL)
    return notes.filter(recorded_at__gt=Subquery(last.values("recorded_at")[:1])).order_by("pk")


def _added_at():
    return Subquery(_added_since().values("recorded_at")[:1])


def _is_open():
    answered = IncidentReply.objects.filter(incident=OuterRef("pk"))
    return Q(~Exists(answered)) | Q(Exists(_added_since())) | Q(Exists(_banned_yes()))


def _banned_yes():
    """Our last word, where it is a yes and a warning or a ban is in force that was not when it was
    said, whomever it names: SQL compares no names. While somebody is there, the head looks at it
    once more."""
    later = IncidentReply.objects.filter(incident=OuterRef("incident"), pk__gt=OuterRef("pk"))
    yes = IncidentReply.objects.filter(
        ~Exists(later),
        incident=OuterRef("pk"),
        says=Says.ALLOWED,
        incident__referral__state__in=AT_PARTNER,
    )
    flags, bans = standing_against(OuterRef("incident__referral__person"))
    return yes.filter(
        Exists(flags.filter(is_among("flags", False)))
        | Exists(bans.filter(is_among("bans", False)))
    )


def standing_against(person):
    """The warnings and the bans in force that may speak against handing this klien to somebody."""
    flags = Flag.objects.against_release().in_force().filter(person=person)
    return flags, Unwelcome.objects.in_force().against(person)


def until_when():
    """The moment at which no answer is late; None of what has no hour."""
    since = Coalesce(_added_at(), F("recorded_at"))
    return Case(When(kind__in=CANNOT_WAIT, then=since + ANSWERED_WITHIN))


@pghistory.track()
class PartnerIncident(Sent):
    """Something happened to a klien at a partner (R56): the partner says so in two taps, or tells
    us, and those of the case, the house and the head know at once. It stays as it was said: what
    is known later is a row beside it (`IncidentNote`), and so is what we answer."""

    Kind, Channel = IncidentKind, Channel
    # In the portal, of a yes that holds no more (holding.py).
    is_held = False
    refused_by_triggers = {"partner_incident_is_of_who_is_there": NOT_THERE}

    referral = protected(Referral, related_name="incidents", editable=False)
    # Whom the house calls, it reads here: the referral is closed to it.
    stay = protected(Stay, related_name="partner_incidents", editable=False)
    kind = one_of(IncidentKind, "apa yang terjadi", max_length=8)
    at = models.DateTimeField("terjadi pada", default=days.now)
    channel = one_of(Channel, "melalui", max_length=10)
    # Empty where the partner said it here itself.
    said_by = models.CharField("disampaikan oleh", max_length=120, blank=True)

    objects = PartnerIncidentQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {HEARS} OR {OWN_INCIDENT}",
        adds=f"{may('partners.record_answer')} OR ({FROM_PORTAL} AND {OWN_INCIDENT})",
        changes="",
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "kejadian di mitra"
        indexes = [models.Index(fields=["referral", "-id"], name="partner_incident_newest")]
        constraints = [
            *Sent.Meta.constraints,
            said_by_somebody("partner_incident_is_said_by_somebody"),
            holds(
                "partner_incident_has_happened",
                Q(at__lte=F("recorded_at")),
                "Waktu ini belum terjadi.",
            ),
        ]
        triggers = [
            kept_as_written("partner_incident_stays_as_said", []),
            refuses(
                "partner_incident_is_of_who_is_there",
                "Whoever is not there meets nothing there.",
                """NOT EXISTS (
                    SELECT FROM partners_referral
                     WHERE id = NEW.referral_id AND stay_id = NEW.stay_id
                       AND state IN ('arrived', 'in_service'))""",
                on=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_pickup(self):
        return self.kind == IncidentKind.CAME

    @property
    def is_open(self):
        """Does it wait for an answer, or for one more (with_last)?"""
        return self.says is None or self.added_at is not None or self.is_banned

    @property
    def is_late(self):
        return self.is_open and self.due is not None and self.due <= days.now()


@pghistory.track()
class IncidentNote(Sent):
    """What is known of it later: words, or who it is that came. Nothing of before is rewritten;
    of who came, what was said last counts. One that takes back says why it was no such incident:
    until we have answered it is as open as before, for whoever says so may be made to."""

    Channel = Channel
    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("sealed_words",)

    incident = protected(PartnerIncident, related_name="notes", editable=False)
    sealed_words = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    name = models.CharField("mengaku bernama", max_length=120, blank=True)
    relation = models.CharField("mengaku sebagai", max_length=80, blank=True)
    telephone = models.CharField("teleponnya", max_length=40, blank=True)
    channel = one_of(Channel, "melalui", max_length=10)
    said_by = models.CharField("disampaikan oleh", max_length=120, blank=True)
    # By the partner alone; ours say of a call that it was none.
    takes_back = models.BooleanField("menyatakan keliru", default=False, editable=False)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_OF_INCIDENT}",
        adds=f"{may('partners.record_answer')} OR ({FROM_PORTAL} AND {OWN_OF_INCIDENT})",
        changes="",
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "keterangan kejadian di mitra"
        constraints = [
            *Sent.Meta.constraints,
            said_by_somebody("incident_note_is_said_by_somebody"),
            holds(
                "incident_note_says_something",
                ~Q(sealed_words="", name="", relation="", telephone=""),
                "Tulis keterangannya.",
            ),
            holds(
                "incident_note_takes_back_in_the_portal_and_says_why",
                Q(takes_back=False) | Q(channel="portal") & ~Q(sealed_words=""),
                "Tulis apa yang keliru.",
            ),
            once(
                "incident_is_taken_back_once",
                ["incident"],
                "Laporan ini sudah dinyatakan keliru.",
                condition=Q(takes_back=True),
            ),
        ]
        triggers = [kept_as_written("incident_note_stays_as_said", ["sealed_words"])]

    def __str__(self):
        return f"Keterangan, {self.recorded_at:%d/%m/%Y}"

    @property
    def named(self):
        return Named(self.name, "", self.telephone)

    @property
    def says_who(self):
        """Who they say they are, in a row; empty where nobody said."""
        return ", ".join(filter(None, [self.name, self.relation, self.telephone]))


class Says(models.TextChoices):
    HANDLED = "handled", "Sudah ditangani RPTC"
    ALLOWED = "allowed", "Boleh diserahkan"
    REFUSED = "refused", "Tidak boleh diserahkan"
    DROPPED = "dropped", "Bukan kejadian"


DECISIONS = [Says.ALLOWED, Says.REFUSED]
# Whoever decides on who may fetch somebody answers whatever happened.
MAY_DECIDE = may("partners.decide_pickup")


@pghistory.track()
class IncidentReply(Sent):
    """What we did, and what the head decides: the last one counts. A partner hands a klien to
    nobody on its own, so whether somebody may be fetched, and by whom, the head says (R56)."""

    Says = Says
    # Of a yes that holds no more (holding.py).
    is_held = False
    sealed_columns = ("sealed_reason",)
    refused_by_triggers = {
        "incident_reply_fits_what_happened": "Jawaban ini bukan untuk kejadian seperti itu."
    }

    incident = protected(PartnerIncident, related_name="replies", editable=False)
    says = one_of(Says, "jawaban", max_length=8)
    to_name = models.CharField("boleh diserahkan kepada", max_length=120, blank=True)
    to_relation = models.CharField("hubungannya", max_length=80, blank=True)
    to_identity = models.CharField("NIK atau nomor kartunya", max_length=30, blank=True)
    to_telephone = models.CharField("teleponnya", max_length=40, blank=True)
    # Why, or what was done: ours, and never the partner's.
    sealed_reason = models.TextField(max_length=MOST_SEALED, editable=False)
    message = models.CharField("pesan untuk mitra", max_length=MOST_WORDS, blank=True)
    # Which stood when this was said. No hour tells it: what is typed before is committed after,
    # begins on a later day, or comes with a file that is merged.
    flags = ArrayField(models.BigIntegerField(), default=list, editable=False)
    bans = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # By the partner in its portal; by us, who told them.
    read_at = models.DateTimeField("dibaca pada", null=True, editable=False)
    read_by = by("dibaca oleh")

    # The house must know that there is an answer, or it would call for ever.
    row_policy = RowPolicy(
        reads=f"{WORKS} OR {HEARS} OR {OWN_OF_INCIDENT}",
        adds=f"({MAY_DECIDE} OR says = 'handled' AND {WORKS} OR says = 'dropped' AND {WORKS}"
        " AND EXISTS (SELECT FROM partners_partnerincident AS it"
        f" WHERE it.id = incident_id AND it.kind <> 'came')) AND {IN_OWN_NAME}",
        changes=f"{WORKS} OR {OWN_OF_INCIDENT}",
        history=WORKS,
    )

    class Meta(Sent.Meta):
        verbose_name = "jawaban atas kejadian di mitra"
        indexes = [models.Index(fields=["incident", "-id"], name="incident_reply_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("incident_reply_says_why", ~Q(sealed_reason=""), "Tulis alasannya."),
            holds(
                "incident_reply_allows_somebody",
                Q(says="allowed") & ~Q(to_name="")
                | ~Q(says="allowed")
                & Q(to_name="", to_relation="", to_identity="", to_telephone=""),
                "Tulis kepada siapa boleh diserahkan.",
            ),
            holds("incident_reply_is_read_by_somebody", all_or_none("read_at", "read_by")),
        ]
        triggers = [
            changed_only_in(
                "incident_reply_stays_as_said",
                ["read_at", "read_by_id"],
                "read_at",
                sealed=["sealed_reason"],
            ),
            refuses(
                "incident_reply_fits_what_happened",
                "It is no answer to this.",
                """NEW.says <> 'dropped' AND (NEW.says = 'handled') = (
                    SELECT kind = 'came' FROM partners_partnerincident
                     WHERE id = NEW.incident_id)""",
                on=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        if self.says == Says.ALLOWED:
            return f"Boleh diserahkan kepada {self.to_name}"
        return self.get_says_display()

    @property
    def named(self):
        """To whom, as the gate compares it."""
        return Named(self.to_name, self.to_identity, self.to_telephone)


__all__ = ["IncidentNote", "IncidentReply", "PartnerIncident"]
