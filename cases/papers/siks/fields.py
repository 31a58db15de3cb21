"""What SIKS-NG asks of a klien, as it is typed there."""

from rptc.words import tanggal


def fields_of(stay) -> list[tuple[str, str]]:
    """(label, text); without text what nobody knows yet."""
    person, classification = stay.person, stay.intake.classification
    types = ", ".join(classification.national_types)
    return [
        ("NIK", person.nik),
        ("Nomor KK", person.kk),
        ("Nama lengkap", person.name),
        ("Tempat lahir", person.birthplace),
        ("Tanggal lahir", tanggal(person.born_on) if person.born_on else ""),
        ("Jenis kelamin", person.get_sex_display()),
        ("Nama ibu kandung", person.mother_name),
        ("Alamat", person.address or person.origin_text),
        ("Daerah asal", str(person.origin) if person.origin else ""),
        ("Agama", person.get_religion_display() if person.religion else ""),
        ("Pendidikan terakhir", person.get_education_display() if person.education else ""),
        ("Klasifikasi", str(classification)),
        ("Jenis PPKS", types),
    ]
