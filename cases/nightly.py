"""What is done every night among people, and what is kept of them."""

from itertools import chain

from cases.casework.conferences.models import ConferencePhoto
from cases.casework.services.models import SessionPhoto
from cases.file.consents.closed import look_again
from cases.house.belongings.models import BelongingPhoto
from cases.intakes.register.saving import forget_drafts
from cases.people.doubles.finding import look_for_doubles
from cases.people.models import Person
from cases.people.photos.models import Photo
from rptc.accounts.models import User
from rptc.upkeep.files import look_after_files
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def _look_for_doubles():
    waiting = look_for_doubles(Person.objects.filter(merged_into=None))
    return f"{angka(waiting)} pasangan menunggu keputusan."


def _forget_drafts():
    return f"{angka(forget_drafts(by=User.objects.of_commands()))} register tidak jadi disimpan."


def _look_at_consents():
    return f"{angka(look_again())} persetujuan berubah."


def _look_after_files():
    """A picture that was taken away by somebody is shown to nobody: its file is not missed."""
    others = [BelongingPhoto, SessionPhoto, ConferencePhoto]
    shown = [Photo.objects.shown(), *(model.objects.all() for model in others)]
    return look_after_files(chain(*(rows.values_list("file", flat=True) for rows in shown)))


register(
    Work("Berkas ganda", _look_for_doubles),
    Work("Draf", _forget_drafts),
    Work("Persetujuan", _look_at_consents),
    Work("Berkas foto", _look_after_files),
)
