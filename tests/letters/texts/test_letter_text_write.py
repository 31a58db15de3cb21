"""The office writes the next version of a text, and looks at what it becomes."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.people.models import Person
from cases.stays.extensions.actions import decide_extension
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter, LetterKind
from rptc.letters.texts.models import LetterText, TextProposal
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return LetterKind.objects.get(code="perpanjangan")


def address(kind):
    return reverse("letters:letter_text_write", args=[kind.pk])


def typed(client, kind, **other):
    form = client.get(address(kind)).context["form"]
    first = {name: form[name].value() or "" for name in form.fields}
    return first | {"reason": "Kalimat penutup."} | other


def letter_of_an_extension(**person):
    extension = f.ExtensionFactory(
        recorded_by=f.UserFactory(roles=[Role.SOCIAL_WORKER]),
        **{f"stay__intake__person__{name}": value for name, value in person.items()},
    )
    head = f.UserFactory(roles=[Role.HEAD])
    decide_extension(extension, approve=True, by=head)
    extension.refresh_from_db()
    return extension.letter


def test_the_next_version_waits_for_the_head(client, login, kind):
    login(Role.OFFICE)
    answer = client.post(address(kind), typed(client, kind, body="Kepada {klien.nama}."))
    assertRedirects(answer, reverse("letters:letter_kind_list"))
    proposal = TextProposal.objects.get()
    assert (proposal.text.version, proposal.text.body) == (2, "Kepada {klien.nama}.")
    assert proposal.text.says == ["name"]
    assert LetterText.objects.of_kind(kind).version == 1
    assertContains(client.get(reverse("letters:letter_kind_list")), "Menunggu")
    again = client.get(address(kind))
    assertContains(again, "menunggu keputusan Kepala UPT")
    assertNotContains(again, "Ajukan kepada Kepala UPT")


def test_sent_twice_it_is_one_version(client, login, kind):
    login(Role.OFFICE)
    what = typed(client, kind, body="Kepada {klien.nama}.")
    for _ in range(2):
        assert client.post(address(kind), what).status_code == 302
    assert TextProposal.objects.count() == 1
    assert kind.texts.count() == 2


def test_a_second_one_is_refused_while_one_waits_and_what_was_typed_is_kept(client, login, kind):
    login(Role.OFFICE)
    what = typed(client, kind, body="Yang kedua: {klien.nama}.")
    f.TextProposalFactory(text=f.LetterTextFactory())
    answer = client.post(address(kind), what)
    assertContains(answer, "Versi lain dari surat ini menunggu keputusan")
    assertContains(answer, "Yang kedua: {klien.nama}.")
    assert kind.texts.count() == 2


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("body", "satu\n{klien.umurnya}", "Baris 2: tidak ada isian bernama {klien.umurnya}."),
        ("body", "[jika klien.nik] NIK", "belum ditutup dengan [selesai]"),
        ("signers", "Saksi, : {saksi}", "Baris 1: tidak ada isian bernama {saksi}."),
        ("copies", "{{ settings.SECRET_KEY }}", "tidak berpasangan"),
        ("heading", "", "Judul"),
        ("reason", "", "Tulis apa yang berubah, dan mengapa."),
        ("form", "addressed", "Tulis kepada siapa surat ini"),
    ],
)
def test_a_mistake_is_told_in_words_and_nothing_is_kept(client, login, kind, field, text, words):
    login(Role.OFFICE)
    answer = client.post(address(kind), typed(client, kind, **{field: text}))
    assertContains(answer, words)
    if field != "form":
        assertContains(answer, text.splitlines()[-1] if text else words)
    assert not TextProposal.objects.exists()


def test_html_in_a_text_stands_on_the_page_as_letters(client, login, kind):
    login(Role.OFFICE)
    body = '<script>alert(1)</script><img src="https://example.org/x.png"> https://example.org'
    answer = client.post(address(kind), typed(client, kind, body=body, look="1"))
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "<img src=" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert 'href="https://example.org' not in page


def test_looking_first_keeps_nothing_and_marks_what_is_new(client, login, kind):
    login(Role.OFFICE)
    now = LetterText.objects.of_kind(kind)
    body = now.body + " Harap maklum."
    answer = client.post(address(kind), typed(client, kind, body=body, reason="", look="1"))
    assert not answer.context["form"].errors
    assertContains(answer, "<mark class=new> Harap maklum.</mark>")
    assertContains(answer, "1 halaman A4")
    assert not TextProposal.objects.exists()
    assert kind.texts.count() == 1
    pdf = client.post(address(kind), typed(client, kind, body=body, reason="", pdf="1"))
    assert pdf.content.startswith(b"%PDF-")
    assert not Letter.objects.exists()


def test_the_real_case_is_noted_as_a_look_at_its_klien(client, login, kind):
    letter = letter_of_an_extension(name="Becce Uji")
    office = login(Role.OFFICE)
    assertNotContains(client.get(address(kind)), "Becce Uji")
    before = Entry.objects.filter(actor=office, person_id=letter.person_id).count()
    answer = client.get(address(kind), {"case": "nyata"})
    assertContains(answer, "Becce Uji")
    assertContains(answer, "tercatat bahwa Anda melihatnya")
    assert Entry.objects.filter(actor=office, person_id=letter.person_id).count() == before + 1


def test_a_draft_reads_no_more_of_the_klien_than_the_letter_said(client, login, kind):
    letter = letter_of_an_extension(name="Becce Uji")
    secret = "7371094108800001"
    Person.objects.filter(pk=letter.person_id).update(nik=secret, nik_status="claimed")
    login(Role.OFFICE)
    unsaid = sorted(set(LetterText.objects.of_kind(kind).names) - letter.text.printed)
    assert unsaid
    body = " ".join(f"{{{name}}}" for name in unsaid if "." in name)
    assert "{klien.nik}" in body
    answer = client.post(address(kind), typed(client, kind, body=body, look="1", case="nyata"))
    assert not answer.context["form"].errors
    assertNotContains(answer, secret)


def test_a_sealed_file_is_nobodys_example(client, login, kind):
    letter = letter_of_an_extension(name="Rahasia Sekali")
    Letter.objects.filter(pk=letter.pk).update(is_sealed=True)
    login(Role.OFFICE)
    answer = client.get(address(kind), {"case": "nyata"})
    assertNotContains(answer, "Rahasia Sekali")
    assertNotContains(answer, "Surat terakhir")
