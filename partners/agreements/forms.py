import django_filters
from django import forms

from partners.agreements.models import SHAPES_OF, Agreement, AgreementScan
from partners.directory.models import Partner
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import DayInput, RowForm, line
from rptc.letters.kept_scans import ScanForm
from rptc.sending import SendKeyForm

# What a renewal takes over from the one that ends; its numbers and days are its own.
TAKEN_OVER = ["kind", "subject", "scope", "duties", "funding", "shape", "meetings_a_year"]


class AgreementFields(forms.ModelForm):
    unchosen = {"kind": "Pilih jenisnya", "shape": "Belum ditentukan"}

    class Meta:
        model = Agreement
        fields = [
            "kind",
            "our_number",
            "their_number",
            "subject",
            "scope",
            "duties",
            "funding",
            "shape",
            "meetings_a_year",
            "starts_on",
            "valid_until",
        ]
        widgets = {
            "scope": forms.Textarea({"rows": 3}),
            "duties": forms.Textarea({"rows": 3}),
            "starts_on": DayInput,
            "valid_until": DayInput,
        }
        help_texts = {
            "our_number": "Boleh menyusul selama masih draf.",
            "their_number": "Kosong bila mitra tidak memberi nomor.",
            "subject": "Misalnya pengasuhan dan pendidikan anak. Tanpa nama klien.",
            "funding": "Misalnya APBD, mitra sendiri, atau tanpa biaya.",
            "shape": "Menurut OECD 1997. Boleh kosong.",
            "meetings_a_year": "Kosong bila perjanjian tidak menyebutnya.",
            "valid_until": "Hari terakhir. Hanya SK dan dasar hukum boleh tanpa batas.",
        }
        error_messages = {
            "kind": {"required": "Pilih jenisnya."},
            "subject": {"required": "Tulis tentang apa."},
            "starts_on": {"required": "Tulis mulai kapan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.addendum_to_id:
            # An addendum is one of its kind, and takes nothing else from it but what it says.
            del self.fields["shape"]
            self.fields[
                "valid_until"
            ].help_text = "Hari terakhir yang baru. Kosong bila jangka waktunya tetap."
            self.fields["meetings_a_year"].help_text = "Kosong bila tetap."
            self.fields["subject"].label = "Tentang apa yang berubah"


class AgreementForm(AgreementFields, SendKeyForm, RowForm):
    class Meta(AgreementFields.Meta):
        pass


class AgreementEditForm(AgreementFields, VersionForm):
    class Meta(AgreementFields.Meta):
        pass


def proposed_for(row):
    """What a new one begins with: of the partner's kind, or of the one that it follows."""
    before = row.renews or row.addendum_to
    if before is None:
        return {"shape": SHAPES_OF.get(row.partner.kind, "")}
    if row.addendum_to:
        return {"kind": before.kind, "starts_on": days.today()}
    first = before.last_day + days.ONE_DAY if before.last_day else days.today()
    said = {name: getattr(before, name) for name in TAKEN_OVER}
    if before.valid_until:
        said["valid_until"] = first + (before.valid_until - before.starts_on)
    return said | {"starts_on": first}


class EndForm(forms.Form):
    ended_on = forms.DateField(
        label="Hari terakhir berlaku",
        widget=DayInput,
        initial=days.today,
        error_messages={"required": "Tulis hari terakhirnya."},
    )
    reason = line("Mengapa berakhir", "Tulis alasannya.")


class AgreementScanForm(ScanForm):
    of = "perjanjian"

    class Meta:
        model = AgreementScan
        fields = ["paper"]


class AgreementFilter(django_filters.FilterSet):
    """By partner and sort. `show` is the list that is cut (agreement_list)."""

    partner = django_filters.ModelChoiceFilter(
        label="Mitra", queryset=Partner.objects.order_by("name", "pk"), empty_label="Semua mitra"
    )
    kind = django_filters.ChoiceFilter(
        label="Jenis", choices=Agreement.Kind.choices, empty_label="Semua jenis"
    )

    class Meta:
        model = Agreement
        fields = ["partner", "kind"]
        form = forms.Form
