"""What a release carries beside its receiver, and the last lock on it (docs/rules.md, Exits)."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.people.models import Person
from cases.people.photos.models import Photo
from rptc.columns import all_or_none, holds, one_of, protected
from rptc.guards import refuses


class Identity(models.TextChoices):
    KTP = "ktp", "KTP"
    SIM = "sim", "SIM"
    PASSPORT = "passport", "Paspor"
    OTHER = "other", "Kartu lain yang berfoto"


class ContactWay(models.TextChoices):
    VISIT = "visit", "Kunjungan rumah"
    CALL = "call", "Telepon"
    MESSAGE = "message", "Pesan"
    THROUGH = "through", "Lewat kelurahan atau mitra"


# A contact that is promised comes within this time of the day on which it is written down.
PROMISED_WITHIN = timedelta(days=180)


class ReleaseColumns(models.Model):
    """The pieces of a release that are one each; papers and witnesses are rows of their own."""

    receiver_phone = models.CharField("telepon penerima", max_length=20, blank=True)
    identity_kind = one_of(Identity, "identitas penerima", max_length=8, blank=True)
    identity_number = models.CharField("nomor identitas", max_length=30, blank=True)
    identity_photo = protected(
        Photo, "foto identitas penerima", null=True, editable=False, related_name="+"
    )
    home_checked_on = models.DateField("rumah diperiksa pada", null=True, blank=True)
    home_checked_by = models.CharField("rumah diperiksa oleh", max_length=120, blank=True)
    home_result = models.CharField("hasil pemeriksaan rumah", max_length=300, blank=True)
    home_unchecked_reason = models.CharField(
        "mengapa rumah tidak diperiksa", max_length=300, blank=True
    )
    promise = protected(
        "PromiseText", "isi pernyataan", null=True, editable=False, related_name="exits"
    )
    promise_signed_on = models.DateField("pernyataan ditandatangani pada", null=True, blank=True)
    items_handed = models.TextField(
        "surat dan barang yang diserahkan", max_length=1000, blank=True
    )
    next_contact_on = models.DateField("kontak berikutnya pada", null=True, blank=True)
    next_contact_way = one_of(ContactWay, "kontak berikutnya lewat", max_length=8, blank=True)
    promise_letter = protected(
        "letters.Letter", "surat pernyataan", null=True, editable=False, related_name="+"
    )
    handover_letter = protected(
        "letters.Letter", "berita acara serah terima", null=True, editable=False, related_name="+"
    )
    travel_letter = protected(
        "letters.Letter", "surat jalan", null=True, editable=False, related_name="+"
    )
    # The marked adult for whom the decision says why nevertheless.
    decided_despite = protected(
        Person, "disetujui walau diduga", null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_home_unchecked(self):
        """A reason stands in place of the check."""
        return self.home_checked_on is None and bool(self.home_unchecked_reason)


COLUMNS_FIT = [
    holds(
        "exit_identity_says_what_card",
        Q(identity_photo=None) | ~Q(identity_kind=""),
        "Pilih kartu apa.",
    ),
    holds(
        "exit_ktp_has_16_digits",
        ~Q(identity_kind="ktp") | Q(identity_number__regex=r"^[0-9]{16}$"),
        "NIK harus 16 angka.",
    ),
    holds(
        "exit_home_check_says_by_whom_and_what",
        Q(home_checked_on=None) | (~Q(home_checked_by="") & ~Q(home_result="")),
        "Tulis siapa yang memeriksa rumah dan hasilnya.",
    ),
    holds("exit_promise_has_its_text", all_or_none("promise", "promise_signed_on")),
    holds(
        "exit_next_contact_says_how",
        Q(next_contact_on=None) | ~Q(next_contact_way=""),
        "Pilih lewat apa kontak berikutnya.",
    ),
]

# Whoever is not surely an adult is guarded as a child (is_child_on: people/ages.py).
RELEASE_IS_WHOLE = pgtrigger.Trigger(
    name="release_is_whole",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
    declare=[
        ("how", "cases_exitkind%ROWTYPE"),
        ("who", "cases_person%ROWTYPE"),
        ("dependent", "boolean"),
        ("left_on", "date"),
        ("adult", "boolean"),
        ("doubted", "boolean"),
        ("proved", "boolean"),
    ],
    func="""
        IF NEW.state <> 'done' OR (TG_OP = 'UPDATE' AND OLD.state = 'done') THEN
            RETURN NEW;
        END IF;
        SELECT * INTO how FROM cases_exitkind WHERE id = NEW.kind_id;
        IF how.approval = 'emergency' AND NEW.relation = '' THEN
            RETURN NEW;
        END IF;
        SELECT class.is_dependent INTO dependent
          FROM cases_stay stay
          JOIN cases_intake intake ON intake.id = stay.intake_id
          JOIN cases_classification class ON class.id = intake.classification_id
         WHERE stay.id = NEW.stay_id;
        SELECT person.* INTO who
          FROM cases_person person JOIN cases_stay stay ON stay.person_id = person.id
         WHERE stay.id = NEW.stay_id;
        left_on := (NEW.left_at AT TIME ZONE 'Asia/Makassar')::date;
        adult := is_child_on(
            who.age_kind, who.age_years, who.born_on, who.age_stated_on, left_on
        ) IS FALSE;
        IF adult AND NOT dependent THEN
            doubted := EXISTS (
                SELECT 1 FROM cases_statement said
                 WHERE said.person_id = who.id AND said.kind = 'age'
                   AND is_child_on(
                    said.age_kind, said.age_years, said.born_on, said.age_stated_on, left_on)
            ) OR EXISTS (
                SELECT 1
                  FROM cases_stay stay
                  JOIN cases_intake intake ON intake.id = stay.intake_id
                  JOIN cases_classification class ON class.id = intake.provisional_id
                 WHERE stay.id = NEW.stay_id AND class.is_dependent
            );
            IF doubted AND NEW.decided_by_id IS NULL AND how.approval <> 'emergency' THEN
                RAISE EXCEPTION 'whoever was said to be a child leaves by a decision of the head'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'release_is_decided';
            END IF;
            RETURN NEW;
        END IF;
        IF how.approval = 'emergency' THEN
            RAISE EXCEPTION 'no child or dependent adult goes to the family in an emergency'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'family_is_no_emergency';
        END IF;
        IF NEW.decided_by_id IS NULL THEN
            RAISE EXCEPTION 'a child or dependent adult leaves by a decision of the head'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'release_is_decided';
        END IF;
        IF how.for_adults AND NOT adult AND who.age_kind <> 'unknown' THEN
            RAISE EXCEPTION 'a child does not leave in a way that is for adults'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_child_leaves_as_an_adult';
        END IF;
        IF NOT how.to_family AND NEW.relation = '' THEN
            RETURN NEW;
        END IF;
        proved := EXISTS (
            SELECT 1 FROM cases_exitproof proof JOIN cases_photo photo ON photo.id = proof.photo_id
             WHERE proof.exit_id = NEW.id AND proof.kind <> 'other' AND photo.hidden_at IS NULL
        ) OR (SELECT count(*) >= 2 FROM cases_exitwitness witness WHERE witness.exit_id = NEW.id);
        IF NEW.receiver = '' OR NEW.relation = '' OR NOT proved
           OR NOT EXISTS (SELECT 1 FROM cases_photo photo
                           WHERE photo.id = NEW.identity_photo_id AND photo.hidden_at IS NULL)
           OR (NEW.home_checked_on IS NULL AND NEW.home_unchecked_reason = '')
           OR NEW.promise_id IS NULL OR NEW.next_contact_on IS NULL THEN
            RAISE EXCEPTION 'a child or dependent adult goes home with every piece of the release'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'release_is_whole';
        END IF;
        RETURN NEW;
    """,
)

# Whoever decided has seen the card; and at the door it was compared.
CARD_IS_PROOF = pgtrigger.Trigger(
    name="receivers_card_is_proof",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "identity_photo_id"),
    condition=pgtrigger.Q(new__state__in=["approved", "refused", "done"])
    & pgtrigger.Q(new__identity_photo_id__isnull=False),
    func="""
        UPDATE cases_photo SET is_proof = TRUE
         WHERE id = NEW.identity_photo_id AND NOT is_proof AND hidden_at IS NULL;
        RETURN NULL;
    """,
)

# Of the pieces that are rows; who wrote a column is in the log (exits.actions.decide_exit).
RELEASE_IS_DECIDED_BY_ANOTHER = refuses(
    "release_is_decided_by_another",
    "who gathered a piece of a release does not approve it",
    """NEW.state = 'approved' AND OLD.state <> 'approved' AND (
        EXISTS (SELECT 1 FROM cases_exitproof proof
                 WHERE proof.exit_id = NEW.id AND proof.recorded_by_id = NEW.decided_by_id)
        OR EXISTS (SELECT 1 FROM cases_exitwitness witness
                    WHERE witness.exit_id = NEW.id
                      AND witness.recorded_by_id = NEW.decided_by_id)
    )""",
    on=pgtrigger.UpdateOf("state"),
)

# By the names under which the two refuse.
# The stay asks it of its own columns; an exit has to ask its stay.
EXIT_IS_AFTER_ENTRY = refuses(
    "exit_is_after_entry",
    "an exit is after the entry",
    """EXISTS (
        SELECT FROM cases_stay WHERE id = NEW.stay_id AND began_at >= NEW.left_at
    )""",
    on=pgtrigger.Insert | pgtrigger.UpdateOf("left_at", "stay_id"),
    condition=pgtrigger.Q(new__left_at__isnull=False),
)
REFUSED_BY_TRIGGERS = {
    "exit_is_after_entry": "Saat keluar harus sesudah saat tiba.",
    "release_is_decided": "Anak dan klien yang bergantung keluar dengan keputusan Kepala UPT.",
    "release_is_whole": "Terminasi ini belum lengkap. Lihat daftar yang masih kurang.",
    "no_child_leaves_as_an_adult": "Anak tidak dapat keluar dengan cara ini.",
    "family_is_no_emergency": "Penyerahan kepada keluarga bukan keadaan darurat. Pilih kembali ke"
    " keluarga. Bila dibawa polisi atau ke rumah sakit, tulis petugasnya dan kosongkan hubungan.",
    "release_is_decided_by_another": "Yang mengajukan atau melengkapi tidak dapat memutuskan.",
}
