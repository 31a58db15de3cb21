import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.models import Exit
from cases.people.ages import AgeKind
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import inisial
from tests.at_once import at_once
from tests.factories import (
    AssessmentFactory,
    DelegationFactory,
    ExitFactory,
    RelationFactory,
    StayFactory,
    UserFactory,
    ViolenceReportFactory,
    classification,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def url(stay):
    return reverse("cases:stay_end", args=[stay.pk])


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(kind="keluarga", **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": exit_kind(kind).pk,
        "left_at": typed(days.now()),
        "receiver": "Rosdiana",
        "relation": "Ibu" if kind == "keluarga" else "",
        "address": "Jl. Dangko 4, Tamalate",
        "reason": "Dijemput di kantor.",
        **changes,
    }


def required(page):
    fields = page.context["form"].fields
    return {name for name in ("receiver", "relation", "address") if fields[name].required}


def test_what_the_chosen_way_out_asks_for_bears_its_mark(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3)
    page = client.get(url(stay))
    assert required(page) == set()
    district = exit_kind("daerah-asal")
    fields = page.context["form"].fields
    assert district.name in fields["receiver"].help_text
    assert district.name not in fields["relation"].help_text
    for code, names in [
        ("keluarga", {"receiver", "relation", "address"}),
        ("daerah-asal", {"receiver", "address"}),
        ("mandiri", set()),
    ]:
        page = client.post(
            url(stay), posted(code, receiver="", relation="", address="", left_at="x")
        )
        assert required(page) == names
        assert names <= page.context["form"].errors.keys()
    assertNotContains(page, "Wajib untuk")


def test_a_social_worker_ends_an_adults_stay_alone_and_the_head_is_told(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3)
    response = client.post(url(stay), posted(), follow=True)
    assertContains(response, "berakhir.")
    stay.refresh_from_db()
    assert not stay.is_open
    left = Exit.objects.get()
    assert left.state == "done"
    assert left.must_be_known
    assert not left.is_known


def test_a_childs_exit_waits_for_the_head(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=3)
    assertContains(client.post(url(stay), posted(), follow=True), "Menunggu keputusan Kepala UPT.")
    stay.refresh_from_db()
    assert stay.is_open
    assert Exit.objects.get().state == "proposed"


@pytest.mark.parametrize("code", ["lansia", "odgj"])
def test_so_does_a_dependent_adults(client, login, code):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(intake__provisional=classification(code), days_ago=3)
    client.post(url(stay), posted())
    assert Exit.objects.get().state == "proposed"


def test_so_does_that_of_somebody_whose_age_nobody_knows(client, login):
    login(Role.SOCIAL_WORKER)
    unknown = {"age_kind": AgeKind.UNKNOWN, "age_years": None, "age_stated_on": None}
    stay = StayFactory(
        days_ago=3, **{f"intake__person__{name}": value for name, value in unknown.items()}
    )
    client.post(url(stay), posted())
    assert Exit.objects.get().state == "proposed"


@pytest.mark.parametrize(("birthday", "state"), [(0, "proposed"), (1, "done")])
def test_so_does_that_of_yesterday_of_whoever_comes_of_age_today(time_machine_at, birthday, state):
    """`birthday`: how many days ago it was. Of age on the day of leaving leaves alone."""
    time_machine_at(days.at(datetime.date(2026, 11, 26), datetime.time(9)))
    born_on = datetime.date(2008, 11, 26 - birthday)
    age = {"age_kind": AgeKind.BIRTH, "born_on": born_on, "age_years": None, "age_stated_on": None}
    stay = StayFactory(
        days_ago=3, **{f"intake__person__{name}": value for name, value in age.items()}
    )
    exit = ExitFactory.build(stay=stay, kind=exit_kind("daerah-asal"), recorded_by=None)
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    yesterday = days.at(days.today() - days.ONE_DAY, datetime.time(12))
    assert actions.end_stay(exit, left_at=yesterday, by=worker).state == state


def test_every_handover_to_a_partner_waits(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3)
    client.post(url(stay), posted("mitra"))
    assert Exit.objects.get().state == "proposed"


def test_piket_ends_at_once_in_an_emergency_even_a_childs(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(child=True, days_ago=1)
    client.post(url(stay), posted("rumah-sakit"))
    stay.refresh_from_db()
    assert not stay.is_open
    assert Exit.objects.get().must_be_known


def test_an_emergency_sets_aside_what_was_asked_of_the_head(client, login):
    login(Role.CARETAKER)
    waiting = ExitFactory(stay=StayFactory(child=True, days_ago=1))
    client.post(url(waiting.stay), posted("melarikan-diri"))
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert Exit.objects.get(state="done").kind.code == "melarikan-diri"


def test_piket_has_no_other_kind(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=1)
    response = client.post(url(stay), posted("keluarga"))
    assertContains(response, "Pilihan ini tidak ada. Pilih dari daftar.")
    assert not Exit.objects.exists()


def test_mistakes_are_said_beside_their_fields(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=1)
    response = client.post(url(stay), posted(receiver="", relation=""))
    assertContains(response, "Tulis siapa yang menerima.")
    assertContains(response, "Tulis hubungan penerima")
    before = posted(left_at=typed(stay.began_at - datetime.timedelta(hours=2)))
    assertContains(client.post(url(stay), before), "sesudah saat tiba")
    later = posted(left_at=typed(days.now() + datetime.timedelta(hours=2)))
    assertContains(client.post(url(stay), later), "belum terjadi")
    assertContains(client.post(url(stay), posted(left_at="")), "Isi kapan klien keluar.")
    assert not Exit.objects.exists()


def test_the_same_form_twice_is_one_exit(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=1)
    form = posted()
    client.post(url(stay), form)
    assert client.post(url(stay), form).status_code == 302
    assert Exit.objects.count() == 1


def test_a_stay_that_ended_cannot_end_again(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(ended=True, days_ago=3)
    assertContains(client.post(url(stay), posted()), "sudah berakhir")


def test_house_staff_do_not_reach_a_stay_that_ended(client, login):
    login(Role.CARETAKER)
    assert client.get(url(StayFactory(ended=True, days_ago=3))).status_code == 404


def decide(exit):
    return reverse("cases:exit_decide", args=[exit.pk])


def test_the_head_approves_then_the_handover_ends_the_stay(client, login):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exit = ExitFactory(stay=StayFactory(child=True, days_ago=2), recorded_by=worker, whole=True)
    login(Role.HEAD)
    client.post(decide(exit), {"decision": "approve"})
    exit.refresh_from_db()
    assert exit.state == "approved"
    assert exit.stay.is_open
    login(worker)
    hand_over = reverse("cases:exit_hand_over", args=[exit.pk])
    said = {"receiver": "Rosdiana", "file_number": exit.stay.person.file_number}
    client.post(hand_over, {"left_at": typed(days.now()), **said})
    exit.refresh_from_db()
    exit.stay.refresh_from_db()
    assert exit.state == "done"
    assert not exit.stay.is_open
    assert exit.is_known


def test_a_refusal_says_why(client, login):
    exit = ExitFactory()
    login(Role.HEAD)
    assertContains(
        client.post(decide(exit), {"decision": "refuse"}), "Tulis apa yang harus dilengkapi."
    )
    client.post(decide(exit), {"decision": "refuse", "note": "Hubungan belum terbukti."})
    exit.refresh_from_db()
    assert exit.state == "refused"


def test_who_asked_does_not_decide_even_as_head(client, login):
    both = login(Role.SOCIAL_WORKER, Role.HEAD)
    exit = ExitFactory(recorded_by=both)
    assert client.get(decide(exit)).status_code == 404
    with pytest.raises(ValidationError):
        actions.decide_exit(exit, approve=True, note="", by=both)


def test_what_the_head_asked_the_dinas_decides_and_nothing_else(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    of_head, of_worker = ExitFactory(recorded_by=head, ready=True), ExitFactory()
    login(Role.AGENCY)
    assert client.get(decide(of_worker)).status_code == 404
    client.post(decide(of_head), {"decision": "approve"})
    of_head.refresh_from_db()
    assert of_head.state == "approved"


def test_the_dinas_decides_without_learning_who_it_is_about(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    stay = StayFactory(child=True, intake__person__name="Kenari Tompo")
    exit = ExitFactory(recorded_by=head, ready=True, stay=stay)
    RelationFactory(other=stay.person, marked=True)
    login(Role.AGENCY)
    page = client.get(decide(exit))
    assertNotContains(page, "Kenari")
    assertNotContains(page, stay.person.file_number)
    assertContains(page, inisial("Kenari Tompo", stay.person.age_today))
    # The receiver and what speaks against them is what is decided.
    assertContains(page, "Bertanda bersama anak ini. Mengambil uang anak.")
    answer = client.post(decide(exit), {"decision": "refuse", "note": "Periksa."}, follow=True)
    assertContains(answer, f"Terminasi {inisial('Kenari Tompo', stay.person.age_today)} ditolak.")
    assertNotContains(answer, "Kenari")
    login(Role.HEAD)
    assertContains(client.get(decide(ExitFactory(stay=StayFactory(child=True)))), "Berkas 0")


def test_the_dinas_reads_no_class_of_a_sealed_file(client, login):
    """It says why the file is sealed."""
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    sealed, open_one = (
        ExitFactory(recorded_by=head, ready=True, stay__intake__person__is_sealed=is_sealed)
        for is_sealed in (True, False)
    )
    for role, exit, is_told in [
        (Role.AGENCY, sealed, False),
        (Role.AGENCY, open_one, True),
        (Role.HEAD, sealed, True),
    ]:
        login(role)
        page = client.get(decide(exit))
        assert (str(exit.stay.intake.classification) in page.text) == is_told


def test_the_delegate_decides_until_the_last_day(client, login, time_machine_at):
    exit = ExitFactory(ready=True)
    delegation = DelegationFactory(delegate=UserFactory(roles=[Role.OFFICE]))
    login(delegation.delegate)
    client.post(decide(exit), {"decision": "approve"})
    exit.refresh_from_db()
    assert exit.state == "approved"
    time_machine_at(days.starts_at(delegation.last_on + days.ONE_DAY))
    client.logout()
    login(delegation.delegate)
    assert client.get(decide(ExitFactory())).status_code == 403


# Sent again


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.SOCIAL_WORKER, "keluarga"), (Role.CARETAKER, "rumah-sakit")]
)
def test_a_form_sent_three_times_says_three_times_that_it_is_saved(client, login, role, kind):
    """House staff see the stay no longer once it has ended, and read it all the same."""
    login(role)
    stay = StayFactory(days_ago=3)
    form = posted(kind)
    for _ in range(3):
        assertContains(
            client.post(url(stay), form, follow=True), f"Masa pembinaan {stay.person} berakhir."
        )
    assert Exit.objects.count() == 1
    assert client.get(url(stay)).status_code == (404 if role == Role.CARETAKER else 200)


def test_sent_again_with_other_content_it_is_not_said_to_be_saved(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=3)
    form = posted("rumah-sakit")
    client.post(url(stay), form)
    other = client.post(url(stay), form | {"receiver": "Orang lain"})
    assertContains(other, "sudah terkirim dengan isi lain")
    assert Exit.objects.get().receiver == "Rosdiana"


def test_the_key_of_another_opens_no_stay(client, login):
    stay = StayFactory(days_ago=3)
    form = posted("rumah-sakit")
    login(Role.CARETAKER)
    client.post(url(stay), form)
    login(Role.CARETAKER)
    assert client.post(url(stay), form).status_code == 404
    assert client.post(url(stay), form | {"send_key": "bukan kunci"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.SOCIAL_WORKER, "keluarga"), (Role.CARETAKER, "rumah-sakit")]
)
@pytest.mark.django_db(transaction=True)
def test_sent_three_times_at_once_all_three_are_saved(role, kind):
    user, stay = UserFactory(roles=[role]), StayFactory(days_ago=3)
    form = posted(kind)
    answers = at_once(*[(user, url(stay), form)] * 3)
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert Exit.objects.count() == 1


def test_a_handover_sent_again_is_saved(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(
        stay=StayFactory(child=True, days_ago=2),
        whole=True,
        state="approved",
        decided_by=UserFactory(),
        decided_at=days.now(),
    )
    hand_over = reverse("cases:exit_hand_over", args=[exit.pk])
    form = {"file_number": exit.stay.person.file_number, "receiver": exit.receiver}
    form |= {"left_at": typed(days.now())}
    for _ in range(3):
        assertContains(client.post(hand_over, form, follow=True), "diserahkan.")


def test_violence_and_a_high_risk_are_read_before_somebody_leaves(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=3, social_worker=worker)
    report = ViolenceReportFactory(stay=stay)
    AssessmentFactory(stay=stay, done=True, risk="high")
    AssessmentFactory(stay=StayFactory(), done=True, risk="high")
    asked = reverse("cases:exit_decide", args=[ExitFactory(stay=stay).pk])
    known = reverse("cases:violence_report_detail", args=[report.pk])
    for role, page in [(None, url(stay)), (Role.HEAD, asked)]:
        if role:
            login(role)
        shown = client.get(page)
        assertContains(shown, known)
        assertContains(shown, "Risiko tinggi")
    login(Role.CARETAKER)
    shown = client.get(url(stay))
    assertNotContains(shown, "laporan kekerasan")
    assertNotContains(shown, "Risiko tinggi")
