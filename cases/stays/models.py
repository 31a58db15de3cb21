from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Count, F, Func, Q

from cases.intakes.models import Classification, Intake
from cases.people import access
from cases.people.models import Person
from cases.people.reach import Level, Why, gives_reach
from rptc import days, words
from rptc.accounts.models import staff_with
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import holds, may_point_to, once, one_of, protected
from rptc.guards import never_changed, refuses
from rptc.marks import waited_for
from rptc.pages import is_key
from rptc.sending import Sent


class TsTzRange(Func):
    """[begin, end) of two columns, as an expression: a wrong order is a form error, not a 500."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class StayRuleQuerySet(models.QuerySet):
    def for_entry(self, classification, day):
        """The rule in force on the day of entry: the class's own, else the one for all."""
        return self.that_could_be(classification, day).first()

    def that_could_be(self, classification, day):
        """The one that is comes first."""
        return (
            self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)
            .filter(Q(classification=classification) | Q(classification=None))
            .order_by(F("classification").asc(nulls_last=True), "-valid_from", "-pk")
        )


@pghistory.track()
class StayRule(models.Model):
    """How long a stay may last: min to max, over the span of days [valid_from, valid_until).

    The rule of the day of entry decides for the whole stay (docs/rules.md, Stay clock). The legal
    basis is editable text and prints only when it is filled.
    """

    class Unit(models.TextChoices):
        DAY = "day", "hari"
        MONTH = "month", "bulan"

    classification = may_point_to(
        Classification,
        "klasifikasi",
        related_name="stay_rules",
        help_text="Kosong berarti semua klasifikasi.",
    )
    min_length = models.PositiveSmallIntegerField("paling singkat")
    max_length = models.PositiveSmallIntegerField("paling lama")
    unit = one_of(Unit, "satuan", max_length=5, default=Unit.DAY)
    extension_days = models.PositiveSmallIntegerField(
        "satu perpanjangan paling lama (hari)",
        default=30,
        db_default=30,
        help_text="Lebih lama dari ini diajukan lagi, dengan alasannya.",
    )
    legal_basis = models.CharField("dasar hukum", max_length=200, blank=True)
    valid_from = models.DateField("berlaku mulai")
    valid_until = models.DateField("sampai sebelum", null=True, blank=True)

    objects = StayRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan masa pembinaan"
        ordering = ["-valid_from", "pk"]
        constraints = [
            holds(
                "stay_rule_max_is_not_below_min",
                Q(max_length__gte=F("min_length"), min_length__gte=1),
                "Paling lama tidak boleh kurang dari paling singkat.",
            ),
            holds(
                "stay_rule_ends_after_start",
                Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                "Aturan berakhir sesudah mulai.",
            ),
            holds(
                "stay_rule_extends_by_a_day_to_a_year",
                Q(extension_days__gte=1, extension_days__lte=366),
                "Satu perpanjangan paling sedikit 1 hari dan paling lama 366 hari.",
            ),
            once(
                "stay_rule_starts_once",
                ["classification", "valid_from"],
                "Sudah ada aturan yang mulai pada tanggal itu.",
                nulls_distinct=False,
            ),
        ]
        triggers = [
            # What a stay began under is what decides for the whole stay.
            refuses(
                "rule_of_a_stay_keeps_its_length",
                "A stay began under this rule.",
                """(OLD.classification_id, OLD.min_length, OLD.max_length, OLD.unit,
                    OLD.extension_days, OLD.valid_from)
                   IS DISTINCT FROM
                   (NEW.classification_id, NEW.min_length, NEW.max_length, NEW.unit,
                    NEW.extension_days, NEW.valid_from)
                   AND EXISTS (SELECT FROM cases_stay WHERE rule_id = OLD.id)
                   OR NEW.valid_until IS DISTINCT FROM OLD.valid_until
                   AND EXISTS (
                       SELECT FROM cases_stay WHERE rule_id = OLD.id
                          AND (began_at AT TIME ZONE 'Asia/Makassar')::date >= NEW.valid_until)""",
                on=pgtrigger.Update,
            )
        ]

    def __str__(self):
        return f"{self.min_length} sampai {self.max_length} {self.get_unit_display()}"

    @property
    def basis_text(self):
        return self.legal_basis or "dasar hukum belum diisi"

    def last_day(self, entered_on):
        return days.last_day(entered_on, self.max_length, self.unit)

    def longest_extension(self, last_on, asked_on):
        """The last day that one extension may give. Who is past the limit when it is asked for
        is given days from then on."""
        return max(last_on, asked_on) + timedelta(days=self.extension_days)


def limit_conditions(on):
    """Where an open stay stands against its limit on a day: each name with its condition."""
    tomorrow = on + days.ONE_DAY
    return {
        "over": Q(last_on__lt=on),
        "today": Q(last_on=on),
        "tomorrow": Q(last_on=tomorrow),
        "later": Q(last_on__gt=tomorrow),
    }


def open_with_stay(user, prefix=""):
    """A condition on rows: all stays of the files that are open to this user; of what the house
    must know, the stay that has not ended. `prefix` leads from a row to its stay ("stay__")."""
    person = f"{prefix}person"
    running = access.house_to(user, person) & Q(**{f"{prefix}ended_at": None})
    return access.whole_to(user, person) | running


class StayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user))

    def open(self):
        return self.filter(ended_at=None)

    def closed_in_the_house(self, user):
        """Of people in the house whose file is closed: who may not read it sees a bed taken. None
        of this user's own or family's, whose case is never theirs."""
        return self.open().filter(not_own(user, "person"), person__is_sealed=True)

    def of_nobody(self):
        """Nobody's case: somebody must take it."""
        return self.filter(access.of_nobody("social_worker", "person"))

    def of_worker(self, key):
        """Of the social worker with this key; "none": of nobody who has an open account."""
        if key == "none":
            return self.exclude(social_worker__in=staff_with(Role.SOCIAL_WORKER))
        return self.filter(social_worker=int(key)) if is_key(key) else self.none()

    def of_worker_or_nobody(self, user):
        """Of this social worker's cases, and of those of nobody: somebody must do it."""
        own = access.of_case(user, "social_worker")
        return self.filter(own | access.of_nobody("social_worker", "person"))

    def began_between(self, first, until):
        """Stays that began on the days [first, until)."""
        since, before = days.period(first, until)
        return self.filter(began_at__gte=since, began_at__lt=before)

    def at_limit(self, name, on):
        """ "over", "today", "tomorrow" or "later" (limit_conditions)."""
        return self.open().filter(limit_conditions(on)[name])

    def counts_by_limit(self, on):
        """The open ones, and what is counted of them: how many ("all"), and how many stand where
        against their limit."""
        where = {
            name: Count("pk", filter=condition) for name, condition in limit_conditions(on).items()
        }
        return self.open(), {"all": Count("pk")} | where

    def count_by_limit(self, on):
        house, numbers = self.counts_by_limit(on)
        return house.order_by().aggregate(**numbers)


def within_its_stay(column, condition=None):
    """A trigger that refuses a row whose moment lies outside its stay. When such a row ends is
    not looked at: an exit that is typed late leaves an empty span. `condition` says of which rows
    it is asked, where some have no moment."""
    return pgtrigger.Trigger(
        name="within_its_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("stay_id", column),
        condition=condition,
        func=f"""
            IF TG_OP = 'UPDATE' AND NEW.stay_id = OLD.stay_id AND NEW.{column} = OLD.{column} THEN
                RETURN NEW;
            END IF;
            IF NOT EXISTS (
                SELECT FROM cases_stay AS stay
                 WHERE stay.id = NEW.stay_id AND NEW.{column} >= stay.began_at
                   AND (stay.ended_at IS NULL OR NEW.{column} < stay.ended_at)
            ) THEN
                RAISE EXCEPTION 'outside its stay: % of %', TG_TABLE_NAME, NEW.stay_id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (a column of this project)
    )


def whereabouts_of(intakes, *columns):
    """A trigger that tells the intakes of this row where their person is: `intakes` is the
    condition that finds them and their stay; `columns` those whose change matters."""
    return pgtrigger.Trigger(
        name="whereabouts_of_its_intake",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("intake_id", *columns) | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' OR OLD.intake_id <> NEW.intake_id THEN
                UPDATE cases_intake SET whereabouts = 'on_the_way' WHERE id = OLD.intake_id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                UPDATE cases_intake
                   SET whereabouts = CASE WHEN ended_at IS NULL THEN 'in_house' ELSE 'left' END
                  FROM cases_stay AS stay
                 WHERE {intakes};
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (a condition from this file)
    )


@pghistory.track(exclude=["not_seen_since"])
class Stay(Sent):
    """Masa pembinaan, from the hour of arrival to the exit.

    `last_on` is the last day in time, by the rule in force on the day of entry (or an approved
    extension). A person has one open stay at the most, and no two that overlap.

    `not_seen_since` follows from the open absence (cases/house/presence), which alone writes it:
    every page that says where a stay stands says first of all that nobody knows where the klien is
    (docs/rules.md, Presence).
    """

    person = protected(Person, related_name="stays")
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="stay")
    began_at = models.DateTimeField("tiba pada")
    ended_at = models.DateTimeField("berakhir pada", null=True, editable=False)
    rule = protected(StayRule, related_name="stays", editable=False)
    last_on = models.DateField("hari terakhir", editable=False)
    not_seen_since = models.DateTimeField("tidak terlihat sejak", null=True, editable=False)
    social_worker = may_point_to(
        settings.AUTH_USER_MODEL, "pekerja sosial utama", related_name="stays"
    )

    objects = StayQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "masa pembinaan"
        indexes = [
            models.Index(fields=["last_on", "id"], condition=Q(ended_at=None), name="stay_board"),
            models.Index(fields=["began_at"], name="stay_began"),
            models.Index(fields=["ended_at", "began_at"], name="stay_ended"),
            models.Index(fields=["person", "-began_at"], name="stay_of_person"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "stay_ends_after_it_begins",
                Q(ended_at=None) | Q(ended_at__gt=F("began_at")),
                "Saat keluar harus sesudah saat tiba.",
            ),
            holds("stay_not_before_2000", Q(began_at__gte="2000-01-01T00:00:00+08:00")),
            once(
                "person_has_one_open_stay",
                ["person"],
                "Klien ini masih dalam masa pembinaan.",
                condition=Q(ended_at=None),
            ),
            ExclusionConstraint(
                name="stays_of_a_person_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (TsTzRange("began_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Bertumpuk dengan masa pembinaan lain dari klien ini.",
            ),
        ]
        triggers = [
            waited_for("change_of_a_stay_is_waited_for"),
            whereabouts_of(
                # By its key: an OR would read every intake there is.
                "stay.id = NEW.id AND cases_intake.id IN (SELECT NEW.intake_id UNION ALL"
                " SELECT intake_id FROM cases_stayreturn WHERE stay_id = NEW.id)",
                "ended_at",
            ),
            # Also of a stay that has ended: whose case it was goes on knowing it.
            gives_reach(
                Why.CASE,
                Level.SECRET,
                "social_worker_id",
                who="user_id",
                value="NEW.social_worker_id",
                since="NEW.began_at",
                holds="NEW.social_worker_id IS NOT NULL",
            ),
            # Assignment alone moves it, by a trigger: who takes a case is never only typed over.
            refuses(
                "social_worker_moves_by_an_assignment",
                "The social worker moves by an assignment only.",
                "pg_trigger_depth() < 2",
                on=pgtrigger.UpdateOf("social_worker_id"),
                condition=pgtrigger.Q(
                    old__social_worker_id__df=pgtrigger.F("new__social_worker_id")
                ),
            ),
            refuses(
                "not_seen_by_an_absence_only",
                "Who is not seen follows from an absence.",
                "pg_trigger_depth() < 2",
                on=pgtrigger.UpdateOf("not_seen_since"),
                condition=pgtrigger.Q(old__not_seen_since__df=pgtrigger.F("new__not_seen_since")),
            ),
            # The day of entry decides for the whole stay.
            never_changed("stay_keeps_its_entry", ["began_at", "rule"]),
            refuses(
                "last_day_moves_by_an_extension",
                "The last day moves by an approved extension only.",
                """OLD.ended_at IS NOT NULL OR NOT EXISTS (
                    SELECT FROM cases_extension WHERE stay_id = OLD.id AND state = 'approved'
                       AND from_last_on = OLD.last_on AND new_last_on = NEW.last_on
                )""",
                on=pgtrigger.UpdateOf("last_on"),
                condition=pgtrigger.Q(old__last_on__df=pgtrigger.F("new__last_on")),
            ),
        ]

    def __str__(self):
        return f"{self.person}, tiba {self.entered_on:%d/%m/%Y}"

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def entered_on(self):
        return days.day_of(self.began_at)

    @property
    def left_on(self):
        return days.day_of(self.ended_at) if self.ended_at else None

    @property
    def length(self):
        """N of "hari n dari N"."""
        return days.day_number(self.entered_on, self.last_on)

    @property
    def longest_extension(self):
        """The last day that may be asked for now, at once."""
        return self.rule.longest_extension(self.last_on, days.today())

    def day(self, on=None):
        """n of "hari n dari N" on a day: today, or the day of the exit."""
        return days.day_number(self.entered_on, on or self.left_on or days.today())

    @property
    def days_over(self):
        """Days past the last day in time; 0 while in time."""
        return max(((self.left_on or days.today()) - self.last_on).days, 0)

    @property
    def over_words(self):
        return f"Lewat {self.days_over} hari"

    @property
    def is_not_seen(self):
        """Nobody knows where the klien is: said before all else of the stay."""
        return self.not_seen_since is not None

    @property
    def not_seen_words(self):
        return words.tidak_terlihat(days.now() - self.not_seen_since)

    @property
    def ends_tomorrow(self):
        return self.is_open and self.last_on == days.today() + days.ONE_DAY

    @property
    def is_last_day(self):
        return self.is_open and self.last_on == days.today()

    @property
    def needs_head(self):
        return self.needs_head_on(days.today())

    def needs_head_on(self, day):
        """Exit of a child or dependent adult goes through the head; who may be a child, too."""
        child = self.person.age.is_child_on(day)
        return child is not False or self.intake.classification.is_dependent


@pghistory.track()
class StayReturn(Sent):
    """Caught again while still on the books, and the same stay goes on."""

    stay = protected(Stay, related_name="returns")
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="stay_return")
    not_seen_since = models.DateTimeField("tidak terlihat sejak")
    returned_at = models.DateTimeField("kembali pada")

    class Meta(Sent.Meta):
        verbose_name = "kembali ke masa pembinaan"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "return_comes_after_absence",
                Q(returned_at__gt=F("not_seen_since")),
                "Kembali sesudah terakhir terlihat.",
            ),
        ]
        triggers = [
            whereabouts_of("stay.id = NEW.stay_id AND cases_intake.id = NEW.intake_id", "stay_id")
        ]

    def __str__(self):
        return f"{self.stay}, kembali {days.day_of(self.returned_at):%d/%m/%Y}"
