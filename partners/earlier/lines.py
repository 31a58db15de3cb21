"""Several lines of the register of letters on one page: filled from a block of a spreadsheet,
looked at, and saved each alone (docs/rules.md, Sending twice)."""

import uuid

from cases.intakes.models import Classification
from partners.earlier.actions import write_earlier_referral
from partners.earlier.forms import NOT_NOTED, EarlierReferralRowForm
from partners.earlier.models import partners_for
from partners.earlier.paste import MOST_ROWS, read_lines
from rptc.sending import key_typed, row_key, send_form
from rptc.words import angka


class Lines:
    def __init__(self, key=None, *, by):
        self.key, self.by = key_typed(key) or uuid.uuid4(), by
        self.forms, self.saved, self.dropped = [], 0, 0
        partners = partners_for(by).order_by("name", "pk").values_list("pk", "name")
        classes = Classification.objects.order_by("order", "pk").values_list("pk", "name")
        self.offered = {
            "partner": [("", "Pilih mitra"), *partners],
            "classification": [("", NOT_NOTED), *classes],
        }

    def paste(self, text):
        """Fill rows. Nothing is saved by this. Returns how many lines were too many."""
        lines, left_out = read_lines(text, by=self.by)
        for number, line in enumerate(lines):
            form = self._form(number, initial=line.initial, unread=line.unread)
            self.forms.append(form)
        return left_out

    def save(self, data):
        """Each good row in its own transaction; the bad ones stay, with their errors. Those that
        were dropped are gone."""
        found = {name.partition("-")[0] for name in data}
        numbers = sorted(int(each) for each in found if each.isdecimal() and len(each) < 4)
        forms = [self._form(number, data) for number in numbers[:MOST_ROWS]]
        kept = [form for form in forms if not form.was_dropped]
        self.forms = [form for form in kept if not self._save_row(form)]
        self.saved, self.dropped = len(kept) - len(self.forms), len(forms) - len(kept)

    @property
    def told(self):
        """What became of those that are no longer on the page."""
        told = [(self.saved, "surat tercatat"), (self.dropped, "baris dibuang")]
        return ", ".join(f"{angka(number)} {what}" for number, what in told if number)

    def _save_row(self, form):
        if not form.is_valid():
            return False
        form.cleaned_data["send_key"] = row_key(self.key, form.line)
        row = form.save(commit=False)
        return send_form(form, row, write_earlier_referral, by=self.by) is not None

    def _form(self, number, data=None, **line):
        form = EarlierReferralRowForm(
            data, user=self.by, prefix=str(number), offered=self.offered, **line
        )
        form.line = number
        return form
