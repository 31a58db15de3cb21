"""Referrals of the years before this application, as the paper register of letters (buku agenda
surat keluar) tells of them. A line names nobody: number and day lead to the letter itself."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Upper

from cases.intakes.models import Classification
from cases.people.models import Sex
from partners.directory.models import OLDEST, Partner
from partners.referrals.models import Referral
from rptc.accounts.permissions import Role
from rptc.columns import holds, may_point_to, one_of, protected
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted
from rptc.policies import IN_OWN_NAME, RowPolicy, may
from rptc.sending import Sent

FIRST_YEAR = 2000
MOST_IN_A_LETTER = 60
STANDS_ALREADY = (
    "Surat ini sudah dicatat untuk mitra itu. Satu surat tentang beberapa orang: satu baris untuk"
    " setiap orang, dengan orang ke-2, ke-3, dan seterusnya."
)
WHY_STRUCK = "Tulis mengapa dicoret."
CAME_TO_STAY = "Yang masih di sana sesudah 30 hari juga tiba, dan diterima mitra."
DECLINED_CAME_NOT = "Yang ditolak mitra tidak tiba di sana."
ANSWERED_IS_WORD = "Mitra yang menjawab sudah memberi kabar."


class Said(models.TextChoices):
    """What the book says. What it does not say is empty: it is not known, and it is no "no"."""

    YES = "yes", "Ya"
    NO = "no", "Tidak"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", "Diterima"
    DECLINED = "declined", "Ditolak"


def partners_for(user):
    """To whom this user may write that somebody was referred: to a closed partner only those who
    work with referrals do, as with its letters (docs/rules.md, Referral)."""
    if user.has_perm("partners.propose_referral"):
        return Partner.objects.all()
    return Partner.objects.filter(closes_destination=False)


class EarlierReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of a closed partner the head, and whoever wrote it: as in the register of letters."""
        if not user.has_perm("partners.view_earlier_referral"):
            return self.none()
        if user.has_role(Role.HEAD):
            return self
        return self.filter(Q(partner__closes_destination=False) | Q(recorded_by=user))

    def counted(self):
        return self.filter(is_struck=False)

    def struck(self):
        return self.filter(is_struck=True)

    def of_year(self, year):
        return self.filter(dated_on__year=year)


def said_column(name):
    return one_of(Said, name, max_length=3, blank=True)


@pghistory.track()
class EarlierReferral(Sent, Versioned):
    """One line of the book: one human being in one letter, of whom no name is kept. What was
    typed by mistake is struck out, and counts no more."""

    Said, Answer = Said, Answer

    partner = protected(Partner, "mitra", related_name="earlier_referrals")
    number = models.CharField("nomor surat", max_length=60)
    dated_on = models.DateField("tanggal surat")
    nth = models.PositiveSmallIntegerField("orang ke-", default=1)
    sex = one_of(Sex, "jenis kelamin", max_length=1, blank=True)
    age_years = models.PositiveSmallIntegerField("umur, tahun", null=True, blank=True)
    classification = may_point_to(Classification, "klasifikasi", related_name="+")
    basis = said_column("dasar berlaku pada harinya")
    answer = one_of(Answer, "jawaban mitra", max_length=8, blank=True)
    arrived = said_column("klien tiba di mitra")
    word = said_column("ada kabar kembali")
    word_on = models.DateField("kabar kembali pada", null=True, blank=True)
    stayed = said_column("masih di sana atau selesai sesudah 30 hari")
    is_struck = models.BooleanField("dicoret, tidak dihitung", default=False)
    strike_reason = models.CharField("mengapa dicoret", max_length=300, blank=True)

    objects = EarlierReferralQuerySet.as_manager()

    # Who counts the indicators reads the rows as well.
    row_policy = RowPolicy(
        reads=may("partners.view_earlier_referral", "reports.view_indicators"),
        adds=f"{may('partners.write_earlier_referral')} AND {IN_OWN_NAME}",
        changes=may("partners.write_earlier_referral"),
        history=may("partners.view_earlier_referral"),
    )

    class Meta(Sent.Meta):
        verbose_name = "rujukan dari buku agenda"
        indexes = [models.Index(fields=["dated_on"], name="earlier_referral_by_day")]
        constraints = [
            *Sent.Meta.constraints,
            models.UniqueConstraint(
                "partner",
                Upper("number"),
                ExtractYear("dated_on"),
                "nth",
                condition=Q(is_struck=False),
                name="earlier_referral_stands_once",
                violation_error_message=STANDS_ALREADY,
            ),
            holds(
                "earlier_referral_struck_says_why",
                Q(is_struck=False, strike_reason="") | Q(is_struck=True) & ~Q(strike_reason=""),
                WHY_STRUCK,
            ),
            holds("earlier_referral_has_a_number", ~Q(number=""), "Tulis nomor suratnya."),
            holds(
                "earlier_referral_is_of_a_year",
                Q(dated_on__year__gte=FIRST_YEAR),
                f"Tulis tahunnya lengkap, paling awal {FIRST_YEAR}.",
            ),
            holds(
                "earlier_referral_counts_people",
                Q(nth__range=(1, MOST_IN_A_LETTER)),
                f"Orang ke-1 sampai ke-{MOST_IN_A_LETTER}.",
            ),
            holds(
                "earlier_referral_age_is_one",
                Q(age_years=None) | Q(age_years__lte=OLDEST),
                "Tulis umur dalam tahun.",
            ),
            holds(
                "earlier_referral_word_has_its_day",
                Q(word_on=None) | Q(word=Said.YES, word_on__gte=F("dated_on")),
                "Hari kabar: pada atau sesudah tanggal surat, bila ada kabar.",
            ),
            holds(
                "earlier_referral_answer_is_word",
                Q(answer="") | ~Q(word=Said.NO),
                ANSWERED_IS_WORD,
            ),
            holds(
                "earlier_referral_declined_came_not",
                ~Q(answer=Answer.DECLINED) | ~Q(arrived=Said.YES),
                DECLINED_CAME_NOT,
            ),
            holds(
                "earlier_referral_came_to_stay",
                ~Q(stayed=Said.YES) | Q(arrived=Said.YES, answer=Answer.ACCEPTED),
                CAME_TO_STAY,
            ),
        ]
        triggers = [
            never_deleted("earlier_referral_stays"),
            # Its history would tell of a partner that the row no longer names.
            never_changed(
                "earlier_referral_keeps_its_partner", ["partner", "recorded_by", "recorded_at"]
            ),
        ]

    def __str__(self):
        """Without the partner: it stands in the log."""
        return f"{self.number}, {self.dated_on:%d/%m/%Y}"

    @property
    def about(self):
        """Whom the letter is about, as far as the book says."""
        age = "" if self.age_years is None else f"{self.age_years} th"
        told = [self.sex, age, str(self.classification or "")]
        return " · ".join(each for each in told if each)


def first_year_here():
    """Of this year and later ones the application itself knows the referrals."""
    return Referral.objects.first_year()


__all__ = ["EarlierReferral"]
