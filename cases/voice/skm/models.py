"""SKM: the survey of satisfaction with its nine unsur (PermenPANRB 14/2017; R91)."""

import secrets

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected
from rptc.guards import changed_only_in, never_deleted
from rptc.policies import WHOEVER_ACTS, RowPolicy, may
from rptc.sending import Sent

FIRST_YEAR, LAST_YEAR = 2020, 2100
READERS = may("cases.view_skm")
TYPES = may("cases.type_skm")


def new_token():
    return secrets.token_urlsafe(9)


class SkmRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


@pghistory.track(exclude=["token"])
class SkmRound(Sent):
    """One survey of a semester or a whole year. Its link opens one answer after the other, and no
    row of anybody; what was answered is shown when it is closed."""

    class Part(models.TextChoices):
        FIRST = "1", "Semester 1"
        SECOND = "2", "Semester 2"
        YEAR = "year", "Setahun"

    year = models.PositiveSmallIntegerField(
        "tahun", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    part = one_of(Part, "masa", max_length=4)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    closed_at = models.DateTimeField("ditutup pada", null=True, editable=False)
    closed_by = by("ditutup oleh")

    objects = SkmRoundQuerySet.as_manager()

    row_policy = RowPolicy(reads=READERS, adds=TYPES, changes=TYPES, history=READERS)

    class Meta(Sent.Meta):
        verbose_name = "putaran SKM"
        constraints = [
            *Sent.Meta.constraints,
            once("skm_round_comes_once", ["year", "part"], "Putaran ini sudah ada."),
            holds("skm_round_closed_says_who", all_or_none("closed_at", "closed_by")),
        ]
        triggers = [
            never_deleted("skm_round_stays"),
            changed_only_in(
                "skm_round_stays_as_opened", ["closed_at", "closed_by_id"], "closed_at"
            ),
        ]

    def __str__(self):
        return f"SKM {self.called}"

    @property
    def called(self):
        is_year = self.part == self.Part.YEAR
        return f"{self.year}" if is_year else f"{self.get_part_display().lower()} {self.year}"

    @property
    def is_open(self):
        return self.closed_at is None


# code, how the regulation calls it, how it is asked
UNSUR = [
    ("u1", "Persyaratan", "Apakah persyaratannya sesuai?"),
    ("u2", "Sistem, mekanisme, dan prosedur", "Apakah prosedurnya mudah?"),
    ("u3", "Waktu penyelesaian", "Apakah waktunya cepat?"),
    ("u4", "Biaya/tarif", "Apakah pelayanan ini tidak dipungut biaya?"),
    ("u5", "Produk spesifikasi jenis pelayanan", "Apakah hasilnya sesuai yang dijanjikan?"),
    ("u6", "Kompetensi pelaksana", "Apakah petugasnya mampu?"),
    ("u7", "Perilaku pelaksana", "Apakah petugasnya sopan dan ramah?"),
    ("u8", "Penanganan pengaduan, saran, dan masukan", "Apakah pengaduan ditangani dengan baik?"),
    ("u9", "Sarana dan prasarana", "Apakah sarananya baik?"),
]
CODES = [code for code, _, _ in UNSUR]


class SkmAnswerQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(voided_at=None)


def _unsur(number):
    _, name, _ = UNSUR[number - 1]
    return models.PositiveSmallIntegerField(name.lower(), null=True, blank=True)


@pghistory.track()
class SkmAnswer(Sent):
    """One sheet: nobody's name, and no words. What was not answered is no zero; it is left out. By
    the link nobody is logged in."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Keluarga"
        REPORTER = "reporter", "Pelapor"
        PARTNER = "partner", "Mitra"

    # Who answers by the link is not found by where they stood (rptc/audit/record.py).
    leaves_no_address = True

    recorded_by = by("dicatat oleh")
    round = protected(SkmRound, related_name="answers", editable=False)
    kind = one_of(Kind, "yang menjawab", max_length=8)
    u1, u2, u3 = _unsur(1), _unsur(2), _unsur(3)
    u4, u5, u6 = _unsur(4), _unsur(5), _unsur(6)
    u7, u8, u9 = _unsur(7), _unsur(8), _unsur(9)
    # Of a sheet that was typed wrongly.
    voided_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    voided_by = by("dibatalkan oleh")
    void_reason = models.CharField("alasan dibatalkan", max_length=300, blank=True, editable=False)

    objects = SkmAnswerQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=READERS,
        adds=f"{TYPES} OR (recorded_by_id IS NULL AND {WHOEVER_ACTS})",
        changes=TYPES,
        history=READERS,
    )

    class Meta:
        verbose_name = "lembar SKM"
        indexes = [models.Index(fields=["round", "id"], name="skm_answer_of_round")]
        constraints = [
            once("skmanswer_is_sent_once", ["send_key", "recorded_by"], nulls_distinct=False),
            *(
                holds(
                    f"skm_answer_{code}_is_one_to_four",
                    Q(**{code: None}) | Q(**{f"{code}__gte": 1, f"{code}__lte": 4}),
                )
                for code in CODES
            ),
            holds(
                "skm_answer_says_something",
                ~Q(**dict.fromkeys(CODES)),
                "Jawab paling sedikit satu pertanyaan.",
            ),
            holds(
                "skm_answer_voided_says_who_and_why",
                all_or_none("voided_at", "voided_by", words="void_reason"),
            ),
        ]

        triggers = [
            never_deleted("skm_answer_stays"),
            changed_only_in(
                "skm_answer_stays_as_given",
                ["voided_at", "voided_by_id", "void_reason"],
                "voided_at",
            ),
        ]

    def __str__(self):
        return f"Lembar {self.pk}"

    @property
    def is_paper(self):
        return self.recorded_by_id is not None


def current_semester():
    return "1" if days.today().month <= 6 else "2"


__all__ = ["SkmAnswer", "SkmRound"]
