import datetime

from django import forms
from django.db.models import Q

from cases.casework.plans.forms import owners
from cases.casework.plans.models import PlanItem, ServiceKind
from cases.casework.services.actions import Answer
from cases.casework.services.models import Absence, GroupSession, Service, State
from cases.house.presence.forms import lacks_in
from cases.people.photos.forms import PhotoInput
from cases.stays.spm import Spm
from rptc import days
from rptc.accounts.models import User
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, DayInput, PastMomentField, RowForm
from rptc.pictures import encode
from rptc.sending import SendKeyForm, digest_of

LONGEST = Service._meta.get_field("absence_note").max_length


class OnePhotoInput(PhotoInput):
    is_multiple = False


class OnePhotoField(forms.Field):
    """A picture or none."""

    widget = OnePhotoInput

    def clean(self, uploads):
        return encode(uploads[-1]) if uploads else None


class Ticked:
    """Read by hand, as it is drawn by hand: forty forms of three fields would be slow on a phone.
    `ticks` (lists.py) hold what is ticked for each klien."""

    def read(self):
        """What was typed. Whoever has left since the list was shown has no tick, and is answered
        for all the same."""
        shown, here = set(self.data.getlist("shown")), set(self.data.getlist("here"))
        for tick in self.ticks:
            key = str(tick.stay.pk)
            if key in shown:
                tick.is_present = key in here
                tick.absence, tick.note = self._why(key, tick.is_present)
        self.shown = sorted({int(key) for key in shown if key.isdecimal() and len(key) < 19})

    def _why(self, key, is_present):
        if is_present:
            return "", ""
        return self.data.get(f"{key}-absence", ""), self.data.get(f"{key}-note", "").strip()

    def clean(self):
        cleaned = super().clean()
        self.choose_leader(cleaned)
        self.check(cleaned)
        return cleaned

    def check(self, cleaned):
        for tick in self.ticks:
            is_told = tick.is_present or self._is_untold(tick)
            tick.error = "" if is_told else lacks_in(tick, tick.kept_absence, Absence, LONGEST)
        if wrong := [tick.name for tick in self.ticks if tick.error]:
            self.add_error(None, f"Alasan belum lengkap: {', '.join(wrong)}.")
        self._ask_whether_they_may_come()
        cleaned["answers"] = self._answers()

    def _ask_whether_they_may_come(self):
        """Whoever lies in an isolation room comes where somebody says that they may."""
        ticked, may_come = [], set(self.data.getlist("may_come"))
        for tick in self.ticks:
            tick.asks_whether = tick.is_isolated and tick.is_present
            if tick.asks_whether and str(tick.stay.pk) not in may_come:
                ticked.append(tick.name)
        if ticked:
            self.add_error(
                None,
                f"Di kamar isolasi: {', '.join(ticked)}. Ikut hanya bila petugas kesehatan"
                " mengizinkan: centang di bawah namanya.",
            )

    def _is_untold(self, tick):
        """Not on the list of this session, and nobody has put them there."""
        return not tick.is_written and not tick.absence

    def _answers(self):
        ticks, here = {tick.stay.pk: tick for tick in self.ticks}, self.data.getlist("here")
        answers = []
        for pk in self.shown:
            tick = ticks.get(pk)
            if tick is None:
                is_present = str(pk) in here
                absence, note = self._why(str(pk), is_present)
                if not is_present and absence not in Absence.values:
                    absence, note = Absence.OUT, ""
                answers.append(Answer(pk, is_present, absence, note[:LONGEST]))
            elif tick.is_present:
                answers.append(Answer(pk, True))
            elif not self._is_untold(tick):
                answers.append(Answer(pk, False, tick.kept_absence, tick.kept_note))
        return answers


def offer(field, rows, unchosen):
    """These rows alone. Not by `unchosen` of the form, which would list all there are before a
    form says which."""
    field.empty_label = unchosen
    field.queryset = rows


class SessionFields(forms.ModelForm):
    class Meta:
        model = GroupSession
        fields = ["kind", "topic", "held_at", "place", "led_by", "led_by_name", "for_whom"]
        field_classes = {"held_at": PastMomentField}
        widgets = {"for_whom": forms.HiddenInput}
        help_texts = {
            "topic": "Boleh kosong. Jangan menulis nama klien.",
            "led_by_name": "Diisi bila yang memimpin bukan petugas, misalnya ustaz atau relawan.",
        }

    existing = None

    def find_existing(self):
        """After it was refused: the one that is there, for the page to point to."""
        if {"kind", "held_at", "place"} <= self.cleaned_data.keys():
            self.existing = GroupSession.objects.same_as(self.instance).first()

    def keep_choices(self):
        """What is not used any more stays where it was chosen."""
        kinds = Q(is_active=True, is_group=True) | Q(pk=self.instance.kind_id)
        offer(self.fields["kind"], ServiceKind.objects.filter(kinds), "Pilih kegiatan")
        leaders = Q(pk__in=owners().values("pk")) | Q(pk=self.instance.led_by_id)
        leaders = User.objects.filter(leaders).order_by("full_name", "pk")
        offer(self.fields["led_by"], leaders, "Bukan petugas")

    def choose_leader(self, cleaned):
        if cleaned.get("led_by_name"):
            cleaned["led_by"] = None


class SessionForm(Ticked, SendKeyForm, RowForm, SessionFields):
    """Begins as `like`, the last one of its kind, does; everybody of the list is there."""

    begins_now = ["held_at"]
    photo = OnePhotoField(
        label="Foto kegiatan", required=False, help_text="Satu foto, tanpa wajah anak."
    )

    class Meta(SessionFields.Meta):
        pass

    def __init__(self, *args, user, like, for_whom, ticks, **kwargs):
        initial = {"led_by": user.pk, "for_whom": for_whom}
        if like:
            initial |= {
                "kind": like.kind_id,
                "topic": like.topic,
                "place": like.place,
                "led_by": like.led_by_id,
                "led_by_name": like.led_by_name,
                "held_at": same_clock(like),
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.ticks = ticks
        self.keep_choices()
        if self.is_bound:
            self.read()

    def digest(self):
        picture = self.cleaned_data.get("photo")
        return digest_of(self.cleaned_data | {"photo": picture.sha256 if picture else ""})


class SessionEditForm(Ticked, VersionForm, SessionFields):
    photo = OnePhotoField(
        label="Foto kegiatan",
        required=False,
        help_text="Satu foto, tanpa wajah anak. Foto baru menggantikan yang lama.",
    )

    class Meta(SessionFields.Meta):
        pass

    def __init__(self, *args, ticks, **kwargs):
        super().__init__(*args, **kwargs)
        self.ticks = ticks
        self.on_list = [tick for tick in ticks if tick.is_written]
        self.not_on_list = [tick for tick in ticks if not tick.is_written]
        self.keep_choices()
        if self.is_bound:
            self.read()


def same_clock(like):
    """Today at the hour of the last one, or now where that has not come yet."""
    clock = like.held_at.astimezone(days.WITA).time().replace(second=0, microsecond=0)
    return min(days.at(days.today(), clock), days.now())


class ServiceForm(SendKeyForm, RowForm):
    begins_now = ["done_at"]
    what = forms.ChoiceField(
        label="Layanan ini",
        choices=[(State.DONE.value, "Sudah dilakukan"), (State.PLANNED.value, "Direncanakan")],
        widget=ChoiceButtons,
        initial=State.DONE.value,
    )

    class Meta:
        model = Service
        fields = ["kind", "item", "what", "done_at", "planned_on", "result", "done_by_name"]
        field_classes = {"done_at": PastMomentField}
        widgets = {"planned_on": DayInput}
        labels = {
            "item": "Untuk kegiatan rencana",
            "done_by_name": "Dilakukan orang luar",
        }
        help_texts = {
            "done_at": "Bila sudah dilakukan.",
            "planned_on": "Bila direncanakan.",
            "result": "Satu kalimat. Boleh kosong.",
            "done_by_name": "Kosong bila Anda yang melakukannya.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = ServiceKind.objects.filter(is_active=True)
        offer(self.fields["kind"], kinds, "Pilih layanan")
        items = PlanItem.objects.in_force().filter(plan__stay=self.instance.stay_id, result="")
        offer(self.fields["item"], items.order_by("due_on", "pk"), "Tidak ada")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == State.PLANNED:
            for name in ("result", "done_by_name"):
                # What was typed is never dropped in silence.
                if cleaned.get(name):
                    self.add_error(
                        name, "Diisi bila sudah dilakukan. Kosongkan bila direncanakan."
                    )
            cleaned["done_at"], cleaned["result"], cleaned["done_by_name"] = None, "", ""
            self.errors.pop("done_at", None)
            if not cleaned.get("planned_on") and "planned_on" not in self.errors:
                self.add_error("planned_on", "Tulis hari yang direncanakan.")
        elif cleaned.get("what"):
            cleaned["planned_on"] = None
            self.errors.pop("planned_on", None)
            if not cleaned.get("done_at") and "done_at" not in self.errors:
                self.add_error("done_at", "Tulis kapan dilakukan.")
        if cleaned.get("what"):
            self.instance.state = State(cleaned["what"])
        return cleaned


class ServiceCloseForm(forms.Form):
    """Done, or not and why."""

    DONE, OFF = "done", "off"
    what = forms.ChoiceField(
        label="Layanan ini",
        choices=[(DONE, "Sudah dilakukan"), (OFF, "Tidak jadi")],
        widget=ChoiceButtons,
    )
    done_at = PastMomentField(label="Dilakukan pada", required=False, initial=days.now)
    result = forms.CharField(label="Hasil", max_length=200, required=False)
    done_by_name = forms.CharField(
        label="Dilakukan orang luar",
        max_length=120,
        required=False,
        help_text="Kosong bila Anda yang melakukannya.",
    )
    reason = forms.CharField(
        label="Mengapa tidak jadi",
        max_length=200,
        required=False,
        help_text="Wajib diisi bila tidak jadi.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == self.OFF and not cleaned.get("reason"):
            self.add_error("reason", "Tulis mengapa tidak jadi.")
        is_without_moment = not cleaned.get("done_at") and "done_at" not in self.errors
        if cleaned.get("what") == self.DONE and is_without_moment:
            self.add_error("done_at", "Tulis kapan dilakukan.")
        cleaned["is_done"] = cleaned.pop("what", "") == self.DONE
        return cleaned


class ServiceKindForm(RowForm):
    """What follows from another act is not offered: it would count twice."""

    unchosen = {"spm": "Bukan layanan SPM"}

    class Meta:
        model = ServiceKind
        fields = ["code", "name", "component", "spm", "minutes", "is_group", "order", "is_active"]
        help_texts = {
            "spm": "Layanan yang dicatat sesudah ini memakai pilihan ini; yang lama tetap.",
            "minutes": "Dipakai bila layanan dicatat; tidak ditanyakan lagi.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        counted_elsewhere = {Spm.MEALS, Spm.REUNION, Spm.REFERRAL}
        self.fields["spm"].choices = [
            choice for choice in self.fields["spm"].choices if choice[0] not in counted_elsewhere
        ]


class ServiceKindEditForm(ServiceKindForm):
    """The code stays."""

    class Meta(ServiceKindForm.Meta):
        fields = ServiceKindForm.Meta.fields[1:]


def monday_of(typed, today):
    """The Monday of the week that an address asks for; of this week where it asks for none."""
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        day = today
    if not 2000 <= day.year <= today.year + 1:
        day = today
    return day - datetime.timedelta(days=day.weekday())
