"""The release of a child, piece by piece: what is missing stops it, and says what to do."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.arrivals.actions import confirm_arrival
from cases.exits import actions
from cases.exits.before import before_of
from cases.exits.models import Exit, ExitProof, PromiseText
from cases.exits.pieces import what_is_missing
from cases.gate.models import Receiver
from cases.people.photos.models import Photo
from rptc import days, words
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import pictures
from tests.asked import MOST, asked_by
from tests.factories import (
    ExitFactory,
    ExitProofFactory,
    ExitWitnessFactory,
    FlagFactory,
    IntakeFactory,
    LeftFactory,
    PersonFactory,
    PhotoFactory,
    RelationFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    ViolenceReportFactory,
    classification,
    exit_kind,
)

pytestmark = pytest.mark.django_db
# column -> what makes the piece missing, and the sentence that says what to do
MISSING = {
    "address": ("", "Penerima belum lengkap. Tulis alamat tujuan."),
    "identity_photo": (None, "Belum ada foto identitas penerima. Foto KTP atau kartu lain"),
    "home_checked_on": (None, "Rumah tujuan belum diperiksa. Catat pemeriksaan rumah, atau"),
    "next_contact_on": (None, "Belum ada kontak berikutnya. Tetapkan tanggal dan caranya."),
    "promise_signed_on": (None, "Surat pernyataan belum ditandatangani. Cetak, minta tanda"),
    "items_handed": ("", "Surat dan barang belum dicatat. Tulis apa yang diserahkan"),
}
AT_HANDOVER = {"promise_signed_on", "items_handed"}


def url(exit, page="exit_detail", *args):
    return reverse(f"cases:{page}", args=[exit.pk, *args])


def photo(name="ktp.jpg", seed=7):
    return SimpleUploadedFile(name, pictures.jpeg(seed=seed), content_type="image/jpeg")


def without(exit, column):
    value = MISSING[column][0]
    changes = {column: value}
    if column == "promise_signed_on":
        changes["promise"] = None
    Exit.objects.filter(pk=exit.pk).update(**changes)
    return Exit.objects.get(pk=exit.pk)


def shown(client, exit, piece):
    """The version that the page of this piece carries."""
    form = client.get(url(exit, "exit_piece", piece)).context["form"]
    return {"shown_version": form["shown_version"].value()}


def save_piece(client, exit, piece, form):
    typed = form | shown(client, exit, piece)
    return client.post(url(exit, "exit_piece", piece), typed)


def approve(exit, note=""):
    return actions.decide_exit(exit, approve=True, note=note, by=UserFactory(roles=[Role.HEAD]))


def hand_over(exit, **changes):
    said = {
        "left_at": days.now(),
        "receiver": exit.receiver,
        "file_number": exit.stay.person.file_number,
        "by": UserFactory(roles=[Role.CARETAKER]),
    }
    return actions.hand_over(exit, **{**said, **changes})


def approved(**columns):
    columns = {"state": "approved", "decided_by": UserFactory(), "stay__days_ago": 1, **columns}
    return ExitFactory(whole=True, decided_at=days.now(), **columns)


# -- Each missing piece refuses, in words --------------------------------------------------------


@pytest.mark.parametrize("column", MISSING)
def test_each_missing_piece_stops_the_decision_or_the_handover(column):
    sentence = MISSING[column][1]
    exit = without(ExitFactory(whole=True), column)
    if column in AT_HANDOVER:
        approve(exit)
    else:
        with pytest.raises(ValidationError, match=sentence):
            approve(exit)
    with pytest.raises(ValidationError, match=sentence):
        hand_over(without(approved(), column))


def test_an_address_that_was_not_written_is_not_said_to_be_there(client, login):
    kind = exit_kind("mandiri")
    kind.needs_receiver, kind.needs_address = True, False
    kind.save()
    exit = ExitFactory(kind=kind, receiver="Hasan Contoh", address="", stay__days_ago=1)
    login(Role.HEAD)
    assertContains(client.get(url(exit)), "Penerima ada, alamat tidak dicatat", count=1)
    Exit.objects.filter(pk=exit.pk).update(address="Jalan Contoh 1")
    assertNotContains(client.get(url(exit)), "Penerima ada, alamat tidak dicatat")


def test_a_child_without_proof_stays():
    exit = ExitFactory(whole=True, proof=None)
    with pytest.raises(ValidationError, match="Belum ada bukti hubungan. Foto KK atau akta, atau"):
        approve(exit)
    ExitProofFactory(exit=exit, kind="other", note="Kartu posyandu")
    with pytest.raises(ValidationError, match="Surat lain tidak cukup sendiri."):
        approve(exit)
    ExitWitnessFactory(exit=exit)
    with pytest.raises(ValidationError, match="Baru satu saksi."):
        approve(exit)
    ExitWitnessFactory(exit=exit)
    assert approve(exit).state == "approved"


def test_a_picture_that_was_thrown_away_proves_nothing():
    exit = approved()
    photo = exit.proofs.get().photo
    Photo.objects.filter(pk=photo.pk).update(hidden_at=days.now(), hidden_reason="Kabur.")
    with pytest.raises(ValidationError, match="bukti hubungan"):
        hand_over(exit)


def test_a_written_reason_stands_for_the_home_check():
    exit = without(ExitFactory(whole=True), "home_checked_on")
    exit.home_unchecked_reason = "Rumah di luar pulau."
    exit.save()
    assert approve(exit).state == "approved"


def test_with_every_piece_the_child_goes_home():
    exit = ExitFactory(whole=True)
    hand_over(approve(exit))
    exit.stay.refresh_from_db()
    assert not exit.stay.is_open


def test_a_contact_day_that_has_passed_is_agreed_anew():
    exit = approved(next_contact_on=days.today() - days.ONE_DAY)
    with pytest.raises(ValidationError, match="sudah lewat"):
        hand_over(exit)


@pytest.mark.parametrize("column", [*MISSING, "proof"])
def test_the_settings_do_not_take_a_childs_minimum_away(column):
    kind = exit_kind()
    for field in kind._meta.fields:
        if field.name.startswith("needs_") and field.name != "needs_receiver":
            setattr(kind, field.name, False)
    kind.save()
    exit = ExitFactory(whole=True, proof=None) if column == "proof" else ExitFactory(whole=True)
    exit = exit if column == "proof" else without(exit, column)
    if column in AT_HANDOVER | {"address"}:
        assert approve(exit).state == "approved"
    else:
        with pytest.raises(ValidationError):
            approve(exit)


# -- Who, and to whom -----------------------------------------------------------------------------


def test_the_wrong_file_number_stops_the_handover(client, login):
    exit = approved()
    login(Role.CARETAKER)
    said = {"receiver": exit.receiver, "left_at": typed(days.now())}
    response = client.post(url(exit, "exit_hand_over"), {**said, "file_number": "99999"})
    assertContains(response, "Nomor berkas tidak cocok dengan klien ini. Jangan serahkan.")
    assert list(response.context["form"].errors) == ["file_number"]
    assertContains(client.post(url(exit, "exit_hand_over"), said), "Ketik nomor berkas")
    number = exit.stay.person.file_number
    client.post(url(exit, "exit_hand_over"), {**said, "file_number": number})
    exit.refresh_from_db()
    assert exit.state == "done"


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def test_only_the_approved_one_receives():
    with pytest.raises(ValidationError, match="Yang disetujui Kepala UPT adalah Rosdiana."):
        hand_over(approved(), receiver="Nurhaeda")


def test_the_page_of_the_handover_shows_both_faces(client, login):
    exit = approved()
    login(Role.CARETAKER)
    response = client.get(url(exit, "exit_hand_over"))
    assertContains(response, "rp-photo xl", count=2)


def test_a_warning_raised_between_approval_and_handover_stops_it():
    exit = approved()
    FlagFactory(person=exit.stay.person, kind="do_not_release", whom="Rosdiana (ibu)")
    with pytest.raises(ValidationError, match="Jangan serahkan kepada Rosdiana"):
        hand_over(exit)


@pytest.mark.parametrize("known_by", ["name", "nik"])
def test_a_marked_adult_is_known_even_when_nobody_says_they_belong_to_the_child(known_by):
    stranger = PersonFactory(
        name="Syamsiah Daeng Puji" if known_by == "name" else "Lain Sekali",
        nik="7371094108800001" if known_by == "nik" else "",
    )
    RelationFactory(person=stranger, other=PersonFactory(child=True), marked=True)
    exit = ExitFactory(whole=True, receiver="syamsiah daeng puji")
    with pytest.raises(ValidationError, match="diduga mengeksploitasi anak"):
        approve(exit)
    exit = approve(exit, note="Sudah dibina tiga bulan.")
    assert exit.decided_despite == stranger
    assert hand_over(exit).state == "done"


# -- A second release to the same adult -----------------------------------------------------------


def back_again(**second):
    """An adult who went to Rosdiana, and was met again."""
    first = StayFactory(days_ago=40, ended_at=days.now() - datetime.timedelta(days=35))
    ExitFactory(
        stay=first, state="done", left_at=first.ended_at, done_by=UserFactory(), must_be_known=True
    )
    stay = StayFactory(intake__person=first.person, days_ago=2)
    return ExitFactory.build(
        stay=stay, kind=exit_kind(), recorded_by=None, address="Jl. Nuri 3", **second
    )


@pytest.mark.parametrize(
    "second",
    [
        {"receiver": "Rosdiana Dg. Bau", "relation": "Kakak"},
        {"receiver": "Hasnah", "relation": "ibu"},
    ],
)
def test_a_second_release_to_the_same_adult_goes_to_the_head_with_its_history(
    client, login, second
):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exit = actions.end_stay(back_again(**second), left_at=days.now(), by=worker)
    assert exit.state == "proposed"
    login(Role.HEAD)
    page = client.get(url(exit, "exit_decide"))
    assertContains(page, "Pernah diserahkan kepada penerima yang sama, lalu terjaring lagi.")
    assertContains(page, "Rosdiana (Ibu)")


def test_the_history_says_when_they_came_back(client, login):
    person = PersonFactory()
    LeftFactory(person=person, days_ago=35)
    intake = IntakeFactory(person=person, met_on=days.today() - 2 * days.ONE_DAY)
    at = days.now() - 2 * days.ONE_DAY
    by = UserFactory(roles=[Role.CARETAKER])
    stay = confirm_arrival(intake, at=at, by=by, send_key=uuid.uuid4())
    asked = ExitFactory.build(stay=stay, kind=exit_kind(), recorded_by=None)
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exit = actions.end_stay(asked, left_at=days.now(), by=worker)
    login(Role.HEAD)
    page = client.get(url(exit, "exit_decide"))
    assertContains(page, f"kembali {words.tanggal(days.day_of(at))}")


def test_to_somebody_else_an_adult_goes_as_before():
    exit = back_again(receiver="Hasnah", relation="Bibi")
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    assert actions.end_stay(exit, left_at=days.now(), by=worker).state == "done"


# -- The database ---------------------------------------------------------------------------------


def left_at_once(exit, **columns):
    with transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(
            state="done", left_at=days.now(), done_by=UserFactory(), **columns
        )


@pytest.mark.parametrize(
    "lacking",
    [
        {"identity_photo": None},
        {"home_checked_on": None},
        {"promise": None, "promise_signed_on": None},
        {"next_contact_on": None},
        {"relation": ""},
        {"receiver": ""},
    ],
    ids=lambda lacking: next(iter(lacking)),
)
def test_the_database_keeps_a_child_without_a_piece(lacking):
    exit = approved()
    with pytest.raises(IntegrityError, match="every piece"):
        left_at_once(exit, **lacking)
    left_at_once(exit)


def test_the_database_asks_for_proof():
    exit = approved(proof=None)
    ExitWitnessFactory(exit=exit)
    with pytest.raises(IntegrityError, match="every piece"):
        left_at_once(exit)
    ExitWitnessFactory(exit=exit)
    left_at_once(exit)


def test_for_the_database_too_a_picture_that_was_thrown_away_proves_nothing():
    exit = approved()
    photos = Photo.objects.filter(pk=exit.proofs.get().photo_id)
    photos.update(hidden_at=days.now(), hidden_reason="Kabur.")
    with pytest.raises(IntegrityError, match="every piece"):
        left_at_once(exit)
    photos.update(hidden_at=None, hidden_reason="")
    left_at_once(exit)


# The card of whoever receives


def card_of(exit, page="exit_receiver_photo"):
    return reverse(f"cases:{page}", args=[exit.pk])


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD])
def test_the_receivers_card_is_shown_by_its_exit_alone(client, login, role):
    exit = ExitFactory(ready=True)
    login(role)
    assert client.get(card_of(exit))["Content-Type"] == "image/jpeg"
    file = client.get(reverse("cases:person_detail", args=[exit.stay.person_id]))
    for page in ("photo", "photo_hide"):
        address = reverse(f"cases:{page}", args=[exit.identity_photo_id])
        assertNotContains(file, address)
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, {"reason": "Salah."}).status_code in {403, 404, 405}
    assert Entry.objects.filter(verb="viewed_photo", object_id=exit.identity_photo_id).exists()


def test_of_a_closed_destination_it_is_shown_to_those_of_the_case(client, login):
    exit = ExitFactory(ready=True, kind=exit_kind("mitra"), relation="")
    login(Role.SOCIAL_WORKER)
    assert client.get(card_of(exit)).status_code == 404
    client.force_login(UserFactory(roles=[Role.HEAD]))
    assert client.get(card_of(exit)).status_code == 200


def test_a_wrong_card_is_removed_before_the_decision_and_never_after_it(client, login):
    login(Role.CARETAKER)
    wrong, decided = ExitFactory(ready=True), approved()
    card = wrong.identity_photo
    assertContains(client.get(url(wrong)), card_of(wrong, "exit_receiver_photo_remove"))
    client.post(card_of(wrong, "exit_receiver_photo_remove"))
    wrong.refresh_from_db()
    card.refresh_from_db()
    assert (wrong.identity_photo, bool(card.hidden_at)) == (None, True)
    assert client.get(card_of(wrong)).status_code == 404
    late = client.post(card_of(decided, "exit_receiver_photo_remove"), follow=True)
    assertContains(late, "foto penerima tidak dihapus lagi")
    assertNotContains(client.get(url(decided)), card_of(decided, "exit_receiver_photo_remove"))
    decided.refresh_from_db()
    assert decided.identity_photo


def test_another_card_takes_the_place_of_the_first(client, login):
    login(Role.CARETAKER)
    exit = ExitFactory(ready=True)
    before = exit.identity_photo
    form = {"identity_kind": "ktp", "identity_number": exit.identity_number, "picture": photo()}
    save_piece(client, exit, "identity", form)
    exit.refresh_from_db()
    before.refresh_from_db()
    assert exit.identity_photo != before
    assert before.hidden_at


@pytest.mark.parametrize(
    "change",
    [
        {"hidden_at": days.now(), "hidden_reason": "Kabur."},
        {"is_proof": False},
        {"sha256": "0" * 64},
    ],
)
def test_for_the_database_too_the_card_is_proof_from_the_decision_on(change):
    proposed, exit = ExitFactory(ready=True), approved()
    Photo.objects.filter(pk=proposed.identity_photo_id).update(**change)
    card = Photo.objects.filter(pk=exit.identity_photo_id)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        card.update(**change)
    assert card.get().is_proof


@pytest.mark.parametrize("kind", ["keluarga", "mandiri", "daerah-asal"])
def test_the_database_lets_no_child_leave_undecided(kind):
    stay = StayFactory(child=True, days_ago=1)
    columns = {"stay": stay, "kind": exit_kind(kind), "recorded_by": UserFactory()}
    done = {"state": "done", "left_at": days.now(), "done_by": UserFactory()}
    with pytest.raises(IntegrityError, match="decision of the head"), transaction.atomic():
        Exit.objects.create(**columns, **done, must_be_known=True)
    emergency = {**columns, "kind": exit_kind("rumah-sakit")}
    Exit.objects.create(**emergency, **done, must_be_known=True)


def child_of(born_on):
    return {
        "intake__person__age_kind": "birth",
        "intake__person__born_on": born_on,
        "intake__person__age_years": None,
        "intake__person__age_stated_on": None,
    }


def test_the_database_counts_years_as_the_house_does():
    """Of age today leaves alone; of age tomorrow does not."""
    today = days.today()
    for born_on, is_child in [
        (days.add_months(today, -18 * 12), False),
        (days.add_months(today, -18 * 12) + days.ONE_DAY, True),
    ]:
        stay = StayFactory(days_ago=1, **child_of(born_on))
        assert stay.needs_head is is_child
        row = Exit(
            stay=stay,
            kind=exit_kind("mandiri"),
            recorded_by=UserFactory(),
            state="done",
            left_at=days.now(),
            done_by=UserFactory(),
            must_be_known=True,
        )
        if is_child:
            with pytest.raises(IntegrityError, match="decision"), transaction.atomic():
                row.save()
        else:
            row.save()


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"identity_kind": ""}, "exit_identity_says_what_card"),
        ({"identity_number": "123"}, "exit_ktp_has_16_digits"),
        ({"home_result": ""}, "exit_home_check_says_by_whom_and_what"),
        ({"promise": None}, "exit_promise_has_its_text"),
        ({"next_contact_way": ""}, "exit_next_contact_says_how"),
    ],
)
def test_half_a_piece_is_refused(columns, name):
    exit = ExitFactory(whole=True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(**columns)


def test_a_witness_stands_once_and_has_a_whole_nik():
    first = ExitWitnessFactory(name="Daeng Nai", nik="7371090101600001")
    with pytest.raises(IntegrityError, match="witness_stands_once"), transaction.atomic():
        ExitWitnessFactory(exit=first.exit, name="DAENG NAI")
    with pytest.raises(IntegrityError, match="witness_nik_stands_once"), transaction.atomic():
        ExitWitnessFactory(exit=first.exit, nik=first.nik)
    with pytest.raises(IntegrityError, match="witness_nik_has_16"), transaction.atomic():
        ExitWitnessFactory(nik="12")
    with pytest.raises(IntegrityError, match="another_kind_says"), transaction.atomic():
        ExitProofFactory(kind="other")


# -- The pages ------------------------------------------------------------------------------------


def test_a_proposal_opens_the_list_of_what_is_missing(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=1)
    form = {
        "send_key": str(uuid.uuid4()),
        "kind": exit_kind().pk,
        "receiver": "Rosdiana",
        "relation": "Ibu",
        "address": "Jl. Nuri 3",
    }
    page = client.post(reverse("cases:stay_end", args=[stay.pk]), form, follow=True)
    assertContains(page, "Belum ada bukti hubungan. Foto KK atau akta, atau catat dua saksi.")
    for column in set(MISSING) - {"address"}:
        assertContains(page, MISSING[column][1])
    assertContains(page, "4 dari 9 masih kurang, 2 saat serah terima")


def test_every_piece_has_its_page(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(address="Jl. Nuri 3")
    today = days.today().isoformat()
    later = (days.today() + datetime.timedelta(days=7)).isoformat()
    client.post(
        url(exit, "exit_proof_add"),
        {
            "send_key": str(uuid.uuid4()),
            "kind": "kk",
            "number": "12",
            "picture": photo("kk.jpg", 8),
        },
    )
    forms = {
        "identity": {
            "identity_kind": "ktp",
            "identity_number": "7371094108800001",
            "picture": photo(),
        },
        "home": {"home_checked_on": today, "home_checked_by": "Rina", "home_result": "Layak."},
        "contact": {"next_contact_on": later, "next_contact_way": "visit"},
        "promise": {"promise_signed_on": today},
        "items": {"items_handed": "Tidak ada."},
    }
    for piece, form in forms.items():
        assert save_piece(client, exit, piece, form).status_code == 302, piece
    assertContains(client.get(url(exit)), "Lengkap")
    exit.refresh_from_db()
    assert exit.promise == PromiseText.objects.get()
    kinds = {p.kind for p in exit.stay.person.photos.all()}
    assert kinds == {Photo.Kind.CARD, Photo.Kind.RECEIVER}


def test_mistakes_are_said_beside_their_fields(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory()
    later = (days.today() + days.ONE_DAY).isoformat()
    for piece, form, sentence in [
        ("receiver", {"address": "Jl. Dangko 4"}, "Tulis hubungan penerima dengan klien."),
        ("receiver", {"relation": "Ibu"}, "Tulis alamat tujuan."),
        (
            "identity",
            {"identity_kind": "ktp", "identity_number": "12"},
            "Ambil atau pilih fotonya",
        ),
        (
            "identity",
            {"identity_kind": "ktp", "identity_number": "12", "picture": photo()},
            "NIK harus 16 angka, baru terisi 2.",
        ),
        (
            "home",
            {"home_result": ""},
            "Isi, atau tulis di bawah mengapa tidak diperiksa.",
        ),
        ("home", {"home_checked_on": later}, "Tanggal ini belum terjadi."),
        ("home", {"home_checked_on": days.today().isoformat()}, "Tulis siapa yang memeriksa."),
        ("promise", {"promise_signed_on": later}, "Tanggal ini belum terjadi."),
        (
            "contact",
            {"next_contact_on": days.today().isoformat(), "next_contact_way": "call"},
            "Kontak berikutnya sesudah hari ini.",
        ),
    ]:
        response = save_piece(client, exit, piece, form)
        assertContains(response, sentence)
        assert not response.context["form"].non_field_errors()
    key = {"send_key": str(uuid.uuid4())}
    page = url(exit, "exit_proof_add")
    assertContains(client.post(page, {**key, "kind": "kk"}), "Ambil atau pilih fotonya")
    response = client.post(page, {**key, "kind": "other", "picture": photo()})
    assertContains(response, "Tulis surat apa.")
    broken = SimpleUploadedFile("a.jpg", b"%PDF-1.4", content_type="image/jpeg")
    response = client.post(page, {**key, "kind": "kk", "picture": broken})
    assertContains(response, "Berkas PDF bukan foto.")
    witness = {**key, "name": "Daeng Nai", "address": "Ketua RT 02", "nik": "7371 09"}
    response = client.post(url(exit, "exit_witness_add"), witness)
    assert response.context["form"].errors["nik"] == ["NIK harus 16 angka, baru terisi 6."]
    assert not ExitProof.objects.exists()


def test_nobody_vouches_for_themselves(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory()
    form = {"name": "rosdiana", "address": "Jl. Nuri", "phone": "0411"}
    page = url(exit, "exit_witness_add")
    response = client.post(page, {**form, "send_key": str(uuid.uuid4())})
    assertContains(response, "Penerima tidak dapat menjadi saksi bagi dirinya.")
    form = {**form, "name": "Daeng Nai", "send_key": str(uuid.uuid4())}
    client.post(page, form)
    client.post(page, form)
    assert exit.witnesses.get().name == "Daeng Nai"
    response = client.post(page, {**form, "send_key": str(uuid.uuid4())})
    assertContains(response, "Saksi ini sudah dicatat.")


def test_a_wrong_paper_or_witness_goes_before_the_decision_and_never_after(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(ready=True)
    witness, proof = ExitWitnessFactory(exit=exit), exit.proofs.get()
    client.post(url(exit, "exit_witness_remove", witness.pk))
    assert not exit.witnesses.exists()
    approve(exit)
    response = client.post(url(exit, "exit_proof_remove", proof.pk), follow=True)
    assertContains(response, "Sesudah diputuskan, bukti tidak dihapus lagi.")
    assert exit.proofs.exists()


def test_a_part_of_another_exit_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    mine, others = ExitFactory(), ExitWitnessFactory()
    assert client.post(url(mine, "exit_witness_remove", others.pk)).status_code == 404
    assert client.get(url(mine, "exit_piece", "nothing")).status_code == 404


def test_what_the_head_decided_on_stays_as_it_was(client, login):
    login(Role.SOCIAL_WORKER)
    exit = approved()
    form = {"home_unchecked_reason": "Tidak sempat."}
    response = save_piece(client, exit, "home", form)
    assertContains(response, "Sudah diputuskan Kepala UPT. Bila berubah, batalkan dan ajukan")


def test_a_refused_request_is_made_again_without_gathering_anew(client, login):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    refused = ExitFactory(
        whole=True, state="refused", decided_by=UserFactory(), decided_at=days.now()
    )
    ExitWitnessFactory(exit=refused)
    again = ExitFactory.build(
        stay=refused.stay, kind=refused.kind, receiver="rosdiana", recorded_by=None
    )
    exit = actions.end_stay(again, left_at=None, by=worker)
    assert (exit.proofs.count(), exit.witnesses.count()) == (1, 1)
    assert exit.identity_photo == refused.identity_photo
    assert exit.promise is None
    login(worker)
    assertContains(client.get(url(exit)), "Lengkap, 1 saat serah terima")


def test_a_child_does_not_leave_on_its_own(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, days_ago=1)
    form = {"send_key": str(uuid.uuid4()), "kind": exit_kind("mandiri").pk}
    response = client.post(reverse("cases:stay_end", args=[stay.pk]), form)
    assertContains(response, "Anak tidak dapat keluar dengan cara mandiri.")


def test_a_dependent_adult_leaves_on_their_own_through_the_head(login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(intake__provisional=classification("lansia"), days_ago=2)
    exit = ExitFactory.build(
        stay=stay, kind=exit_kind("mandiri"), receiver="", relation="", recorded_by=None
    )
    exit = actions.end_stay(exit, left_at=days.now(), by=worker)
    assert exit.state == "proposed"
    exit.items_handed = "Tidak ada."
    exit.save()
    assert hand_over(approve(exit), receiver="").state == "done"


def test_what_the_family_brings_names_nobody(client, login, read_pdf):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(stay__intake__person__name="Kenarisatu", address="Jl. Nuri")
    paper = read_pdf(client.get(url(exit, "exit_needed_print")))
    assert "KK, akta kelahiran" in paper
    page = client.get(url(exit)).content.decode()
    message = page.partition('id="pesan"')[2].partition("</textarea>")[0]
    assert "KTP asli yang menjemput" in message
    assert "Kenarisatu" not in paper + message
    assert "Rosdiana" not in paper + message


def test_a_sealed_file_stays_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(stay__intake__person__is_sealed=True)
    for page in ["exit_detail", "exit_proof_add", "exit_witness_add", "exit_needed_print"]:
        assert client.get(url(exit, page)).status_code == 404
    assert client.get(url(exit, "exit_piece", "home")).status_code == 404


def test_an_exit_that_is_over_asks_for_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    exit = approved()
    hand_over(exit)
    page = client.get(url(exit))
    assertNotContains(page, "Yang harus ada")
    assert client.get(url(exit, "exit_piece", "items")).status_code == 404


def test_nobody_signs_by_pressing_save(client, login):
    """The day of the signature is written by who saw it; no form proposes one."""
    login(Role.SOCIAL_WORKER)
    exit = ExitFactory(promise=None, promise_signed_on=None)

    page = client.get(url(exit, "exit_piece", "promise"))

    assertNotContains(page, f'value="{days.today().isoformat()}"')
    answer = save_piece(client, exit, "promise", {"promise_signed_on": ""})
    assert answer.status_code == 200


def test_two_people_at_the_same_piece_see_each_other(client, login):
    login(Role.CARETAKER)
    exit = ExitFactory()
    mine = {"home_unchecked_reason": "Rumah di luar pulau."} | shown(client, exit, "home")
    theirs = {"home_result": "Rumah layak.", "home_checked_by": "Rina"}
    theirs["home_checked_on"] = days.today()
    actions.add_piece(exit, theirs, by=UserFactory())
    page = url(exit, "exit_piece", "home")
    response = client.post(page, mine)
    for said in ("diubah orang lain", "Rumah di luar pulau.", "Rumah layak.", "Rina"):
        assertContains(response, said)
    exit.refresh_from_db()
    assert exit.home_result == "Rumah layak."
    again = mine | {"shown_version": response.context["form"].stored_version}
    assert client.post(page, again).status_code == 302
    exit.refresh_from_db()
    assert (exit.home_result, exit.home_unchecked_reason) == ("", "Rumah di luar pulau.")


def test_a_double_click_on_a_piece_is_no_conflict(client, login):
    login(Role.CARETAKER)
    exit = ExitFactory()
    home = {"home_unchecked_reason": "Rumah di luar pulau."} | shown(client, exit, "home")
    card = {"identity_kind": "ktp", "identity_number": "7371 0941 0880 0001"}
    card |= shown(client, exit, "identity")
    for _ in range(2):
        assert client.post(url(exit, "exit_piece", "home"), home).status_code == 302
        page = url(exit, "exit_piece", "identity")
        assert client.post(page, card | {"picture": photo()}).status_code == 302
    exit.refresh_from_db()
    assert exit.identity_photo == exit.stay.person.photos.get()


def test_another_photo_of_the_card_is_seen_too(client, login):
    login(Role.CARETAKER)
    exit = ExitFactory(ready=True)
    card = {"identity_kind": "ktp", "identity_number": exit.identity_number}
    mine = card | shown(client, exit, "identity") | {"picture": photo()}
    exit.identity_photo = PhotoFactory(person=exit.stay.person, kind=Photo.Kind.CARD)
    exit.save()
    assertContains(client.post(url(exit, "exit_piece", "identity"), mine), "diubah orang lain")


def test_another_piece_that_was_saved_meanwhile_is_no_conflict(client, login):
    login(Role.CARETAKER)
    exit = ExitFactory()
    mine = {"home_unchecked_reason": "Rumah di luar pulau."} | shown(client, exit, "home")
    actions.add_piece(exit, {"items_handed": "Akta."}, by=UserFactory())
    assert client.post(url(exit, "exit_piece", "home"), mine).status_code == 302
    exit.refresh_from_db()
    assert (exit.items_handed, exit.home_unchecked_reason) == ("Akta.", "Rumah di luar pulau.")


# -- The home, after the approval ----------------------------------------------------------------


UNCHECKED = {
    "home_checked_on": None,
    "home_checked_by": "",
    "home_result": "",
    "home_unchecked_reason": "Jalan banjir.",
}
CHECKED = {
    "home_checked_on": days.today().isoformat(),
    "home_checked_by": "Rina",
    "home_result": "Rumah bersih, nenek sehat.",
    "is_fit": "yes",
}


def test_a_home_that_is_not_checked_is_never_green(client, login):
    login(Role.HEAD)
    exit = ExitFactory(whole=True, **UNCHECKED)
    for page in (url(exit), url(exit, "exit_decide")):
        response = client.get(page)
        assertContains(response, "Tidak diperiksa: Jalan banjir.")
        assertContains(
            response, 'is-due"><svg aria-hidden="true"><use href="#s-due"/></svg>Tidak diperiksa<'
        )


def test_an_unchecked_home_is_checked_after_the_approval(client, login):
    login(Role.CARETAKER)
    exit = approved(**UNCHECKED)
    assertContains(client.get(url(exit)), "Catat pemeriksaan")
    assertNotContains(client.get(url(exit, "exit_piece", "home")), "Bila tidak diperiksa: mengapa")
    assert save_piece(client, exit, "home", CHECKED).status_code == 302
    exit.refresh_from_db()
    assert (exit.state, exit.home_checked_by) == ("approved", "Rina")
    assert exit.home_unchecked_reason == ""
    assertNotContains(client.get(url(exit)), "Catat pemeriksaan")
    # Sent again: it stands there.
    assert save_piece(client, exit, "home", CHECKED).status_code == 302
    page = save_piece(client, exit, "home", CHECKED | {"home_result": "Lain."})
    assertContains(page, "Sudah diputuskan Kepala UPT.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"home_checked_on": ""}, "Tulis kapan rumah diperiksa."),
        ({"home_checked_by": ""}, "Tulis siapa yang memeriksa."),
        ({"home_result": ""}, "Tulis hasilnya."),
        ({"is_fit": ""}, "Pilih layak atau tidak layak."),
    ],
)
def test_what_was_found_is_said(client, login, said, sentence):
    login(Role.SOCIAL_WORKER)
    exit = approved(**UNCHECKED)
    assertContains(save_piece(client, exit, "home", CHECKED | said), sentence)
    exit.refresh_from_db()
    assert exit.home_checked_on is None


def test_an_unfit_home_withdraws_the_approval(client, login):
    user = login(Role.SOCIAL_WORKER)
    exit = approved(**UNCHECKED)
    found = CHECKED | {"is_fit": "no", "home_result": "Rumah kosong, tetangga tidak kenal."}
    response = client.post(
        url(exit, "exit_piece", "home"), found | shown(client, exit, "home"), follow=True
    )
    assertContains(response, "Persetujuan gugur")
    exit.refresh_from_db()
    assert (exit.state, exit.home_result) == ("cancelled", found["home_result"])
    assert not Receiver.objects.filter(exit_number=exit.pk).exists()
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        actions.hand_over(exit, left_at=days.now(), file_number="1", by=user)


def test_what_the_head_read_as_checked_is_not_written_anew():
    exit = approved()
    values = {name: "x" for name in ("home_checked_by", "home_result")}
    values |= {"home_checked_on": days.today(), "home_unchecked_reason": ""}
    with pytest.raises(ValidationError, match="Sudah diputuskan"):
        actions.add_piece(exit, values, by=exit.recorded_by)


# -- What was before -----------------------------------------------------------------------------


def test_who_decides_reads_every_release_and_return_before(client, login):
    login(Role.HEAD)
    person = PersonFactory(child=True)
    uncle = LeftFactory(person=person, days_ago=36, receiver="Suardi", relation="Paman")
    handed = LeftFactory(person=person, days_ago=20, code="mandiri", receiver="", relation="")
    stay = StayFactory(intake=IntakeFactory(person=person, by_patrol=True), days_ago=1)
    IntakeFactory(person=person, met_on=days.today() - 28 * days.ONE_DAY, outcome="advised")
    flag = FlagFactory(person=person, whom="Paman S.")
    exit = ExitFactory(whole=True, stay=stay, receiver="Saenab", relation="Nenek")
    before = client.get(url(exit, "exit_decide")).context["before"]
    assert [(event.on, event.title, event.text) for event in before.events] == [
        (uncle.stay.left_on, str(uncle.kind), "penerima: Suardi (Paman)"),
        (
            days.today() - 28 * days.ONE_DAY,
            "Datang lagi, Datang sendiri, 8 hari kemudian",
            before.events[1].text,
        ),
        (handed.stay.intake.met_on, "Datang lagi, Datang sendiri, 14 hari kemudian",
         before.events[2].text),
        (handed.stay.left_on, str(handed.kind), ""),
        (stay.intake.met_on, f"Terjaring lagi, {before.events[4].title.split(', ')[1]}",
         f"di {stay.intake.where}"),
        (flag.starts_on, "Peringatan dipasang", str(flag)),
    ]  # fmt: skip
    assert before.times == 4


def test_a_closed_destination_stays_closed_before_as_well(login):
    person = PersonFactory(child=True)
    LeftFactory(person=person, days_ago=36, code="mitra", receiver="YPKDS", relation="")
    stay = StayFactory(intake=IntakeFactory(person=person), days_ago=1)
    exit = ExitFactory(stay=stay)
    [event] = [
        event
        for event in before_of(exit, user=UserFactory(roles=[Role.SOCIAL_WORKER])).events
        if not event.title.startswith("Datang lagi")
    ]
    assert (event.text, event.letter) == ("tujuan tertutup", None)


def test_a_decision_asks_no_more_than_any_page_whatever_speaks_against_the_receiver(client, login):
    """And what it offers and what it tells are of the same moment."""
    login(Role.HEAD)
    person = PersonFactory(child=True)
    LeftFactory(person=person, days_ago=60)
    stay = StayFactory(intake=IntakeFactory(person=person), days_ago=2)
    exit = ExitFactory(whole=True, stay=stay, receiver="Basso Hamid")
    FlagFactory(person=person, whom="Baso Rewa")
    UnwelcomeFactory(person=person, name="Basso Hamit")
    RelationFactory(other=person, marked=True)
    ExitWitnessFactory(exit=exit)
    ViolenceReportFactory(stay=stay)
    asked, answer = asked_by(client, url(exit, "exit_decide"))
    assertContains(answer, "Ada dalam daftar jangan terima: Basso Hamit.", count=2)
    assertNotContains(answer, 'value="approve"')
    assert asked <= MOST, asked


def test_what_came_up_after_the_page_was_opened_stops_the_decision(client, login):
    """The page reads once what speaks against a receiver; who decides asks anew."""
    head = login(Role.HEAD)
    exit = ExitFactory(whole=True, receiver="Basso Hamid")
    page = client.get(url(exit, "exit_decide"))
    assertContains(page, 'value="approve"')
    head.found_out = {}
    assert what_is_missing(exit, by=head) == []
    FlagFactory(person=exit.stay.person, whom="Basso Hamid")
    # The same reader, still reading the same page, and the same rows in their hands.
    assert what_is_missing(exit, by=head) == []
    del head.found_out
    with pytest.raises(ValidationError, match="Jangan serahkan kepada Basso Hamid"):
        actions.decide_exit(exit, approve=True, by=head)
    answer = client.post(url(exit, "exit_decide"), {"decision": "approve"})
    assertContains(answer, "Jangan serahkan kepada Basso Hamid")
    exit.refresh_from_db()
    assert exit.state == "proposed"


def test_the_queries_of_a_decision_do_not_grow_with_what_was_before(login, count_queries):
    login(Role.HEAD)
    person = PersonFactory(child=True)
    LeftFactory(person=person, days_ago=90)
    exit = ExitFactory(whole=True, stay=StayFactory(intake=IntakeFactory(person=person)))
    few = count_queries(url(exit, "exit_decide"))
    for ago in (60, 40, 20):
        LeftFactory(person=person, days_ago=ago, receiver=f"Paman {ago}")
    FlagFactory.create_batch(2, person=person)
    assert count_queries(url(exit, "exit_decide")) == few
