from django import forms

from reports.figures.public.models import PublishedYear
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class PublishForm(SendKeyForm, RowForm):
    """`seen`: the fingerprint of what the head has read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = PublishedYear
        fields = []


class WithdrawYearForm(SendKeyForm, RowForm):
    needed = ("reason",)

    class Meta:
        model = PublishedYear
        fields = ["reason"]
