from django import forms

from cases.places.models import HotSpot, Region


class VillageChoice(forms.ModelChoiceField):
    """The 153 kelurahan of Makassar, each under its kecamatan."""

    def __init__(self, **kwargs):
        villages = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE)
        super().__init__(villages.select_related("parent").order_by("name", "pk"), **kwargs)

    def label_from_instance(self, village):
        return f"{village.name}, {village.parent.name}"


class HotSpotForm(forms.ModelForm):
    village = VillageChoice(label="Kelurahan", empty_label="Pilih kelurahan")

    class Meta:
        model = HotSpot
        fields = ["name", "village", "note", "is_active"]
