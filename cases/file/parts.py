"""What can be added to a file of the person themselves, whether or not they are in the house."""

from cases.file.acts import Act, of_anybody, register_acts
from cases.file.consents import parts as consents  # noqa: F401
from cases.file.families import parts as families  # noqa: F401
from cases.people.access import Data


def is_closed_in_part(person, stay, data):
    """Is there more in it than this reader may know?"""
    return Data.IDENTITY in data and Data.SECRETS not in data


def is_sealed(person, stay, data):
    return person.for_named_only


def is_not_sealed(person, stay, data):
    return not person.for_named_only


def is_not_in_house(person, stay, data):
    return not (stay and stay.is_open)


def _of_person(order, text, page, icon, permission="", offered=of_anybody):
    return Act(order, text, page, permission, icon, of_stay=False, offered=offered)


register_acts(
    _of_person(
        5,
        "Catat kedatangan",
        "cases:intake_register?person",
        "arrive",
        "cases.register_intake",
        is_not_in_house,
    ),
    _of_person(70, "Pasang peringatan", "cases:flag_raise", "alert", "cases.raise_flag"),
    _of_person(110, "Tambah foto", "cases:photo_add", "camera", "cases.add_photo"),
    _of_person(120, "Hubungkan orang", "cases:relation_add", "people", "cases.link_people"),
    _of_person(
        130, "Gabungkan dengan berkas lain", "cases:merge_propose", "copy", "cases.propose_merge"
    ),
    _of_person(140, "Tutup berkas", "cases:person_seal", "lock", "cases.seal_file", is_not_sealed),
    _of_person(
        145, "Siapa yang membaca", "cases:person_seal", "lock", "cases.seal_file", is_sealed
    ),
    _of_person(
        150,
        "Akses darurat, 60 menit",
        "cases:person_sealed",
        "alert",
        "cases.break_glass",
        is_closed_in_part,
    ),
    _of_person(160, "Ini saya atau keluarga saya", "cases:conflict_own?person", "hands"),
)
