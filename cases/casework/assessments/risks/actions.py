from django.db import transaction

from cases.casework.assessments.risks.models import RiskPoint, RiskRule
from rptc.audit.record import record
from rptc.saving import save


@transaction.atomic
def change_rule(rule, points, *, by):
    """The next version, with all its points: what was measured keeps the one that measured it.
    Two at once make two versions; the newer counts."""
    last = RiskRule.objects.select_for_update().in_force()
    rule.pk, rule.number, rule.recorded_by = None, last.number + 1, by
    rule._state.adding = True
    save(rule)
    RiskPoint.objects.bulk_create(
        RiskPoint(rule=rule, question=code, option=option, points=number)
        for code, option, number in points
    )
    record(by, "changed", rule)
    return rule
