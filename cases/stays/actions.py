from django.db import transaction

from cases.stays.models import Stay
from rptc.audit.record import record


@transaction.atomic
def assign_social_worker(stay, social_worker, *, by):
    stay = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    stay.social_worker = social_worker
    stay.save()
    record(by, "assigned", stay, social_worker=str(social_worker))
    return stay
