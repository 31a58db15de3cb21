"""Who signed a letter, and how: on the screen, with a thumb-print, or on paper. All are equal
(docs/rules.md, Letters)."""

import hashlib

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected
from rptc.guards import never_deleted
from rptc.letters.papers import is_pdf
from rptc.letters.signatures.sides import Side
from rptc.letters.signatures.strokes import LONGEST, WRITTEN
from rptc.pictures import data_uri
from rptc.sending import Sent

SHA256 = r"^[0-9a-f]{64}$"


def fingerprint(sha256):
    """A41C-77E0: as much of a hash as two people compare by reading it out."""
    return f"{sha256[:4]}-{sha256[4:8]}".upper()


class SignatureQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(withdrawn_at=None)


@pghistory.track(exclude=["content", "strokes"])
class Signature(Sent):
    """One who signed a frozen letter, with the hash of what was signed.

    Never changed; one that was a mistake is taken back, once, with who and why. The letter stays
    byte for byte what it was.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", "Di layar"
        THUMB = "thumb", "Cap jempol"
        PAPER = "paper", "Pindaian kertas"

    class Language(models.TextChoices):
        INDONESIA = "id", "Indonesia"
        MAKASSAR = "mak", "Makassar"
        BUGIS = "bug", "Bugis"
        TORAJA = "sda", "Toraja"
        MANDAR = "mdr", "Mandar"
        JAWA = "jav", "Jawa"
        SIGNS = "ins", "Isyarat"
        OTHER = "lain", "Lainnya"

    letter = protected("letters.Letter", editable=False, related_name="signatures")
    signed_sha256 = models.CharField("sidik surat", max_length=64, editable=False)
    side = one_of(Side, "sebagai", max_length=10, editable=False)
    name = models.CharField("nama yang menandatangani", max_length=120)
    as_whom = models.CharField(
        "sebagai siapa", max_length=120, blank=True, help_text="Misalnya nenek dari ibu."
    )
    way = one_of(Way, "cara", max_length=6, editable=False)
    identity_seen = models.BooleanField("KTP dilihat, sama dengan wajah", default=False)
    read_to_them = models.BooleanField("Isi surat dibacakan kepadanya", default=False)
    language = one_of(Language, "dalam bahasa", max_length=4, blank=True)
    duty_number = models.CharField("nomor seri meterai", max_length=40, blank=True)
    signed_at = models.DateTimeField("ditandatangani pada", default=days.now)
    # What was written on the screen, or the picture or scan of what was written on paper.
    strokes = models.TextField(max_length=LONGEST, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField("sidik tanda tangan", max_length=64, editable=False)
    # The places that the letter is not wholly signed without, as its act said at that moment.
    asked = ArrayField(models.CharField(max_length=10), default=list, editable=False)
    withdrawn_at = models.DateTimeField("dinyatakan keliru pada", null=True, editable=False)
    withdrawn_by = by("dinyatakan keliru oleh")
    withdrawn_reason = models.CharField(
        "mengapa keliru", max_length=300, blank=True, editable=False
    )

    objects = SignatureQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tanda tangan"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "letter_is_signed_once_by_each",
                ["letter", "side", "name"],
                "Surat ini sudah ditandatangani olehnya.",
                condition=Q(withdrawn_at=None),
            ),
            holds("signature_has_a_name", ~Q(name="")),
            holds(
                "signature_has_its_hashes",
                Q(signed_sha256__regex=SHA256, sha256__regex=SHA256),
            ),
            holds(
                "signature_is_written_in_its_way",
                Q(way="screen", strokes__regex=WRITTEN, content=None)
                | Q(way__in=["thumb", "paper"], strokes="", content__isnull=False),
            ),
            holds(
                "signature_read_aloud_says_in_which_language",
                (Q(read_to_them=True) & ~Q(language="")) | Q(read_to_them=False, language=""),
                "Pilih bahasa yang dipakai saat membacakan.",
            ),
            holds(
                "signature_withdrawn_says_by_whom_and_why",
                all_or_none("withdrawn_at", "withdrawn_by", words="withdrawn_reason"),
            ),
        ]
        triggers = [
            never_deleted("signature_is_never_deleted"),
            pgtrigger.Protect(
                name="signature_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL"
                    " OR to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_id',"
                    " 'withdrawn_reason'] <> to_jsonb(NEW) - ARRAY['withdrawn_at',"
                    " 'withdrawn_by_id', 'withdrawn_reason']"
                ),
            ),
            pgtrigger.Trigger(
                name="signature_is_of_the_frozen_letter",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.signed_sha256 IS DISTINCT FROM (
                        SELECT sha256 FROM letters_letterfile
                         WHERE letter_id = NEW.letter_id ORDER BY kind DESC LIMIT 1
                    ) THEN
                        RAISE EXCEPTION 'What was signed is not the frozen letter.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'signature_is_of_the_frozen_letter';
                    END IF;
                    IF EXISTS (
                        SELECT FROM letters_letter
                         WHERE id = NEW.letter_id AND withdrawn_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'A letter that was withdrawn is signed by nobody.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'signature_is_of_a_valid_letter';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"Tanda tangan {self.name}, {self.get_side_display().lower()}"

    @property
    def is_pdf(self):
        return self.content is not None and is_pdf(bytes(self.content[:5]))

    @property
    def kept(self) -> bytes:
        """What the hash is of."""
        return self.strokes.encode() if self.content is None else bytes(self.content)

    @property
    def is_whole(self):
        return hashlib.sha256(self.kept).hexdigest() == self.sha256

    @property
    def data_uri(self):
        """Its picture as an address of its own: a PDF fetches nothing from anywhere."""
        return data_uri(self.kept)

    @property
    def shown_sha256(self):
        return fingerprint(self.sha256)


@pghistory.track(exclude=["content"])
class SignatureSheet(models.Model):
    """The sheet beside a letter: who signed it, how and when, and the hash of what they signed.
    Made when the last of those who are asked has signed; the newest is the one of now.

    Inserted and read, never changed: the run-time role has no other right on this table.
    """

    letter = protected("letters.Letter", related_name="signature_sheets")
    # Those that stand on it.
    signatures = ArrayField(models.BigIntegerField())
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    recorded_by = by("dicatat oleh", null=False)
    recorded_at = models.DateTimeField("dicatat pada", default=days.now)

    class Meta:
        verbose_name = "lembar tanda tangan"
        constraints = [
            once("sheet_shows_these_signatures_once", ["letter", "signatures"]),
            holds("signature_sheet_has_its_hash", Q(sha256__regex=SHA256)),
            holds("signature_sheet_shows_somebody", Q(signatures__len__gt=0)),
        ]

    def __str__(self):
        return f"Lembar tanda tangan {self.letter}"
