"""{% load services %}: where a service stands."""

from django import template

from cases.casework.services.models import State
from cases.casework.services.trainings.models import TrainingState
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {State.DONE: "ok", State.ABSENT: "idle", State.CALLED_OFF: "idle", State.PLANNED: "wait"}


TRAINING_SHAPES = {
    TrainingState.RUNNING: "run",
    TrainingState.FINISHED: "ok",
    TrainingState.STOPPED: "idle",
}


@register.simple_tag
def training_status(training):
    return status(training.get_state_display(), TRAINING_SHAPES[training.state])


@register.simple_tag
def service_status(service):
    if service.is_late:
        return status("Lewat harinya", "late")
    if service.is_due:
        return status("Hari ini", "due")
    return status(service.get_state_display(), SHAPES[service.state])
