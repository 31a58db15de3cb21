"""May this name receive this klien, or what is the klien's?

The one home of the question: warnings, the list at the door, marks for suspected exploitation,
and who received the klien before. A release, several releases together and belongings ask
`check_named` and `suspect_named`; a visit, an inquiry and an escort ask `objection_to`.
"""

from dataclasses import dataclass

from django.db.models import Q

from cases.gate.models import Receiver
from cases.gate.refusals.models import Refusal
from cases.gate.visits.models import Unwelcome
from cases.people.doubles.models import Double, DoubleState
from cases.people.flags.models import Flag
from cases.people.flags.whom import resembles
from cases.people.models import Person
from cases.people.relations.actions import suspect_among
from cases.people.relations.models import Relation
from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter
from rptc.refusals import Refused

Act, Because = Refusal.Act, Refusal.Because
# To whom what speaks against it is not told.
NOT_TO_THEM = "Tidak boleh diserahkan kepada orang ini. Hubungi pekerja sosial atau Kepala UPT."
END_IT_FIRST = (
    "Bila orangnya memang lain atau larangan tidak berlaku lagi, akhiri dahulu larangannya."
)


@dataclass(frozen=True)
class Objection:
    """What speaks against this name. It holds whoever may know it; who may not reads no more than
    that there is something, in the same words whatever it is."""

    person: Person
    name: str
    by: User
    because: str
    reason: str
    is_told: bool

    @property
    def said(self):
        return self.reason if self.is_told else NOT_TO_THEM

    def refused(self, act, message=None, *, advice=""):
        """The error to raise. `advice` is for who is told the reason, `message` instead."""
        told = f"{self.reason} {advice}".strip() if self.is_told else NOT_TO_THEM
        return Refused(message or told, write=lambda: self._write(act))

    def _write(self, act):
        refusal = Refusal(person=self.person, name=self.name, act=act, because=self.because)
        enter(refusal, "registered", by=self.by)


def check_named(person, name, *, by, act):
    """Raises Refused when neither the klien nor what is the klien's goes to this name."""
    files = _files_of(person)
    _check_warnings(files, name, by, act)
    for file in files:
        if ban := _ban_against(file, name, by):
            raise ban.refused(act, advice=END_IT_FIRST)


def check_warnings(person, name, *, by, act):
    """Raises Refused when a warning in force forbids handing this person to that name."""
    _check_warnings(_files_of(person), name, by, act)


def _check_warnings(files, name, by, act):
    for file in files:
        if warning := _warning_against(file, name, by):
            raise warning.refused(act, advice=END_IT_FIRST)


def _files_of(person):
    """The person's own, and those that are said to be theirs, too (Double.claimed_by): what speaks
    against a name there holds until a social worker has decided."""
    claims = Double.objects.filter(state=DoubleState.OPEN, claimed_by__isnull=False)
    claims = claims.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    others = [pair.other if pair.person_id == person.pk else pair.person for pair in claims]
    return [person, *others]


def objection_to(person, name, *, by):
    """Why whoever bears this name must not be received for this klien, nor told; or None."""
    return next(filter(None, (_objection(file, name, by) for file in _files_of(person))), None)


def _objection(person, name, by):
    suspect = suspect_among(person, name)
    return (
        _ban_against(person, name, by)
        or _warning_against(person, name, by)
        or (mark_against(person, name, suspect, by=by) if suspect else None)
    )


def mark_against(person, name, suspect, *, by):
    """That the name is of a marked adult (`suspect_named`)."""
    marked = Relation.objects.told_to(by).filter(person=suspect, suspected_exploitation=True)
    reason = f"{suspect} diduga mengeksploitasi anak."
    return Objection(person, name, by, Because.MARK, reason, marked.exists())


def suspect_named(child, name, *, identity_number=""):
    """The marked adult whom the receiver resembles, or None; of adults nobody asks.

    Of those near the child one name in common is enough; of all others the NIK or the whole name.
    """
    if child.age.is_child_on(days.today()) is False:
        return None
    near = (suspect_among(file, name) for file in _files_of(child))
    return next(filter(None, near), None) or _marked_elsewhere(name, identity_number)


def earlier_receivers(stay, name, *, relation="", identity_number=""):
    """Of the family that received this klien before and from whom they came back: the same adult
    as far as anybody can tell. The name sounds alike, or card or relation are the same. The
    newest first."""
    handed = Receiver.objects.handed().filter(
        is_family=True, stay__person=stay.person_id, stay__began_at__lt=stay.began_at
    )

    def is_the_same(before):
        if identity_number and before.identity_number == identity_number:
            return True
        if relation and before.relation.casefold() == relation.casefold():
            return True
        return resembles(before.name, name)

    return [before for before in handed.order_by("-handed_at", "-pk") if is_the_same(before)]


def was_decided_despite(stay, suspect):
    """Has the head decided in writing that this klien goes to the marked adult nevertheless?"""
    return Receiver.objects.filter(stay=stay, decided_despite=suspect).exists()


def _warning_against(person, name, by):
    flags = Flag.objects.filter(person=person).against_release().in_force().order_by("pk")
    flag = next((flag for flag in flags if resembles(flag.whom, name)), None)
    if flag is None:
        return None
    reason = f"Jangan serahkan kepada {flag.whom}. {flag.what_to_do}"
    # Also a file that is closed to them speaks here, and only says no.
    is_told = Flag.objects.visible_to(by).filter(pk=flag.pk).exists()
    return Objection(person, name, by, Because.WARNING, reason, is_told)


def _ban_against(person, name, by):
    """What says at the door that whoever bears this name is not received for this klien."""
    bans = Unwelcome.objects.in_force().against(person).order_by("pk")
    ban = next((ban for ban in bans if resembles(ban.name, name)), None)
    if ban is None:
        return None
    reason = f"Ada dalam daftar jangan terima: {ban}. {ban.reason}"
    is_told = Unwelcome.objects.visible_to(by).filter(pk=ban.pk).exists()
    return Objection(person, name, by, Because.BAN, reason, is_told)


def _marked_elsewhere(name, identity_number):
    same = Q(person__name__iexact=name.strip())
    if identity_number:
        same |= Q(person__nik=identity_number)
    marked = Relation.objects.filter(suspected_exploitation=True).exclude(person__name="")
    relation = marked.filter(same).select_related("person").order_by("pk").first()
    return relation.person if relation else None
