"""What a medicine is called to a reader: the one place where its name is opened."""

from cases.health.medicines.models import Medicine
from cases.people.access import mark_told
from rptc import keys


def put_away(medicine, name):
    """No database, history, log, backup or search ever holds it plain."""
    medicine.sealed_name = keys.encrypt(name)


def add_names(medicines, user):
    """Give each medicine `shown`, and `is_told`: whether this user reads its own name."""
    medicines = list(medicines)
    mark_told(medicines, Medicine.objects.told_to(user))
    for medicine in medicines:
        medicine.shown = keys.opened(medicine.sealed_name) if medicine.is_told else medicine.label
    return medicines


def add_labels(medicines):
    """The same for what lies about in the house, as the round, its print and the evening sheet: a
    secret name stands there for nobody, whoever reads it."""
    medicines = list(medicines)
    for medicine in medicines:
        medicine.is_told = not medicine.name_is_secret
        medicine.shown = keys.opened(medicine.sealed_name) if medicine.is_told else medicine.label
    return medicines
