import django_filters
from django import forms
from django.db.models import Q
from django.db.models.functions import Upper

from cases.house.beds.actions import against_rules, long_without_bed, without_bed
from cases.intakes.forms import ByClass
from cases.intakes.models import Classification
from cases.people import access
from cases.stays.models import Stay
from rptc import days

LIMITS = {
    "over": "Lewat batas",
    "today": "Habis hari ini",
    "tomorrow": "Habis besok",
    "later": "Masih berjalan",
}
BEDS = {
    "none": "Belum ada tempat tidur",
    "long": "Lebih dari 12 jam tanpa tempat tidur",
    "against": "Melanggar aturan kamar",
}
WITH_BEDS = {"none": without_bed, "long": long_without_bed, "against": against_rules}
WORKERS = {"yes": "Berkas saya", "none": "Belum ada pekerja sosial"}


class StayFilter(ByClass, django_filters.FilterSet):
    """The board: who is in the house, by deadline."""

    q = django_filters.CharFilter(label="Nama", method="named")
    limit = django_filters.ChoiceFilter(
        label="Batas",
        choices=list(LIMITS.items()),
        empty_label="Semua",
        method="by_limit",
    )
    classification = django_filters.ModelChoiceFilter(
        label="Klasifikasi",
        queryset=Classification.objects.only("name", "order"),
        empty_label="Semua",
        method="of_class",
    )
    bed = django_filters.ChoiceFilter(
        label="Tempat tidur",
        choices=list(BEDS.items()),
        empty_label="Semua",
        method="by_bed",
    )
    mine = django_filters.ChoiceFilter(
        label="Pekerja sosial",
        choices=list(WORKERS.items()),
        empty_label="Semua",
        method="by_owner",
    )

    # From the caseload, where each number opens its rows.
    worker = django_filters.CharFilter(method="of_worker", widget=forms.HiddenInput)

    class Meta:
        model = Stay
        fields = []

    @property
    def title(self):
        """What the list shows, where one of them is asked for."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        for field, words in (("limit", LIMITS), ("bed", BEDS), ("mine", WORKERS)):
            if asked.get(field):
                return words[asked[field]]
        return "Masa pembinaan"

    def named(self, stays, name, value):
        for word in value.upper().split():
            stays = stays.alias(
                upper_name=Upper("person__name"), upper_alias=Upper("person__alias")
            ).filter(Q(upper_name__contains=word) | Q(upper_alias__contains=word))
        return stays

    def of_class(self, stays, name, value):
        known = access.class_known_to(self.request.user)
        return stays.filter(known, intake__classification=value)

    def by_limit(self, stays, name, value):
        return stays.at_limit(value, days.today())

    def by_bed(self, stays, name, value):
        return WITH_BEDS[value](stays)

    def of_worker(self, stays, name, value):
        return stays.of_worker(value)

    def by_owner(self, stays, name, value):
        if value == "yes":
            return stays.filter(access.of_case(self.request.user, "social_worker"))
        return stays.of_nobody()
