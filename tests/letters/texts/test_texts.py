"""What holds of texts: versions, what is in force, what letters keep, and the texts that came with
the program."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from pypdf import PdfReader

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Laid
from rptc.letters.models import Letter, LetterKind, Signatory
from rptc.letters.printing import look_at
from rptc.letters.reference import load, standard_of
from rptc.letters.texts import sorts
from rptc.letters.texts.actions import decide_text, propose_text, sheet_of
from rptc.letters.texts.models import LetterText, TextProposal
from rptc.letters.texts.standard import EDITIONS
from tests import factories as f
from tests.database_roles import as_owner
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db
CODES = [
    "bast-rujukan",
    "berita-acara-penerimaan",
    "berita-acara-terminasi",
    "berita-acara-titipan",
    "jaminan-rumah-sakit",
    "kuitansi-pemulangan",
    "laporan-kekerasan-polisi",
    "laporan-kekerasan-ppa",
    "notula-konferensi",
    "notula-rapat",
    "pelimpahan-kepolisian",
    "pengantar-pemulangan",
    "pengantar-provinsi",
    "permohonan-dokumen",
    "pernyataan-keluarga",
    "perpanjangan",
    "persetujuan-klien",
    "rencana-intervensi",
    "serah-terima",
    "surat-jalan",
    "surat-kematian",
    "surat-keterangan",
    "surat-rujukan",
    "tanda-terima-bantuan",
    "tanda-terima-perlengkapan",
    "tanda-terima-sumbangan",
    "tanda-terima-titipan",
    "tanda-terima-uang",
    "undangan-konferensi",
    "undangan-rapat",
]


def said(content):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def printed(letter):
    return bytes(letter.files.get(kind="printed").content)


def approved(text):
    return approve(f.TextProposalFactory(text=text))


def approve(proposal):
    return decide_text(proposal, approve=True, by=f.UserFactory(roles=[Role.HEAD]))


def test_a_letter_keeps_the_version_that_it_was_made_with():
    office = f.UserFactory(roles=[Role.OFFICE])
    facts = {"klien.nama": "Becce Uji", "perpanjangan.sampai": "Senin, 30 November 2026"}
    before = issue(office, facts=facts)
    content = printed(before)
    proposal = f.TextProposalFactory(text=f.LetterTextFactory())
    assert issue(office, facts=facts).text == before.text
    approve(proposal)
    after = issue(office, facts=facts)
    assert (before.text.version, after.text.version) == (1, 2)
    assert "diperpanjang sampai Senin, 30 November 2026" in said(printed(after))
    before.refresh_from_db()
    assert printed(before) == content
    assert before.files.get().sha256 == hashlib.sha256(content).hexdigest()


def test_what_was_refused_is_never_drawn():
    head = f.UserFactory(roles=[Role.HEAD])
    decide_text(
        f.TextProposalFactory(text=f.LetterTextFactory()),
        approve=False,
        note="Terlalu pendek.",
        by=head,
    )
    kind = LetterKind.objects.get(code="perpanjangan")
    assert LetterText.objects.of_kind(kind).version == 1


def test_a_kind_without_a_text_says_so_and_takes_no_number():
    office = f.UserFactory(roles=[Role.OFFICE])
    kind = LetterKind.objects.create(code="baru", name="Surat baru", title="SURAT", mark="SB")
    with pytest.raises(ValidationError, match="belum punya teks"), transaction.atomic():
        issue(office, kind="baru")
    assert not Letter.objects.exists()
    assert not kind.counters.exists()


@pytest.mark.parametrize("change", [{"body": "lain"}, {"version": 9}, {"says": []}])
def test_a_version_is_never_changed(change):
    text = f.LetterTextFactory()
    with pytest.raises(InternalError), transaction.atomic():
        LetterText.objects.filter(pk=text.pk).update(**change)


def test_a_version_is_never_deleted_and_comes_once():
    text = f.LetterTextFactory()
    with pytest.raises(InternalError), transaction.atomic():
        LetterText.objects.filter(pk=text.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        f.LetterTextFactory(version=text.version)


def test_a_letter_does_not_change_its_version():
    letter = f.LetterFactory(text=f.LetterTextFactory())
    with pytest.raises(InternalError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(text=LetterText.objects.first())


def test_one_version_of_a_kind_waits_at_a_time_and_is_of_its_kind():
    f.TextProposalFactory(text=f.LetterTextFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        f.TextProposalFactory(text=f.LetterTextFactory())
    other = LetterKind.objects.get(code="surat-jalan")
    with pytest.raises(IntegrityError), transaction.atomic():
        f.TextProposalFactory(
            text=f.LetterTextFactory(kind=other), kind=LetterKind.objects.get(code="perpanjangan")
        )


def test_the_text_that_is_proposed_says_something_new_and_has_an_end():
    office = f.UserFactory(roles=[Role.OFFICE])
    now = LetterText.objects.get(kind__code="tanda-terima-titipan")
    same = LetterText(kind=now.kind, **{name: text for name, (_, text) in now.written.items()})
    with pytest.raises(ValidationError, match="Belum ada yang berubah"):
        propose_text(TextProposal(reason="x"), text=same, by=office)
    rows = "[setiap barang]\n\n{barang.nama}\n\n" + "x\n\n" * 60 + "[selesai]"
    long = LetterText(kind=now.kind, heading="SURAT", body=rows)
    with pytest.raises(ValidationError, match="halaman"):
        propose_text(TextProposal(reason="x"), text=long, by=office)
    assert not TextProposal.objects.exists()


def test_the_texts_of_the_program_are_all_there():
    assert sorted(LetterText.objects.values_list("kind__code", flat=True)) == CODES


def laid_before(code):
    """As in a house that has the text that the program brought along before this one."""
    with as_owner():
        Laid.objects.filter(list=LetterText._meta.label, key=f"{code} {EDITIONS[code]}").delete()
        load()
    return LetterText.objects.filter(kind__code=code).order_by("version")


def test_a_text_that_the_program_words_anew_comes_once_as_the_next_version():
    first, second = laid_before("tanda-terima-uang")
    assert LetterText.objects.of_kind(second.kind) == second
    assert (second.told, second.can_be_drawn) == ("Versi 2, dibawa aplikasi", True)
    assert (second.version, second.body, second.says) == (2, first.body, first.says)
    with as_owner():
        load()
    assert second.kind.texts.count() == 2


@pytest.mark.parametrize("decide", [lambda text: f.TextProposalFactory(text=text), approved])
def test_a_kind_keeps_the_text_that_the_unit_wrote_itself(decide):
    kind = LetterKind.objects.get(code="tanda-terima-uang")
    own = f.LetterTextFactory(kind=kind)
    decide(own)
    assert list(laid_before(kind.code)) == [kind.texts.get(version=1), own]


def test_a_text_that_was_refused_does_not_keep_the_next_one_out():
    kind = LetterKind.objects.get(code="tanda-terima-uang")
    head = f.UserFactory(roles=[Role.HEAD])
    asked = f.TextProposalFactory(text=f.LetterTextFactory(kind=kind))
    decide_text(asked, approve=False, note="Terlalu pendek.", by=head)
    assert [text.version for text in laid_before(kind.code)] == [1, 2, 3]
    assert LetterText.objects.of_kind(kind).version == 3


@pytest.mark.parametrize(
    ("code", "money", "facts"),
    [
        ("tanda-terima-uang", "uang.rupiah", "uang.terbilang"),
        ("tanda-terima-bantuan", "bantuan.rupiah", "bantuan.terbilang"),
        ("tanda-terima-titipan", "uang", "terbilang"),
        ("berita-acara-titipan", "uang", "terbilang"),
        ("kuitansi-pemulangan", "uang.jumlah", "uang.terbilang"),
    ],
)
def test_a_sum_of_money_is_plain_and_said_in_words(code, money, facts):
    text = LetterText.objects.get(kind__code=code)
    sheet = sheet_of(text, sorts.shortest(code) | {money: "150.000", facts: "seratus lima puluh"})
    rows = [row for part in sheet.parts if part.sort != "note" for row in part.rows]
    html = "".join(cell.html for row in rows for cell in row)
    assert "<strong>150.000</strong>" in html
    assert "seratus lima puluh" in html


def test_long_facts_fill_the_first_sheet_and_the_last_goes_to_who_signs():
    code = "tanda-terima-uang"
    text = LetterText.objects.get(kind__code=code)
    content, pages = look_at(text, sheet_of(text, sorts.longest(code)), on=days.today())
    first, last = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Keterangan" in first
    assert "Dihitung juga oleh" in last
    assert "Yang menitipkan" in last


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("PERPANJANGAN", "PERPANJANGAN"),
        ("PERPANJANGAN {umur}", "PERPANJANGAN umur"),
        ("", "SURAT PERSETUJUAN PERPANJANGAN MASA PEMBINAAN"),
    ],
)
def test_the_first_text_has_the_title_that_the_unit_gave_its_kind_before(title, heading):
    kind = LetterKind.objects.get(code="perpanjangan")
    LetterKind.objects.filter(pk=kind.pk).update(title=title)
    kind.refresh_from_db()
    assert standard_of(kind)["heading"] == heading


def test_sixty_belongings_keep_the_order_and_each_row_whole():
    code = "tanda-terima-titipan"
    text = LetterText.objects.get(kind__code=code)
    rows = [{"nama": f"Barang-{n}", "jumlah": "1", "keadaan": "baik"} for n in range(1, 201)]
    facts = sorts.shortest(code) | {"barang": rows}
    content, _ = look_at(text, sheet_of(text, facts), on=days.today())
    words = said(content)
    places = [words.index(f"Barang-{n} ") for n in range(1, 201)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("who", "lines"),
    [
        ({}, ["Kepala UPT"]),
        ({"acting": "Plt."}, ["Plt. Kepala UPT"]),
        ({"acting": "Plh."}, ["Plh. Kepala UPT"]),
        (
            {"acting": "a.n.", "on_behalf_of": "Kepala Dinas Sosial"},
            ["a.n. Kepala Dinas Sosial", "Kepala UPT"],
        ),
    ],
)
def test_who_signs_for_another_says_so(who, lines):
    signatory = f.SignatoryFactory(title="Kepala UPT", starts_on=days.today(), **who)
    assert signatory.title_lines == lines
    letter = issue(f.UserFactory(roles=[Role.OFFICE]))
    assert " ".join(lines) + "," in said(printed(letter))


@pytest.mark.parametrize("who", [{"acting": "a.n."}, {"on_behalf_of": "Kepala Dinas"}])
def test_in_whose_name_is_said_with_a_n_and_with_nothing_else(who):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.create(name="Siti Aminah", **who)


def test_an_addressed_letter_has_its_number_left_its_day_right_and_whom_it_goes_to():
    kind = LetterKind.objects.get(code="surat-jalan")
    text = LetterText(
        kind=kind,
        form="addressed",
        heading="Permohonan bantuan",
        addressee="Kepala Dinas Sosial\nKabupaten Jeneponto\ndi tempat",
        body="Dengan hormat, {klien.nama} pulang.",
        legal_basis="Perda 2/2008",
        copies="Kepala Dinas Sosial Kota Makassar\nArsip",
    )
    content, pages = look_at(text, sheet_of(text, sorts.longest(kind.code)), on=days.today())
    words = said(content)
    for each in ("Sifat : Biasa", "Hal : Permohonan bantuan", "Yth. Kepala Dinas", "Tembusan:"):
        assert each in words
    assert "Perda 2/2008" in words
    assert pages == 1
