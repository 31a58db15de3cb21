"""Who may know whom: the facts that rooms to the right write for people/access.py to read.

Only triggers write here, in the transaction of the act: so a list that is inserted in bulk and
plain SQL are held to it as well. docs/access.md says who writes which row.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import holds, once, one_of, protected


class Level(models.IntegerChoices):
    """How much of a person: each level holds all that is below it."""

    NOTHING = 0, "Tidak ada"
    # The frozen packet of a referral, and never the file.
    PACKET = 1, "Berkas rujukan"
    # What whoever is on duty needs, to keep somebody safe and to release nobody to the wrong one.
    HOUSE = 2, "Rumah"
    FILE = 3, "Berkas"
    # What is secret even to those who may open the file.
    SECRET = 4, "Rahasia"


class Why(models.TextChoices):
    HOUSE = "house", "Di RPTC atau dalam perjalanan"
    CASE = "case", "Pekerja sosial utama"
    PACKET = "packet", "Rujukan yang terbuka"
    NAMED = "named", "Disebut pada berkas tertutup"
    EMERGENCY = "emergency", "Akses darurat"


class ReachQuerySet(models.QuerySet):
    def in_force(self):
        moment = days.now()
        return self.filter(Q(until=None) | Q(until__gt=moment), ended_at=None, since__lte=moment)

    def of_the_house(self):
        """Whose stay has not ended, and who is on the way to the house."""
        return self.in_force().filter(role=Role.CARETAKER)


@pghistory.track()
class Reach(models.Model):
    """This user, this whole role or this partner may know this person up to a level.

    `until` is an end that was told beforehand, by the clock of whoever acted. `ended_at` is set by
    the act that takes it away: from then on it gives nothing, whatever any clock says.
    """

    person = models.ForeignKey(
        "cases.Person", on_delete=models.CASCADE, related_name="reach", db_index=False
    )
    user = protected(settings.AUTH_USER_MODEL, null=True, related_name="reach")
    role = one_of(Role, "peran", max_length=20, blank=True, db_default="")
    # A number: partners stand to the right of people.
    partner_id = models.PositiveBigIntegerField("mitra", null=True)
    level = models.PositiveSmallIntegerField("sampai", choices=Level.choices)
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai dengan", null=True)
    ended_at = models.DateTimeField("berakhir pada", null=True)
    why = one_of(Why, "karena", max_length=10)
    source_id = models.PositiveBigIntegerField("dari baris")

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = "yang boleh mengetahui"
        indexes = [
            # With all that is asked of a file, so that the table itself is not read.
            models.Index(
                fields=["person"],
                include=["user", "level", "since", "until", "ended_at", "why"],
                name="reach_of_person",
            ),
            # The house is small at any time.
            models.Index(
                fields=["role", "person"],
                condition=Q(ended_at=None) & ~Q(role=""),
                name="reach_of_role",
            ),
            models.Index(fields=["source_id", "why"], name="reach_of_source"),
        ]
        constraints = [
            holds(
                "reach_is_of_one",
                Q(user__isnull=False, role="", partner_id=None)
                | (Q(user=None, partner_id=None) & ~Q(role=""))
                | Q(user=None, role="", partner_id__isnull=False),
            ),
            holds("reach_ends_after_it_begins", Q(until=None) | Q(until__gt=F("since"))),
            holds("reach_gives_something", Q(level__gt=Level.NOTHING)),
            once(
                "reach_is_given_once",
                ["why", "source_id", "user", "role", "partner_id"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_why_display()}"


def gives_reach(why, level, *columns, who, value, since, holds, until="NULL"):
    """A trigger by which a row gives `who` (a column of Reach, whose value is `value`) reach of
    its person while `holds`, at most until a moment: all are SQL about NEW. `columns` are those
    whose change matters."""
    return pgtrigger.Trigger(
        name=f"gives_{why}_reach",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", *columns) | pgtrigger.Delete,
        # An ended row stays as it was, and a new one begins: who knew whom can be told later.
        func=f"""
            IF TG_OP = 'DELETE' THEN
                DELETE FROM cases_reach WHERE why = '{why}' AND source_id = OLD.id;
                RETURN NULL;
            END IF;
            IF TG_OP = 'UPDATE' THEN
                UPDATE cases_reach SET person_id = NEW.person_id
                 WHERE why = '{why}' AND source_id = NEW.id AND person_id <> NEW.person_id;
                UPDATE cases_reach SET ended_at = now()
                 WHERE why = '{why}' AND source_id = NEW.id AND ended_at IS NULL
                   AND NOT ({holds} AND {who} = {value});
            END IF;
            IF {holds} THEN
                INSERT INTO cases_reach (person_id, {who}, level, since, until, why, source_id)
                VALUES (NEW.person_id, {value}, {level}, {since}, {until}, '{why}', NEW.id)
                    ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (SQL of this project's models)
    )
