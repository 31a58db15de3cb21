"""What is done every night among people."""

from cases.people.doubles.finding import look_for_doubles
from cases.people.models import Person
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def _look_for_doubles():
    waiting = look_for_doubles(Person.objects.filter(merged_into=None))
    return f"{angka(waiting)} pasangan menunggu keputusan."


register(Work("Berkas ganda", _look_for_doubles))
