import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from cases.exits.models import Exit, ExitKind, OfExitQuerySet
from cases.intakes.models import Classification
from rptc.columns import holds, may_point_to, once, one_of, protected
from rptc.editing import Versioned
from rptc.sending import Sent

LONGEST = 730


class Way(models.TextChoices):
    VISIT = "visit", "Kunjungan"
    CALL = "call", "Telepon"
    VILLAGE = "village", "Lewat kelurahan"
    LETTER = "letter", "Surat ke Dinas Sosial setempat"


class Every(Func):
    """`value <= ALL (array)`: what holds for each member of an array."""

    template = "%(value)s %(operator)s ALL ((%(expressions)s)::smallint[])"
    output_field = models.BooleanField()


class FollowUpRuleQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


@pghistory.track()
class FollowUpRule(models.Model):
    """Who is to be contacted after the exit: on which days, in which way
    (docs/rules.md, Follow-up).

    An empty condition holds for everybody. Of the rules in force on the day of the exit that fit
    it, the most specific one decides alone. How somebody left says most, for it says where they
    are; after it come the class, the age, the repeat and the origin. Each condition weighs more
    than all those after it together (WEIGHTS), so a rule that names one thing more than another
    always goes before it, and no two different rules are equal. The same rule twice: the one that
    began last. No days at all is a rule, too: nobody is contacted.

    A child is whoever is not known to be 18 on the day of the exit; a repeater had been caught on
    an earlier day than that of this stay; out of town is an origin outside Makassar.

    A rule that has begun is never changed, only ended: what was due would change behind our backs.
    """

    WEIGHTS = {"exit_kind": 16, "classification": 8, "child": 4, "repeater": 2, "out_of_town": 1}

    classification = may_point_to(Classification, "klasifikasi", related_name="follow_up_rules")
    child = models.BooleanField("umur saat keluar", null=True, blank=True)
    exit_kind = may_point_to(ExitKind, "cara keluar", related_name="follow_up_rules")
    repeater = models.BooleanField("pernah terjaring sebelumnya", null=True, blank=True)
    out_of_town = models.BooleanField("asal luar Makassar", null=True, blank=True)
    days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="hari sesudah keluar", blank=True
    )
    way = one_of(Way, "cara", max_length=7, default=Way.VISIT)
    valid_from = models.DateField("berlaku mulai")
    valid_until = models.DateField("sampai sebelum", null=True, blank=True)

    objects = FollowUpRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan bimbingan lanjut"
        ordering = ["-valid_from", "pk"]
        constraints = [
            once(
                "follow_up_rule_starts_once",
                ["classification", "child", "exit_kind", "repeater", "out_of_town", "valid_from"],
                "Sudah ada aturan untuk orang yang sama mulai hari itu.",
                nulls_distinct=False,
            ),
            holds(
                "follow_up_rule_ends_after_start",
                Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                "Aturan tidak dapat berakhir sebelum mulai.",
            ),
            holds(
                "follow_up_days_come_after_the_exit",
                Q(Every(F("days"), operator="<=", value=1))
                & Q(Every(F("days"), operator=">=", value=LONGEST)),
                f"Hari sesudah keluar: 1 sampai {LONGEST}.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="follow_up_rule_only_ends", exclude=["valid_until"]),
        ]

    def __str__(self):
        return f"{self.days_text}: {self.whom}"

    @property
    def weight(self):
        """How specific: the highest goes first."""
        return sum(
            weight for name, weight in self.WEIGHTS.items() if getattr(self, name) is not None
        )

    @property
    def days_text(self):
        if not self.days:
            return "Tidak dihubungi"
        return f"{self.get_way_display()} hari {', '.join(map(str, self.days))}"

    @property
    def whom(self):
        """Whom it is for, in words."""
        parts = [
            str(self.exit_kind) if self.exit_kind_id else "",
            str(self.classification) if self.classification_id else "",
            {True: "anak", False: "dewasa"}.get(self.child, ""),
            {True: "pernah terjaring", False: "baru sekali terjaring"}.get(self.repeater, ""),
            {True: "asal luar Makassar", False: "asal Makassar"}.get(self.out_of_town, ""),
        ]
        return ", ".join(filter(None, parts)) or "semua yang lain"


@pghistory.track()
class FollowUp(Sent, Versioned):
    """One contact after the exit, as it went: also that it was not made, and why.

    What is due is not stored: it follows from the exits and the rules (contacts.py).
    """

    class Result(models.TextChoices):
        FOUND = "found", "Ditemukan"
        MOVED = "moved", "Pindah"
        ON_THE_STREET = "on_the_street", "Kembali ke jalan"
        NOT_FOUND = "not_found", "Tidak ditemukan"
        DIED = "died", "Meninggal dunia"
        NOT_DONE = "not_done", "Tidak dilakukan"

    class NextAct(models.TextChoices):
        NONE = "none", "Tidak ada"
        AGAIN = "again", "Dihubungi lagi"
        REFER = "refer", "Rujuk ke mitra"
        FAMILY = "family", "Bicara dengan keluarga"
        SCHOOL = "school", "Hubungi sekolah atau tempat kerja"
        PAPERS = "papers", "Urus dokumen"
        OTHER = "other", "Lainnya"

    class Helped(models.TextChoices):
        YES = "yes", "Terbantu"
        NO = "no", "Tidak"
        NOT_ASKED = "not_asked", "Tidak ditanya"

    class Asked(models.TextChoices):
        KLIEN = "klien", "Klien"
        FAMILY = "family", "Keluarga"

    exit = protected(Exit, "terminasi", related_name="follow_ups")
    day = models.PositiveSmallIntegerField("hari ke", editable=False)
    result = one_of(Result, "hasil", max_length=13)
    done_on = models.DateField("tanggal")
    way = one_of(Way, "cara", max_length=7)
    met = models.CharField("siapa yang ditemui", max_length=120, blank=True)
    reason = models.CharField("alasan tidak dilakukan", max_length=300, blank=True)
    note = models.TextField("catatan", max_length=2000, blank=True)
    next_act = one_of(NextAct, "tindak lanjut", max_length=6, default=NextAct.NONE)
    next_text = models.CharField("keterangan tindak lanjut", max_length=200, blank=True)
    # Empty: of a contact from before it was asked, or of one at which nobody was met.
    helped = one_of(Helped, "merasa terbantu oleh RPTC", max_length=9, blank=True)
    helped_says = one_of(Asked, "menurut siapa", max_length=6, blank=True)

    objects = OfExitQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "bimbingan lanjut"
        indexes = [
            models.Index(fields=["-done_on", "-id"], name="follow_up_newest_first"),
            # Of the few who died outside the house: they are contacted no more.
            models.Index(fields=["exit"], condition=Q(result="died"), name="follow_up_died"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "follow_up_of_a_day_once",
                ["exit", "day"],
                "Bimbingan lanjut hari itu sudah dicatat.",
            ),
            holds(
                "follow_up_result_is_known",
                Q(result__in=["found", "moved", "on_the_street", "not_found", "died", "not_done"]),
            ),
            holds(
                "follow_up_not_done_says_why",
                ~Q(result="not_done", reason=""),
                "Tulis mengapa tidak dilakukan.",
            ),
            holds(
                "follow_up_other_act_says_what",
                ~Q(next_act="other", next_text=""),
                "Tulis tindak lanjutnya.",
            ),
            holds(
                "follow_up_helped_says_who",
                Q(helped__in=["yes", "no"]) & ~Q(helped_says="")
                | Q(helped__in=["", "not_asked"], helped_says=""),
                "Pilih menurut siapa, hanya bila ditanya.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_up_comes_after_exit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("exit_id", "done_on"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM cases_exit AS leaving
                         WHERE leaving.id = NEW.exit_id AND leaving.state = 'done'
                           AND (leaving.left_at AT TIME ZONE 'Asia/Makassar')::date <= NEW.done_on
                    ) THEN
                        RAISE EXCEPTION 'a follow-up comes after the exit'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"Hari ke-{self.day}, {self.exit.stay.person}"

    @property
    def is_on_the_street(self):
        return self.result == self.Result.ON_THE_STREET
