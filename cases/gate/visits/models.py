import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.people.flags.whom import Named
from cases.people.models import Person, Sex
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, one_of, protected
from rptc.sending import Sent

INSIDE = Q(outcome="received", left_at=None)
# So long whoever allowed a visit, and whose case it is, read on Hari Ini that it was allowed.
TOLD_FOR = 2 * days.ONE_DAY


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """House staff see the visits of those who are in the house, and every visitor who is
        still inside: whoever came to fetch somebody is, when the stay has ended."""
        rows = open_with_stay(user, "stay__")
        if user.has_role(Role.CARETAKER) and access.asks_as_house(user):
            rows |= INSIDE
        return self.filter(rows, access.not_own(user, "stay__person"))

    def with_naming(self, user):
        """Each with `names_klien`: is the stay itself open to this user?"""
        return self.annotate(names_klien=access.whether(open_with_stay(user, "stay__")))

    def inside(self):
        return self.filter(INSIDE)

    def received(self):
        return self.filter(outcome=Visit.Outcome.RECEIVED)

    def allowed_for(self, user):
        """Those of now that were allowed, as it is written, by this user, or to who is theirs."""
        theirs = Q(allowed_by=user)
        if user.has_role(Role.SOCIAL_WORKER):
            theirs |= access.of_case(user, "stay__social_worker")
        rows = self.received().filter(theirs, recorded_at__gte=days.now() - TOLD_FOR)
        return rows.exclude(allowed_by=None)

    def denied(self):
        return self.exclude(denied_at=None)

    def came_between(self, first, until):
        """On the days [first, until)."""
        since, before = days.period(first, until)
        return self.filter(came_at__gte=since, came_at__lt=before)


@pghistory.track()
class Visit(Sent):
    """Somebody came to see a klien: received, or refused with the reason.

    A child, and who may be one, is visited on the word of a social worker or the head: house staff
    do not know what the child has told them (docs/rules.md, Incidents, visits, inquiries)."""

    class Identity(models.TextChoices):
        KTP = "ktp", "KTP"
        SIM = "sim", "SIM"
        KK = "kk", "Kartu Keluarga"
        NONE = "none", "Tanpa identitas"

    class Outcome(models.TextChoices):
        RECEIVED = "received", "Diterima"
        REFUSED = "refused", "Ditolak"

    stay = protected(Stay, "klien", related_name="visits")
    visitor = models.CharField("nama pengunjung", max_length=120)
    relation = models.CharField("hubungan dengan klien", max_length=80)
    id_kind = one_of(Identity, "identitas", max_length=4)
    id_number = models.CharField("nomor identitas", max_length=20, blank=True)
    phone = models.CharField("nomor telepon", max_length=30, blank=True)
    came_at = models.DateTimeField("datang pada")
    left_at = models.DateTimeField("keluar pada", null=True, blank=True)
    outcome = one_of(Outcome, "hasil", max_length=8)
    reason = models.CharField("alasan ditolak", max_length=200, blank=True)
    # Empty too of a child's visit from before it was asked.
    allowed_by = may_point_to(settings.AUTH_USER_MODEL, "siapa yang mengizinkan", related_name="+")
    denied_at = models.DateTimeField("disangkal pada", null=True, editable=False)
    # Asked where the visitor is forbidden for another klien.
    told_of_ban = models.BooleanField("larangan untuk klien lain disebutkan", default=False)
    # The warnings and bans of other klien that name the visitor, by their keys, whoever heard of
    # them (gate/receivers.py, inside_and_forbidden).
    flags_of_others = ArrayField(models.BigIntegerField(), default=list, editable=False)
    bans_of_others = ArrayField(models.BigIntegerField(), default=list, editable=False)
    things = models.CharField("barang yang dibawa", max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kunjungan"
        indexes = [
            models.Index(fields=["-came_at", "-id"], name="visit_newest"),
            models.Index(fields=["came_at"], condition=INSIDE, name="visit_inside"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "visitor_leaves_after_coming",
                Q(left_at=None) | Q(left_at__gte=F("came_at")),
                "Pengunjung keluar sesudah datang.",
            ),
            holds(
                "visit_refused_says_why",
                Q(outcome="received", reason="")
                | Q(Q(outcome="refused"), ~Q(reason=""), left_at=None),
                "Tulis alasan hanya bila ditolak.",
            ),
            holds(
                "visit_refused_is_allowed_by_nobody",
                Q(outcome="received") | Q(allowed_by=None),
                "Yang ditolak tidak diizinkan siapa pun.",
            ),
            holds(
                "visit_is_denied_by_who_is_said_to_have_allowed_it",
                Q(denied_at=None) | Q(allowed_by__isnull=False),
            ),
            holds(
                "visit_of_whose_ban_was_told_was_allowed",
                Q(told_of_ban=False) | Q(allowed_by__isnull=False),
                "Pilih siapa yang mengizinkan.",
            ),
            holds(
                "visit_identity_has_its_number",
                Q(id_kind="none", id_number="") | Q(~Q(id_kind="none"), ~Q(id_number="")),
                "Isi nomor identitasnya.",
            ),
        ]

    def __str__(self):
        return f"{self.visitor}, {days.day_of(self.came_at):%d/%m/%Y}"

    @property
    def named(self):
        """Who came, as far as it was said and shown."""
        return Named(self.visitor, self.id_number, self.phone)

    @property
    def is_inside(self):
        return self.outcome == self.Outcome.RECEIVED and self.left_at is None

    @property
    def is_refused(self):
        return self.outcome == self.Outcome.REFUSED

    @property
    def short_identity(self):
        """For lists: the kind and the last four of its number."""
        if not self.id_number:
            return self.get_id_kind_display()
        return f"{self.get_id_kind_display()} …{self.id_number[-4:]}"


class UnwelcomeQuerySet(models.QuerySet):
    def in_force(self, on=None):
        on = on or days.today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on, ended_at=None)

    def against(self, person):
        """What holds at the door for this klien: their own, and those of the whole house."""
        return self.filter(Q(person=None) | Q(person=person))

    def visible_to(self, user):
        if not user.has_perm("cases.view_visit"):
            return self.none()
        return self.filter(Q(person=None) | Q(person__in=Person.objects.visible_to(user)))


@pghistory.track()
class Unwelcome(Sent):
    """ "Jangan terima": who must not be received, for one klien or for the whole house."""

    name = models.CharField("nama", max_length=120)
    relation = models.CharField("hubungan", max_length=80, blank=True)
    identity_number = models.CharField("NIK atau nomor kartu", max_length=30, blank=True)
    telephone = models.CharField("telepon", max_length=40, blank=True)
    description = models.CharField("ciri", max_length=200, blank=True)
    person = may_point_to(Person, "untuk klien", related_name="unwelcome")
    reason = models.CharField("alasan", max_length=300)
    starts_on = models.DateField("mulai", default=days.today)
    ends_on = models.DateField("sampai sebelum", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = by("diakhiri oleh")
    end_reason = models.CharField("alasan berakhir", max_length=300, blank=True)
    # Whom it stopped last, when. Written by gate/receivers.py.
    stopped_at = models.DateTimeField("terakhir menolak pada", null=True, editable=False)
    stopped_by = by("terakhir menolak")

    objects = UnwelcomeQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "larangan menerima"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "unwelcome_ends_after_start",
                Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                "Larangan berakhir sesudah mulai.",
            ),
            holds(
                "unwelcome_ended_says_by_whom_and_why",
                Q(ended_at=None, ended_by=None)
                | Q(~Q(end_reason=""), ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.relation})" if self.relation else self.name

    @property
    def named(self):
        """Who is meant, as the gate compares it."""
        return Named(self.name, self.identity_number, self.telephone)

    @property
    def last_on(self):
        """The last day on which it holds; None while nobody has said."""
        return self.ends_on - days.ONE_DAY if self.ends_on else None


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Social workers and the head answer them; house staff see those that wait, and everybody
        their own. Which of these tell whom they are about: `told_to`."""
        rows = access.whole_to(user)
        if user.has_perm("cases.see_whom_inquiry_is_about"):
            rows |= _told_to(user) | Q(recorded_by=user)
        elif user.has_perm("cases.view_inquiry"):
            rows |= Q(outcome="") | Q(recorded_by=user)
        return self.filter(rows, access.not_own(user, "person"))

    def told_to(self, user):
        """Those of which this user may know whom they are about, and may answer."""
        return self.filter(_told_to(user))

    def with_telling(self, user):
        """Each with `is_told`: is it one of these?"""
        return self.annotate(is_told=access.whether(_told_to(user)))

    def open(self):
        return self.filter(outcome="")

    def asked_between(self, first, until):
        """On the days [first, until)."""
        since, before = days.period(first, until)
        return self.filter(asked_at__gte=since, asked_at__lt=before)


def _told_to(user):
    """Not of an inquiry about a file that is closed to them, even where they wrote it down: that
    one they read as whoever is at the door reads it."""
    if not user.has_perm("cases.see_whom_inquiry_is_about"):
        return access.NO_ROW
    return access.whole_to(user) | Q(person=None)


@pghistory.track()
class Inquiry(Sent):
    """ "Ada yang mencari": somebody asks for a human being, who may be here or not.

    Written down either way, and answered in the same words either way, until a social worker has
    seen the identity of who asks and the list of those who must not be received.
    """

    class Channel(models.TextChoices):
        GATE = "gate", "Di gerbang"
        TELEPHONE = "telephone", "Telepon"
        CHAT = "chat", "WhatsApp"
        LETTER = "letter", "Surat"

    class Answer(models.TextChoices):
        """What was said at once; none of them tells whether somebody is here."""

        CALL_BACK = "call_back", "Nama dan nomor dicatat, petugas menghubungi"
        COME = "come", "Diminta datang membawa identitas"
        POLICE = "police", "Diarahkan ke polisi"
        NOTHING = "nothing", "Tidak meninggalkan nomor"

    class Outcome(models.TextChoices):
        FOUND = "found", "Ditemukan, keluarga dihubungi"
        NOT_HERE = "not_here", "Tidak ditemukan"
        REFUSED = "refused", "Ditolak"

    channel = one_of(Channel, "melalui", max_length=10)
    asked_at = models.DateTimeField("ditanyakan pada")
    asker = models.CharField("nama penanya", max_length=120, blank=True)
    relation = models.CharField("hubungan dengan yang dicari", max_length=80, blank=True)
    phone = models.CharField("nomor telepon penanya", max_length=30, blank=True)
    identity_shown = models.BooleanField("identitas penanya sudah dilihat", default=False)
    sought = models.CharField("siapa yang dicari", max_length=120)
    sought_sex = one_of(Sex, "jenis kelamin", max_length=1, blank=True)
    sought_age = models.PositiveSmallIntegerField("umur yang dicari", null=True, blank=True)
    missing_since = models.CharField("sejak kapan dicari", max_length=80, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    answer = one_of(Answer, "yang dijawab", max_length=10)
    person = protected(Person, null=True, editable=False, related_name="inquiries")
    outcome = one_of(Outcome, "hasil", max_length=8, blank=True)
    outcome_note = models.CharField("apa yang disampaikan", max_length=300, blank=True)
    closed_by = by("ditutup oleh")
    closed_at = models.DateTimeField("ditutup pada", null=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pencarian orang"
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="inquiry_newest"),
            models.Index(fields=["asked_at"], condition=Q(outcome=""), name="inquiry_open"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "inquiry_age_is_human",
                Q(sought_age=None) | Q(sought_age__lte=120),
                "Umur paling tinggi 120 tahun.",
            ),
            holds(
                "inquiry_closed_says_how_and_by_whom",
                Q(outcome="", closed_at=None, closed_by=None)
                | Q(
                    ~Q(outcome=""),
                    ~Q(outcome_note=""),
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
            ),
            holds(
                "inquiry_finds_somebody_for_whom_we_know",
                ~Q(outcome="found") | Q(~Q(asker=""), person__isnull=False, identity_shown=True),
            ),
        ]

    def __str__(self):
        return f"{self.sought}, {days.day_of(self.asked_at):%d/%m/%Y}"

    @property
    def named(self):
        """Who asks, as far as it was said."""
        return Named(self.asker, telephone=self.phone)

    @property
    def number(self):
        return f"AM-{self.pk:05d}"

    @property
    def is_open(self):
        return not self.outcome
