import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.reports.figures.test_pictures import YEAR, histories, now

pytestmark = pytest.mark.django_db
__all__ = ["now"]
URL = reverse("reports:pictures_print")


def test_every_panel_stands_on_paper_with_its_picture_and_its_table(client, login, now, read_pdf):
    histories()
    login(Role.HEAD)
    text = " ".join(read_pdf(client.get(URL, {"year": YEAR})).split())
    for title in (
        "Tahun", "Bulan", "Klasifikasi", "Hari dan jam", "Kecamatan tempat terjaring",
        "Lama masa pembinaan", "Kembali ke jalan", "Kembali menurut keluarga",
        "Kembali menurut dua sisi", "Jawaban mitra", "Jam sampai asesmen",
    ):  # fmt: skip
        assert title in text
    # Of a tile, and of a table.
    assert "Sangkarr." in text
    assert "Kepulauan Sangkarrang" in text
    assert Unit.current().source in text
    assert "SEMENTARA" not in text


def test_of_a_running_year_it_is_provisional(client, login, now, read_pdf):
    login(Role.SOCIAL_WORKER)
    assert "SEMENTARA" in read_pdf(client.get(URL))
