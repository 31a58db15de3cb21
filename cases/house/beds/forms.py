import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator

from cases.house.beds import actions
from cases.house.beds.models import Bed, BedUse, Room
from rptc.forms import RowForm
from rptc.sending import SendKeyForm

MOST_BEDS = 40


class RoomForm(RowForm):
    """A room and how many beds stand in it; they are numbered from 1."""

    unchosen = {"sex": "Semua", "age_group": "Semua"}
    beds = forms.IntegerField(label="Jumlah tempat tidur", min_value=0, max_value=MOST_BEDS)

    class Meta:
        model = Room
        fields = ["name", "beds", "sex", "age_group", "purpose", "order", "is_active"]
        help_texts = {"order": "Pada papan: angka kecil lebih dahulu."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["beds"] = self.instance.beds.filter(is_active=True).count()
        else:
            del self.fields["is_active"]
            self.fields["beds"].validators.append(
                MinValueValidator(1, "Kamar baru punya paling sedikit satu tempat tidur.")
            )

    def clean_name(self):
        """Said aloud, "melati" is the room "Melati"."""
        name = self.cleaned_data["name"]
        same = Room.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        if same:
            raise ValidationError(f"Kamar {same} sudah ada. Beri nama yang lain bila dibacakan.")
        return name

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and "beds" in cleaned:
            number = cleaned["beds"] if cleaned.get("is_active") else 0
            if used := actions.used_beyond(self.instance, number):
                labels = ", ".join(bed.label for bed in used)
                self.add_error("beds", f"Masih dipakai: nomor {labels}. Pindahkan dahulu.")
        return cleaned

    def save(self, commit=True):
        room = super().save(commit)
        actions.furnish(room, self.cleaned_data["beds"])
        return room


class PlaceForm(SendKeyForm, forms.ModelForm):
    """`suggestions` are the free beds, the best first. One that was taken meanwhile is still a
    choice: the action says so."""

    class Meta:
        model = BedUse
        fields = ["bed", "reason", "override"]
        labels = {"reason": "Alasan pindah", "override": "Mengapa menyimpang dari aturan kamar"}

    def __init__(self, *args, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bed"] = forms.ModelChoiceField(
            Bed.objects.usable().select_related("room"),
            label="Tempat tidur",
            error_messages={"required": "Pilih tempat tidur."},
        )
        if suggestions and suggestions[0].fits:
            self.initial["bed"] = suggestions[0].bed.pk


class PlaceAllForm(SendKeyForm):
    """The list as it was shown and confirmed: of each a stay and a bed, by their keys."""

    MOVE = re.compile(r"([0-9]{1,17})-([0-9]{1,17})")

    def moves(self):
        found = [self.MOVE.fullmatch(said) for said in self.data.getlist("move")]
        return [(int(each[1]), int(each[2])) for each in found if each]


class TakeOutForm(SendKeyForm, RowForm):
    needed = ["reason"]

    class Meta:
        model = BedUse
        fields = ["reason"]
        labels = {"reason": "Mengapa tidak dapat dipakai"}
