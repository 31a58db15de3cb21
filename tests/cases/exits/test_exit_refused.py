"""An exit that the head refused is told to whoever asked for it, until something follows."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.actions import decide_exit
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about
from tests.factories import ExitFactory, ExtensionFactory, StayFactory, UserFactory

NOTE = "Periksa dahulu rumah pamannya."
LIST = f"{reverse('cases:exit_list')}?show=refused"


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def refused(worker):
    stay = StayFactory(child=True, days_ago=9, social_worker=worker)
    exit = ExitFactory(stay=stay, recorded_by=worker)
    return decide_exit(
        exit, approve=False, note=NOTE, by=UserFactory(roles=[Role.HEAD]), seen=exit.seen
    )


def told(user, exit):
    rows = about([exit.stay.person_id], user).get(exit.stay.person_id, [])
    return [row for row in rows if row.waits.key == "exits-refused"]


def test_hari_ini_leads_to_the_remark(client, worker, refused):
    assertContains(client.get(reverse("reports:today")), "Terminasi tidak disetujui")
    [row] = told(worker, refused)
    assertContains(client.get(row.url), NOTE)
    assertContains(client.get(LIST), str(refused.stay.person))
    assert told(UserFactory(roles=[Role.SOCIAL_WORKER]), refused) == []


def test_it_is_the_next_act_of_the_file_before_its_limit(client, worker, refused):
    page = client.get(reverse("cases:stay_detail", args=[refused.stay_id]))
    late = [row.waits.key for row in page.context["file"].rows]
    assert late.index("exits-refused") < late.index("stays-over")
    assert page.context["file"].next.waits.key == "exits-refused"
    assertContains(page, NOTE)
    assertContains(page, str(refused.decided_by))


def test_what_is_not_complete_goes_back_with_a_remark_to_who_completes_it(client, login):
    """Nothing is there yet: no approval, and no plain refusal either."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exit = ExitFactory(stay__child=True, stay__social_worker=worker)
    login(Role.HEAD)
    url = reverse("cases:exit_decide", args=[exit.pk])
    page = client.get(url)
    assertContains(page, "Belum dapat disetujui")
    assertContains(page, "Belum ada bukti hubungan")
    assertContains(page, f"oleh <strong>{worker}</strong>")
    assertContains(page, reverse("cases:exit_detail", args=[exit.pk]))
    verbs = [verb.label for verb in page.context["form"].verbs]
    assert verbs == ["Kembalikan"]
    said = {"decision": "refuse", "seen": exit.seen}
    assertContains(client.post(url, said), "Tulis apa yang harus dilengkapi.")
    answer = client.post(url, {**said, "note": "Foto KK ibunya."}, follow=True)
    assertContains(answer, "dikembalikan.")
    [row] = told(worker, exit)
    login(worker)
    assertContains(client.get(row.url), "Foto KK ibunya.")


def _asked_again(exit):
    ExitFactory(stay=exit.stay)


def _extended(exit):
    by = {"decided_by": UserFactory(), "decided_at": days.now()}
    ExtensionFactory(stay=exit.stay, state="approved", **by)


@pytest.mark.parametrize("then", [_asked_again, _extended])
def test_what_follows_ends_it(client, worker, refused, then):
    then(refused)
    assert told(worker, refused) == []
    assertNotContains(client.get(LIST), str(refused.stay.person))
    page = client.get(reverse("cases:stay_detail", args=[refused.stay_id]))
    assertNotContains(page, "Baca alasannya")


def test_who_has_left_is_told_of_no_more(worker, refused):
    Stay.objects.filter(pk=refused.stay_id).update(ended_at=days.now())
    assert told(worker, refused) == []


def test_what_was_given_back_is_asked_for_again_without_typing_it_anew(client, worker, refused):
    page = client.get(reverse("cases:exit_detail", args=[refused.pk]))
    again = reverse("cases:stay_end", args=[refused.stay_id])
    assertContains(page, f'href="{again}"')
    form = client.get(again).context["form"]
    assert form["kind"].value() in (refused.kind, refused.kind_id)
    for name in ("receiver", "relation", "address"):
        assert form[name].value() == getattr(refused, name)


def test_why_it_was_not_approved_is_read_by_who_asks_again_and_by_who_decides(
    client, worker, refused, login
):
    again = reverse("cases:stay_end", args=[refused.stay_id])
    assertContains(client.get(again), NOTE)
    assertContains(client.post(again, {}), NOTE)
    exit = ExitFactory(stay=refused.stay, recorded_by=worker)
    login(Role.HEAD)
    assertContains(client.get(reverse("cases:exit_decide", args=[exit.pk])), NOTE)


def test_the_head_reads_in_the_list_what_was_refused_to_anybody(client, worker, refused, login):
    login(Role.HEAD)
    assertContains(client.get(LIST), str(refused.stay.person))
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(LIST), str(refused.stay.person))
