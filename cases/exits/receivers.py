"""Who receives a klien at an exit: the gate is asked before the act, and told with the act."""

from django.core.exceptions import ValidationError

from cases.exits.models import Exit, ExitState
from cases.gate.models import Receiver
from cases.gate.receivers import (
    Act,
    check_named,
    check_warnings,
    earlier_receivers,
    explanations,
    forbidden_for_others,
    forbidden_of_same_relation,
    look_up,
    mark_against,
    said_somebody_else,
    suspect_named,
)
from cases.gate.somebody_else.actions import read_with
from cases.gate.somebody_else.models import SomebodyElse
from cases.people.flags.whom import Likeness, Named


def named(exit):
    """Who receives, as the gate compares it."""
    return Named(exit.receiver, exit.identity_number, exit.receiver_phone)


def check_receiver(exit, *, by, least=Likeness.LIKELY):
    """Raises Refused when a warning forbids this handover, or when whoever receives may not even
    come in. An ambulance does not wait for the list at the door. A request goes to the head with
    who is only likely (`least`): the page asks why it is somebody else."""
    check = check_warnings if exit.kind.is_emergency else check_named
    check(exit.stay.person, named(exit), by=by, act=Act.HANDOVER, least=least)


def look_up_receiver(exit, *, by):
    """What speaks against whoever receives, for the page of the exit."""
    return look_up(exit.stay.person, named(exit), by=by, despite=exit.decided_despite)


def check_mark(exit, advice, *, by):
    """Raises Refused when whoever receives is marked, and the head has not decided it so."""
    suspect = suspect_for(exit, by=by)
    if suspect and suspect != exit.decided_despite:
        mark = mark_against(exit.stay.person, named(exit), suspect, by=by)
        raise mark.refused(Act.HANDOVER, advice=advice)


def suspect_for(exit, *, by):
    return suspect_named(exit.stay.person, named(exit), by=by)


def is_forbidden_elsewhere(exit, *, by):
    """Is whoever receives named by a warning or a ban of another klien?"""
    return bool(exit.receiver and forbidden_for_others(exit.stay.person, named(exit), by=by))


def earlier_receivers_of(exit):
    """The same adult, from whom the klien came back, as far as anybody can tell."""
    if not exit.is_to_family:
        return []
    return earlier_receivers(exit.stay, named(exit), relation=exit.relation)


def forbidden_of_same_relation_as(exit, *, by):
    """Of other names than the receiver's, and related in the same way."""
    if not exit.relation:
        return []
    decides = is_brought_before(exit, by)
    asked = named(exit)
    return forbidden_of_same_relation(
        exit.stay.person, asked, exit.relation, by=by, decides=decides
    )


def is_brought_before(exit, user):
    """Is this exit this user's to decide, or was it? They read all that speaks against it."""
    return Exit.objects.brought_before(user).filter(pk=exit.pk).exists()


def somebody_else_of(exit):
    """Why whoever receives is said to be somebody else than those whom they resemble."""
    if not exit.receiver:
        return SomebodyElse.objects.none()
    return said_somebody_else(exit.stay.person, named(exit))


def explanations_of(exit, *, by):
    """The same with who said it and who has read it, for what a page tells of it."""
    return explanations(exit.stay.person, named(exit), by=by) if exit.receiver else []


def check_head_has_read(exit):
    """Raises ValidationError while the head has not read why the receiver of a child is somebody
    else: it may have been said after the decision."""
    if somebody_else_of(exit).unread().exists():
        raise ValidationError(
            "Kepala UPT belum membaca mengapa penerima ini orang lain. Minta Kepala UPT"
            " menyatakannya dibaca di Keputusan."
        )


def head_has_read(exit, *, by):
    """On the page of what they decided, or said to know."""
    read_with(somebody_else_of(exit), by=by)


def tell_the_gate(exit):
    """Who is to receive the klien, or has received them; called in the transaction of each act
    that changes it. What was refused or cancelled is no longer true."""
    if exit.state not in {ExitState.APPROVED, ExitState.DONE}:
        Receiver.objects.filter(exit_number=exit.pk).delete()
        return
    Receiver.objects.update_or_create(stay=exit.stay, defaults=receiver_columns(exit))
    if exit.state == ExitState.DONE:
        Receiver.objects.handed().filter(stay=exit.stay).note_returns()


def receiver_columns(exit):
    return {
        "exit_number": exit.pk,
        "name": exit.receiver,
        "relation": exit.relation,
        "is_family": exit.kind.to_family or bool(exit.relation),
        "identity_number": exit.identity_number,
        "telephone": exit.receiver_phone,
        "decided_despite": exit.decided_despite,
        "agreed_at": exit.decided_at,
        "handed_at": exit.left_at,
    }
