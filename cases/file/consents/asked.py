"""What other rooms ask of consents: may the family of this klien be told?"""

from cases.file.consents.actions import may_be_child
from cases.file.consents.models import Consent, Purpose
from cases.stays.models import Stay
from rptc import days


def is_asked_about_family(person) -> bool:
    """Of an adult whom we had in the house; whoever was only met was never asked anything."""
    is_known = Stay.objects.filter(person=person).exists()
    return is_known and not may_be_child(person, days.today())


def family_answer(person) -> Consent | None:
    """What they said last about telling their family, in whichever stay."""
    if may_be_child(person, days.today()):
        return None
    rows = Consent.objects.filter(stay__person=person, purpose=Purpose.FAMILY)
    return rows.select_related("withdrawal").order_by("-asked_at", "-pk").first()
