"""The berita acara penerimaan of those who were received together."""

from cases.arrivals.receptions.models import Reception
from cases.house.belongings.models import Bag
from cases.intakes.models import Intake
from cases.people.models import Person
from rptc.letters.prints import AGE, CLASS, SEX
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.words import angka, inisial, pukul, tanggal_panjang

RECEPTION = "berita-acara-penerimaan"


def facts(reception: Reception) -> dict:
    patrol, rows = reception.patrol, _rows(reception)
    return {
        "penerimaan.hari": tanggal_panjang(reception.at),
        "penerimaan.pukul": pukul(reception.at),
        "penerimaan.jumlah": angka(len(rows)),
        "penerimaan.petugas": str(reception.recorded_by),
        "patroli.regu": str(patrol.team) if patrol else "",
        "patroli.anggota": "; ".join(map(str, patrol.members.all())) if patrol else "",
        "patroli.pendamping": patrol.companions if patrol else "",
        "patroli.petugas": str(patrol.recorded_by) if patrol else "",
        "penerimaan.pintu": "; ".join(_doors(reception)),
        "orang": rows,
    }


def subject(reception: Reception) -> Subject:
    people = reception.stays.values_list("person", flat=True)
    return Subject(f"Penerimaan {len(people)} orang", people=people)


def _rows(reception):
    """Each with the tags that hang for them. The sheet goes through many hands: of children and
    of sealed files it has initials; the number of the file says who it is to whoever may open it.
    """
    stays = reception.stays.select_related("person", "intake__classification")
    tags = {}
    for bag in Bag.objects.filter(stay__receptions=reception, void_reason="").order_by("pk"):
        tags.setdefault(bag.stay_id, []).append(bag.number)
    return [
        {
            "nama": _name(stay.person, stay.entered_on),
            "berkas": stay.person.file_number,
            "jenis_kelamin": stay.person.sex,
            "umur": stay.person.age.text_on(stay.entered_on),
            "klasifikasi": stay.intake.classification.name,
            "tas": ", ".join(tags.get(stay.pk, [])),
        }
        for stay in stays.order_by("began_at", "pk")
    ]


def _name(person: Person, day):
    if person.is_sealed or person.age.is_child_on(day):
        return inisial(person.name or person.alias)
    return person.name or person.alias or "Tanpa nama"


def _doors(reception):
    """Whoever did not come with a patrol: by which doors, and from where."""
    intakes = Intake.objects.filter(stay__receptions=reception).order_by("door", "place")
    return sorted({f"{i.get_door_display()}, {i.where}".rstrip(", ") for i in intakes})


register(
    Way(
        code=RECEPTION,
        act="cases.Reception",
        column="letter",
        facts=facts,
        subject=subject,
        names={
            "penerimaan.hari": Name("Hari", "Rabu, 30 September 2026", "Senin, 1 Mei 2026"),
            "penerimaan.pukul": Name("Jam", "pukul 22.45 WITA", "pukul 22.45 WITA"),
            "penerimaan.jumlah": Name("Berapa orang", "60", "1"),
            "penerimaan.petugas": Name.of_a_person("Yang menerima", ""),
            "penerimaan.pintu": Name("Pintu masuk, tanpa patroli", shortest="Datang sendiri"),
            "patroli.regu": Name("Regu patroli", "TRC Saribattang, Regu Malam Wilayah Utara"),
            "patroli.anggota": Name("Anggota regu", "; ".join(["Muh. Nurhidayatullah"] * 12)),
            "patroli.pendamping": Name("Pendamping patroli", "Satpol PP, Dinas Kesehatan " * 4),
            "patroli.petugas": Name.of_a_person("Petugas patroli yang menyerahkan", ""),
            "orang": Rows(
                "Yang diterima",
                {
                    "nama": Name.of_a_person("Nama; anak dan berkas tertutup: inisial"),
                    "berkas": Name("Nomor berkas", "00000000012345", "00001"),
                    "jenis_kelamin": Name("L atau P", "P", "P", SEX),
                    "umur": Name("Umur", "sekitar 45 tahun", "anak", AGE),
                    "klasifikasi": Name("Klasifikasi", "Gelandangan " * 6, "Anak", CLASS),
                    "tas": Name("Nomor tas", "T-0001/26, T-0002/26, T-0003/26"),
                },
            ),
        },
    )
)
