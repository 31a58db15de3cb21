from django.core.exceptions import ValidationError
from django.db import transaction

from cases.patrols.models import OrderLetter, PatrolMember, PatrolPoint, Vehicle
from cases.patrols.public_reports.actions import give_public_report
from rptc import days
from rptc.audit.record import enter, record
from rptc.saving import locked


@transaction.atomic
def register_patrol(patrol, officers, *, by, public_reports=(), letter=None, plate=""):
    """Begin a patrol. Whoever registers it rides with it; it answers the reports that were ticked.

    `letter` and `plate` are of an order letter and a vehicle that are written down with it; who
    finds them there meanwhile takes those. Raises ValidationError when another patrol was quicker
    with a report.
    """
    if letter:
        patrol.order_letter, is_new = OrderLetter.objects.get_or_create(
            number=letter.number,
            defaults={
                "issued_on": letter.issued_on,
                "valid_from": letter.valid_from,
                "valid_until": letter.valid_until,
                "recorded_by": by,
            },
        )
        if is_new:
            record(by, "registered", patrol.order_letter)
    if plate:
        patrol.vehicle, is_new = Vehicle.objects.get_or_create(plate=plate)
        if is_new:
            record(by, "added", patrol.vehicle)
    enter(patrol, "registered", by=by)
    riders = {by.pk: by} | {officer.pk: officer for officer in officers}
    PatrolMember.objects.bulk_create(
        PatrolMember(patrol=patrol, user=rider) for rider in riders.values()
    )
    for report in public_reports:
        give_public_report(report, patrol, by=by)
    return patrol


@transaction.atomic
def register_order_letter(letter, *, by):
    return enter(letter, "registered", by=by)


@transaction.atomic
def change_patrol(patrol, officers, *, by):
    patrol.save()
    patrol.members.exclude(user__in=officers).exclude(user=patrol.recorded_by).delete()
    known = set(patrol.members.values_list("user", flat=True))
    PatrolMember.objects.bulk_create(
        PatrolMember(patrol=patrol, user=user) for user in officers if user.pk not in known
    )
    record(by, "changed", patrol)
    return patrol


@transaction.atomic
def end_patrol(patrol, hot_spots, *, by):
    """ "Selesai", or "Selesai, nihil" where nobody was met: a quiet patrol is counted as well.

    Raises ValidationError when it has ended already, or has pictures of people without a row.
    """
    patrol = locked(patrol)
    if not patrol.is_under_way:
        raise ValidationError("Patroli ini sudah selesai.")
    if waiting := patrol.photos.waiting().count():
        raise ValidationError(
            f"{waiting} foto belum dilengkapi. Lengkapi barisnya, atau buang fotonya dengan"
            " alasan."
        )
    patrol.ended_at = days.now()
    patrol.version += 1
    patrol.save()
    known = set(patrol.points.values_list("hot_spot", flat=True))
    PatrolPoint.objects.bulk_create(
        PatrolPoint(patrol=patrol, hot_spot=spot) for spot in hot_spots if spot.pk not in known
    )
    record(by, "ended", patrol, people=patrol.intakes.count())
    return patrol
