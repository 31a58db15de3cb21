from datetime import time

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.dates import WEEKDAYS

from cases.people.models import Sex
from rptc import days
from rptc.accounts.models import NO_OTHER_ROLE
from rptc.accounts.permissions import Role
from rptc.columns import holds, labels_of, one_of, protected, several_of
from rptc.editing import Versioned
from rptc.guards import IS_OWNER, kept_as_written, refuses
from rptc.phones import Dialled, has_one_phone, phone_column
from rptc.policies import HOLDS, IN_OWN_NAME, READER, WHOEVER_ACTS, RowPolicy, ask_owner, may
from rptc.sending import Sent

STAFF = may("reports.view_today")
OFFICE = may("partners.change_partner")
PREPARES = may("partners.change_partner", "partners.prepare_member")
# The partner whose user reads: one at the most.
OWN_PARTNER = ask_owner(
    "partner_of_reader",
    "bigint",
    f"""
    SELECT partner_id FROM partners_member
     WHERE user_id = {READER} AND {may("partners.use_portal")}""",  # noqa: S608
)

# A partner's paper is asked for anew so many days before its last one.
PAPER_ENDS_SOON = 30
WEEK = range(1, 8)
OLDEST = 130


def working_week():
    return [1, 2, 3, 4, 5]


class PartnerKind(models.TextChoices):
    FOUNDATION = "foundation", "Yayasan atau LKS"
    CENTRE = "centre", "UPT pusat (sentra)"
    AGENCY = "agency", "Instansi pemerintah"
    HOSPITAL = "hospital", "Rumah sakit"
    SCHOOL = "school", "Sekolah"
    COMPANY = "company", "Swasta (CSR)"


class PartnerService(models.TextChoices):
    """What somebody may need of a partner; a question for a place names these and no more."""

    BOARDING = "boarding", "Asrama"
    SCHOOLING = "schooling", "Sekolah"
    COMPANIONSHIP = "companionship", "Pendampingan"
    SKILLS = "skills", "Keterampilan"
    NURSING = "nursing", "Perawatan lansia atau difabel"
    TREATMENT = "treatment", "Layanan kesehatan"
    LEGAL = "legal", "Bantuan hukum"
    WORK = "work", "Pekerjaan atau magang"
    GIVING = "giving", "Bantuan barang atau uang"


class TakesFrom(models.TextChoices):
    CITY = "city", "Kota Makassar"
    PROVINCE = "province", "Sulawesi Selatan"


class PartnerQuerySet(models.QuerySet):
    def with_papers_to_renew(self):
        papers = PartnerPaper.objects.to_renew().filter(partner=OuterRef("pk"))
        return self.filter(Exists(papers), is_active=True)

    def with_free_places(self):
        """Each with what it said last: `said_places_at` (None: never), `free_male`,
        `free_female`."""
        last = FreePlaces.objects.filter(partner=OuterRef("pk")).order_by("-said_at", "-pk")
        return self.annotate(
            said_places_at=Subquery(last.values("said_at")[:1]),
            free_male=Subquery(last.values("male")[:1]),
            free_female=Subquery(last.values("female")[:1]),
        )


@pghistory.track()
class Partner(Dialled, Versioned):
    """A body that takes people over, with a login or without one.

    Of one that `closes_destination`, for whatever reason, only those of the case and who decides
    read that somebody is referred to it. A referral to one that `reveals_health` is health data:
    the klien agrees in writing.
    """

    name = models.CharField("nama mitra", max_length=120, unique=True)
    short_name = models.CharField("nama pendek", max_length=40)
    # Empty only of one that was written before kinds were asked.
    kind = one_of(PartnerKind, "jenis", max_length=10, blank=True)
    about = models.CharField("keterangan singkat", max_length=120, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    closes_destination = models.BooleanField(
        "tujuan ditutup",
        default=False,
        help_text="Hanya pekerja sosial klien itu dan Kepala UPT membaca siapa dirujuk ke sini.",
    )
    reveals_health = models.BooleanField(
        "rujukannya mengungkap kesehatan",
        default=False,
        help_text="Persetujuan tertulis klien diperlukan. Tujuannya selalu ditutup.",
    )
    is_active = models.BooleanField("masih bermitra", default=True)
    # Whom they take. What is empty excludes nobody.
    services = several_of(PartnerService, "layanan", max_length=15, default=list, blank=True)
    takes_classes = ArrayField(
        models.SlugField(max_length=30), verbose_name="klasifikasi", default=list, blank=True
    )
    takes_sex = one_of(Sex, "jenis kelamin", max_length=1, blank=True)
    min_age = models.PositiveSmallIntegerField("usia dari", null=True, blank=True)
    max_age = models.PositiveSmallIntegerField("usia sampai", null=True, blank=True)
    takes_from = one_of(TakesFrom, "asal", max_length=10, blank=True)
    takes_not = models.CharField("tidak menerima", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("jumlah tempat", null=True, blank=True)
    # Within so many hours of their own service they answer (R48).
    answer_hours = models.PositiveSmallIntegerField("janji jawab, jam", null=True, blank=True)
    service_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="hari layanan", default=working_week
    )
    opens_at = models.TimeField("buka pukul", default=time(8))
    closes_at = models.TimeField("tutup pukul", default=time(16))
    data_clause_on = models.DateField(
        "pasal pelindungan data ditandatangani", null=True, blank=True
    )

    objects = PartnerQuerySet.as_manager()
    Kind, Service = PartnerKind, PartnerService

    # A partner's user reads of their own alone.
    row_policy = RowPolicy(
        reads=f"{STAFF} OR id = {OWN_PARTNER}", adds=OFFICE, changes=OFFICE, history=STAFF
    )

    class Meta:
        verbose_name = "mitra"
        ordering = ["name"]
        constraints = [
            holds(
                "partner_that_reveals_health_is_closed",
                Q(reveals_health=False) | Q(closes_destination=True),
                "Yang mengungkap kesehatan juga ditutup tujuannya.",
            ),
            holds(
                "partner_offers_what_the_list_knows",
                Q(services__contained_by=PartnerService.values),
            ),
            holds(
                "partner_takes_from_an_age_to_an_age",
                Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                "Usia terendah tidak boleh di atas yang tertinggi.",
            ),
            holds(
                "partner_age_is_one",
                (Q(min_age=None) | Q(min_age__lte=OLDEST))
                & (Q(max_age=None) | Q(max_age__lte=OLDEST)),
                "Tulis usia dalam tahun.",
            ),
            holds(
                "partner_serves_on_days_of_the_week",
                Q(service_days__len__gt=0, service_days__contained_by=list(WEEK)),
                "Pilih hari layanannya.",
            ),
            holds(
                "partner_opens_before_it_closes",
                Q(opens_at__lt=F("closes_at")),
                "Jam tutup harus sesudah jam buka.",
            ),
            holds(
                "partner_answers_within_some_hours",
                Q(answer_hours=None) | Q(answer_hours__gt=0),
                "Tulis jumlah jamnya.",
            ),
        ]
        triggers = [
            # Beside the names that it had before: it may be closed later, and what was written
            # under its old name would else be open to everybody.
            pgtrigger.Trigger(
                name="partner_names_are_told_to_the_gate",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("name", "short_name", "closes_destination"),
                func="""
                    UPDATE cases_partnername SET closes_destination = NEW.closes_destination
                     WHERE partner_number = NEW.id
                       AND closes_destination <> NEW.closes_destination;
                    INSERT INTO cases_partnername (partner_number, text, closes_destination)
                    SELECT NEW.id, said, NEW.closes_destination
                      FROM unnest(ARRAY[NEW.name, NEW.short_name]) AS said WHERE said <> ''
                        ON CONFLICT DO NOTHING;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="partner_is_opened_by_the_head",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closes_destination"),
                condition=pgtrigger.Q(old__closes_destination=True, new__closes_destination=False),
                func=f"""
                    IF {HOLDS.format(Role.HEAD.value)} OR {IS_OWNER} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'The head alone opens a destination.'
                        USING ERRCODE = 'check_violation',
                              CONSTRAINT = 'partner_is_opened_by_the_head';
                """,  # noqa: S608 (of this code)
            ),
        ]

    def __str__(self):
        return self.name

    def get_services_display(self):
        return labels_of(PartnerService, self.services)

    def get_service_days_display(self):
        return ", ".join(str(WEEKDAYS[day - 1]) for day in sorted(self.service_days))

    @property
    def places_said(self):
        """How long ago they said what is free (with_free_places)."""
        ago = (days.today() - days.day_of(self.said_places_at)).days
        return f"{ago} hari lalu" if ago else "hari ini"

    @property
    def ages(self):
        """From which age to which, in words; empty where both are."""
        if self.min_age is None and self.max_age is None:
            return ""
        if self.max_age is None:
            return f"{self.min_age} tahun ke atas"
        return f"{self.min_age or 0} sampai {self.max_age} tahun"


@pghistory.track()
class Member(models.Model):
    """A partner's own user: of one partner only, with no other role."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="membership"
    )
    partner = protected(Partner, related_name="members")

    # A user of the house has no such role, and cannot have it beside another one.
    refused_by_triggers = {"member_has_the_role_of_a_partner": NO_OTHER_ROLE}
    # A partner's user knows who else of theirs may come in.
    row_policy = RowPolicy(
        reads=f"{STAFF} OR user_id = {READER} OR partner_id = {OWN_PARTNER}",
        adds=PREPARES,
        changes=OFFICE,
        history=STAFF,
    )

    class Meta:
        verbose_name = "petugas mitra"
        triggers = [
            refuses(
                "member_has_the_role_of_a_partner",
                "a member has the role of a partner",
                """NOT EXISTS (
                    SELECT FROM accounts_rolegrant
                     WHERE user_id = NEW.user_id AND role = 'partner' AND refused_at IS NULL
                )""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("user_id"),
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.partner}"


class PartnerContactQuerySet(models.QuerySet):
    def at_work(self):
        """Who works there still, by name."""
        return self.filter(is_active=True).order_by("name", "pk")


@pghistory.track()
class PartnerContact(Dialled, Sent, Versioned):
    """Somebody who works there: whom we call, with or without a login."""

    partner = protected(Partner, related_name="contacts")
    name = models.CharField("nama", max_length=120)
    position = models.CharField("jabatan", max_length=80, blank=True)
    phone = phone_column()
    is_active = models.BooleanField("masih bekerja di sana", default=True)

    objects = PartnerContactQuerySet.as_manager()

    row_policy = RowPolicy(reads=STAFF, adds=OFFICE, changes=OFFICE, history=STAFF)

    class Meta(Sent.Meta):
        verbose_name = "orang di mitra"
        constraints = [
            *Sent.Meta.constraints,
            holds("partner_contact_has_a_name", ~Q(name=""), "Tulis namanya."),
            has_one_phone("partner_contact_has_one_phone"),
        ]

    def __str__(self):
        return self.name


class PartnerPaperKind(models.TextChoices):
    REGISTERED = "registered", "Tanda daftar LKS"
    ACCREDITED = "accredited", "Akreditasi"
    DEED = "deed", "Akta notaris"
    APPROVED = "approved", "SK Kemenkumham"
    PERMIT = "permit", "Izin operasional"
    OTHER = "other", "Lain"


class PartnerPaperQuerySet(models.QuerySet):
    def to_renew(self):
        """It has ended, or will within a month."""
        return self.filter(valid_until__lte=days.today() + PAPER_ENDS_SOON * days.ONE_DAY)


@pghistory.track()
class PartnerPaper(Sent, Versioned):
    """A paper that the partner must hold; without a last day it has none."""

    Kind = PartnerPaperKind

    partner = protected(Partner, related_name="papers")
    kind = one_of(PartnerPaperKind, "kertas", max_length=10)
    number = models.CharField("nomor atau keterangan", max_length=120, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    objects = PartnerPaperQuerySet.as_manager()

    row_policy = RowPolicy(reads=STAFF, adds=OFFICE, changes=OFFICE, history=STAFF)

    class Meta(Sent.Meta):
        verbose_name = "kertas mitra"
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "kind"],
                condition=~Q(kind="other"),
                name="partner_paper_stands_once",
                violation_error_message="Kertas ini sudah ada. Ubah yang sudah ada.",
            ),
            holds(
                "partner_paper_of_another_kind_is_named",
                ~Q(kind="other") | ~Q(number=""),
                "Tulis kertas apa ini.",
            ),
        ]

    def __str__(self):
        return self.number if self.kind == self.Kind.OTHER else self.get_kind_display()

    @property
    def days_left(self):
        """Until its last day; less than 0 after it, None where it has none."""
        return None if self.valid_until is None else (self.valid_until - days.today()).days

    @property
    def left(self):
        return f"{self.days_left} hari lagi" if self.days_left else "hari terakhir"

    @property
    def ends_soon(self):
        return self.days_left is not None and self.days_left <= PAPER_ENDS_SOON


@pghistory.track()
class FreePlaces(Sent):
    """How many places they said are free, for whom, and when they said so (R51). What is said
    later is a row of its own: an old word is told with its day, and never as one of today."""

    partner = protected(Partner, related_name="free_places")
    male = models.PositiveSmallIntegerField("tempat untuk laki-laki")
    female = models.PositiveSmallIntegerField("tempat untuk perempuan")
    # Empty where the partner said it here itself.
    said_by = models.CharField("dikatakan oleh", max_length=120, blank=True)
    said_at = models.DateTimeField("dikatakan pada")

    # The partner says it of itself, here or by a link (partners/questions); whoever works with
    # partners writes down what was said.
    row_policy = RowPolicy(
        reads=f"{STAFF} OR partner_id = {OWN_PARTNER}",
        adds=f"({may('partners.write_free_places')} AND {IN_OWN_NAME})"
        f" OR (partner_id = {OWN_PARTNER} AND recorded_by_id = {READER}"
        " AND EXISTS (SELECT FROM partners_partner AS own"
        " WHERE own.id = partner_id AND own.is_active))"
        f" OR (said_by <> '' AND {WHOEVER_ACTS})",
        changes="",
        history=STAFF,
    )

    class Meta(Sent.Meta):
        verbose_name = "tempat kosong"
        indexes = [models.Index(fields=["partner", "-said_at"], name="free_places_said_last")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "free_places_are_said_before_written",
                Q(said_at__lte=F("recorded_at")),
                "Waktu ini belum terjadi.",
            ),
        ]
        triggers = [kept_as_written("free_places_are_kept_as_said", [])]

    def __str__(self):
        return f"{self.partner}, {self.said_at:%d/%m/%Y}"
