"""What letters say of a klien."""

from cases.people.models import Person
from rptc.letters.prints import AGE, SEX
from rptc.letters.texts.sorts import Name, Names

KLIEN: Names = {
    "klien.nama": Name.of_a_person("Nama klien"),
    "klien.berkas": Name("Nomor berkas", "00000000012345", "00001"),
    "klien.jenis_kelamin": Name("Jenis kelamin", "Perempuan", "Perempuan", SEX),
    "klien.umur": Name("Umur hari ini", "sekitar 45 tahun", "anak", AGE),
    "klien.nik": Name("NIK", "7371014101740001"),
}


def briefly(person: Person) -> str:
    """Whom a page about a letter is about: name, L or P, age."""
    return f"{person}, {person.sex}, {person.age_today}"


def of_klien(person: Person) -> dict:
    return {
        "klien.nama": str(person),
        "klien.berkas": person.file_number,
        "klien.jenis_kelamin": person.get_sex_display(),
        "klien.umur": person.age_today,
        "klien.nik": person.nik,
    }
