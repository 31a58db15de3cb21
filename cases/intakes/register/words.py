"""Reads single values of an old register: sex, class, age, date, name, origin, NIK.

Each function returns what was read or raises `Unreadable` with a sentence that says what is
expected. Nothing is guessed: a doubtful mark ("L?"), two classes in one cell, or a date that does
not exist is unreadable. Text that begins with "=" is text, and no value of these.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rptc.days import age_on

MAX_AGE = 120
LONGEST = 100  # of a value that is one word or one day; longer ones are sentences


class Unreadable(Exception):
    """A value that cannot be read. Its text says what is expected, as a sentence."""


@dataclass(frozen=True)
class StatedAge:
    """An age as it was stated; the kinds are those of people's ages, with the place of birth."""

    kind: str = "unknown"
    years: int | None = None
    born_on: date | None = None
    birthplace: str = ""


def text_of(value) -> str:
    """A cell as one line of text; a real date as 08-01-2024."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return " ".join(str(value).split())


def key_of(text: str) -> str:
    """Lower case, "&" as "dan", every other sign as a space: "Org. Terlantar" -> org terlantar."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold().replace("&", " dan ")).split())


# Same as above, unknown

DITTO = {"sda", "s d a", "idem", "sama", "sama dengan di atas", "sama dgn di atas"}
DITTO_SIGNS = re.compile(r"[\"'`´’”“″〃,\s]+")
BLANK_SIGNS = re.compile(r"[-–—._\s]+")
UNKNOWN = {
    "tidak diketahui", "tdk diketahui", "tak diketahui", "tidak tahu", "tdk tahu", "tidak ada",
    "tdk ada", "belum diketahui", "tidak jelas", "tdk jelas", "n a", "na", "kosong", "lupa",
    "tidak ingat", "unknown", "nihil", "td",
}  # fmt: skip
NAMELESS = UNKNOWN | {
    "tanpa nama", "tanpa identitas", "tidak ada nama", "tdk ada nama", "nama tidak diketahui",
    "nn", "n n", "x", "xx", "xxx", "mr x", "mrx", "mrs x", "mr", "tn x", "ny x", "sdr x", "anonim",
    "no name",
}  # fmt: skip


def is_blank(value) -> bool:
    """Nothing, or dashes and dots that stand for nothing."""
    text = text_of(value)
    return not text or bool(BLANK_SIGNS.fullmatch(text))


def is_ditto(value) -> bool:
    """ "sda", "idem", or nothing but quotation marks: the same as above."""
    text = text_of(value)
    return key_of(text) in DITTO or bool(text and DITTO_SIGNS.fullmatch(text))


def read_name(value) -> str:
    """A name as it was written; "" for somebody without one."""
    text = text_of(value)
    return "" if not re.search(r"\w", text) or key_of(text) in NAMELESS else text


def read_origin(value) -> str:
    text = text_of(value)
    return "" if not re.search(r"\w", text) or key_of(text) in UNKNOWN else text


def read_nik(value) -> str:
    """16 digits as text. Excel keeps only 15 digits of a number: such a NIK is not guessed."""
    text = text_of(value)
    if not re.search(r"\w", text) or key_of(text) in UNKNOWN:
        return ""
    if isinstance(value, int | float) or re.fullmatch(r"[0-9][.,][0-9]+E\+?[0-9]+", text, re.I):
        raise Unreadable("NIK diketik sebagai angka: angka terakhir hilang. Ketik sebagai teks.")
    digits = re.sub(r"[\s.\-'’]", "", text)
    if not re.fullmatch(r"[0-9]{16}", digits):
        raise Unreadable("NIK terdiri dari 16 angka.")
    return digits


# Sex

SEX_EXPECTED = "Isi L atau P. Juga dibaca: Lk, Pr, Laki-laki, Perempuan, Pria, Wanita."
SEXES = dict.fromkeys("l lk lki laki lakilaki laki2 lelaki pria cowok cowo male".split(), "L")
SEXES |= dict.fromkeys("p pr prp perempuan prempuan wanita w cewek cewe female".split(), "P")
TICKS = {"✓", "✔", "√", "☑", "☒", "✗", "✘", "×", "v", "x", "1", "ü", "true", "ya", "*"}
NO_TICKS = {"", "-", "–", "—", "0", "false", "tidak"}


def read_sex(value) -> str:
    key = re.sub(r"[\s.,\-–_/'’()]", "", text_of(value).casefold())
    if key not in SEXES or isinstance(value, bool):
        raise Unreadable(SEX_EXPECTED)
    return SEXES[key]


def read_ticked_sex(male, female) -> str:
    """Of two columns L and P exactly one is ticked: a sign, v, x, 1, or the letter itself."""
    ticked = [is_ticked(male, "L"), is_ticked(female, "P")]
    if ticked not in ([True, False], [False, True]):
        raise Unreadable("Beri tanda (✓, v, x, atau 1) di satu kolom saja: L atau P.")
    return "L" if ticked[0] else "P"


def is_ticked(value, sex: str) -> bool:
    text = text_of(value).casefold()
    if text in NO_TICKS:
        return False
    if text in TICKS or SEXES.get(text.strip(" .-")) == sex:
        return True
    raise Unreadable("Beri tanda (✓, v, x, atau 1) di satu kolom saja: L atau P.")


# Classes

CLASS_NAMES = {
    "anjal": "Anak Jalanan",
    "gepeng": "Gelandangan dan Pengemis",
    "lansia": "Lansia Terlantar",
    "orang-terlantar": "Orang Terlantar",
    "napza": "NAPZA",
    "odgj": "ODGJ",
    "tuna-susila": "Tuna Susila",
    "adk": "Anak dengan Kedisabilitasan",
    "abh": "Anak Berhadapan dengan Hukum",
    "anak-terlantar": "Anak Terlantar",
}
# The first rows of ClassificationAlias, where the words live that mean a class.
NICKNAMES = {
    key_of(word): code
    for code, words in {
        "anjal": "anjal, anak jalanan, anak jalan, ank jalanan, anak-jalanan, anjalan, anj",
        "gepeng": "gepeng, gelandangan dan pengemis, gelandangan, pengemis, gelandangan pengemis, "
        "gel dan peng, gelandang dan pengemis, gelandangan dan pengemis gepeng",
        "lansia": "lansia, lansia terlantar, lanjut usia, lanjut usia terlantar, lu terlantar, "
        "lt, lut, lanjut usia lansia, lansia tlantar, lansia telantar, lanjut usia telantar",
        "orang-terlantar": "orang terlantar, org terlantar, ot, orang telantar, org telantar, "
        "o t, orang tlantar",
        "napza": "napza, korban napza, penyalahguna napza, korban penyalahgunaan napza, "
        "penyalahgunaan napza, narkoba, pecandu napza",
        "odgj": "odgj, orang dengan gangguan jiwa, gangguan jiwa, org gangguan jiwa, "
        "orang gangguan jiwa, psikotik, gelandangan psikotik, eks psikotik, orgil, orang gila",
        "tuna-susila": "tuna susila, ts, wts, psk, tunasusila, wanita tuna susila, t susila, "
        "pekerja seks komersial, t s, w t s, p s k",
        "adk": "adk, anak dengan kedisabilitasan, anak dgn kedisabilitasan, anak disabilitas, "
        "anak dengan disabilitas, anak dgn disabilitas, anak penyandang disabilitas, a d k",
        "abh": "abh, anak berhadapan dengan hukum, anak berhadapan dgn hukum, "
        "anak yang berhadapan dengan hukum, anak yg berhadapan dgn hukum, a b h, "
        "anak berhadapan hukum",
        "anak-terlantar": "anak terlantar, anak telantar, anak tlantar, at",
    }.items()
    for word in words.split(", ")
}
CLASS_EXPECTED = (
    "Isi salah satu klasifikasi: "
    + ", ".join(CLASS_NAMES.values())
    + ". Juga dibaca: Anjal, Gepeng, Lansia, OT, Napza, WTS, TS, PSK, ADK, ABH."
)


class UnknownClass(Unreadable):
    """A word that may be a nickname nobody has explained yet: it is asked once."""

    def __init__(self, word: str):
        super().__init__(CLASS_EXPECTED)
        self.word = word


def read_class(value, nicknames: dict[str, str]) -> str:
    """The code of the class. Signs and case do not matter; "Anjal/Gepeng" is two classes."""
    text = text_of(value)
    if not re.search(r"[^\W\d_]", text) or text.startswith("=") or "?" in text:
        raise Unreadable(CLASS_EXPECTED)
    if len(text) > LONGEST:
        raise Unreadable(CLASS_EXPECTED)
    if key_of(text) in nicknames:
        return nicknames[key_of(text)]
    # "Lansia Terlantar (LT)": the word outside the brackets, unless the inside is another class.
    outside, inside = re.sub(r"\(.*?\)", " ", text), re.findall(r"\((.*?)\)", text)
    parts = [part for part in re.split(r"[/,+;|]|\bdan\b|&", outside) if key_of(part)]
    known = [nicknames.get(key_of(part)) for part in [outside] if key_of(part) in nicknames]
    known = known or [nicknames.get(key_of(part)) for part in parts]
    codes = {*known} | {nicknames[key_of(part)] for part in inside if key_of(part) in nicknames}
    if len(key_of(text)) == 1:
        raise Unreadable(CLASS_EXPECTED)  # a tick, an x: no word that could be explained
    if None in codes or not known:
        raise UnknownClass(key_of(text))
    if len(codes) > 1:
        raise Unreadable(f"Hanya satu klasifikasi. {CLASS_EXPECTED}")
    return codes.pop()


# Days

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb febr",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags agst aug agus",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for word in words.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH_NAMES = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
]  # fmt: skip
GAP = r"\s*[-–/.,\s]\s*"
DATE = re.compile(
    rf"(?<![0-9])(?:(?P<iso_year>[0-9]{{4}})[-/.](?P<iso_month>[0-9]{{1,2}})[-/.]"
    rf"(?P<iso_day>[0-9]{{1,2}})(?:T|(?![0-9]))"
    rf"|(?P<day>[0-9]{{1,2}}){GAP}(?P<month>[0-9]{{1,2}}){GAP}(?P<year>[0-9]{{4}}|[0-9]{{2}})"
    rf"(?![0-9])"
    rf"|(?P<word_day>[0-9]{{1,2}})\s*[-–/.\s]?\s*(?P<word_month>{MONTH})\b\.?\s*[-–/.,\s]?\s*"
    rf"['’]?(?P<word_year>[0-9]{{4}}|[0-9]{{2}})(?![0-9]))",
    re.IGNORECASE,
)
DAY_AND_MONTH = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:{GAP}(?P<month>[0-9]{{1,2}})"
    rf"|\s*[-–/.\s]?\s*(?P<word_month>{MONTH})\b\.?)",
    re.IGNORECASE,
)
WEEKDAYS = "senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad"
BEFORE_DATE = re.compile(rf"(?:(?:hari|tanggal|tgl|{WEEKDAYS})\b[\s.,:/-]*)*", re.IGNORECASE)
CLOCK = re.compile(
    r"[\s,/-]*(?:(?:pukul|pkl|jam)\b)?[\s.:]*(?:[0-9]{1,2}[.:][0-9]{2}(?:[.:][0-9]{2})?)?"
    r"\s*(?:wita|wib)?[\s.]*",
    re.IGNORECASE,
)
DATE_EXPECTED = "Isi tanggal, misalnya 08-01-2024 atau 8 Januari 2024."
SERIALS = range(20_000, 80_000)  # Excel's day numbers from 1954 to 2119
EXCEL_DAY_0 = date(1899, 12, 30)


def read_date(value, *, year: int | None = None, month: int | None = None) -> date:
    """A day, the day of the month always first. `year` and `month` are those of the sheet: they
    complete "8 Januari" and a bare "8", and are never put in place of what is written."""
    if isinstance(value, bool):
        raise Unreadable(DATE_EXPECTED)
    if isinstance(value, date):
        return plausible(value)
    text = text_of(value)
    if len(text) > LONGEST:
        raise Unreadable(DATE_EXPECTED)
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return read_day_number(float(text), year, month)
    text = text[BEFORE_DATE.match(text).end() :]
    found = DATE.match(text)
    if found:
        day = day_found(found)
    elif year and (found := DAY_AND_MONTH.match(text)):
        day = day_found(found, year)
    if not found or not CLOCK.fullmatch(text, found.end()):
        raise Unreadable(DATE_EXPECTED)
    return plausible(day)


def read_day_number(number: float, year: int | None, month: int | None) -> date:
    """Excel's own number of a day, or the day of the sheet's month."""
    if int(number) in SERIALS:
        return plausible(EXCEL_DAY_0 + timedelta(days=int(number)))
    if number in range(1, 32) and year and month:
        return made_date(year, month, int(number))
    raise Unreadable(DATE_EXPECTED)


def day_found(found: re.Match, year: int | None = None, pivot: int = 99) -> date:
    """Two digits of a year are of this century up to the pivot, else of the last one."""
    parts = found.groupdict()
    day = parts.get("iso_day") or parts.get("word_day") or parts["day"]
    month = parts.get("iso_month") or parts["month"] or MONTHS[parts["word_month"].lower()]
    written = parts.get("iso_year") or parts.get("word_year") or parts.get("year")
    if written and len(written) == 2:
        year = int(written) + (2000 if int(written) <= pivot else 1900)
    elif written:
        year = int(written)
    return made_date(year, int(month), int(day))


def made_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"Tanggal ini tidak ada di kalender. {DATE_EXPECTED}") from None


def plausible(day: date) -> date:
    if not 2000 <= day.year < 2100:
        raise Unreadable(f"Tahun {day.year} tidak masuk akal. {DATE_EXPECTED}")
    return day


def find_dates(text: str) -> list[re.Match]:
    """Where dates are written inside a line. `day_found` reads each."""
    return list(DATE.finditer(text))


# Ages

AGE_EXPECTED = (
    "Isi umur (9, 9 thn, ± 30, anak, dewasa, lansia) atau tempat dan tanggal lahir "
    "(Makassar, 26-10-1992)."
)
AGE_WORDS = {
    "child": "anak, anak anak, anak2, balita, bayi, bocah",
    "adult": "dewasa",
    "elder": "lansia, lanjut usia, tua, manula",
}
AGE_GROUPS = {word: kind for kind, words in AGE_WORDS.items() for word in words.split(", ")}
YEARS = r"(?:tahunan|tahun|thn|tahn|th|y)\b\.?"
ABOUT = re.compile(
    r"(?:±|\+\s*/?\s*-|\+|~|≈|â±|sekitar|sekitaran|sktr|kira\s*-?\s*kira|kira2|kurang lebih|"
    r"krg lebih|lebih kurang|perkiraan|diperkirakan|estimasi|k\.?l\.?)\s*(?:umur|usia)?\s*"
)
DIGITS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|nol|puluh|belas|se|ratus"
NUMBER = re.compile(
    rf"([0-9]{{1,3}})(?:[.,]([0-9]))?\s*(?:{YEARS})?\s*(?:\((?:{DIGITS}|\s)+\))?\s*(?:{YEARS})?"
)
DECADE = re.compile(rf"([0-9]{{1,3}})\s*-?\s*an\b\s*(?:{YEARS})?")
YEARS_AND_MONTHS = re.compile(
    rf"(?:([0-9]{{1,3}})\s*{YEARS}[\s,]*(?:dan\s*)?)?([0-9]{{1,3}})\s*(?:bulan|bln|bl)\b\.?"
)
DAYS_OLD = re.compile(r"[0-9]{1,3}\s*(?:hari|hr|minggu|mgg)\b\.?")
AGE_BESIDE_BIRTH = re.compile(rf"\(?\s*([0-9]{{1,3}})\s*{YEARS}\s*\)?", re.IGNORECASE)


def read_age(value, *, on: date) -> StatedAge:
    """An age as it was stated, on the day of the catch. Nothing, "-", "?" is unknown."""
    if isinstance(value, bool):
        raise Unreadable(AGE_EXPECTED)
    if isinstance(value, date):
        return born(value, "", on)
    text = text_of(value)
    if not re.search(r"\w", text) or key_of(text) in UNKNOWN or key_of(text) == "x":
        return StatedAge()
    if len(text) > LONGEST:
        raise Unreadable(AGE_EXPECTED)
    if DATE.search(text):
        return read_birth(text, on)
    place, comma, rest = text.rpartition(",")
    if comma and re.search(r"[^\W\d]", place):
        return with_birthplace(read_age(rest, on=on), place)
    return read_plain_age(text.lower().strip(" ."), on)


def with_birthplace(age: StatedAge, place: str) -> StatedAge:
    return StatedAge(age.kind, age.years, age.born_on, place.strip(" ,"))


def read_plain_age(text: str, on: date) -> StatedAge:
    """An age in years, in months or in a word, with or without "about" before it."""
    text = re.sub(r"^(?:umur|usia)\b[\s:]*", "", text)
    about = ABOUT.match(text)
    if about:
        text = text[about.end() :]
    kind = "about" if about else "exact"
    if key_of(text) in AGE_GROUPS:
        return StatedAge(AGE_GROUPS[key_of(text)])
    if number := NUMBER.fullmatch(text):
        return aged(kind, int(number[1]))
    if decade := DECADE.fullmatch(text):
        return aged("about", int(decade[1]))
    if months := YEARS_AND_MONTHS.fullmatch(text):
        return aged(kind, int(months[1] or 0) + int(months[2]) // 12)
    if DAYS_OLD.fullmatch(text):
        return aged(kind, 0)
    if re.fullmatch(r"(?:(?:tahun|thn|th|lahir)\.?\s*)*(19|20)[0-9]{2}", text):
        return aged("about", on.year - int(text[-4:]))
    if re.fullmatch(r"[0-9]{5}", text) and int(text) in SERIALS:
        return born(EXCEL_DAY_0 + timedelta(days=int(text)), "", on)
    raise Unreadable(AGE_EXPECTED)


def aged(kind: str, years: int) -> StatedAge:
    if not 0 <= years <= MAX_AGE:
        raise Unreadable(f"Umur {years} tidak masuk akal. {AGE_EXPECTED}")
    return StatedAge(kind, years)


def read_birth(text: str, on: date) -> StatedAge:
    """ "Makassar, 26-10-1992", also with the age beside it ("31 thn / Makassar, 26-10-1992")."""
    found = DATE.search(text)
    rest = AGE_BESIDE_BIRTH.sub(" ", f"{text[: found.start()]} {text[found.end() :]}")
    rest = re.sub(r"^\s*(?:ttl|lahir|lhr|tgl|tanggal)\b[\s.:]*", "", rest, flags=re.IGNORECASE)
    place = " ".join(rest.split()).strip(" ,./:;-–()")
    if re.search(r"[0-9]", place):
        raise Unreadable(AGE_EXPECTED)
    return born(day_found(found, pivot=on.year % 100), place, on)


def born(day: date, place: str, on: date) -> StatedAge:
    if day > on:
        raise Unreadable(f"Tanggal lahir {day:%d/%m/%Y} sesudah hari terjaring. {AGE_EXPECTED}")
    if age_on(day, on) > MAX_AGE:
        raise Unreadable(f"Tanggal lahir {day:%d/%m/%Y} tidak masuk akal. {AGE_EXPECTED}")
    return StatedAge("birth", None, day, place)
