import re

from django import forms

from cases.patrols.models import Patrol
from rptc.forms import line


class DropForm(forms.Form):
    """A row, or a picture, that was refused and is discarded on the phone: its key, the address
    that it was sent to, and why."""

    send_key = forms.UUIDField()
    page = forms.CharField(max_length=100)
    reason = line("Mengapa dibuang?", "Tulis mengapa baris ini dibuang.", 200)

    PATROL = re.compile(r"/patrols/([0-9]{1,9})/")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_page(self):
        """The patrol; None where there is none, or none that the officer may open."""
        number = self.PATROL.match(self.cleaned_data["page"])
        patrols = Patrol.objects.visible_to(self.user)
        return number and patrols.filter(pk=number[1]).first()
