from rptc.letters.models import Unit


def load():
    Unit.objects.get_or_create(pk=1)
