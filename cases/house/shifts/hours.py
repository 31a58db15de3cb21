"""The three shifts of a day and their hours: the unit's choice, no rule of law; changed here."""

from datetime import time

from django.db import models

from rptc import days


class Shift(models.TextChoices):
    MORNING = "morning", "Pagi"
    AFTERNOON = "afternoon", "Siang"
    NIGHT = "night", "Malam"


BEGINS = {Shift.MORNING: time(7), Shift.AFTERNOON: time(14), Shift.NIGHT: time(21)}


def shift_at(moment):
    """(day, shift) of a moment. The night belongs to the day on which it began."""
    day, clock = days.day_of(moment), moment.astimezone(days.WITA).time()
    if clock < BEGINS[Shift.MORNING]:
        return day - days.ONE_DAY, Shift.NIGHT
    return day, max((s for s in Shift if BEGINS[s] <= clock), key=BEGINS.get)


def ends(shift):
    """The clock time at which the next one takes over."""
    order = list(Shift)
    return BEGINS[order[(order.index(shift) + 1) % len(order)]]


def over_at(moment):
    """When the shift of a moment is over."""
    day, shift = shift_at(moment)
    is_next_day = ends(shift) <= BEGINS[shift]
    return days.at(day + days.ONE_DAY if is_next_day else day, ends(shift))


def label(shift):
    """ "Malam (21.00 sampai 07.00)"."""
    return f"{shift.label} ({BEGINS[shift]:%H.%M} sampai {ends(shift):%H.%M})"


def last_day_of(shift, moment):
    """The day of the latest shift of that name that has begun by then."""
    day = days.day_of(moment)
    return day if days.at(day, BEGINS[shift]) <= moment else day - days.ONE_DAY
