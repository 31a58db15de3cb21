"""What whoever reads all that was ever published can work out: for each number that is hidden, the
values that it may have. Knows nothing of how numbers are hidden; reads what is served.

Unknown are whole numbers, none below zero: each class and sex of each measure and edition, and
each month. What is shown is a sum of some of them. A value is possible where some filling fits
all sums and keeps orang within terjaring: it is found, or it does not count. Where a search takes
too long, the value counts as impossible.
"""

import random

MEASURES = ("terjaring", "orang", "pembinaan")
SEXES = (0, 1)


class Known:
    """Sums that are known, and pairs of which the first is never above the second."""

    def __init__(self):
        self.sums = []
        self.pairs = []
        # {name of a number that is not shown: the unknowns of which it is the sum}
        self.hidden = {}
        self.shown = set()

    def told(self, name, parts, number):
        if number is None:
            self.hidden[name] = frozenset(parts)
        else:
            self.sums.append((frozenset(parts), number))
            self.shown.add(name)


def known_of(publications):
    """Of several publications, of any years and editions."""
    known = Known()
    for at, figures in enumerate(publications):
        _of_tables(known, at, figures)
        _of_periods(known, at, figures)
    return known


def _of_tables(known, at, figures):
    codes = [each["code"] for each in figures["classes"]]
    for measure in MEASURES:
        table = figures["tables"][measure]
        cells = {code: [(at, measure, code, sex) for sex in SEXES] for code in codes}
        every = [cells[code] for code in codes]
        if table is None:
            # It is said that so few are shown nowhere: nobody is not few.
            for code in codes:
                _three(known, (at, measure, code), cells[code], [None] * 3)
            _three(known, (at, measure, "all"), _together(every), [None] * 3)
            continue
        if table["total"] == [0, 0, 0]:
            known.sums.append((frozenset(part for pair in every for part in pair), 0))
            continue
        shown = table["classes"]
        for code in codes:
            _three(known, (at, measure, code), cells[code], shown.get(code, [None] * 3))
        if table["together"]:
            rest = [cells[code] for code in codes if code not in shown]
            _three(known, (at, measure, "together"), _together(rest), table["together"])
        _three(known, (at, measure, "all"), _together(every), table["total"])
    _nobody_is_no_person(known, at, figures["tables"], codes)
    for code in codes:
        for sex in SEXES:
            known.pairs.append(((at, "orang", code, sex), (at, "terjaring", code, sex)))


def _nobody_is_no_person(known, at, tables, codes):
    """Where a catch is said to be none, there is no human being to be hidden: 0 is said."""
    caught = tables["terjaring"]
    for code in codes if caught else ():
        numbers = caught["classes"].get(code, [None] * 3)
        for sex, number in zip(("L", "P", "L+P"), numbers, strict=True):
            if number == 0:
                known.hidden.pop((at, "orang", code, sex), None)
    for sex, number in zip(("L", "P", "L+P"), caught["total"] if caught else [], strict=False):
        if number == 0:
            known.hidden.pop((at, "orang", "all", sex), None)


def _together(pairs):
    """{sex: parts} of several classes."""
    return [[pair[sex] for pair in pairs] for sex in SEXES]


def _three(known, name, parts, numbers):
    sets = [[each] if isinstance(each, tuple) else each for each in parts]
    for sex, number in zip(("L", "P"), numbers[:2], strict=True):
        known.told((*name, sex), sets["LP".index(sex)], number)
    known.told((*name, "L+P"), [*sets[0], *sets[1]], numbers[2])


def _of_periods(known, at, figures):
    for measure, told in figures["periods"].items():
        table = figures["tables"][measure]
        if table is None or not table["total"][2]:
            continue
        months = [(at, measure, "month", month) for month in range(12)]
        shown = {each["period"].partition("-")[2]: each["number"] for each in told}
        for month in range(12):
            name = f"{month + 1:02}"
            known.told((at, measure, name), [months[month]], shown.get(name))
        for quarter in range(4):
            name = f"T{quarter + 1}"
            parts = months[3 * quarter : 3 * quarter + 3]
            known.told((at, measure, name), parts, shown.get(name))
        known.told((at, measure, "year"), months, table["total"][2])


# --- Which values are possible -------------------------------------------------------------

NO_END = 10**6
STEPS = 400


class Contradiction(Exception):
    pass


def possible_values(known, wanted=3):
    """{hidden number: values that it may have}, so many of each as are wanted, or all there are.
    Each filling that is found says a value of every number."""
    values = {name: set() for name in known.hidden}
    chance = random.Random(len(values))
    for sums, pairs in _components(known):
        tied = {part for parts, _ in sums for part in parts} | {p for pair in pairs for p in pair}
        names = [name for name, parts in known.hidden.items() if parts <= tied]
        for _ in range(8 if names else 0):
            _note(
                _search(_without_bounds(sums, pairs), sums, pairs, chance, [STEPS]),
                known,
                names,
                values,
            )
        for name in names:
            _try_values(known, name, values, names, sums, pairs, wanted, chance)
    for name, parts in known.hidden.items():
        # Of what is in no sum at all nothing is known.
        values[name] |= set() if values[name] else set(range(wanted)) if parts else {0}
    return values


def _note(filling, known, names, values):
    for each in names if filling else ():
        values[each].add(sum(filling[part] for part in known.hidden[each]))


def _try_values(known, name, values, names, sums, pairs, wanted, chance):
    """What no filling by chance had: one value after the other."""
    if len(values[name]) >= wanted:
        return
    parts = known.hidden[name]
    bounds = _narrowed(_without_bounds(sums, pairs), sums, pairs)
    least = sum(bounds[part][0] for part in parts)
    most = min(sum(bounds[part][1] for part in parts), least + 50)
    for value in range(least, most + 1):
        if len(values[name]) < wanted and value not in values[name]:
            told = [*sums, (parts, value)]
            start = _without_bounds(told, pairs)
            _note(_search(start, told, pairs, chance, [STEPS]), known, names, values)


def _components(known):
    """The sums and pairs, parted into those that have no number in common."""
    parts = {part for each, _ in known.sums for part in each}
    parts |= {part for pair in known.pairs for part in pair}
    of = {part: part for part in parts}

    def root(part):
        while of[part] != part:
            part = of[part]
        return part

    for group in [*(each for each, _ in known.sums), *known.pairs]:
        first, *others = map(root, group)
        for other in others:
            of[other] = first if other != first else of[other]
            of[root(other)] = root(first)
    found = {}
    for each in known.sums:
        found.setdefault(root(next(iter(each[0]))), ([], []))[0].append(each)
    for each in known.pairs:
        found.setdefault(root(each[0]), ([], []))[1].append(each)
    return list(found.values())


def _without_bounds(sums, pairs):
    parts = {part for each, _ in sums for part in each} | {p for pair in pairs for p in pair}
    return dict.fromkeys(parts, (0, NO_END))


def _search(bounds, sums, pairs, chance, left):
    """A filling, or None; `left` are the steps that it may take still."""
    left[0] -= 1
    if left[0] < 0:
        return None
    try:
        bounds = _narrowed(bounds, sums, pairs)
    except Contradiction:
        return None
    # Whoever is in no sum is bound by pairs alone: their least fits.
    summed = {part for parts, _ in sums for part in parts}
    free = [part for part in bounds if part in summed and bounds[part][0] < bounds[part][1]]
    if not free:
        return {part: least for part, (least, _) in bounds.items()}
    part = min(free, key=lambda each: (bounds[each][1] - bounds[each][0], each))
    least, most = bounds[part]
    value = chance.randint(least, min(most, least + 50))
    for low, high in ((value, value), (least, value - 1), (value + 1, most)):
        if low <= high:
            tried = bounds | {part: (low, high)}
            if (filling := _search(tried, sums, pairs, chance, left)) is not None:
                return filling
    return None


def _narrowed(bounds, sums, pairs):
    """As narrow as each sum and pair by itself makes them."""
    bounds = dict(bounds)
    changed = True
    while changed:
        changed = False
        for parts, number in sums:
            least = most = 0
            for part in parts:
                low, high = bounds[part]
                least += low
                most += high
            if not least <= number <= most:
                raise Contradiction
            if least == most:
                continue
            for part in parts:
                low, high = bounds[part]
                new = max(low, number - (most - high)), min(high, number - (least - low))
                if new != (low, high):
                    least, most = least + new[0] - low, most + new[1] - high
                    bounds[part], changed = new, True
        for small, large in pairs:
            (a, b), (c, d) = bounds[small], bounds[large]
            if b > d or c < a:
                bounds[small], bounds[large] = (a, min(b, d)), (max(c, a), d)
                changed = True
                if a > d:
                    raise Contradiction
    return bounds
