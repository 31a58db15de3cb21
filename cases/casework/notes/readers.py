"""Who may read a note of each level, said before it is written: the words of the rule that
`NoteQuerySet.told_to` asks."""

from dataclasses import dataclass

from cases.casework.notes.models import Note
from cases.people.substitutes.models import Substitution
from rptc import days
from rptc.accounts.models import User, staff_with
from rptc.accounts.own import not_of_family
from rptc.accounts.permissions import Role

IN_AN_EMERGENCY = "Siapa yang membuka berkas ini dalam keadaan darurat, selama 60 menit."


@dataclass(frozen=True)
class Readers:
    """`names` are those who read it today; `others` says in words who else can."""

    level: str
    names: list[str]
    others: list[str]


def readers_of(stay, *, by) -> list[Readers]:
    """Of each level, for a note that `by` would write about this stay today."""
    you = f"{by}, yang menulis"
    heads = not_of_family(staff_with(Role.HEAD), stay.person_id).exclude(pk=by.pk)
    team = (
        "Pekerja sosial yang boleh membuka berkas tertutup ini, dan Kepala UPT."
        if stay.person.is_sealed
        else "Semua pekerja sosial, dan Kepala UPT."
    )
    while_deciding = "Kepala UPT, hanya selama ada perpanjangan, terminasi atau rencana klien ini"
    return [
        Readers(Note.Level.TEAM.label, [], [team]),
        Readers(
            Note.Level.PROFESSIONAL.label,
            [you, *_of_case(stay, by)],
            [f"{while_deciding} yang menunggu keputusannya.", IN_AN_EMERGENCY],
        ),
        Readers(
            Note.Level.HEAD.label,
            [you, *(f"{user}, Kepala UPT" for user in heads)],
            ["Bukan Plt. atau Plh., dan orang lain tidak tahu bahwa catatan ini ada."],
        ),
    ]


def _of_case(stay, by):
    """Its social worker, that of the stay which runs now, and who stands in for them today."""
    runs = type(stay).objects.open().filter(person=stay.person_id)
    keys = {stay.social_worker_id, *runs.values_list("social_worker", flat=True)} - {None}
    in_place = Substitution.objects.in_force(days.today()).filter(worker__in=keys)
    in_place = set(in_place.values_list("substitute", flat=True))
    readers = User.objects.filter(pk__in=keys | in_place, is_active=True)
    readers = not_of_family(readers, stay.person_id)
    called = {**dict.fromkeys(in_place, "pengganti"), **dict.fromkeys(keys, "pekerja sosialnya")}
    readers = readers.exclude(pk=by.pk).order_by("full_name", "pk")
    return [f"{user}, {called[user.pk]}" for user in readers]
