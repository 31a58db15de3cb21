"""The page that goes along to a hospital: what must not be given, what is given, what was measured
last. It names medicines as they are called, and is kept nowhere: a letter would keep it in the
clear."""

from django.db.models import Q

from cases.health.findings.models import Allergy, Finding
from cases.health.findings.warnings import health_flags
from cases.health.findings.words import add_words
from cases.health.medicines.models import Medicine
from cases.health.medicines.names import add_names
from rptc import days

FINDINGS = 3


def summary_of(row, user):
    """As far as this reader may know."""
    stay = row.stay
    allergies = Allergy.objects.visible_to(user).in_force().filter(person=stay.person_id)
    medicines = Medicine.objects.visible_to(user).running(days.today()).filter(stay=stay)
    if not stay.is_open:
        # What was given until they left.
        until = days.day_of(stay.ended_at)
        medicines = Medicine.objects.visible_to(user).filter(stay=stay, ended_at=None)
        medicines = medicines.filter(Q(last_on=None) | Q(last_on__gte=until), first_on__lte=until)
    findings = Finding.objects.visible_to(user).filter(stay=stay).newest()
    findings = findings.select_related("stay").order_by("-seen_at", "-pk")[:FINDINGS]
    return {
        "row": row,
        "person": stay.person,
        "allergies": list(allergies.order_by("-is_severe", "pk")),
        "warnings": health_flags([stay.person_id], user)[stay.person_id],
        "medicines": add_names(medicines.order_by("pk"), user),
        "findings": add_words(findings, user),
    }
