"""May this name receive this klien, or what is the klien's?

The one home of the question: warnings, the list at the door, marks for suspected exploitation,
and who received the klien before. A release, several releases together and belongings ask
`check_named` and `suspect_named`; a visit, an inquiry and an escort ask `objection_to`; a page
that shows the answer asks `look_up`.

The answer is one of three (people/flags/whom.py): clear, likely, stopped. A likely one stops until
a social worker has said why it is somebody else (gate/somebody_else).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.gate.models import Receiver
from cases.gate.refusals.columns import COMPARED_WITH, column_of, columns_of
from cases.gate.refusals.models import Refusal
from cases.gate.somebody_else.models import SomebodyElse
from cases.gate.visits.models import Unwelcome, Visit
from cases.people.access import not_own, with_reading
from cases.people.doubles.models import Double, DoubleState
from cases.people.flags.models import Flag
from cases.people.flags.shown import warnings_of
from cases.people.flags.whom import Likeness, Named, likeness, likeness_as_described, relation_in
from cases.people.models import Person
from cases.people.relations.models import Relation
from cases.people.relations.suspects import suspects_of
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.admission import found_once
from rptc.audit.record import enter
from rptc.columns import is_among
from rptc.refusals import Refused

Act, Because = Refusal.Act, Refusal.Because
# To whom what speaks against it is not told.
NOT_TO_THEM = "Tidak boleh diserahkan kepada orang ini. Hubungi pekerja sosial atau Kepala UPT."
SAY_WHY_FIRST = (
    "Bila orangnya memang lain, pekerja sosial menulis dahulu mengapa, di halaman terminasi atau"
    " di Ditolak di pintu."
)
NOT_ENDED_FOR_IT = "Larangan ini tidak diakhiri hanya untuk penyerahan ini."
# On whose word a child is visited, and whoever is forbidden for another klien is received.
MAY_ALLOW = (Role.SOCIAL_WORKER, Role.HEAD)
CHECK_CARD = "Cocokkan kartunya, dan baca dahulu mengapa."
ASK_BEFORE_IT = "Tanyakan dahulu kepada pekerja sosial atau Kepala UPT."
CANNOT_BE_COMPARED = "Tulis nama lengkapnya dengan huruf Latin: nama ini tidak dapat diperiksa."
# What has stopped these is not ended at once (people/flags/actions.py).
RELEASES = {Act.HANDOVER, Act.ESCORT}


class Answer(models.TextChoices):
    CLEAR = "clear", "Tidak dilarang"
    ELSEWHERE = "elsewhere", "Dilarang untuk klien lain"
    LIKELY = "likely", "Mungkin sama"
    STOPPED = "stopped", "Dilarang"
    UNCHECKED = "unchecked", "Belum diperiksa"


GRADES = {
    Answer.CLEAR: "ok",
    Answer.ELSEWHERE: "due",
    Answer.LIKELY: "due",
    Answer.STOPPED: "late",
    Answer.UNCHECKED: "wait",
}


@dataclass(frozen=True)
class Objection:
    """What speaks against this name. It holds whoever may know it; who may not reads no more than
    that there is something, in the same words whatever it is, and however sure."""

    person: Person
    asked: Named
    by: User
    against: Flag | Unwelcome | Person
    likeness: Likeness
    reason: str
    is_told: bool

    @property
    def because(self):
        return {Flag: Because.WARNING, Unwelcome: Because.BAN, Person: Because.MARK}[
            type(self.against)
        ]

    @property
    def is_likely(self):
        return self.likeness == Likeness.LIKELY

    @property
    def answer(self):
        return Answer.LIKELY if self.is_likely and self.is_told else Answer.STOPPED

    @property
    def said(self):
        if not self.is_told:
            return NOT_TO_THEM
        return f"Mungkin orang yang sama. {self.reason}" if self.is_likely else self.reason

    def refused(self, act, message=None, *, advice=""):
        """The error to raise. `advice` is for who is told the reason, `message` instead."""
        if not message and self.is_told:
            message = " ".join(filter(None, [self.said, advice, self.is_likely and SAY_WHY_FIRST]))
        return Refused(message or NOT_TO_THEM, write=lambda: self._write(act))

    def _write(self, act):
        refusal = Refusal(
            person=self.person,
            act=act,
            because=self.because,
            is_likely=self.is_likely,
            **columns_of(self.asked, self.against),
        )
        enter(refusal, "registered", by=self.by)
        if act in RELEASES and not isinstance(self.against, Person):
            rows = type(self.against).objects.filter(pk=self.against.pk)
            rows.update(stopped_at=days.now(), stopped_by=self.by)


# -- A release, and what is the klien's ---------------------------------------------------------


def check_named(person, asked, *, by, act, least=Likeness.LIKELY):
    """Raises Refused when neither the klien nor what is the klien's goes to this name. `least`:
    SAME where whoever is only likely is asked about later, and not yet."""
    _refuse([_warnings_against, _bans_against], person, asked, by, act, least)
    if asked.name:
        check_comparable(asked)


def check_warnings(person, asked, *, by, act, least=Likeness.LIKELY):
    """Raises Refused when a warning in force forbids handing this person to that name."""
    _refuse([_warnings_against], person, asked, by, act, least)


def _refuse(looks, person, asked, by, act, least):
    for objection in _open(looks, person, asked, by):
        if objection.likeness >= least:
            raise objection.refused(act, advice="" if objection.is_likely else NOT_ENDED_FOR_IT)


def check_comparable(asked, column=None):
    """Raises ValidationError where nothing of the name can be compared: that is not clear."""
    if not asked.can_be_compared:
        raise ValidationError({column: CANNOT_BE_COMPARED} if column else CANNOT_BE_COMPARED)


def mark_against(person, asked, suspect, *, by):
    """That the name is of a marked adult (`suspect_named`)."""
    found = (dict(_suspects_of(file, asked, by)).get(suspect) for file in _files_of(person))
    return _mark(person, asked, suspect, max(filter(None, found), default=Likeness.SAME), by)


def _mark(person, asked, suspect, found, by):
    marked = Relation.objects.told_to(by).filter(person=suspect, suspected_exploitation=True)
    reason = f"{suspect} diduga mengeksploitasi anak."
    return Objection(person, asked, by, suspect, found, reason, marked.exists())


def suspect_named(child, asked, *, by):
    """The marked adult whom the receiver resembles, or None; of adults nobody asks.

    Of those near the child one name in common is enough; of all others the NIK or the whole name.
    """
    found = [
        (suspect, like)
        for file in _files_of(child)
        for suspect, like in _suspects_of(file, asked, by)
        if like == Likeness.SAME
        or not _is_told_apart(file, asked, suspect, explanations(child, asked, by=by))
    ]
    return max(found, key=lambda each: each[1])[0] if found else None


def earlier_receivers(stay, asked, *, relation=""):
    """Of the family that received this klien before and from whom they came back: the same adult
    as far as anybody can tell. The name is alike, or card, telephone or relation are the same.
    The newest first."""
    handed = Receiver.objects.handed().filter(
        is_family=True, stay__person=stay.person_id, stay__began_at__lt=stay.began_at
    )

    def is_the_same(before):
        if relation and before.relation.casefold() == relation.casefold():
            return True
        return bool(likeness(before.named, asked))

    return [before for before in handed.order_by("-handed_at", "-pk") if is_the_same(before)]


def forbidden_of_same_relation(person, asked, relation, *, by, decides=False):
    """Those against whom something speaks, as far as `by` is told, who are related to the klien as
    this receiver says to be and bear another name: a name is soon another, an uncle is not.
    Whoever is said in words to be somebody else is not named again. Whoever `decides` is told of
    each warning, as above on their page."""
    if not (related := relation_in(relation)):
        return []
    told_apart = explanations(person, asked, by=by)
    return [
        forbidden
        for file in _files_of(person)
        for forbidden, how in _forbidden(file, by, decides)
        if relation_in(how) == related
        and not _is_told_apart(file, asked, forbidden, told_apart)
        and not likeness(forbidden.named, asked)
    ]


def _forbidden(person, by, decides):
    """(Flag or ban, the words that say how that one is related)"""
    for flag in warnings_of(person, by):
        if flag.is_in_force and (flag.may_be_read or decides):
            yield flag, flag.whom
    for ban in _bans_in_force(by):
        if ban.person_id == person.pk and ban.may_be_read:
            yield ban, f"{ban.relation} {ban.name}"


def forbidden_for_others(person, asked, *, by) -> list[Flag | Unwelcome]:
    """The warnings and bans that name the same one for the sake of another klien, each with
    `may_be_read`: by the card or the whole name, for a word in common says nothing of strangers.

    They forbid nothing here: a father may be kept from one child and fetch the other. But nobody
    is handed to them, nor received, before somebody who may decide it has heard of it.

    Who may decide hears of every warning. House staff hear of those that they may read: else who
    types a name would learn that a child of his is known here."""
    decides = by.has_role(*MAY_ALLOW)
    return [
        row
        for row in all_for_others(person, asked, by=by)
        if row.may_be_read or decides and row.person_id not in by.own_files
    ]


def all_for_others(person, asked, *, by) -> list[Flag | Unwelcome]:
    """The same, also those of which `by` does not hear: to be kept, and told to nobody so."""
    mine = {None, *(file.pk for file in _files_of(person))}
    rows = [*_warnings_in_force(by), *_bans_in_force(by)]
    return [
        row
        for row in rows
        if row.person_id not in mine and likeness_as_described(row.named, asked)
    ]


def inside_and_forbidden(user):
    """The visits of who is inside and forbidden for another klien, who is in the house, too: they
    may meet. As far as this user hears of that warning, as above, and while it holds; whoever
    wrote the visit down need not have heard of it."""
    decides = user.has_role(*MAY_ALLOW)
    in_house = Stay.objects.open().filter(person=OuterRef("person"))

    def heard_in(column, rows):
        heard = rows if decides else rows.filter(pk__in=rows.visible_to(user).values("pk"))
        return Exists(heard.filter(Exists(in_house), not_own(user, "person"), is_among(column)))

    return (
        Visit.objects.visible_to(user)
        .inside()
        .filter(
            heard_in("flags_of_others", Flag.objects.against_release().in_force())
            | heard_in("bans_of_others", Unwelcome.objects.in_force())
        )
    )


def must_not_meet(visit, *, by):
    """The klien for whose sake this visitor is forbidden, as far as `by` may read of it; None of
    who is not inside, and of whom nothing is said."""
    if not inside_and_forbidden(by).filter(pk=visit.pk).exists():
        return None
    others = forbidden_for_others(visit.stay.person, visit.named, by=by)
    told = {each.person_id for each in others if each.may_be_read}
    return Person.objects.filter(pk__in=told).order_by("name", "pk")


def _warnings_in_force(by):
    """Of all klien, each with `may_be_read`."""
    rows = with_reading(Flag.objects.against_release().in_force(), by)
    return found_once(by, "warnings in force", lambda: list(rows))


def _bans_in_force(by):
    """Of all klien and of the whole house, each with `may_be_read`."""
    rows = with_reading(Unwelcome.objects.in_force(), by).order_by("pk")
    return found_once(by, "bans in force", lambda: list(rows))


def was_decided_despite(stay, suspect):
    """Has the head decided in writing that this klien goes to the marked adult nevertheless?"""
    return Receiver.objects.filter(stay=stay, decided_despite=suspect).exists()


# -- At the door, on the telephone, and on a page -----------------------------------------------


def objection_to(person, asked, *, by):
    """Why whoever bears this name must not be received for this klien, nor told; or None."""
    return next(iter(_all_against(person, asked, by)), None)


@dataclass(frozen=True)
class LookedUp:
    """The answer as a page shows it: never green where nothing was compared."""

    answer: Answer
    said: str
    objection: Objection | None = None

    @property
    def grade(self):
        return GRADES[self.answer]

    @property
    def is_allowed(self):
        """Nothing forbids it for this klien."""
        return self.answer in {Answer.CLEAR, Answer.ELSEWHERE}


def look_up(person, asked, *, by, despite=None):
    """`despite`: the marked adult for whom the head has decided so."""
    objections = [each for each in _all_against(person, asked, by) if each.against != despite]
    if objections:
        return LookedUp(objections[0].answer, objections[0].said, objections[0])
    if not asked.can_be_compared:
        said = CANNOT_BE_COMPARED if asked.name else "Belum ada nama yang dapat diperiksa."
        return LookedUp(Answer.UNCHECKED, said)
    if others := forbidden_for_others(person, asked, by=by):
        advice = CHECK_CARD if by.has_role(*MAY_ALLOW) else ASK_BEFORE_IT
        return LookedUp(Answer.ELSEWHERE, f"{said_of_others(others)} {advice}")
    return LookedUp(Answer.CLEAR, "Tidak ada larangan yang mirip nama ini.")


def said_of_others(others) -> str:
    """That it is forbidden for another klien, and for whom, as far as it may be read."""
    told = Person.objects.filter(pk__in={each.person_id for each in others if each.may_be_read})
    names = ", ".join(str(each) for each in told.order_by("name", "pk"))
    return f"Nama, kartu atau telepon ini dilarang untuk klien lain{names and f': {names}'}."


# -- Who is said to be somebody else ------------------------------------------------------------


def likely_objection(person, asked, against, *, by):
    """What `against` objects, where it is only likely and told to `by`: of that one a social
    worker can say that it is somebody else."""
    found = (each for each in _all_against(person, asked, by) if each.against == against)
    return next((each for each in found if each.answer == Answer.LIKELY), None)


def said_somebody_else(person, asked):
    """What was said about this name and this klien."""
    return SomebodyElse.objects.of_name(_files_of(person), asked)


def explanations(person, asked, *, by):
    """The same with who said it and who has read it."""
    rows = said_somebody_else(person, asked).select_related(
        "recorded_by", "known_by", *COMPARED_WITH
    )
    return found_once(by, ("explanations", person.pk, asked), lambda: list(rows))


def _is_told_apart(file, asked, against, said):
    column = f"{column_of(against)}_id"
    whom = Named("", against.nik) if isinstance(against, Person) else against.named
    of_both = (
        each for each in said if (each.person_id, getattr(each, column)) == (file.pk, against.pk)
    )
    return any(each.covers(asked, whom) for each in of_both)


# -- What speaks against a name -----------------------------------------------------------------


def _all_against(person, asked, by):
    """The surest first."""
    return _open([_warnings_against, _bans_against, _marks_against], person, asked, by)


def _open(looks, person, asked, by):
    """Of which nobody has said that it is somebody else; the surest first."""
    found, files = {}, _files_of(person)
    for look in looks:
        for file in files:
            for objection in _found_by(look, file, asked, by):
                found.setdefault(objection.against, objection)
    is_open = [
        each
        for each in found.values()
        if not (
            each.is_likely
            and _is_told_apart(
                each.person, asked, each.against, explanations(person, asked, by=by)
            )
        )
    ]
    return sorted(is_open, key=lambda each: -each.likeness)


def _found_by(look, file, asked, by):
    """A page asks three times: for the answers that it offers, for what has to be there, and for
    what it tells. It reads once; whoever acts has nothing of it, and asks anew under the locks."""
    return found_once(by, (look, file.pk, asked), lambda: list(look(file, asked, by)))


def _suspects_of(file, asked, by):
    return found_once(by, (suspects_of, file.pk, asked), lambda: suspects_of(file, asked))


def _files_of(person):
    """The person's own, and those that are said to be theirs, too (Double.claimed_by): what speaks
    against a name there holds until a social worker has decided. Asked once of a person that was
    read: three parts of a page ask it, and who acts has locked them and read them anew."""
    if not hasattr(person, "files_of_theirs"):
        person.files_of_theirs = _claimed_with(person)
    return [person, *person.files_of_theirs]


def _claimed_with(person):
    claims = Double.objects.filter(state=DoubleState.OPEN, claimed_by__isnull=False)
    claims = claims.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    return [pair.other if pair.person_id == person.pk else pair.person for pair in claims]


def _warnings_against(person, asked, by):
    for flag in warnings_of(person, by):
        if flag.is_in_force and (found := likeness(flag.named, asked)):
            # Also a file that is closed to them speaks here, and only says no.
            reason = f"Jangan serahkan kepada {flag.whom}. {flag.what_to_do}"
            yield Objection(person, asked, by, flag, found, reason, flag.may_be_read)


def _bans_against(person, asked, by):
    """What says at the door that whoever bears this name is not received for this klien."""
    for ban in _bans_in_force(by):
        is_of_others = ban.person_id not in (None, person.pk)
        if not is_of_others and (found := likeness(ban.named, asked)):
            reason = f"Ada dalam daftar jangan terima: {ban}. {ban.reason}"
            yield Objection(person, asked, by, ban, found, reason, ban.may_be_read)


def _marks_against(person, asked, by):
    for suspect, found in _suspects_of(person, asked, by):
        yield _mark(person, asked, suspect, found, by)
