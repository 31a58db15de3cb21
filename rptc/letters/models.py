import secrets

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from rptc import days
from rptc.accounts.models import OwnFile
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import holds, once, one_of, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.guards import never_deleted, refuses, written_once
from rptc.kept import kept_first
from rptc.letters.agency.models import BEFORE, LetterStep, Signer, Step
from rptc.letters.prints import NAMES_EACH
from rptc.letters.procedures.models import Procedure, ProcedureReading, ProcedureScan  # noqa: F401 (for Django)
from rptc.letters.signatures.models import Signature, SignatureSheet  # noqa: F401 (for Django)
from rptc.letters.texts.models import LetterText, TextProposal  # noqa: F401 (for Django)
from rptc.pictures import data_uri
from rptc.sending import Sent
from rptc.words import bulan_romawi

# Without letters and digits that are mistaken for each other when a code is read out.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@pghistory.track()
class Unit(models.Model):
    """The unit as it stands on its letterhead, and what the city says of it: one row."""

    government = models.CharField("pemerintah", max_length=120, default="PEMERINTAH KOTA MAKASSAR")
    agency = models.CharField("dinas", max_length=120, default="DINAS SOSIAL")
    name = models.CharField(
        "nama unit", max_length=160, default="UPT RUMAH PERLINDUNGAN DAN TRAUMA CENTER"
    )
    address = models.CharField(
        "alamat", max_length=200, default="Barombong, Kecamatan Tamalate, Kota Makassar"
    )
    postal_code = models.CharField("kode pos", max_length=5, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    website = models.CharField("laman", max_length=120, blank=True)
    email = models.EmailField("pos-el", blank=True)
    city = models.CharField("tempat surat", max_length=60, default="Makassar")
    source = models.CharField(
        "sumber data pada rekap", max_length=120, default="Dinas Sosial Kota Makassar"
    )
    # Unknown: nobody typed one, and it follows the beds (cases/house/beds, capacity_of_house).
    capacity = models.PositiveSmallIntegerField(
        "daya tampung",
        null=True,
        blank=True,
        help_text="Kosongkan agar mengikuti jumlah tempat tidur yang dipakai.",
    )
    triage_first = models.BooleanField(
        "triase sebelum tempat tidur",
        default=True,
        help_text="Siapa yang belum triase tidak ditawari tempat tidur, kecuali dengan alasan.",
    )
    # Until then there are guests in the house (cases/house/board/guests.py).
    guests_until = models.DateTimeField("tamu sampai", null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "unit"
        constraints = [
            holds("unit_is_one_row", Q(pk=1)),
            holds(
                "unit_has_room_for_somebody",
                Q(capacity=None) | Q(capacity__gt=0),
                "Daya tampung paling sedikit 1 orang.",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls):
        return kept_first(_the_unit, None) or cls(pk=1)

    @property
    def has_guests(self):
        return self.guests_until is not None and self.guests_until > days.now()

    @cached_property
    def emblem(self):
        """As its letterhead shows it now."""
        return Emblem.current()


def _the_unit(_):
    return Unit.objects.filter(pk=1)


@pghistory.track(exclude=["content"])
class Emblem(models.Model):
    """The emblem at the top of all that the unit prints: the newest row; one without a picture
    says that from then on there is none. A letter that was issued keeps the one of its day.

    Inserted and read, never changed: the run-time role has no other right on this table.
    """

    # A picture of our own making (rptc/pictures.py). In the database, as the letters are.
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    recorded_by = protected(settings.AUTH_USER_MODEL, editable=False, related_name="+")
    recorded_at = models.DateTimeField("dicatat pada", default=days.now, editable=False)

    class Meta:
        verbose_name = "lambang"
        constraints = [
            holds(
                "emblem_has_its_hash",
                Q(content=None, sha256="")
                | Q(content__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"),
            )
        ]

    def __str__(self):
        return "Lambang" if self.sha256 else "Tanpa lambang"

    @classmethod
    def current(cls):
        """The one that is printed now, or None."""
        newest = cls.objects.select_related("recorded_by").order_by("-pk").first()
        return newest if newest and newest.sha256 else None

    @property
    def data_uri(self):
        """The picture as an address of its own: a PDF fetches nothing from anywhere."""
        return data_uri(bytes(self.content))


class SignatoryQuerySet(models.QuerySet):
    def on(self, day):
        """Who signs on that day; the one who began last comes first."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day).order_by(
            "-starts_on", "-pk"
        )


@pghistory.track()
class Signatory(models.Model):
    """Who signs for the unit over a span of days [starts_on, ends_on): the head, who stands in for
    the head (Plt., Plh.), or who signs in another's name (a.n.)."""

    class Acting(models.TextChoices):
        PLT = "Plt.", "Plt. (pelaksana tugas)"
        PLH = "Plh.", "Plh. (pelaksana harian)"
        AN = "a.n.", "a.n. (atas nama)"

    name = models.CharField("nama dengan gelar", max_length=120)
    title = models.CharField(
        "jabatan", max_length=160, default="Kepala UPT Rumah Perlindungan dan Trauma Center"
    )
    acting = one_of(Acting, "menandatangani sebagai", max_length=4, blank=True)
    on_behalf_of = models.CharField(
        "atas nama",
        max_length=160,
        blank=True,
        help_text="Hanya untuk a.n.: jabatan yang diatasnamakan, misalnya Kepala Dinas Sosial.",
    )
    rank = models.CharField("pangkat dan golongan", max_length=80, blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{18}$", "NIP terdiri dari 18 angka.")],
    )
    starts_on = models.DateField("menandatangani mulai", default=days.today)
    ends_on = models.DateField("sampai sebelum", null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "penanda tangan"
        constraints = [
            holds(
                "signatory_ends_after_start",
                Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                "Tanggal berakhir tidak boleh sebelum tanggal mulai.",
            ),
            holds(
                "signatory_in_anothers_name_says_whose",
                (Q(acting="a.n.") & ~Q(on_behalf_of=""))
                | (~Q(acting="a.n.") & Q(on_behalf_of="")),
                "Tulis atas nama siapa pada a.n., dan hanya di sana.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def title_lines(self):
        """The office as it stands above the name: "Plt. Kepala UPT", or "a.n. Kepala Dinas" and
        below it one's own."""
        if self.acting == self.Acting.AN:
            return [f"{self.acting} {self.on_behalf_of}", self.title]
        return [f"{self.acting} {self.title}".lstrip()]

    @property
    def nip_in_groups(self):
        """NIP as officials print it: birth date, month of appointment, sex, serial."""
        n = self.nip
        return f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" if n else "-"


def new_check_code():
    """Twelve letters, 60 bits: it cannot be guessed, and can be read out over the telephone."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


@pghistory.track()
class LetterKind(models.Model):
    """What the unit writes: where its numbers come from, and the paper it is printed on."""

    class Numbering(models.TextChoices):
        OWN = "own", "Penghitung sendiri"
        OUTSIDE = "outside", "Buku agenda, Srikandi"

    class Paper(models.TextChoices):
        A4 = "A4", "A4"
        F4 = "F4", "F4 (215 x 330 mm)"

    code = models.SlugField("kode", max_length=30, unique=True, editable=False)
    name = models.CharField("jenis surat", max_length=80, unique=True)
    # What was printed before there were texts: the heading of the first one.
    title = models.CharField("judul semula", max_length=120, editable=False)
    mark = models.CharField("singkatan dalam nomor", max_length=8)
    classification = models.CharField("kode klasifikasi", max_length=12, blank=True)
    pattern = models.CharField(
        "pola nomor",
        max_length=80,
        default="{klasifikasi}/{urut}/{jenis}/RPTC/{bulan}/{tahun}",
        help_text="Boleh memakai {klasifikasi}, {urut}, {jenis}, {bulan} dan {tahun}.",
        validators=[
            RegexValidator(r"\{urut\}", "Pola nomor harus memuat {urut}."),
            RegexValidator(
                r"^([^{}]|\{(klasifikasi|urut|jenis|bulan|tahun)\})*$",
                "Hanya {klasifikasi}, {urut}, {jenis}, {bulan} dan {tahun} yang dikenal.",
            ),
        ],
    )
    numbering = one_of(Numbering, "nomor", max_length=8, default=Numbering.OWN)
    paper = one_of(Paper, "kertas", max_length=2, default=Paper.A4)
    # The Dinas gives the number of what it signs, whatever stands above.
    signed_by = one_of(Signer, "ditandatangani", max_length=6, default=Signer.UNIT)
    order = models.PositiveSmallIntegerField("urutan", default=0, editable=False)
    # What stands in it is of casework: the office does not read it (docs/access.md).
    is_of_case = models.BooleanField("isi pendampingan", default=False, editable=False)

    class Meta:
        verbose_name = "jenis surat"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def numbers_itself(self):
        return self.numbering == self.Numbering.OWN and self.signed_by == Signer.UNIT

    @property
    def shape(self):
        """The number of each letter of this kind, but for what runs on."""
        own = self.pattern.replace("{klasifikasi}", self.classification)
        return own.replace("{jenis}", self.mark).lstrip("/")

    @property
    def example(self):
        """What number 1 of today looks like."""
        return self.number(1, days.today())

    def number(self, sequence, dated_on):
        """460/12/PMP/RPTC/XI/2026"""
        return self.pattern.format(
            klasifikasi=self.classification,
            urut=sequence,
            jenis=self.mark,
            bulan=bulan_romawi(dated_on),
            tahun=dated_on.year,
        ).lstrip("/")


class LetterCounter(models.Model):
    """The last number given to a kind in a year. Locked while a letter takes the next one, so
    that none is missing and none comes twice (docs/rules.md, Letters)."""

    kind = protected(LetterKind, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "penghitung nomor surat"
        constraints = [once("kind_has_one_counter_a_year", ["kind", "year"])]

    def __str__(self):
        return f"{self.kind} {self.year}: {self.last}"


# To be signed by the Dinas, and not back from there.
ON_ITS_WAY = Q(signed_by="agency", waits_for_scan=True)


def names_own(own, letter=""):
    """A condition on the letter to which the path leads: one of these people is named among
    several."""
    return Q(**{f"{letter}people__overlap": own, f"{letter}kind__code__in": NAMES_EACH})


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head and the office see the letters of the unit; what is about a sealed file, or of
        casework, only the head, and whoever wrote it. None where their own or their family's
        stands, alone or named among others."""
        others = self.filter(not_own(user, "person_id"))._without_own_among(user)
        if user.has_role(Role.HEAD):
            return others
        if user.has_role(Role.OFFICE):
            told = Q(is_sealed=False, kind__is_of_case=False)
            return others.filter(told | Q(recorded_by=user))
        return self.none()

    def told_with_act(self, user):
        """Of acts of several people that this user may see: not where a file in it was closed
        since, but to the head and whoever wrote it; nor where their own family stands in it."""
        letters = self._without_own_among(user)
        if user.has_role(Role.HEAD):
            return letters
        return letters.filter(Q(is_sealed=False) | Q(recorded_by=user))

    def _without_own_among(self, user):
        own = list(user.own_files)
        return self.exclude(names_own(own)) if own else self

    def valid(self):
        return self.filter(withdrawn_at=None)

    def withdrawn(self):
        return self.exclude(withdrawn_at=None)

    def without_number(self):
        """What is on its way to the Dinas has none yet, and nobody is late with it."""
        return self.valid().filter(number="").exclude(ON_ITS_WAY)

    def without_scan(self):
        """Printed without a number, numbered since, and the signed one not yet scanned."""
        return self.valid().filter(waits_for_scan=True).exclude(number="").exclude(ON_ITS_WAY)

    def waiting_for(self, step):
        """What the Dinas is to sign, and waits for this step next."""
        done = LetterStep.objects.filter(letter=OuterRef("pk"))
        rows = self.valid().filter(ON_ITS_WAY, ~Exists(done.filter(step=step)))
        before = BEFORE[step]
        return rows.filter(Exists(done.filter(step=before))) if before else rows

    def at_agency(self):
        """Laid before the Dinas, and not back yet."""
        carried = LetterStep.objects.filter(letter=OuterRef("pk"), step=Step.CARRIED)
        return self.valid().filter(ON_ITS_WAY, Exists(carried))

    def laid_before(self, user):
        """What this user of the Dinas reads to sign it: of sealed files too, and nothing else of
        any file; never of their own or their family's, whoever else the letter is about."""
        own = Q(people__overlap=list(user.own_files))
        return self.at_agency().filter(not_own(user, "person_id")).exclude(own)

    def asked_to_withdraw(self):
        return self.valid().filter(withdrawals__state=WithdrawalState.PROPOSED)


@pghistory.track()
class Letter(Sent):
    """A letter of the unit: number, date, signatory, and its frozen text (docs/rules.md, Letters).

    It points to nothing on its right: the act has its letter. `about` says what it is about
    without a name, and `person_id` is a plain number, as in the log.
    """

    kind = protected(LetterKind, related_name="letters")
    dated_on = models.DateField("tanggal surat")
    year = models.PositiveSmallIntegerField(editable=False)
    sequence = models.PositiveIntegerField("nomor urut", null=True, editable=False)
    number = models.CharField("nomor surat", max_length=80, blank=True)
    number_source = models.CharField("nomor diambil dari", max_length=80, blank=True)
    # Nomor sisipan: the letter behind the number that it follows, and why it stands there.
    inserted = models.CharField("sisipan", max_length=1, blank=True, editable=False)
    inserted_because = models.CharField("mengapa disisipkan", max_length=300, blank=True)
    about = models.CharField("tentang", max_length=120)
    person_id = models.BigIntegerField(null=True, editable=False)
    is_sealed = models.BooleanField("berkas tertutup", default=False, editable=False)
    signatory = protected(Signatory, null=True, editable=False, related_name="letters")
    # The version that it was made with; none of those from before texts were written here.
    text = protected(LetterText, "teks", null=True, editable=False, related_name="letters")
    check_code = models.CharField(
        "kode periksa", max_length=12, unique=True, default=new_check_code, editable=False
    )
    waits_for_scan = models.BooleanField(default=False, editable=False)
    # As its kind said when it was made.
    signed_by = one_of(Signer, "ditandatangani", max_length=6, default=Signer.UNIT, editable=False)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True, editable=False)
    # Of a letter about several: all of them, as plain numbers.
    people = ArrayField(models.BigIntegerField(), default=list, editable=False)
    corrected_at = models.DateTimeField("dibuat sebelum koreksi", null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    # How far it is signed, where a page marks it (signatures/state.py, add_signed).
    signed = None

    class Meta(Sent.Meta):
        verbose_name = "surat"
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="letter_newest_first"),
            models.Index(fields=["person_id"], name="letter_of_person"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once("letter_sequence_comes_once", ["kind", "year", "sequence", "inserted"]),
            holds(
                "letter_inserted_follows_a_number_and_says_why",
                Q(inserted="")
                | (
                    Q(inserted__regex=r"^[a-z]$", sequence__isnull=False) & ~Q(inserted_because="")
                ),
            ),
            once(
                "letter_number_comes_once_a_year",
                ["number", "year"],
                "Nomor ini sudah dipakai surat lain tahun itu.",
                condition=~Q(number=""),
            ),
            holds("letter_year_is_that_of_its_date", Q(dated_on__year=F("year"))),
            holds(
                "letter_number_has_its_source",
                Q(number="", sequence=None, number_source="")
                | (~Q(number="") & Q(sequence__isnull=False, number_source=""))
                | (~Q(number="") & Q(sequence=None) & ~Q(number_source="")),
                "Tulis dari mana nomornya.",
            ),
        ]
        triggers = [
            never_deleted("letter_is_never_deleted"),
            pgtrigger.Protect(
                name="letter_number_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.check_code <> NEW.check_code OR OLD.kind_id <> NEW.kind_id"
                    " OR OLD.signed_by <> NEW.signed_by"
                    # What the Dinas signs has its day with its number.
                    " OR (OLD.dated_on <> NEW.dated_on AND (NEW.signed_by <> 'agency'"
                    " OR OLD.number <> '' OR NEW.number = ''))"
                    " OR OLD.text_id IS DISTINCT FROM NEW.text_id"
                    " OR (OLD.number <> '' AND (OLD.number, OLD.inserted, OLD.inserted_because)"
                    " IS DISTINCT FROM (NEW.number, NEW.inserted, NEW.inserted_because))"
                ),
            ),
            pgtrigger.Protect(
                name="letter_once_withdrawn_stays_so",
                operation=pgtrigger.Update,
                # The file that it is about can still be sealed.
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL"
                    " AND to_jsonb(OLD) - 'is_sealed' <> to_jsonb(NEW) - 'is_sealed'"
                ),
            ),
            refuses(
                "letter_is_withdrawn_by_decision",
                "A letter is withdrawn by a decision.",
                """NOT EXISTS (
                    SELECT FROM letters_withdrawal
                     WHERE letter_id = NEW.id AND state = 'approved'
                )""",
                on=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.number or 'belum bernomor'}"

    @property
    def shown_code(self):
        """ABCD-EFGH-JKLM"""
        code = self.check_code
        return f"{code[:4]}-{code[4:8]}-{code[8:]}"

    @property
    def numbers_itself(self):
        """Its number comes from our own counter."""
        return self.signed_by == Signer.UNIT and self.kind.numbers_itself

    @property
    def is_valid(self):
        return self.withdrawn_at is None

    @property
    def is_current(self):
        """Valid, and what it says of somebody was not corrected since: else a new one is written
        at once, whatever becomes of this one."""
        return self.is_valid and self.corrected_at is None

    @property
    def is_on_its_way(self):
        return self.signed_by == Signer.AGENCY and self.waits_for_scan

    @cached_property
    def done_steps(self):
        """{step: the row that says so}."""
        return {row.step: row for row in self.steps.all()}

    @property
    def next_step(self):
        """What is to be done before it lies at the Dinas; None when it does, or needs nothing."""
        steps = Step if self.is_on_its_way else ()
        return next((step for step in steps if step not in self.done_steps), None)

    @property
    def takes_scan(self):
        """The signed sheet can come back now: from the Dinas also without a number."""
        if self.signed_by == Signer.AGENCY:
            return self.is_on_its_way and self.next_step is None
        return bool(self.number) and self.waits_for_scan

    @property
    def days_at_agency(self):
        return (days.today() - self.done_steps[Step.CARRIED].done_on).days

    @property
    def _way_to_agency(self):
        if self.next_step == Step.CARRIED:
            return "Siap dibawa ke Dinas", "due"
        if self.next_step:
            return f"Menunggu {self.next_step.label.replace('Paraf', 'paraf')}", "wait"
        return f"Di Dinas, {self.days_at_agency} hari", "wait"

    @cached_property
    def withdrawal(self):
        """Asked for or decided; None where nobody asked, or the head let the letter stand."""
        stands = WithdrawalState.REFUSED
        return next((row for row in self.withdrawals.all() if row.state != stands), None)

    @property
    def state(self):
        """(word, shape) for the badge."""
        if self.withdrawn_at:
            return "Ditarik", "late"
        if self.withdrawal:
            return "Diminta ditarik", "wait"
        if self.corrected_at:
            return "Dibuat sebelum koreksi", "due"
        if self.is_on_its_way:
            return self._way_to_agency
        if not self.number:
            return "Belum bernomor", "due"
        if self.waits_for_scan:
            return "Belum dipindai", "due"
        return "Berlaku", "ok"


@pghistory.track()
class ActLetter(models.Model):
    """One row ties an act to a letter of it; a new one stands beside the withdrawn one of before.

    The letter itself points to nothing on its right, and neither does this: the act is named by
    its type and number, as in the log. Inserted and read, never changed.
    """

    act_type = protected(ContentType, related_name="+")
    act_id = models.BigIntegerField()
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="of_act")

    class Meta:
        verbose_name = "surat dari sebuah tindakan"
        indexes = [models.Index(fields=["act_type", "act_id"], name="letters_of_an_act")]
        triggers = [written_once("letter_of_an_act_stays_so")]

    def __str__(self):
        return f"{self.act_type} {self.act_id}: {self.letter}"


class WithdrawalState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Ditarik"
    REFUSED = "refused", "Tetap berlaku"


WITHDRAWAL_MOVES = {
    WithdrawalState.PROPOSED: {WithdrawalState.APPROVED, WithdrawalState.REFUSED},
}


class WithdrawalQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        return self.filter(letter__in=Letter.objects.visible_to(user))


@pghistory.track()
class Withdrawal(Decided):
    """A mistake is withdrawn with a reason, never changed; its number is never used again."""

    MOVES = WITHDRAWAL_MOVES
    PERMISSION = "letters.approve_withdrawal"
    APPROVES = Answer(WithdrawalState.APPROVED, "Tarik surat", "disetujui", "approved")
    REFUSES = Answer(WithdrawalState.REFUSED, "Tetap berlaku", "ditolak", "refused")
    LISTED_WITH = ("letter__kind", "recorded_by")
    ABOUT = ("letter__person_id",)
    person = None

    letter = protected(Letter, editable=False, related_name="withdrawals")
    reason = models.CharField("mengapa ditarik", max_length=300)
    state = state_of(WithdrawalState, WithdrawalState.PROPOSED)

    objects = WithdrawalQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "penarikan surat"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "letter_is_withdrawn_once",
                ["letter"],
                "Penarikan surat ini sudah diminta.",
                condition=~Q(state="refused"),
            ),
            holds("withdrawal_says_why", ~Q(reason="")),
            holds(
                "withdrawal_state_fits_its_columns",
                Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]
        triggers = [state_moves("withdrawal_moves", WITHDRAWAL_MOVES)]

    def __str__(self):
        return f"Penarikan {self.letter}"

    @classmethod
    def about_one_of(cls, users):
        own = OwnFile.objects.filter(user__in=users).values("person_id")
        return super().about_one_of(users) | names_own(own, "letter__")

    @classmethod
    def not_about(cls, user):
        others = super().not_about(user)
        if user.own_files:
            others &= ~names_own(list(user.own_files), "letter__")
        return others

    @property
    def person_id(self):
        return self.letter.person_id

    @property
    def detail(self):
        return self.reason

    @property
    def decide_url(self):
        return reverse("letters:withdrawal_decide", args=[self.letter_id])

    def name_for(self, user):
        return str(self.letter)


@pghistory.track(exclude=["content"])
class LetterFile(models.Model):
    """What was printed, or the signed sheet scanned back: frozen with its SHA-256.

    Inserted and read, never changed: the run-time role has no other right on this table. In the
    database, so that number and file stay or go together.
    """

    class Kind(models.TextChoices):
        PRINTED = "printed", "Cetakan"
        SCAN = "scan", "Pindaian bertanda tangan"

    letter = protected(Letter, related_name="files")
    kind = one_of(Kind, "berkas", max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    # Signed elsewhere (TTE of BSrE, Srikandi), at this hour.
    is_electronic = models.BooleanField("ditandatangani elektronik", default=False)
    signed_at = models.DateTimeField("ditandatangani pada", null=True, blank=True)
    recorded_by = protected(settings.AUTH_USER_MODEL, related_name="+")
    recorded_at = models.DateTimeField("dicatat pada", default=days.now)

    class Meta:
        verbose_name = "berkas surat"
        constraints = [
            holds(
                "letter_file_signed_elsewhere_has_its_hour",
                Q(is_electronic=False) | Q(kind="scan", signed_at__isnull=False),
                "Tulis kapan surat ini ditandatangani elektronik.",
            ),
            once("letter_has_one_file_a_kind", ["letter", "kind"]),
            holds("letter_file_has_its_hash", Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.letter}"
