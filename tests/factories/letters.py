"""Letters and who signs them."""

import datetime
import functools
import hashlib
import io

import factory
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import decide_withdrawal
from rptc.letters.files import frozen_file
from rptc.letters.models import Emblem, Letter, LetterFile, LetterKind, Signatory, Withdrawal
from rptc.letters.procedures.models import Procedure, ProcedureScan
from rptc.letters.signatures.models import Signature
from rptc.letters.texts.models import LetterText, TextProposal
from tests import pictures
from tests.factories.accounts import SentFactory, UserFactory


class SignatoryFactory(DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "Drs. Contoh Kepala, M.Si."
    rank = "Pembina, IV/a"
    nip = "197001011995031001"
    starts_on = datetime.date(2020, 1, 1)


class ProcedureFactory(DjangoModelFactory):
    """An SOP, in force since 2026 once it is confirmed."""

    class Meta:
        model = Procedure

    class Params:
        confirmed = factory.Trait(
            confirmed_at=factory.LazyFunction(days.now),
            confirmed_by=factory.SubFactory(UserFactory, roles=[Role.OFFICE]),
        )

    kind = "sop"
    number = factory.Sequence(lambda n: f"{n + 1}/RPTC/2026")
    title = factory.Sequence(lambda n: f"pekerjaan contoh {n}")
    valid_from = datetime.date(2026, 1, 5)


class ProcedureScanFactory(SentFactory):
    class Meta:
        model = ProcedureScan

    procedure = factory.SubFactory(ProcedureFactory)
    content = factory.LazyFunction(pictures.jpeg)
    sha256 = factory.LazyAttribute(lambda scan: hashlib.sha256(scan.content).hexdigest())


class EmblemFactory(DjangoModelFactory):
    class Meta:
        model = Emblem

    content = factory.LazyFunction(pictures.jpeg)
    sha256 = factory.LazyAttribute(lambda emblem: hashlib.sha256(emblem.content).hexdigest())
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


class LetterFactory(DjangoModelFactory):
    """LetterFactory(numbered=True): with a number from outside. It has no file."""

    class Meta:
        model = Letter

    class Params:
        numbered = factory.Trait(
            number=factory.Sequence(lambda n: f"{n}/AGENDA"), number_source="Buku agenda"
        )

    kind = factory.LazyFunction(lambda: LetterKind.objects.get(code="perpanjangan"))
    dated_on = factory.LazyFunction(days.today)
    year = factory.LazyAttribute(lambda letter: letter.dated_on.year)
    about = "Berkas 00001"
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


class LetterKindFactory(DjangoModelFactory):
    """One that the unit made: no act writes letters of it yet."""

    class Meta:
        model = LetterKind

    code = factory.Sequence(lambda n: f"surat-{n}")
    name = factory.Sequence(lambda n: f"Surat ke-{n}")
    title = "SURAT"
    mark = factory.Sequence(lambda n: f"S{n}")


class LetterTextFactory(DjangoModelFactory):
    """Another version of a kind that came with the program: nobody was asked about it yet."""

    class Meta:
        model = LetterText

    class Params:
        new_kind = factory.Trait(
            kind=factory.SubFactory(LetterKindFactory), body="Untuk {unit.nama}."
        )

    kind = factory.LazyFunction(lambda: LetterKind.objects.get(code="perpanjangan"))
    version = factory.LazyAttribute(lambda text: text.kind.texts.count() + 1)
    heading = "SURAT PERPANJANGAN"
    body = "Masa pembinaan {klien.nama} diperpanjang sampai {perpanjangan.sampai}."
    says = ["name"]


class TextProposalFactory(SentFactory):
    """Asked of the head, by the office: the first text of a new kind."""

    class Meta:
        model = TextProposal

    text = factory.SubFactory(LetterTextFactory, new_kind=True)
    kind = factory.SelfAttribute("text.kind")
    reason = "Disingkat."
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


class WithdrawalFactory(SentFactory):
    """Asked of the head."""

    class Meta:
        model = Withdrawal

    letter = factory.SubFactory(LetterFactory)
    reason = "Salah nama."


def withdraw(letter):
    """Asked of the head, who takes it back."""
    withdrawal = WithdrawalFactory(letter=letter)
    decide_withdrawal(withdrawal, approve=True, by=UserFactory(roles=[Role.HEAD]))
    letter.refresh_from_db()
    return letter


@functools.cache
def blank_sheet():
    """A PDF that opens."""
    sheet, file = PdfWriter(), io.BytesIO()
    sheet.add_blank_page(width=595, height=842)
    sheet.write(file)
    return file.getvalue()


class LetterFileFactory(DjangoModelFactory):
    class Meta:
        model = LetterFile

    letter = factory.SubFactory(LetterFactory)
    kind = LetterFile.Kind.PRINTED
    content = factory.LazyFunction(blank_sheet)
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


def strokes(width=120):
    """A signature as our own pen writes it: a line that goes up and down."""
    points = [(40 + step * width // 12, 60 + 40 * (step % 2)) for step in range(13)]
    first, *rest = points
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)


class SignatureFactory(SentFactory):
    """Written on the screen, below a letter that has a file. SignatureFactory(thumb=True)."""

    class Meta:
        model = Signature

    class Params:
        thumb = factory.Trait(
            way=Signature.Way.THUMB, strokes="", content=factory.LazyFunction(pictures.jpeg)
        )

    letter = factory.LazyFunction(lambda: LetterFileFactory().letter)
    signed_sha256 = factory.LazyAttribute(lambda row: frozen_file(row.letter).sha256)
    side = "receives"
    name = "Rosdiana"
    as_whom = "Ibu"
    way = Signature.Way.SCREEN
    strokes = factory.LazyFunction(strokes)
    sha256 = factory.LazyAttribute(
        lambda row: hashlib.sha256(row.content or row.strokes.encode()).hexdigest()
    )
    content = None
    asked = ["receives"]
