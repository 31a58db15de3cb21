"""How days, hours, numbers, ages and names are written, on every page, PDF and message."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.timezone import is_aware, localtime
from lokal.terbilang import terbilang

NBSP = "\N{NO-BREAK SPACE}"


def local(moment: date | datetime) -> date | datetime:
    """The moment as the clock in Makassar shows it; a plain day stays as it is."""
    return localtime(moment) if isinstance(moment, datetime) and is_aware(moment) else moment


def write_date(moment: date | datetime | None, pattern: str) -> str:
    """An unknown day is written as nothing."""
    if not moment:
        return ""
    if isinstance(moment, datetime):
        return format_date(local(moment), pattern)
    return write_day(moment, pattern)


# A list shows the same few days in every row.
@lru_cache(maxsize=4_000)
def write_day(day: date, pattern: str) -> str:
    return format_date(day, pattern)


def tanggal(moment) -> str:
    """24/11/2026, for tables."""
    return write_date(moment, "d/m/Y")


def tanggal_pendek(moment) -> str:
    """Sel, 24/11, where the year is plain."""
    return write_date(moment, "D, d/m")


def tanggal_panjang(moment) -> str:
    """Selasa, 24 November 2026."""
    return write_date(moment, "l, j F Y")


def tanggal_surat(moment) -> str:
    """24 November 2026, for letters."""
    return write_date(moment, "j F Y")


def bulan_romawi(day: date) -> str:
    """XI, for the numbers of letters."""
    return "I II III IV V VI VII VIII IX X XI XII".split()[day.month - 1]


def jam(moment) -> str:
    """06.45"""
    return write_date(moment, "H.i")


def pukul(moment) -> str:
    """pukul 06.45 WITA"""
    return f"pukul {jam(moment)} WITA" if moment else ""


def tidak_terlihat(duration: timedelta) -> str:
    """Tidak terlihat 30 jam. In hours also after two days: they are what counts."""
    hours = int(duration.total_seconds() // 3600)
    return f"Tidak terlihat {angka(hours)} jam" if hours > 0 else "Tidak terlihat"


def lama(duration: timedelta | None) -> str:
    """How long something took: 35 menit, 2 jam 5 menit, 3 hari 4 jam."""
    if duration is None:
        return ""
    minutes = round(duration.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "hari"), (hours, "jam"), (minutes, "menit")]
    # The two largest say enough.
    filled = [f"{n} {unit}" for n, unit in parts if n][:2]
    return " ".join(filled) or "0 menit"


SAME_NIGHT = timedelta(hours=6)


def tenggat(due: datetime | None, now: datetime) -> str:
    """Until when, as seen from now: Lewat 25 jam, Lewat 3 hari, Pukul 14.00, Hari ini, Besok,
    Kam, 26/11. A limit at midnight is that of the day before; by night the clock says more than
    that it is another day's."""
    if due is None:
        return ""
    if due <= now:
        hours = int((now - due).total_seconds() // 3600)
        days = (local(now).date() - local(due - timedelta(microseconds=1)).date()).days
        return f"Lewat {days} hari" if hours >= 48 else f"Lewat {max(hours, 1)} jam"
    at_midnight = jam(due) == "00.00"
    day = local(due - timedelta(minutes=1) if at_midnight else due).date()
    away = (day - local(now).date()).days
    if away > 1:
        return tanggal_pendek(day)
    if away and (at_midnight or due - now > SAME_NIGHT):
        return "Besok"
    return "Hari ini" if at_midnight else f"Pukul {jam(due)}"


# By type: 3 and 3.0 are equal, and written differently.
@lru_cache(maxsize=4_000, typed=True)
def angka(number: int | float | Decimal | None, decimals: int | None = None) -> str:
    """1.234,5; an unknown number is written as nothing."""
    if number is None:
        return ""
    if decimals is not None:
        # number_format cuts; people round.
        number = Decimal(number).quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)
    return number_format(number, decimal_pos=decimals, force_grouping=True)


def rupiah_terbilang(amount: int) -> str:
    """seratus lima puluh ribu rupiah: a sum in words, which nobody changes by a digit."""
    return f"{terbilang(amount)} rupiah"


def umur(age: int | str | None) -> str:
    """11 th; words ("sekitar 40 th") stay, with spaces that do not break."""
    words = f"{age} th" if isinstance(age, int) else (age or "")
    return words.replace(" ", NBSP)


def kalimat(text) -> str:
    """ "oleh Siti." The dot that ends a sentence; a title ("S.Sos.") has it already."""
    text = str(text)
    return f"{text}." if text and not text.endswith((".", "?", "!")) else text


def inisial(name: str, age: int | str | None = None) -> str:
    """M. S., 15 th: for the wall, for outsiders and for roles without the right to names."""
    letters = NBSP.join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
    letters = letters or f"Tanpa{NBSP}nama"
    return f"{letters},{NBSP}{umur(age)}" if age not in (None, "") else letters


# The first that is found decides: Edge and Opera also call themselves Chrome, all of them Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


def peramban(user_agent: str) -> str:
    """Chrome di Android: enough for people to know their own device."""
    browser, system = (
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    )
    return " di ".join(filter(None, [browser, system])) or "Peramban tidak dikenal"
