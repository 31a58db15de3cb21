"""The bands of the cuts by age and by length of stay, in one place (docs/rules.md, Cuts)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """The whole numbers from `least` to `most`, both included; without `most` all above."""

    code: str
    name: str
    least: int
    most: int | None


# In years, on the day of the event.
AGES = (
    Band("0-5", "0 sampai 5 tahun", 0, 5),
    Band("6-12", "6 sampai 12 tahun", 6, 12),
    Band("13-17", "13 sampai 17 tahun", 13, 17),
    Band("18-25", "18 sampai 25 tahun", 18, 25),
    Band("26-45", "26 sampai 45 tahun", 26, 45),
    Band("46-59", "46 sampai 59 tahun", 46, 59),
    Band("60", "60 tahun ke atas", 60, None),
)
# Of whom only this was said. Who is said to be old is 60 or more.
CHILD, ADULT = "anak", "dewasa"
GROUPS = {CHILD: "Anak, umur tidak diketahui", ADULT: "Dewasa, umur tidak diketahui"}
ELDERS = AGES[-1].code

# In days of the stay: the day of entry is day 1.
LENGTHS = (
    Band("1-3", "1 sampai 3 hari", 1, 3),
    Band("4-7", "4 sampai 7 hari", 4, 7),
    Band("8-14", "8 sampai 14 hari", 8, 14),
    Band("15-30", "15 sampai 30 hari", 15, 30),
    Band("31-90", "31 sampai 90 hari", 31, 90),
    Band("91", "Lebih dari 90 hari", 91, None),
)
