"""Who fits, and why not: by what the partner's own file says."""

import datetime

import pytest

from partners.directory.models import Partner
from partners.questions.fit import Wanted, fit_of
from partners.questions.offered import offered_for
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.factories.partners import FreePlacesFactory, PartnerFactory, ReferralFactory

TODAY = datetime.date(2026, 11, 29)
BOY = Wanted("L", 11, 11, "anak-jalanan", "73.71.05", True, ("boarding",))


def partner(*, said=None, male=None, female=None, agreed=True, lapsed=None, **columns):
    partner = Partner(**columns)
    partner.has_agreement, partner.lapsed_on = agreed, lapsed
    partner.said_places_at = said and days.starts_at(said)
    partner.free_male, partner.free_female = male, female
    return partner


@pytest.mark.parametrize(
    ("columns", "reasons"),
    [
        ({}, []),
        ({"takes_sex": "L"}, []),
        ({"takes_sex": "P"}, ["hanya perempuan"]),
        ({"min_age": 11, "max_age": 11}, []),
        ({"min_age": 15}, ["usia di bawah 15 th"]),
        ({"max_age": 10}, ["usia di atas 10 th"]),
        ({"takes_classes": ["anak-jalanan"]}, []),
        ({"takes_classes": ["lansia"]}, ["klasifikasinya tidak diterima"]),
        ({"takes_from": "city"}, []),
        ({"services": ["boarding", "work"]}, []),
        ({"services": ["work"]}, ["tanpa asrama"]),
        ({"takes_sex": "P", "min_age": 15}, ["hanya perempuan", "usia di bawah 15 th"]),
    ],
)
def test_each_reason_is_said(columns, reasons):
    fit = fit_of(partner(**columns), BOY, TODAY)
    assert (fit.reasons, fit.is_fit) == (reasons, not reasons)
    assert fit.notes == ["tempat kosong belum pernah dikatakan"]


def test_an_agreement_that_is_over_is_a_reason_and_none_at_all_is_said():
    over = datetime.date(2026, 9, 30)
    fit = fit_of(partner(agreed=False, lapsed=over), BOY, TODAY)
    assert fit.reasons == ["perjanjian habis 30/09/2026; alasan diminta saat merujuk"]
    # One ran out, and another one holds.
    assert fit_of(partner(lapsed=over), BOY, TODAY).is_fit
    fit = fit_of(partner(agreed=False), BOY, TODAY)
    assert fit.is_fit
    assert fit.notes[-1] == "tanpa perjanjian tercatat"


@pytest.mark.parametrize(
    ("takes_from", "origin", "is_of_city", "fits"),
    [
        ("city", "73.06", False, False),
        ("city", "", False, True),
        ("province", "73.06", False, True),
        ("province", "64.71", False, False),
        ("", "64.71", False, True),
    ],
)
def test_an_origin_that_nobody_knows_excludes_nobody(takes_from, origin, is_of_city, fits):
    wanted = Wanted("L", origin=origin, is_of_city=is_of_city)
    assert fit_of(partner(takes_from=takes_from), wanted, TODAY).is_fit is fits


def test_an_age_that_nobody_knows_excludes_nobody():
    strict = partner(min_age=15, max_age=17)
    assert fit_of(strict, Wanted("L"), TODAY).is_fit
    # "Dewasa" is 18 at the least.
    assert not fit_of(strict, Wanted("L", least_age=18), TODAY).is_fit


@pytest.mark.parametrize(
    ("ago", "male", "reasons", "notes"),
    [
        (0, 2, [], ["2 tempat L, kata mereka Min, 29/11"]),
        (30, 2, [], ["2 tempat L, kata mereka Jum, 30/10"]),
        (5, 0, ["tidak ada tempat L, kata mereka Sel, 24/11"], []),
        # What was said long ago says nothing of today, neither way.
        (41, 2, [], ["tempat kosong terakhir dikatakan 41 hari lalu"]),
        (41, 0, [], ["tempat kosong terakhir dikatakan 41 hari lalu"]),
    ],
)
def test_places_count_with_the_day_on_which_they_were_said(ago, male, reasons, notes):
    said = TODAY - days.ONE_DAY * ago
    fit = fit_of(partner(said=said, male=male, female=9), BOY, TODAY)
    assert (fit.reasons, fit.notes) == (reasons, notes)


def test_why_not_and_what_else_is_known_stand_side_by_side():
    said = TODAY - days.ONE_DAY * 41
    fit = fit_of(partner(said=said, male=2, min_age=15, takes_not="perokok"), BOY, TODAY)
    assert fit.reasons == ["usia di bawah 15 th"]
    assert fit.notes == [
        "tempat kosong terakhir dikatakan 41 hari lalu",
        "tidak menerima: perokok",
    ]


@pytest.mark.django_db
class TestOffered:
    def test_who_fits_stands_first_then_by_name_and_nobody_is_hidden(self):
        worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
        stay = f.StayFactory(social_worker=worker, intake__person__sex="L")
        for name, sex in [("Zamrud", ""), ("alam", "L"), ("Bakti", "P")]:
            PartnerFactory(name=name, takes_sex=sex)
        PartnerFactory(name="Bukan lagi", is_active=False)
        ours = [p.name for p in offered_for(stay, worker) if p.name in {"Zamrud", "alam", "Bakti"}]
        assert ours == ["alam", "Zamrud", "Bakti"]
        assert "Bukan lagi" not in {p.name for p in offered_for(stay, worker)}

    def test_what_was_said_last_counts(self):
        partner = PartnerFactory()
        FreePlacesFactory(partner=partner, male=5, said_at=days.now() - 2 * days.ONE_DAY)
        FreePlacesFactory(partner=partner, male=1)
        worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
        stay = f.StayFactory(social_worker=worker, intake__person__sex="L")
        offered = {each.pk: each for each in offered_for(stay, worker)}
        assert offered[partner.pk].fit.notes[0].startswith("1 tempat L, kata mereka")

    def test_who_took_and_gave_back_is_counted_as_far_as_the_reader_may_know(self):
        worker, partner = f.UserFactory(roles=[Role.SOCIAL_WORKER]), PartnerFactory()
        stay = f.StayFactory(social_worker=worker)
        ReferralFactory(partner=partner, sent=True, state="accepted")
        ReferralFactory(partner=partner, sent=True, state="returned", ended_at=days.now())
        ReferralFactory(partner=partner, sent=True)
        sealed = f.StayFactory(intake__person__is_sealed=True)
        ReferralFactory(partner=partner, stay=sealed, sent=True, state="accepted")
        (told,) = [each for each in offered_for(stay, worker) if each.pk == partner.pk]
        assert (told.taken, told.returned) == (2, 1)

    def test_a_closed_partner_is_offered_to_those_of_the_case_alone(self):
        closed = PartnerFactory(closes_destination=True)
        worker, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
        stay = f.StayFactory(social_worker=worker)
        assert closed in offered_for(stay, worker)
        assert closed not in offered_for(stay, other)

    def test_the_last_day_of_the_latest_agreement_counts(self):
        partner, worker = PartnerFactory(), f.UserFactory(roles=[Role.SOCIAL_WORKER])
        stay = f.StayFactory(social_worker=worker)
        first, ended = days.today() - 400 * days.ONE_DAY, days.today() - 9 * days.ONE_DAY
        for last in (100, 35):
            f.AgreementFactory(
                partner=partner, starts_on=first, valid_until=days.today() - last * days.ONE_DAY
            )
        over = {"ended_on": ended, "ended_by": worker, "end_reason": "Sepakat."}
        f.AgreementFactory(partner=partner, **over)

        def told():
            (one,) = [each for each in offered_for(stay, worker) if each.pk == partner.pk]
            return one

        assert (told().has_agreement, told().lapsed_on) == (False, ended)
        f.AgreementFactory(partner=partner)
        assert told().fit.is_fit
