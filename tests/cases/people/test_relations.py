import datetime
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.actions import decide_exit, hand_over
from cases.people.doubles.actions import merge_files
from cases.people.doubles.models import Merge
from cases.people.flags.whom import Named
from cases.people.relations import actions
from cases.people.relations.actions import Tie
from cases.people.relations.models import Relation
from cases.people.relations.suspects import suspects_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    ExitFactory,
    IntakeFactory,
    PersonFactory,
    RelationFactory,
    SealFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)


def url(person, **query):
    return reverse("cases:relation_add", args=[person.pk], query=query)


def file_of(person):
    return reverse("cases:person_family", args=[person.pk])


def posted(tie="mother", **changes):
    return {"send_key": str(uuid.uuid4()), "tie": tie, "source": "self", **changes}


@pytest.fixture
def mother(db):
    return PersonFactory(name="Rosdiana", sex="P")


@pytest.fixture
def child(db):
    return PersonFactory(name="Ardi", child=True)


# -- Adding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["rosd", "file number"])
def test_somebody_is_found_by_name_or_file_number_and_linked(client, login, mother, child, q):
    login(Role.SOCIAL_WORKER)
    found = client.get(url(child, q=mother.pk if q == "file number" else q))
    assertContains(found, f"?other={mother.pk}")
    client.post(url(child, other=mother.pk), posted())
    relation = Relation.objects.get()
    assert (relation.person, relation.other, relation.kind) == (mother, child, "mother")
    assertContains(client.get(file_of(child)), "Rosdiana")
    assertContains(client.get(file_of(mother)), "Ardi")


def test_every_members_catches_are_shown(client, login, mother, child):
    login(Role.HEAD)
    RelationFactory(person=mother, other=child)
    for day in (1, 8):
        IntakeFactory(person=mother, met_on=datetime.date(2026, 2, day), place="Fly Over")
    words = " ".join(client.get(file_of(child)).text.split())
    assert "Terjaring 2 kali: 08/02/2026 Fly Over; 01/02/2026 Fly Over" in words


def test_the_file_does_not_ask_more_for_a_larger_family(client, login, child, count_queries):
    login(Role.HEAD)
    RelationFactory(other=child)
    few = count_queries(file_of(child))
    RelationFactory(other=child, kind="sibling")
    RelationFactory(other=child, kind="together")
    assert count_queries(file_of(child)) == few


def test_whom_one_may_not_see_is_neither_found_nor_shown(client, login, mother):
    login(Role.CARETAKER)
    here = StayFactory(child=True).person
    assertContains(client.get(url(here, q="rosd")), "Tidak ada yang cocok")
    RelationFactory(person=mother, other=here)
    assertNotContains(client.get(file_of(here)), "Rosdiana")
    client.post(url(here, other=mother.pk), posted())
    assert Relation.objects.count() == 1


@pytest.mark.parametrize(
    ("tie", "first", "kind"),
    [
        (Tie.CHILD, "mother", "mother"),
        (Tie.SIBLING, "child", "sibling"),
        (Tie.TOGETHER, "child", "together"),
    ],
)
def test_what_people_say_becomes_a_row(mother, child, tie, first, kind):
    relation = actions.relation_of(child, tie, mother)
    assert (relation.person, relation.kind) == ({"mother": mother, "child": child}[first], kind)


def test_impossible_ties_are_refused_in_words(mother, child):
    by = UserFactory()
    for one, tie, other, said in [
        (child, Tie.MOTHER, mother, "tidak dapat menjadi ibu"),
        (mother, Tie.FATHER, child, "tidak dapat menjadi ayah"),
        (child, Tie.SIBLING, child, "Pilih orang lain"),
    ]:
        with pytest.raises(ValidationError, match=said):
            actions.link_people(actions.relation_of(one, tie, other), by=by)


def aged(kind, years=None, sex="P"):
    stated_on = None if kind == "unknown" else days.today()
    return PersonFactory(sex=sex, age_kind=kind, age_years=years, age_stated_on=stated_on)


@pytest.mark.parametrize(
    ("parent", "child", "can_be"),
    [
        (("exact", 15), ("exact", 18), False),
        (("about", 15), ("about", 9), False),
        (("about", 22), ("about", 12), True),
        (("exact", 40), ("adult", None), True),
        (("exact", 27), ("adult", None), False),
        (("child", None), ("exact", 8), False),
        (("child", None), ("exact", 2), True),
        (("adult", None), ("exact", 17), True),
        (("unknown", None), ("exact", 17), True),
        (("exact", 40), ("unknown", None), True),
    ],
)
@pytest.mark.parametrize("sex", ["L", "P"])
@pytest.mark.django_db
def test_nobody_is_the_parent_of_who_is_as_old(parent, child, can_be, sex):
    parent, child, by = aged(*parent, sex=sex), aged(*child), UserFactory()
    tie = Tie.FATHER if sex == "L" else Tie.MOTHER
    for one, way, other in [(parent, tie, child), (child, Tie.CHILD, parent)]:
        relation = actions.relation_of(one, way, other)
        if not can_be:
            with pytest.raises(ValidationError, match="Umur tidak cocok"):
                actions.link_people(relation, by=by)
        elif not Relation.objects.exists():
            actions.link_people(relation, by=by)
    assert Relation.objects.exists() == can_be


def test_a_mother_is_not_the_father_the_child_or_the_sister_as_well(mother, child):
    by = UserFactory()
    actions.link_people(actions.relation_of(mother, Tie.MOTHER, child), by=by)
    # A sex that was wrong and is corrected.
    mother.sex = "L"
    mother.save()
    child.age_years = None
    child.age_kind, child.age_stated_on = "unknown", None
    child.save()
    for one, tie, other in [
        (mother, Tie.FATHER, child),
        (child, Tie.FATHER, mother),
        (mother, Tie.SIBLING, child),
        (mother, Tie.SPOUSE, child),
    ]:
        with pytest.raises(ValidationError, match="Sudah dicatat"):
            actions.link_people(actions.relation_of(one, tie, other), by=by)
    actions.link_people(actions.relation_of(mother, Tie.GUARDIAN, child), by=by)
    assert set(Relation.objects.values_list("kind", flat=True)) == {"mother", "guardian"}


def test_who_is_known_to_be_a_mother_is_no_mere_companion(mother, child):
    by = UserFactory()
    actions.link_people(actions.relation_of(child, Tie.TOGETHER, mother), by=by)
    actions.link_people(actions.relation_of(mother, Tie.MOTHER, child), by=by)
    assert Relation.objects.get().kind == "mother"


def test_a_mark_on_companions_stays(mother, child):
    by = UserFactory()
    RelationFactory(person=mother, other=child, kind="together", marked=True)
    actions.link_people(actions.relation_of(mother, Tie.MOTHER, child), by=by)
    assert Relation.objects.filter(suspected_exploitation=True).exists()


def test_said_twice_or_the_other_way_round_is_one_relation(mother, child):
    by = UserFactory()
    actions.link_people(actions.relation_of(child, Tie.TOGETHER, mother), by=by)
    for one, other in [(child, mother), (mother, child)]:
        with pytest.raises(ValidationError, match="sudah dicatat"):
            actions.link_people(actions.relation_of(one, Tie.TOGETHER, other), by=by)


def test_the_database_refuses_oneself_and_a_mark_without_a_sign(mother, child):
    for wrong in [
        {"person": child, "other": child},
        {"person": mother, "other": child, "suspected_exploitation": True},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            RelationFactory(**wrong)


# -- The mark -----------------------------------------------------------------------------------


def test_the_mark_sits_on_the_adult_and_says_what_was_seen(client, login, mother, child):
    login(Role.SOCIAL_WORKER)
    relation = RelationFactory(person=child, other=mother, kind="together")
    page = reverse("cases:relation_mark", args=[relation.pk])
    assertContains(client.post(page, {"note": ""}), "Tulis tanda yang terlihat.")
    client.post(page, {"note": "Mengambil uang anak."})
    relation.refresh_from_db()
    assert (relation.person, relation.suspected_exploitation) == (mother, True)
    assertContains(client.get(file_of(mother)), "Dugaan eksploitasi")
    client.post(page, {"note": ""})
    relation.refresh_from_db()
    assert not relation.suspected_exploitation


def test_never_on_a_child(child):
    relation = RelationFactory(person=child, other=PersonFactory(child=True), kind="sibling")
    with pytest.raises(ValidationError, match="orang dewasa"):
        actions.mark_exploitation(relation, "Mengambil uang.", by=UserFactory())


# -- Removing -----------------------------------------------------------------------------------


def removal(relation):
    return reverse("cases:relation_remove", args=[relation.pk])


def test_what_was_never_so_is_removed_with_a_reason(client, login, mother, child):
    user = login(Role.SOCIAL_WORKER)
    relation = RelationFactory(person=mother, other=child)
    assertContains(client.get(file_of(child)), removal(relation))
    assertContains(client.get(removal(relation)), "Hapus hubungan ini?")
    response = client.post(removal(relation), {"reason": "Ternyata tetangganya."}, follow=True)
    assertContains(response, "Hubungan dihapus.")
    assertNotContains(client.get(file_of(child)), "Rosdiana")
    entry = Entry.objects.get(verb="removed")
    assert (entry.actor, entry.object_id, entry.person_id) == (user, relation.pk, mother.pk)
    assert entry.details == {"other": child.pk, "reason": "Ternyata tetangganya."}
    history = apps.get_model("cases", "RelationEvent").objects.filter(pgh_obj_id=relation.pk)
    assert history.filter(pgh_label="delete", kind="mother").exists()


def test_a_removal_without_a_reason_is_refused(client, login):
    login(Role.SOCIAL_WORKER)
    relation = RelationFactory()
    response = client.post(removal(relation), {"reason": " "})
    assertContains(response, "Tulis mengapa hubungan ini dihapus.")
    assert Relation.objects.exists()


def test_a_relation_out_of_reach_is_not_removed(client, login):
    """The second file was merged into another: its rows are the other's now."""
    login(Role.SOCIAL_WORKER)
    relation = RelationFactory(other__merged_into=PersonFactory())
    assert client.post(removal(relation), {"reason": "Keliru."}).status_code == 404
    assert Relation.objects.exists()


def test_piket_links_and_does_not_remove(client, login):
    login(Role.CARETAKER)
    relation = RelationFactory(in_the_house=True)
    assertNotContains(client.get(file_of(relation.other)), removal(relation))
    assert client.get(removal(relation)).status_code == 403


def test_a_marked_relation_stays_until_the_mark_is_off(client, login, mother, child):
    login(Role.SOCIAL_WORKER)
    relation = RelationFactory(person=mother, other=child, marked=True)
    assertNotContains(client.get(file_of(child)), removal(relation))
    mark = reverse("cases:relation_mark", args=[relation.pk])
    assertContains(client.get(removal(relation)), mark)
    response = client.post(removal(relation), {"reason": "Keliru."})
    assertContains(response, "Cabut tandanya dahulu")
    assert Relation.objects.exists()
    client.post(mark, {"note": ""})
    client.post(removal(relation), {"reason": "Keliru."})
    assert not Relation.objects.exists()


def test_removed_by_another_meanwhile(mother, child):
    relation = RelationFactory(person=mother, other=child)
    seen = Relation.objects.get()
    actions.remove_relation(seen, "Keliru.", by=UserFactory())
    with pytest.raises(ValidationError, match="sudah dihapus"):
        actions.remove_relation(relation, "Keliru.", by=UserFactory())


def test_two_files_of_one_person_can_be_merged_once_they_are_no_relatives(client, login, mother):
    user = login(Role.SOCIAL_WORKER)
    lost = PersonFactory(name="Rosdiyana", sex="P")
    relation = RelationFactory(person=mother, other=lost, kind="sibling")
    merge = Merge(kept=mother, lost=lost, reason="Kartunya sama.")
    with pytest.raises(ValidationError, match="jadi dua orang"):
        merge_files(merge, by=user)
    client.post(removal(relation), {"reason": "Berkas kedua dari orang yang sama."})
    assert merge_files(merge, by=user).state == "done"


# -- The release --------------------------------------------------------------------------------


@pytest.fixture
def exit(child, mother):
    """Asked of the head: the child to its mother, who is marked with another child."""
    RelationFactory(person=mother, other=child)
    RelationFactory(person=mother, other=PersonFactory(child=True), marked=True)
    stay = StayFactory(intake__person=child, days_ago=1)
    return ExitFactory(stay=stay, receiver="Rosdiana Dg. Bau", whole=True)


def test_a_child_goes_to_such_an_adult_only_by_a_written_decision(client, login, exit):
    login(Role.HEAD)
    page = reverse("cases:exit_decide", args=[exit.pk])
    shown = client.get(page)
    assertContains(shown, "Diduga mengeksploitasi anak: Rosdiana.")
    assertContains(shown, "kepadanya tanpa keputusan tertulis Kepala UPT.")
    assertNotContains(shown, "ubungi Kepala UPT")
    response = client.post(page, {"decision": "approve", "note": ""})
    assertContains(response, "Tulis dalam catatan mengapa tetap disetujui.")
    client.post(page, {"decision": "approve", "note": "Didampingi peksos tiap minggu."})
    exit.refresh_from_db()
    assert exit.state == "approved"


def test_the_dinas_that_decides_is_not_sent_to_the_head(client, login, exit):
    exit.recorded_by = UserFactory(roles=[Role.HEAD])
    exit.save()
    login(Role.AGENCY)
    shown = client.get(reverse("cases:exit_decide", args=[exit.pk]))
    assertContains(shown, "kepadanya tanpa keputusan tertulis Kepala UPT.")
    assertNotContains(shown, "ubungi Kepala UPT")


def test_the_receiver_cannot_be_changed_to_such_an_adult_at_the_door(exit):
    exit.receiver = "Nurhaeda"
    exit.save()
    decide_exit(exit, approve=True, note="", by=UserFactory(roles=[Role.HEAD]))
    piket = UserFactory(roles=[Role.CARETAKER])
    said = {"left_at": days.now(), "file_number": exit.stay.person.file_number, "by": piket}
    with pytest.raises(ValidationError, match="Yang disetujui Kepala UPT adalah Nurhaeda"):
        hand_over(exit, receiver="Rosdiana", **said)
    hand_over(exit, receiver="Nurhaeda", **said)


def test_a_mark_made_after_the_decision_stops_the_handover(exit, mother):
    """A note about something else is no decision about this adult."""
    marked = Relation.objects.get(suspected_exploitation=True)
    note, marked.suspected_exploitation = marked.exploitation_note, False
    marked.save()
    decide_exit(exit, approve=True, note="Antar sampai rumah.", by=UserFactory(roles=[Role.HEAD]))
    marked.suspected_exploitation, marked.exploitation_note = True, note
    marked.save()
    with pytest.raises(ValidationError, match="Tidak boleh diserahkan kepada orang ini"):
        hand_over(
            exit,
            left_at=days.now(),
            receiver=exit.receiver,
            file_number=exit.stay.person.file_number,
            by=UserFactory(roles=[Role.CARETAKER]),
        )


def test_nor_in_an_emergency(exit):
    from cases.exits.actions import end_stay

    left = ExitFactory.build(
        stay=exit.stay, kind=exit_kind("rumah-sakit"), receiver="Rosdiana", recorded_by=None
    )
    with pytest.raises(ValidationError, match="Tidak boleh diserahkan kepada orang ini"):
        end_stay(left, left_at=days.now(), by=UserFactory(roles=[Role.CARETAKER]))


def test_of_adults_nobody_asks(mother):
    grown_up = PersonFactory(name="Ardiansyah")
    RelationFactory(person=mother, other=grown_up, marked=True)
    assert suspects_of(grown_up, Named("Rosdiana")) == []


NOTE = "Mengambil uang anak."


def marked_pair(**stay):
    """A mother with the mark, and her child: both in the house, the child's case is `stay`'s."""
    child = StayFactory(child=True, **stay).person
    mother = StayFactory(intake__person__name="Rosdiana", intake__person__sex="P").person
    return RelationFactory(person=mother, other=child, marked=True)


def pages_of(relation):
    stay = relation.other.stays.get()
    return [
        reverse("cases:person_family", args=[relation.person_id]),
        reverse("cases:person_detail", args=[relation.other_id]),
        reverse("cases:stay_end", args=[stay.pk]),
    ]


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_who_is_not_of_the_case_reads_what_to_do_and_no_story(client, login, role):
    relation = marked_pair(social_worker=UserFactory(roles=[Role.SOCIAL_WORKER]))
    login(role)
    for page in pages_of(relation):
        shown = client.get(page)
        assertNotContains(shown, NOTE)
        assertContains(shown, "angan serahkan")
        assertContains(shown, "ubungi Kepala UPT")
    mark = reverse("cases:relation_mark", args=[relation.pk])
    assertNotContains(client.get(mark, follow=True), NOTE)
    assertContains(client.post(mark, {"note": ""}, follow=True), "Tanda sudah dipasang.")
    relation.refresh_from_db()
    assert relation.exploitation_note == NOTE


@pytest.mark.parametrize("role", [Role.HEAD, Role.SOCIAL_WORKER])
def test_the_head_and_the_childs_social_worker_read_it(client, login, role):
    user = login(role)
    relation = marked_pair(social_worker=user if role == Role.SOCIAL_WORKER else None)
    for page in pages_of(relation)[:2]:
        assertContains(client.get(page), NOTE)
    history = reverse("reports:record_history", args=["relation", relation.pk])
    assertContains(client.get(history), NOTE)


@pytest.mark.parametrize("roles", [[Role.SOCIAL_WORKER], [Role.CARETAKER, Role.SOCIAL_WORKER]])
@pytest.mark.parametrize("was_theirs", [True, False])
def test_of_a_closed_child_only_those_who_are_named_read_it(client, login, roles, was_theirs):
    """Neither whose case it was, nor anybody because it is nobody's case."""
    user = login(*roles)
    relation = marked_pair(social_worker=user if was_theirs else None)
    exit = ExitFactory(stay=relation.other.stays.get())
    SealFactory(person=relation.other)
    pages = [*pages_of(relation), reverse("cases:exit_detail", args=[exit.pk])]
    answers = [client.get(page, follow=True) for page in pages]
    for answer in answers:
        assert NOTE not in answer.content.decode()
    assert answers[-1].status_code == (200 if Role.CARETAKER in roles else 404)


def test_the_history_of_a_mark_is_for_them_too(client, login):
    relation = marked_pair(social_worker=UserFactory(roles=[Role.SOCIAL_WORKER]))
    unmarked = RelationFactory(in_the_house=True)
    relation.suspected_exploitation, relation.exploitation_note = False, ""
    relation.save()
    login(Role.SOCIAL_WORKER)
    for row, status in [(relation, 404), (unmarked, 200)]:
        page = reverse("reports:record_history", args=["relation", row.pk])
        assert client.get(page).status_code == status
