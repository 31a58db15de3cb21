import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import cached_property

from cases.intakes.models import Classification
from cases.people import access
from cases.stays.models import Stay, open_with_stay
from cases.stays.spm import Spm
from rptc import days
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.columns import by, holds, may_point_to, once, one_of, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.editing import Versioned
from rptc.guards import refuses
from rptc.pages import is_key
from rptc.sending import Sent
from rptc.words import tanggal


class Component(models.TextChoices):
    """The seven parts of ATENSI (docs/facts.md)."""

    LIVING = "living", "Pemenuhan kebutuhan hidup layak"
    CARE = "care", "Perawatan sosial dan pengasuhan anak"
    FAMILY = "family", "Dukungan keluarga"
    THERAPY = "therapy", "Terapi fisik, psikososial, mental spiritual"
    SKILLS = "skills", "Pelatihan vokasional dan kewirausahaan"
    AID = "aid", "Bantuan dan asistensi sosial"
    ACCESS = "access", "Dukungan aksesibilitas"


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

    def returned_to(self, user):
        """Sent back by the head, of a stay that goes on: to be mended by who wrote it."""
        returned = self.filter(state=PlanState.RETURNED, stay__ended_at=None)
        return returned.of_worker(user)

    def in_force(self):
        """The newest approved plan of each stay."""
        newer = self.model.objects.filter(
            stay=OuterRef("stay"), state=PlanState.APPROVED, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), state=PlanState.APPROVED)

    def with_replacement(self):
        """Each with the number that took its place (`Plan.replaced_by`)."""
        next_ones = self.model.objects.filter(
            stay=OuterRef("stay"), state=PlanState.APPROVED, number__gt=OuterRef("number")
        )
        numbers = next_ones.order_by("number").values("number")[:1]
        return self.annotate(replaced_by=Subquery(numbers))


# What was laid before the head is what the head decides on, and what was approved stays: by no
# path, form or SQL, does it become something else (R31). A merge changes nothing here: plans hang
# on the stay.
PLAN_IS_FROZEN = refuses(
    "plan_laid_before_the_head_is_frozen",
    "A plan that was laid before the head never changes.",
    """(OLD.wishes, OLD.aim, OLD.why, OLD.number, OLD.stay_id)
       IS DISTINCT FROM (NEW.wishes, NEW.aim, NEW.why, NEW.number, NEW.stay_id)""",
    on=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.state IN ('submitted', 'approved')"),
)
# Plans from before that was asked stay as they are.
SENT_WITH_WISH = refuses(
    "plan_is_sent_with_the_wish",
    "A plan goes to the head whole.",
    """NEW.wishes = '' OR (NEW.number > 1 AND NEW.why = '')
       OR NOT EXISTS (SELECT FROM cases_planitem WHERE plan_id = NEW.id)
       OR EXISTS (
        SELECT FROM cases_planitem
         WHERE plan_id = NEW.id AND (due_on IS NULL OR owner_kind = ''))""",
    on=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.state = 'submitted' AND OLD.state <> 'submitted'"),
)
# Else a plan could be there approved without anybody who approved it, or be gone with its lines.
BEGINS_AS_DRAFT = refuses(
    "plan_begins_as_a_draft",
    "A plan begins as a draft.",
    on=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.state <> 'draft'"),
)
ENDS_AS_DRAFT = refuses(
    "plan_laid_before_the_head_is_kept",
    "A plan that was laid before the head is kept.",
    on=pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.state <> 'draft'"),
)


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
    # Their own words come first, and no plan goes to the head without them (R30).
    wishes = models.TextField(
        "keinginan klien, dengan kata-katanya sendiri",
        max_length=2000,
        blank=True,
        help_text="Ditanyakan juga kepada orang dewasa. Wajib sebelum diajukan.",
    )
    aim = models.TextField("tujuan akhir", max_length=2000)
    why = models.CharField("mengapa rencana berubah", max_length=300, blank=True)
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
        triggers = [
            state_moves("plan_moves", PLAN_MOVES),
            BEGINS_AS_DRAFT,
            SENT_WITH_WISH,
            PLAN_IS_FROZEN,
            ENDS_AS_DRAFT,
        ]

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

    @cached_property
    def replaced_by(self):
        """The number of the approved plan that took the place of this one; None while none has.
        A list brings it along (`with_replacement`)."""
        plans = Plan.objects.filter(pk=self.pk).with_replacement()
        return plans.values_list("replaced_by", flat=True).first()

    @property
    def is_in_force(self):
        return self.state == self.State.APPROVED and self.replaced_by is None


# Of the lines only what came of them is written down later.
ITEMS_ARE_FROZEN = """
    IF EXISTS (SELECT FROM cases_plan
                WHERE id IN ({plans}) AND state IN ('submitted', 'approved')) {unless} THEN
        RAISE EXCEPTION 'A plan that was laid before the head never changes.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_of_a_plan_are_frozen';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
ITEM_COLUMNS = "plan_id, goal, kind_id, owner_kind, owner_id, owner_name, due_on, expected, times"


def _columns(row):
    return ", ".join(f"{row}.{column}" for column in ITEM_COLUMNS.split(", "))


class PlanItemQuerySet(models.QuerySet):
    def of_owner(self, key):
        """Of this social worker; "none": of nobody who is one."""
        if key == "none":
            return self.exclude(owner__in=staff_with(Role.SOCIAL_WORKER))
        return self.filter(owner=int(key)) if is_key(key) else self.none()

    def in_force(self):
        """Of the newest approved plan of each stay."""
        return self.filter(plan__in=Plan.objects.in_force())

    def late(self, on):
        """Not closed, and the day has passed, in a stay that goes on."""
        late = self.in_force().filter(result="", due_on__lt=on)
        return late.filter(plan__stay__ended_at=None)


@pghistory.track()
class PlanItem(models.Model):
    """One line of a plan: goal, kind of service, whose it is, until when, with which result, how
    often (R30); done, or not and why (R33). A draft may still lack whose and when."""

    class OwnerKind(models.TextChoices):
        STAFF = "staff", "Petugas"
        CLIENT = "client", "Klien sendiri"
        FAMILY = "family", "Keluarga"
        PARTNER = "partner", "Mitra"

    class Result(models.TextChoices):
        OPEN = "", "Belum"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Ditolak klien"
        IMPOSSIBLE = "impossible", "Tidak dapat dilakukan"
        HANDED_OVER = "handed_over", "Diteruskan ke mitra"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    goal = models.CharField("tujuan", max_length=200)
    kind = protected(ServiceKind, "jenis layanan", related_name="items")
    owner_kind = one_of(OwnerKind, "penanggung jawab", max_length=7, blank=True)
    owner = may_point_to(settings.AUTH_USER_MODEL, "petugas", related_name="plan_items")
    owner_name = models.CharField("nama keluarga atau mitra", max_length=80, blank=True)
    due_on = models.DateField("paling lambat", null=True, blank=True)
    expected = models.CharField("hasil yang diharapkan", max_length=200, blank=True)
    times = models.PositiveSmallIntegerField("berapa kali", null=True, blank=True)
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
                "plan_item_owner_fits_its_kind",
                Q(owner_kind="staff", owner__isnull=False, owner_name="")
                | Q(owner_kind__in=["family", "partner"], owner=None)
                | Q(owner_kind__in=["", "client"], owner=None, owner_name=""),
            ),
            holds(
                "plan_item_is_done_some_times",
                Q(times=None) | Q(times__range=(1, 99)),
                "Antara 1 dan 99 kali.",
            ),
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

        triggers = [
            pgtrigger.Trigger(
                name=f"lines_of_a_plan_are_frozen_{name}",
                when=pgtrigger.Before,
                operation=operation,
                func=ITEMS_ARE_FROZEN.format(plans=plans, unless=unless),
            )
            for name, operation, plans, unless in [
                ("added", pgtrigger.Insert, "NEW.plan_id", ""),
                ("removed", pgtrigger.Delete, "OLD.plan_id", ""),
                (
                    "changed",
                    pgtrigger.Update,
                    "OLD.plan_id, NEW.plan_id",
                    f"AND ({_columns('OLD')}) IS DISTINCT FROM ({_columns('NEW')})",
                ),
            ]
        ]

    def __str__(self):
        return self.goal

    @property
    def is_late(self):
        return not self.result and bool(self.due_on) and self.due_on < days.today()

    @property
    def whose(self):
        """ "Rahmawati Basir", "Klien sendiri", "Keluarga: ibunya"; "" while nobody is named."""
        if self.owner_kind == self.OwnerKind.STAFF:
            return str(self.owner)
        kind = self.get_owner_kind_display() if self.owner_kind else ""
        return f"{kind}: {self.owner_name}" if self.owner_name else kind

    @property
    def terms(self):
        """ "Psikososial, Rahmawati Basir, paling lambat 24/11/2026, 3 kali" """
        due = f"paling lambat {tanggal(self.due_on)}" if self.due_on else "tanpa hari"
        times = f"{self.times} kali" if self.times else ""
        whose = self.whose or "tanpa penanggung jawab"
        return ", ".join(filter(None, [str(self.kind), whose, due, times, self.expected]))

    @property
    def lacks(self):
        """What the line still needs before the plan goes to the head."""
        lacks = [] if self.owner_kind else ["penanggung jawab"]
        return lacks if self.due_on else [*lacks, "hari"]


class BriefGuidanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))


@pghistory.track()
class BriefGuidance(Sent):
    """Pembinaan singkat: of a stay of up to three days one line says what was done, without a plan
    and without approval; the head reads them in a list (R30)."""

    LONGEST = 3

    stay = models.OneToOneField(
        Stay, models.PROTECT, related_name="brief_guidance", editable=False
    )
    text = models.CharField("pembinaan singkat", max_length=500)

    objects = BriefGuidanceQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pembinaan singkat"

    def __str__(self):
        return self.text


class PlanTemplateQuerySet(models.QuerySet):
    def for_class(self, classification):
        """Those of the class, then those for everybody."""
        fits = self.filter(Q(classification=classification) | Q(classification=None))
        return fits.filter(is_active=True).order_by(
            models.F("classification").asc(nulls_last=True), "name"
        )


@pghistory.track()
class PlanTemplate(models.Model):
    """Lines with which a plan of a class can begin: each is looked at, and none is sent unseen."""

    name = models.CharField("nama", max_length=80, unique=True)
    classification = may_point_to(
        Classification, "klasifikasi", related_name="+", help_text="Kosong berarti semua."
    )
    aim = models.CharField("tujuan akhir", max_length=300, blank=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "contoh rencana"
        ordering = ["name"]

    def __str__(self):
        return self.name


@pghistory.track()
class TemplateLine(models.Model):
    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("urutan")
    goal = models.CharField("tujuan", max_length=200)
    kind = protected(ServiceKind, "jenis layanan", related_name="+")
    owner_kind = one_of(PlanItem.OwnerKind, "penanggung jawab", max_length=7)
    after = models.PositiveSmallIntegerField("dalam (hari)")
    expected = models.CharField("hasil yang diharapkan", max_length=200, blank=True)

    class Meta:
        verbose_name = "kegiatan contoh rencana"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.goal
