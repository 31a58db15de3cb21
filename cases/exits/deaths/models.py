import pghistory
from django.db import models
from django.db.models import F, Q

from cases.exits.models import Exit, OfExitQuerySet
from rptc.columns import holds
from rptc.sending import Sent


@pghistory.track()
class Death(Sent):
    """Somebody died in care (docs/rules.md, Exits): what must be done for them, as it is done.

    Nothing of it is waited for: the first hour knows when and where, the days after fill in the
    doctor, the police, the family and the burial. The file is sealed from the first moment.
    """

    exit = models.OneToOneField(
        Exit, on_delete=models.PROTECT, related_name="death", editable=False
    )
    died_at = models.DateTimeField("meninggal pada")
    place = models.CharField("meninggal di", max_length=200)
    found_by = models.CharField("ditemukan oleh", max_length=120, blank=True)
    doctor = models.CharField("dokter", max_length=120, blank=True)
    examined_at = models.DateTimeField("diperiksa dokter pada", null=True, blank=True)
    examined_where = models.CharField("diperiksa di", max_length=200, blank=True)
    cause = models.CharField("penyebab menurut dokter", max_length=300, blank=True)
    police = models.CharField("polisi yang diberi tahu", max_length=120, blank=True)
    police_told_at = models.DateTimeField("polisi diberi tahu pada", null=True, blank=True)
    family = models.CharField("keluarga yang diberi tahu", max_length=120, blank=True)
    family_told_at = models.DateTimeField("keluarga diberi tahu pada", null=True, blank=True)
    family_untold_reason = models.CharField(
        "mengapa keluarga tidak diberi tahu", max_length=300, blank=True
    )
    buried_on = models.DateField("dimakamkan pada", null=True, blank=True)
    burial_place = models.CharField("dimakamkan di", max_length=200, blank=True)
    burial_by = models.CharField("dimakamkan oleh", max_length=120, blank=True)

    objects = OfExitQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kematian"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "doctor_comes_with_time_and_place",
                Q(doctor="", examined_at=None, examined_where="", cause="")
                | (~Q(doctor="") & Q(examined_at__isnull=False) & ~Q(examined_where="")),
                "Tulis dokternya, kapan dan di mana ia memeriksa.",
            ),
            holds(
                "police_are_told_at_an_hour",
                Q(police="", police_told_at=None)
                | (~Q(police="") & Q(police_told_at__isnull=False)),
                "Tulis polisi mana dan kapan diberi tahu.",
            ),
            holds(
                "family_is_told_at_an_hour_or_a_reason_says_why_not",
                Q(family="", family_told_at=None)
                | Q(~Q(family=""), family_told_at__isnull=False, family_untold_reason=""),
                "Tulis keluarga siapa dan kapan, atau mengapa tidak.",
            ),
            holds(
                "burial_says_where_and_by_whom",
                Q(buried_on=None, burial_place="", burial_by="")
                | (Q(buried_on__isnull=False) & ~Q(burial_place="") & ~Q(burial_by="")),
                "Tulis kapan, di mana dan oleh siapa dimakamkan.",
            ),
            holds(
                "nobody_is_examined_dead_before_dying",
                Q(examined_at=None) | Q(examined_at__gte=F("died_at")),
                "Dokter memeriksa sesudah meninggal.",
            ),
        ]

    def __str__(self):
        return f"Kematian, {self.exit.stay.person}"

    @property
    def missing(self):
        """What is still to be done or written down, in words."""
        steps = [
            (self.doctor, "Dokter belum memeriksa. Panggil dokter, lalu catat."),
            (self.police, "Polisi belum diberi tahu."),
            (
                self.family or self.family_untold_reason,
                "Keluarga belum diberi tahu. Catat siapa dan kapan, atau mengapa tidak.",
            ),
            (self.burial_place, "Pemakaman belum dicatat."),
        ]
        return [sentence for done, sentence in steps if not done]
