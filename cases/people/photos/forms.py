from django import forms
from django.core.exceptions import ValidationError

from cases.people.photos.models import Photo
from rptc.forms import ChoiceButtons
from rptc.pictures import encode
from rptc.sending import SendKeyForm

MOST_AT_ONCE = 10
KINDS = Photo.Kind


class PhotoInput(forms.Widget):
    """The camera, or several from the gallery; both arrive under one name.

    Not a FileInput: crispy draws those itself, without asking the widget's template. The list of
    kinds makes a phone hand over HEIC as JPEG.
    """

    template_name = "forms/photo_input.html"
    is_multiple = True
    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp", **(attrs or {})})

    def id_for_label(self, id_):
        return ""

    def format_value(self, value):
        """A browser never shows a file again."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        classes = context["widget"]["attrs"].get("class", "")
        context["widget"]["is_invalid"] = "is-invalid" in classes
        context["widget"]["is_multiple"] = self.is_multiple
        return context

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])

    def value_omitted_from_data(self, data, files, name):
        return name not in files


class PhotosField(forms.Field):
    """Pictures, saved anew. A good one is not lost for a bad one beside it: see `refused`."""

    widget = PhotoInput
    default_error_messages = {
        "required": "Ambil atau pilih foto dulu.",
        "too_many": f"Paling banyak {MOST_AT_ONCE} foto sekali kirim.",
    }

    def clean(self, uploads):
        """(pictures, refusals): the ones that were read, and why the others were not."""
        if not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        pictures, refused = [], []
        for number, upload in enumerate(uploads, 1):
            try:
                pictures.append(encode(upload))
            except ValidationError as error:
                about = f"Foto {number} dari {len(uploads)}: " if len(uploads) > 1 else ""
                refused.append(f"{about}{error.message}")
        if not pictures:
            raise ValidationError(refused)
        return pictures, refused


class PhotosForm(SendKeyForm):
    kind = forms.ChoiceField(label="Yang difoto", widget=ChoiceButtons)
    photos = PhotosField(label="Foto")

    @property
    def pictures(self):
        return self.cleaned_data["photos"][0]

    @property
    def refused(self):
        return self.cleaned_data["photos"][1]


class PersonPhotosForm(PhotosForm):
    note = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=120,
        help_text="Misalnya bekas luka di lengan kiri.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(KINDS.FACE, KINDS.CARD, KINDS.MARK)
        self.fields["kind"].initial = KINDS.FACE


class PatrolPhotosForm(PhotosForm):
    """`people`: "Foto dulu", somebody who is still to be written down."""

    # Said by a phone on which the picture waited for signal.
    taken_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people=False, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [KINDS.FACE, KINDS.CARD] if people else [KINDS.PATROL]
        self.fields["kind"].choices = _choices(*kinds)
        self.fields["kind"].initial = kinds[0]
        if not people:
            self.fields["kind"].widget = forms.HiddenInput()


def _choices(*kinds):
    return [(kind.value, kind.label) for kind in kinds]


class PhotoIdsField(forms.Field):
    """Which waiting pictures a row completes: their numbers, as "12,15" or a tick each.

    Whether they still wait is the action's to say: a row that is sent again must read the same.
    """

    widget = forms.MultipleHiddenInput

    def clean(self, ticked):
        numbers = {n for n in ",".join(ticked or []).split(",") if n}
        if not all(n.isascii() and n.isdigit() and len(n) < 18 for n in numbers):
            raise ValidationError("Pilih fotonya lagi.")
        return sorted(map(int, numbers))
