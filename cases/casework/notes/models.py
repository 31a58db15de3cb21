import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.casework.plans.models import Plan
from cases.exits.models import Exit
from cases.people import access
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import holds, once, one_of, protected
from rptc.guards import kept_as_written, refuses
from rptc.sending import Sent

# So much is written at once; and as much as it can take under a key (four bytes a letter).
MOST_LETTERS, MOST_OF_REASON = 4_000, 300
MOST_SEALED, MOST_SEALED_OF_REASON = 22_000, 1_800


class NoteLevel(models.TextChoices):
    """Who reads it; said before it is written, and never changed (docs/access.md, Notes)."""

    TEAM = "team", "Tim"
    PROFESSIONAL = "professional", "Profesional"
    HEAD = "head", "Kepala"


class NoteAbout(models.TextChoices):
    """Trauma is asked of nobody at the entry: it stands in a professional note as what was done
    about it, and in no figure."""

    PROGRESS = "progress", "Perkembangan"
    TALK = "talk", "Percakapan"
    FAMILY = "family", "Keluarga"
    OFFERED = "trauma_offered", "Trauma: pendampingan ditawarkan"
    TREATED = "trauma_treated", "Trauma: ditangani"
    REFERRED = "trauma_referred", "Trauma: dirujuk"
    OTHER = "other", "Lainnya"


OF_TRAUMA = [NoteAbout.OFFERED, NoteAbout.TREATED, NoteAbout.REFERRED]
ONLY_PROFESSIONAL = "Trauma hanya ditulis pada catatan profesional."
CORRECTED_BEFORE = "Catatan ini sudah diperbaiki. Perbaiki versi yang terbaru."
# What a stay waits for from the head, while it does.
BEFORE_THE_HEAD = [Extension, Exit, Plan]


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which this user may know that they are there, from which day, of which level
        and by whom. The file itself must be open beyond what the house must know; of a note to
        the head nobody else learns that there is one."""
        if not user.has_perm("cases.view_note"):
            return self.none()
        rows = self.filter(access.whole_to(user, "stay__person"))
        if user.has_role(Role.HEAD):
            return rows
        return rows.filter(~Q(level=NoteLevel.HEAD) | Q(recorded_by=user))

    def told_to(self, user):
        """Those whose words this user may read: asked here, and nowhere else.

        Of the team whoever opens the file; a professional one its author, whose case it is, who
        has opened the file in an emergency, and the head while something of the stay is before
        them; one to the head its author and the head, never who stands in for them.
        """
        theirs = Q(level=NoteLevel.TEAM) | Q(recorded_by=user)
        theirs |= Q(level=NoteLevel.PROFESSIONAL) & _professional(user)
        if user.has_role(Role.HEAD):
            theirs |= Q(level=NoteLevel.HEAD)
        return self.visible_to(user).filter(theirs)

    def to_correct_by(self, user):
        return self.told_to(user).filter(corrected_by(user))

    def newest(self):
        """Of each note the version that stands."""
        return self.filter(correction=None)

    def corrected(self):
        """The versions of before."""
        return self.filter(correction__isnull=False)


def corrected_by(user):
    """A condition on notes that this user may read: who wrote it corrects it; one of the team or
    of the profession whose case it is as well."""
    of_case = ~Q(level=NoteLevel.HEAD) & access.of_case(user, "stay__social_worker")
    return Q(recorded_by=user) | of_case


def _professional(user):
    """A condition: the case is theirs, or that of the stay which runs now; they read it in an
    emergency; or the head decides on something of the stay."""
    runs = Stay.objects.open().filter(access.of_case(user, "social_worker"))
    now = runs.filter(person=OuterRef("stay__person"))
    told = access.of_case(user, "stay__social_worker") | Q(Exists(now))
    if access.is_reading(user):
        told |= access.opened_in_emergency(user, "stay__person")
    if user.has_role(Role.HEAD):
        for kind in BEFORE_THE_HEAD:
            told |= Q(stay__in=kind.objects.waiting_for(user).values("stay"))
    return told


# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_text", "sealed_reason")


class Note(Sent):
    """Catatan of a stay (R38): what happened on a day, at a level that was said before.

    It is never changed: a correction is a version of its own beside the old one, so that the row
    is its own history. Above the team, words and reason lie in the database under the
    application's key alone, and only `add_words` opens them (words.py).
    """

    Level, About = NoteLevel, NoteAbout
    sealed_columns = SEALED
    refused_by_triggers = {"note_corrects_its_like": "Versi baru tetap pada tingkat yang sama."}

    stay = protected(Stay, related_name="notes", editable=False)
    on = models.DateField("tanggal kejadian")
    level = one_of(NoteLevel, "siapa yang boleh membaca", max_length=12)
    about = one_of(NoteAbout, "tentang", max_length=16)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="correction"
    )
    text = models.TextField("isi catatan", max_length=MOST_LETTERS, blank=True)
    reason = models.CharField("alasan perbaikan", max_length=MOST_OF_REASON, blank=True)
    sealed_text = models.TextField(max_length=MOST_SEALED, blank=True, editable=False)
    sealed_reason = models.TextField(max_length=MOST_SEALED_OF_REASON, blank=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "catatan perkembangan"
        indexes = [models.Index(fields=["stay", "-on", "-id"], name="note_of_stay")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "note_lies_as_its_level_says",
                Q(~Q(text=""), level="team", sealed_text="", sealed_reason="")
                | Q(~Q(sealed_text=""), level__in=["professional", "head"], text="", reason=""),
            ),
            holds(
                "note_of_trauma_is_professional",
                Q(level="professional") | ~Q(about__in=[each.value for each in OF_TRAUMA]),
                ONLY_PROFESSIONAL,
            ),
            holds(
                "note_correction_says_why",
                Q(corrects=None, reason="", sealed_reason="")
                | Q(corrects__isnull=False) & ~Q(reason="", sealed_reason=""),
                "Tulis mengapa diperbaiki.",
            ),
        ]
        triggers = [
            refuses(
                "note_corrects_its_like",
                "A correction is of the same stay and level.",
                """NOT EXISTS (SELECT FROM cases_note WHERE id = NEW.corrects_id
                                  AND stay_id = NEW.stay_id AND level = NEW.level)""",
                on=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
            ),
            # The web process has no right to try at all (rptc/database.py).
            kept_as_written("note_is_kept_as_written", SEALED),
        ]

    def __str__(self):
        return f"Catatan {self.get_level_display().lower()}, {self.on:%d/%m/%Y}"

    def read_by(self, user) -> bool:
        """May this user read its words?"""
        return Note.objects.told_to(user).filter(pk=self.pk).exists()

    @property
    def is_sealed(self):
        return self.level != NoteLevel.TEAM

    @property
    def person_in_log(self):
        """Whose log tells of it. Of a note to the head no log of a case does: its social worker
        reads that one, and is not to learn that there is a note."""
        return None if self.level == NoteLevel.HEAD else self.stay.person_id


class NoteDraft(models.Model):
    """What somebody types of a note and has not saved, so that neither an ended login nor another
    call loses it: one of a user and a stay, under the application's key, whatever its level.

    Its author alone reads it. It is in no history and in no log, for it says nothing yet; it is
    gone when the note is saved.
    """

    # What `rotate_keys` puts under the newest key (rptc/keys.py).
    sealed_columns = ("sealed",)

    user = protected(settings.AUTH_USER_MODEL, related_name="+")
    stay = protected(Stay, related_name="+")
    sealed = models.TextField()
    kept_at = models.DateTimeField(default=days.now)

    class Meta:
        verbose_name = "draf catatan"
        constraints = [once("note_draft_is_one_each", ["user", "stay"])]

    def __str__(self):
        return f"Draf catatan {self.user}"
