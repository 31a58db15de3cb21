"""The first version of the form, from which the unit goes on: the eight sections of the integrated
assessment of the Ministry in the words of the shelter (docs/facts.md, Assessment).

What happened to somebody is not asked at the door: nobody who has just come is made to tell a
trauma. It stands in a note of who has the case.
"""

from dataclasses import dataclass, field

from cases.casework.assessments.questions.models import Question, QuestionSet, Section
from cases.casework.assessments.risks.models import RiskPoint, RiskRule
from rptc import days

INITIAL, FULL, FINAL = "initial", "comprehensive", "final"
ONE, SEVERAL, WORDS, NUMBER = "one", "several", "words", "number"
YES_NO = ["Ya", "Tidak"]
NO_ANSWER = "Tidak mau menjawab"


@dataclass(frozen=True)
class Q:
    code: str
    text: str
    kind: str
    options: list[str] = field(default_factory=list)
    stages: tuple[str, ...] = (FULL,)
    ages: tuple[int | None, int | None] = (None, None)
    is_required: bool = True
    is_secret: bool = False

    @property
    def columns(self) -> dict:
        from_age, until_age = self.ages
        return {
            "code": self.code,
            "text": self.text,
            "kind": self.kind,
            "options": self.options,
            "is_required": self.is_required,
            "is_secret": self.is_secret,
            "from_age": from_age,
            "until_age": until_age,
            **{f"in_{stage}": stage in self.stages for stage in (INITIAL, FULL, FINAL)},
        }


BOTH, ALL = (INITIAL, FULL), (INITIAL, FULL, FINAL)
OPTIONAL = {"is_required": False}

SECTIONS: dict[str, list[Q]] = {
    "Identitas dan keluarga": [
        Q(
            "tinggal-dengan",
            "Selama ini tinggal dengan",
            ONE,
            ["Orang tua", "Kerabat", "Pasangan", "Teman", "Sendiri", "Tidak menentu"],
            BOTH,
        ),
        Q(
            "keluarga",
            "Ada keluarga yang dapat dihubungi",
            ONE,
            ["Ada", "Tidak ada", "Belum tahu"],
            ALL,
        ),
        Q("pengampu", "Siapa yang mengasuh atau menanggung, dan pekerjaannya", WORDS),
        Q("tanggungan", "Jumlah tanggungan", NUMBER, ages=(18, None), **OPTIONAL),
        Q("keluarga-di-jalan", "Keluarga lain yang juga di jalan", ONE, ["Ada", "Tidak ada"]),
    ],
    "Kesehatan": [
        Q(
            "badan",
            "Keadaan badan sekarang",
            ONE,
            ["Sehat", "Sakit ringan", "Perlu dokter"],
            ALL,
        ),
        Q(
            "zat",
            "Yang dipakai sebulan ini",
            SEVERAL,
            ["Tidak ada", "Rokok", "Lem", "Minuman keras", "Obat atau NAPZA"],
            BOTH,
        ),
        Q(
            "kegiatan-harian",
            "Makan, mandi, berpakaian",
            ONE,
            ["Sendiri", "Dibantu sebagian", "Dibantu penuh"],
        ),
        Q(
            "ragam-disabilitas",
            "Disabilitas",
            SEVERAL,
            ["Tidak ada", "Fisik", "Penglihatan", "Pendengaran", "Intelektual", "Mental"],
        ),
        Q("alat-bantu", "Alat bantu yang dibutuhkan", WORDS, **OPTIONAL),
    ],
    "Tempat tinggal": [
        Q(
            "tidur",
            "Malam-malam terakhir tidur di",
            ONE,
            ["Rumah", "Kos", "Menumpang", "Jalan atau emperan"],
            BOTH,
        ),
        Q(
            "status-rumah",
            "Rumah keluarga",
            ONE,
            ["Milik sendiri", "Kontrak", "Menumpang", "Tidak punya"],
        ),
        Q(
            "keadaan-rumah",
            "Yang kurang di rumah itu",
            SEVERAL,
            ["Tidak ada", "Atap", "Lantai", "Dinding", "Air bersih", "Kakus", "Listrik"],
        ),
    ],
    "Penghasilan": [
        Q(
            "cara-dapat-uang",
            "Cara mendapat uang",
            SEVERAL,
            ["Mengemis", "Mengamen", "Berjualan", "Memulung", "Bekerja", "Tidak ada"],
            BOTH,
        ),
        Q("penghasilan-sehari", "Kira-kira sehari (rupiah)", NUMBER, **OPTIONAL),
        Q(
            "tidak-makan",
            "Pernah sehari penuh tidak makan, sebulan ini",
            ONE,
            YES_NO,
        ),
        Q(
            "bantuan",
            "Bantuan yang diterima",
            SEVERAL,
            ["Tidak ada", "PKH", "Sembako", "BPJS PBI", "KIP", "Lainnya", "Tidak tahu"],
        ),
        Q(
            "hak",
            "Hak yang belum diterima",
            SEVERAL,
            ["Tidak ada", "KTP atau KIA", "Akta kelahiran", "BPJS", "Sekolah", "Bantuan sosial"],
        ),
    ],
    "Sekolah": [
        Q(
            "sekolah",
            "Sekolah sekarang",
            ONE,
            ["Bersekolah", "Berhenti", "Belum pernah"],
            ALL,
            (6, 21),
        ),
        Q("berhenti", "Kelas berapa berhenti, dan mengapa", WORDS, ages=(6, 21), **OPTIONAL),
        Q("baca-tulis", "Dapat membaca dan menulis", ONE, ["Lancar", "Mengeja", "Belum"]),
        Q(
            "ingin-sekolah",
            "Ingin sekolah lagi",
            ONE,
            ["Ingin", "Ragu", "Tidak", "Belum ditanya"],
            ages=(6, 21),
        ),
        Q(
            "kebutuhan-sekolah",
            "Yang ia butuhkan untuk sekolah",
            SEVERAL,
            ["Tidak ada", "Seragam dan sepatu", "Surat pindah", "Pendampingan belajar"],
            ages=(6, 21),
        ),
        Q(
            "pendidikan",
            "Pendidikan terakhir",
            ONE,
            ["Tidak sekolah", "SD", "SMP", "SMA", "Lebih tinggi"],
            ages=(18, None),
        ),
    ],
    "Kehidupan di jalan": [
        Q(
            "sejak",
            "Di jalan sejak",
            ONE,
            ["Kurang sebulan", "Beberapa bulan", "Lebih setahun"],
            BOTH,
        ),
        Q(
            "sebab",
            "Sebab turun ke jalan",
            SEVERAL,
            [
                "Tidak ada uang",
                "Disuruh",
                "Ikut teman",
                "Kekerasan di rumah",
                "Keluarga pecah",
                "Kehabisan bekal",
                "Tersesat",
                "Lainnya",
            ],
            BOTH,
        ),
        Q(
            "disuruh",
            "Ada yang menyuruh atau mengambil hasilnya",
            ONE,
            [*YES_NO, NO_ANSWER],
            BOTH,
        ),
        Q(
            "takut",
            "Ada orang yang ditakuti",
            ONE,
            [*YES_NO, NO_ANSWER],
            BOTH,
            is_secret=True,
        ),
        Q("teman", "Dengan siapa sehari-hari di jalan", WORDS, **OPTIONAL),
    ],
    "Kekuatan dan dukungan": [
        Q(
            "keinginan",
            "Yang paling diinginkan sekarang",
            ONE,
            ["Pulang", "Sekolah", "Bekerja", "Tetap di sini", "Belum tahu"],
            ALL,
        ),
        Q(
            "bakat",
            "Bakat dan minat",
            SEVERAL,
            [
                "Belum tampak",
                "Menjahit",
                "Memasak",
                "Salon",
                "Bengkel",
                "Bertani",
                "Berdagang",
                "Musik",
                "Menggambar",
                "Olahraga",
            ],
        ),
        Q("dipercaya", "Orang yang paling dipercaya", WORDS),
        Q("kekuatan", "Yang berhasil dijaganya sendiri sampai sekarang", WORDS, **OPTIONAL),
    ],
    "Kesimpulan": [
        Q("masalah", "Masalah utama", WORDS),
        Q(
            "komponen",
            "Layanan yang dibutuhkan",
            SEVERAL,
            [
                "Kebutuhan hidup layak",
                "Perawatan atau pengasuhan",
                "Dukungan keluarga",
                "Terapi",
                "Pelatihan",
                "Bantuan sosial",
                "Aksesibilitas",
            ],
        ),
        Q(
            "arah",
            "Arah yang disarankan",
            ONE,
            ["Kembali ke keluarga", "Mitra", "Tetap di RPTC", "Rumah sakit"],
        ),
        Q(
            "berubah",
            "Dibanding waktu masuk, keadaannya",
            ONE,
            ["Lebih baik", "Sama", "Lebih buruk"],
            (FINAL,),
        ),
        Q("sesudah", "Yang masih harus diikuti sesudah keluar", WORDS, stages=(FINAL,)),
    ],
}

# (question, answer, points)
RISK_POINTS = [
    ("takut", "Ya", 3),
    ("takut", NO_ANSWER, 1),
    ("disuruh", "Ya", 3),
    ("disuruh", NO_ANSWER, 1),
    ("sebab", "Kekerasan di rumah", 3),
    ("badan", "Perlu dokter", 2),
    ("zat", "Lem", 2),
    ("zat", "Obat atau NAPZA", 2),
    ("keluarga", "Tidak ada", 1),
    ("tidur", "Jalan atau emperan", 1),
    ("tidak-makan", "Ya", 1),
    ("kegiatan-harian", "Dibantu penuh", 2),
]


def lay_standard():
    """Where there is no form and no rule yet, the first of each."""
    if not QuestionSet.objects.exists():
        first = QuestionSet.objects.create(number=1, why="Formulir pertama.")
        for place, (name, questions) in enumerate(SECTIONS.items(), 1):
            part = Section.objects.create(questions=first, order=place, name=name)
            Question.objects.bulk_create(
                Question(questions=first, section=part, order=order, **each.columns)
                for order, each in enumerate(questions, 1)
            )
        first.published_at = days.now()
        first.save()
    if not RiskRule.objects.exists():
        first = RiskRule.objects.create(number=1, why="Aturan pertama.")
        RiskPoint.objects.bulk_create(
            RiskPoint(rule=first, question=code, option=option, points=points)
            for code, option, points in RISK_POINTS
        )
