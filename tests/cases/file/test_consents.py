"""Persetujuan (R52; docs/rules.md, Consent): asked only where a no is possible, and respected."""

import importlib
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits.destinations import closed_among
from cases.exits.letters import seal_closed_letters
from cases.file.consents import actions
from cases.file.consents.closed import look_again
from cases.file.consents.models import Consent, ConsentWithdrawal, FoundOpen, LegalBasis, StandIn
from cases.file.consents.words import add_reasons, add_words
from partners.directory.actions import change_partner
from partners.directory.models import Partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.keys import encrypt
from rptc.letters.models import Letter
from rptc.policies import whoever_acts
from rptc.sending import digest_of
from rptc.waiting import count_for
from tests import factories as f
from tests.database_roles import as_owner
from tests.dumps import dumped

pytestmark = pytest.mark.django_db

WHOM = "Yayasan Pelangi Bunga"
SAID = "Asal ibu saya tidak diberi tahu."


def page(name, row):
    return reverse(f"cases:{name}", args=[row.pk])


def typed(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "purpose": "referral",
        "recipient": WHOM,
        "answer": "yes",
        "given_by": "self",
        "guardian": "",
        "relation": "",
        "child_says": "",
        "language": "Makassar",
        "explained": "aloud",
        "interpreter": "",
        "asked_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "said": SAID,
    } | changes


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def child():
    return f.StayFactory(child=True)


def test_an_answer_is_written_down_and_read(client, worker):
    stay = f.StayFactory()
    assertRedirects(client.post(page("consent_ask", stay), typed()), page("stay_consents", stay))
    shown = client.get(page("stay_consents", stay))
    for words in (WHOM, SAID, "bahasa Makassar", "dibacakan", "Klien sendiri", "Setuju"):
        assertContains(shown, words)
    assertContains(client.get(page("stay_detail", stay)), page("stay_consents", stay))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recipient": ""}, "Tulis kepada siapa."),
        ({"answer": "cannot", "said": ""}, "Tulis mengapa tidak dapat menyatakan."),
        ({"explained": "interpreter"}, "Tulis siapa juru bahasanya."),
        ({"asked_at": "2020-01-01T08:00"}, "sebelum klien tiba"),
        ({"purpose": "care"}, "Pilih"),
        ({"answer": "told"}, "Pilihan ini tidak ada"),
    ],
)
def test_a_refused_one_says_what_is_missing(client, worker, changes, said):
    stay = f.StayFactory()
    assertContains(client.post(page("consent_ask", stay), typed(**changes)), said)
    assert not Consent.objects.exists()


def test_the_same_form_twice_is_saved_once(client, worker):
    stay, sent = f.StayFactory(), typed()
    for _ in range(2):
        assertRedirects(client.post(page("consent_ask", stay), sent), page("stay_consents", stay))
    assertContains(client.post(page("consent_ask", stay), sent | {"answer": "no"}), "isi lain")
    assert Consent.objects.count() == 1


def test_for_a_child_a_guardian_says_yes_and_the_child_is_asked(client, worker, child):
    ask = page("consent_ask", child)
    assertContains(client.post(ask, typed()), "Tanyakan juga kepada anaknya")
    own = typed(child_says="agrees")
    guardian = own | {"given_by": "guardian"}
    assertContains(client.post(ask, guardian), "Tulis namanya.")
    nobody = guardian | {"guardian": "Ibu", "relation": "ibu"}
    assertContains(client.post(ask, nobody), "huruf Latin")
    assertContains(client.post(ask, own), "diberikan orang tua atau walinya")
    assertContains(client.post(ask, own | {"purpose": "family"}), "Pilih")
    mother = {"given_by": "guardian", "guardian": "Rosmiati binti Lallo", "relation": "ibu"}
    assertRedirects(client.post(ask, own | mother), page("stay_consents", child))
    assertContains(client.get(page("stay_consents", child)), "Rosmiati binti Lallo, ibu")


def test_a_childs_own_no_is_written_down(client, worker, child):
    ask = typed(answer="no", child_says="refuses")
    assertRedirects(client.post(page("consent_ask", child), ask), page("stay_consents", child))
    assert Consent.objects.get().answer == "no"


def test_a_suspected_exploiter_consents_to_nothing(client, login, worker, child):
    suspect = f.PersonFactory(name="Baso Ramlan")
    f.RelationFactory(
        person=suspect,
        other=child.person,
        kind="relative",
        suspected_exploitation=True,
        exploitation_note="Mengambil uangnya.",
    )
    answer = {"given_by": "guardian", "guardian": "Baso Ramlan", "relation": "paman"}
    for name in ("Baso Ramlan", "B4so Ramlan"):
        sent = typed(child_says="agrees", **answer | {"guardian": name})
        shown = client.post(page("consent_ask", child), sent)
        assertContains(shown, "tidak dapat menyetujui")
        assertNotContains(shown, "Mengambil uangnya")
        assertContains(client.post(page("consent_ask", child), sent | {"answer": "no"}), "tidak")
    assert not Consent.objects.exists()
    mothers = f.ConsentFactory(
        stay=child, given_by="guardian", guardian="Rosmiati", relation="ibu", child_says="agrees"
    )
    back = {"send_key": str(uuid.uuid4()), "said_by": "Baso Ramlan"}
    back["withdrawn_at"] = typed()["asked_at"]
    assertContains(client.post(page("consent_withdraw", mothers), back), "tidak dapat menyetujui")


def test_nobodys_yes_is_written_for_an_adult(client, worker):
    stay = f.StayFactory()
    assertNotContains(client.get(page("consent_ask", stay)), "Orang tua atau wali yang")
    husband = {"given_by": "guardian", "guardian": "Basri Lallo", "relation": "suami"}
    client.post(page("consent_ask", stay), typed(**husband))
    consent = Consent.objects.get()
    assert (consent.given_by, consent.guardian) == ("self", "")
    row = Consent(stay=stay, purpose="family", answer="yes", explained="aloud", **husband)
    with pytest.raises(ValidationError, match="menjawab sendiri"):
        actions.ask(row, by=worker)


def test_the_newest_answer_counts(worker):
    stay, now = f.StayFactory(), days.now()
    yes = f.ConsentFactory(stay=stay, purpose="health", asked_at=now - days.ONE_HOUR)
    plain = f.ConsentFactory(stay=stay, asked_at=now - days.ONE_HOUR)
    f.ConsentFactory(stay=stay, purpose="photo", answer="no")
    assert set(Consent.objects.in_force()) == {yes, plain}
    f.ConsentFactory(stay=stay, purpose="health", answer="no")
    assert set(Consent.objects.in_force()) == {plain}
    again = f.ConsentFactory(stay=stay, purpose="health", asked_at=days.now())
    assert set(Consent.objects.in_force()) == {plain, again}
    f.ConsentFactory(stay=stay, answer="cannot", said="Diam.", asked_at=days.now())
    assert not Consent.objects.in_force().exists()


def test_what_is_not_asked_is_told_with_the_law_of_its_day(client, login, read_pdf):
    login(Role.CARETAKER)
    stay = f.StayFactory()
    sent = {key: typed()[key] for key in ("send_key", "language", "explained", "asked_at")}
    for _ in range(2):
        assertRedirects(client.post(page("consent_tell", stay), sent), page("stay_consents", stay))
    assert {row.purpose for row in Consent.objects.all()} == {"care", "statistics"}
    assertContains(client.get(page("stay_consents", stay)), "UU 27/2022")
    paper = client.get(page("consent_told_print", stay))
    text = " ".join(read_pdf(paper).split())
    for words in ("Pemberitahuan", "UU 27/2022", "boleh menolak", "Foto dipakai di luar rumah"):
        assert words in text, words
    assert paper.headers["Cache-Control"] == "no-store"


def test_without_a_law_nothing_is_told(client, worker):
    LegalBasis.objects.filter(purpose="care").delete()
    sent = {key: typed()[key] for key in ("send_key", "language", "explained", "asked_at")}
    shown = client.post(page("consent_tell", f.StayFactory()), sent)
    assertContains(shown, "Dasar hukumnya belum ditulis")
    assert not Consent.objects.exists()


def test_a_yes_is_taken_back_once_and_without_a_reason(client, worker):
    consent = f.ConsentFactory()
    sent = {
        "send_key": str(uuid.uuid4()),
        "said_by": "Klien sendiri",
        "withdrawn_at": typed()["asked_at"],
    }
    early = sent | {"withdrawn_at": "2020-01-01T08:00"}
    assertContains(client.post(page("consent_withdraw", consent), early), "sebelum")
    url = page("consent_withdraw", consent)
    assertRedirects(client.post(url, sent), page("stay_consents", consent.stay))
    again = client.post(url, sent | {"send_key": str(uuid.uuid4())})
    assertContains(again, "sudah ditarik")
    assert not Consent.objects.in_force().exists()
    assertContains(client.get(page("stay_consents", consent.stay)), "Ditarik")
    refused = f.ConsentFactory(answer="no", stay=consent.stay)
    shown = client.post(page("consent_withdraw", refused), sent | {"send_key": uuid.uuid4()})
    assertContains(shown, "Hanya persetujuan")


def test_house_staff_ask_what_concerns_the_house_and_read_no_words_of_others(client, login):
    consent = f.ConsentFactory(recipient=WHOM, said=SAID)
    health = f.ConsentFactory(stay=consent.stay, purpose="health", recipient="YPKDS")
    login(Role.CARETAKER)
    ask = page("consent_ask", consent.stay)
    assertContains(client.post(ask, typed()), "Pilih")
    assertRedirects(
        client.post(ask, typed(purpose="photo", recipient="Koran", said="")),
        page("stay_consents", consent.stay),
    )
    shown = client.get(page("stay_consents", consent.stay))
    assertContains(shown, "Dirujuk ke mitra")
    assertContains(shown, "Koran")
    for words in (WHOM, "ibu saya tidak", "kesehatannya dibuka", "YPKDS"):
        assertNotContains(shown, words)
    assert client.get(page("consent_withdraw", health)).status_code == 404
    # The letter would say to whom.
    for name in ("consent_letter", "consent_letter_write"):
        assert client.post(page(name, consent)).status_code in {404, 405}
        assert client.get(page(name, consent)).status_code in {404, 405}
    assert not Letter.objects.exists()


def test_that_health_may_be_opened_is_for_those_of_the_case(client, login):
    keeper = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=keeper)
    f.ConsentFactory(stay=stay, purpose="health", recipient="YPKDS", recorded_by=keeper)
    login(Role.SOCIAL_WORKER)
    for name in ("stay_consents", "stay_detail"):
        assertNotContains(client.get(page(name, stay)), "YPKDS")
    for reader in (keeper, login(Role.HEAD)):
        client.force_login(reader)
        assertContains(client.get(page("stay_consents", stay)), "YPKDS")


CLOSED = "Yayasan Melati"


def close_partner(name=CLOSED):
    f.PartnerFactory(name=name, closes_destination=True)


def test_whither_a_yes_leads_is_closed_as_the_partner_is(client, login, worker):
    stay = f.StayFactory(social_worker=f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    before = f.ConsentFactory(stay=stay, purpose="photo", recipient=f"ke {CLOSED}")
    open_one = f.ConsentFactory(stay=stay, recipient=WHOM)
    actions.write_letter(before, by=stay.social_worker)
    assertContains(client.get(page("stay_consents", stay)), CLOSED)
    close_partner()
    look_again()
    seal_closed_letters()
    after = f.ConsentFactory(stay=stay, purpose="photo", said=f"Bukan {CLOSED.upper()}.")
    actions.write_letter(after, by=stay.social_worker)
    shown = client.get(page("stay_consents", stay))
    assertNotContains(shown, CLOSED)
    assertNotContains(shown, CLOSED.upper())
    assertContains(shown, WHOM)
    assert client.get(page("consent_letter", before)).status_code == 404
    assert set(Letter.objects.values_list("is_sealed", flat=True)) == {True}
    assert list(Consent.objects.told_to(worker)) == [open_one]
    for reader in (stay.social_worker, login(Role.HEAD)):
        client.force_login(reader)
        assertContains(client.get(page("stay_consents", stay)), CLOSED)
    Partner.objects.filter(name=CLOSED).update(closes_destination=False)
    assert look_again() == 2
    assert look_again() == 0
    assert Consent.objects.told_to(worker).count() == 3


def test_a_partner_that_bears_another_name_when_it_is_closed(client, login, worker):
    head, partner = f.UserFactory(roles=[Role.HEAD]), f.PartnerFactory(name=CLOSED)
    change_partner(partner, by=head)
    consent = f.ConsentFactory(recipient=CLOSED)
    partner.name = "Klinik Cahaya"
    change_partner(partner, by=head)
    partner.reveals_health = partner.closes_destination = True
    change_partner(partner, by=head)
    assertNotContains(client.get(page("stay_consents", consent.stay)), "Melati")


@pytest.mark.parametrize(
    "name",
    ["Yayasan  Melati", "Yay. Melati", "Melati", "Yayasan\u00a0Melati", "ke yayasan-melati"],
)
def test_it_is_known_as_people_type_it(worker, name):
    close_partner()
    assert closed_among([name, "Rumah Anggrek"]) == [True, False]


@pytest.mark.parametrize(
    "name",
    ["YPB", "Y.P.B.", "ke Y P B saja", "y. p. b.", "Y.\u00a0P.\u00a0B", "Y-P-B", "\uff39PB"],
)
def test_it_is_known_by_its_initials(worker, name):
    close_partner("Yayasan Peduli Bangsa")
    others = ["YPBX", "Y.P.", "Y.B.P.", "Rumah Anggrek"]
    assert closed_among([name, *others]) == [True, *[False] * len(others)]


@pytest.mark.parametrize("name", ["YKSM", "Y.K.S.M.", "y k s m", "yksm Maros"])
def test_a_partner_that_is_called_by_its_initials_alone(worker, name):
    close_partner("YKSM")
    assert closed_among([name, "Y.K.S."]) == [True, False]


def test_until_somebody_looked_it_may_name_one(worker):
    consent, told = f.ConsentFactory(), f.ConsentFactory(purpose="care")
    with whoever_acts():
        FoundOpen.objects.all().delete()
    assert list(Consent.objects.told_to(worker)) == [told]
    look_again()
    assert set(Consent.objects.told_to(worker)) == {consent, told}


def test_a_sealed_file_and_ones_own_are_out_of_reach(client, worker):
    sealed, own = f.StayFactory(), f.StayFactory()
    f.SealFactory(person=sealed.person)
    f.ConflictFactory(user=worker, person=own.person)
    for stay in (sealed, own):
        consent = f.ConsentFactory(stay=stay)
        for name in ("stay_consents", "consent_ask", "consent_tell", "consent_told_print"):
            assert client.get(page(name, stay)).status_code == 404
        assert client.get(page("consent_withdraw", consent)).status_code == 404


def test_queries_do_not_grow(client, worker, count_queries):
    stay = f.StayFactory()
    f.ConsentFactory(stay=stay)
    few = count_queries(page("stay_consents", stay))
    for purpose in ("photo", "family", "health", "referral"):
        f.ConsentFactory(stay=stay, purpose=purpose, recorded_by=worker)
    assert count_queries(page("stay_consents", stay)) == few


def test_the_law_is_kept_by_the_head_and_not_backwards(client, login):
    login(Role.HEAD)
    url = reverse("cases:legal_basis_list")
    row = {"purpose": "care", "text": "Baru.", "basis": "UU", "valid_from": "2020-01-01"}
    assertContains(client.post(url, row), "Tidak dapat mulai mundur.")
    assertRedirects(client.post(url, row | {"valid_from": str(days.today())}), url)
    assertContains(client.post(url, row | {"valid_from": str(days.today())}), "sudah ada")
    assert LegalBasis.objects.on(days.today())["care"].text == "Baru."


def test_a_yes_is_printed_and_signed_and_says_to_whom(client, worker, read_pdf):
    consent = f.ConsentFactory(recipient=WHOM, stay__social_worker=worker)
    write = page("consent_letter_write", consent)
    back = page("stay_consents", consent.stay)
    for _ in range(2):
        assertRedirects(client.post(write), back)
    text = " ".join(read_pdf(client.get(page("consent_letter", consent))).split())
    for words in ("SURAT PERSETUJUAN", WHOM, "dibacakan", "dapat ditarik kapan saja"):
        assert words in text, words
    letter = Letter.objects.get()
    assert not letter.is_sealed
    assertContains(client.get(back), reverse("letters:letter_sign", args=[letter.pk]))
    assert client.get(reverse("letters:letter_sign", args=[letter.pk])).status_code == 200


def test_of_one_that_opens_health_the_letter_says_not_to_whom(client, worker, read_pdf):
    stay = f.StayFactory(social_worker=worker)
    consent = f.ConsentFactory(stay=stay, purpose="health", recipient="YPKDS")
    client.post(page("consent_letter_write", consent))
    text = read_pdf(client.get(page("consent_letter", consent)))
    assert "YPKDS" not in text
    assert Letter.objects.get().is_sealed


def test_a_no_has_no_letter(client, worker):
    consent = f.ConsentFactory(answer="no")
    told = client.post(page("consent_letter_write", consent), follow=True)
    assertContains(told, "Surat hanya untuk persetujuan yang berlaku.")
    assert client.get(page("consent_letter", consent)).status_code == 404


# -- A child without a guardian ------------------------------------------------------------------


def test_social_worker_and_head_answer_in_the_guardians_place(client, login, child):
    worker = login(Role.SOCIAL_WORKER)
    ask = page("consent_ask", child)
    yes = typed(child_says="agrees", given_by="stand_in")
    assertContains(client.post(ask, yes), "Pilihan ini tidak ada")
    sent = {"send_key": str(uuid.uuid4()), "ground": "unknown", "reason": "Dicari di pasar."}
    propose = page("standin_propose", child)
    assertContains(client.post(propose, sent | {"reason": ""}), "Tulis alasannya.")
    for _ in range(2):
        assertRedirects(client.post(propose, sent), page("stay_consents", child))
    again = client.post(propose, sent | {"send_key": str(uuid.uuid4())})
    assertContains(again, "sudah diajukan")
    row = StandIn.objects.get()
    head = login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), "Pengganti wali")
    assertRedirects(
        client.post(page("standin_decide", row), {"decision": "approve", "seen": ""}),
        reverse("reports:approvals"),
    )
    client.force_login(worker)
    assert waiting(worker) == 1
    assertRedirects(client.post(ask, yes), page("stay_consents", child))
    assertContains(client.get(page("stay_consents", child)), f"{worker} dan {head}")
    assertContains(client.post(page("standin_end", row), {"reason": ""}), "Tulis siapa")
    found = {"reason": "Neneknya, di Tallo."}
    assertRedirects(client.post(page("standin_end", row), found), page("stay_consents", child))
    assert waiting(worker) == 0
    later = typed(child_says="agrees", given_by="stand_in")
    assertContains(client.post(ask, later), "Pilihan ini tidak ada")


def waiting(user):
    return {waits.key: number for waits, number in count_for(user)}["family-to-find"]


def test_house_staff_read_that_somebody_stands_in_and_not_why(client, login):
    row = f.StandInFactory(approved=True, reason="Ayah tirinya menjualnya.")
    f.SealFactory(person=row.stay.person)
    caretaker = login(Role.CARETAKER)
    for url in (reverse("cases:standin_list"), page("stay_consents", row.stay)):
        shown = client.get(url)
        assertContains(shown, "Disetujui")
        assertNotContains(shown, "menjualnya")
        assertNotContains(shown, "tidak diketahui")
    ask = page("consent_ask", row.stay)
    assertNotContains(client.get(ask), "stand_in")
    yes = Consent(
        stay=row.stay, purpose="photo", answer="yes", given_by="stand_in", child_says="agrees"
    )
    with pytest.raises(ValidationError, match="Belum ada pengganti"):
        actions.ask(yes, recipient="Koran", by=caretaker)


def test_who_asked_does_not_decide_and_an_adult_answers_alone(client, login):
    both = login(Role.SOCIAL_WORKER, Role.HEAD)
    row = f.StandInFactory(recorded_by=both)
    assert client.get(page("standin_decide", row)).status_code == 404
    sent = {"send_key": str(uuid.uuid4()), "ground": "unknown", "reason": "Sendiri."}
    adult = client.post(page("standin_propose", f.StayFactory()), sent)
    assertContains(adult, "Orang dewasa menjawab sendiri.")


def test_the_list_is_as_long_as_what_waits(client, worker, count_queries):
    url = reverse("cases:standin_list")
    f.StandInFactory()
    f.StandInFactory(approved=True)
    few = count_queries(url)
    f.StandInFactory.create_batch(3, approved=True)
    assert count_queries(url) == few
    shown = client.get(url, {"show": "search"})
    assert shown.context["page_obj"].paginator.count == waiting(worker) == 4


def test_the_database_knows_who_stands_in(child):
    other = f.StandInFactory(approved=True)
    asked = f.StandInFactory(stay=child)
    for stand_in in (other, asked):
        with pytest.raises(IntegrityError, match="place of the guardian"), transaction.atomic():
            f.ConsentFactory(stay=child, given_by="stand_in", stand_in=stand_in)
    with pytest.raises(IntegrityError, match="consent_names"), transaction.atomic():
        f.ConsentFactory(given_by="stand_in")


# -- What the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"answer": "told"}, "consent_is_asked_or_told_with_its_basis"),
        ({"given_by": "guardian"}, "consent_guardian_has_a_name"),
        ({"explained": "interpreter"}, "consent_interpreter_has_a_name"),
        ({"recipient": ""}, "consent_says_to_whom"),
        ({"answer": "cannot"}, "consent_that_cannot_be_given_says_why"),
    ],
)
def test_the_database_refuses(columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        f.ConsentFactory(**columns)


def test_what_was_answered_stays_as_it_was():
    consent = f.ConsentFactory(answer="no")
    f.ConsentWithdrawalFactory()
    with whoever_acts():
        FoundOpen.objects.all().delete()
    for act in (consent.delete, lambda: Consent.objects.update(answer="yes")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()
    stand_in = f.StandInFactory(approved=True)
    for act in (
        lambda: ConsentWithdrawal.objects.update(said_by="Orang lain"),
        ConsentWithdrawal.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()
    with pytest.raises(DatabaseError, match="stand_in_stays|Cannot delete"), transaction.atomic():
        stand_in.delete()
    with as_owner(), pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(answer="yes")


def test_the_words_lie_under_the_key_and_in_no_log(client, worker):
    stay = f.StayFactory()
    client.post(page("consent_ask", stay), typed())
    consent = Consent.objects.get()
    assert WHOM not in consent.sealed_recipient
    assert SAID not in consent.sealed_said
    (consent,) = add_words([consent], worker)
    assert (consent.recipient, consent.said) == (WHOM, SAID)
    assert WHOM not in str(list(Entry.objects.values_list("details", flat=True)))


WHY, FOUND = "Ayah tirinya menjualnya.", "Neneknya, di Tallo."


def test_why_somebody_stands_in_lies_under_the_key(client, login, child):
    worker = login(Role.SOCIAL_WORKER)
    sent = {"send_key": str(uuid.uuid4()), "ground": "danger", "reason": WHY}
    client.post(page("standin_propose", child), sent)
    row = StandIn.objects.get()
    head = login(Role.HEAD)
    assertContains(client.get(page("standin_decide", row)), WHY)
    client.post(page("standin_decide", row), {"decision": "approve", "seen": ""})
    client.force_login(worker)
    client.post(page("standin_end", row), {"reason": FOUND})
    for user in (worker, head):
        client.force_login(user)
        for url in (page("stay_consents", child), f"{reverse('cases:standin_list')}?show=all"):
            assertContains(client.get(url), FOUND)
    row.refresh_from_db()
    assert row.send_digest != digest_of({"ground": "danger", "reason": WHY})
    kept = [str(each.__dict__) for each in (row, *row.history.all())]
    kept.append(str(list(Entry.objects.values_list("details", flat=True))))
    assert not [text for text in kept if WHY in text or FOUND in text]


def test_why_somebody_stands_in_is_said_once():
    row = f.StandInFactory(approved=True)
    other = {"sealed_reason": encrypt("Lain.")}
    with pytest.raises(DatabaseError, match="stay as they were said"), transaction.atomic():
        StandIn.objects.filter(pk=row.pk).update(**other)
    row = actions.end_stand_in(row, reason=FOUND, by=f.UserFactory())
    other = {"sealed_end_reason": encrypt("Lain.")}
    with pytest.raises(DatabaseError, match="stay as they were said"), transaction.atomic():
        StandIn.objects.filter(pk=row.pk).update(**other)
    with as_owner():
        StandIn.objects.filter(pk=row.pk).update(**other)


def test_what_was_written_before_goes_under_the_key():
    """The step of a migration, on tables as they were."""
    step = importlib.import_module("cases.migrations.0077_reasons_and_refusals")
    row = f.StandInFactory(approved=True)
    plain = "text NOT NULL DEFAULT ''"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("cases_standin", "cases_standinevent"):
            cursor.execute(f"ALTER TABLE {table} ADD reason {plain}, ADD end_reason {plain}")
            cursor.execute(f"UPDATE {table} SET reason = %s, send_digest = 'x'", [WHY])  # noqa: S608
        step.seal(None, connection.schema_editor())
        cursor.execute("SELECT reason, send_digest FROM cases_standin")
        assert cursor.fetchall() == [("", "")]
        cursor.execute("SELECT DISTINCT reason, send_digest FROM cases_standinevent")
        assert cursor.fetchall() == [("", "")]
    (row,) = add_reasons([StandIn.objects.get()], f.UserFactory(roles=[Role.HEAD]))
    assert (row.reason, row.end_reason) == (WHY, "")


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_word_of_it(client):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    client.force_login(worker)
    for answer in ("yes", "no", ""):
        client.post(page("consent_ask", stay), typed(answer=answer))
    assertContains(client.get(page("stay_consents", stay)), WHOM, count=2)
    f.StandInFactory(reason=WHY, approved=True)
    dump = dumped()
    assert "cases_consent" in dump
    assert "cases_standin" in dump
    assert WHY not in dump
    assert WHOM not in dump
    assert SAID not in dump
