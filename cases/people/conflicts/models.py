"""Whose file is a user's own, or their family's: it is closed to them, above all grants."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.people.models import Person
from rptc.accounts.models import heads
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, one_of, protected
from rptc.guards import never_changed
from rptc.sending import Sent


class Tie(models.TextChoices):
    SELF = "self", "Diri sendiri"
    SPOUSE = "spouse", "Suami atau istri"
    PARENT = "parent", "Orang tua"
    CHILD = "child", "Anak"
    SIBLING = "sibling", "Saudara kandung"
    RELATIVE = "relative", "Keluarga lain"
    OTHER = "other", "Hubungan dekat lain"


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head and the privacy officer see all; everybody else what is about themselves."""
        return self if user.has_perm("cases.view_conflict") else self.filter(user=user)

    def in_force(self):
        return self.filter(ended_at=None)

    def endable_by(self, user):
        """By the head; a head's, by a privacy officer. Nobody ends their own."""
        standing = self.in_force().exclude(user=user)
        if user.has_role(Role.HEAD):
            return standing.exclude(user__in=heads())
        if user.has_role(Role.PRIVACY):
            return standing.filter(user__in=heads())
        return self.none()


@pghistory.track()
class Conflict(Sent):
    """This klien is this user, or one of their family (docs/access.md, The own file).

    Whoever says it of themselves, or the head says it, closes the file to them at once. It goes by
    the human being: whatever roles they hold, get or stand in for.
    """

    person = protected(Person, related_name="conflicts")
    user = protected(settings.AUTH_USER_MODEL, "petugas", related_name="conflicts")
    tie = one_of(Tie, "hubungan dengan klien ini", max_length=10)
    explanation = models.CharField("penjelasan", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = by()
    end_reason = models.CharField("alasan berakhir", max_length=300, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "berkas sendiri atau keluarga"
        indexes = [
            models.Index(
                fields=["user", "person"],
                condition=Q(ended_at=None),
                name="conflict_in_force",
            )
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "conflict_is_ended_with_a_reason",
                all_or_none("ended_at", "ended_by", words="end_reason"),
                "Tulis mengapa berakhir.",
            ),
            holds(
                "conflict_is_ended_by_another",
                Q(ended_by=None) | ~Q(ended_by=F("user")),
                "Yang bersangkutan tidak dapat mengakhirinya sendiri.",
            ),
        ]
        triggers = [
            never_changed("conflict_keeps_what_was_said", ["user", "tie", "explanation"]),
            pgtrigger.Protect(
                name="conflict_that_is_over_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False, new__ended_at__isnull=True),
            ),
            # After a merge as well: the row goes with the file.
            pgtrigger.Trigger(
                name="conflict_is_told_to_the_left",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("person_id", "ended_at")
                | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        DELETE FROM accounts_ownfile WHERE source_id = OLD.id;
                    ELSIF NEW.ended_at IS NOT NULL THEN
                        DELETE FROM accounts_ownfile WHERE source_id = NEW.id;
                    ELSE
                        INSERT INTO accounts_ownfile (user_id, person_id, source_id)
                        VALUES (NEW.user_id, NEW.person_id, NEW.id)
                            ON CONFLICT (source_id) DO UPDATE SET person_id = EXCLUDED.person_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.user}, berkas {self.person.file_number}"
