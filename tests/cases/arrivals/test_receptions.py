"""Arrival at night: several at once, a tag for each who brought something, one berita acara."""

import datetime
import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.arrivals.receptions.models import Reception, night_began_at
from cases.house.belongings.models import Bag
from cases.people.sealing.actions import seal_for
from cases.people.sealing.models import Seal
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.cases.arrivals.test_stay_arrivals import URL, posted, typed
from tests.factories import (
    BagFactory,
    BedFactory,
    BedUseFactory,
    ConflictFactory,
    IntakeFactory,
    PatrolFactory,
    PhotoFactory,
    ReceptionFactory,
    StayFactory,
    TriageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TONIGHT = reverse("cases:reception_tonight")


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def with_bags(*intakes):
    return {f"{intake.pk}-bag": "on" for intake in intakes}


def letter(reception):
    return reverse("cases:reception_letter", args=[reception.pk])


def test_a_night_goes_from_noon_to_noon():
    noon = days.at(datetime.date(2026, 3, 1), datetime.time(12))
    for hours, began in [(0, noon), (11, noon), (23, noon), (-1, noon - days.ONE_DAY)]:
        assert night_began_at(noon + hours * days.ONE_HOUR) == began


def test_each_gets_a_tag_at_once(client, house_staff):
    patrol = PatrolFactory()
    intakes = IntakeFactory.create_batch(3, by_patrol=True, patrol=patrol)
    first, second, third = intakes
    answer = client.post(URL, posted(*intakes, **with_bags(first, third)))
    assertRedirects(answer, TONIGHT)
    numbers = dict(Bag.objects.values_list("stay__intake", "number"))
    year = days.today().year % 100
    assert numbers == {first.pk: f"T-0001/{year:02}", third.pk: f"T-0002/{year:02}"}
    assert Bag.objects.unlisted().count() == 2
    reception = Reception.objects.get()
    assert reception.patrol == patrol
    assert reception.recorded_by == house_staff
    assert {stay.intake for stay in reception.stays.all()} == set(intakes)


def test_each_patrol_hands_over_its_own(client, house_staff, read_pdf):
    by_patrol = IntakeFactory.create_batch(2, by_patrol=True)
    alone = IntakeFactory(door="hospital", place="RSUD Daya")
    client.post(URL, posted(*by_patrol, alone))
    receptions = {r.patrol: r for r in Reception.objects.all()}
    assert receptions.keys() == {None, *(intake.patrol for intake in by_patrol)}
    text = read_pdf(client.post(letter(receptions[None]), follow=True))
    assert "RSUD Daya" in text


def test_sent_twice_is_one_tag_and_one_reception(client, house_staff):
    intake = IntakeFactory()
    twice = posted(intake, **with_bags(intake))
    for _ in range(2):
        assertContains(client.post(URL, twice, follow=True), "Penerimaan malam ini")
    assert (Bag.objects.count(), Reception.objects.count(), Stay.objects.count()) == (1, 1, 1)


def test_who_is_corrected_joins_the_others(client, house_staff):
    came, old = IntakeFactory(), StayFactory(days_ago=2)
    again = IntakeFactory(person=old.person)
    key = str(uuid.uuid4())
    client.post(URL, posted(came, again, send_key=key, **{f"{again.pk}-again": "came_back"}))
    assert not Reception.objects.exists()
    seen = {
        f"{again.pk}-again": "came_back",
        f"{again.pk}-not_seen_since": typed(days.now() - days.ONE_DAY),
    }
    client.post(URL, posted(came, again, send_key=key, **seen, **with_bags(again)))
    assert Reception.objects.get().stays.count() == 2
    assert Bag.objects.get().stay == old


def test_a_tag_without_its_owner_is_refused(client, house_staff):
    came, stayed_away = IntakeFactory.create_batch(2)
    page = client.post(URL, posted(came, **with_bags(stayed_away)))
    assertContains(page, "Centang juga bahwa orangnya sudah tiba.")
    assert not Stay.objects.exists()


def test_what_is_still_to_be_done_is_one_tap_away(client, house_staff):
    BedFactory()
    stay = StayFactory()
    page = client.get(TONIGHT)
    assertContains(page, "Tidur: triase dahulu")
    assertNotContains(page, reverse("cases:bed_place", args=[stay.pk]))
    Unit.objects.update(triage_first=False)
    bag = BagFactory(stay=stay)
    page = client.get(TONIGHT)
    for name, pk in [
        ("triage_fill", stay.intake_id),
        ("bed_place", stay.pk),
        ("bag_open", bag.pk),
        ("photo_add", stay.person_id),
    ]:
        assertContains(page, f"{reverse(f'cases:{name}', args=[pk])}?next={TONIGHT}")
    assertContains(page, f"{reverse('cases:bed_place_all')}?next={TONIGHT}")


def test_what_is_done_is_said(client, house_staff):
    done = StayFactory()
    use = BedUseFactory(stay=done)
    TriageFactory(intake=done.intake)
    PhotoFactory(person=done.person)
    bag = BagFactory(stay=done, listed=True)
    page = client.get(TONIGHT)
    for said in (str(use.bed), bag.number, "Kuning"):
        assertContains(page, said)
    for name in ("triage_fill", "bed_place", "bag_open", "photo_add"):
        assertNotContains(page, f"/{name}")
    assertNotContains(page, f"?next={TONIGHT}")


def test_only_this_night_and_only_who_is_in_the_house(client, login, time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 3, 2), datetime.time(6)))
    login(Role.CARETAKER)
    at = days.at(datetime.date(2026, 3, 1), datetime.time(23))
    came = StayFactory(began_at=at)
    StayFactory(began_at=at - days.ONE_DAY)
    StayFactory(began_at=at, ended=True)
    assert [row.stay for row in client.get(TONIGHT).context["rows"]] == [came]


def test_all_are_placed_from_here_and_one_comes_back_here(client, house_staff):
    stay = TriageFactory().intake.stay
    move = {"send_key": str(uuid.uuid4()), "move": f"{stay.pk}-{BedFactory().pk}"}
    address = f"{reverse('cases:bed_place_all')}?next={TONIGHT}"
    assertRedirects(client.post(address, move), TONIGHT)
    assert stay.bed_uses.exists()
    elsewhere = f"{reverse('cases:bed_place_all')}?next=https://example.org/"
    answer = client.post(elsewhere, {"send_key": str(uuid.uuid4())})
    assertRedirects(answer, reverse("cases:bed_list"))


def test_one_berita_acara_for_the_group(client, house_staff, read_pdf):
    patrol = PatrolFactory()
    man = IntakeFactory(by_patrol=True, patrol=patrol, person__name="Kamaruddin Tompo")
    child = IntakeFactory(
        by_patrol=True, patrol=patrol, child=True, person__name="Rendi Pratama", person__child=True
    )
    client.post(URL, posted(man, child, **with_bags(man)))
    reception = Reception.objects.get()
    assertContains(client.get(TONIGHT), "Buat berita acara")
    assertRedirects(client.get(letter(reception)), TONIGHT)
    answer = client.post(letter(reception), follow=True)
    text = read_pdf(answer)
    for said in ("BERITA ACARA PENERIMAAN", "Kamaruddin Tompo", str(patrol.team), "T-0001"):
        assert said in text
    assert "Rendi" not in text
    assert str(house_staff) in text
    reception.refresh_from_db()
    again = client.post(letter(reception), follow=True)
    assert again.content == answer.content
    assertContains(client.get(TONIGHT), reception.letter.number)


def test_a_file_that_is_closed_later_takes_the_berita_acara_along(client, house_staff, login):
    one, two = IntakeFactory.create_batch(2, person__name="Kamaruddin Tompo")
    client.post(URL, posted(one, two))
    client.post(letter(Reception.objects.get()))
    reception = Reception.objects.get()
    office = reverse("letters:letter_file", args=[reception.letter_id])
    users = {role: UserFactory(roles=[role]) for role in (Role.OFFICE, Role.SOCIAL_WORKER)}
    users |= {Role.HEAD: UserFactory(roles=[Role.HEAD]), Role.CARETAKER: house_staff}

    def seen(role, page):
        client.force_login(User.objects.get(pk=users[role].pk))
        return client.get(page).status_code == 200

    pages = [(Role.OFFICE, office), (Role.HEAD, office)]
    pages += [(role, letter(reception)) for role in (Role.SOCIAL_WORKER, Role.CARETAKER)]
    assert [role for role, page in pages if not seen(role, page)] == []
    closed = Seal(person=one.person, reason="hunted", explanation="Dicari.", send_key=uuid.uuid4())
    seal_for(closed, named=[], by=users[Role.HEAD])
    assert [role for role, page in pages if seen(role, page)] == [Role.HEAD, Role.CARETAKER]
    client.force_login(users[Role.SOCIAL_WORKER])
    assertNotContains(client.get(TONIGHT), letter(reception))
    ConflictFactory(person=two.person, user=house_staff)
    assert not seen(Role.CARETAKER, letter(reception))


def test_the_berita_acara_of_six_is_one_sheet(client, house_staff):
    patrol = PatrolFactory()
    six = IntakeFactory.create_batch(
        6, by_patrol=True, patrol=patrol, person__name="Muh. Alimuddin"
    )
    client.post(URL, posted(*six))
    answer = client.post(letter(Reception.objects.get()), follow=True)
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_whoever_comes_after_the_berita_acara_stands_in_another(client, house_staff):
    key = str(uuid.uuid4())
    first, second = IntakeFactory.create_batch(2)
    client.post(URL, posted(first, send_key=key))
    client.post(letter(Reception.objects.get()))
    client.post(URL, posted(second, send_key=key))
    assert [r.stays.count() for r in Reception.objects.order_by("pk")] == [1, 1]


def test_queries_do_not_grow(house_staff, count_queries):
    def receive():
        stay = StayFactory()
        ReceptionFactory(recorded_by=house_staff).stays.add(stay)
        BagFactory(stay=stay)
        TriageFactory(intake=stay.intake)
        BedUseFactory(stay=stay)

    receive()
    few = count_queries(TONIGHT)
    for _ in range(4):
        receive()
    assert count_queries(TONIGHT) == few
