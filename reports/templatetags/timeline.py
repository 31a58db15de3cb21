from django import template

from reports.timeline import timeline

register = template.Library()


@register.inclusion_tag("reports/_timeline.html", takes_context=True)
def timeline_of(context, person, intakes, stays, merges, follow_ups):
    """{% timeline_of person intakes stays merges follow_ups %}: what happened, newest first."""
    user = context["user"]
    return {"days": timeline(person, intakes, stays, merges, follow_ups, user)}
