from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property

from cases.people import access
from cases.people.access import Manner
from cases.people.doubles import hints
from cases.people.doubles.models import Double, Merge
from cases.people.forms import MONTHS
from cases.people.matching import Known
from cases.people.models import Person, Sex
from rptc import days
from rptc.sending import SendKeyForm

SAME, NOT_SAME = "same", "not"
ANSWERS = [f"likely_{number}" for number in range(hints.SHOWN)]


class LikelyForm(forms.Form):
    """What is known so far of somebody who is being written down. Nothing here is an error."""

    name = forms.CharField(required=False, max_length=120)
    alias = forms.CharField(required=False, max_length=80)
    sex = forms.ChoiceField(required=False, choices=Sex.choices)
    age_years = forms.IntegerField(required=False, min_value=0, max_value=120)
    age_unit = forms.CharField(required=False)
    born_on = forms.DateField(required=False)
    nik = forms.RegexField(r"^[0-9]{16}$", required=False)
    mother_name = forms.CharField(required=False, max_length=120)
    origin_text = forms.CharField(required=False, max_length=200)

    def known(self) -> Known | None:
        """What can be looked for; nothing while there is no name to speak of."""
        self.is_valid()
        typed = self.cleaned_data
        name, alias = typed.get("name", ""), typed.get("alias", "")
        if not (_says_something(name) or _says_something(alias) or typed.get("nik")):
            return None
        return Known(
            name=name,
            alias=alias,
            sex=typed.get("sex", ""),
            age=self._age(typed.get("age_years"), typed.get("born_on")),
            origin=typed.get("origin_text", ""),
            mother_name=typed.get("mother_name", ""),
            nik=typed.get("nik", ""),
        )

    def _age(self, years, born_on):
        if years is not None and self.cleaned_data.get("age_unit") == MONTHS:
            return years // 12
        if years is None and born_on and born_on <= days.today():
            return days.age_on(born_on, days.today())
        return years


def _says_something(name):
    return sum(letter.isalpha() for letter in name) >= 3


class LikelyAnswers(forms.Form):
    """Mixed into a form that makes a person: is it somebody whose file is known?

    The page `person_likely` draws the likely people and their answers, likely_0 ... likely_4, so
    these are no fields of the form. After `clean`: `same_as` is the chosen person or None,
    `not_same` are those who were told apart, and `claimed` is whom an officer or house staff
    chose by a masked hint: they get a file of their own, until a social worker has said that it is
    one person. An arrival that somebody made up would else open any file to the house.
    """

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.same_as, self.claimed, self.not_same = user, None, None, []

    # Whoever writes somebody down with more time is asked before a new file is made.
    ASKS_FIRST = False

    @property
    def likely_was_shown(self):
        """Were the likely people on the page, whatever was answered?"""
        return self.add_prefix("likely_shown") in self.data

    @cached_property
    def likely(self):
        """The likely people to draw, with the answers given so far; None where there are none
        to draw."""
        if not (self.user and self.is_bound and (self.likely_was_shown or self.ASKS_FIRST)):
            return None
        return look_up(self.data, self.prefix, self.user)

    def clean(self):
        cleaned = super().clean()
        if self.user and "sex" in self.fields:
            self._read_answers(cleaned)
        cleaned["same_as"] = self.same_as or self.claimed
        cleaned["not_same"] = ",".join(sorted(str(person.pk) for person in self.not_same))
        return cleaned

    def _read_answers(self, cleaned):
        same, self.not_same, void = read_answers(self.data, self.prefix, self.user)
        if void:
            self.add_error(None, "Pilihan orang yang sama sudah tidak berlaku. Pilih lagi.")
        if len(same) > 1:
            self.add_error(None, "Pilih satu saja sebagai orang yang sama.")
        elif same:
            [self.same_as] = same
            if cleaned.get("sex") and cleaned["sex"] != self.same_as.sex:
                self.add_error(
                    "sex",
                    "Orang yang dipilih tercatat dengan jenis kelamin lain. Periksa keduanya.",
                )
            if not _may_be_given(self.same_as, self.user):
                self.same_as, self.claimed = None, self.same_as


def _may_be_given(person, user):
    """Whom the house has already, a new arrival opens to nobody."""
    is_open = access.known(user, person).manner == Manner.OPEN
    return is_open or Person.objects.in_the_house().filter(pk=person.pk).exists()


@dataclass(frozen=True)
class Likely:
    """What the part of the page shows: [(hint, answer)], or that the limit is reached."""

    prefix: str
    hints: list
    is_refused: bool = False
    choices = [(SAME, "Orang yang sama"), (NOT_SAME, "Bukan"), ("", "Tanyakan nanti")]

    @property
    def name_prefix(self):
        return f"{self.prefix}-" if self.prefix else ""

    @property
    def numbered(self):
        return [(number, hint, answer) for number, (hint, answer) in enumerate(self.hints)]

    @property
    def surest(self):
        """The likely ones; without any the first who may be."""
        likely = [each for each in self.numbered if each[1].is_likely]
        return likely or self.numbered[:1]

    @property
    def others(self):
        """Those who only may be: a fold, for a row is typed in the dark and has more to ask."""
        surest = self.surest
        return [each for each in self.numbered if each not in surest]

    @property
    def is_answered_among_others(self):
        return any(answer for _, _, answer in self.others)


def read_answers(data, prefix, user):
    """(chosen as the same, told apart, is one no longer good): people, each once."""
    found, void = {SAME: {}, NOT_SAME: {}}, False
    for name in ANSWERS:
        answer, _, token = data.get(f"{prefix}-{name}" if prefix else name, "").partition(":")
        if answer in found:
            person = hints.person_of(token, user)
            void = void or person is None
            if person:
                found[answer][person.pk] = person
    return list(found[SAME].values()), list(found[NOT_SAME].values()), void


def look_up(data, prefix, user, *, drawn_as=None) -> Likely | None:
    """Who it may be by what was typed; None while there is no name to speak of. Whoever was
    chosen stays, whatever is typed afterwards."""
    known = LikelyForm(data, prefix=prefix).known()
    if known is None:
        return None
    same, not_same, _ = read_answers(data, prefix, user)
    answers = {person.pk: SAME for person in same} | {person.pk: NOT_SAME for person in not_same}
    may = hints.may_look_up(user, known)
    found = hints.hints_for(user, known if may else None, also=[person.pk for person in same])
    return Likely(
        prefix=(prefix if drawn_as is None else drawn_as) or "",
        hints=[(hint, answers.get(hint.person_id, "")) for hint in found],
        is_refused=not may,
    )


class NotSameForm(forms.Form):
    """Of the pairs of one page those that are two people each."""

    doubles = forms.ModelMultipleChoiceField(
        Double.objects.none(),
        error_messages={
            "required": "Tandai dahulu pasangan yang bukan orang yang sama.",
            "invalid_choice": "Satu pasangan sudah diputuskan. Tandai lagi yang lain.",
        },
    )
    reason = forms.CharField(
        label="Alasan untuk yang ditandai (boleh kosong)", required=False, max_length=300
    )

    def __init__(self, *args, doubles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["doubles"].queryset = doubles


class OtherFileForm(forms.Form):
    """By its number, which stands on each file and each letter."""

    def __init__(self, *args, people, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.kept = people, kept
        # "with" is a word of the language, so it cannot be written as an attribute.
        self.fields["with"] = forms.IntegerField(
            label="Nomor berkas lain",
            min_value=1,
            max_value=2**31,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": "Tulis nomor berkas.", "invalid": "Tulis dengan angka."},
        )
        self.clean_with = self._find

    def _find(self):
        if self.cleaned_data["with"] == self.kept.pk:
            raise forms.ValidationError("Itu nomor berkas ini sendiri.")
        person = self.people.filter(pk=self.cleaned_data["with"]).first()
        if person is None:
            raise forms.ValidationError("Berkas dengan nomor itu tidak ada.")
        return person


class MergeForm(SendKeyForm, forms.ModelForm):
    is_certain = forms.BooleanField(
        label="Saya sudah membandingkan foto, umur dan tempatnya, dan yakin keduanya satu orang.",
        error_messages={"required": "Bila belum yakin, jangan digabung: kembali ke berkas ganda."},
    )

    class Meta:
        model = Merge
        fields = ["reason"]
        error_messages = {"reason": {"required": "Tulis mengapa keduanya satu orang."}}
