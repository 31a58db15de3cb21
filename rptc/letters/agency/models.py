"""The way of a letter that the Dinas signs: initialed by office and head, then carried there
(docs/rules.md, Letters)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from rptc.columns import holds, once, one_of, protected
from rptc.guards import refuses, written_once
from rptc.sending import Sent


class Signer(models.TextChoices):
    """Who signs the letters of a kind."""

    UNIT = "unit", "Kepala UPT"
    AGENCY = "agency", "Kepala Dinas"


class Step(models.TextChoices):
    """In the order in which they are done; that it came back is said by its file."""

    OFFICE = "office", "Paraf Kepala TU"
    HEAD = "head", "Paraf Kepala UPT"
    CARRIED = "carried", "Dibawa ke Dinas"


BEFORE = {Step.OFFICE: None, Step.HEAD: Step.OFFICE, Step.CARRIED: Step.HEAD}


@pghistory.track()
class LetterStep(Sent):
    """One step of such a letter: on which day, and who. Inserted, never changed."""

    letter = protected("letters.Letter", editable=False, related_name="steps")
    step = one_of(Step, "langkah", max_length=7, editable=False)
    done_on = models.DateField("pada tanggal")
    carried_by = models.CharField("dibawa oleh", max_length=120, blank=True)

    class Meta(Sent.Meta):
        verbose_name = "langkah surat"
        constraints = [
            *Sent.Meta.constraints,
            once("letter_step_is_done_once", ["letter", "step"], "Langkah ini sudah dicatat."),
            holds("letter_step_is_known", Q(step__in=["office", "head", "carried"])),
            holds(
                "letter_carried_says_by_whom",
                (Q(step="carried") & ~Q(carried_by="")) | (~Q(step="carried") & Q(carried_by="")),
                "Tulis siapa yang membawanya.",
            ),
        ]
        triggers = [
            written_once("letter_step_stays_so"),
            refuses(
                "letter_step_follows_the_one_before",
                "A step of a letter follows the one before.",
                """NOT EXISTS (
                    SELECT FROM letters_letter
                     WHERE id = NEW.letter_id AND signed_by = 'agency'
                       AND withdrawn_at IS NULL AND waits_for_scan
                ) OR (NEW.step = 'head' AND NOT EXISTS (
                    SELECT FROM letters_letterstep
                     WHERE letter_id = NEW.letter_id AND step = 'office'
                       AND done_on <= NEW.done_on
                )) OR (NEW.step = 'carried' AND NOT EXISTS (
                    SELECT FROM letters_letterstep
                     WHERE letter_id = NEW.letter_id AND step = 'head'
                       AND done_on <= NEW.done_on
                ))""",
                on=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}, {self.letter}"
