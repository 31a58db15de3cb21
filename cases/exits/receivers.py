"""Who receives a klien at an exit: the gate is asked before the act, and told with the act."""

from cases.exits.models import ExitState
from cases.gate.models import Receiver
from cases.gate.receivers import (
    Act,
    check_named,
    check_warnings,
    earlier_receivers,
    mark_against,
    suspect_named,
)


def check_receiver(exit, *, by):
    """Raises Refused when a warning forbids this handover, or when whoever receives may not even
    come in. An ambulance does not wait for the list at the door."""
    check = check_warnings if exit.kind.is_emergency else check_named
    check(exit.stay.person, exit.receiver, by=by, act=Act.HANDOVER)


def check_mark(exit, advice, *, by):
    """Raises Refused when whoever receives is marked, and the head has not decided it so."""
    suspect = suspect_for(exit)
    if suspect and suspect != exit.decided_despite:
        mark = mark_against(exit.stay.person, exit.receiver, suspect, by=by)
        raise mark.refused(Act.HANDOVER, advice=advice)


def suspect_for(exit):
    return suspect_named(exit.stay.person, exit.receiver, identity_number=exit.identity_number)


def earlier_receivers_of(exit):
    """The same adult, from whom the klien came back, as far as anybody can tell."""
    if not exit.is_to_family:
        return []
    return earlier_receivers(
        exit.stay,
        exit.receiver,
        relation=exit.relation,
        identity_number=exit.identity_number,
    )


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
