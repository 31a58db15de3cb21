from cases.intakes.forms import IntakeFilter
from cases.people.access import may_know_class
from rptc.lists import Column, Listed


def class_of(intake, user):
    known = may_know_class(user, intake.person)
    return intake.classification.name if known else "berkas tertutup"


# The register in the unit's old columns, a year a file, is another thing (register/views.py).
INTAKES = Listed(
    "terjaring",
    "Terjaring",
    asks=[*IntakeFilter.base_filters],
    columns=[
        Column("Tanggal", lambda intake, user: intake.met_on),
        Column("Berkas", lambda intake, user: intake.person.file_number, names=True),
        Column("Nama", lambda intake, user: intake.name_for(user), names=True),
        Column("L/P", lambda intake, user: intake.sex),
        Column("Umur", lambda intake, user: str(intake.age_text)),
        Column("Klasifikasi", class_of, about=True),
        Column(
            "Klasifikasi tetap",
            lambda intake, user: "ya" if intake.is_settled else "belum",
            about=True,
        ),
        Column("Pintu", lambda intake, user: intake.get_door_display()),
        # Typed freely.
        Column("Tempat", lambda intake, user: intake.where, names=True),
        Column("Hasil", lambda intake, user: intake.get_outcome_display()),
    ],
)
