import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.people import access
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of, protected, seen_with
from rptc.editing import Versioned
from rptc.guards import kept_as_written, never_deleted, refuses
from rptc.phones import Dialled
from rptc.sending import Sent

# So much is written at once; and as much as it can take under a key (four bytes a letter).
MOST_LETTERS, MOST_OF_WHOM, MOST_OF_REASON = 2_000, 300, 300
MOST_SEALED, MOST_SEALED_OF_LINE = 11_000, 1_800
MOST_HOURS = 24 * 365


class Side(models.TextChoices):
    """Who has to be told: the police, and those who stand by the victim."""

    POLICE = "police", "Polisi"
    PPA = "ppa", "UPTD PPA"


def span_of(hours):
    """In days of 24 hours, as the law counts them, where they are whole."""
    whole, rest = divmod(hours, 24)
    return f"{hours} jam" if rest else f"{whole} x 24 jam"


class ReportRuleQuerySet(models.QuerySet):
    def in_force(self, day):
        ends = Q(until_on=None) | Q(until_on__gte=day)
        return self.filter(ends, from_on__lte=day)


@pghistory.track()
class ReportRule(models.Model):
    """What must be reported, to whom, and within how many hours from when it was told.

    The law is data: each rule has its source, and says that it is "to confirm" until the head has
    confirmed it. A report keeps the hour and the offices of the rule that held when it was told.
    """

    name = models.CharField("yang diceritakan", max_length=80)
    hours = models.PositiveSmallIntegerField(
        "dilaporkan dalam, jam", null=True, blank=True, help_text="Kosong: tanpa batas waktu."
    )
    asks_police = models.BooleanField("ke polisi", default=True)
    asks_ppa = models.BooleanField("ke UPTD PPA", default=True)
    source = models.CharField("dasar hukum", max_length=200, blank=True)
    is_confirmed = models.BooleanField("sudah dikonfirmasi", default=False)
    from_on = models.DateField("berlaku mulai")
    until_on = models.DateField("sampai dengan", null=True, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=10)

    objects = ReportRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan wajib lapor"
        ordering = ["order", "name", "pk"]
        constraints = [
            once("report_rule_begins_once", ["name", "from_on"], "Aturan ini sudah ada."),
            holds("report_rule_has_a_name", ~Q(name="")),
            holds(
                "report_rule_asks_somebody",
                Q(asks_police=True) | Q(asks_ppa=True),
                "Pilih paling sedikit satu: polisi atau UPTD PPA.",
            ),
            holds(
                "report_rule_is_of_some_hours",
                Q(hours=None) | Q(hours__range=(1, MOST_HOURS)),
                "Tulis jumlah jamnya, atau kosongkan.",
            ),
            holds(
                "report_rule_ends_after_it_begins",
                Q(until_on=None) | Q(until_on__gte=F("from_on")),
                "Berakhir sesudah mulai.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def span(self):
        return span_of(self.hours) if self.hours else "tanpa batas waktu"

    def due_at(self, told_at):
        return told_at + self.hours * days.ONE_HOUR if self.hours else None


@pghistory.track()
class ReportOffice(Dialled, models.Model):
    """Where one reports. Rows that the unit keeps; retired, never deleted."""

    side = one_of(Side, "pihak", max_length=6)
    name = models.CharField(
        "nama kantor",
        max_length=80,
        unique=True,
        error_messages={"unique": "Kantor ini sudah ada dalam daftar."},
    )
    phone = models.CharField("telepon", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "kantor tujuan laporan"
        ordering = ["side", "order", "name", "pk"]

    def __str__(self):
        return self.name


def _complete(side):
    """This side has been told, and has given a number."""
    rows = ReportToOffice.objects.filter(report=OuterRef("pk"), side=side)
    return Exists(rows.exclude(number=""))


def not_done():
    """A condition: an office that is asked has not been told, or has given no number."""
    police, ppa = ~_complete(Side.POLICE), ~_complete(Side.PPA)
    return Q(police, asks_police=True) | Q(ppa, asks_ppa=True)


class ViolenceReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head all; social workers those of files open to them, and those that are of no file
        yet; whoever typed it or heard it until it is done, and nothing else of law. What the head
        must know also whoever stands in for them. Nobody what is about their own family."""
        if not user.has_perm("cases.report_violence"):
            return self.none()
        rows = self.filter(not_own(user, "person"))
        if user.has_role(Role.HEAD):
            return rows
        theirs = Q(recorded_by=user) | Q(heard_by=user)
        seen = theirs & not_done()
        if user.has_perm("cases.view_law"):
            seen |= Q(person=None) | access.whole_to(user, "person")
        if user.has_perm("cases.acknowledge_violence"):
            seen |= Q(known_at=None) | Q(known_by=user)
        return rows.filter(seen)

    def told_by(self, user):
        """What whoever typed or heard it has told all offices: to them its page says that, and
        whom they told, and no more."""
        theirs = Q(recorded_by=user) | Q(heard_by=user)
        return self.done().filter(theirs, not_own(user, "person"))

    def open(self):
        """An office that the rule asks has not been told, or has given no number."""
        return self.filter(not_done())

    def done(self):
        return self.exclude(not_done())

    def late(self, now):
        return self.open().filter(due_at__lte=now)

    def running(self, now):
        """Open, and in time."""
        return self.open().filter(Q(due_at=None) | Q(due_at__gt=now))

    def to_be_known(self):
        return self.filter(known_at=None)

    def to_be_known_by(self, user):
        """Not yet "diketahui", and not written or mended by who only stands in for the head."""
        if not user.has_perm("cases.acknowledge_violence"):
            return self.none()
        rows = self.visible_to(user).to_be_known()
        if user.has_role(Role.HEAD):
            return rows
        wrote = ViolenceWords.objects.filter(report=OuterRef("pk"), recorded_by=user)
        return rows.exclude(Exists(wrote))

    def without_file(self):
        """Whoever heard it could reach no file."""
        return self.filter(person=None)

    def with_told(self):
        """`told_sides`: how many offices have given a number; `last_told_at`: when the last of
        them was told."""
        complete = ReportToOffice.objects.filter(report=OuterRef("pk")).exclude(number="")
        of_report = complete.order_by().values("report")
        return self.annotate(
            told_sides=Coalesce(Subquery(of_report.annotate(n=Count("*")).values("n")), 0),
            last_told_at=Subquery(of_report.annotate(last=Max("at")).values("last")),
        )


@pghistory.track()
class ViolenceReport(Sent, Versioned):
    """Wajib lapor: somebody told of violence, and the police and UPTD PPA are to know of it within
    some hours from then (R44, UU 12/2022; the rule is data).

    Whoever heard it reports, and no one has to approve. It is done when each office that the rule
    asks has been told, with receiver, hour and number. What was said lies beside it, under the
    application's key (ViolenceWords). A stay is named where it was told in one.
    """

    person = may_point_to(Person, "klien", related_name="violence_reports", editable=False)
    stay = may_point_to(Stay, "masa pembinaan", related_name="violence_reports", editable=False)
    rule = protected(ReportRule, "yang diceritakan", related_name="reports")
    told_at = models.DateTimeField("diceritakan pada")
    heard_by = protected(
        settings.AUTH_USER_MODEL, "diceritakan kepada", related_name="violence_heard"
    )
    due_at = models.DateTimeField("paling lambat", null=True, editable=False)
    asks_police = models.BooleanField("dilaporkan ke polisi", editable=False)
    asks_ppa = models.BooleanField("dilaporkan ke UPTD PPA", editable=False)
    known_at = models.DateTimeField("diketahui pada", null=True, editable=False)
    known_by = by("diketahui oleh")

    objects = ViolenceReportQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "laporan kekerasan"
        indexes = [
            models.Index(fields=["due_at"], name="violence_report_due"),
            models.Index(fields=["person"], name="violence_report_of_person"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "violence_report_of_a_stay_names_its_person",
                Q(stay=None) | Q(person__isnull=False),
            ),
            holds("violence_report_asks_somebody", Q(asks_police=True) | Q(asks_ppa=True)),
            holds(
                "violence_report_is_due_after_it_was_told",
                Q(due_at=None) | Q(due_at__gt=F("told_at")),
            ),
            holds(
                "violence_report_is_known_by_somebody_at_some_time",
                all_or_none("known_by", "known_at"),
            ),
        ]
        triggers = [
            never_deleted("violence_report_stays"),
            # What was told, of whom, and that it is known, changes as a version alone, which the
            # history keeps.
            refuses(
                "violence_report_changes_as_a_version",
                "What was told is corrected as a version.",
                """NEW.version <= OLD.version
                   AND ((NEW.told_at, NEW.heard_by_id, NEW.rule_id, NEW.due_at,
                         NEW.asks_police, NEW.asks_ppa, NEW.stay_id)
                        IS DISTINCT FROM
                        (OLD.told_at, OLD.heard_by_id, OLD.rule_id, OLD.due_at,
                         OLD.asks_police, OLD.asks_ppa, OLD.stay_id)
                        OR OLD.known_at IS NOT NULL
                           AND (NEW.known_at, NEW.known_by_id)
                               IS DISTINCT FROM (OLD.known_at, OLD.known_by_id)
                        -- But where two files are one, and on the way back.
                        OR NEW.person_id IS DISTINCT FROM OLD.person_id
                           AND (OLD.person_id IS NULL OR NEW.person_id IS NULL
                                OR current_setting('rptc.whoever_acts', true)
                                   IS DISTINCT FROM 'yes'))""",
                on=pgtrigger.Update,
            ),
        ]

    def __str__(self):
        """Never what it is: this stands in lists, histories and messages."""
        return f"Laporan nomor {self.pk}"

    @property
    def asked(self):
        """The sides that are to be told, in the order of the page."""
        asked = {Side.POLICE: self.asks_police, Side.PPA: self.asks_ppa}
        return [side for side, is_asked in asked.items() if is_asked]

    @property
    def is_done(self):
        """Asked of rows that were read `with_told`."""
        return self.told_sides >= len(self.asked)

    @property
    def is_late(self):
        return not self.is_done and self.due_at is not None and self.due_at <= days.now()

    @property
    def hours_left(self):
        """Whole hours; none where there is no clock or it has run out."""
        if self.due_at is None:
            return None
        return max(0, (self.due_at - days.now()) // days.ONE_HOUR)

    @property
    def hours_given(self):
        return (self.due_at - self.told_at) // days.ONE_HOUR if self.due_at else None

    @property
    def hours_gone(self):
        return max(0, self.hours_given - self.hours_left) if self.due_at else None

    @property
    def span(self):
        return span_of(self.hours_given) if self.due_at else "tanpa batas waktu"

    @property
    def title(self):
        """What stands on top of its page: how much time is left."""
        if self.is_done:
            return "Sudah dilaporkan"
        if self.due_at is None:
            return "Belum dilaporkan"
        if self.is_late:
            return f"Lewat {self.span}"
        return f"Sisa {self.hours_left} jam"


# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_said", "sealed_whom", "sealed_reason")


class ViolenceWords(Sent):
    """What was said, in the words of who said it, and whom it is about where there is no file:
    under the application's key alone, and only words.py opens them. Never changed: a correction
    is a row beside the old one, with why."""

    sealed_columns = SEALED

    report = protected(ViolenceReport, related_name="words", editable=False)
    is_first = models.BooleanField(default=True, editable=False)
    sealed_said = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_whom = models.TextField(max_length=MOST_SEALED_OF_LINE, blank=True, editable=False)
    sealed_reason = models.TextField(max_length=MOST_SEALED_OF_LINE, blank=True, editable=False)

    class Meta(Sent.Meta):
        verbose_name = "kata-kata dalam laporan"
        indexes = [models.Index(fields=["report", "-id"], name="violence_words_of_report")]
        constraints = [
            *Sent.Meta.constraints,
            once("violence_words_begin_once", ["report"], condition=Q(is_first=True)),
            holds(
                "violence_words_mended_say_why",
                Q(is_first=True, sealed_reason="") | Q(Q(is_first=False), ~Q(sealed_reason="")),
                "Tulis mengapa diperbaiki.",
            ),
        ]
        triggers = [
            # The web process has no right to try at all (rptc/database.py).
            kept_as_written("violence_words_are_kept_as_written", SEALED),
        ]

    def __str__(self):
        return f"Kata-kata dalam {self.report}"


class Way(models.TextChoices):
    PHONE = "phone", "Telepon"
    THERE = "there", "Datang sendiri"
    LETTER = "letter", "Surat"


@pghistory.track()
class ReportToOffice(Sent, Versioned):
    """That an office was told: who received it, when, how, and under which number. Without a
    number it may be saved, and the report stays open."""

    refused_by_triggers = {"report_is_told_to_its_side": "Kantor ini bukan dari pihak itu."}

    report = protected(ViolenceReport, "laporan", related_name="offices", editable=False)
    side = one_of(Side, "pihak", max_length=6, editable=False)
    office = protected(ReportOffice, "kantor", related_name="told")
    receiver = models.CharField("diterima oleh", max_length=120)
    at = models.DateTimeField("dilaporkan pada")
    way = one_of(Way, "cara", max_length=6)
    number = models.CharField("nomor laporan", max_length=60, blank=True)

    objects = seen_with("report").as_manager()

    class Meta(Sent.Meta):
        verbose_name = "laporan ke kantor"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "report_reaches_a_side_once",
                ["report", "side"],
                "Orang lain baru saja mencatat laporan ini. Muat ulang halaman.",
            ),
            holds("report_to_office_says_who_received", ~Q(receiver="")),
        ]
        triggers = [
            never_deleted("report_to_office_stays"),
            refuses(
                "report_is_told_to_its_side",
                "It is told to an office of its side.",
                """TG_OP = 'UPDATE' AND (NEW.report_id, NEW.side)
                                     IS DISTINCT FROM (OLD.report_id, OLD.side)
                   OR NOT EXISTS (SELECT FROM cases_reportoffice
                                   WHERE id = NEW.office_id AND side = NEW.side)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("report_id", "side", "office_id"),
            ),
        ]

    def __str__(self):
        return f"{self.report}, {self.get_side_display()}"

    @property
    def is_complete(self):
        return bool(self.number)


__all__ = [
    "ReportOffice",
    "ReportRule",
    "ReportToOffice",
    "ViolenceReport",
    "ViolenceWords",
]
