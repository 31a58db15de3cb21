"""What of a file travels with a referral, item by item (R47): ticked by whoever writes it, frozen
when the head sends it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from cases.people.photos.models import Photo
from partners.referrals.models import RUNNING_AT_READER, WORKS, Referral
from rptc import days
from rptc.columns import by, holds, may_point_to, once, one_of, protected
from rptc.guards import never_changed, never_deleted, refuses, sealed_once
from rptc.policies import RowPolicy, may

# As much as a reason, and as what travels of one item, can take under a key.
MOST_REASON, MOST_SEALED_REASON, MOST_SEALED_WORDS = 300, 1_800, 200_000


class ItemKind(models.TextChoices):
    NAME = "name", "Nama lengkap dan panggilan"
    PHOTO = "photo", "Foto"
    SUMMARY = "summary", "Kesimpulan asesmen"
    WISH = "wish", "Keinginannya"
    PLAN = "plan", "Rencana"
    ANSWERS = "answers", "Bagian asesmen"
    PAPER = "paper", "Dokumen"
    BAG = "bag", "Titipan"
    # Each of these with a reason.
    SCAN = "scan", "Pindaian dokumen"
    HEALTH = "health", "Bagian asesmen tentang kesehatan"
    FINDING = "finding", "Pemeriksaan"
    SECRET = "secret", "Jawaban rahasia"
    NOTE = "note", "Catatan"


K = ItemKind
# A scan shows NIK and name; the others are of health or told to few.
SECRETS = [K.SCAN, K.HEALTH, K.FINDING, K.SECRET, K.NOTE]
PICTURES = [K.PHOTO, K.SCAN]


class ReferralItemQuerySet(models.QuerySet):
    def ticked(self):
        return self.filter(dropped_at=None)

    def frozen(self):
        """What the partner got."""
        return self.ticked().filter(frozen_at__isnull=False)


# Sent to the partner whose user reads, and only until it ends.
OWN_FROZEN = (
    f"(frozen_at IS NOT NULL AND dropped_at IS NULL AND referral_id IN {RUNNING_AT_READER})"
)

# {kind: the row that `source` names}, of the person or the stay of the referral.
OF_PERSON = {"photo": "cases_photo", "paper": "cases_paper", "scan": "cases_paper"}
OF_STAY = {
    "summary": "cases_assessment",
    "answers": "cases_assessment",
    "health": "cases_assessment",
    "wish": "cases_plan",
    "plan": "cases_plan",
    "bag": "cases_bag",
    "finding": "cases_finding",
    "note": "cases_note",
}
_BELONGS = "\n".join(
    f"WHEN NEW.kind = '{kind}' THEN EXISTS (SELECT FROM {table}"
    f" WHERE id = NEW.source AND {column} = referral.{column})"  # noqa: S608 (of this file)
    for tables, column in ((OF_PERSON, "person_id"), (OF_STAY, "stay_id"))
    for kind, table in tables.items()
)


# A history would keep what lay under an older key; and both are said once.
@pghistory.track(exclude=["sealed_reason", "sealed_words"])
class ReferralItem(models.Model):
    """One thing that was ticked to travel: of which kind, and which row it is (`source`, and of an
    assessment which `part`). Unticked it is dropped, and stays as a row. What the partner reads of
    it is written once, when the head sends the referral, with its picture's hash; later changes of
    the file never flow in.

    Why a secret one is shared, and the very words that travelled, lie under the application's key.
    """

    Kind = ItemKind

    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("sealed_reason", "sealed_words")

    referral = protected(Referral, related_name="items", editable=False)
    kind = one_of(ItemKind, "yang ikut dikirim", max_length=7, editable=False)
    source = models.BigIntegerField(default=0, editable=False)
    part = models.BigIntegerField(default=0, editable=False)
    photo = may_point_to(Photo, "gambar", editable=False, related_name="+")
    recorded_by = by("dicatat oleh", null=False)
    recorded_at = models.DateTimeField("dicatat pada", default=days.now, editable=False)
    sealed_reason = models.TextField(max_length=MOST_SEALED_REASON, blank=True, editable=False)
    dropped_by = by("tidak jadi dikirim oleh")
    dropped_at = models.DateTimeField("tidak jadi dikirim pada", null=True, editable=False)
    frozen_at = models.DateTimeField("dibekukan pada", null=True, editable=False)
    sealed_words = models.TextField(max_length=MOST_SEALED_WORDS, blank=True, editable=False)
    sha256 = models.CharField("sidik gambar", max_length=64, blank=True, editable=False)

    row_policy = RowPolicy(
        reads=f"{WORKS} OR {OWN_FROZEN}",
        adds=may("partners.propose_referral"),
        changes=WORKS,
        history=WORKS,
    )

    objects = ReferralItemQuerySet.as_manager()

    class Meta:
        verbose_name = "isi rujukan"
        constraints = [
            once(
                "referral_item_is_ticked_once",
                ["referral", "kind", "source", "part"],
                "Ini sudah dicentang.",
                condition=Q(dropped_at=None),
            ),
            holds(
                "referral_item_that_is_secret_says_why",
                Q(kind__in=[kind.value for kind in SECRETS]) & ~Q(sealed_reason="")
                | ~Q(kind__in=[kind.value for kind in SECRETS]) & Q(sealed_reason=""),
                "Tulis mengapa ini dibagikan.",
            ),
            holds(
                "referral_item_of_a_picture_names_it",
                Q(kind__in=[kind.value for kind in PICTURES], photo__isnull=False)
                | ~Q(kind__in=[kind.value for kind in PICTURES]) & Q(photo=None),
            ),
            holds(
                "referral_item_dropped_says_by_whom",
                Q(dropped_at=None, dropped_by=None)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, frozen_at=None),
            ),
            holds(
                "referral_item_is_frozen_whole",
                Q(frozen_at=None, sealed_words="", sha256="")
                | Q(frozen_at__isnull=False)
                & ~Q(sealed_words="")
                & (Q(photo=None, sha256="") | Q(photo__isnull=False) & ~Q(sha256="")),
            ),
        ]
        triggers = [
            never_changed(
                "referral_item_stays_what_it_is",
                ["referral", "kind", "source", "part", "photo", "recorded_by"],
            ),
            sealed_once("referral_item_keeps_its_reason", "sealed_reason"),
            sealed_once("referral_item_keeps_its_words", "sealed_words"),
            never_deleted("referral_item_stays"),
            pgtrigger.Protect(
                name="referral_item_that_travelled_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "to_jsonb(OLD) - ARRAY['sealed_reason', 'sealed_words']"
                    " <> to_jsonb(NEW) - ARRAY['sealed_reason', 'sealed_words']"
                    " AND (OLD.frozen_at IS NOT NULL OR OLD.dropped_at IS NOT NULL)"
                ),
            ),
            refuses(
                "referral_item_is_of_its_klien",
                "What travels is of this klien, and chosen before.",
                # What is chosen after the sending would be known to nobody.
                f"""NOT EXISTS (
                     SELECT FROM partners_referral AS referral
                      WHERE referral.id = NEW.referral_id AND referral.sent_at IS NULL
                        AND CASE {_BELONGS}
                            WHEN NEW.kind = 'secret' THEN EXISTS (
                                SELECT FROM cases_answer AS answer
                                  JOIN cases_assessment AS asked
                                    ON asked.id = answer.assessment_id
                                 WHERE answer.id = NEW.source
                                   AND asked.stay_id = referral.stay_id)
                            ELSE NEW.source = 0 END
                        AND (NEW.photo_id IS NULL OR EXISTS (
                            SELECT FROM cases_photo
                             WHERE id = NEW.photo_id AND person_id = referral.person_id))
                 )""",  # noqa: S608 (names of this file)
                on=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def key(self):
        return f"{self.kind}-{self.source}-{self.part}"

    @property
    def is_secret(self):
        return self.kind in SECRETS
