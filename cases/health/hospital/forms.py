from django import forms

from cases.health.findings.models import MOST_LETTERS
from cases.health.hospital.models import (
    Hospital,
    HospitalBill,
    HospitalGuard,
    HospitalNews,
    HospitalStay,
    Outcome,
)
from cases.house.leaves.forms import LeaveForm
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import DayInput, MomentInput, PastDayField, PastMomentField, RowForm, line
from rptc.sending import SendKeyForm

NO_ILLNESS = "Jangan menulis penyakitnya di sini: itu pada pemeriksaan."


class HospitalForm(RowForm):
    """A hospital in the list of the unit."""

    class Meta:
        model = Hospital
        fields = ["name", "sort", "order", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]


class HospitalRegisterForm(SendKeyForm, RowForm):
    unchosen = {"payer": "Belum diketahui"}
    begins_now = ["went_at"]

    escort = forms.CharField(
        label="Siapa yang mendampingi",
        max_length=120,
        required=False,
        help_text="Kosong bila belum ada.",
    )
    expected_at = forms.DateTimeField(
        label="Diperkirakan kembali",
        widget=MomentInput,
        error_messages={"required": "Tulis kapan diperkirakan kembali."},
        help_text="Menjadi izin keluar; lewat waktu ini piket diingatkan.",
    )

    class Meta:
        model = HospitalStay
        fields = [
            "hospital",
            "went_at",
            "expected_at",
            "escort",
            "needs_guard",
            "payer",
            "payer_note",
            "needs_guarantee",
        ]
        field_classes = {"went_at": PastMomentField}
        help_texts = {
            "hospital": "Belum ada dalam daftar? Tata usaha atau Kepala UPT menambahnya di"
            " Pengaturan, Rumah sakit.",
            "payer_note": "Misalnya kartu aktif, atau nama daerahnya. " + NO_ILLNESS,
        }

    def __init__(self, *args, leave=None, **kwargs):
        super().__init__(*args, **kwargs)
        hospital = self.fields["hospital"]
        hospital.empty_label = "Pilih rumah sakit"
        hospital.queryset = Hospital.objects.filter(is_active=True)
        hospital.error_messages["required"] = "Pilih rumah sakitnya."
        self.is_new_leave = self.instance.stay.is_open and leave is None
        if leave:
            self.initial["went_at"] = leave.left_at
            self.initial["hospital"] = hospital.queryset.filter(name=leave.place).first()
        if not self.is_new_leave:
            del self.fields["escort"], self.fields["expected_at"]

    def clean(self):
        cleaned = super().clean()
        if self.is_new_leave:
            is_child = self.instance.stay.person.age.is_child_on(days.today()) is not False
            if is_child and not cleaned.get("escort"):
                self.add_error("escort", "Anak tidak pergi sendiri. Tulis siapa yang mendampingi.")
        return cleaned


class HospitalTakenForm(LeaveForm):
    """What is known at two at night: which hospital, when, with whom. Back by tomorrow, until
    somebody knows more."""

    unchosen = {}
    hospital = forms.ModelChoiceField(
        label="Rumah sakit", queryset=Hospital.objects.none(), required=False
    )
    field_order = ["hospital"]

    class Meta(LeaveForm.Meta):
        fields = ["place", "left_at", "escort"]
        labels = {"place": "Rumah sakit lain", "left_at": "Dibawa pada"}
        help_texts = {
            "place": "Hanya bila tidak ada dalam daftar.",
            "escort": "Nama yang ikut, juga dari ambulans. Kosong bila tidak ada yang ikut.",
        }
        error_messages = {"left_at": {"future": "Waktu ini belum terjadi."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hospital = self.fields["hospital"]
        hospital.queryset = Hospital.objects.filter(is_active=True)
        hospital.empty_label = "Pilih rumah sakit"
        self.fields["place"].required = False

    def clean(self):
        cleaned = super().clean()
        hospital, place = cleaned.get("hospital"), cleaned.get("place")
        if hospital and place:
            self.add_error("place", "Pilih dari daftar, atau tulis yang lain: satu saja.")
        elif hospital:
            cleaned["place"] = hospital.name
        elif not place and not self.has_error("hospital"):
            self.add_error("hospital", "Pilih rumah sakitnya, atau tulis yang lain.")
        if cleaned.get("left_at"):
            self.instance.expected_at = cleaned["left_at"] + days.ONE_DAY
        return cleaned


class HospitalEditForm(VersionForm):
    unchosen = {"payer": "Belum diketahui"}

    class Meta:
        model = HospitalStay
        fields = [
            "expected_on",
            "needs_guard",
            "payer",
            "payer_note",
            "needs_guarantee",
            "guarantee_asked_on",
            "guarantee_on",
            "guarantee_number",
        ]
        field_classes = {"guarantee_asked_on": PastDayField, "guarantee_on": PastDayField}
        widgets = {"expected_on": DayInput}
        help_texts = {"payer_note": NO_ILLNESS}


class HospitalGuardForm(SendKeyForm, RowForm):
    begins_now = ["since"]

    class Meta:
        model = HospitalGuard
        fields = ["who", "since", "until"]
        widgets = {"since": MomentInput, "until": MomentInput}
        error_messages = {"who": {"required": "Tulis siapa yang menjaga."}}


class HospitalNewsForm(SendKeyForm, RowForm):
    begins_now = ["heard_at"]
    expected_on = forms.DateField(label="Mungkin pulang", required=False, widget=DayInput)
    words = forms.CharField(
        label="Apa kata dokter atau perawat",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 3}),
        help_text="Disimpan sebagai pemeriksaan, hanya dibaca pekerja sosial dan Kepala UPT.",
    )

    class Meta:
        model = HospitalNews
        fields = ["heard_at", "heard_from", "expected_on", "words"]
        field_classes = {"heard_at": PastMomentField}
        error_messages = {"heard_from": {"required": "Tulis kabar itu dari siapa."}}


class HospitalBillForm(SendKeyForm, RowForm):
    unchosen = {"payer": "Pilih yang membayar"}
    is_another = forms.BooleanField(
        label="Ini tagihan lain dengan tanggal, jumlah dan yang membayar yang sama", required=False
    )

    class Meta:
        model = HospitalBill
        fields = ["on", "amount", "payer", "is_another"]
        field_classes = {"on": PastDayField}
        help_texts = {"amount": "Hanya angka, misalnya 1180000."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["payer"] = self.initial.get("payer") or self.instance.hospital_stay.payer
        if not self.is_bound:
            # Asked of one that looks like another.
            del self.fields["is_another"]


class HospitalPayForm(forms.Form):
    paid_on = PastDayField(label="Lunas pada", initial=days.today)
    receipt = line("Nomor kuitansi", "Lunas hanya dengan kuitansi. Tulis nomornya.", 60)


class HospitalEndForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Sesudahnya",
        choices=[("", "Pilih"), *Outcome.choices],
        error_messages={"required": "Pilih apa yang terjadi."},
    )
    outcome_at = PastMomentField(label="Pada", initial=days.now)
