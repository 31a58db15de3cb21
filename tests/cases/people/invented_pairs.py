"""Pairs of registrations by other rules than tests/data/name_pairs.csv: a second opinion.

The words are chosen apart from cases/people/name_words.py, so that many are not in its lists, and
each kind of difference is made by a rule of its own. All people are invented.
"""

import random
from dataclasses import replace

from cases.people.matching import Known

MEN = (
    "Abustam Afrizal Aksan Alfian Alkadri Arisandi Arsal Asmar Ayyub Bahrul Borahima Dahri Darwin"
    " Faturrahman Fadlan Gassing Ghalib Hamsul Harianto Herianto Ikhwal Irsyad Jusriadi Jufriadi"
    " Lamang Makmur Marzuki Mukarram Muchlis Nurfaizal Palallo Rustang Sainal Samsuar Syahban"
    " Syahrin Tamrin Zaldi Zulham Ardiansa Burhanuddin Kamaruddin Rusdianto Sirajuddin Jusuf"
    " Hasanuddin Iskandar Syamsul Taufiq Ridwan Yunus Faisal Zulkarnain Abidin Latif Mansyur"
    " Nasaruddin Rahmatullah Sulaiman Wahyudin Fathur Gazali Munandar Sabaruddin Tajuddin"
).split()
WOMEN = (
    "Adriani Alfira Andira Aprilia Arfiah Arwini Bungawati Daswati Erniwati Fahira Hasnidar"
    " Ismayanti Jusmawati Kasturi Mahdania Mardawiah Megasari Misbahwati Nasriani Nurasmi"
    " Nurfaidah Nurcaya Nurwahida Patmawati Rahmatiah Rasmiati Reskiani Risnayanti Samriani"
    " Sudarmi Suhaeni Syamsuriani Tasniah Winarti Yuspita Zulfiana Kamariah Salmawati Hasniar"
    " Indrayani Jumriati Mulyana Nuraini Rosdiana Sahriani Sunarti Wahyuni Zaenab Khadijah"
    " Maemunah Subaedah Hafsah Faridah Rukmini Suryanti Marwiah Darmatasia Erni Hamidah"
).split()
SECONDS = {
    "L": "Pratama Saputra Ramadhan Hidayat Mappasomba Karim Tompo Limpo Akbar Yusuf".split(),
    "P": "Lestari Ramadhani Utami Salsabila Ningsih Karim Maharani Astuti Safitri".split(),
}
DAENG = "Kulle Ngalle Sikki Rani Bollo Tayang Mangka Nompo Sewang Te'ne Puji Jarre Lalang".split()
DAENG += "Kenna Calla Ngeppe Siriwa Mone Ranne Gassing".split()
ORIGINS = (
    "Tallo Tamalate Rappocini Mariso Biringkanaya Manggala Panakkukang Wajo Bontoala Mamajang"
).split() + ["Kab. Gowa", "Kab. Takalar", "Kab. Maros", "Ujung Tanah"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, values):
        return self.random.choice(list(values))

    def chance(self, p):
        return self.random.random() < p

    def person(self, sex=None, age=None):
        sex = sex or self.one("LP")
        age = age or self.random.choice([self.random.randint(5, 17), self.random.randint(18, 70)])
        first = self.one(MEN if sex == "L" else WOMEN)
        front = ""
        if self.chance(0.35):
            front = self.one(["Muh.", "Abd.", "Ahmad"] if sex == "L" else ["Sitti", "Nur"]) + " "
            front = "" if first.startswith("Nur") else front
        second = ""
        if self.chance(0.45):
            second = " " + self.one(SECONDS[sex])
        elif self.chance(0.25):
            second = f" {'bin' if sex == 'L' else 'binti'} {self.one(MEN)}"
        daeng = f"Dg. {self.one(DAENG)}" if age > 28 and self.chance(0.6) else ""
        return Known(
            name=f"{front}{first}{second}",
            alias=daeng,
            sex=sex,
            age=age,
            origin=self.one(ORIGINS),
            mother_name=self.one([*WOMEN, f"Dg. {self.one(DAENG)}"]),
        )

    # -- The same person again -----------------------------------------------------------------

    def again(self, person, p_mother=0.7, p_origin=0.8):
        """Met again: another estimate of the age; mother or origin not always asked."""
        return replace(
            person,
            age=max(3, person.age + self.one([-2, -1, -1, 0, 0, 0, 1, 1, 2])),
            mother_name=self.mother(person.mother_name) if self.chance(p_mother) else "",
            origin=person.origin if self.chance(p_origin) else "",
            alias=person.alias if self.chance(0.6) else "",
        )

    def mother(self, name):
        return self.one([name, name, f"Hj. {name}", f"Sitti {name}"]) if "Dg" not in name else name

    def same_pairs(self, count):
        ways = {
            "as before": lambda p: p,
            "slip": self.slip,
            "two slips": self.two_slips,
            "okkots": self.okkots,
            "old letters": self.old_letters,
            "spoken letters": self.spoken_letters,
            "front word": self.front_word,
            "initial": self.initial,
            "second left out": self.second_left_out,
            "words swapped": self.swapped,
            "daeng in name": self.daeng_in_name,
            "daeng alone": self.daeng_alone,
            "capitals and signs": self.capitals,
            "words together": self.together,
            "nickname": self.nickname,
        }
        pairs = []
        while len(pairs) < count:
            why = self.one(ways)
            person = self.person()
            changed = ways[why](person)
            if changed is None:
                continue
            sure = why in {"daeng alone", "nickname"}
            again = self.again(changed, 1 if sure else 0.7, 1 if sure else 0.8)
            if why in {"daeng in name", "daeng alone"}:
                again = replace(again, alias="")
            if not (person.mother_name and again.mother_name) and not again.origin:
                continue
            sides = [person, again]
            self.random.shuffle(sides)
            pairs.append((True, why, *sides))
        return pairs

    def slip(self, p):
        words = p.name.split()
        place = max(range(len(words)), key=lambda i: (len(words[i]) > 5, -i, len(words[i])))
        word = words[place]
        if len(word) < 5:
            return None
        at = self.random.randrange(1, len(word) - 2)
        kind = self.one("swap drop double wrong".split())
        words[place] = {
            "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            "drop": word[:at] + word[at + 1 :],
            "double": word[:at] + word[at] + word[at:],
            "wrong": word[:at] + self.one("aeioulnrst") + word[at + 1 :],
        }[kind]
        return replace(p, name=" ".join(words))

    def two_slips(self, p):
        once = self.slip(p)
        return once and self.slip(once)

    def changed(self, p, table):
        name = p.name
        for old, new in table:
            if old in name.lower() and self.chance(0.75):
                name = name.lower().replace(old, new).title()
        return replace(p, name=name) if name.lower() != p.name.lower() else None

    def okkots(self, p):
        words = [w + "g" if w.endswith("n") and len(w) > 3 else w for w in p.name.split()]
        words = [w[:-1] + "'" if w[-1] in "kqt" and len(w) > 4 else w for w in words]
        name = " ".join(words)
        return replace(p, name=name) if name != p.name else None

    def old_letters(self, p):
        table = [("sy", "sj"), ("j", "dj"), ("y", "j"), ("c", "tj"), ("u", "oe"), ("kh", "ch")]
        return self.changed(
            p, [row for row in table if row[0] != "y" or "sy" not in p.name.lower()]
        )

    def spoken_letters(self, p):
        table = [
            ("f", "p"), ("z", "s"), ("q", "k"), ("sy", "s"), ("kh", "h"), ("v", "p"), ("dd", "d"),
            ("ai", "ae"), ("iah", "ia"), ("wa", "ua"), ("h", "h"), ("ti", "ty"), ("mm", "m"),
            ("ll", "l"), ("yy", "y"),
        ]  # fmt: skip
        return self.changed(p, table)

    def front_word(self, p):
        forms = {
            "Muh.": ["Muhammad", "M.", "Moh", "Mohd.", "Muhamad", "Mochammad", ""],
            "Abd.": ["Abdul", "Abd", "Abdoel", "A.", "Ab."],
            "Ahmad": ["Achmad", "Akhmad", "Ahmd", "A."],
            "Sitti": ["St.", "Siti", "St", "Sity", "S.", ""],
            "Nur": ["Noor", "Nurul", "Noer"],
        }
        first, _, rest = p.name.partition(" ")
        return (
            replace(p, name=f"{self.one(forms[first])} {rest}".strip()) if first in forms else None
        )

    def initial(self, p):
        words = p.name.split()
        if words[-1] not in SECONDS[p.sex]:
            return None
        return replace(p, name=" ".join([*words[:-1], words[-1][0] + self.one([".", ""])]))

    def second_left_out(self, p):
        words = p.name.split()
        if words[-1] in SECONDS[p.sex]:
            return replace(p, name=" ".join(words[:-1]))
        if len(words) > 2 and words[-2] in {"bin", "binti"}:
            return replace(p, name=" ".join(words[:-2]))
        return None

    def swapped(self, p):
        words = p.name.split()
        if len(words) == 2 and words[1] in SECONDS[p.sex]:
            return replace(p, name=f"{words[1]} {words[0]}")
        return None

    def daeng_in_name(self, p):
        return replace(p, name=f"{p.name} {p.alias}") if p.alias else None

    def daeng_alone(self, p):
        return replace(p, name=self.one(["Daeng", "dg", "DG."]) + p.alias[3:]) if p.alias else None

    def capitals(self, p):
        return replace(p, name=self.one([p.name.upper(), p.name.lower(), p.name.replace(".", "")]))

    def together(self, p):
        words = p.name.split()
        if words[0] in {"Nur", "Abd.", "Sitti"}:
            start = {"Abd.": "Abdul"}.get(words[0], words[0])
            return replace(p, name=" ".join([start + words[1].lower(), *words[2:]]))
        for end in ("wati", "yanti", "uddin", "riani"):
            if words[0].endswith(end) and len(words[0]) > len(end) + 3:
                cut = len(words[0]) - len(end)
                return replace(p, name=" ".join([words[0][:cut], words[0][cut:], *words[1:]]))
        return None

    def nickname(self, p):
        word = next((w for w in p.name.split() if w in MEN or w in WOMEN), "")
        if len(word) < 6:
            return None
        nick = self.one([word[-4:].capitalize(), word[-5:].capitalize(), word[:3]])
        return replace(p, name=nick, alias="")

    # -- Two people ----------------------------------------------------------------------------

    def other_pairs(self, count):
        ways = {
            "sibling": self.sibling,
            "twin": lambda p: self.sibling(p, apart=0),
            "near name": self.near_name,
            "same name, other mother": self.namesake,
            "same name, ages apart": self.older,
            "other sex": self.other_sex,
            "father and son": self.parent,
            "same daeng": self.same_daeng,
            "stranger": lambda p: self.person(p.sex, p.age),
            "same second name": self.same_second,
        }
        pairs = []
        while len(pairs) < count:
            why = self.one(ways)
            person = self.person()
            other = ways[why](person)
            if other is None:
                continue
            sides = [person, other]
            self.random.shuffle(sides)
            pairs.append((False, why, *sides))
        return pairs

    def other_first(self, p):
        names = MEN if p.sex == "L" else WOMEN
        first = next((w for w in p.name.split() if w in names), None)
        if first is None:
            return None, None
        return first, self.one([n for n in names if n != first and n[:5] != first[:5]])

    def sibling(self, p, apart=None):
        first, other = self.other_first(p)
        years = self.random.randint(1, 6) if apart is None else apart
        return first and replace(p, name=p.name.replace(first, other), age=p.age + years, alias="")

    def near_name(self, p):
        from rapidfuzz.distance import OSA

        names = MEN if p.sex == "L" else WOMEN
        first, _ = self.other_first(p)
        near = [n for n in names if first and n != first and OSA.distance(n, first) <= 3]
        if not near:
            return None
        return replace(
            p,
            name=p.name.replace(first, self.one(near)),
            alias="",
            mother_name=self.one(["", self.one(WOMEN)]),
            origin=self.one([p.origin, self.one(ORIGINS)]),
            age=p.age + self.one([-1, 0, 1]),
        )

    def namesake(self, p):
        mother = self.one([w for w in WOMEN if w[:4] != p.mother_name[:4]])
        if "Dg" in p.mother_name:
            return None
        origin = self.one([o for o in ORIGINS if o != p.origin])
        age = p.age + self.one([-2, -1, 0, 1, 2])
        return replace(p, mother_name=mother, origin=origin, alias="", age=age)

    def older(self, p):
        return replace(p, age=p.age + self.random.randint(12, 40), mother_name="", alias="")

    def other_sex(self, p):
        return replace(p, sex="L" if p.sex == "P" else "P")

    def parent(self, p):
        if " bin " not in p.name:
            return None
        father = p.name.rsplit(" ", 1)[1]
        return Known(father, "", "L", p.age + self.random.randint(20, 35), p.origin, "")

    def same_daeng(self, p):
        if not p.alias:
            return None
        other = self.person(p.sex, p.age + self.one([-2, 0, 2]))
        return replace(other, alias=p.alias)

    def same_second(self, p):
        words = p.name.split()
        if words[-1] not in SECONDS[p.sex]:
            return None
        first, other = self.other_first(p)
        if not first:
            return None
        return replace(
            p, name=f"{other} {words[-1]}", mother_name=self.one(WOMEN), alias="", age=p.age + 1
        )


def invented_pairs(count, seed):
    """(same, why, one, other): half the same person, half two."""
    maker = Maker(seed)
    return maker.same_pairs(count // 2) + maker.other_pairs(count // 2)
