"""What the figures of a year say, in sentences. They say nothing that no table beside them has."""

from reports.figures.annual.contents import Annual
from reports.figures.casework.course import Step
from reports.figures.recap.views import change, span_of
from reports.figures.returns.ledger import Cell
from reports.templatetags.casework_figures import lama_hari, lama_jam
from rptc import words
from rptc.words import angka

# After so many days a return is told in words.
TOLD_WITHIN = 90
LARGEST = 2


def of_summary(annual: Annual) -> list[str]:
    """One or two of each section."""
    told = [_how_many(annual), _than_before(annual)]
    if annual.balance.came:
        told.append(f"{angka(annual.stays)} masa pembinaan dimulai.")
    for section, sentences in [
        ("returns", of_returns),
        ("partnership", of_partnership),
        ("prevention", of_prevention),
    ]:
        if any(each.key == section for each in annual.sections):
            told += sentences(annual)[:1]
    return [sentence for sentence in told if sentence]


def _how_many(annual):
    recap = annual.recap
    if not recap.total:
        return f"{_when(annual)} tidak ada yang tercatat terjaring."
    return (
        f"{_when(annual)} tercatat {angka(recap.total)} kali terjaring ({angka(recap.male)}"
        f" laki-laki, {angka(recap.female)} perempuan), yaitu {angka(annual.people)} orang;"
        " orang yang terjaring beberapa kali dihitung sekali."
    )


def of_classes(annual: Annual) -> list[str]:
    met = [row for row in annual.recap.rows if row.total]
    largest = sorted(met, key=lambda row: -row.total)[:LARGEST]
    named = " dan ".join(f"{row.name} ({angka(row.total)})" for row in largest)
    if len(met) <= LARGEST:
        return [f"Semuanya {named}."]
    share = _percent(sum(row.total for row in largest), annual.recap.total)
    return [f"Yang terbanyak {named}, bersama-sama {share} dari semua."]


def _than_before(annual):
    was = annual.before
    if was is None or not (changed := change(annual.recap, [was])):
        return ""
    joined = "dengan" if annual.recap.total == was.total else "dari"
    return f"{_sentence(changed)} {joined} {_called(was)} ({angka(was.total)})."


def of_months(annual: Annual) -> list[str]:
    told = [line for line in annual.months if line.now is not None]
    # The running month is not over.
    if not annual.is_over:
        told = told[:-1]
    if len(told) < LARGEST:
        return []
    most, least = max(told, key=lambda line: line.now), min(told, key=lambda line: line.now)
    if most.now == least.now:
        return [f"Setiap bulan {angka(most.now)} kali."]
    return [
        f"Paling banyak pada {_month(most)} ({angka(most.now)}), paling sedikit pada"
        f" {_month(least)} ({angka(least.now)})."
    ]


def of_house(annual: Annual) -> list[str]:
    found, first = annual.balance, annual.period.first
    ends = "Pada akhir tahun" if annual.is_over else "Sekarang"
    said = [
        f"Pada {words.tanggal_surat(first)} pukul 00.00 {_there(found.opening)} di RPTC."
        f" Sesudah itu {angka(found.came)} masuk dan {angka(found.left)} keluar. {ends}"
        f" {_there(found.closing)}."
    ]
    length = annual.course.sums.length
    if length.n:
        said.append(
            f"Dari masa pembinaan yang mulai tahun ini, {angka(length.n)} sudah selesai;"
            f" separuhnya paling lama {lama_hari(length.middle)}."
        )
    return said


def of_services(annual: Annual) -> list[str]:
    given = [(spm, all_) for spm, _, all_ in annual.services.rows if all_.times]
    most = max(given, key=lambda each: each[1].people)
    return [
        f"{angka(annual.services.total.people)} orang menerima {angka(len(given))} dari"
        f" {angka(len(annual.services.rows))} jenis layanan SPM. Yang menjangkau orang terbanyak:"
        f" {_lower(most[0].label)} ({angka(most[1].people)} orang)."
    ]


def of_casework(annual: Annual) -> list[str]:
    said = []
    for step in annual.course.sums.steps:
        if not step.done:
            continue
        text = f"{step.step.label}: separuhnya dalam {lama_jam(step.hours.middle)} sesudah tiba"
        if step.step != Step.SERVED and step.judged:
            text += f", {angka(step.in_time)} dari {angka(step.judged)} dalam batas waktunya"
        said.append(f"{text}.")
    sums = annual.course.sums
    if sums.items:
        said.append(
            f"Dari {angka(sums.items)} kegiatan dalam rencana, {angka(sums.done)} sudah selesai."
        )
    return said


def of_returns(annual: Annual) -> list[str]:
    [(_, now, was)] = [each for each in annual.returns.windows if each[0] == TOLD_WITHIN]
    exits = annual.returns.ledger.sums.exits
    if not now.judged:
        return [
            f"{angka(exits)} klien keluar. Belum ada yang keluar lebih dari {TOLD_WITHIN} hari"
            " yang lalu, jadi belum dapat dikatakan berapa yang terjaring lagi."
        ]
    said = (
        f"Dari {angka(now.judged)} kali keluar yang sudah lebih dari {TOLD_WITHIN} hari,"
        f" {_back(now)} diikuti terjaring lagi dalam {TOLD_WITHIN} hari"
    )
    if was.judged:
        said += f"; tahun {annual.year - 1} {_back(was)} dari {angka(was.judged)}"
    return [f"{said}."]


def of_partnership(annual: Annual) -> list[str]:
    told = [
        f"{_lower(each.definition.measure)} {each.headline}"
        for each in annual.partnership
        if each.headline.measure.is_share
    ][:LARGEST]
    return [f"Kemitraan: {'; '.join(told)}."] if told else []


def of_prevention(annual: Annual) -> list[str]:
    done, rides = annual.prevention.done, annual.prevention.rides
    said = []
    if done.number:
        text = f"{angka(done.number)} kegiatan pencegahan menjangkau {angka(done.reached)} orang"
        if done.uncounted:
            text += f"; pada {angka(done.uncounted)} di antaranya orangnya tidak dapat dihitung"
        said.append(f"{text}.")
    else:
        said.append("Tidak ada kegiatan pencegahan yang tercatat.")
    if rides.patrols:
        text = f"TRC berpatroli {angka(rides.patrols)} kali"
        if rides.counted_days:
            none = angka(rides.without) if rides.without else "tidak ada"
            text += f"; dari {angka(rides.counted_days)} hari, {none} hari tanpa patroli"
        said.append(f"{text}.")
    return said


# -- Words ----------------------------------------------------------------------------------------


def _when(annual):
    if annual.is_over:
        return f"Sepanjang tahun {annual.year}"
    return f"Sejak {span_of(annual.as_far_as)}"


def _there(number):
    return f"ada {angka(number)} klien" if number else "tidak ada klien"


def _called(recap):
    if recap.period.is_year:
        return f"tahun {recap.period.first.year}"
    return f"masa yang sama tahun {recap.period.first.year}"


def _back(cell: Cell):
    return f"{angka(cell.back)} ({_percent(cell.back, cell.judged)})"


def _percent(part, whole):
    return f"{angka(100 * part / whole, 1)}%"


def _month(line):
    return words.write_date(line.period.first, "F")


def _sentence(text):
    return text[:1].upper() + text[1:]


def _lower(text):
    """ "Permakanan" within a sentence; "NIK" stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
