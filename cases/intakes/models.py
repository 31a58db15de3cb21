from datetime import time, timedelta

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from cases.intakes.register.words import key_of
from cases.patrols.models import Patrol
from cases.people import access
from cases.people.models import Person, Sex, Statement
from cases.people.reach import Level, Why, gives_reach
from cases.places.models import HotSpot
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of, protected
from rptc.marks import waited_for
from rptc.sending import Sent
from rptc.words import inisial

# Said of a child who may be a victim, in the place of what is unusual about age and class
# (UU 35/2014 articles 59 and 76I).
CHILD_MAY_BE_VICTIM = (
    "Ia anak, dan mungkin korban: undang-undang memberinya perlindungan khusus (UU 35/2014 pasal"
    " 59)."
)
HOW_TO_CARE = "Petugas perempuan mendampinginya. Jangan tanyai ia tentang kejadiannya."
WHAT_TO_DO_NOW = (
    f"{HOW_TO_CARE} UPTD PPA diberi tahu: oleh piket bila ia dibawa ke RPTC, selain itu oleh"
    " pekerja sosial."
)
# Once it knows.
WHAT_IS_DONE = f"{HOW_TO_CARE} UPTD PPA sudah diberi tahu."


def found_at(where, met_on):
    """What somebody without a name is called by: where and when they were met."""
    return f"{where or 'tempat tidak tercatat'} {met_on:%d/%m/%Y}"


class ClassificationQuerySet(models.QuerySet):
    def in_year(self, year):
        """The rows of that year's table, in its order."""
        return self.filter(
            Q(last_year=None) | Q(last_year__gte=year), in_table=True, first_year__lte=year
        ).order_by("order", "pk")

    def usable_on(self, day):
        """What can be chosen for an intake of that day: the table's and those outside it."""
        return self.filter(
            Q(last_year=None) | Q(last_year__gte=day.year), first_year__lte=day.year
        ).order_by("order", "pk")

    def nicknames(self) -> dict[str, str]:
        """{word: code}: every word that means a class of the table, wherever one is read. Its
        nicknames, which are taught as they come; no class is called by the name of another."""
        table = self.filter(in_table=True)
        taught = ClassificationAlias.objects.values_list("alias", "classification__code")
        return {
            **{key_of(alias): code for alias, code in taught},
            **{key_of(row.short_name): row.code for row in table},
            **{key_of(row.name): row.code for row in table},
        }


@pghistory.track()
class Classification(models.Model):
    """A row of the recap. Rows, not code: each has its years (docs/facts.md, Classes).

    Age and sex are hints: outside them warns, never blocks.
    """

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=80, unique=True)
    short_name = models.CharField("nama pendek", max_length=30)
    order = models.PositiveSmallIntegerField("urutan")
    first_year = models.PositiveSmallIntegerField("tahun pertama")
    last_year = models.PositiveSmallIntegerField("tahun terakhir", null=True, blank=True)
    national_types = ArrayField(
        models.CharField(max_length=2),
        verbose_name="jenis nasional (26 PPKS)",
        default=list,
        blank=True,
    )
    min_age = models.PositiveSmallIntegerField("umur biasanya dari", null=True, blank=True)
    max_age = models.PositiveSmallIntegerField("umur biasanya sampai", null=True, blank=True)
    usual_sex = one_of(Sex, "jenis kelamin biasanya", max_length=1, blank=True)
    in_table = models.BooleanField("masuk tabel terjaring", default=True)
    is_dependent = models.BooleanField(
        "orang dewasa yang bergantung", default=False, help_text="Terminasinya melalui Kepala UPT."
    )
    victim_if_child = models.BooleanField(
        "anak di kelas ini mungkin korban",
        default=False,
        help_text="Petugas membaca apa yang harus dilakukan, dan UPTD PPA diberi tahu.",
    )

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = "klasifikasi"
        ordering = ["order", "pk"]
        constraints = [
            holds(
                "classification_ends_after_start",
                Q(last_year=None) | Q(last_year__gte=F("first_year")),
                "Tahun terakhir tidak boleh sebelum tahun pertama.",
            )
        ]

    def __str__(self):
        return self.name

    def unusual(self, years, sex):
        """What is unusual about this age (in years, or None) or sex for the class, or ""."""
        if years is not None and self.min_age is not None and years < self.min_age:
            age = f"Umur {years}" if years else "Bayi"
            return f"{age} di bawah kebiasaan {self.name} ({self.min_age} tahun ke atas)."
        if years is not None and self.max_age is not None and years > self.max_age:
            return f"Umur {years} di atas kebiasaan {self.name} (sampai {self.max_age} tahun)."
        if self.usual_sex and sex != self.usual_sex:
            return f"Jenis kelamin tidak biasa untuk {self.name}."
        return ""


@pghistory.track()
class ClassificationAlias(models.Model):
    """A nickname of a class (Anjal, Gepeng, WTS): asked once, at an import, and remembered.

    The words that are known from the start (register.words.NICKNAMES) are rows like the others.
    """

    alias = models.CharField(max_length=80, unique=True)
    classification = protected(Classification, related_name="aliases")

    class Meta:
        verbose_name = "sebutan klasifikasi"

    def __str__(self):
        return self.alias


class Door(models.TextChoices):
    PATROL = "patrol", "Patroli"
    WALK_IN = "walk_in", "Datang sendiri"
    FAMILY = "family", "Diantar keluarga"
    POLICE = "police", "Kepolisian"
    UPTD_PPA = "uptd_ppa", "UPTD PPA"
    HOSPITAL = "hospital", "Rumah sakit"
    AGENCY = "agency", "Instansi lain"
    REGISTER = "register", "Register lama"


class Outcome(models.TextChoices):
    BROUGHT = "brought", "Dibawa ke RPTC"
    ADVISED = "advised", "Dibina di tempat"
    FAMILY = "family", "Diserahkan ke keluarga"
    POLICE = "police", "Kepolisian"
    HOSPITAL = "hospital", "Rumah sakit"
    AGENCY = "agency", "Instansi lain"
    REFERRED = "referred", "Dirujuk langsung"
    REFUSED = "refused", "Menolak atau lari"
    UNRECORDED = "unrecorded", "Tidak tercatat"


# Of these it must be known to whom: a name that somebody can call the next day.
HANDED_TO = {
    Outcome.POLICE: "Tulis kantor polisinya, misalnya Polsek Panakkukang.",
    Outcome.HOSPITAL: "Tulis rumah sakitnya.",
    Outcome.AGENCY: "Tulis instansi mana.",
    Outcome.REFERRED: "Tulis dirujuk ke mana.",
}

# How long a TRC officer sees those they met, after the handover (docs/roles.md).
FIELD_SEES_FOR = timedelta(hours=24)

ON_THE_SPOT = [outcome for outcome in Outcome if outcome != Outcome.UNRECORDED]


class Whereabouts(models.TextChoices):
    """Of whoever was brought: not here yet, here, or here no more; "" for everybody else."""

    ON_THE_WAY = "on_the_way", "Dalam perjalanan"
    IN_HOUSE = "in_house", "Di RPTC"
    LEFT = "left", "Sudah keluar"


IN_THE_HOUSE = Q(whereabouts__in=[Whereabouts.ON_THE_WAY, Whereabouts.IN_HOUSE])


class Certainty(models.TextChoices):
    """How sure it is that this intake was of this person (docs/rules.md, Identity)."""

    CLAIMED = "claimed", "Pengakuan"
    PROBABLE = "probable", "Mungkin"
    CONFIRMED = "confirmed", "Pasti"


class RegisterImportQuerySet(models.QuerySet):
    def drafts(self):
        """Looked at, and not saved yet."""
        return self.filter(committed_at=None)

    def in_force(self):
        """Saved, and not undone."""
        return self.filter(committed_at__isnull=False, undone_at=None)


@pghistory.track(exclude=["content"])
class RegisterImport(Sent):
    """One old register: uploaded, looked at, saved, and perhaps undone as a whole.

    The file itself is kept only until its rows are saved, or for a fortnight.
    """

    file_name = models.CharField("nama berkas", max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField("lembar", max_length=80, blank=True)
    content = models.BinaryField(null=True, editable=False)
    accepted = models.PositiveIntegerField("baris disimpan", default=0)
    refused = models.PositiveIntegerField("baris ditolak", default=0)
    skipped = models.PositiveIntegerField("baris dilewati", default=0)
    committed_at = models.DateTimeField("disimpan pada", null=True, editable=False)
    undone_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    undone_by = by()

    objects = RegisterImportQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "impor register"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "register_file_is_read_once",
                ["sha256", "sheet"],
                condition=Q(committed_at__isnull=False, undone_at=None),
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_draft(self):
        return self.committed_at is None


def is_unsettled(prefix=""):
    """A condition on intakes, or on what leads to one by this prefix (`unsettled`)."""
    return Q(**{f"{prefix}settled": None}) & ~Q(**{f"{prefix}door": Door.REGISTER})


class IntakeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the files that are open to them; the house those by which somebody is in it;
        TRC their own until 24 hours after the handover, unless the file was sealed for named
        people: of that one they read what they typed themselves (`typed_by`)."""
        rows = access.whole_to(user) | (access.house_to(user) & IN_THE_HOUSE)
        if user.has_role(Role.FIELD):
            own = self.model.objects.correctable_by(user).filter(person__for_named_only=False)
            rows |= Q(pk__in=own.values("pk"))
        return self.filter(rows)

    def typed_by(self, user):
        """What TRC typed and still may mend, beside all that they see."""
        rows = Q(pk__in=self.model.objects.visible_to(user).values("pk"))
        if user.has_role(Role.FIELD):
            rows |= Q(pk__in=self.model.objects.correctable_by(user).values("pk"))
        return self.filter(rows)

    def of_field_officer(self, user):
        """Own intakes, with names, until 24 hours after the handover (docs/roles.md)."""
        own = self.filter(Q(recorded_by=user) | Q(patrol__members__user=user)).distinct()
        since = days.now() - FIELD_SEES_FOR
        at_once = ~Q(outcome=Outcome.BROUGHT) & Q(recorded_at__gt=since)
        on_the_way = Q(whereabouts=Whereabouts.ON_THE_WAY)
        return own.filter(on_the_way | at_once | Q(stay__began_at__gt=since))

    def correctable_by(self, user):
        """What TRC still may mend: what it sees with names, and nobody's own or family's."""
        own = self.model.objects.of_field_officer(user)
        return self.filter(access.not_own(user, "person"), pk__in=own.values("pk"))

    def with_said_name(self, user):
        """What `name_for` needs for a TRC officer, for a whole list."""
        said = Statement.objects.filter(
            person=OuterRef("person"),
            recorded_by=OuterRef("recorded_by"),
            stated_on=OuterRef("met_on"),
            kind__in=[Statement.Kind.NAME, Statement.Kind.ALIAS],
        ).order_by("-kind", "-pk")
        earlier = self.model.objects.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
        return self.annotate(
            said_name=Coalesce(Subquery(said.values("text")[:1]), Value("")),
            is_first=~Exists(earlier),
            is_whole=access.whether(access.whole_to(user)),
        )

    def unsettled(self):
        """Counted under a provisional class. The old register counts as it was printed then."""
        return self.filter(is_unsettled())

    def on_the_way(self):
        """Brought, and neither arrived nor counted to a stay that goes on."""
        return self.filter(whereabouts=Whereabouts.ON_THE_WAY)

    def that_have_arrived(self):
        """Those of whom `has_arrived` is true, asked of the database as it is now."""
        return self.filter(Q(stay__isnull=False) | Q(stay_return__isnull=False))

    def met_with(self, people):
        """The meetings of these people, and of those who were met together with them."""
        own = self.model.objects.filter(person__in=people, party__isnull=False)
        return self.filter(party__in=own.values("party"))

    def certain(self):
        """Only these are printed for police or court: sure, and contested by nobody
        (docs/rules.md, Identity)."""
        return self.filter(certainty=Certainty.CONFIRMED).exclude(contests__state="open")

    def in_the_house(self):
        """Brought, and on the way, or in the stay that this intake began or went on."""
        return self.filter(IN_THE_HOUSE)

    def arrived(self):
        """In the house now, by this intake."""
        return self.filter(whereabouts=Whereabouts.IN_HOUSE)

    def met_in_the_night_to(self, day):
        """From noon to noon: a patrol that began before midnight belongs to one night."""
        noon = days.at(day, time(12))
        # The days say it again, for the index.
        nights = self.filter(met_on__gte=day - days.ONE_DAY, met_on__lte=day)
        return nights.filter(met_at__gte=noon - days.ONE_DAY, met_at__lt=noon)


# Where somebody is follows from the stay; its history is the stay's.
@pghistory.track(exclude=["whereabouts"])
class Intake(Sent):
    """One person met on one occasion, with exactly one outcome (docs/rules.md, Intake).

    `classification` and `sex` are those under which the intake counts. The database holds them
    true: the class is the settled one, else the provisional one; the sex is the person's
    (composite foreign key, ON UPDATE CASCADE). `whereabouts` follows from the outcome and the
    stay that this intake began or went on: triggers of all three keep it, and nothing else can.
    """

    person = protected(Person, related_name="intakes")
    sex = one_of(Sex, max_length=1, editable=False)
    met_on = models.DateField("tanggal terjaring")
    met_at = models.DateTimeField("pukul", null=True, blank=True)
    door = one_of(Door, "pintu masuk", max_length=10)
    patrol = may_point_to(Patrol, related_name="intakes")
    hot_spot = may_point_to(HotSpot, "titik rawan", related_name="intakes")
    place = models.CharField("tempat", max_length=160, blank=True)
    provisional = protected(Classification, "klasifikasi sementara", related_name="+")
    settled = may_point_to(Classification, "klasifikasi tetap", related_name="+")
    classification = protected(
        Classification, "klasifikasi", related_name="intakes", editable=False
    )
    settled_by = by()
    settled_at = models.DateTimeField(null=True, editable=False)
    outcome = one_of(Outcome, "hasil di tempat", max_length=12)
    whereabouts = one_of(Whereabouts, max_length=10, blank=True, default="", editable=False)
    handed_to = models.CharField(
        "rumah sakit, kantor polisi atau instansi", max_length=120, blank=True
    )
    outcome_reason = models.CharField("alasan hasil berubah", max_length=200, blank=True)
    certainty = one_of(Certainty, "kepastian identitas", max_length=10, default=Certainty.CLAIMED)
    activity = models.CharField(
        "kegiatan di jalan", max_length=80, blank=True, help_text="Misalnya menjual tisu."
    )
    remarks = models.TextField("keterangan", max_length=2000, blank=True)
    # Those who were met together have one: a set, in which each stands beside all the others.
    party = models.UUIDField("rombongan", null=True, editable=False)
    register_import = protected(RegisterImport, null=True, editable=False, related_name="intakes")
    register_row = models.CharField(max_length=100, blank=True, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "terjaring"
        indexes = [
            models.Index(
                fields=["met_on", "classification", "sex"],
                include=["door", "outcome", "person"],
                name="intake_recap",
            ),
            # Few at any time, asked for on Hari Ini and under every recap.
            models.Index(
                fields=["met_on"],
                condition=Q(settled=None) & ~Q(door=Door.REGISTER),
                name="intake_unsettled",
            ),
            models.Index(
                fields=["whereabouts", "person"],
                condition=Q(whereabouts__in=["on_the_way", "in_house"]),
                name="intake_in_the_house",
            ),
            # What the patrol is asked to complete; none on most days.
            models.Index(
                fields=["id"],
                condition=Q(met_at=None) | Q(hot_spot=None, place=""),
                name="intake_unplaced",
            ),
            models.Index(
                fields=["party"], condition=Q(party__isnull=False), name="intake_of_party"
            ),
            models.Index(fields=["-met_on", "-id"], name="intake_newest_first"),
            models.Index(fields=["person", "-met_on"], name="intake_of_person"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "intake_is_handed_to_somebody_by_its_outcome",
                Q(handed_to="") | Q(outcome__in=["police", "hospital", "agency", "referred"]),
            ),
            holds(
                "intake_counts_under_its_class",
                Q(classification=Coalesce(F("settled"), F("provisional"))),
            ),
            holds(
                "intake_day_is_the_moments_day",
                Q(met_at=None) | Q(met_on=TruncDate(F("met_at"))),
                "Tanggal dan pukul terjaring tidak cocok.",
            ),
            holds(
                "intake_by_patrol_has_patrol",
                Q(door=Door.PATROL, patrol__isnull=False)
                | (~Q(door=Door.PATROL) & Q(patrol=None)),
            ),
            holds(
                "intake_outcome_is_known",
                Q(outcome__in=ON_THE_SPOT) | Q(outcome=Outcome.UNRECORDED, door=Door.REGISTER),
            ),
            holds(
                "intake_that_was_brought_is_somewhere",
                Q(outcome=Outcome.BROUGHT, whereabouts__gt="")
                | (~Q(outcome=Outcome.BROUGHT) & Q(whereabouts="")),
            ),
            holds("intake_not_before_2000", Q(met_on__gte="2000-01-01")),
            holds(
                "intake_settled_by_somebody", all_or_none("settled", "settled_at", "settled_by")
            ),
        ]
        triggers = [
            waited_for("change_of_an_intake_is_waited_for"),
            pgtrigger.Trigger(
                name="whereabouts_follow",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("outcome", "whereabouts"),
                # What is written at depth 1 is a statement's own; a stay's trigger comes at 2.
                func="""
                    IF pg_trigger_depth() = 1 THEN
                        NEW.whereabouts :=
                            CASE TG_OP WHEN 'UPDATE' THEN OLD.whereabouts ELSE '' END;
                    END IF;
                    IF NEW.outcome <> 'brought' AND NEW.whereabouts IN ('in_house', 'left') THEN
                        RAISE EXCEPTION 'the outcome of who has arrived is "brought"'
                            USING ERRCODE = 'check_violation';
                    ELSIF NEW.outcome <> 'brought' THEN
                        NEW.whereabouts := '';
                    ELSIF NEW.whereabouts = '' THEN
                        NEW.whereabouts := 'on_the_way';
                    END IF;
                    RETURN NEW;
                """,
            ),
            gives_reach(
                Why.HOUSE,
                Level.HOUSE,
                # The trigger above changes the second when the first is written.
                "outcome",
                "whereabouts",
                who="role",
                value="'caretaker'",
                since="NEW.met_on::timestamp AT TIME ZONE 'Asia/Makassar'",
                holds="NEW.whereabouts IN ('on_the_way', 'in_house')",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.met_on:%d/%m/%Y}"

    def name_for(self, user):
        """Who was met. Of somebody whose file is older, a TRC officer reads only what was said
        to him, else initials: choosing a masked hint must not unmask it. Of a file that was sealed
        for named people not even those. One who is also a social worker reads the name where the
        file is open whole. Nobody is named to their own family."""
        if self.person_id in user.own_files:
            return self.person.name_for(user)
        reads_files = user.has_role(Role.SOCIAL_WORKER) and not self.person.is_sealed
        if not user.has_role(Role.FIELD) or user.has_role(Role.HEAD) or reads_files:
            return str(self.person)
        if not hasattr(self, "is_first"):
            told = Intake.objects.with_said_name(user).values("said_name", "is_first", "is_whole")
            vars(self).update(told.get(pk=self.pk))
        is_for_named = self.person.for_named_only
        if self.is_whole or (self.is_first and not is_for_named):
            return str(self.person)
        if is_for_named:
            return self.said_name or "Tanpa nama"
        return self.said_name or inisial(self.person.name or self.person.alias, self.age_text)

    @property
    def outcome_text(self):
        """With whom it was left, where somebody wrote it down."""
        outcome = self.get_outcome_display()
        return f"{outcome}: {self.handed_to}" if self.handed_to else outcome

    @property
    def where(self):
        return str(self.hot_spot) if self.hot_spot_id else self.place

    @property
    def has_arrived(self):
        """The house has confirmed it: a stay hangs on this row, or goes on by it."""
        return hasattr(self, "stay") or hasattr(self, "stay_return")

    @property
    def may_change_outcome(self):
        """Until they have arrived; an old register has no outcome."""
        return not self.has_arrived and self.door != Door.REGISTER

    @property
    def age_text(self):
        """The age on the day of the event."""
        return self.person.age.text_on(self.met_on)

    @property
    def warning(self):
        """What to mind, or "". Of a child who may be a victim: what the law says and what to do,
        and never that age or class be looked at again. Else what is unusual about them."""
        if self.is_of_child_victim:
            told = {victim.told_at for victim in self.child_victims.all()}
            is_told = bool(told) and None not in told
            return f"{CHILD_MAY_BE_VICTIM} {WHAT_IS_DONE if is_told else WHAT_TO_DO_NOW}"
        unusual = self.classification.unusual(self.person.age.on(self.met_on), self.sex)
        return f"{unusual} Periksa bila perlu." if unusual else ""

    @property
    def is_of_child(self):
        """Known to be under 18 on the day."""
        return bool(self.person.age.is_child_on(self.met_on))

    @property
    def may_be_of_child(self):
        """Or nobody knows how old they were."""
        return self.person.age.is_child_on(self.met_on) is not False

    @property
    def is_of_child_victim(self):
        """A child in a class in which no child is anything else, or of whom it was noted."""
        return self.is_of_child and (
            self.classification.victim_if_child or self.child_victims.exists()
        )

    @property
    def is_settled(self):
        return self.settled_id is not None
