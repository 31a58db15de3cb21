"""What of a file can travel with a referral: what whoever ticks may read themselves, and as the
partner would read it. For the partner itself (`user` None) it is read once more, when it is sent.
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from cases.casework.assessments.models import Answer, Assessment, secrets_told
from cases.casework.notes.models import Note, NoteLevel
from cases.casework.plans.models import Plan
from cases.health.findings.models import Finding
from cases.house.belongings.models import Bag, Belonging
from cases.papers.models import Paper, PaperState
from cases.people.photos.models import Photo
from partners.referrals.packing.models import SECRETS, ItemKind
from rptc import days, keys
from rptc.together import read_together
from rptc.words import inisial, tanggal

K = ItemKind
# So many notes can be chosen from, the newest first; findings as many.
MOST = 8
SHORT = 2
NO_NUMBER = "(nomor tidak dikirim)"
# In whatever form it is typed.
NIK = re.compile(r"\d(?:[ .-]?\d){15}")
# The form of assessment is the unit's own: a section about health says so in its name.
OF_HEALTH = re.compile("sehat", re.IGNORECASE)


@dataclass(frozen=True)
class Offer:
    """One thing that can travel: its name, what the partner reads of it, its picture."""

    kind: ItemKind
    source: int
    part: int
    label: str
    text: str = ""
    photo: Photo | None = None
    # Ticked until somebody unticks it.
    is_usual: bool = False

    @property
    def key(self):
        return f"{self.kind.value}-{self.source}-{self.part}"

    @property
    def is_secret(self):
        return self.kind in SECRETS


def offers_of(stay, user) -> dict[str, Offer]:
    """{key: offer}, in the order of the page. For `user`, as far as they read it themselves."""
    tables = read_together([rows(stay, user) for rows, _ in TRAVELS])
    found = [*_name(stay)]
    for (_, offers), rows in zip(TRAVELS, tables, strict=True):
        found += offers(rows, stay, user)
    order = list(ItemKind)
    found.sort(key=lambda offer: order.index(offer.kind))
    return {offer.key: offer for offer in found}


def may_travel(text, person):
    """No NIK, and no name: the packet calls them by alias or initials, and the full name of an
    adult is a thing of its own to tick. Of a child, or who may be one, the alias neither."""
    text = NIK.sub(NO_NUMBER, text)
    if person.name:
        text = _word(person.name).sub(inisial(person.name), text)
    named = person.name
    if person.is_child_today is not False:
        named = f"{named} {person.alias}"
    for name in named.split():
        # Two letters are a title, or the beginning of many words.
        if len(name) > SHORT:
            text = _word(name).sub(f"{name[0].upper()}.", text)
    return text


def _word(name):
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _of(model, user):
    return model.objects.all() if user is None else model.objects.visible_to(user)


def _name(stay):
    """Of an adult alone."""
    person = stay.person
    if person.name and person.age.is_child_on(days.today()) is False:
        text = ", ".join(filter(None, [person.name, person.alias]))
        yield Offer(K.NAME, 0, 0, K.NAME.label, text)


def _photos(stay, user):
    """The newest face. One that is thrown away meanwhile does not travel."""
    photos = _of(Photo, user).shown().filter(person=stay.person).of_faces()
    return photos if user is None else photos[:1]


def _of_photos(photos, stay, user):
    for photo in photos:
        label = f"Foto {tanggal(photo.recorded_at)}"
        yield Offer(K.PHOTO, photo.pk, 0, label, photo=photo)


def _assessments(stay, user):
    """The newest one that is done: its conclusion, its sections, its secret answers one by one."""
    done = _of(Assessment, user).done().filter(stay=stay).order_by("-done_at", "-pk")
    return done if user is None else done[:1]


def _of_assessments(done, stay, user):
    for assessment in done:
        on = tanggal(assessment.done_at)
        if assessment.conclusion:
            text = may_travel(assessment.conclusion, stay.person)
            label = f"{K.SUMMARY.label} {on}"
            yield Offer(K.SUMMARY, assessment.pk, 0, label, text, is_usual=True)
        yield from _answers(assessment, stay, user)


def _answers(assessment, stay, user):
    rows = assessment.answers.select_related("question__section").order_by(
        "question__section__order", "question__order", "pk"
    )
    told = user is None or any(each.secret for each in rows) and secrets_told(user, stay)
    sections = {}
    for answer in rows:
        if not answer.secret:
            sections.setdefault(answer.question.section, []).append(answer)
        elif user is None or not answer.is_closed_to(user, told):
            text = may_travel(answer.text, stay.person)
            yield Offer(K.SECRET, answer.pk, 0, str(answer.question), text)
    for section, answers in sections.items():
        text = "\n".join(f"{answer.question}: {answer.text}" for answer in answers)
        kind = K.HEALTH if OF_HEALTH.search(section.name) else K.ANSWERS
        label = f"Asesmen, {section.name}"
        text = may_travel(text, stay.person)
        yield Offer(kind, assessment.pk, section.pk, label, text)


def _plans(stay, user):
    """The one that is in force, with the klien's own wish first."""
    return _of(Plan, user).in_force().filter(stay=stay)


def _of_plans(plans, stay, user):
    for plan in plans:
        if plan.wishes:
            text = may_travel(plan.wishes, stay.person)
            yield Offer(K.WISH, plan.pk, 0, K.WISH.label, text, is_usual=True)
        goals = [
            f"{item.goal}{f', paling lambat {tanggal(item.due_on)}' if item.due_on else ''}"
            for item in plan.items.filter(result="").order_by("due_on", "pk")
        ]
        text = may_travel("\n".join([plan.aim, *goals]), stay.person)
        yield Offer(K.PLAN, plan.pk, 0, f"Rencana ke-{plan.number}", text, is_usual=True)


def _papers(stay, user):
    """Those that the klien has: that they come along, and apart from it what a picture shows."""
    has = Q(state=PaperState.HAS) | Q(requests__got_on__isnull=False)
    papers = _of(Paper, user).filter(has, person=stay.person).select_related("kind", "scan")
    return papers.order_by("kind__order", "-said_on", "-pk").distinct()


def _of_papers(papers, stay, user):
    for paper in papers:
        yield Offer(K.PAPER, paper.pk, 0, str(paper), "ikut dibawa")
        if paper.scan and paper.scan.hidden_at is None:
            yield Offer(K.SCAN, paper.pk, 0, f"Pindaian {paper}", photo=paper.scan)


def _things(stay, user):
    """What still lies in their bags."""
    items = Belonging.objects.open().filter(bag__in=_of(Bag, user).filter(stay=stay))
    return items.select_related("bag").order_by("bag_id", "pk")


def _of_things(items, stay, user):
    lying = {}
    for item in items:
        lying.setdefault(item.bag, []).append(item.told)
    for bag, told in lying.items():
        text = may_travel("\n".join(told), stay.person)
        yield Offer(K.BAG, bag.pk, 0, f"Titipan, {bag}", text)


def _findings(stay, user):
    """The version that stands of each."""
    rows = _of(Finding, user).newest().filter(stay=stay).order_by("-seen_at", "-pk")
    return rows if user is None else rows[:MOST]


def _of_findings(rows, stay, user):
    for row in rows:
        keys.read_words(row, ("complaint", "finding", "treatment"))
        measured = [f"{name} {value} {unit}" for name, value, unit in row.measures]
        said = [
            ("Keluhan", row.complaint),
            ("Ditemukan", row.finding),
            ("Tindakan", row.treatment),
            ("Diukur", ", ".join(measured)),
            ("Menurut", row.said_by),
        ]
        text = "\n".join(f"{name}: {words}" for name, words in said if words)
        yield Offer(K.FINDING, row.pk, 0, str(row), may_travel(text, stay.person))


def _notes(stay, user):
    """Whose words this user may read. What was written to the head alone goes nowhere."""
    rows = Note.objects.all() if user is None else Note.objects.told_to(user)
    rows = rows.newest().filter(stay=stay).exclude(level=NoteLevel.HEAD).order_by("-on", "-pk")
    return rows if user is None else rows[:MOST]


def _of_notes(rows, stay, user):
    for row in rows:
        text = may_travel(keys.opened(row.sealed_text) or row.text, stay.person)
        label = f"Catatan {tanggal(row.on)}"
        yield Offer(K.NOTE, row.pk, 0, label, text)


# What is read, and what of it can travel.
TRAVELS = [
    (_photos, _of_photos),
    (_assessments, _of_assessments),
    (_plans, _of_plans),
    (_papers, _of_papers),
    (_things, _of_things),
    (_findings, _of_findings),
    (_notes, _of_notes),
]


def secrets_read_by(user, items) -> set[int]:
    """Those of these secret items whose words this reader of ours may know, who opens the file."""
    sources = {kind: [item.source for item in items if item.kind == kind] for kind in SECRETS}
    known = set()
    for kind, rows in _readable(user).items():
        found = set(rows(sources[kind])) if sources[kind] else set()
        known |= {item.pk for item in items if item.kind == kind and item.source in found}
    return known


def _readable(user):
    """{kind: the numbers of those sources that this reader may read}."""

    def all_with(permission):
        # Of these the file and the right are all that is asked.
        return lambda numbers: numbers if user.has_perm(permission) else []

    def notes(numbers):
        return Note.objects.told_to(user).filter(pk__in=numbers).values_list("pk", flat=True)

    def answers(numbers):
        rows = Answer.objects.filter(pk__in=numbers).select_related("assessment__stay")
        for answer in rows:
            if not answer.is_closed_to(user, secrets_told(user, answer.assessment.stay)):
                yield answer.pk

    return {
        K.SCAN: all_with("cases.view_paper"),
        K.HEALTH: all_with("cases.view_assessment"),
        K.FINDING: all_with("cases.view_health"),
        K.SECRET: answers,
        K.NOTE: notes,
    }
