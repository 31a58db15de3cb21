"""The letter that asks an office for papers, of one klien or of several: names, births and what is
asked, and nothing else of anybody."""

from collections import defaultdict

from cases.papers.models import PaperLetter
from rptc import days
from rptc.letters.prints import AGE
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.words import angka, tanggal_surat

REQUEST = "permohonan-dokumen"


def facts(letter: PaperLetter) -> dict:
    rows = _rows(letter)
    return {
        "kantor.kepada": letter.office.addressee,
        "permohonan.jumlah": angka(len(rows)),
        "orang": rows,
    }


def subject(letter: PaperLetter) -> Subject:
    """A sealed file goes alone, and its letter is as closed as it is."""
    people = _people(letter)
    is_sealed = any(person.is_sealed for person in people)
    alone = people[0].pk if len(people) == 1 else None
    about = f"Permohonan dokumen, {len(people)} orang"
    return Subject(about, alone, [person.pk for person in people], is_sealed)


def _asked(letter):
    """What came to nothing stands in no letter that is written anew."""
    return letter.requests.running_or_got()


def _people(letter):
    rows = _asked(letter).select_related("paper__person").order_by("paper__person", "pk")
    return list({row.paper.person_id: row.paper.person for row in rows}.values())


def _rows(letter):
    asked = defaultdict(list)
    for row in _asked(letter).select_related("paper__kind").order_by("paper__kind__order", "pk"):
        asked[row.paper.person_id].append(str(row.paper.kind))
    return [
        {
            "nama": str(person),
            "lahir": _born(person),
            "nik": person.nik,
            "dokumen": ", ".join(asked[person.pk]),
        }
        for person in _people(letter)
    ]


def _born(person):
    """Place and day, else how old; "dewasa" and "anak" say neither."""
    born = ", ".join(filter(None, [person.birthplace, tanggal_surat(person.born_on)]))
    is_counted = person.age.on(days.today()) is not None
    return born or (person.age_today if is_counted else "")


register(
    Way(
        code=REQUEST,
        act="cases.PaperLetter",
        column="letter",
        facts=facts,
        subject=subject,
        names={
            "kantor.kepada": Name(
                "Kepada",
                "Kepala Dinas Kependudukan dan Pencatatan Sipil Kota Makassar " * 2,
                "Kepala Dinas",
            ),
            "permohonan.jumlah": Name("Berapa orang", "40", "1"),
            "orang": Rows(
                "Yang dimohonkan",
                {
                    "nama": Name.of_a_person("Nama"),
                    "lahir": Name(
                        "Tempat dan tanggal lahir, atau umur",
                        "Jeneponto, 30 September 1974",
                        "",
                        AGE,
                    ),
                    "nik": Name("NIK", "7371014101740001"),
                    "dokumen": Name("Yang diminta", "Akta kelahiran, Kartu keluarga, KIA", "KTP"),
                },
                40,
            ),
        },
    )
)
