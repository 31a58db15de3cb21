from django import template

from reports.desk import story
from reports.desk.timeline import timeline

register = template.Library()


@register.simple_tag(takes_context=True)
def story_of(context, person):
    """{% story_of person as story %}: the stays of a person, for a page that tells of them in
    several places."""
    return story.story_of(person, context["user"])


@register.inclusion_tag("reports/desk/_timeline.html", takes_context=True)
def timeline_of(context, person, intakes, stays, merges, follow_ups):
    """{% timeline_of person intakes stays merges follow_ups %}: what happened, newest first."""
    user = context["user"]
    return {"days": timeline(person, intakes, stays, merges, follow_ups, user)}
