"""Complaints about the house: what was said, by which way it came, until when it is answered, who
looks into it, and what was answered (R91)."""

import re
import secrets

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from rptc.accounts.models import heads
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, once, one_of, protected, state_of
from rptc.decisions import decides_by_office, state_moves
from rptc.editing import Versioned
from rptc.guards import refuses
from rptc.policies import READER, WHOEVER_ACTS, RowPolicy, may
from rptc.sending import Sent

MOST_WORDS, MOST_NAME, MOST_PHONE = 2_000, 120, 40
# With all that was said later. And as much as it can take under a key (four bytes a letter).
MOST_IN_ALL = 10_000
MOST_SEALED, MOST_SEALED_NAME = 60_000, 1_000
# Neither O nor 0, neither I nor 1 nor L: it is read from paper, and said on the telephone.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LETTERS = 12
LONGEST_CLOCK = 90
# The name of the code among whatever else is hashed under the server's key.
SALT = "cases.complaint.code"

ANSWERS = "cases.answer_complaint"
# Nobody reads what is said about themselves.
NOT_ABOUT_READER = f"(about_user_id IS NULL OR about_user_id IS DISTINCT FROM {READER})"
READERS = f"{may('cases.view_complaint', ANSWERS)} AND {NOT_ABOUT_READER}"
WRITERS = f"{may('cases.register_complaint')} AND {NOT_ABOUT_READER}"


@pghistory.track()
class ComplaintChannel(models.Model):
    """By which way a complaint comes, with the clock of that way, in working days: until when
    somebody looks into it, and until when it is answered.

    Of LAPOR! it is what the rules of SP4N say, as far as we know them (3 days to be forwarded, 14
    to be answered; to be confirmed with the unit); of the others nobody has said anything, and 14
    days stand there until the unit does (docs/rules.md, Those served).
    """

    # By which the program knows its own page; of those that the unit adds it is empty.
    code = models.SlugField("kode", max_length=12, null=True, unique=True, editable=False)  # noqa: DJ001 (unique)
    name = models.CharField(
        "nama", max_length=60, unique=True, error_messages={"unique": "Saluran ini sudah ada."}
    )
    take_days = models.PositiveSmallIntegerField(
        "hari kerja sampai ditangani",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_CLOCK)],
    )
    answer_days = models.PositiveSmallIntegerField(
        "hari kerja sampai dijawab",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_CLOCK)],
    )
    source = models.CharField("dasar batas waktu", max_length=200, blank=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "saluran pengaduan"
        ordering = ["name", "pk"]
        constraints = [
            holds(
                "complaint_channel_is_taken_before_answered",
                Q(take_days__gte=1, take_days__lte=models.F("answer_days")),
                "Ditangani tidak boleh sesudah dijawab.",
            )
        ]

    def __str__(self):
        return self.name


class ComplaintState(models.TextChoices):
    RECEIVED = "received", "Diterima"
    IN_HAND = "in_hand", "Ditangani"
    ANSWERED = "answered", "Dijawab"
    REJECTED = "rejected", "Tidak dapat diterima"


S = ComplaintState
OPEN, CLOSED = [S.RECEIVED, S.IN_HAND], [S.ANSWERED, S.REJECTED]
# What was answered by mistake is in hand again.
MOVES = {
    S.RECEIVED: {S.IN_HAND, S.REJECTED},
    S.IN_HAND: {S.ANSWERED, S.REJECTED},
    S.ANSWERED: {S.IN_HAND},
    S.REJECTED: {S.IN_HAND},
}


def answers_complaints(user):
    """Does anything wait for this user to be answered?"""
    return user.has_perm(ANSWERS) or user.has_role(Role.AGENCY)


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head all, and who stands in for the head those that are not closed; about a head the
        Dinas alone; everybody else those that they wrote down or look into. Nobody reads what is
        said about themselves."""
        theirs = Q(recorded_by=user) | Q(owner=user)
        if not (user.has_perm("cases.view_complaint") or user.has_perm(ANSWERS)):
            return self.none()
        answered_by = self.model.objects.to_answer_by(user)
        if not (decides_by_office(user, ANSWERS) or user.has_role(Role.AGENCY)):
            # A delegation brings what waits, and what was answered under it.
            answered_by = answered_by.filter(Q(state__in=OPEN) | Q(closed_by=user))
        return self.not_about(user).filter(theirs | Q(pk__in=answered_by.values("pk")))

    def not_about(self, user):
        return self.exclude(about_user=user)

    def to_answer_by(self, user):
        """Those that are this user's to answer: of the head or who stands in, all but what is
        about a head; that is the Dinas's, or of who stands in for the Dinas."""
        rows = self.not_about(user)
        about_a_head = Q(about_user__in=heads())
        if user.decides_as_head(ANSWERS):
            return rows.exclude(about_a_head)
        if user.has_role(Role.AGENCY) or user.has_perm(ANSWERS):
            return rows.filter(about_a_head)
        return rows.none()

    def to_give_code_by(self, user):
        """Of which this user makes a new code, which ends the one before: who answers it, and who
        wrote it down while it is open."""
        to_answer = Q(pk__in=self.model.objects.to_answer_by(user).values("pk"))
        return self.visible_to(user).filter(to_answer | Q(recorded_by=user, state__in=OPEN))

    def to_take_by(self, user):
        """Nobody looks into them: of who answers, those that are theirs to give; of others, those
        that they wrote down."""
        return self._of(user).received()

    def to_close_by(self, user):
        """Somebody has looked into them, and they wait for their answer."""
        return self._of(user).ready()

    def _of(self, user):
        rows = self.visible_to(user)
        if not answers_complaints(user):
            return rows
        return rows.filter(pk__in=self.model.objects.to_answer_by(user).values("pk"))

    def received(self):
        return self.filter(state=S.RECEIVED)

    def in_hand(self):
        return self.filter(state=S.IN_HAND)

    def open(self):
        return self.filter(state__in=OPEN)

    def closed(self):
        return self.filter(state__in=CLOSED)

    def owned_by(self, user):
        return self.not_about(user).in_hand().filter(owner=user, found_at=None)

    def ready(self):
        """Somebody has looked into it, and it waits for its answer."""
        return self.in_hand().filter(found_at__isnull=False)

    def late(self, today):
        """Past the clock of its channel: nobody looks into it, or nobody has answered."""
        untaken = Q(state=S.RECEIVED, take_by__lt=today)
        return self.filter(untaken | Q(state__in=OPEN, answer_by__lt=today))

    def of_code(self, typed):
        return self.filter(code_hash=hash_of(typed))


def make_code():
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def code_of(send_key):
    """The code of what came by the public page: the same for the same page, so that a second tap
    shows it again, and nobody's guess without the key of the server."""
    number = int.from_bytes(salted_hmac(SALT, f"sent {send_key}", algorithm="sha256").digest())
    letters = []
    for _ in range(CODE_LETTERS):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def shown_code(code):
    """In fours, as people read it."""
    return "-".join(re.findall("....", code))


def hash_of(typed):
    """Of a code as it was typed: small letters, spaces and dashes make no difference."""
    code = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_words", "sealed_name", "sealed_phone", "sealed_finding", "sealed_answer")


def sealed(most=MOST_SEALED):
    return models.TextField(max_length=most, blank=True, editable=False)


# As of all that lies under the key, its history keeps none of it (docs/security.md, Keys).
@pghistory.track(exclude=["code_hash", *SEALED])
class Complaint(Sent, Versioned):
    """Pengaduan: one thing that somebody says against the house or who works in it.

    Words, name and telephone lie under the application's key: neither a backup nor a history shows
    who complained. Nobody has to say who they are, and nobody reads what is said about them: what
    is about a head is answered by the Dinas (R91).
    """

    State, MOVES = ComplaintState, MOVES
    sealed_columns = SEALED
    # Who complains by the public page is not found by where they stood (rptc/audit/record.py).
    leaves_no_address = True
    refused_by_triggers = {
        "complaint_moves": "Pengaduan ini sudah berubah. Baca lagi halamannya.",
        "complaint_closed_stays": "Pengaduan ini sudah dijawab.",
    }

    class About(models.TextChoices):
        SERVICE = "service", "Pelayanan"
        STAFF = "staff", "Petugas"
        FACILITY = "facility", "Fasilitas"
        FOOD = "food", "Makanan"
        SAFETY = "safety", "Keamanan"
        OTHER = "other", "Lainnya"

    class Told(models.TextChoices):
        MEETING = "meeting", "Bertemu langsung"
        TELEPHONE = "telephone", "Telepon atau pesan"
        LETTER = "letter", "Surat"
        CHANNEL = "channel", "Lewat saluran asalnya"
        CODE = "code", "Dibaca dengan kode"

    # By the public page nobody is logged in.
    recorded_by = by("dicatat oleh")
    year = models.PositiveSmallIntegerField("tahun", editable=False)
    sequence = models.PositiveIntegerField("nomor urut", editable=False)
    channel = protected(ComplaintChannel, "saluran", related_name="complaints")
    channel_number = models.CharField("nomor tiket saluran", max_length=40, blank=True)
    received_at = models.DateTimeField("diterima pada")
    about = one_of(About, "tentang", max_length=8)
    about_user = may_point_to(
        settings.AUTH_USER_MODEL, "petugas yang diadukan", related_name="complaints_about"
    )
    is_anonymous = models.BooleanField("tanpa nama", default=False)
    sealed_words = sealed()
    sealed_name = sealed(MOST_SEALED_NAME)
    sealed_phone = sealed(MOST_SEALED_NAME)
    # Of the code with which the answer is read: the code itself is shown once.
    code_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 (unique)
    take_by = models.DateField("ditangani paling lambat", editable=False)
    answer_by = models.DateField("dijawab paling lambat", editable=False)
    state = state_of(ComplaintState, S.RECEIVED)
    owner = may_point_to(settings.AUTH_USER_MODEL, "ditangani oleh", related_name="+")
    taken_at = models.DateTimeField("ditangani sejak", null=True, editable=False)
    sealed_finding = sealed()
    found_at = models.DateTimeField("temuan ditulis pada", null=True, editable=False)
    sealed_answer = sealed()
    told = one_of(Told, "disampaikan", max_length=9, blank=True)
    closed_at = models.DateTimeField("dijawab pada", null=True, editable=False)
    closed_by = by("dijawab oleh")
    reopened_why = models.CharField(
        "alasan dibuka lagi", max_length=300, blank=True, editable=False
    )

    objects = ComplaintQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=READERS,
        adds=f"{WRITERS} OR (recorded_by_id IS NULL AND {WHOEVER_ACTS})",
        # Whoever looks into it is no one who answers; and about whom it is, may be mended.
        changes=may("cases.view_complaint", ANSWERS),
        changes_of=READERS,
        history=READERS,
    )

    class Meta:
        verbose_name = "pengaduan"
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            models.Index(
                fields=["answer_by"],
                condition=Q(state__in=["received", "in_hand"]),
                name="complaint_open",
            ),
        ]
        constraints = [
            # By the public page nobody is logged in: the key alone is its sender's.
            once("complaint_is_sent_once", ["send_key", "recorded_by"], nulls_distinct=False),
            once("complaint_number_comes_once", ["year", "sequence"]),
            holds("complaint_has_words", ~Q(sealed_words="")),
            holds(
                "complaint_without_name_has_none",
                Q(is_anonymous=True, sealed_name="", sealed_phone="")
                | Q(is_anonymous=False) & ~Q(sealed_name=""),
                "Tulis namanya, atau pilih tanpa nama.",
            ),
            holds("complaint_is_taken_before_answered", Q(take_by__lte=models.F("answer_by"))),
            holds(
                "complaint_in_hand_has_an_owner",
                Q(state="received", owner=None, taken_at=None)
                | Q(state="rejected", owner=None, taken_at=None)
                | Q(
                    state__in=["in_hand", "answered", "rejected"],
                    owner__isnull=False,
                    taken_at__isnull=False,
                ),
                "Pilih siapa yang menangani.",
            ),
            holds(
                "complaint_owner_is_not_who_it_is_about",
                Q(about_user=None) | Q(owner=None) | ~Q(owner=models.F("about_user")),
                "Petugas yang diadukan tidak menangani pengaduan ini.",
            ),
            holds(
                "complaint_is_not_written_by_who_it_is_about",
                Q(about_user=None) | Q(recorded_by=None) | ~Q(recorded_by=models.F("about_user")),
                "Pengaduan tentang diri sendiri dicatat petugas lain.",
            ),
            holds(
                "complaint_closed_says_who_and_what",
                Q(
                    state__in=["received", "in_hand"],
                    closed_at=None,
                    closed_by=None,
                    told="",
                )
                | Q(state__in=["answered", "rejected"], closed_at__isnull=False)
                & Q(closed_by__isnull=False)
                & ~Q(sealed_answer="")
                & ~Q(told=""),
            ),
            holds(
                "complaint_answer_stands_until_it_is_mended",
                Q(state__in=["answered", "rejected"])
                | Q(sealed_answer="", reopened_why="")
                | ~Q(sealed_answer="") & ~Q(reopened_why=""),
            ),
            holds(
                "complaint_is_not_answered_by_who_it_is_about",
                Q(about_user=None) | Q(closed_by=None) | ~Q(closed_by=models.F("about_user")),
            ),
            holds(
                "complaint_came_before_it_was_written",
                Q(received_at__lte=models.F("recorded_at")),
                "Waktu ini belum terjadi.",
            ),
        ]
        triggers = [
            state_moves("complaint_moves", MOVES),
            # A new code, and going on with it, are all that happens to one that is closed. The
            # owner of the tables alone puts it under another key.
            pgtrigger.Trigger(
                name="complaint_closed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["answered", "rejected"]),
                func="""
                    IF NEW.state <> OLD.state OR pg_has_role(current_user,
                           (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
                        RETURN NEW;
                    END IF;
                    IF to_jsonb(NEW) - '{code_hash,version}'::text[]
                       <> to_jsonb(OLD) - '{code_hash,version}'::text[] THEN
                        RAISE EXCEPTION 'A complaint that was answered stays as it is.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'complaint_closed_stays';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refuses(
                "complaint_keeps_its_number",
                "A complaint keeps its number and who wrote it down.",
                on=pgtrigger.UpdateOf("year", "sequence", "recorded_by_id", "recorded_at"),
                condition=pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
                | pgtrigger.Q(old__sequence__df=pgtrigger.F("new__sequence"))
                | pgtrigger.Q(old__recorded_by_id__df=pgtrigger.F("new__recorded_by_id"))
                | pgtrigger.Q(old__recorded_at__df=pgtrigger.F("new__recorded_at")),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        return f"P-{self.year}-{self.sequence:04d}"

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_answered(self):
        return self.state == S.ANSWERED

    @property
    def due_on(self):
        """The day of its clock that comes next."""
        return self.take_by if self.state == S.RECEIVED else self.answer_by

    def is_late(self, today):
        return self.is_open and self.due_on < today


__all__ = ["Complaint", "ComplaintChannel"]
