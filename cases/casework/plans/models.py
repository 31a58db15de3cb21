import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.audit.models import Entry
from rptc.columns import by, holds, once, one_of, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.editing import Versioned


class Component(models.TextChoices):
    """The seven parts of ATENSI (docs/facts.md)."""

    LIVING = "living", "Pemenuhan kebutuhan hidup layak"
    CARE = "care", "Perawatan sosial dan pengasuhan anak"
    FAMILY = "family", "Dukungan keluarga"
    THERAPY = "therapy", "Terapi fisik, psikososial, mental spiritual"
    SKILLS = "skills", "Pelatihan vokasional dan kewirausahaan"
    AID = "aid", "Bantuan dan asistensi sosial"
    ACCESS = "access", "Dukungan aksesibilitas"


class Spm(models.TextChoices):
    """The eleven services that the city counts outside of institutions (Permensos 9/2018)."""

    MEALS = "meals", "Permakanan"
    CLOTHES = "clothes", "Sandang"
    AIDS = "aids", "Alat bantu"
    HEALTH = "health", "Perbekalan kesehatan"
    GUIDANCE = "guidance", "Bimbingan fisik, mental spiritual, sosial"
    FAMILY = "family", "Bimbingan sosial kepada keluarga dan masyarakat"
    PAPERS = "papers", "Fasilitasi NIK, akta, surat nikah, KIA"
    ACCESS = "access", "Akses pendidikan dan kesehatan dasar"
    TRACING = "tracing", "Penelusuran keluarga"
    REUNION = "reunion", "Reunifikasi keluarga"
    REFERRAL = "referral", "Rujukan"


@pghistory.track()
class ServiceKind(models.Model):
    """A kind of service that a plan can name, and that is given. Rows: the unit's list.

    What follows from the kind nobody chooses at the act: how many minutes it takes as a rule, and
    which service of the SPM it is, if any.
    """

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("jenis layanan", max_length=80, unique=True)
    component = one_of(Component, "komponen ATENSI", max_length=8, default=Component.THERAPY)
    spm = one_of(Spm, "layanan SPM", max_length=8, blank=True)
    minutes = models.PositiveSmallIntegerField("lamanya, menit", default=60)
    is_group = models.BooleanField("juga sebagai kegiatan kelompok", default=False)
    order = models.PositiveSmallIntegerField("urutan")
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "jenis layanan"
        ordering = ["order", "pk"]
        constraints = [
            holds(
                "service_kind_takes_some_minutes",
                Q(minutes__range=(1, 720)),
                "Lamanya 1 sampai 720 menit.",
            ),
            # They follow from the roll call, the exit and the referral, and would count twice.
            holds(
                "service_kind_is_no_act_of_another_room",
                ~Q(spm__in=["meals", "reunion", "referral"]),
                "Permakanan, reunifikasi dan rujukan dihitung dari absen, keluar dan rujukan.",
            ),
        ]

    def __str__(self):
        return self.name


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui"
    RETURNED = "returned", "Dikembalikan"


PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.SUBMITTED},
    PlanState.SUBMITTED: {PlanState.APPROVED, PlanState.RETURNED},
    PlanState.RETURNED: {PlanState.SUBMITTED},
}


class PlanQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """Those of the stays that the user may see; and what is laid before who decides in the
        head's place."""
        return self.filter(open_with_stay(user, "stay__") | self.laid_before(user))

    def of_worker(self, user):
        """Written by this social worker, or of a stay that is theirs."""
        return self.filter(Q(recorded_by=user) | access.of_case(user, "stay__social_worker"))

    def in_force(self):
        """The newest approved plan of each stay."""
        newer = self.model.objects.filter(
            stay=OuterRef("stay"), state=PlanState.APPROVED, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), state=PlanState.APPROVED)


@pghistory.track()
class Plan(Decided, Versioned):
    """Rencana intervensi of a stay. Approved by another; the approved one is frozen, and a later
    change makes the next number (docs/rules.md, Approval)."""

    State, MOVES = PlanState, PLAN_MOVES
    PERMISSION = "cases.approve_plan"
    WAITING, DRAFT = PlanState.SUBMITTED, PlanState.DRAFT
    REFUSES = Answer(
        PlanState.RETURNED,
        "Kembalikan",
        "dikembalikan",
        "returned",
        "Tulis apa yang perlu diperbaiki.",
    )
    ASKED_AT = "submitted_at"

    stay = protected(Stay, related_name="plans")
    number = models.PositiveSmallIntegerField("rencana ke", default=1, editable=False)
    aim = models.TextField("tujuan akhir", max_length=2000)
    wishes = models.TextField(
        "keinginan klien",
        max_length=2000,
        blank=True,
        help_text="Ditanyakan juga kepada orang dewasa.",
    )
    state = state_of(PlanState, PlanState.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "rencana intervensi"
        constraints = [
            *Decided.Meta.constraints,
            once("plan_number_once", ["stay", "number"]),
            once(
                "stay_has_one_open_plan",
                ["stay"],
                "Masih ada rencana yang belum disetujui.",
                condition=~Q(state="approved"),
            ),
            holds(
                "plan_state_fits_its_columns",
                Q(state="draft", submitted_at=None, decided_at=None)
                | Q(state="submitted", submitted_at__isnull=False)
                | Q(
                    state__in=["approved", "returned"],
                    submitted_at__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
        ]
        triggers = [state_moves("plan_moves", PLAN_MOVES)]

    def __str__(self):
        return f"Rencana {self.number}, {self.stay.person}"

    @classmethod
    def entered_by(cls, users):
        """Who wrote, changed or submitted it."""
        entries = Entry.objects.of_kind(cls).filter(
            actor__in=users, verb__in=["changed", "submitted"]
        )
        return super().entered_by(users) | Q(pk__in=entries.values("object_id"))

    @property
    def seen(self):
        return str(self.version)

    @property
    def detail(self):
        return f"rencana ke-{self.number}"

    @property
    def is_frozen(self):
        return self.state in {self.State.SUBMITTED, self.State.APPROVED}


class PlanItemQuerySet(models.QuerySet):
    def in_force(self):
        """Of the newest approved plan of each stay."""
        return self.filter(plan__in=Plan.objects.in_force())

    def late(self, on):
        """Not closed, and the day has passed, in a stay that goes on."""
        late = self.in_force().filter(result="", due_on__lt=on)
        return late.filter(plan__stay__ended_at=None)


@pghistory.track()
class PlanItem(models.Model):
    """One line of a plan: goal, kind of service, owner, due day; done, or not and why."""

    class Result(models.TextChoices):
        OPEN = "", "Belum"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Ditolak klien"
        IMPOSSIBLE = "impossible", "Tidak dapat dilakukan"
        HANDED_OVER = "handed_over", "Diteruskan ke mitra"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    goal = models.CharField("tujuan", max_length=200)
    kind = protected(ServiceKind, "jenis layanan", related_name="items")
    owner = protected(settings.AUTH_USER_MODEL, "penanggung jawab", related_name="plan_items")
    due_on = models.DateField("paling lambat")
    result = one_of(Result, "hasil", max_length=12, blank=True)
    result_on = models.DateField("tanggal hasil", null=True, blank=True)
    result_reason = models.CharField("alasan", max_length=300, blank=True)
    result_by = by()

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan rencana"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(result=""), name="plan_item_open")
        ]
        constraints = [
            holds(
                "plan_item_result_is_dated",
                Q(result="", result_on=None) | (~Q(result="") & Q(result_on__isnull=False)),
            ),
            holds(
                "plan_item_not_done_says_why",
                Q(result__in=["", "done"]) | ~Q(result_reason=""),
                "Tulis alasan mengapa tidak dilakukan.",
            ),
        ]

    def __str__(self):
        return self.goal

    @property
    def is_late(self):
        return not self.result and self.due_on < days.today()
