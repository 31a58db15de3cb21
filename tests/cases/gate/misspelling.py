"""Wrong spellings of a name, by rules of their own: nothing here reads the product's names.

At most two edits of a letter, or one habit of those who write and of those who do not want to be
known. All people are invented.
"""

import random
import re

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TITLES = ["H.", "Hj.", "Dg.", "Daeng", "Andi", "Karaeng", "Pak", "Muh.", "Abd.", "St.", "Puang"]
FATHERS = ["Yusuf", "Tahir", "Hamzah", "Beddu", "Sangaji", "Lallo"]
FRONT = {"muh.", "abd.", "st.", "sitti", "siti", "andi", "h.", "hj.", "nur", "ahmad"}
BETWEEN = {"dg.", "daeng", "bin", "binti"}
# (what is written, what is written instead)
SPELLINGS = {
    "u as oe": [("u", "oe")],
    "j as dj, c as tj": [("j", "dj"), ("c", "tj")],
    "y as j": [("y", "j")],
    "f and v as p": [("f", "p"), ("v", "p")],
    "z as s": [("z", "s")],
    "z as j": [("z", "j")],
    "sy as s": [("sy", "s"), ("sh", "s")],
    "s as sy": [("sa", "sya")],
    "kh as k": [("kh", "k")],
    "kh as h": [("kh", "h")],
    "k as q": [("k", "q")],
    "i as y": [("i", "y")],
    "ai as ae": [("ai", "ae"), ("ae", "e")],
    "w as u": [("w", "u")],
    "h left out": [("h", "")],
    "one letter for two": [(sign * 2, sign) for sign in LETTERS],
    "a and e": [("e", "i"), ("o", "u")],
    "last n": [(r"n\b", "ng"), (r"ng\b", "n"), (r"m\b", "ng")],
    "last stop": [(r"(?<=[aiueo])[tkd]\b", "'")],
    "last h": [(r"(?<=[aiu])\b(?!')", "h")],
}


class Speller:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def misspell(self, name):
        """(a wrong spelling, how it was made)."""
        while True:
            if self.dice.random() < 0.5:
                count = self.dice.choice([1, 2])
                wrong, how = name, f"{count} edits"
                for _ in range(count):
                    wrong = self._edit(wrong)
            else:
                how = self.dice.choice([*HABITS, *SPELLINGS])
                habit = HABITS.get(how)
                wrong = habit(self, name) if habit else self._spell(name, SPELLINGS[how])
            if wrong and " ".join(wrong.split()) != name:
                return " ".join(wrong.split()), how

    def _edit(self, name):
        places = [at for at, sign in enumerate(name) if sign.isalpha()]
        at = self.dice.choice(places)
        kind = self.dice.choice(["wrong", "left out", "too many", "swapped", "space"])
        other = self.dice.choice(LETTERS)
        if kind == "wrong":
            return name[:at] + other + name[at + 1 :]
        if kind == "left out" and len(places) > 3:
            return name[:at] + name[at + 1 :]
        if kind == "too many":
            return name[:at] + other + name[at:]
        if kind == "swapped" and at + 1 < len(name) and name[at + 1].isalpha():
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return name[:at] + " " + name[at:]

    def _spell(self, name, rules):
        lower = name.lower()
        for old, new in rules:
            lower = re.sub(old, new, lower)
        return lower.title() if lower != name.lower() else None

    def _other_order(self, name):
        words = self._names(name)
        self.dice.shuffle(words)
        return " ".join(words)

    def _word_left_out(self, name):
        words = self._names(name)
        if len(words) < 2:
            return None
        words.remove(self.dice.choice(words))
        return " ".join(words)

    def _initial(self, name):
        words = self._names(name)
        if len(words) < 2:
            return None
        at = self.dice.randrange(len(words))
        words[at] = f"{words[at][0]}."
        return " ".join(words)

    def _initials_alone(self, name):
        return " ".join(f"{word[0]}." for word in self._names(name))

    def _nickname(self, name):
        """The end of the first name, or its beginning: Udin, Wati, Rosdi; the rest is not told."""
        first = self._names(name)[0].lower()
        places = [match.start() for match in re.finditer("[aiueo]", first)]
        if len(first) < 6 or len(places) < 3:
            return None
        end = first[places[-2] - 1 :] if self.dice.random() < 0.5 else first[places[-2] :]
        return self.dice.choice([end, first[: places[1] + 1]]).title()

    def _father_added(self, name):
        return f"{name} {self.dice.choice(['bin', 'binti', ''])} {self.dice.choice(FATHERS)}"

    def _title_added(self, name):
        return f"{self.dice.choice(TITLES)} {name}"

    def _titles_left_out(self, name):
        return " ".join(self._names(name))

    def _spaces_taken_out(self, name):
        return name.replace(" ", "").replace(".", "")

    def _space_put_in(self, name):
        at = self.dice.randrange(2, len(name) - 1)
        return f"{name[:at]} {name[at:]}"

    def _capitals(self, name):
        return name.upper()

    def _related(self, name):
        return f"{name} ({self.dice.choice(['paman', 'tante', 'wali', 'kakak ipar'])})"

    def _digits(self, name):
        return name.replace("o", "0").replace("i", "1").replace("a", "4", 1)

    @staticmethod
    def _names(name):
        words = name.split()
        names = [word for word in words if word.lower() not in FRONT | BETWEEN]
        return names or words


HABITS = {
    "other order": Speller._other_order,
    "a word left out": Speller._word_left_out,
    "an initial": Speller._initial,
    "initials alone": Speller._initials_alone,
    "nickname": Speller._nickname,
    "father's name added": Speller._father_added,
    "title added": Speller._title_added,
    "titles left out": Speller._titles_left_out,
    "written together": Speller._spaces_taken_out,
    "written apart": Speller._space_put_in,
    "capitals": Speller._capitals,
    "relation added": Speller._related,
    "digits for letters": Speller._digits,
}
