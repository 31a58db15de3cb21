from cases.people.locks import lock_person
from rptc.saving import locked


def lock_referral(referral):
    """Sending gives the partner reach of the person, who is locked first."""
    lock_person(referral.person_id)
    return locked(referral, "partner", "person", "stay__social_worker")
