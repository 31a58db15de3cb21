import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.models import Exit
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import (
    AbsenceFactory,
    BelongingFactory,
    ExitFactory,
    LeaveFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
URL = reverse("cases:exit_together")


def posted(*stays, kind="daerah-asal", **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": exit_kind(kind).pk,
        "receiver": "Dinas Sosial Bulukumba",
        "address": "Bulukumba",
        "left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "stays": [stay.pk for stay in stays],
        **changes,
    }


def adults(number=3):
    return StayFactory.create_batch(number, days_ago=3)


def test_each_of_them_has_a_numbered_handover(client, login):
    login(Role.SOCIAL_WORKER)
    stays = adults()
    assertContains(client.post(URL, posted(*stays), follow=True), "3 klien keluar")
    assert not Stay.objects.open().exists()
    letters = Letter.objects.filter(kind__code="serah-terima")
    assert len({letter.number for letter in letters}) == 3
    assert {exit.handover_letter for exit in Exit.objects.all()} == set(letters)


def test_ten_leave_with_ten_numbers_and_are_printed_in_one_file(client, login, read_pdf):
    login(Role.SOCIAL_WORKER)
    page = client.post(URL, posted(*adults(10)), follow=True)
    assertContains(page, "Cetak 10 berita acara")
    [printed] = {part for part in page.content.decode().split('"') if "together/print" in part}
    text = read_pdf(client.get(printed.replace("&amp;", "&")))
    numbers = Letter.objects.filter(kind__code="serah-terima").values_list("number", flat=True)
    assert len(set(numbers)) == 10
    assert all(number in text for number in numbers)


def test_who_is_not_in_the_house_does_not_leave_with_others(client, login):
    login(Role.SOCIAL_WORKER)
    here, on_leave, unseen = adults(3)
    LeaveFactory(stay=on_leave)
    AbsenceFactory(stay=unseen)
    form = posted(here, on_leave, unseen)
    page = client.post(URL, form)
    for stay in (on_leave, unseen):
        assertContains(
            page, f"{stay.person}.</strong> Tercatat sedang di luar atau tidak terlihat"
        )
    assert not Letter.objects.exists()
    client.post(URL, {**form, "go_on": "on"})
    assert set(Stay.objects.open()) == {on_leave, unseen}


def test_what_others_handed_over_is_not_printed(client, login):
    login(Role.SOCIAL_WORKER)
    client.post(URL, posted(*adults(1)))
    other = Exit.objects.get()
    login(Role.SOCIAL_WORKER)
    asked = {"exit": [other.pk, "x", "9" * 30]}
    for name in ("done", "print"):
        page = client.get(reverse(f"cases:exit_together_{name}"), asked, follow=True)
        assertContains(page, "Tidak ada yang Anda serahkan bersama")
        assertNotContains(page, str(other.stay.person))


def test_a_child_among_them_stops_all_by_name_until_it_is_said_that_the_others_may(client, login):
    login(Role.SOCIAL_WORKER)
    child = StayFactory(child=True, days_ago=3, intake__person__name="Rendi Pratama")
    stays = [*adults(2), child]
    form = posted(*stays)
    response = client.post(URL, form)
    assertContains(response, "Rendi Pratama.</strong> Anak dan klien yang bergantung diserahkan")
    assertContains(response, "Lanjutkan tanpa")
    assert Stay.objects.open().count() == 3
    assert not Letter.objects.exists()
    response = client.post(URL, {**form, "go_on": "on"}, follow=True)
    assertContains(response, "2 klien keluar")
    assertContains(response, "Rendi Pratama tetap di sini.")
    assert Stay.objects.open().get() == child


def test_who_cannot_leave_with_others_is_told_before_it_is_sent(client, login):
    login(Role.SOCIAL_WORKER)
    StayFactory(child=True, days_ago=3, intake__person__name="Anak Rendi")
    here, away, bag = adults()
    AbsenceFactory(stay=away)
    BelongingFactory(bag__stay=bag, what="Radio")
    rows = {tick.data["value"].value: why for tick, why in client.get(URL).context["rows"]}
    assert rows.pop(here.pk) is None
    assert next(iter(client.get(URL).context["rows"]))[1] is None
    assert len(rows) == 3
    page = client.get(URL)
    assertContains(page, "satu per satu.</small>")
    assertContains(page, "sedang di luar atau tidak terlihat")
    assertContains(page, "Titipan belum selesai: Radio")
    assertContains(page, " disabled ", count=3)


def test_more_people_ask_no_more(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    adults(2)
    few = count_queries(URL)
    StayFactory(child=True)
    BelongingFactory(bag__stay=adults(8)[0])
    assert count_queries(URL) <= few


def test_if_nobody_is_left_nothing_happens(client, login):
    login(Role.SOCIAL_WORKER)
    form = posted(StayFactory(child=True, days_ago=3), go_on="on")
    assertContains(client.post(URL, form), "Belum tersimpan.")


def test_one_mistake_leaves_everybody_where_they_are(client, login):
    login(Role.SOCIAL_WORKER)
    early, late = StayFactory(days_ago=5), StayFactory(intake__person__name="Baru Tiba")
    an_hour_ago = (days.now() - days.ONE_HOUR).astimezone(days.WITA)
    response = client.post(
        URL, posted(early, late, left_at=an_hour_ago.strftime("%Y-%m-%dT%H:%M"))
    )
    assertContains(response, "Baru Tiba.</strong> Saat keluar harus sesudah saat tiba.")
    assert Stay.objects.open().count() == 2


def test_to_a_partner_only_those_whom_the_head_has_approved(client, login):
    worker = login(Role.SOCIAL_WORKER)
    asked, unasked = adults(2)
    approved = ExitFactory(
        stay=asked,
        recorded_by=worker,
        kind=exit_kind("mitra"),
        receiver="Sentra Wirajaya",
        relation="",
        state="approved",
        decided_by=UserFactory(),
        decided_at=days.now(),
    )
    form = posted(asked, unasked, kind="mitra", receiver="Sentra Wirajaya")
    assertContains(client.post(URL, form), "Belum disetujui Kepala UPT.")
    client.post(URL, {**form, "go_on": "on"})
    approved.refresh_from_db()
    assert approved.state == "done"
    assert approved.handover_letter.number
    assert Stay.objects.open().get() == unasked


def test_the_same_form_twice_is_one_departure(client, login):
    login(Role.SOCIAL_WORKER)
    form = posted(*adults())
    client.post(URL, form)
    assert client.post(URL, form).status_code == 302
    assert Exit.objects.count() == Letter.objects.count() == 3


def test_mistakes_are_said_beside_their_fields(client, login):
    login(Role.SOCIAL_WORKER)
    StayFactory()
    response = client.post(URL, posted(receiver="", address=""))
    for sentence in ["Centang siapa", "Tulis siapa yang menerima", "Tulis alamat tujuan"]:
        assertContains(response, sentence)


def test_families_and_emergencies_are_no_group(client, login):
    login(Role.SOCIAL_WORKER)
    kinds = client.get(URL).context["form"].fields["kind"].queryset
    assert {kind.code for kind in kinds} == {"mitra", "daerah-asal", "mandiri", "tidak-diketahui"}


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(
        days_ago=3, intake__person__is_sealed=True, intake__person__name="Kenarisatu"
    )
    assertNotContains(client.get(URL), "Kenarisatu")
    client.post(URL, posted(sealed))
    assert Stay.objects.open().exists()


def test_query_count_does_not_grow(login, count_queries):
    login(Role.SOCIAL_WORKER)
    adults(2)
    few = count_queries(URL)
    adults(6)
    assert count_queries(URL) == few
