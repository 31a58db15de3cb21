from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper

from cases.exits.columns import (
    CARD_IS_PROOF,
    COLUMNS_FIT,
    EXIT_IS_AFTER_ENTRY,
    REFUSED_BY_TRIGGERS,
    RELEASE_IS_DECIDED_BY_ANOTHER,
    RELEASE_IS_WHOLE,
    ReleaseColumns,
)
from cases.exits.destinations import entitled, is_closed
from cases.gate.receivers import said_somebody_else
from cases.gate.somebody_else.models import SomebodyElse
from cases.people.access import of_case, whether
from cases.people.flags.whom import Named
from cases.people.photos.models import Photo
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.audit.models import Entry
from rptc.columns import by, holds, once, one_of, protected
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.sending import Sent


@pghistory.track()
class ExitKind(models.Model):
    """How a stay can end. Rows: the unit agrees on the list (PP 31/1980)."""

    class Approval(models.TextChoices):
        ALONE_OR_HEAD = "usual", "Pekerja sosial; anak dan yang bergantung melalui Kepala UPT"
        HEAD = "head", "Selalu melalui Kepala UPT"
        EMERGENCY = "emergency", "Segera, lalu diketahui Kepala UPT"

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("cara keluar", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("urutan")
    approval = one_of(Approval, "persetujuan", max_length=10)
    needs_receiver = models.BooleanField("penerima", default=False)
    # For everybody.
    needs_address = models.BooleanField("alamat tujuan", default=False)
    # For a child and a dependent adult.
    needs_proof = models.BooleanField("bukti hubungan atau dua saksi", default=False)
    needs_identity = models.BooleanField("identitas penerima", default=False)
    needs_home_check = models.BooleanField("rumah diperiksa, atau alasannya", default=False)
    needs_promise = models.BooleanField("pernyataan penerima", default=False)
    needs_items = models.BooleanField("surat dan barang diserahkan", default=False)
    needs_next_contact = models.BooleanField("kontak berikutnya", default=False)
    # Whither somebody goes in this way is told to nobody but those of the case and who decides.
    closes_destination = models.BooleanField(
        "tujuan ditutup",
        default=False,
        help_text="Penerima dan alamat hanya dibaca pekerja sosial klien itu dan Kepala UPT.",
    )
    # A family or a guardian receives: whatever the settings say, a child's release is whole.
    to_family = models.BooleanField("kepada keluarga", default=False, editable=False)
    for_adults = models.BooleanField("hanya orang dewasa", default=False, editable=False)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "cara keluar"
        ordering = ["order", "pk"]
        constraints = [
            # Were some partners open, a closed one would say which it is.
            holds(
                "handover_to_a_partner_is_closed",
                ~Q(code="mitra") | Q(closes_destination=True),
                "Tujuan kepada mitra selalu ditutup.",
            ),
            # Whoever is at the door compares the face with the card.
            holds(
                "family_is_known_at_the_door",
                Q(to_family=False) | Q(closes_destination=False),
                "Penerima dari keluarga dilihat oleh petugas yang menyerahkan.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_emergency(self):
        return self.approval == self.Approval.EMERGENCY

    @property
    def needs_text(self):
        """What is ticked, in words."""
        columns = [c for c in self._meta.fields if c.name.startswith("needs_")]
        return ", ".join(str(c.verbose_name) for c in columns if getattr(self, c.name))


# Done at once, and not yet "diketahui" by the head.
TO_BE_KNOWN = Q(state="done", must_be_known=True, known_at=None)
RUNNING = Q(state__in=["proposed", "approved"]) | TO_BE_KNOWN


class ExitQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """With their stays; and for a day what one finished oneself, to print its letters."""
        own = Q(done_by=user, left_at__gt=days.now() - days.ONE_DAY)
        return self.filter(open_with_stay(user, "stay__") | own, self.model.not_about(user))

    def telling_destination_to(self, user):
        """Whose receiver and address this reader may know."""
        return self.filter(_destination_told_to(user))

    def with_telling(self, user):
        """Each with `is_told`: may this reader know its receiver and address?"""
        return self.annotate(is_told=whether(_destination_told_to(user)))

    def running(self):
        """Waiting for a decision, for the handover, or to be known."""
        return self.filter(RUNNING)

    def to_be_known(self):
        return self.filter(TO_BE_KNOWN)

    def approval_lost(self):
        """Approved, and then given up, or withdrawn by what was found; of who is still here, until
        it is asked for anew. Whoever approved would else believe that they went."""
        later = self.model.objects.filter(stay=OuterRef("stay"), pk__gt=OuterRef("pk"))
        lost = self.filter(state="cancelled", decided_at__isnull=False, stay__ended_at=None)
        return lost.filter(~Exists(later))

    def refused_now(self):
        """Refused by the head, of who is still here, until another exit is asked for or the stay
        is extended: whoever asked has to read why."""
        return self.filter(_is_refused_now())

    def with_refusal(self):
        """Each with `is_refused_now`: does its refusal still stand?"""
        return self.annotate(is_refused_now=whether(_is_refused_now()))

    def refused_to(self, user):
        """Told to who asked for it, and to the social worker of the case."""
        return self.refused_now().filter(
            Q(recorded_by=user) | of_case(user, "stay__social_worker")
        )


def _is_refused_now():
    later = Exit.objects.filter(stay=OuterRef("stay"), pk__gt=OuterRef("pk"))
    extended = Extension.objects.filter(
        stay=OuterRef("stay"), state="approved", decided_at__gt=OuterRef("decided_at")
    )
    refused = Q(state=ExitState.REFUSED, stay__ended_at=None)
    return refused & ~Exists(later) & ~Exists(extended)


def _destination_told_to(user):
    return entitled(user, Exit) | ~is_closed()


class ExitState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui, menunggu serah terima"
    REFUSED = "refused", "Tidak disetujui"
    CANCELLED = "cancelled", "Dibatalkan"
    DONE = "done", "Selesai"


EXIT_MOVES = {
    ExitState.PROPOSED: {ExitState.APPROVED, ExitState.REFUSED, ExitState.CANCELLED},
    ExitState.APPROVED: {ExitState.DONE, ExitState.CANCELLED},
}


@pghistory.track()
class Exit(ReleaseColumns, Decided):
    """Terminasi: how, to whom, with whose approval (docs/rules.md, Approval).

    Proposed -> approved | refused; approved -> done at the handover. Alone or in an emergency it
    is done at once, and the head is told.
    """

    State, MOVES = ExitState, EXIT_MOVES
    PERMISSION = "cases.approve_exit"
    GIVES_BACK = Answer(
        "refused", "Kembalikan", "dikembalikan", "refused", "Tulis apa yang harus dilengkapi."
    )
    RUNS_OUT_ON = "stay__last_on"
    LISTED_WITH = ("stay__person", "kind", "recorded_by")
    refused_by_triggers = REFUSED_BY_TRIGGERS

    stay = protected(Stay, related_name="exits")
    kind = protected(ExitKind, "cara keluar", related_name="exits")
    state = one_of(State, max_length=10, default=State.PROPOSED)
    left_at = models.DateTimeField("keluar pada", null=True)
    receiver = models.CharField("diterima oleh", max_length=120, blank=True)
    relation = models.CharField("hubungan", max_length=80, blank=True)
    address = models.CharField("alamat tujuan", max_length=200, blank=True)
    reason = models.TextField("alasan dan keterangan", max_length=2000, blank=True)
    must_be_known = models.BooleanField(default=False, editable=False)
    done_by = by()
    known_by = by()
    known_at = models.DateTimeField(null=True, editable=False)

    objects = ExitQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "terminasi"
        indexes = [
            models.Index(fields=["recorded_at", "id"], condition=RUNNING, name="exit_running")
        ]
        constraints = [
            *Decided.Meta.constraints,
            once(
                "stay_has_one_exit",
                ["stay"],
                "Terminasi masa pembinaan ini sudah diajukan.",
                condition=Q(state__in=["proposed", "approved", "done"]),
            ),
            holds(
                "exit_state_fits_its_columns",
                Q(state__in=["proposed", "cancelled"], left_at=None)
                | Q(
                    state__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    left_at=None,
                )
                | Q(state="done", left_at__isnull=False, done_by__isnull=False),
            ),
            holds(
                "exit_without_approval_is_known_later",
                ~Q(state="done") | Q(decided_by__isnull=False) | Q(must_be_known=True),
            ),
            *COLUMNS_FIT,
        ]
        triggers = [
            state_moves("exit_moves", EXIT_MOVES),
            RELEASE_IS_WHOLE,
            RELEASE_IS_DECIDED_BY_ANOTHER,
            CARD_IS_PROOF,
            EXIT_IS_AFTER_ENTRY,
        ]

    @property
    def completed_by(self):
        """Whose case it is gathers what is missing, whoever asked."""
        return self.stay.social_worker or self.recorded_by

    def __str__(self):
        return f"{self.kind}, {self.stay.person}"

    @classmethod
    def entered_by(cls, users):
        """Who asked for it, or gathered a piece. Papers and witnesses say who did; of columns
        the log."""
        exits = cls.objects.values("pk")
        changed = Entry.objects.of_kind(cls).filter(
            object_id=OuterRef("pk"), verb="changed", actor__in=users
        )
        # Nobody decides on their own word that the receiver is somebody else.
        said = SomebodyElse.objects.filter(person=OuterRef("stay__person"), recorded_by__in=users)
        return (
            super().entered_by(users)
            | Q(pk__in=exits.filter(proofs__recorded_by__in=users))
            | Q(pk__in=exits.filter(witnesses__recorded_by__in=users))
            | Q(Exists(changed))
            | Q(Exists(said))
        )

    @property
    def detail(self):
        return str(self.kind)

    @property
    def told(self):
        """What the head reads of an adult's exit before "diketahui": with it, why the receiver is
        somebody else than the one whom they resemble."""
        name = Named(self.receiver).spelled()
        said = self.stay.person.said_somebody_else.all()
        sentences = [row.sentence for row in said if row.asked.spelled() == name]
        return ". ".join([self.detail, *sentences])

    @property
    def seen(self):
        """What was said of the receiver after the page was opened is read first."""
        if not self.receiver:
            return ""
        last = said_somebody_else(self.stay.person, Named(self.receiver)).last()
        return str(last.pk) if last else ""

    @property
    def is_to_family(self):
        """Whoever is said to belong to the klien shows it, by whichever way they leave."""
        return self.kind.to_family or bool(self.relation and not self.kind.is_emergency)

    @property
    def is_unfinished(self):
        return self.state in {ExitState.PROPOSED, ExitState.APPROVED}

    @property
    def is_known(self):
        return not self.must_be_known or self.known_at is not None

    @property
    def known_late(self):
        """An emergency is to be known within 24 hours; an adult's exit only to be told."""
        waited = days.now() - self.recorded_at
        return self.kind.is_emergency and not self.is_known and waited > timedelta(hours=24)


class PromiseTextQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


@pghistory.track()
class PromiseText(models.Model):
    """What a family signs when it takes a klien home. A text that was signed is never changed:
    a new one begins on a later day, and an old letter says what it said."""

    text = models.TextField("isi pernyataan", max_length=3000)
    valid_from = models.DateField(
        "berlaku mulai",
        unique=True,
        error_messages={"unique": "Sudah ada pernyataan yang mulai pada tanggal itu."},
    )

    objects = PromiseTextQuerySet.as_manager()

    class Meta:
        verbose_name = "isi pernyataan keluarga"
        ordering = ["-valid_from"]

    def __str__(self):
        return f"Pernyataan {self.valid_from:%d/%m/%Y}"

    @property
    def sentences(self):
        """A point of the list each."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class OfExitQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(exit__in=Exit.objects.visible_to(user))


@pghistory.track()
class ExitProof(Sent):
    """A paper that shows how the receiver belongs to the klien, with its picture."""

    class Kind(models.TextChoices):
        FAMILY_CARD = "kk", "Kartu Keluarga (KK)"
        BIRTH = "birth", "Akta kelahiran"
        PARENTS_CARD = "parents_ktp", "KTP orang tua"
        MARRIAGE = "marriage", "Surat nikah"
        COURT = "court", "Penetapan pengadilan"
        VILLAGE = "village", "Surat keterangan lurah"
        OTHER = "other", "Lainnya"

    exit = protected(Exit, related_name="proofs", editable=False)
    kind = one_of(Kind, "surat", max_length=12)
    number = models.CharField("nomor surat", max_length=60, blank=True)
    note = models.CharField("keterangan", max_length=120, blank=True)
    photo = protected(Photo, related_name="proofs", editable=False)

    objects = OfExitQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "bukti hubungan"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "proof_of_another_kind_says_which", ~Q(kind="other", note=""), "Tulis surat apa."
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.get_kind_display(), self.number]))


@pghistory.track()
class ExitWitness(Sent):
    """Somebody who knows that the receiver belongs to the klien. Two can stand for papers."""

    exit = protected(Exit, related_name="witnesses", editable=False)
    name = models.CharField("nama saksi", max_length=120)
    address = models.CharField("alamat atau jabatan", max_length=200)
    phone = models.CharField("telepon", max_length=20)
    nik = models.CharField("NIK", max_length=16, blank=True)

    objects = OfExitQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "saksi"
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                "exit",
                Upper("name"),
                name="witness_stands_once",
                violation_error_message="Saksi ini sudah dicatat.",
            ),
            once(
                "witness_nik_stands_once",
                ["exit", "nik"],
                "Saksi dengan NIK ini sudah dicatat.",
                condition=~Q(nik=""),
            ),
            holds(
                "witness_nik_has_16_digits",
                Q(nik="") | Q(nik__regex=r"^[0-9]{16}$"),
                "NIK harus 16 angka.",
            ),
        ]

    def __str__(self):
        return self.name
