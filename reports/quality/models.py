import pghistory
from django.db import models
from django.db.models import Q

from cases.intakes.models import Intake
from cases.people.models import Statement
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of
from rptc.guards import changed_only_in
from rptc.sending import Sent


class Hunt(models.TextChoices):
    """The rules that remember a false alarm; what each looks for stands in rules.py."""

    CLASS = "class", "Kelas sementara lebih dari 3 hari"
    ORIGIN = "origin", "Tempat asal kosong lebih dari 7 hari"
    AGE = "age", "Umur yang terakhir disebut berbeda lebih dari 3 tahun"
    UNUSUAL = "unusual", "Umur atau jenis kelamin tidak biasa untuk kelasnya"
    ARRIVAL = "arrival", "Kedatangan belum dipastikan sesudah 12 jam"
    NIK = "nik", "NIK belum ditanyakan 7 hari sesudah tiba"
    UNPLACED = "unplaced", "Terjaring tanpa jam atau tanpa tempat"


class FalseAlarmQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at=None)


@pghistory.track()
class FalseAlarm(Sent):
    """ "Memang begitu": what a rule found is so indeed (docs/rules.md, Data quality).

    It is remembered of this rule and this row until somebody asks again. It hangs on what was
    found, an intake or a statement, and so goes with its person when two files are merged.
    """

    MOST = 300
    COLUMNS = ("intake", "statement")

    rule = one_of(Hunt, "aturan", max_length=10, editable=False)
    intake = may_point_to(Intake, related_name="false_alarms", editable=False)
    # An import that is taken back takes its people and what they said with it.
    statement = models.ForeignKey(
        Statement, models.CASCADE, null=True, related_name="false_alarms", editable=False
    )
    reason = models.CharField("mengapa memang begitu", max_length=MOST)
    ended_at = models.DateTimeField("ditanyakan lagi pada", null=True, editable=False)
    ended_by = by("ditanyakan lagi oleh")

    objects = FalseAlarmQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tanda memang begitu"
        indexes = [models.Index(fields=["-recorded_at", "-id"], name="false_alarm_newest")]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "false_alarm_of_intake_stands_once",
                ["rule", "intake"],
                "Temuan ini sudah ditandai memang begitu.",
                condition=Q(ended_at=None, intake__isnull=False),
            ),
            once(
                "false_alarm_of_statement_stands_once",
                ["rule", "statement"],
                "Temuan ini sudah ditandai memang begitu.",
                condition=Q(ended_at=None, statement__isnull=False),
            ),
            holds("false_alarm_says_why", ~Q(reason=""), "Tulis mengapa memang begitu."),
            holds(
                "false_alarm_is_about_what_its_rule_finds",
                Q(rule=Hunt.AGE, intake=None, statement__isnull=False)
                | (~Q(rule=Hunt.AGE) & Q(intake__isnull=False, statement=None)),
            ),
            holds("false_alarm_is_ended_by_somebody", all_or_none("ended_at", "ended_by")),
        ]
        triggers = [
            changed_only_in(
                "false_alarm_stays_as_written", ["ended_at", "ended_by_id"], "ended_at"
            )
        ]

    def __str__(self):
        return f"{self.get_rule_display()}: {self.reason}"

    @property
    def row(self):
        """What was found."""
        return self.intake or self.statement

    @property
    def person_id(self):
        return self.row.person_id
