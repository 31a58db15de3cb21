"""{% load conferences %}: where a conference stands."""

from django import template

from cases.casework.conferences.models import ConferenceState as S
from rptc import days
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {S.PLANNED: "wait", S.HELD: "ok", S.CANCELLED: "idle", S.DECLINED: "idle"}


@register.simple_tag
def conference_status(conference):
    is_over = conference.is_planned and conference.planned_at <= days.now()
    if is_over:
        return status("Notula belum ditulis", "due")
    return status(conference.get_state_display(), SHAPES[conference.state])
