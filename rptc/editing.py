"""Two edit the same record (docs/rules.md, Sending twice): the second sees both versions."""

import datetime

from django import forms
from django.db import models

from rptc import words
from rptc.forms import RowForm
from rptc.sending import digest_of


class Versioned(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class VersionForm(RowForm):
    """Carries the version it was shown with; `conflicts` names what somebody else changed since.

    Bind it to a row locked by the view. What was typed is kept; saving again under the version
    now shown overwrites knowingly.
    """

    shown_version = forms.IntegerField(widget=forms.HiddenInput)
    # Has somebody else saved since the page was opened?
    is_behind = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored_version = self._version()
        self.stored = {name: self._shown(name) for name in self._meta.fields}
        self.fields["shown_version"].initial = self.stored_version

    def _version(self):
        return self.instance.version

    def _shown(self, name):
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        if isinstance(value, datetime.datetime):
            return f"{words.tanggal(value)} {words.pukul(value)}"
        if isinstance(value, datetime.date):
            return words.tanggal(value)
        return "" if value is None else str(value)

    def clean(self):
        cleaned = super().clean()
        is_older = cleaned.get("shown_version") not in (None, self.stored_version)
        if is_older and not self.is_stored(cleaned):
            self.is_behind = True
            self.add_error(
                None,
                "Data ini diubah orang lain setelah Anda membukanya. Isian Anda masih ada di"
                " bawah; yang tersimpan sekarang tertulis di atasnya. Periksa, lalu simpan lagi.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("shown_version")] = self.stored_version
        return cleaned

    def is_stored(self, cleaned):
        """Does the row say already what was typed, as after a double click?"""
        return False

    @property
    def conflicts(self):
        """(label, stored value) of each field whose stored value differs from what was typed."""
        if not self.is_behind:
            return []
        return [
            (self.fields[name].label, self.stored[name])
            for name in self._meta.fields
            if name in self.changed_data
        ]

    def save(self, commit=True):
        self.instance.version = self.stored_version + 1
        return super().save(commit)


class PartForm(VersionForm):
    """One part of a row that several people complete at the same time.

    Its version is what stands in the columns that the form sets, `also_sets` among them: whoever
    saves another part meanwhile is in nobody's way.
    """

    shown_version = forms.CharField(widget=forms.HiddenInput)
    also_sets = ()

    def _version(self):
        columns = [*self._meta.fields, *self.also_sets]
        return digest_of({name: getattr(self.instance, name) for name in columns})

    def is_stored(self, cleaned):
        names = self._meta.fields
        return all(n in cleaned and cleaned[n] == getattr(self.instance, n) for n in names)

    def save(self, commit=True):
        # The row counts no versions.
        return super(VersionForm, self).save(commit)
