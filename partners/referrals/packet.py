"""The packet: the frozen part of a case that a partner may see (docs/rules.md, Referral).

Chosen fields only, taken when the referral is sent; later changes of the file never flow in.
Never: NIK, class, law, address, a picture; of health what keeps somebody alive alone, which is
told beside the packet and is of today (safety.py); a child's name is initials.
"""

from rptc import days
from rptc.words import inisial

FIELDS = {
    "name": "Nama",
    "sex": "Jenis kelamin",
    "age": "Umur",
    "need": "Kebutuhan",
    "message": "Pesan",
    "basis": "Dasar",
    "contact": "Pekerja sosial",
    "phone": "Telepon",
}


def packet_of(referral):
    """What would travel if the referral were sent today."""
    person, on = referral.person, days.today()
    contact = referral.stay.social_worker or referral.recorded_by
    return {
        "name": _name(person, on),
        "sex": person.get_sex_display(),
        "age": person.age.text_on(on),
        "need": referral.need,
        "message": referral.message,
        "basis": referral.basis_told,
        "contact": contact.full_name,
        "phone": contact.phone,
    }


def packet_lines(packet):
    """(label, value) in the order of FIELDS; what was not sent is not named."""
    return [(label, packet[key]) for key, label in FIELDS.items() if packet.get(key)]


def _name(person, on):
    """An adult by alias or initials; a child, or who may be one, by initials alone."""
    if person.alias and person.age.is_child_on(on) is False:
        return person.alias
    return inisial(person.name or person.alias)
