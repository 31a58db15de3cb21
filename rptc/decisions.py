"""Decisions: what one human being asks for, and another decides (docs/rules.md, Approval).

A new kind is a model (`Decided`) with its action, a page that extends base_decide.html, and a
line in reports/desk/approvals.py.
"""

from copy import copy
from dataclasses import dataclass
from functools import partial, reduce
from operator import and_, or_

import pgtrigger
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from rptc import days
from rptc.accounts.models import heads
from rptc.accounts.own import not_own, own_to_one_of
from rptc.accounts.permissions import AGENCY_DECIDES, GRANTS, Role
from rptc.admission import READS
from rptc.audit.record import keep, record
from rptc.columns import by, holds
from rptc.forms import ChoiceButtons
from rptc.refusals import write_refusal
from rptc.saving import save
from rptc.sending import Sent
from rptc.words import pukul, tanggal

NO_ROW = Q(pk__in=[])
# So many earlier decisions stand below what is asked now.
BEFORE = 3
# In the session: the letter of what was decided a moment ago (or None), for the next page.
JUST_DECIDED = "just_decided"
BY_ANOTHER = "Yang mengajukan atau melengkapi tidak dapat memutuskan."
NOT_ONES_OWN = "Tentang diri sendiri atau keluarga tidak ada yang memutuskan sendiri."


def decides_by_office(user, permission):
    """Is this approval theirs by a role of their own? Who only stands in for the head (Plt., Plh.)
    reads what waits for them, and not all that the head may read (docs/roles.md)."""
    return bool(user.roles_today & GRANTS[permission])


def state_moves(name, moves):
    """A trigger that refuses every change of `state` that is not in the table of moves."""
    return pgtrigger.FSM(
        name=name,
        field="state",
        transitions=sorted((old.value, new.value) for old, news in moves.items() for new in news),
    )


@dataclass(frozen=True)
class Answer:
    """One of the two answers: the state it leads to, its button, what is told afterwards, the
    verb of the log, and what is said where it needs words and has none."""

    state: str
    button: str
    told: str
    verb: str
    needs_note: str = ""


class DecidedQuerySet(models.QuerySet):
    """Who decides. Who may read a row, each kind says in `visible_to`."""

    def waiting(self):
        return self.filter(state=self.model.WAITING)

    def asked(self):
        """Without the drafts that nobody was asked about."""
        return self.exclude(state=self.model.DRAFT, decided_at=None)

    def brought_before(self, user):
        """Asked of this user: of whoever holds the approval, and of the Dinas, or who stands in
        for it, what a head entered, or what is about a head or their family."""
        kind, rows = self.model, self.asked().filter(self.model.not_about(user))
        if user.decides_as_head(kind.PERMISSION):
            return rows
        is_agency = user.has_role(Role.AGENCY) or user.has_perm(kind.PERMISSION)
        if kind.PERMISSION in AGENCY_DECIDES and is_agency:
            return rows.filter(kind.entered_by(heads()) | kind.about_one_of(heads()))
        return self.none()

    def laid_before(self, user):
        """A condition on rows: those that wait for who decides in the head's place, and those on
        which they decided. Nothing else comes with a delegation; and it ends with it."""
        kind = self.model
        if not (user.has_perm(kind.PERMISSION) or user.has_role(Role.AGENCY)):
            return NO_ROW
        waiting = kind.objects.waiting_for(user)
        return Q(pk__in=waiting.values("pk")) | Q(decided_by=user) & kind.not_about(user)

    def to_list(self):
        """With what a list of those that wait tells of each."""
        return self.select_related(*self.model.LISTED_WITH)

    def waiting_for(self, user):
        """Undecided, not entered by this human being, and not about them or their family."""
        own = self.model.entered_by([user.pk])
        return self.brought_before(user).waiting().filter(~own)

    def decided_for(self, user):
        """No longer waiting, and known to whoever could have decided, or may read it."""
        decided = self.asked().exclude(state=self.model.WAITING)
        return decided.brought_before(user) | decided.visible_to(user)


class Decided(Sent):
    """Asked by one human being (`recorded_by`), decided by another, when, and with which words."""

    # Of a kind: who decides, how its states move, in which it waits, and what can be answered.
    PERMISSION = ""
    MOVES = {}
    WAITING = "proposed"
    DRAFT = None
    APPROVES = Answer("approved", "Setujui", "disetujui", "approved")
    REFUSES = Answer("refused", "Tolak", "ditolak", "refused", "Tulis mengapa ditolak.")
    # How it is refused while something is missing, where that leads back to who completes it.
    GIVES_BACK = None
    # Since when it waits, and what a list of those that wait reads of each.
    ASKED_AT = "recorded_at"
    # The path to the day on which it is too late, where there is one.
    RUNS_OUT_ON = ""
    LISTED_WITH = ("stay__person", "recorded_by")
    # The paths to the klien whom it is about; none where it is about nobody.
    ABOUT = ("stay__person",)

    decided_by = by()
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_note = models.CharField("catatan keputusan", max_length=300, blank=True)

    class Meta(Sent.Meta):
        abstract = True
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "%(class)s_is_decided_by_another",
                Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                BY_ANOTHER,
            ),
        ]

    @classmethod
    def entered_by(cls, users):
        """A condition: one of these entered it, or had a hand in it."""
        return Q(recorded_by__in=users)

    @classmethod
    def about_one_of(cls, users):
        """A condition: it is about one of these, or about their family."""
        own = [own_to_one_of(users, path) for path in cls.ABOUT]
        return reduce(or_, own, NO_ROW)

    @classmethod
    def not_about(cls, user):
        """The contrary, of one user."""
        return reduce(and_, [not_own(user, path) for path in cls.ABOUT], ~NO_ROW)

    def can_become(self, state):
        return state in self.MOVES.get(self.state, ())

    @property
    def person(self):
        """Whom it is about."""
        return self.stay.person

    @property
    def completed_by(self):
        """Who gathers what is missing."""
        return self.recorded_by

    @property
    def seen(self):
        """What marks the row as it was read: nobody decides on what has changed since."""
        return ""

    @property
    def decide_url(self):
        meta = self._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_decide", args=[self.pk])

    @property
    def decide_title(self):
        return f"Putuskan {self._meta.verbose_name}"

    @property
    def what_became_of_it(self):
        state = self.get_state_display()
        state = state[0].lower() + state[1:]
        this = f"{capfirst(self._meta.verbose_name)} ini sudah"
        if self.decided_at is None:
            return f"{this} {state}."
        at = f"{tanggal(self.decided_at)} {pukul(self.decided_at)}"
        return f"{this} diputuskan oleh {self.decided_by}, {at}: {state}."

    def name_for(self, user):
        """What it is about, in the words that this user may read."""
        return self.person.name_for(user)

    def decided_before(self, user):
        """What this user could have decided of the same kind about the same klien: who decided,
        when and how, the newest first."""
        path = next(iter(self.ABOUT), None)
        if path is None:
            return []
        rows = type(self).objects.brought_before(user).exclude(pk=self.pk)
        rows = rows.filter(decided_at__isnull=False, **{path: self.person})
        rows = rows.to_list().select_related("decided_by")
        return list(rows.order_by("-decided_at", "-pk")[:BEFORE])

    def check_note(self, answer, note):
        if answer.needs_note and not note:
            raise ValidationError({"note": answer.needs_note})


@transaction.atomic
def decide(row, *, approve, by, note="", seen="", lock, check=None, then=None):
    """Approve or refuse, once, and never by who entered it.

    `lock` reads the row again, in the order of all locks. `check` refuses what cannot be decided
    so, and may complete the row; `then` does what follows. Both get the row as it is decided.
    """
    row = lock(row)
    answer = row.APPROVES if approve else row.REFUSES
    if row.state != row.WAITING:
        raise ValidationError(row.what_became_of_it)
    if type(row).objects.filter(row.entered_by([by.pk]), pk=row.pk).exists():
        raise ValidationError(BY_ANOTHER)
    if not type(row).objects.filter(row.not_about(by), pk=row.pk).exists():
        raise ValidationError(NOT_ONES_OWN)
    if row.seen != seen:
        what = capfirst(row._meta.verbose_name)
        raise ValidationError(
            f"{what} ini diubah setelah Anda membukanya. Muat ulang, lalu baca lagi."
        )
    row.check_note(answer, note)
    row.state, row.decision_note = answer.state, note
    row.decided_by, row.decided_at = by, days.now()
    if check:
        check(row, by)
    save(row)
    if then:
        then(row, by)
    record(by, answer.verb, row, person=row.person)
    return row


def acknowledge(row, what, *, is_known, by, person=None):
    """ "Diketahui": the head has been told of a row that the caller has locked, once, and never by
    who wrote it down."""
    if row.recorded_by_id == by.pk:
        raise ValidationError("Yang mencatat tidak dapat mengetahui sendiri.")
    if is_known:
        raise ValidationError(f"{what} sudah diketahui.")
    row.known_by, row.known_at = by, days.now()
    return keep(row, "acknowledged", by=by, person=person)


def what_speaks_against(row, check, by) -> dict[str, list[str]]:
    """{answer: why it would be refused now}. A button that would be refused is not there."""
    against = {}
    for said, answer in (("approve", row.APPROVES), ("refuse", row.REFUSES)):
        decided = copy(row)
        decided.state, decided.decision_note = answer.state, "Ditulis sesudah ini."
        decided.decided_by, decided.decided_at = by, days.now()
        try:
            check(decided, by)
        except ValidationError as error:
            against[said] = error.messages
    return against


@dataclass(frozen=True)
class Verb:
    """A button that decides."""

    said: str
    label: str
    look: str


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label="Keputusan", widget=ChoiceButtons)
    note = forms.CharField(
        label="Catatan", required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, row, seen, against=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.against = row, dict(against)
        self.gives_back = bool(row.GIVES_BACK and "approve" in self.against)
        self.refuses = row.GIVES_BACK if self.gives_back else row.REFUSES
        answers = [row.APPROVES, self.refuses]
        yes, no = [answer.button for answer in answers]
        decision, note = self.fields["decision"], self.fields["note"]
        decision.choices = [("approve", yes), ("refuse", no)]
        decision.error_messages["required"] = f"Pilih {yes.lower()} atau {no.lower()}."
        if needs := [answer.told for answer in answers if answer.needs_note]:
            note.help_text = f"Wajib diisi bila {' atau '.join(needs)}."
        self.fields["seen"].initial = seen

    @property
    def verbs(self):
        """Those that would not be refused, the first of them filled."""
        looks = iter(["btn-primary", "btn-outline-primary"])
        choices = self.fields["decision"].choices
        return [Verb(*pair, next(looks)) for pair in choices if pair[0] not in self.against]

    @property
    def reasons_against(self):
        """Each once, though it speaks against both."""
        return list(dict.fromkeys(why for reasons in self.against.values() for why in reasons))

    @property
    def not_yet(self):
        """What has no button now."""
        answers = {"approve": self.row.APPROVES, "refuse": self.refuses}
        return [answers[said].told for said in self.against]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") and "note" in cleaned:
            self.row.check_note(self.answer, cleaned["note"])
        return cleaned

    @property
    def answer(self):
        is_approved = self.cleaned_data["decision"] == "approve"
        return self.row.APPROVES if is_approved else self.refuses

    @property
    def said(self):
        """What the action is told."""
        said = self.cleaned_data
        return {
            "approve": said["decision"] == "approve",
            "note": said["note"],
            "seen": said["seen"],
        }


def _opens_file(person, user):
    if person is None or not user.has_perm("cases.view_person"):
        return False
    return type(person).objects.visible_to(user).filter(pk=person.pk).exists()


def decision_page(request, rows, number, act, template, more=None, check=None):
    """The page of every kind: what is asked, what is missing, what was before, and the two
    answers. Whoever comes late reads who decided and when; for everybody else it is nowhere.

    `rows` reads what the page shows, `more(row)` what it shows beside the row, and `check` is
    what refuses the answer when it is given (`decide`).
    """
    user, asked = request.user, rows.filter(pk=number)
    if request.method in READS:
        # Nothing changes while it is read. Beside a refusal stands what is there after it.
        user.found_out = {}
    waiting = asked.waiting_for(user)
    waits = waiting.first()
    row = waits or get_object_or_404(asked.decided_for(user))
    # First: what the row has read for it, the copies on which the answers are tried have too.
    seen = row.seen
    against = what_speaks_against(row, check, user) if check else {}
    form = DecisionForm(request.POST or None, row=row, seen=seen, against=against)
    if form.is_valid():
        try:
            made = act(row, by=user, **form.said)
            what = capfirst(row._meta.verbose_name)
            messages.success(request, f"{what} {row.name_for(user)} {form.answer.told}.")
            request.session[JUST_DECIDED] = getattr(made, "letter_id", None)
            return redirect("reports:approvals")
        except ValidationError as error:
            write_refusal(error)
            form.add_error(None, error)
    if not (waits if request.method in READS else waiting.exists()):
        row.refresh_from_db(fields=["state", "decided_by", "decided_at"])
        return render(request, "decided.html", {"row": row, "form": form})
    if request.method == "GET":
        record(user, "opened", row, person=row.person)
    context = {
        "row": row,
        "form": form,
        "name": row.name_for(user),
        "is_named": user.has_perm(row.PERMISSION),
        "earlier_decisions": partial(row.decided_before, user),
        "opens_file": partial(_opens_file, row.person, user),
        **(more(row) if more else {}),
    }
    return render(request, template, context)
