"""Does a partner take somebody like this (R51)? By what its file says: whom it takes, what it
offers, and which places it said were free, and when. It is advice: who does not fit is offered
too, with the reason, and who returns many is named no later than others."""

from dataclasses import dataclass, field
from datetime import date

from cases.people.models import Sex
from partners.directory.models import PartnerService, TakesFrom
from rptc import days
from rptc.words import angka, tanggal, tanggal_pendek

# What was said so long ago says nothing of today.
OLD_AFTER = 30
SOUTH_SULAWESI = "73."


@dataclass(frozen=True)
class Wanted:
    """For whom a place is looked for. An origin or a class that nobody knows excludes nobody."""

    sex: str
    least_age: int | None = None
    most_age: int | None = None
    classification: str = ""
    origin: str = ""
    is_of_city: bool = False
    needs: tuple[str, ...] = ()

    @classmethod
    def of(cls, stay, needs=()):
        person, today = stay.person, days.today()
        return cls(
            sex=person.sex,
            least_age=person.age.least_on(today),
            most_age=person.age.most_on(today),
            classification=stay.intake.classification.code,
            origin=person.origin.code if person.origin else "",
            is_of_city=bool(person.origin and person.origin.is_in_makassar),
            needs=tuple(needs),
        )


@dataclass(frozen=True)
class Fit:
    """`reasons` are why not; `notes` are what else is known."""

    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_fit(self):
        return not self.reasons


def fit_of(partner, wanted, today):
    """`partner` comes `with_free_places`, and with when its last agreement ended (`lapsed_on`) or
    that there is none (`has_agreement`); `today` is the day on which is asked."""
    reasons = [*_whom(partner, wanted), *_what(partner, wanted), *_basis(partner)]
    notes = []
    (reasons if _is_full(partner, wanted, today) else notes).append(
        _places(partner, wanted, today)
    )
    if partner.takes_not:
        notes.append(f"tidak menerima: {partner.takes_not}")
    if not partner.has_agreement and not partner.lapsed_on:
        notes.append("tanpa perjanjian tercatat")
    return Fit(reasons, notes)


def _whom(partner, wanted):
    if partner.takes_sex and partner.takes_sex != wanted.sex:
        yield f"hanya {Sex(partner.takes_sex).label.lower()}"
    if partner.min_age is not None and _is_below(wanted.most_age, partner.min_age):
        yield f"usia di bawah {partner.min_age} th"
    if partner.max_age is not None and _is_below(partner.max_age, wanted.least_age):
        yield f"usia di atas {partner.max_age} th"
    if partner.takes_classes and _is_other(wanted.classification, partner.takes_classes):
        yield "klasifikasinya tidak diterima"
    if wanted.origin and not _takes_from(partner, wanted):
        yield f"hanya dari {TakesFrom(partner.takes_from).label}"


def _is_below(age, limit):
    return age is not None and limit is not None and age < limit


def _is_other(classification, taken):
    return bool(classification) and classification not in taken


def _takes_from(partner, wanted):
    if partner.takes_from == TakesFrom.CITY:
        return wanted.is_of_city
    return partner.takes_from != TakesFrom.PROVINCE or wanted.origin.startswith(SOUTH_SULAWESI)


def _what(partner, wanted):
    """What a file leaves empty excludes nobody."""
    if partner.services:
        for need in PartnerService:
            if need in wanted.needs and need not in partner.services:
                yield f"tanpa {need.label.lower()}"


def _basis(partner):
    """It can be asked all the same; a referral then says why it rests on nothing."""
    if partner.lapsed_on and not partner.has_agreement:
        yield f"perjanjian habis {tanggal(partner.lapsed_on)}; alasan diminta saat merujuk"


def _is_full(partner, wanted, today):
    return _said_days_ago(partner, today, OLD_AFTER + 1) <= OLD_AFTER and not _free(
        partner, wanted
    )


def _free(partner, wanted):
    return partner.free_male if wanted.sex == Sex.MALE else partner.free_female


def _places(partner, wanted, today):
    ago = _said_days_ago(partner, today, None)
    if ago is None:
        return "tempat kosong belum pernah dikatakan"
    if ago > OLD_AFTER:
        return f"tempat kosong terakhir dikatakan {angka(ago)} hari lalu"
    number = angka(_free(partner, wanted)) if _free(partner, wanted) else "tidak ada"
    return f"{number} tempat {wanted.sex}, kata mereka {tanggal_pendek(partner.said_places_at)}"


def _said_days_ago(partner, today: date, never):
    if partner.said_places_at is None:
        return never
    return (today - days.day_of(partner.said_places_at)).days
