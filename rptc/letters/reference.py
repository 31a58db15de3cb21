from collections import Counter

from rptc.audit.reference import lay
from rptc.letters.models import LetterKind, Unit
from rptc.letters.procedures.matters import Matter
from rptc.letters.procedures.models import Procedure, ProcedureKind
from rptc.letters.texts.models import WRITTEN, LetterText, ProposalState, TextProposal
from rptc.letters.texts.standard import EDITIONS, standard_text

# code, name, printed title, mark in the number, paper (folio is still asked for
# where families sign). 460 is "sosial" in the old scheme of archives; the unit may change it.
KINDS = [
    ("tanda-terima-titipan", "Tanda terima titipan", "TANDA TERIMA BARANG TITIPAN", "TT", "A4"),
    ("berita-acara-penerimaan", "Berita acara penerimaan", "BERITA ACARA PENERIMAAN", "BAP", "A4"),
    (
        "perpanjangan",
        "Perpanjangan masa pembinaan",
        "SURAT PERSETUJUAN PERPANJANGAN MASA PEMBINAAN",
        "PMP",
        "A4",
    ),
    ("pernyataan-keluarga", "Surat pernyataan keluarga", "SURAT PERNYATAAN", "SP", "F4"),
    ("serah-terima", "Berita acara serah terima", "BERITA ACARA SERAH TERIMA", "BAST", "F4"),
    ("surat-jalan", "Surat jalan", "SURAT JALAN", "SJ", "A4"),
    (
        "berita-acara-titipan",
        "Berita acara barang titipan",
        "BERITA ACARA BARANG TITIPAN",
        "BABT",
        "A4",
    ),
    ("berita-acara-terminasi", "Berita acara terminasi", "BERITA ACARA TERMINASI", "BAT", "F4"),
    ("surat-keterangan", "Surat keterangan telah dibina", "SURAT KETERANGAN", "SKET", "A4"),
    (
        "pelimpahan-kepolisian",
        "Pelimpahan ke penegak hukum",
        "PELIMPAHAN KE PENEGAK HUKUM",
        "PKP",
        "A4",
    ),
    ("rencana-intervensi", "Rencana intervensi", "RENCANA INTERVENSI", "RI", "A4"),
    (
        "tanda-terima-perlengkapan",
        "Tanda terima perlengkapan usaha",
        "TANDA TERIMA PERLENGKAPAN USAHA",
        "TTP",
        "A4",
    ),
    ("undangan-konferensi", "Undangan konferensi kasus", "UNDANGAN KONFERENSI KASUS", "UKK", "A4"),
    ("notula-konferensi", "Notula konferensi kasus", "NOTULA KONFERENSI KASUS", "NKK", "A4"),
    ("surat-kematian", "Surat keterangan kematian", "SURAT KETERANGAN KEMATIAN", "SKM", "A4"),
    (
        "jaminan-rumah-sakit",
        "Rekomendasi dan jaminan rumah sakit",
        "SURAT REKOMENDASI DAN JAMINAN PERAWATAN",
        "JRS",
        "A4",
    ),
    ("persetujuan-klien", "Persetujuan klien", "SURAT PERSETUJUAN", "PK", "A4"),
    ("tanda-terima-uang", "Tanda terima uang titipan", "TANDA TERIMA UANG TITIPAN", "TTU", "A4"),
    ("tanda-terima-bantuan", "Tanda terima bantuan", "TANDA TERIMA BANTUAN", "TTB", "A4"),
    (
        "laporan-kekerasan-polisi",
        "Laporan kekerasan ke polisi",
        "LAPORAN DUGAAN KEKERASAN",
        "LDK",
        "A4",
    ),
    (
        "laporan-kekerasan-ppa",
        "Laporan kekerasan ke UPTD PPA",
        "LAPORAN DUGAAN KEKERASAN",
        "LDP",
        "A4",
    ),
    (
        "permohonan-dokumen",
        "Permohonan dokumen",
        "PERMOHONAN PENGURUSAN DOKUMEN KEPENDUDUKAN",
        "DKC",
        "A4",
    ),
    ("pengantar-pemulangan", "Pengantar pemulangan", "PENGANTAR PEMULANGAN", "PPL", "A4"),
    (
        "pengantar-provinsi",
        "Pengantar pemulangan lewat provinsi",
        "PENGANTAR PEMULANGAN LEWAT PROVINSI",
        "PPP",
        "A4",
    ),
    ("kuitansi-pemulangan", "Kuitansi pemulangan", "KUITANSI", "KWT", "A4"),
    ("surat-rujukan", "Surat rujukan", "SURAT RUJUKAN", "SR", "A4"),
    ("undangan-rapat", "Undangan rapat", "UNDANGAN RAPAT", "UR", "A4"),
    ("tanda-terima-sumbangan", "Tanda terima sumbangan", "TANDA TERIMA SUMBANGAN", "TTS", "A4"),
    ("notula-rapat", "Notula rapat", "NOTULA RAPAT", "NR", "A4"),
    ("bast-rujukan", "Serah terima rujukan", "BERITA ACARA SERAH TERIMA RUJUKAN", "BASR", "A4"),
]


# On what the house stands as far as it was told. Nobody has compared number and article: they are
# printed nowhere until the unit confirms them. Kind, number, year, what about, which work.
PROCEDURES = {
    "perda-2-2008": (
        ProcedureKind.CITY,
        "2",
        2008,
        "pembinaan anak jalanan, gelandangan, pengemis dan pengamen",
        [Matter.OUTREACH, Matter.STAY],
    ),
    "perda-5-2018": (ProcedureKind.CITY, "5", 2018, "perlindungan anak", [Matter.LAW]),
    "perwali-37-2017": (
        ProcedureKind.MAYOR,
        "37",
        2017,
        "pelaksanaan Peraturan Daerah Nomor 2 Tahun 2008",
        [Matter.STAY, Matter.REPORT],
    ),
    "perwali-89-2016": (
        ProcedureKind.MAYOR,
        "89",
        2016,
        "(isinya belum dikonfirmasi)",
        [Matter.REPORT],
    ),
}


# What casework says of a klien: told to who may read it, and not to the office.
OF_CASE = {
    "rencana-intervensi",
    "undangan-konferensi",
    "notula-konferensi",
    "persetujuan-klien",
    "laporan-kekerasan-polisi",
    "laporan-kekerasan-ppa",
    "surat-rujukan",
    "bast-rujukan",
}


def load():
    Unit.objects.get_or_create(pk=1)
    kinds = lay(
        LetterKind,
        {
            code: {
                "code": code,
                "name": name,
                "title": title,
                "mark": mark,
                "classification": "460",
                "paper": paper,
                "is_of_case": code in OF_CASE,
                "order": order,
            }
            for order, (code, name, title, mark, paper) in enumerate(KINDS, 1)
        },
        by=["code"],
    )
    lay(LetterText, dict(_texts(kinds)), by=["kind", "version"])
    lay(
        Procedure,
        {
            key: {"kind": kind, "number": number, "year": year, "title": title, "matters": matters}
            for key, (kind, number, year, title, matters) in PROCEDURES.items()
        },
        by=["kind", "number", "year"],
    )


def _texts(kinds):
    """The text of each kind, by its edition: the first version in a new house, the next one where
    all before came with the program. A kind that has, or waits for, a text of the unit's own keeps
    it."""
    theirs = TextProposal.objects.exclude(state=ProposalState.REFUSED)
    theirs = set(theirs.values_list("kind", flat=True))
    versions = Counter(LetterText.objects.values_list("kind", flat=True))
    for code, kind in kinds.items():
        edition = EDITIONS.get(code, 1)
        if edition == 1:
            yield code, {"kind": kind, "version": 1} | standard_of(kind)
        elif kind.pk not in theirs:
            version = versions[kind.pk] + 1
            yield f"{code} {edition}", {"kind": kind, "version": version} | standard_of(kind)


TITLES = {code: title for code, _, title, *_ in KINDS}


def standard_of(kind):
    """The words that the program brings along for this kind, under the title that the unit gave it
    before there were texts."""
    text = LetterText(kind=kind, **standard_text(kind.code))
    own = "".join(sign for sign in kind.title if sign not in "{}[]")
    heading = text.heading.replace(TITLES[kind.code], own)
    if own and len(heading) <= LetterText._meta.get_field("heading").max_length:
        text.heading = heading
    text.check_language()
    columns = [*WRITTEN, "form", "says"]
    return {name: getattr(text, name) for name in columns}
