"""Batch entry of one patrol: a row a person (docs/rules.md, Sending twice)."""

import json
import uuid

from django.utils.functional import cached_property

from cases.intakes import actions
from cases.intakes.forms import IntakeRowForm
from cases.intakes.models import Intake, Outcome
from cases.intakes.paste import read_block
from cases.intakes.together.actions import link_to_previous
from cases.people.photos.actions import give_photos
from rptc import days
from rptc.sending import key_typed, row_key, send_form

# Blank rows on a page without script, besides the open one.
SPARE_ROWS = 4


class Batch:
    """The rows that came with a POST, or the blank ones of a fresh page."""

    def __init__(self, patrol, data=None, *, by):
        self.patrol, self.by = patrol, by
        self.key = (key_typed(data.get("send_key")) if data else None) or uuid.uuid4()
        self.forms = [] if data is None else self._bound(data)
        self.just_saved = []

    def _bound(self, data):
        prefixes = {name.partition("-")[0] for name in data}
        numbers = sorted({int(n) for n in prefixes if n.isdecimal() and len(n) < 9})
        forms = [self._form(number, data) for number in numbers[:200]]
        return [form for form in forms if not form.is_empty] or forms[:1]

    def _form(self, number, data=None, initial=None):
        form = IntakeRowForm(
            data, patrol=self.patrol, user=self.by, prefix=str(number), initial=initial
        )
        form.number = number
        return form

    def save(self):
        """Save each good row in its own transaction; the bad ones stay, with their errors."""
        self.forms = [form for form in self.forms if not self._save_row(form)]

    def _save_row(self, form):
        if not form.is_valid():
            return False
        said = form.person(days.day_of(form.met_at) if form.met_at else self.patrol.started_on)
        form.cleaned_data["send_key"] = row_key(self.key, form.number)
        saved = send_form(form, form.intake(), self._register, typed=form, said=said, by=self.by)
        if saved is None:
            return False
        self.just_saved.append(saved)
        return True

    def _register(self, intake, *, typed, said, by):
        """The row, and with it the pictures that waited for it: both, or neither."""
        actions.register_intake(
            intake,
            typed.same_as or said,
            source=typed.cleaned_data["source"],
            said=said if typed.same_as else None,
            claimed=typed.claimed,
            noted=typed.noted(),
            not_same=typed.not_same,
            sheet=typed.cleaned_data["sheet"],
            by=by,
        )
        if tie := typed.cleaned_data["together"]:
            previous = typed.cleaned_data["previous"] or row_key(self.key, typed.number - 1)
            link_to_previous(intake.person, tie, previous, patrol=self.patrol, by=by)
        if photos := typed.cleaned_data["photos"]:
            give_photos(photos, patrol=self.patrol, person=intake.person, by=by)
        return intake

    @property
    def errors(self):
        return bool(self.forms) and self.forms[0].is_bound

    def paste(self, text):
        """Fill rows from a block copied out of a spreadsheet. Nothing is saved by this.

        Returns how many lines were too many.
        """
        rows, left_out = read_block(text, on=self.patrol.started_on)
        for number, row in enumerate(rows):
            where = self._repeated(number) | {"outcome": Outcome.BROUGHT, "handed_to": ""}
            form = self._form(number, initial=where | row.initial)
            form.unread = row.unread
            self.forms.append(form)
        return left_out

    def open_forms(self):
        """What is to be filled: the bad rows as typed, those pasted, else one fresh row."""
        if self.forms:
            return self.forms
        self.key = uuid.uuid4()
        return [self._form(0, initial=self._repeated())]

    def spare_forms(self):
        """More rows for a browser without script."""
        if self.forms:
            return []
        return [self._form(n, initial=self._repeated(n)) for n in range(1, SPARE_ROWS + 1)]

    def blank_form(self):
        """What a script puts in the place of a row that it has taken."""
        return self._form(0, initial=self._repeated())

    @cached_property
    def last(self):
        """This officer's own: another phone of the patrol may stand somewhere else."""
        mine = self.patrol.intakes.filter(recorded_by=self.by)
        return mine.order_by("-recorded_at", "-pk").first()

    def _where(self):
        """What the next row takes over from the last one: where it was; the first, from a route of
        one point."""
        if self.last is None:
            spot = self.patrol.only_spot
            return {"hot_spot": spot.pk} if spot else {}
        return {"hot_spot": self.last.hot_spot_id, "place": self.last.place}

    def _offered(self):
        """Where the last row was, and how it ended. A registered phone knows better, of rows that
        are not sent yet (js/batch/offer.js)."""
        if self.last is None:
            return self._where()
        said = {"outcome": self.last.outcome, "handed_to": self.last.handed_to}
        return self._where() | said

    def _repeated(self, number=0):
        """Of the first row, also whom it stands below; the others stand below their page's."""
        if number or self.last is None:
            return self._offered()
        return self._offered() | {"previous": self.last.send_key}

    def last_fields(self):
        """What "sama seperti di atas" fills in, for the script."""
        if self.last is None:
            return ""
        same = {"provisional": self.last.provisional_id, "activity": self.last.activity}
        same |= self._offered()
        return json.dumps({name: str(value or "") for name, value in same.items()})

    def saved(self):
        """The rows of the patrol that this officer may see, the newest first."""
        rows = Intake.objects.typed_by(self.by).filter(patrol=self.patrol)
        rows = rows.select_related("person", "classification", "provisional", "hot_spot")
        rows = rows.with_said_name(self.by)
        return list(rows.order_by("-recorded_at", "-pk"))

    def waiting_photos(self):
        """ "Foto dulu": the pictures that still wait for their row."""
        return self.patrol.photos.waiting()

    def chosen_photos(self):
        """What was ticked for the first row, where it was refused."""
        ticked = self.forms[0]["photos"].value() if self.forms else None
        return ",".join(ticked or []).split(",")

    def saved_count(self):
        return self.patrol.intakes.count()


def about(intake):
    """What stands under the name of a saved row."""
    facts = [intake.sex, intake.age_text, intake.classification.short_name]
    return " · ".join([*facts, intake.outcome_text])
