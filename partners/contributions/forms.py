import django_filters
from django import forms

from partners.contributions.models import (
    AMOUNT_OR_NUMBER,
    OF_ITS_PLEDGE,
    ONE_GIVER,
    Contribution,
    ContributionScan,
    GiftKind,
    Pledge,
    this_year,
)
from partners.directory.models import Partner
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastDayField, RowForm, RupiahField
from rptc.letters.kept_scans import ScanForm
from rptc.sending import SendKeyForm


def say_measure(form, cleaned, *, goods_have_value):
    """Money has rupiah and nothing else; goods and services a number with its unit. Said at the
    place where it is wrong."""
    kind = cleaned.get("kind")
    if not kind:
        return
    if kind == GiftKind.MONEY:
        needed, empty = ["amount"], ["quantity", "unit"]
    else:
        needed, empty = ["quantity", "unit"], [] if goods_have_value else ["amount"]
    for name in needed:
        if name not in form.errors and cleaned.get(name) in (None, ""):
            form.add_error(name, AMOUNT_OR_NUMBER)
    for name in empty:
        if cleaned.get(name) not in (None, ""):
            form.add_error(name, AMOUNT_OR_NUMBER)


class PledgeFields(forms.ModelForm):
    unchosen = {"kind": "Pilih berupa apa"}

    amount = RupiahField(
        label="Jumlah, rupiah",
        required=False,
        min_value=1,
        help_text="Hanya untuk uang.",
    )
    quantity = forms.IntegerField(label="Jumlah barang atau layanan", required=False, min_value=1)

    class Meta:
        model = Pledge
        fields = ["year", "kind", "what", "amount", "quantity", "unit"]
        help_texts = {"unit": "Misalnya paket, dus, jam, tempat."}
        error_messages = {
            "year": {"required": "Tulis tahunnya."},
            "kind": {"required": "Pilih berupa apa."},
            "what": {"required": "Tulis apa yang dijanjikan."},
        }

    def clean(self):
        cleaned = super().clean()
        say_measure(self, cleaned, goods_have_value=False)
        return cleaned


class PledgeForm(PledgeFields, SendKeyForm, RowForm):
    class Meta(PledgeFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["year"] = self.initial.get("year") or this_year()


class PledgeEditForm(PledgeFields, VersionForm):
    class Meta(PledgeFields.Meta):
        fields = [*PledgeFields.Meta.fields, "is_dropped"]


class PledgeChoice(forms.ModelChoiceField):
    def label_from_instance(self, pledge):
        return f"{pledge.agreement.partner.short_name} {pledge.year}: {pledge}"


class ContributionFields(forms.ModelForm):
    unchosen = {"kind": "Pilih berupa apa", "source": "Pilih sumbernya"}

    amount = RupiahField(
        label="Jumlah atau nilai, rupiah",
        required=False,
        min_value=1,
        help_text="Barang dan layanan: taksiran nilainya, bila diketahui.",
    )
    quantity = forms.IntegerField(label="Jumlah barang atau layanan", required=False, min_value=1)
    on = PastDayField(label="Diterima pada", error_messages={"required": "Tulis harinya."})
    pledge = PledgeChoice(
        label="Memenuhi janji",
        queryset=Pledge.objects.none(),
        required=False,
        empty_label="Tidak dijanjikan dalam perjanjian",
    )

    class Meta:
        model = Contribution
        fields = [
            "partner",
            "giver_name",
            "source",
            "kind",
            "what",
            "amount",
            "quantity",
            "unit",
            "on",
            "pledge",
            "paper_number",
        ]
        widgets = {"on": DayInput}
        help_texts = {
            "giver_name": "Bila bukan mitra.",
            "what": "Tanpa nama klien.",
            "unit": "Misalnya paket, dus, jam. Menurut janji, bila memenuhi janji.",
            "paper_number": "Nomor surat pengantar atau nota. Pindaiannya menyusul.",
        }
        error_messages = {
            "source": {"required": "Pilih sumbernya."},
            "kind": {"required": "Pilih berupa apa."},
            "what": {"required": "Tulis untuk apa, atau barang apa."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        partners = Partner.objects.filter(is_active=True)
        partners |= Partner.objects.filter(pk=row.partner_id)
        self.fields["partner"].queryset = partners.order_by("name", "pk")
        self.fields["partner"].empty_label = "Bukan mitra"
        pledges = Pledge.objects.standing() | Pledge.objects.filter(pk=row.pledge_id)
        pledges = pledges.select_related("agreement__partner")
        self.fields["pledge"].queryset = pledges.order_by(
            "-year", "agreement__partner__name", "pk"
        )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("partner")) == bool(cleaned.get("giver_name")):
            if "partner" not in self.errors:
                self.add_error("giver_name", ONE_GIVER)
        if pledge := cleaned.get("pledge"):
            cleaned["unit"] = cleaned.get("unit") or pledge.unit
            fits = (pledge.agreement.partner, pledge.kind, pledge.unit)
            if fits != (cleaned.get("partner"), cleaned.get("kind"), cleaned["unit"]):
                self.add_error("pledge", OF_ITS_PLEDGE)
        say_measure(self, cleaned, goods_have_value=True)
        return cleaned

    def _get_validation_exclusions(self):
        """The form says of giver and measure what the constraints say, at their place."""
        told = {"partner", "giver_name", "amount", "quantity", "unit"}
        return super()._get_validation_exclusions() | told


class ContributionForm(ContributionFields, SendKeyForm, RowForm):
    class Meta(ContributionFields.Meta):
        pass


class ContributionEditForm(ContributionFields, VersionForm):
    class Meta(ContributionFields.Meta):
        pass


class ContributionScanForm(ScanForm):
    of = "surat atau nota pemberi"

    class Meta:
        model = ContributionScan
        fields = ["paper"]


class ContributionFilter(django_filters.FilterSet):
    """By giver, source, kind and year. `show` is the list that is cut (contribution_list)."""

    partner = django_filters.ModelChoiceFilter(
        label="Mitra", queryset=Partner.objects.order_by("name", "pk"), empty_label="Semua pemberi"
    )
    source = django_filters.ChoiceFilter(
        label="Sumber",
        choices=Contribution._meta.get_field("source").choices,
        empty_label="Semua sumber",
    )
    kind = django_filters.ChoiceFilter(
        label="Berupa", choices=GiftKind.choices, empty_label="Semua"
    )
    year = django_filters.NumberFilter(
        label="Tahun", field_name="on__year", min_value=2000, max_value=2100
    )

    class Meta:
        model = Contribution
        fields = ["partner", "source", "kind", "year"]
        form = forms.Form
