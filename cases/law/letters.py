"""The letters of the duty to report: to the police, and to UPTD PPA. They say that somebody told
of violence, of which kind and when, and no word of what was said: a letter keeps what it says in
the clear, and what was said lies under the key (cases/law/reports/words.py)."""

from django.db.models import Q
from django.urls import reverse

from cases.law.reports.models import Side, ViolenceReport
from cases.people.letters import KLIEN, of_klien
from cases.people.models import Person
from rptc.letters.signatures.sides import Opened
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.words import pukul, tanggal_surat

TO_POLICE, TO_PPA = "laporan-kekerasan-polisi", "laporan-kekerasan-ppa"
LETTERS = {Side.POLICE: TO_POLICE, Side.PPA: TO_PPA}
# Who reports may be house staff, who do not know the NIK.
SAID = ["klien.nama", "klien.berkas", "klien.jenis_kelamin", "klien.umur"]
DAY = "30 September 2026"


def facts(report: ViolenceReport) -> dict:
    of_person = of_klien(report.person)
    return {name: of_person[name] for name in SAID} | {
        "laporan.tentang": report.rule.name,
        "laporan.tanggal": tanggal_surat(report.told_at),
        "laporan.pukul": pukul(report.told_at),
        "laporan.dasar": report.rule.source if report.rule.is_confirmed else "",
    }


def subject(report: ViolenceReport) -> Subject:
    """Closed from the first day: the letter says what was done to somebody."""
    person = report.person
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=True)


def told_letters(letters, user):
    """Those (of one report) whose klien this user may open: a report that was moved keeps the
    letter that names whoever stood there before."""
    numbers = {letter.person_id for letter in letters}
    opens = Person.objects.visible_to(user).values("pk")
    people = Person.objects.filter(Q(pk__in=opens) | Q(merged_into__in=opens), pk__in=numbers)
    told = set(people.values_list("pk", flat=True)) if numbers else set()
    return [letter for letter in letters if letter.person_id in told]


def _reports(user, letter):
    """Of whoever may have such a letter: the report and the file are open to them."""
    rows = ViolenceReport.objects.visible_to(user)
    if not (user.has_perm("cases.write_violence_letter") and told_letters([letter], user)):
        return rows.none()
    return rows.filter(person__in=Person.objects.visible_to(user).values("pk"))


OPENED = Opened(_reports, lambda report: reverse("cases:violence_report_detail", args=[report.pk]))

NAMES = {name: KLIEN[name] for name in SAID} | {
    "laporan.tentang": Name("Yang diceritakan", "Kekerasan seksual", "Kekerasan"),
    "laporan.tanggal": Name("Tanggal diceritakan", DAY, "1 Mei 2026"),
    "laporan.pukul": Name("Pukul diceritakan", "pukul 23.45 WITA", "pukul 06.05 WITA"),
    "laporan.dasar": Name("Dasar hukum", "Undang-Undang Nomor 12 Tahun 2022"),
}

register(
    *(
        Way(
            code=code,
            act="cases.ViolenceReport",
            facts=facts,
            subject=subject,
            names=NAMES,
            opened=OPENED,
        )
        for code in LETTERS.values()
    )
)
