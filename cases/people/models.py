import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from cases.people import access
from cases.people.ages import Age, AgeKind
from cases.people.reach import Reach
from cases.people.search_keys import SearchKeysField
from cases.places.models import Region
from rptc import days
from rptc.columns import holds, may_point_to, once, one_of, protected
from rptc.editing import Versioned
from rptc.guards import refuses
from rptc.sending import Sent
from rptc.words import inisial, umur


class Sex(models.TextChoices):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class Source(models.TextChoices):
    """Who or what says so."""

    GUESS = "guess", "Perkiraan petugas"
    SELF = "self", "Pengakuan sendiri"
    FAMILY = "family", "Keluarga"
    PAPERS = "papers", "Kartu atau akta"
    REGISTER = "register", "Register lama"


# Of what is said today.
SOURCES_TODAY = [choice for choice in Source.choices if choice[0] != Source.REGISTER]


def shown_columns(prefix=""):
    """What a name and an age are made of, for a list that selects no more than it shows."""
    names = "name alias sex found age_kind age_years age_months age_stated_on born_on".split()
    return [prefix + name for name in [*names, "is_sealed", "for_named_only"]]


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Merged rows are nobody's."""
        return self.filter(access.open_to(user, "pk"), merged_into=None)

    def in_the_house(self):
        """Whose stay has not ended, and who is on the way to the house."""
        return self.filter(pk__in=Reach.objects.of_the_house().values("person"))


AGE_COLUMNS_FIT = (
    Q(age_kind=AgeKind.UNKNOWN, born_on=None, age_years=None, age_stated_on=None)
    | Q(age_kind=AgeKind.BIRTH, born_on__isnull=False, age_years=None)
    | Q(
        age_kind__in=[AgeKind.EXACT, AgeKind.ABOUT],
        born_on=None,
        age_years__isnull=False,
        age_stated_on__isnull=False,
    )
    | Q(
        age_kind__in=[AgeKind.CHILD, AgeKind.ADULT, AgeKind.ELDER],
        born_on=None,
        age_years=None,
        age_stated_on__isnull=False,
    )
)


# Months stand beside the years that are in them.
AGE_MONTHS_FIT = Q(age_months=None) | (
    Q(age_kind__in=[AgeKind.EXACT, AgeKind.ABOUT])
    & (Q(age_years=0, age_months__lt=12) | Q(age_years=1, age_months__range=(12, 23)))
)


# What says how old somebody is on any day, unless only a group is known.
AGE_SHOWN = ("age_years", "age_stated_on", "born_on")
AGE_OF = ", ".join(f"{{0}}.{column}" for column in AGE_SHOWN)


class AgeColumns(models.Model):
    """The columns of an age statement; `age` reads them as one value."""

    age_kind = one_of(AgeKind, "umur diketahui sebagai", max_length=10, default=AgeKind.UNKNOWN)
    age_years = models.PositiveSmallIntegerField("umur", null=True, blank=True)
    age_months = models.PositiveSmallIntegerField("umur dalam bulan", null=True, blank=True)
    age_stated_on = models.DateField("umur disebut pada", null=True, blank=True)
    born_on = models.DateField("tanggal lahir", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def age(self):
        told = self.age_kind, self.age_years, self.born_on, self.age_stated_on
        return Age(*told, self.age_months)

    @age.setter
    def age(self, age):
        self.age_kind, self.age_years, self.age_months = age.kind, age.years, age.months
        self.born_on, self.age_stated_on = age.born_on, age.stated_on


# Search keys follow from the names, and age_said_otherwise from the ages: those have the history.
@pghistory.track(exclude=["search_keys", "age_said_otherwise"])
class Person(Sent, Versioned, AgeColumns):
    """A human being, once, for ever. Shown name and age are choices among dated statements."""

    class NikStatus(models.TextChoices):
        UNKNOWN = "unknown", "Belum ditanyakan"
        NONE = "none", "Tidak punya"
        CLAIMED = "claimed", "Mengaku punya, belum dicek"
        CONFIRMED = "confirmed", "Ada, kartu dilihat"
        IN_PROCESS = "in_process", "Dalam pengurusan"

    class Religion(models.TextChoices):
        UNKNOWN = "", "Tidak diketahui"
        ISLAM = "islam", "Islam"
        PROTESTANT = "protestant", "Kristen"
        CATHOLIC = "catholic", "Katolik"
        HINDU = "hindu", "Hindu"
        BUDDHIST = "buddhist", "Buddha"
        CONFUCIAN = "confucian", "Khonghucu"
        BELIEF = "belief", "Kepercayaan terhadap Tuhan YME"

    class Education(models.TextChoices):
        """Dukcapil F-1.01 (docs/facts.md)."""

        UNKNOWN = "", "Tidak diketahui"
        NONE = "none", "Tidak/belum sekolah"
        SOME_PRIMARY = "some_primary", "Belum tamat SD/sederajat"
        PRIMARY = "primary", "Tamat SD/sederajat"
        LOWER = "lower", "SLTP/sederajat"
        UPPER = "upper", "SLTA/sederajat"
        DIPLOMA_2 = "diploma_2", "Diploma I/II"
        DIPLOMA_3 = "diploma_3", "Akademi/Diploma III/S. Muda"
        BACHELOR = "bachelor", "Diploma IV/Strata I"
        MASTER = "master", "Strata II"
        DOCTOR = "doctor", "Strata III"

    class Schooling(models.TextChoices):
        UNKNOWN = "", "Tidak diketahui"
        ATTENDS = "attends", "Masih sekolah"
        DROPPED = "dropped", "Putus sekolah"
        NEVER = "never", "Belum pernah sekolah"
        FINISHED = "finished", "Sudah tamat"

    name = models.CharField("nama", max_length=120, blank=True)
    alias = models.CharField("panggilan", max_length=80, blank=True)
    sex = one_of(Sex, "jenis kelamin", max_length=1)
    found = models.CharField(
        max_length=140,
        blank=True,
        editable=False,
        help_text="Where and when a nameless person was met.",
    )
    mother_name = models.CharField("nama ibu", max_length=120, blank=True)
    search_keys = SearchKeysField()
    birthplace = models.CharField("tempat lahir", max_length=80, blank=True)
    nik = models.CharField("NIK", max_length=16, blank=True)
    nik_status = one_of(NikStatus, "keadaan NIK", max_length=12, default=NikStatus.UNKNOWN)
    kk = models.CharField("nomor KK", max_length=16, blank=True)
    origin = may_point_to(Region, "asal", related_name="people")
    origin_text = models.CharField("alamat asal", max_length=200, blank=True)
    religion = one_of(Religion, "agama", max_length=12, blank=True)
    education = one_of(Education, "pendidikan terakhir", max_length=14, blank=True)
    schooling = one_of(Schooling, "sekolah sekarang", max_length=10, blank=True)
    school = models.CharField("nama sekolah dan kelas", max_length=120, blank=True)
    address = models.CharField("alamat sekarang", max_length=200, blank=True)
    marks = models.CharField("ciri", max_length=200, blank=True)
    remarks = models.TextField("keterangan", max_length=2000, blank=True)
    is_sealed = models.BooleanField("berkas tertutup", default=False, editable=False)
    # Sealed by hand: written by the triggers of Seal.
    for_named_only = models.BooleanField(
        "untuk orang bernama saja", default=False, db_default=False, editable=False
    )
    merged_into = protected("self", null=True, editable=False, related_name="merged")
    # Written by triggers: an age that was said later than the one shown is another.
    age_said_otherwise = models.BooleanField(default=False, db_default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "klien"
        indexes = [
            models.Index(Upper("name"), "id", name="person_by_name"),
            models.Index(fields=["-recorded_at", "-id"], name="person_newest_first"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_trigrams"),
            GinIndex(OpClass(Upper("alias"), name="gin_trgm_ops"), name="person_alias_trigrams"),
            # Without the list of pending entries: it makes each search after an import slow.
            GinIndex(fields=["search_keys"], fastupdate=False, name="person_by_search_key"),
            models.Index(fields=["nik"], condition=~Q(nik=""), name="person_by_nik"),
            models.Index(
                fields=["id"],
                include=["recorded_by", "for_named_only"],
                condition=Q(is_sealed=True),
                name="person_sealed",
            ),
            models.Index(
                fields=["id"],
                condition=Q(age_said_otherwise=True),
                name="person_age_said_otherwise",
            ),
        ]
        constraints = [
            *Sent.Meta.constraints,
            # What Intake's composite foreign key points at: a person and their sex.
            once("person_and_sex", ["id", "sex"]),
            holds("person_sex_is_l_or_p", Q(sex__in=Sex.values)),
            holds("person_age_fits_its_kind", AGE_COLUMNS_FIT),
            holds("person_months_fit_the_years", AGE_MONTHS_FIT),
            holds(
                "person_age_is_human",
                Q(age_years=None) | Q(age_years__lte=120),
                "Umur paling tinggi 120 tahun.",
            ),
            holds(
                "person_nik_has_16_digits",
                Q(nik="") | Q(nik__regex=r"^[0-9]{16}$"),
                "NIK harus 16 angka.",
            ),
            holds(
                "person_kk_has_16_digits",
                Q(kk="") | Q(kk__regex=r"^[0-9]{16}$"),
                "Nomor KK harus 16 angka.",
            ),
            once(
                "person_confirmed_nik_is_one_person",
                ["nik"],
                "NIK ini sudah dipastikan milik klien lain.",
                # What a sealed file holds says nothing to whoever writes another.
                condition=Q(nik_status="confirmed", merged_into=None, is_sealed=False)
                & ~Q(nik=""),
            ),
            holds(
                "person_confirmed_nik_is_filled",
                ~Q(nik_status="confirmed", nik=""),
                "Isi NIK yang kartunya dilihat.",
            ),
            holds(
                "person_is_not_merged_into_itself", Q(merged_into=None) | ~Q(merged_into=F("pk"))
            ),
            holds("person_for_named_only_is_sealed", Q(for_named_only=False) | Q(is_sealed=True)),
            holds("person_without_name_says_where_found", ~Q(name="", alias="", found="")),
        ]
        triggers = [
            refuses(
                "file_is_opened_by_its_seal_alone",
                "A closed file is opened by the end of its seal alone.",
                # A depth of 2: written by the trigger of Seal.
                """OLD.is_sealed AND NOT NEW.is_sealed AND pg_trigger_depth() < 2
                    OR NEW.for_named_only <> EXISTS (
                        SELECT FROM cases_seal
                         WHERE person_id = NEW.id AND ended_at IS NULL)""",
                on=pgtrigger.UpdateOf("is_sealed", "for_named_only"),
                condition=pgtrigger.Q(old__is_sealed__df=pgtrigger.F("new__is_sealed"))
                | pgtrigger.Q(old__for_named_only__df=pgtrigger.F("new__for_named_only")),
            ),
            # With each save, since a save writes every column as it was read.
            pgtrigger.Trigger(
                name="age_shown_is_held_against_the_one_said",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(*AGE_SHOWN, "age_said_otherwise"),
                func=f"""
                    NEW.age_said_otherwise := COALESCE((
                        SELECT ({AGE_OF.format("said")}) IS DISTINCT FROM ({AGE_OF.format("NEW")})
                          FROM cases_statement said
                         WHERE person_id = NEW.id AND kind = 'age'
                         ORDER BY stated_on DESC, id DESC LIMIT 1), FALSE);
                    RETURN NEW;
                """,  # noqa: S608 (columns of ours)
            ),
        ]

    def __str__(self):
        return self.shown_name

    def name_for(self, user):
        """In a row that is before this user."""
        if self.pk in user.own_files:
            return f"Berkas tertutup {self.file_number}"
        if access.manner_in_row_before(user) == access.Manner.INITIALS:
            return inisial(self.name or self.alias, self.age_today)
        return str(self)

    @property
    def shown_name(self):
        """The name, else the alias, else "Tanpa nama · L · sekitar 40 th · Fly Over ..."."""
        if self.name or self.alias:
            return self.name or self.alias
        age = self.age.text_on(self.age_stated_on or days.today())
        return f"Tanpa nama · {self.sex} · {age} · {self.found}"

    @property
    def file_number(self):
        return f"{self.pk:05d}"

    @property
    def told_apart(self):
        """What stands beside the name in every list and choice of the house: two of one name are
        usual there."""
        return f"{self.sex}, {umur(self.age_today)} · {self.file_number}"

    @property
    def age_today(self):
        return self.age.text_on(days.today())

    @property
    def is_child_today(self):
        return self.age.is_child_on(days.today())


@pghistory.track()
class Statement(Sent, AgeColumns):
    """One dated statement of identity, with its source. Never overwritten by a later one."""

    class Kind(models.TextChoices):
        NAME = "name", "Nama"
        ALIAS = "alias", "Panggilan"
        AGE = "age", "Umur atau tanggal lahir"
        MOTHER = "mother_name", "Nama ibu"
        ADDRESS = "address", "Alamat sekarang"
        MARK = "marks", "Ciri"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="statements")
    kind = one_of(Kind, "tentang", max_length=12)
    text = models.CharField("isi", max_length=200, blank=True)
    source = one_of(Source, "menurut", max_length=10)
    stated_on = models.DateField("disebut pada", default=days.today)

    class Meta(Sent.Meta):
        verbose_name = "keterangan identitas"
        indexes = [models.Index(fields=["person", "kind", "-stated_on"], name="statement_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "statement_says_something",
                (~Q(kind="age") & ~Q(text="") & Q(age_kind="unknown"))
                | (Q(kind="age", text="") & ~Q(age_kind="unknown")),
            ),
            holds("statement_age_fits_its_kind", AGE_COLUMNS_FIT),
            holds("statement_months_fit_the_years", AGE_MONTHS_FIT),
        ]
        triggers = [
            # The trigger of Person judges; mostly what is said is what is shown, and no file is
            # written. Locked, since another age may be said at the same moment.
            pgtrigger.Trigger(
                name="age_said_is_held_against_the_one_shown",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="age"),
                func=f"""
                    PERFORM FROM cases_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
                    UPDATE cases_person shown SET age_said_otherwise = age_said_otherwise
                     WHERE id = NEW.person_id
                       AND (age_said_otherwise
                            OR ({AGE_OF.format("shown")})
                               IS DISTINCT FROM ({AGE_OF.format("NEW")}));
                    RETURN NULL;
                """,  # noqa: S608 (columns of ours)
            ),
            pgtrigger.Trigger(
                name="age_said_no_more_is_held_against_the_one_shown",
                when=pgtrigger.After,
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf("person_id", "kind", "stated_on", *AGE_SHOWN),
                condition=pgtrigger.Q(old__kind="age"),
                func="""
                    UPDATE cases_person SET age_said_otherwise = age_said_otherwise
                     WHERE id = OLD.person_id OR TG_OP = 'UPDATE' AND id = NEW.person_id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.text or self.age.text_on(self.stated_on)

    @property
    def is_shown(self):
        """Is this what the person's file shows now?"""
        if self.kind == self.Kind.AGE:
            return self.age == self.person.age
        return self.text == getattr(self.person, self.kind)
