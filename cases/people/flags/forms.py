from django import forms

from cases.people.access import Data, known
from cases.people.flags.models import Flag
from cases.people.flags.whom import names_somebody
from rptc import days
from rptc.forms import DayInput
from rptc.sending import SendKeyForm

# Who answered what forbids a call to the family may not have said whom they fear.
UNKNOWN_WHO = (
    "Belum tahu siapa: pilih peringatan “Lainnya” dan tulis, misalnya, “Jangan hubungi keluarga"
    " dulu”. Semua petugas melihatnya; larangan tetap menunggu sampai namanya diketahui."
)


class FlagForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Flag
        fields = [
            "kind",
            "whom",
            "whom_identity_number",
            "whom_telephone",
            "what_to_do",
            "reason",
            "audience",
            "ends_on",
        ]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3}), "ends_on": DayInput}
        help_texts = {
            "whom": "Hanya untuk larangan menyerahkan: nama dan hubungannya.",
            "whom_identity_number": "Bila diketahui. Kartu yang sama ditolak, apa pun namanya.",
            "whom_telephone": "Bila diketahui.",
            "what_to_do": "Satu kalimat untuk yang bertugas.",
            "ends_on": "Kosong berarti sampai diakhiri.",
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Flag.audiences_of(by)
        if Data.NOTES not in known(by, self.instance.person).data:
            # Open as far as the house must know it: as house staff raise one.
            mine = [Flag.Audience.HOUSE]
        self.fields["audience"].choices = [(a.value, a.label) for a in mine]
        self.fields["kind"].choices = [("", "Pilih peringatan"), *Flag.Kind.choices]

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day <= days.today():
            raise forms.ValidationError("Tanggal berakhir harus sesudah hari ini.")
        return day

    def clean(self):
        cleaned = super().clean()
        kind, whom = cleaned.get("kind"), cleaned.get("whom")
        if kind == Flag.Kind.DO_NOT_RELEASE and not whom:
            self.add_error("whom", "Tulis kepada siapa klien tidak boleh diserahkan.")
            self.add_error("whom", UNKNOWN_WHO)
        elif kind == Flag.Kind.DO_NOT_RELEASE and not names_somebody(whom):
            self.add_error("whom", "Tulis namanya juga, bukan hanya hubungannya.")
        return cleaned
