"""What is done every night among people."""

from cases.people.doubles.finding import find_doubles
from cases.people.doubles.models import Double
from cases.people.models import Person
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def look_for_doubles():
    """Returns how many pairs wait for somebody."""
    people = Person.objects.filter(merged_into=None)
    find_doubles(people.order_by("pk").values_list("pk", flat=True))
    return f"{angka(Double.objects.to_decide().count())} pasangan menunggu keputusan."


register(Work("Berkas ganda", look_for_doubles))
