from django.db import transaction

from cases.stays.locks import lock_stay
from rptc.audit.record import record


@transaction.atomic
def assign_social_worker(stay, social_worker, *, by):
    stay = lock_stay(stay)
    stay.social_worker = social_worker
    stay.save()
    record(by, "assigned", stay, social_worker=str(social_worker))
    return stay
