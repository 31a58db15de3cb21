import pghistory
from django.db import models
from django.db.models import F, Q

from cases.casework.plans.models import ServiceKind
from cases.stays.models import Stay, open_with_stay
from rptc.columns import holds, protected, state_of
from rptc.decisions import state_moves
from rptc.editing import Versioned
from rptc.sending import Sent


class TrainingState(models.TextChoices):
    RUNNING = "running", "Berjalan"
    FINISHED = "finished", "Selesai"
    STOPPED = "stopped", "Berhenti"


MOVES = {TrainingState.RUNNING: {TrainingState.FINISHED, TrainingState.STOPPED}}


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))


def asked_with_its_day(months):
    """What was earned is told with the day on which it was asked, or neither is."""
    amount, on = f"income_{months}", f"income_{months}_on"
    return holds(
        f"training_income_{months}_has_its_day",
        Q(**{amount: None, on: None}) | Q(**{f"{amount}__isnull": False, f"{on}__isnull": False}),
        "Tulis penghasilannya dan tanggal ditanyakan, atau kosongkan keduanya.",
    )


@pghistory.track()
class Training(Sent, Versioned):
    """Pelatihan keterampilan of a klien (R39): the place that was taken, what came of it, the tool
    kit that was given, and what is earned three and six months after the exit.

    It goes on after the exit where the organiser keeps the klien. What is earned is asked at a
    follow-up if anybody can be asked: it is optional, and never counted as missing.
    """

    State = TrainingState

    stay = protected(Stay, related_name="trainings", editable=False)
    kind = protected(ServiceKind, "keterampilan", related_name="trainings")
    subject = models.CharField("pelatihan apa", max_length=120)
    organiser = models.CharField("penyelenggara", max_length=120)
    place = models.CharField("tempat", max_length=120, blank=True)
    began_on = models.DateField("mulai")
    until = models.DateField("sampai, menurut rencana", null=True, blank=True)
    state = state_of(TrainingState, TrainingState.RUNNING)
    ended_on = models.DateField("berakhir pada", null=True, editable=False)
    stop_reason = models.CharField("mengapa berhenti", max_length=200, blank=True, editable=False)
    certificate = models.CharField("nomor sertifikat", max_length=80, blank=True)
    kit = models.CharField("perlengkapan yang diberikan", max_length=300, blank=True)
    kit_on = models.DateField("diberikan pada", null=True, blank=True)
    income_3 = models.PositiveIntegerField("3 bulan: rupiah sebulan", null=True, blank=True)
    income_3_on = models.DateField("3 bulan: ditanyakan pada", null=True, blank=True)
    income_6 = models.PositiveIntegerField("6 bulan: rupiah sebulan", null=True, blank=True)
    income_6_on = models.DateField("6 bulan: ditanyakan pada", null=True, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pelatihan keterampilan"
        indexes = [models.Index(fields=["stay", "-began_on"], name="training_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "training_ends_after_it_began",
                (Q(until=None) | Q(until__gte=F("began_on")))
                & (Q(ended_on=None) | Q(ended_on__gte=F("began_on"))),
                "Pelatihan tidak dapat berakhir sebelum mulai.",
            ),
            holds(
                "training_state_fits_its_columns",
                Q(state="running", ended_on=None, stop_reason="", certificate="")
                | Q(state="finished", ended_on__isnull=False, stop_reason="")
                | (Q(state="stopped", ended_on__isnull=False) & ~Q(stop_reason="")),
                "Tulis mengapa berhenti.",
            ),
            holds(
                "training_kit_has_its_day",
                Q(kit="", kit_on=None) | (~Q(kit="") & Q(kit_on__isnull=False)),
                "Tulis apa yang diberikan dan kapan.",
            ),
            asked_with_its_day(3),
            asked_with_its_day(6),
        ]
        triggers = [state_moves("training_moves", MOVES)]

    def __str__(self):
        return f"{self.subject}, {self.stay.person}"

    @property
    def is_running(self):
        return self.state == TrainingState.RUNNING

    @property
    def incomes(self):
        """[(months after the exit, rupiah a month, when it was asked)] of what was told."""
        told = [(3, self.income_3, self.income_3_on), (6, self.income_6, self.income_6_on)]
        return [each for each in told if each[1] is not None]
