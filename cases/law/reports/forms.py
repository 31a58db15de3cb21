import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from cases.intakes.models import Intake
from cases.law.reports.models import (
    MOST_LETTERS,
    MOST_OF_REASON,
    MOST_OF_WHOM,
    ReportOffice,
    ReportRule,
    ReportToOffice,
    ViolenceReport,
)
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User, staff_with
from rptc.accounts.own import not_own
from rptc.accounts.permissions import INSIDE
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastMomentField, RowForm, line
from rptc.pages import is_key
from rptc.sending import SendKeyForm
from rptc.words import tanggal

SHOWN = 5
UNKNOWN = (
    "Tidak ada berkas seperti ini yang dapat Anda pilih. Kosongkan, lalu tulis siapa orangnya;"
    " pekerja sosial memilih berkasnya nanti."
)


def people_to_name(user):
    """Whose file this user may open, and whom they met themselves."""
    opened = Person.objects.visible_to(user).values("pk")
    met = Intake.objects.visible_to(user).values("person")
    reached = Person.objects.filter(Q(pk__in=opened) | Q(pk__in=met), merged_into=None)
    return reached.filter(not_own(user, "pk"))


def _words(label, most, rows, **options):
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def _fingerprint(form, digest):
    """It lies beside the row: of a short text a plain one could be guessed."""
    return salted_hmac("cases.violence_report", digest, algorithm="sha256").hexdigest()


class FileField(forms.CharField):
    """A file by its number, among those that this user can reach. A name shows whose files are
    called so, and takes none: a report on the wrong file is read by the wrong people."""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.people, self.stays = Person.objects.none(), Stay.objects.none()

    def offer_to(self, user):
        self.people, self.stays = people_to_name(user), Stay.objects.visible_to(user)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        if is_key(typed):
            if person := self.people.filter(pk=int(typed)).first():
                return person
            raise ValidationError(UNKNOWN)
        whole = rf"(^|[^[:alnum:]]){re.escape(typed)}($|[^[:alnum:]])"
        named = Q(name__iregex=whole) | Q(alias__iregex=whole)
        here = Exists(self.stays.open().filter(person=OuterRef("pk")))
        # Most reports are about somebody of the house: an old file is not offered before theirs.
        people = self.people.filter(named).annotate(is_here=here)
        found = list(people.order_by("-is_here", "name", "-pk")[: SHOWN + 1])
        if not found:
            raise ValidationError(UNKNOWN)
        names = "; ".join(map(_told_apart, found[:SHOWN]))
        more = " Masih ada yang lain." if len(found) > SHOWN else ""
        raise ValidationError(
            f"Ditemukan: {names}.{more} Bila orangnya benar, tulis nomor berkasnya."
        )


def _told_apart(person):
    where = ", di rumah" if person.is_here else ""
    return f"{person.file_number} {person} ({person.sex}, {person.age_today}{where})"


class _ToldFields(forms.ModelForm):
    """What was told, when and to whom."""

    class Meta:
        model = ViolenceReport
        fields = ["rule", "told_at", "heard_by"]
        field_classes = {"told_at": PastMomentField}
        help_texts = {"told_at": "Batas waktu dihitung dari sini."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rule, heard = self.fields["rule"], self.fields["heard_by"]
        offered = Q(pk=self.instance.rule_id) | Q(
            pk__in=ReportRule.objects.in_force(days.today()).values("pk")
        )
        if day := self._typed_day():
            offered |= Q(pk__in=ReportRule.objects.in_force(day).values("pk"))
        rule.queryset = ReportRule.objects.filter(offered)
        rule.label_from_instance = _named_with_its_end
        rule.empty_label = "Pilih yang diceritakan"
        rule.error_messages["required"] = "Pilih apa yang diceritakan."
        # Whoever heard it may have left since.
        heard.queryset = User.objects.filter(
            Q(pk=self.instance.heard_by_id) | Q(pk__in=staff_with(*INSIDE).values("pk"))
        ).order_by("full_name", "pk")
        heard.empty_label = "Pilih petugas"
        heard.error_messages["required"] = "Pilih siapa yang mendengar."
        if self.instance.pk is None:
            self.initial["heard_by"] = user.pk

    def _typed_day(self):
        field = self.fields["told_at"]
        try:
            typed = field.to_python(self.data.get(self.add_prefix("told_at")))
        except ValidationError:
            return None
        return typed and days.day_of(typed)

    def clean(self):
        """Of a rule that another of the same name followed, the one of that day."""
        cleaned = super().clean()
        rule, told_at = cleaned.get("rule"), cleaned.get("told_at")
        if rule and told_at:
            then = ReportRule.objects.in_force(days.day_of(told_at)).filter(name=rule.name)
            if not then.filter(pk=rule.pk).exists():
                cleaned["rule"] = then.order_by("pk").first() or rule
        return cleaned

    def digest(self):
        return _fingerprint(self, super().digest())


def _named_with_its_end(rule):
    return f"{rule} (sampai {tanggal(rule.until_on)})" if rule.until_on else str(rule)


SAID = {
    "help_text": "Hanya yang dikatakan sendiri, dengan kata-katanya. Jangan ditanyai rinciannya.",
    "error_messages": {"required": "Tulis apa yang dikatakan, satu kalimat sudah cukup."},
}


class ViolenceReportForm(_ToldFields, SendKeyForm, RowForm):
    begins_now = ["told_at"]
    field_order = ["file", "whom", "rule", "said", "told_at", "heard_by"]

    file = FileField(
        label="Nomor berkas atau nama klien",
        required=False,
        help_text="Kosong bila berkasnya tidak Anda temukan.",
    )
    whom = _words(
        "Siapa orangnya, bila tanpa berkas",
        MOST_OF_WHOM,
        2,
        required=False,
        help_text="Misalnya nama panggilan, umur, di mana ditemui.",
    )
    said = _words("Yang dikatakan", MOST_LETTERS, 3, **SAID)

    class Meta(_ToldFields.Meta):
        pass

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if self.instance.person_id:
            del self.fields["file"], self.fields["whom"]
        else:
            self.fields["file"].offer_to(user)

    def clean(self):
        cleaned = super().clean()
        if "file" in self.fields and "file" not in self.errors:
            if cleaned.get("file"):
                self.instance.person = cleaned["file"]
            elif not cleaned.get("whom"):
                self.add_error("whom", "Pilih berkasnya di atas, atau tulis siapa orangnya.")
        return cleaned


class ViolenceReportCorrectForm(_ToldFields, VersionForm):
    field_order = ["whom", "rule", "said", "told_at", "heard_by", "why"]

    whom = _words("Siapa orangnya", MOST_OF_WHOM, 2, required=False)
    said = _words("Yang dikatakan", MOST_LETTERS, 3, **SAID)
    why = line("Mengapa diperbaiki", "Tulis mengapa diperbaiki.", MOST_OF_REASON)

    class Meta(_ToldFields.Meta):
        pass

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if self.instance.person_id:
            del self.fields["whom"]


class _OfficeFields(forms.ModelForm):
    class Meta:
        model = ReportToOffice
        fields = ["office", "receiver", "at", "way", "number"]
        field_classes = {"at": PastMomentField}
        labels = {"at": "Pada"}
        help_texts = {"number": "Belum diberi? Simpan dahulu; laporan tetap terbuka."}
        error_messages = {
            "receiver": {"required": "Tulis siapa yang menerima."},
            "way": {"required": "Pilih cara melapornya."},
        }

    unchosen = {"way": "Pilih caranya"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        office.queryset = ReportOffice.objects.filter(
            Q(is_active=True) | Q(pk=self.instance.office_id), side=self.instance.side
        )
        office.empty_label = "Pilih kantornya"
        office.error_messages["required"] = "Pilih kantornya."


class ReportToOfficeForm(_OfficeFields, SendKeyForm, RowForm):
    begins_now = ["at"]

    class Meta(_OfficeFields.Meta):
        pass


class ReportToOfficeEditForm(_OfficeFields, VersionForm):
    class Meta(_OfficeFields.Meta):
        pass


class JoinForm(forms.Form):
    """A social worker says whose file it is."""

    person = FileField(label="Nomor berkas atau nama klien")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.offer_to(user)
        field.error_messages["required"] = "Tulis nomor berkasnya."


class MoveForm(JoinForm):
    """It stands on the wrong file."""

    person = FileField(
        label="Nomor berkas atau nama klien",
        required=False,
        help_text="Kosong bila berkas yang benar belum diketahui.",
    )
    whom = _words(
        "Siapa orangnya, bila tanpa berkas",
        MOST_OF_WHOM,
        2,
        required=False,
        help_text="Misalnya nama panggilan, umur, di mana ditemui.",
    )
    why = line("Mengapa dipindahkan", "Tulis mengapa dipindahkan.", MOST_OF_REASON)


class ReportRuleForm(RowForm):
    class Meta:
        model = ReportRule
        fields = [
            "name",
            "hours",
            "asks_police",
            "asks_ppa",
            "source",
            "is_confirmed",
            "from_on",
            "until_on",
            "order",
        ]
        widgets = {"from_on": DayInput, "until_on": DayInput}


class ReportOfficeForm(RowForm):
    class Meta:
        model = ReportOffice
        fields = ["side", "name", "phone", "order", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
        elif self.instance.told.exists():
            # What was told there stays told to that side.
            del self.fields["side"]
