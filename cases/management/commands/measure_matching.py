import csv
import json
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
        " pairs, and how often a registration's partner is among the first five of a pool."
        " Nothing is saved."
    )

    def add_arguments(self, parser):
        parser.add_argument("pairs")
        parser.add_argument("--pool", required=True)
        parser.add_argument("--truth", required=True)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of text")

    def handle(self, *, pairs, pool, truth, **options):
        reasons = measure_pairs(_read(pairs))
        total = sum(reasons.values(), Counter())
        found = measure_pool(_read(pool), _read(truth))
        figures = {
            **rates(total),
            "recall_at_1": found["pair", 1],
            "recall_at_5": found["pair", 5],
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
                f"Kumpulan, {text}: recall@1 {found[kind, 1]:.3f}, recall@5 {found[kind, 5]:.3f}"
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


def measure_pool(rows, truth):
    """Each registration that has a partner asks for the others, as the page does.

    "pair": the share of true (asked, partner) that is found among the first k, the strict
    reading: who has two partners can have only one of them first. "query": the share of
    those who ask that find at least one partner there.
    """
    partners = defaultdict(set)
    for row in truth:
        partners[row["id_a"]].add(row["id_b"])
        partners[row["id_b"]].add(row["id_a"])
    with transaction.atomic():
        people = _saved(rows)
        found = _ask(people, partners)
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
    today = days.today()
    ids = {person.pk: ref for ref, person in people.items()}
    pool = Person.objects.filter(pk__gte=min(ids), pk__lte=max(ids))
    hits = Counter()
    for ref, theirs in partners.items():
        asked = people[ref]
        answers = nearest(
            known_of(asked, on=today), on=today, among=pool.exclude(pk=asked.pk), limit=5
        )
        ranked = [ids[each.person_id] for each in answers]
        for k in (1, 5):
            among_first = theirs & set(ranked[:k])
            hits["pair", k] += len(among_first)
            hits["query", k] += bool(among_first)
    asked_for = {"pair": sum(map(len, partners.values())), "query": len(partners)}
    return {
        (kind, k): hits[kind, k] / (asked_for[kind] or 1) for kind in asked_for for k in (1, 5)
    }
