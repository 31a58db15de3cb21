from django import forms

from cases.exits.columns import PROMISED_WITHIN, Identity
from cases.exits.models import Exit, ExitKind, ExitProof, ExitWitness, PromiseText
from cases.people.forms import NumberField
from cases.people.nik import digits, wrong_length
from cases.people.photos.forms import PhotoInput, PhotosField
from cases.stays.models import Stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.editing import PartForm
from rptc.forms import ChoiceButtons, DayInput, MomentInput, PastDayField, RowForm
from rptc.sending import SendKeyForm, digest_of


class ExitForm(SendKeyForm, RowForm):
    """How a stay ends. `left_at` is asked for when it ends at once."""

    begins_now = ["left_at"]
    left_at = forms.DateTimeField(
        label="Keluar pada",
        required=False,
        widget=MomentInput,
        help_text="Untuk yang melalui Kepala UPT diisi saat serah terima.",
    )

    # Of one that was given back, what the next one begins with.
    AGAIN = ("receiver", "relation", "address", "reason")

    class Meta:
        model = Exit
        fields = ["kind", "left_at", "receiver", "relation", "address", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, by, kind="", **kwargs):
        """`kind`: the code of the one that is chosen already, where a page leads to it."""
        super().__init__(*args, **kwargs)
        # A death has its own page.
        kinds = ExitKind.objects.filter(is_active=True).exclude(code=WayOut.DIED)
        if not by.has_perm("cases.end_stay"):
            kinds = kinds.filter(approval=ExitKind.Approval.EMERGENCY)
        self.fields["kind"].queryset = kinds
        self.fields["kind"].empty_label = "Pilih cara keluar"
        self.initial["kind"] = kinds.filter(code=kind).first()
        _require(self)

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind is None:
            return cleaned
        if kind.code in {WayOut.RAN_AWAY, WayOut.UNKNOWN}:
            if not cleaned.get("reason"):
                self.add_error("reason", "Tulis apa yang diketahui.")
        return cleaned

    def _post_clean(self):
        """`left_at` belongs to the row only once the handover took place."""
        left_at = self.cleaned_data.pop("left_at", None)
        super()._post_clean()
        self.instance.left_at = None
        self.cleaned_data["left_at"] = left_at


class StaysField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": "Centang siapa yang keluar."}

    def label_from_instance(self, stay):
        person, classification = stay.person, stay.intake.classification
        return (
            f"{person}, {person.sex}, {person.age_today}, {classification.short_name},"
            f" berkas {person.file_number}"
        )


class TogetherForm(SendKeyForm):
    """Several who leave the same way, to the same receiver."""

    kind = forms.ModelChoiceField(
        ExitKind.objects.none(), label="Cara keluar", empty_label="Pilih cara keluar"
    )
    receiver = forms.CharField(label="Diterima oleh", max_length=120, required=False)
    address = forms.CharField(label="Alamat tujuan", max_length=200, required=False)
    reason = forms.CharField(label="Keterangan", max_length=300, required=False)
    left_at = forms.DateTimeField(label="Keluar pada", widget=MomentInput)
    stays = StaysField(Stay.objects.none(), label="Yang keluar")
    go_on = forms.BooleanField(
        label="Lanjutkan tanpa yang tidak dapat keluar bersama", required=False
    )

    def __init__(self, *args, stays, **kwargs):
        super().__init__(*args, **kwargs)
        emergency = ExitKind.Approval.EMERGENCY
        self.fields["kind"].queryset = ExitKind.objects.filter(
            is_active=True, to_family=False
        ).exclude(approval=emergency)
        self.fields["stays"].queryset = stays
        self.initial["left_at"] = days.now()
        _require(self)


# Field: what is said where it is empty, and of which ways out it is asked.
NEEDED = {
    "receiver": (
        "Tulis siapa yang menerima.",
        lambda kind: kind.needs_receiver or kind.to_family,
    ),
    "relation": ("Tulis hubungan penerima dengan klien.", lambda kind: kind.to_family),
    "address": ("Tulis alamat tujuan.", lambda kind: kind.needs_address),
}


def _require(form):
    """What the chosen way out asks for bears its mark; as long as none is chosen, it says of which
    it is asked."""
    kinds = list(form.fields["kind"].queryset)
    chosen = str(form["kind"].value() or "")
    kind = next((each for each in kinds if str(each.pk) == chosen), None)
    for name in NEEDED.keys() & form.fields.keys():
        field, (missing, asks) = form.fields[name], NEEDED[name]
        field.required = kind is not None and asks(kind)
        field.error_messages["required"] = missing
        of = [each.name for each in kinds if asks(each)]
        if kind is None and of:
            field.help_text = f"Wajib untuk: {'; '.join(of)}."


class HandOverForm(forms.Form):
    file_number = forms.CharField(
        label="Nomor berkas klien",
        max_length=12,
        help_text="Ketik dari kartu klien, sesudah wajahnya dicocokkan dengan foto.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Ketik nomor berkas dari kartu klien."},
    )
    receiver = forms.CharField(
        label="Diterima oleh",
        max_length=120,
        required=False,
        help_text="Ketik namanya bila orang dan kartunya sama dengan yang disetujui.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    left_at = forms.DateTimeField(label="Diserahkan pada", widget=MomentInput)

    def __init__(self, *args, exit, **kwargs):
        super().__init__(*args, initial={"left_at": days.now()}, **kwargs)
        if exit.receiver:
            self.fields["receiver"].required = True
            self.fields["receiver"].error_messages["required"] = "Tulis siapa yang menerima."
        else:
            del self.fields["receiver"]


class PictureInput(PhotoInput):
    is_multiple = False


class PictureField(PhotosField):
    """One picture of a card or a paper."""

    widget = PictureInput
    default_error_messages = {
        "required": "Ambil atau pilih fotonya.",
        "too_many": "Kirim satu foto saja.",
    }

    def clean(self, uploads):
        pictures, refused = super().clean(uploads)
        if refused or len(pictures) > 1:
            raise forms.ValidationError(refused or self.error_messages["too_many"])
        return pictures[0]


class ProofForm(SendKeyForm, RowForm):
    unchosen = {"kind": "Pilih surat"}
    picture = PictureField(label="Foto surat")
    field_order = ["kind", "number", "note", "picture"]

    class Meta:
        model = ExitProof
        fields = ["kind", "number", "note"]
        help_texts = {"note": "Untuk lainnya: surat apa. Surat lain tidak cukup sendiri."}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ExitProof.Kind.OTHER and not cleaned.get("note"):
            self.add_error("note", "Tulis surat apa.")
        return cleaned

    def digest(self):
        picture = self.cleaned_data["picture"].sha256
        return digest_of({**self.cleaned_data, "picture": picture})


class WitnessForm(SendKeyForm, forms.ModelForm):
    nik = NumberField(label="NIK")

    class Meta:
        model = ExitWitness
        fields = ["name", "address", "phone", "nik"]
        help_texts = {"address": "Misalnya Ketua RT 02, atau tetangga dan alamatnya."}


class PieceForm(PartForm):
    """One piece of a release. `values` are the columns that it sets."""

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def picture(self):
        return self.cleaned_data.get("picture")

    # Does what was found end the approval?
    withdraws = False


class ReceiverForm(PieceForm):
    class Meta:
        model = Exit
        fields = ["relation", "address", "receiver_phone"]
        error_messages = {
            "relation": {"required": "Tulis hubungan penerima dengan klien."},
            "address": {"required": "Tulis alamat tujuan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        self.fields["relation"].required = kind.to_family
        self.fields["address"].required = kind.needs_address


class IdentityForm(PieceForm):
    also_sets = ["identity_photo"]
    needed = ["identity_kind", "identity_number"]
    unchosen = {"identity_kind": "Pilih kartu"}
    picture = PictureField(label="Foto kartu")

    class Meta:
        model = Exit
        fields = ["identity_kind", "identity_number"]

    def clean_identity_number(self):
        number = self.cleaned_data["identity_number"]
        if self.cleaned_data.get("identity_kind") == Identity.KTP:
            number = digits(number)
            if wrong := wrong_length("NIK", number):
                raise forms.ValidationError(wrong)
        return number

    def is_stored(self, cleaned):
        picture, photo = cleaned.get("picture"), self.instance.identity_photo
        is_same = picture and photo and picture.sha256 == photo.sha256
        return bool(is_same) and super().is_stored(cleaned)


class HomeCheckForm(PieceForm):
    """Checked on a day, by somebody, with a result; or not checked, and why."""

    class Meta:
        model = Exit
        fields = ["home_checked_on", "home_checked_by", "home_result", "home_unchecked_reason"]
        field_classes = {"home_checked_on": PastDayField}
        labels = {
            "home_checked_on": "Diperiksa pada",
            "home_checked_by": "Diperiksa oleh",
            "home_result": "Hasil",
            "home_unchecked_reason": "Bila tidak diperiksa: mengapa",
        }

    def clean(self):
        cleaned = super().clean()
        reason = cleaned.get("home_unchecked_reason")
        if "home_checked_on" in self.errors:
            return cleaned
        if cleaned.get("home_checked_on"):
            if not cleaned.get("home_checked_by"):
                self.add_error("home_checked_by", "Tulis siapa yang memeriksa.")
            if not cleaned.get("home_result"):
                self.add_error("home_result", "Tulis hasilnya.")
            if reason:
                self.add_error("home_unchecked_reason", "Kosongkan: rumah sudah diperiksa.")
        elif not reason:
            self.add_error("home_checked_on", "Isi, atau tulis di bawah mengapa tidak diperiksa.")
        return cleaned


class LateHomeCheckForm(PieceForm):
    """After the approval, in place of a written "tidak diperiksa"; until the handover."""

    also_sets = ["home_unchecked_reason"]
    needed = ["home_checked_on", "home_checked_by", "home_result"]
    is_fit = forms.ChoiceField(
        label="Layak untuk klien",
        choices=[("yes", "Layak"), ("no", "Tidak layak")],
        widget=ChoiceButtons,
        help_text="Tidak layak: persetujuan gugur, dan terminasi diajukan lagi.",
        error_messages={"required": "Pilih layak atau tidak layak."},
    )

    class Meta(HomeCheckForm.Meta):
        fields = ["home_checked_on", "home_checked_by", "home_result"]
        error_messages = {
            "home_checked_on": {"required": "Tulis kapan rumah diperiksa."},
            "home_checked_by": {"required": "Tulis siapa yang memeriksa."},
            "home_result": {"required": "Tulis hasilnya."},
        }

    @property
    def values(self):
        return {**super().values, "home_unchecked_reason": ""}

    @property
    def withdraws(self):
        return self.cleaned_data["is_fit"] == "no"


class PromiseForm(PieceForm):
    also_sets = ["promise"]
    needed = ["promise_signed_on"]

    class Meta:
        model = Exit
        fields = ["promise_signed_on"]
        field_classes = {"promise_signed_on": PastDayField}
        labels = {"promise_signed_on": "Ditandatangani pada"}

    @property
    def values(self):
        """Signed under the text that was in force on that day."""
        signed_on = self.cleaned_data["promise_signed_on"]
        return {**super().values, "promise": PromiseText.objects.in_force(signed_on)}


class ItemsForm(PieceForm):
    needed = ["items_handed"]

    class Meta:
        model = Exit
        fields = ["items_handed"]
        widgets = {"items_handed": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"items_handed": "Akta, kartu, obat, pakaian, uang titipan. Atau: tidak ada."}


class ContactForm(PieceForm):
    needed = ["next_contact_on", "next_contact_way"]

    class Meta:
        model = Exit
        fields = ["next_contact_on", "next_contact_way"]
        widgets = {"next_contact_on": DayInput, "next_contact_way": ChoiceButtons}
        labels = {"next_contact_on": "Pada", "next_contact_way": "Lewat"}

    def clean_next_contact_on(self):
        day = self.cleaned_data["next_contact_on"]
        if day <= days.today():
            raise forms.ValidationError("Kontak berikutnya sesudah hari ini.")
        if day > days.today() + PROMISED_WITHIN:
            raise forms.ValidationError(
                f"Kontak berikutnya paling lambat {PROMISED_WITHIN.days} hari lagi."
            )
        return day


# The pages that add one piece each: code -> form, title.
PIECES = {
    "receiver": (ReceiverForm, "Penerima dan alamat"),
    "identity": (IdentityForm, "Identitas penerima"),
    "home": (HomeCheckForm, "Rumah diperiksa"),
    "contact": (ContactForm, "Kontak berikutnya"),
    "promise": (PromiseForm, "Surat pernyataan"),
    "items": (ItemsForm, "Surat dan barang"),
}


def form_of(piece, exit):
    """The form of a piece as this exit stands, and its title."""
    form, title = PIECES[piece]
    is_late = piece == "home" and exit.decided_at and exit.is_home_unchecked
    return (LateHomeCheckForm if is_late else form), title


class ExitKindForm(forms.ModelForm):
    class Meta:
        model = ExitKind
        fields = [
            "needs_receiver",
            "needs_address",
            "needs_proof",
            "needs_identity",
            "needs_home_check",
            "needs_promise",
            "needs_items",
            "needs_next_contact",
            "closes_destination",
            "is_active",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # No setting of these two: the database holds them as they are.
        is_fixed = self.instance.code == WayOut.PARTNER or self.instance.to_family
        self.fields["closes_destination"].disabled = is_fixed


class PromiseTextForm(forms.ModelForm):
    class Meta:
        model = PromiseText
        fields = ["text", "valid_from"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "valid_from": DayInput}
        help_texts = {"text": "Satu janji satu baris."}

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < days.today():
            raise forms.ValidationError("Isi pernyataan tidak dapat diganti mundur.")
        return day
