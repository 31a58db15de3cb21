"""In the log, too, nobody learns of a complaint that is not told to them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from cases.voice.complaints.models import ANSWERS, Complaint
from rptc.audit.reading import register_scope
from rptc.policies import whoever_acts


def told_of(entries, reader):
    """Who reads complaints is told of those that they may open (docs/rules.md, Those served). Who
    reads the log alone, and no complaint, watches over all but what is about themselves."""
    if reader.has_perm("cases.view_complaint") or reader.has_perm(ANSWERS):
        told = Q(object_id__in=Complaint.objects.visible_to(reader).values("pk"))
    else:
        told = ~Q(object_id__in=_about(reader))
    kind = ContentType.objects.get_for_model(Complaint)
    return entries.filter(~Q(content_type=kind) | told)


def _about(reader):
    with whoever_acts():
        return list(Complaint.objects.filter(about_user=reader).values_list("pk", flat=True))


register_scope(told_of)
