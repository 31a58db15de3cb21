"""{% load notes %}: of which level a note is."""

from django import template

from cases.casework.notes.models import NoteLevel
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {NoteLevel.TEAM: "idle", NoteLevel.PROFESSIONAL: "lock", NoteLevel.HEAD: "lock"}


@register.simple_tag
def note_level(note):
    return status(note.get_level_display(), SHAPES[note.level])
