from django import forms

from cases.house.shifts.hours import Shift, label, last_day_of, shift_at
from cases.house.shifts.models import ShiftNote
from cases.stays.models import Stay
from rptc import days
from rptc.forms import ChoiceButtons
from rptc.sending import SendKeyForm


class WatchedField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, stay):
        return f"{stay.person}, {stay.person.told_apart}"


class ShiftNoteForm(SendKeyForm, forms.ModelForm):
    """`shift_on` follows from the shift: the last one of that name that has begun."""

    watched = WatchedField(
        Stay.objects.none(),
        label="Klien yang perlu diawasi",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ada klien yang sudah tidak di RPTC. Pilih lagi."},
    )
    is_more = forms.BooleanField(
        label="Ini tambahan untuk serah terima saya yang sudah ada", required=False
    )

    class Meta:
        model = ShiftNote
        fields = ["shift", "state_of_house", "to_watch", "watched", "to_do", "things"]
        widgets = {
            "shift": ChoiceButtons,
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("state_of_house", "to_watch", "to_do", "things")
            },
        }
        help_texts = {
            "state_of_house": "Tenang, ramai, rusak, tamu: apa yang terjadi selama piket Anda.",
            "things": "Kunci, uang, obat, ponsel yang diserahkan.",
        }
        error_messages = {"state_of_house": {"required": "Tulis keadaan rumah, walau tenang."}}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shift"].choices = [(shift.value, label(shift)) for shift in Shift]
        self.initial["shift"] = shift_at(days.now())[1]
        stays = Stay.objects.visible_to(by).open().select_related("person")
        self.fields["watched"].queryset = stays.order_by("person__name", "pk")
        # What was written cannot be changed: a second one says that it means to be one.
        self.written = list(ShiftNote.objects.of_the_last_shifts().filter(recorded_by=by))
        if not self.written:
            del self.fields["is_more"]

    def clean(self):
        cleaned = super().clean()
        if shift := cleaned.get("shift"):
            self.instance.shift_on = last_day_of(Shift(shift), days.now())
            if first := self._first_of(cleaned):
                self.add_error("is_more", f"{first} sudah Anda tulis. Buka di atas.")
        return cleaned

    def _first_of(self, cleaned):
        """The note to which this would be a second by mistake; the same form sent twice is one."""
        if cleaned.get("is_more"):
            return None
        shift = (self.instance.shift_on, cleaned["shift"])
        others = [note for note in self.written if note.send_key != cleaned.get("send_key")]
        return next((note for note in others if (note.shift_on, note.shift) == shift), None)
