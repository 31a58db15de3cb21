"""What a browser sends from the plan form."""

import uuid

from cases.casework.plans.models import ServiceKind
from rptc import days


def plan_data(*rows, aim="Kembali ke keluarga di Tallo.", wishes="Mau pulang ke Mama.", **more):
    """rows: (goal, owner) or (goal, owner, day)."""
    data = {
        "send_key": str(uuid.uuid4()),
        "aim": aim,
        "wishes": wishes,
        "items-TOTAL_FORMS": len(rows),
        "items-INITIAL_FORMS": 0,
    }
    for number, (goal, owner, *day) in enumerate(rows):
        data |= {
            f"items-{number}-goal": goal,
            f"items-{number}-kind": ServiceKind.objects.first().pk,
            f"items-{number}-owner": owner.pk,
            f"items-{number}-due_on": str(day[0] if day else days.today()),
        }
    return data | more
