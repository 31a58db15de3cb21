"""May this name receive this klien, or what is the klien's?

The one home of the question: warnings, the list at the door, marks for suspected exploitation,
and who received the klien before. A release, several releases together and belongings ask
`check_named` and `suspect_named`; a visit, an inquiry and an escort ask `reason_against`.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q

from cases.gate.models import Receiver
from cases.gate.visits.models import Unwelcome
from cases.people.flags.models import Flag
from cases.people.flags.whom import resembles
from cases.people.relations.actions import suspect_among
from cases.people.relations.models import Relation
from rptc import days


def check_named(person, name, *, by):
    """Raises ValidationError when neither the klien nor what is the klien's goes to this name."""
    check_warnings(person, name, by=by)
    if ban := _ban_against(person, name):
        raise ValidationError(
            f"Jangan serahkan: ada dalam daftar jangan terima, {ban}. {ban.reason} Bila orangnya"
            " memang lain atau larangan tidak berlaku lagi, akhiri dahulu larangannya."
        )


def check_warnings(person, name, *, by):
    """Raises ValidationError when a warning in force forbids handing this person to that name.

    It holds whoever may see the warning; who may not is told no more than that it exists.
    """
    flag = _warning_against(person, name)
    if flag is None:
        return
    if _is_told(flag, by):
        raise ValidationError(
            f"Jangan serahkan kepada {flag.whom}. {flag.what_to_do} Bila orangnya memang"
            " lain atau larangan tidak berlaku lagi, akhiri dahulu peringatannya."
        )
    raise ValidationError(
        "Klien ini tidak boleh diserahkan kepada penerima itu. Hubungi Kepala UPT."
    )


def reason_against(person, name, *, by):
    """Why whoever bears this name must not be received for this klien, nor told; empty when
    nothing speaks against it. It holds whoever may see the warning."""
    if ban := _ban_against(person, name):
        return f"Ada dalam daftar jangan terima: {ban}. {ban.reason}"
    if flag := _warning_against(person, name):
        if _is_told(flag, by):
            return f"Ada peringatan: jangan serahkan kepada {flag.whom}. {flag.what_to_do}"
        return "Orang ini tidak boleh diterima. Hubungi Kepala UPT."
    if suspect := suspect_among(person, name):
        return f"{suspect} diduga mengeksploitasi anak."
    return ""


def suspect_named(child, name, *, identity_number=""):
    """The marked adult whom the receiver resembles, or None; of adults nobody asks.

    Of those near the child one name in common is enough; of all others the NIK or the whole name.
    """
    if child.age.is_child_on(days.today()) is False:
        return None
    return suspect_among(child, name) or _marked_elsewhere(name, identity_number)


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


def _warning_against(person, name):
    flags = Flag.objects.filter(person=person).against_release().in_force().order_by("pk")
    return next((flag for flag in flags if resembles(flag.whom, name)), None)


def _is_told(flag, user):
    return flag.audience in Flag.audiences_of(user)


def _ban_against(person, name):
    """What says at the door that whoever bears this name is not received for this klien."""
    bans = Unwelcome.objects.in_force().against(person).order_by("pk")
    return next((ban for ban in bans if resembles(ban.name, name)), None)


def _marked_elsewhere(name, identity_number):
    same = Q(person__name__iexact=name.strip())
    if identity_number:
        same |= Q(person__nik=identity_number)
    marked = Relation.objects.filter(suspected_exploitation=True).exclude(person__name="")
    relation = marked.filter(same).select_related("person").order_by("pk").first()
    return relation.person if relation else None
