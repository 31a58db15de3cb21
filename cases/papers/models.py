import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q

from cases.people import access
from cases.people.models import Person
from cases.people.photos.models import Photo
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, once, one_of, protected, seen_with
from rptc.editing import Versioned
from rptc.guards import kept_as_written, refuses
from rptc.letters.models import Letter
from rptc.sending import Sent

# A child without a birth certificate is hinted at from this day of the stay.
BIRTH, HINTED_ON_DAY = "akta", 3


class NumberOf(models.TextChoices):
    """Which number stands on a paper: that of the person is kept with the person alone."""

    OWN = "", "nomor sendiri"
    NIK = "nik", "NIK"
    KK = "kk", "nomor KK"


@pghistory.track()
class PaperKind(models.Model):
    """KTP, KK, akta, KIA, BPJS, surat nikah (R40), and for whom each is. Reference rows."""

    code = models.SlugField("kode", max_length=12, unique=True)
    name = models.CharField("nama", max_length=40, unique=True)
    from_age = models.PositiveSmallIntegerField("mulai umur", null=True, blank=True)
    under_age = models.PositiveSmallIntegerField("di bawah umur", null=True, blank=True)
    number_of = one_of(NumberOf, "nomornya", max_length=3, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=10)

    class Meta:
        verbose_name = "jenis dokumen"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    def is_for(self, person, day):
        """Whose age is not known may need it."""
        least, most = person.age.least_on(day), person.age.most_on(day)
        too_young = self.from_age is not None and most is not None and most < self.from_age
        too_old = self.under_age is not None and least is not None and least >= self.under_age
        return not (too_young or too_old)

    @property
    def for_whom(self):
        if self.from_age is not None:
            return f"mulai {self.from_age} th"
        return f"di bawah {self.under_age} th" if self.under_age is not None else ""


@pghistory.track()
class PaperOffice(models.Model):
    """Who makes a paper, and how long it usually takes. Rows that the unit keeps; retired, never
    deleted. How long is a guess until somebody of the unit has confirmed it."""

    name = models.CharField(
        "nama",
        max_length=80,
        unique=True,
        error_messages={"unique": "Kantor ini sudah ada dalam daftar."},
    )
    addressee = models.CharField("surat ditujukan kepada", max_length=160)
    usual_days = models.PositiveSmallIntegerField("biasanya berapa hari", default=10)
    is_confirmed = models.BooleanField("lamanya sudah dikonfirmasi", default=False)
    # The codes of the papers that it makes; every one where none is said.
    kinds = ArrayField(
        models.SlugField(max_length=12),
        verbose_name="dokumen yang dibuat",
        default=list,
        blank=True,
    )
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "kantor dokumen"
        ordering = ["order", "name", "pk"]
        constraints = [
            holds(
                "paper_office_takes_some_days",
                Q(usual_days__range=(1, 365)),
                "Tulis 1 sampai 365 hari.",
            )
        ]

    def __str__(self):
        return self.name

    def gives(self, kind):
        return not self.kinds or kind.code in self.kinds


class PaperState(models.TextChoices):
    """What is said of a paper when it is asked first. That it is being made is never typed: it
    follows from a request that runs."""

    HAS = "has", "Ada"
    LOST = "lost", "Hilang"
    NEVER = "never", "Tidak pernah punya"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the identity of the klien: where the file is open beyond what the house must
        know."""
        if not user.has_perm("cases.view_paper"):
            return self.none()
        return self.filter(access.whole_to(user, "person"))

    def missing(self):
        """Lost, or never had, not got since, and not being made."""
        requests = PaperRequest.objects.filter(paper=OuterRef("pk"))
        return self.exclude(state=PaperState.HAS).exclude(Exists(requests.running_or_got()))


@pghistory.track()
class Paper(Sent, Versioned):
    """Dokumen of a klien (R40): what was said of it first, on which day and in which stay.

    It is of the human being: it survives the stay, and goes along where two files are merged. In
    each stay it is asked anew, so that what was lost since is a row of its own. NIK and KK stand
    with the person alone (cases/people/nik.py), never here a second time.
    """

    refused_by_triggers = {
        "paper_number_is_kept_once": "NIK dan nomor KK hanya ditulis pada Identitas."
    }

    person = protected(Person, related_name="papers", editable=False)
    stay = protected(Stay, null=True, editable=False, related_name="papers")
    kind = protected(PaperKind, "dokumen", related_name="papers")
    state = one_of(PaperState, "keadaan", max_length=5)
    said_on = models.DateField("ditanyakan pada")
    number = models.CharField("nomor", max_length=60, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)
    scan = may_point_to(Photo, related_name="scan_of", editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "dokumen"
        indexes = [models.Index(fields=["person", "-said_on", "-id"], name="paper_of_person")]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "paper_is_asked_once_a_stay",
                ["stay", "kind"],
                "Dokumen ini sudah dicatat. Ubah yang sudah ada.",
            ),
        ]
        triggers = [
            refuses(
                "paper_number_is_kept_once",
                "This number is kept with the person.",
                """EXISTS (SELECT FROM cases_paperkind
                            WHERE id = NEW.kind_id AND number_of <> '')""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("kind_id", "number"),
                condition=pgtrigger.Q(new__number__gt=""),
            )
        ]

    def __str__(self):
        return str(self.kind)


@pghistory.track()
class PaperLetter(Sent):
    """Permohonan bersama: one letter to one office for several people."""

    office = protected(PaperOffice, "kantor", related_name="letters")
    on = models.DateField("tanggal surat", default=days.today, editable=False)
    letter = protected(Letter, null=True, editable=False, related_name="+")

    class QuerySet(models.QuerySet):
        def visible_to(self, user):
            """The office has them as it has its letters. A social worker, where each of the files
            is open to them: the sheet names them all."""
            if not user.has_perm("cases.request_papers"):
                return self.none()
            if user.has_role(Role.OFFICE):
                return self.filter(letter__in=Letter.objects.visible_to(user))
            rows = PaperRequest.objects.filter(together=OuterRef("pk"))
            return self.exclude(Exists(rows.exclude(access.whole_to(user, "paper__person"))))

    objects = QuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "permohonan dokumen bersama"
        indexes = [models.Index(fields=["-on", "-id"], name="paper_letter_newest")]
        constraints = [*Sent.Meta.constraints]

    def __str__(self):
        return f"Permohonan ke {self.office}, {self.on:%d/%m/%Y}"


class Refused(models.TextChoices):
    """Why a request came to nothing."""

    REFUSED = "refused", "Ditolak kantor"
    CANCELLED = "cancelled", "Dibatalkan"


RUNS = Q(got_on=None, ended_on=None)


class PaperRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.has_perm("cases.view_paper"):
            return self.none()
        return self.filter(access.whole_to(user, "paper__person"))

    def running(self):
        return self.filter(RUNS)

    def running_or_got(self):
        return self.filter(ended_on=None)

    def overdue(self, today):
        """Longer at the office than is usual there."""
        due = ExpressionWrapper(F("asked_on") + F("office__usual_days"), output_field=DateField())
        return self.running().annotate(due_on=due).filter(due_on__lt=today)


@pghistory.track()
class PaperRequest(Sent, Versioned):
    """A paper that an office was asked for, until it is got or comes to nothing. It goes on when
    the klien has left. While it runs the paper is "dalam pengurusan"."""

    paper = protected(Paper, related_name="requests", editable=False)
    # In which it was asked; none of who had none.
    stay = protected(Stay, null=True, editable=False, related_name="paper_requests")
    office = protected(PaperOffice, "kantor", related_name="requests")
    asked_on = models.DateField("diminta pada")
    receipt = models.CharField("nomor tanda terima", max_length=60, blank=True)
    together = protected(PaperLetter, null=True, editable=False, related_name="requests")
    got_on = models.DateField("diterima pada", null=True, blank=True)
    ended_on = models.DateField("berakhir pada", null=True, editable=False)
    end_reason = one_of(Refused, "mengapa berakhir", max_length=9, blank=True, editable=False)
    end_words = models.CharField("kata kantor", max_length=200, blank=True, editable=False)
    closed_by = by("ditutup oleh")

    objects = PaperRequestQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "permintaan dokumen"
        indexes = [
            models.Index(fields=["office", "asked_on"], condition=RUNS, name="paper_request_runs"),
            models.Index(fields=["got_on"], name="paper_request_got"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "paper_is_asked_of_one_office",
                ["paper"],
                "Dokumen ini sedang diurus.",
                condition=RUNS,
            ),
            holds(
                "paper_request_ends_one_way",
                Q(got_on=None, ended_on=None, end_reason="", closed_by=None)
                | Q(got_on__isnull=False, ended_on=None, end_reason="", closed_by__isnull=False)
                | Q(got_on=None, ended_on__isnull=False, closed_by__isnull=False)
                & ~Q(end_reason=""),
            ),
            holds(
                "paper_is_got_after_it_was_asked",
                Q(got_on=None) | Q(got_on__gte=F("asked_on")),
                "Hari diterima tidak boleh sebelum hari diminta.",
            ),
            holds(
                "paper_request_ends_after_it_was_asked",
                Q(ended_on=None) | Q(ended_on__gte=F("asked_on")),
                "Hari berakhir tidak boleh sebelum hari diminta.",
            ),
        ]

    def __str__(self):
        return f"{self.paper}, {self.office}"

    @property
    def is_running(self):
        return self.got_on is None and self.ended_on is None

    @property
    def days(self):
        """How long at the office: until today, or until it was over."""
        return ((self.got_on or self.ended_on or days.today()) - self.asked_on).days

    @property
    def is_overdue(self):
        return self.is_running and self.days > self.office.usual_days

    @property
    def days_words(self):
        return f"Dalam pengurusan, {self.days} hari"


@pghistory.track()
class PaperWord(Sent):
    """What an office said on a day, in one line. What was said stays as it was written."""

    request = protected(PaperRequest, related_name="words", editable=False)
    on = models.DateField("pada")
    words = models.CharField("kata kantor", max_length=200)

    class Meta(Sent.Meta):
        verbose_name = "kata kantor"
        constraints = [
            *Sent.Meta.constraints,
            holds("paper_word_says_something", ~Q(words=""), "Tulis apa kata kantor."),
        ]
        triggers = [kept_as_written("paper_word_is_kept_as_written", ())]

    def __str__(self):
        return self.words


class PaperRefusalQuerySet(seen_with("paper")):
    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(taken_back=None)


@pghistory.track()
class PaperRefusal(Sent):
    """Who does not want a paper to be asked for, and why. They are listed beside a letter, and do
    not stand in it. Whoever changes their mind takes it back in a row beside it."""

    paper = protected(Paper, related_name="refusals", editable=False)
    on = models.DateField("menolak pada", default=days.today)
    reason = models.CharField("mengapa menolak", max_length=200)

    objects = PaperRefusalQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "penolakan pengurusan dokumen"
        constraints = [
            *Sent.Meta.constraints,
            holds("paper_refusal_says_why", ~Q(reason=""), "Tulis mengapa menolak."),
        ]
        triggers = [kept_as_written("paper_refusal_is_kept_as_written", ())]

    def __str__(self):
        return f"Menolak {self.on:%d/%m/%Y}"

    @property
    def is_standing(self):
        return not hasattr(self, "taken_back")


@pghistory.track()
class PaperRefusalEnd(Sent):
    """They want it after all, or it was written down by mistake: when, and in which words. From
    now on they stand in letters as everybody does; what was refused stays readable."""

    refusal = models.OneToOneField(
        PaperRefusal, models.PROTECT, editable=False, related_name="taken_back"
    )
    on = models.DateField("ditarik pada", default=days.today)
    words = models.CharField("mengapa ditarik", max_length=200)

    class Meta(Sent.Meta):
        verbose_name = "penolakan dokumen yang ditarik"
        constraints = [
            *Sent.Meta.constraints,
            holds("paper_refusal_end_says_why", ~Q(words=""), "Tulis mengapa ditarik."),
        ]
        triggers = [kept_as_written("paper_refusal_end_is_kept_as_written", ())]

    def __str__(self):
        return f"Penolakan ditarik {self.on:%d/%m/%Y}"


__all__ = [
    "Paper",
    "PaperKind",
    "PaperLetter",
    "PaperOffice",
    "PaperRefusal",
    "PaperRefusalEnd",
    "PaperRequest",
    "PaperWord",
]
