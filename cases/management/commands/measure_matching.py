import csv
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.people.ages import Age, AgeKind
from cases.people.likely import known_of, nearest
from cases.people.matching import Known, score
from cases.people.models import Person
from rptc import days
from rptc.accounts.models import User


class Command(BaseCommand):
    help = (
        "Measures the search for people who were here before: precision and recall on labelled"
        " pairs, how often a registration's partner is among the first five of a pool, and how"
        " often somebody who was never here gets a hint. Nothing is saved."
    )

    def add_arguments(self, parser):
        parser.add_argument("pairs")
        parser.add_argument("--pool", required=True)
        parser.add_argument("--truth", required=True)
        parser.add_argument(
            "--ask", type=int, help="of a large pool only so many ask, drawn once and for all"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of text")

    def handle(self, *, pairs, pool, truth, ask, **options):
        reasons = measure_pairs(_read(pairs))
        total = sum(reasons.values(), Counter())
        found = measure_pool(_read(pool), _read(truth), ask=ask)
        figures = {
            **rates(total),
            "recall_at_1": found["pair", 1],
            "recall_at_5": found["pair", 5],
            "recall_of_likely": found["pair", LIKELY],
            "recall_of_hints": found["pair", POSSIBLE],
            "false_hints": found["never", LIKELY],
            "possible_hints": found["never", POSSIBLE],
        }
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        self._say(figures, reasons, found)

    def _say(self, figures, reasons, found):
        for why, counts in sorted(reasons.items()):
            right = counts["true_yes"] + counts["true_no"]
            same = "orang sama" if counts["true_yes"] + counts["false_no"] else "orang lain"
            self.stdout.write(f"{same}, {why}: {right} dari {sum(counts.values())} benar")
        self.stdout.write(
            f"Pasangan: precision {figures['precision']:.3f}, recall {figures['recall']:.3f},"
            f" F1 {figures['f1']:.3f}"
        )
        for kind, text in (("pair", "tiap pasangan"), ("query", "tiap pencarian, salah satu")):
            self.stdout.write(
                f"Kumpulan, {text}: recall@1 {found[kind, 1]:.3f}, recall@5 {found[kind, 5]:.3f},"
                f" disebut kemungkinan besar {found[kind, LIKELY]:.3f},"
                f" kemungkinan besar atau 'mungkin' {found[kind, POSSIBLE]:.3f}"
            )
        self.stdout.write(
            "Yang belum pernah di sini: petunjuk keliru (kemungkinan besar)"
            f" {found['never', LIKELY]:.3f}"
        )
        self.stdout.write(
            f"Yang belum pernah di sini: hanya 'mungkin' {found['never', POSSIBLE]:.3f}"
        )


def _read(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- Pairs -------------------------------------------------------------------------------------


def measure_pairs(rows):
    """{(same, reason): Counter of true_yes, false_yes, true_no, false_no}; the reason and the
    label are read after the score."""
    reasons = defaultdict(Counter)
    for row in rows:
        says = score(_side(row, "a"), _side(row, "b")).is_likely
        is_same = row["same"] == "1"
        right = "true" if says == is_same else "false"
        reasons[row.get("why", "")][f"{right}_{'yes' if says else 'no'}"] += 1
    return reasons


def _side(row, side):
    age = row[f"age_{side}"]
    return Known(
        name=row[f"name_{side}"],
        alias=row[f"alias_{side}"],
        sex=row[f"sex_{side}"],
        age=int(age) if age else None,
        origin=row[f"origin_{side}"],
        mother_name=row[f"mother_{side}"],
    )


def rates(counts):
    yes, no = counts["true_yes"], counts["false_no"]
    precision = yes / ((yes + counts["false_yes"]) or 1)
    recall = yes / ((yes + no) or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return {"precision": precision, "recall": recall, "f1": f1}


# -- Pool --------------------------------------------------------------------------------------


# What a hint says, and what is counted of it.
LIKELY, POSSIBLE = "likely", "possible"


def measure_pool(rows, truth, *, ask=None):
    """Each registration asks for the others, as the page does.

    "pair": the share of true (asked, partner) that is found among the first k, the strict
    reading: who has two partners can have only one of them first; LIKELY: and is said to be
    likely; POSSIBLE: or said to be possible. "query": the share of those who ask that find at
    least one partner there. "never": the share of those without a partner who are shown somebody,
    as likely, or as possible alone.
    """
    partners = defaultdict(set)
    for row in truth:
        partners[row["id_a"]].add(row["id_b"])
        partners[row["id_b"]].add(row["id_a"])
    known, never = sorted(partners), [row["id"] for row in rows if row["id"] not in partners]
    if ask:
        draw = random.Random(1)  # noqa: S311 (the same ones every time)
        known, never = (draw.sample(ids, min(ask, len(ids))) for ids in (known, never))
    with transaction.atomic():
        people = _saved(rows)
        found = _ask(people, {ref: partners[ref] for ref in known}) | _ask_never(people, never)
        transaction.set_rollback(True)
    return found


def _saved(rows):
    """The pool as rows of Person, in a transaction that is rolled back."""
    by, today = User.objects.of_commands(), days.today()
    people = Person.objects.bulk_create([_person(row, by, today) for row in rows], batch_size=500)
    return {row["id"]: person for row, person in zip(rows, people, strict=True)}


def _person(row, by, today):
    person = Person(
        name=row["full_name"],
        alias=row["alias"],
        sex=row["sex"],
        origin_text=row["origin_kecamatan"],
        mother_name=row["mother_name"],
        recorded_by=by,
    )
    if row["age"]:
        person.age = Age(AgeKind.ABOUT, int(row["age"]), None, today)
    if not (person.name or person.alias):
        person.found = "tidak tercatat"
    return person


def _ask(people, partners):
    answers_for = _asker(people)
    hits = Counter()
    for ref, theirs in partners.items():
        answers = answers_for(ref)
        firsts = {k: [other for other, _ in answers[:k]] for k in (1, 5)}
        firsts[LIKELY] = [other for other, match in answers if match.is_likely]
        firsts[POSSIBLE] = [other for other, match in answers if match.is_hint]
        for k, first in firsts.items():
            among_first = theirs & set(first)
            hits["pair", k] += len(among_first)
            hits["query", k] += bool(among_first)
    asked_for = {"pair": sum(map(len, partners.values())), "query": len(partners)}
    return {
        (kind, k): hits[kind, k] / (asked_for[kind] or 1)
        for kind in asked_for
        for k in (1, 5, LIKELY, POSSIBLE)
    }


def _ask_never(people, never):
    answers_for, shown = _asker(people), Counter()
    for ref in never:
        matches = [match for _, match in answers_for(ref)]
        if any(match.is_likely for match in matches):
            shown[LIKELY] += 1
        elif any(match.is_possible for match in matches):
            shown[POSSIBLE] += 1
    return {("never", kind): shown[kind] / (len(never) or 1) for kind in (LIKELY, POSSIBLE)}


def _asker(people):
    """Asks for somebody among all the others: [(who, match)], the best five."""
    today = days.today()
    ids = {person.pk: ref for ref, person in people.items()}
    pool = Person.objects.filter(pk__gte=min(ids), pk__lte=max(ids))

    def answers_for(ref):
        asked = people[ref]
        others = pool.exclude(pk=asked.pk)
        found = nearest(known_of(asked, on=today), on=today, among=others, limit=5)
        return [(ids[each.person_id], each.match) for each in found]

    return answers_for
