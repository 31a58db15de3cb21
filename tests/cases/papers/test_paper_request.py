"""One letter to one office for several people; who refuses is listed, and not in it."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.papers.actions import ask_together
from cases.papers.letters import facts
from cases.papers.models import PaperLetter, PaperRefusal, PaperRequest
from cases.people.actions import seal_letters_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import decide_withdrawal
from rptc.letters.models import Letter
from tests import factories as f

pytestmark = pytest.mark.django_db
PAGE, LETTERS = reverse("cases:paper_request"), reverse("cases:paper_letter_list")


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 11, 24), datetime.time(10)))


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def ticked(*papers, refused=(), **changes):
    data = {"send_key": str(uuid.uuid4()), "office": f.paper_office().pk}
    data["shown"] = [paper.pk for paper in [*papers, *refused]]
    data |= {f"paper-{paper.pk}-ask": "on" for paper in papers}
    data |= {f"paper-{paper.pk}-why": "belum mau difoto" for paper in refused}
    return data | changes


def printed(letter):
    return reverse("cases:paper_letter_print", args=[letter.pk])


def test_six_people_by_one_letter_and_who_refuses_is_not_in_it(client, worker, read_pdf):
    papers = [f.PaperFactory() for _ in range(5)]
    papers += [f.PaperFactory(stay=papers[0].stay, code="kk"), f.PaperFactory(code="akta")]
    other = f.PaperFactory()
    for paper in [*papers, other]:
        assertContains(client.get(PAGE), f"paper-{paper.pk}-ask")
    data = ticked(*papers, refused=[other])
    for _ in range(2):
        assertRedirects(client.post(PAGE, data), LETTERS)
    letter = PaperLetter.objects.get()
    assert letter.letter.number
    assert Letter.objects.count() == 1
    assert sorted(letter.letter.people) == sorted({paper.person_id for paper in papers})
    assert PaperRequest.objects.filter(together=letter).count() == 7
    assert PaperRefusal.objects.get().paper == other
    text = " ".join(read_pdf(client.get(printed(letter))).split())
    for paper in papers:
        assert str(paper.person) in text
    assert str(other.person) not in text
    assert "KTP-el, Kartu keluarga" in text
    page = client.get(PAGE)
    assertNotContains(page, f"paper-{papers[0].pk}-ask")
    assertContains(page, "menolak Sel, 24/11, belum mau difoto")


def test_the_letter_stands_in_the_register_of_the_office_without_a_name(client, login):
    worker = login(Role.SOCIAL_WORKER)
    paper = f.PaperFactory()
    client.post(PAGE, ticked(paper, f.PaperFactory()))
    login(Role.OFFICE)
    page = client.get(LETTERS)
    assertContains(page, "2 orang, 2 dokumen")
    assertNotContains(page, str(paper.person))
    letter = PaperLetter.objects.get()
    assert client.get(printed(letter)).status_code == 200
    assert client.get(PAGE).status_code == 403
    assertContains(client.get(reverse("letters:letter_list")), "Permohonan dokumen, 2 orang")
    assert worker.pk == letter.recorded_by_id


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"office": ""}, "Pilih kantornya."), ({}, "Pilih paling sedikit satu dokumen.")],
)
def test_what_is_missing_is_said(client, worker, changes, said):
    paper = f.PaperFactory()
    data = ticked(refused=[paper]) if not changes else ticked(paper, **changes)
    assertContains(client.post(PAGE, data), said)
    assert not PaperLetter.objects.exists()
    assert not PaperRefusal.objects.exists()


def test_nobody_is_asked_for_and_refuses(client, worker):
    paper = f.PaperFactory()
    data = ticked(paper) | {f"paper-{paper.pk}-why": "belum mau"}
    assertContains(client.post(PAGE, data), "Yang menolak tidak ikut surat.")


def test_what_was_asked_meanwhile_stops_the_whole_letter(client, worker):
    first, second = f.PaperFactory(), f.PaperFactory()
    data = ticked(first, second)
    f.PaperRequestFactory(paper=second)
    assertContains(client.post(PAGE, data), "sedang diurus")
    assert not PaperLetter.objects.exists()
    assert PaperRequest.objects.count() == 1


def test_a_paper_of_a_closed_file_is_not_taken_along(client, worker):
    closed = f.PaperFactory(stay__intake__person__is_sealed=True)
    assertContains(client.post(PAGE, ticked(closed)), "Pilih paling sedikit satu dokumen.")
    assert not PaperRequest.objects.exists()


def test_a_sealed_file_goes_alone_and_its_letter_is_closed(client, login):
    author = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    sealed = f.PaperFactory(
        stay__intake__person__is_sealed=True, stay__intake__person__recorded_by=author
    )
    login(author)
    both = client.post(PAGE, ticked(sealed, f.PaperFactory()))
    assertContains(both, "Berkas tertutup diminta dengan surat sendiri.")
    assertRedirects(client.post(PAGE, ticked(sealed)), LETTERS)
    assert Letter.objects.get().is_sealed
    login(Role.OFFICE)
    assert client.get(printed(PaperLetter.objects.get())).status_code == 404


def test_a_file_that_is_sealed_later_closes_the_letter_that_names_it(client, worker):
    paper, other = f.PaperFactory(), f.PaperFactory()
    client.post(PAGE, ticked(paper, other))
    paper.person.is_sealed = True
    paper.person.save()
    seal_letters_of(paper.person)
    assert Letter.objects.get().is_sealed
    stranger = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert not PaperLetter.objects.visible_to(stranger).exists()


def test_one_kind_alone_can_be_chosen(client, worker):
    ktp, akta = f.PaperFactory(), f.PaperFactory(code="akta")
    page = client.get(PAGE, {"kind": akta.kind_id})
    assertContains(page, f"paper-{akta.pk}-ask")
    assertNotContains(page, f"paper-{ktp.pk}-ask")


def test_the_page_asks_no_more_for_more_people(worker, count_queries):
    f.PaperFactory()
    few = count_queries(PAGE)
    for _ in range(5):
        f.PaperFactory()
    assert count_queries(PAGE) == few <= 25


def test_what_stands_in_the_letter_is_not_changed_beside_it(client, worker):
    client.post(PAGE, ticked(f.PaperFactory()))
    row = PaperRequest.objects.get()
    page = client.get(reverse("cases:paper_request_edit", args=[row.pk]))
    assert list(page.context["form"].fields) == ["receipt", "shown_version"]
    assertContains(page, "Kantor dan tanggalnya tertulis pada surat.")


def test_a_letter_that_was_withdrawn_is_written_anew_without_what_came_to_nothing(
    client, worker, read_pdf
):
    stays, goes = f.PaperFactory(), f.PaperFactory()
    client.post(PAGE, ticked(stays, goes))
    row = PaperLetter.objects.get()
    first = row.letter
    write = reverse("cases:paper_letter_write", args=[row.pk])
    client.post(write)
    row.refresh_from_db()
    assert row.letter == first
    ended = PaperRequest.objects.get(paper=goes)
    end = reverse("cases:paper_end", args=[ended.pk])
    client.post(end, {"end_reason": "cancelled", "end_words": ""})
    withdrawn = f.WithdrawalFactory(letter=first)
    head = f.UserFactory(roles=[Role.HEAD])
    decide_withdrawal(withdrawn, approve=True, by=head)
    assertContains(client.get(LETTERS), "Buat lagi")
    assertRedirects(client.post(write), LETTERS)
    row.refresh_from_db()
    assert row.letter != first
    text = " ".join(read_pdf(client.get(printed(row))).split())
    assert str(stays.person) in text
    assert str(goes.person) not in text


def test_who_has_a_file_of_their_own_in_a_letter_of_several_does_not_read_it(client, login):
    login(Role.SOCIAL_WORKER)
    other, own = f.PaperFactory(), f.PaperFactory()
    client.post(PAGE, ticked(other, own))
    row, letter = PaperLetter.objects.get(), Letter.objects.get()
    asked = f.WithdrawalFactory(letter=letter)
    addresses = [
        printed(row),
        reverse("letters:letter_detail", args=[letter.pk]),
        reverse("letters:letter_file", args=[letter.pk]),
    ]
    decide = reverse("letters:withdrawal_decide", args=[letter.pk])
    office, head = f.UserFactory(roles=[Role.OFFICE]), f.UserFactory(roles=[Role.HEAD])
    for user in (office, head):
        client.force_login(user)
        before = [client.get(address).status_code for address in addresses]
        assert before == ([200, 200, 200] if user == office else [403, 200, 200])
        f.ConflictFactory(user=user, person=own.person)
        assert 200 not in [client.get(address).status_code for address in addresses]
        assertNotContains(client.get(reverse("letters:letter_list")), "Permohonan dokumen, 2")
    client.force_login(office)
    assertNotContains(client.get(LETTERS), "2 orang, 2 dokumen")
    client.force_login(head)
    assert client.get(decide).status_code == 404
    with pytest.raises(ValidationError):
        decide_withdrawal(asked, approve=True, by=type(head).objects.get(pk=head.pk))
    login(Role.HEAD)
    assert client.get(decide).status_code == 200


def test_who_refused_in_this_stay_is_not_ticked_and_is_asked_for_alone(client, worker):
    wants, refused = f.PaperFactory(), f.PaperFactory()
    f.PaperRefusalFactory(paper=refused)
    # In an earlier stay: asked anew.
    earlier = f.PaperFactory()
    f.PaperRefusalFactory(paper=earlier, on=days.today() - 9 * days.ONE_DAY)
    page = client.get(PAGE)
    for paper in (wants, earlier):
        assertContains(page, f'name="paper-{paper.pk}-ask"')
    assertNotContains(page, f'name="paper-{refused.pk}-ask"')
    alone = reverse("cases:paper_detail", args=[refused.pk])
    assertContains(page, alone)
    page = client.post(PAGE, ticked(wants, refused))
    assertContains(page, "Klien menolak.")
    assertContains(page, f'<a href="#paper-{refused.pk}">{refused.person}, {refused}</a>')
    assertContains(page, f'id="paper-{refused.pk}"')
    letter = PaperLetter(office=f.paper_office(), send_key=uuid.uuid4())
    with pytest.raises(ValidationError, match="halaman dokumennya"):
        ask_together(letter, papers=[wants, refused], refused=[], by=worker)
    assert not PaperRequest.objects.exists()
    assertContains(client.get(alone), reverse("cases:paper_ask", args=[refused.pk]))


def test_the_page_says_where_a_paper_is_written_down_first(client, worker):
    f.PaperFactory()
    assertContains(client.get(PAGE), reverse("cases:person_list"))
    assertContains(client.get(LETTERS), f'href="{PAGE}"')
    client.force_login(f.UserFactory(roles=[Role.OFFICE]))
    assertNotContains(client.get(LETTERS), f'href="{PAGE}"')


def test_an_age_that_nobody_counted_stands_in_no_letter(worker):
    person = f.PersonFactory(age_kind="adult", age_years=None)
    stay = f.StayFactory(days_ago=3, intake__person=person)
    letter = f.PaperLetterFactory()
    f.PaperRequestFactory(paper__stay=stay, together=letter)
    assert [row["lahir"] for row in facts(letter)["orang"]] == [""]


def test_an_office_is_asked_for_what_it_makes(client, worker):
    kua, ktp, nikah = f.paper_office("KUA"), f.PaperFactory(), f.PaperFactory(code="nikah")
    page = client.get(PAGE, {"office": kua.pk})
    assertContains(page, f"paper-{nikah.pk}-ask")
    assertNotContains(page, f"paper-{ktp.pk}-ask")
    assertContains(client.post(PAGE, ticked(nikah)), "Disdukcapil Makassar tidak membuat Surat")
    offices = client.get(reverse("cases:paper_ask", args=[ktp.pk])).context["form"]["office"]
    assert kua not in offices.field.queryset
    assertRedirects(client.post(PAGE, ticked(nikah, office=kua.pk)), LETTERS)
    # Where nobody said which, it makes every one.
    login = f.UserFactory(roles=[Role.OFFICE])
    client.force_login(login)
    columns = {"name": "KUA", "addressee": kua.addressee, "usual_days": 14, "order": 5}
    edit = reverse("cases:paper_office_edit", args=[kua.pk])
    client.post(edit, columns | {"kinds": ["nikah", "ktp"], "is_active": "on"})
    kua.refresh_from_db()
    assert kua.kinds == ["nikah", "ktp"]
