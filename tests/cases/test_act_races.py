"""Two do the same act at the same moment: it is done once, and the other reads why not."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.house.presence.models import RollCall, half_day
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.kept import _prepared
from rptc.letters import actions as letters
from rptc.letters.models import Letter, LetterKind, Unit
from tests import factories as f
from tests.at_once import at_once
from tests.letters.signatures.signing import receipt, signed
from tests.letters.test_issuing import SCAN, issue

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
ROUNDS = 4
PIKET, PEKSOS, TU, KEPALA = Role.CARETAKER, Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD
TAP = {"x": ""}
SEEN = (days.now() - days.ONE_HOUR).astimezone(days.WITA)
MISSED = {"last_seen_at": f"{SEEN:%Y-%m-%dT%H:%M}", "note": ""}
REFUSE = {"decision": "refuse", "note": "Belum."}


def office():
    return f.UserFactory(roles=[TU])


def waiting_letter():
    LetterKind.objects.filter(code="surat-jalan").update(numbering="outside")
    return issue(office(), "surat-jalan")


def numbered():
    letter = waiting_letter()
    return letters.number_letter(letter, number=f"{letter.pk}/A", source="Agenda", by=office())


def asked_exit():
    return f.ExitFactory(whole=True, stay__days_ago=1)


def approved_exit():
    decision = {"decided_by": f.UserFactory(), "decided_at": days.now()}
    return f.ExitFactory(whole=True, stay__days_ago=1, state="approved", **decision)


def reception():
    row = f.ReceptionFactory()
    row.stays.add(f.StayFactory())
    return row


# act: (role, what it is done to, address, what the two type, the verbs of which one is written)
ACTS = {
    "ask withdrawal": (
        TU,
        numbered,
        "letters:letter_withdraw",
        [{"reason": "Salah nama."}] * 2,
        {"proposed"},
    ),
    "cancel exit": (
        PEKSOS,
        asked_exit,
        "cases:exit_cancel",
        [{"reason": "Tidak jadi."}] * 2,
        {"cancelled"},
    ),
    "come back": (PIKET, f.LeaveFactory, "cases:leave_return", [TAP] * 2, {"came_back"}),
    "not back": (
        PIKET,
        lambda: f.LeaveFactory(stay__days_ago=3, left_at=days.now() - 2 * days.ONE_DAY, late=True),
        "cases:leave_missing",
        [MISSED] * 2,
        {"missed"},
    ),
    "task": (
        PIKET,
        lambda: f.TaskFactory(owner=None),
        "cases:task_done",
        [{"proof": "Sudah."}] * 2,
        {"finished"},
    ),
    "visitor": (PIKET, f.VisitFactory, "cases:visit_leave", [TAP] * 2, {"visitor_left"}),
    "ban": (
        PEKSOS,
        f.UnwelcomeFactory,
        "cases:unwelcome_end",
        [{"reason": "Sudah damai."}] * 2,
        {"ended"},
    ),
    "inquiry": (
        PEKSOS,
        f.InquiryFactory,
        "cases:inquiry_close",
        [{"outcome": "not_here", "outcome_note": "Tidak ada."}] * 2,
        {"closed"},
    ),
    "incident": (
        KEPALA,
        f.IncidentFactory,
        "cases:incident_acknowledge",
        [TAP] * 2,
        {"acknowledged"},
    ),
    "shift note": (
        PIKET,
        f.ShiftNoteFactory,
        "cases:shift_note_acknowledge",
        [TAP] * 2,
        {"acknowledged"},
    ),
    "absence": (
        PIKET,
        f.AbsenceFactory,
        "cases:absence_end",
        # Who never left may have been seen at any hour.
        [{"at": "2026-01-01T00:00", "brought_by": "in_house"}] * 2,
        {"ended"},
    ),
    "bag": (PIKET, f.BagFactory, "cases:bag_void", [{"reason": "Kosong."}] * 2, {"cancelled"}),
    "service": (
        PEKSOS,
        lambda: f.ServiceFactory(planned=True),
        "cases:service_close",
        [{"what": "off", "reason": "Hujan."}] * 2,
        {"called_off"},
    ),
    "loss": (
        KEPALA,
        lambda: f.BelongingEndFactory(lost=True),
        "cases:loss_acknowledge",
        [TAP] * 2,
        {"acknowledged"},
    ),
    "paper sheet": (
        TU,
        f.PaperSheetFactory,
        "cases:paper_sheet_void",
        [{"reason": "Sobek."}] * 2,
        {"voided"},
    ),
}


def why(answer):
    """What the page says: beside the form, or on the page that follows."""
    if answer.status_code == 200:
        return str(answer.context["form"].errors)
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("act", ACTS)
def test_it_is_done_once_and_the_other_reads_why(act):
    role, make, address, forms, verbs = ACTS[act]
    users = [f.UserFactory(roles=[role]) for _ in forms]
    for _ in range(ROUNDS):
        url = reverse(address, args=[make().pk])
        before = Entry.objects.filter(verb__in=verbs).count()
        posts = zip(users, forms, strict=True)
        answers = at_once(
            *((user, url, form | {"send_key": uuid.uuid4()}) for user, form in posts)
        )
        assert Entry.objects.filter(verb__in=verbs).count() == before + 1
        said = [why(answer) for answer in answers if answer.status_code != 404]
        assert all(said)
        assert all("None" not in words for words in said)
        assert len(set(said)) == len(said)
        assert {answer.status_code for answer in answers} <= {200, 302, 404}


def test_a_note_gets_one_next_version():
    """Its author and whose case it is correct it at once."""
    author, case = (f.UserFactory(roles=[PEKSOS]) for _ in range(2))
    for _ in range(ROUNDS):
        stay = f.StayFactory(social_worker=case)
        note = f.NoteFactory(stay=stay, level="professional", recorded_by=author)
        url = reverse("cases:note_correct", args=[note.pk])
        typed = {"on": note.on, "about": "talk", "words": "Lain.", "why": "Keliru."}
        answers = at_once(
            *((user, url, typed | {"send_key": uuid.uuid4()}) for user in (author, case))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        [refused] = [answer for answer in answers if answer.status_code == 200]
        assert "sudah diperbaiki" in why(refused)
        assert note.stay.notes.count() == 2


def test_two_letters_are_not_given_the_same_number():
    users = [office(), office()]
    url = "letters:letter_number"
    for number in range(ROUNDS):
        rows = [waiting_letter(), waiting_letter()]
        typed = {"number": f"800/{number}", "source": "Agenda"}
        answers = at_once(
            *((u, reverse(url, args=[r.pk]), typed) for u, r in zip(users, rows, strict=True))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert Letter.objects.filter(number=typed["number"]).count() == 1


def test_a_letter_is_given_one_number():
    users = [office(), office()]
    for number in range(ROUNDS):
        letter = waiting_letter()
        url = reverse("letters:letter_number", args=[letter.pk])
        answers = at_once(
            *((user, url, {"number": f"{user.pk}/{number}", "source": "Agenda"}) for user in users)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert Entry.objects.filter(verb="numbered", object_id=letter.pk).count() == 1


def test_two_scans_of_one_letter():
    users = [office(), office()]
    for _ in range(ROUNDS):
        letter = numbered()
        url = reverse("letters:letter_scan", args=[letter.pk])
        answers = at_once(
            *(
                (user, url, {"file": SimpleUploadedFile("a.pdf", SCAN), "code": letter.check_code})
                for user in users
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert letter.files.count() == 2


def test_two_phones_have_one_person_sign():
    users = [f.UserFactory(roles=[PIKET]) for _ in range(2)]
    for _ in range(ROUNDS):
        letter = receipt(users[0]).letter
        url = reverse("letters:letter_sign", args=[letter.pk])
        answers = at_once(*((user, url, signed(letter, "klien")) for user in users))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert letter.signatures.count() == 1


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (reception, "cases:reception_letter"),
        (lambda: f.BagFactory(listed=True), "cases:bag_receipt"),
        (lambda: f.BelongingEndFactory(lost=True), "cases:belonging_end_letter"),
    ],
)
def test_two_print_the_same_act(make, address):
    """One letter: a second one would hold a number, and be true on the page that checks it."""
    users = [f.UserFactory(roles=[PIKET]) for _ in range(2)]
    for _ in range(ROUNDS):
        before = Letter.objects.count()
        url = reverse(address, args=[make().pk])
        answers = at_once(*((user, url, TAP) for user in users))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Letter.objects.count() == before + 1


def test_a_handover_and_a_cancellation():
    officer, worker = f.UserFactory(roles=[PIKET]), f.UserFactory(roles=[PEKSOS])
    for _ in range(ROUNDS):
        exit = approved_exit()
        handing = {
            "left_at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
            "receiver": exit.receiver,
            "file_number": exit.stay.person.file_number,
        }
        at_once(
            (officer, reverse("cases:exit_hand_over", args=[exit.pk]), handing),
            (worker, reverse("cases:exit_cancel", args=[exit.pk]), {"reason": "Tidak jadi."}),
        )
        exit.refresh_from_db()
        exit.stay.refresh_from_db()
        assert exit.state in {"done", "cancelled"}
        assert exit.stay.is_open == (exit.state == "cancelled")
        assert Letter.objects.filter(person_id=exit.stay.person_id).exists() != exit.stay.is_open


def test_a_thing_is_given_back_once():
    users = [f.UserFactory(roles=[PIKET]) for _ in range(2)]
    for _ in range(ROUNDS):
        item = f.BelongingFactory(bag__listed=True)
        stay = item.bag.stay
        typed = {
            "items": [item.pk],
            "kind": "returned",
            "at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
        }
        url = reverse("cases:belonging_end", args=[stay.pk])
        answers = at_once(*((user, url, typed | {"send_key": uuid.uuid4()}) for user in users))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert stay.belonging_ends.count() == 1


def test_a_follow_up_is_recorded_once():
    users = [f.UserFactory(roles=[PEKSOS]) for _ in range(2)]
    for _ in range(ROUNDS):
        exit = f.LeftFactory(days_ago=30)
        typed = {
            "result": "found",
            "done_on": f"{days.today():%Y-%m-%d}",
            "way": "call",
            "met": "Ibu",
            "next_act": "none",
        }
        url = reverse("cases:follow_up_record", args=[exit.pk, 30])
        answers = at_once(*((user, url, typed | {"send_key": uuid.uuid4()}) for user in users))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert exit.follow_ups.count() == 1


def test_linking_and_closing_an_inquiry():
    """Whoever closes it does not lose the klien with whom it was linked at that moment."""
    users = [f.UserFactory(roles=[PEKSOS]) for _ in range(2)]
    for _ in range(ROUNDS):
        inquiry = f.InquiryFactory()
        person = f.StayFactory().person
        at_once(
            (users[0], reverse("cases:inquiry_link", args=[inquiry.pk]), {"person": person.pk}),
            (
                users[1],
                reverse("cases:inquiry_close", args=[inquiry.pk]),
                {"outcome": "not_here", "outcome_note": "Tidak ada."},
            ),
        )
        inquiry.refresh_from_db()
        linked = Entry.objects.filter(verb="linked", object_id=inquiry.pk).exists()
        assert (inquiry.person_id == person.pk) == linked


def asked_for_all(stays):
    asked = [f.ExtensionFactory(stay=stay) for stay in reversed(stays)]
    decided = {f"{row.pk}-{name}": said for row in asked for name, said in REFUSE.items()}
    return KEPALA, "cases:extension_decide_several", decided


def beds_for_all(stays):
    Unit.objects.update(triage_first=False)
    moves = [f"{stay.pk}-{f.BedFactory().pk}" for stay in stays]
    return PIKET, "cases:bed_place_all", {"send_key": uuid.uuid4(), "move": moves}


def nobody_seen(stays):
    RollCall.objects.all().delete()
    on, part = half_day(days.now())
    ids = [stay.pk for stay in stays]
    called = {"shown_version": 0, "half_day": f"{on}-{part}", "shown": ids, "absent": ids}
    reasons = {f"{pk}-reason": "not_seen" for pk in ids}
    return PIKET, "cases:roll_call_take", {"send_key": uuid.uuid4(), **called, **reasons}


def watched_by_the_next_shift(stays):
    typed = {"shift": "night", "state_of_house": "Tenang.", "watched": [s.pk for s in stays]}
    return PIKET, "cases:shift_note_write", {"send_key": uuid.uuid4(), **typed}


@pytest.mark.parametrize(
    "move", [asked_for_all, beds_for_all, nobody_seen, watched_by_the_next_shift]
)
def test_several_are_moved_by_two_in_one_order(move):
    """Neither waits for the other for ever, which would end one of them. The first stay is of
    the last person: whoever comes back has an old file and a new stay."""
    worker = f.UserFactory(roles=[PEKSOS])
    for _ in range(ROUNDS):
        people = f.PersonFactory.create_batch(6)
        stays = [f.StayFactory(days_ago=1, intake__person=person) for person in people[::-1]]
        role, address, typed = move(stays)
        left = {
            "send_key": uuid.uuid4(),
            "kind": f.exit_kind("mandiri").pk,
            "left_at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
            "stays": [stay.pk for stay in stays],
        }
        answers = at_once(
            (f.UserFactory(roles=[role]), reverse(address), typed),
            (worker, reverse("cases:exit_together"), left),
        )
        assert {answer.status_code for answer in answers} <= {200, 302}
        here = [stay.is_open for stay in Stay.objects.filter(pk__in=[s.pk for s in stays])]
        # Whom the roll call misses first does not leave with others: all of them or none.
        kept = move is nobody_seen and answers[1].status_code == 200
        assert here == [kept] * len(stays)


def text_of(sql):
    """Of what is planned beforehand (rptc/kept.py), what was planned."""
    kept = {name: each.text for each, name in _prepared.get(connection.connection, {}).items()}
    name = sql.removeprefix("EXECUTE ").split()[0]
    return kept.get(name, sql)


def held_at(*posts):
    """posts: (user, url, data, statement). Each is held up after its first such statement, until
    all have come so far or it is clear that one waits for another."""
    gate = Barrier(len(posts))

    def send(post):
        user, url, data, statement = post
        client = Client()
        client.force_login(user)
        held = []

        def hold(execute, sql, params, many, context):
            result = execute(sql, params, many, context)
            if not held and re.search(statement, text_of(sql)):
                held.append(sql)
                with suppress(BrokenBarrierError):
                    gate.wait(timeout=1)
            return result

        try:
            with connection.execute_wrapper(hold):
                answer = client.post(url, data)
            assert held
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(send, posts))


def locked(table):
    return f'"{table}".*FOR (NO KEY )?UPDATE'


def one_bed(stays):
    """Into the only bed that is free, by hand and by the button for all."""
    Unit.objects.update(triage_first=False)
    bed = f.BedFactory()
    typed = {"send_key": uuid.uuid4(), "bed": bed.pk, "reason": "", "override": ""}
    return (
        (PIKET, reverse("cases:bed_place", args=[stays[0].pk]), typed, locked("cases_bed")),
        (
            PIKET,
            reverse("cases:bed_place_all"),
            {"send_key": uuid.uuid4(), "move": [f"{stay.pk}-{bed.pk}" for stay in stays]},
            locked("cases_person"),
        ),
    )


def one_counter(stays):
    """Two leave together, the second of them alone as well: each gets a numbered letter."""
    for stay in stays:
        decision = {"decided_by": f.UserFactory(), "decided_at": days.now()}
        # To a partner only those of the case hand over.
        kind = f.exit_kind("tidak-diketahui")
        f.ExitFactory(
            whole=True, stay=stay, kind=kind, receiver="Panti", state="approved", **decision
        )
    left_at = f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}"
    alone, together = stays[1], [stay.pk for stay in stays]
    handing = {"left_at": left_at, "receiver": "Panti", "file_number": alone.person.file_number}
    typed = {"send_key": uuid.uuid4(), "stays": together, "left_at": left_at, "receiver": "Panti"}
    exit = alone.exits.get()
    typed |= {"kind": exit.kind_id, "go_on": "on"}
    return (
        (PEKSOS, reverse("cases:exit_hand_over", args=[exit.pk]), handing, locked("cases_person")),
        (PEKSOS, reverse("cases:exit_together"), typed, locked("letters_lettercounter")),
    )


def one_file(stays):
    """Two write down what was said, and each is shown from now on."""
    person = stays[0].person
    typed = {"kind": "alias", "source": "family", "stated_on": days.today(), "shown": "on"}
    url = reverse("cases:statement_add", args=[person.pk])
    return tuple(
        (PEKSOS, url, typed | {"send_key": uuid.uuid4(), "text": said}, 'INTO "cases_statement"')
        for said in ("Ros", "Dg. Bau")
    )


def one_stay(stays):
    """A referral points to the stay and to the person."""
    asked = {"new_last_on": days.today() + days.ONE_DAY * 30, "reason": "Menunggu keluarga."}
    referred = {"partner": f.PartnerFactory().pk, "need": "Pelatihan", "message": "Rajin."}
    stay = [stays[0].pk]
    return (
        (
            PEKSOS,
            reverse("partners:referral_propose", args=stay),
            referred | {"send_key": uuid.uuid4()},
            locked("cases_stay"),
        ),
        (
            PEKSOS,
            reverse("cases:extension_propose", args=stay),
            asked | {"send_key": uuid.uuid4()},
            locked("cases_person"),
        ),
    )


@pytest.mark.parametrize("meet", [one_bed, one_counter, one_file, one_stay])
def test_who_comes_the_other_way_waits(meet):
    stays = [f.StayFactory(days_ago=1) for _ in range(2)]
    answers = held_at(*((f.UserFactory(roles=[role]), *post) for role, *post in meet(stays)))
    assert 409 not in {answer.status_code for answer in answers}
