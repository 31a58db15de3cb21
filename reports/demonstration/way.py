"""One person's way, step by step: met, arrived, left."""

from datetime import time, timedelta

from cases.exits.models import Exit, ExitKind
from cases.intakes.models import Certainty, Door, Intake, Outcome
from cases.people.models import Person
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayReturn, StayRule
from reports.demonstration import names
from rptc import days

RELATIVES = ["Ibu kandung", "Ayah kandung", "Kakak", "Paman", "Bibi", "Suami atau istri", "Anak"]
CHILDS_RELATIVES = RELATIVES[:5]
BODIES = {
    "penegak-hukum": "Unit PPA Polrestabes Makassar",
    "rumah-sakit": "RSKD Dadi, instalasi gawat darurat",
}
ACTIVITIES = {
    "anjal": ["Menjual tisu", "Mengamen", "Membersihkan kaca mobil", "Meminta-minta", "Memulung"],
    "gepeng": ["Meminta-minta", "Memulung", "Tidur di emperan", "Manusia silver"],
    "tuna-susila": ["Menunggu di pinggir jalan"],
    "lansia": ["Meminta-minta", "Tidur di emperan"],
}


class Way:
    def __init__(self, story):
        self.story = story
        self.kinds = {kind.code: kind for kind in ExitKind.objects.all()}
        self.rules = list(StayRule.objects.filter(classification=None).order_by("-valid_from"))

    # Met

    def meet(self, person, code, at, *, door=Door.PATROL, outcome=Outcome.BROUGHT, by, **where):
        """An intake. Its class is settled by a social worker on the next morning."""
        story = self.story
        classification = story.people.classes[code]
        settled_at = days.at(days.day_of(at) + timedelta(days=1), time(9)) + story.minutes(0, 150)
        settled = story.has_happened(settled_at)
        worker = self.worker()
        intake = story.add(
            Intake(
                person=person,
                sex=person.sex,
                met_on=days.day_of(at),
                met_at=at,
                door=door,
                provisional=classification,
                settled=classification if settled else None,
                settled_by=worker if settled else None,
                settled_at=settled_at if settled else None,
                classification=classification,
                outcome=outcome,
                certainty=self._certainty(person, settled),
                activity=story.dice.choice(ACTIVITIES.get(code, [""])),
                recorded_by=by,
                recorded_at=at + timedelta(minutes=1),
                **where,
            )
        )
        if not (person.name or person.alias or person.found):
            person.found = f"{intake.hot_spot or intake.place} {intake.met_on:%d/%m/%Y}"
        story.note(
            by, "registered", intake, intake.recorded_at, person=person, outcome=outcome.value
        )
        if settled:
            story.note(
                worker,
                "settled",
                intake,
                settled_at,
                person=person,
                classification=str(classification),
            )
        story.known.remember(intake)
        return intake

    def worker(self):
        return self.story.staff[self.story.pick({"peksos": 55, "peksos2": 45})]

    def _certainty(self, person, settled):
        if person.nik_status == Person.NikStatus.CONFIRMED:
            return Certainty.CONFIRMED
        return Certainty.PROBABLE if settled and self.story.chance(0.6) else Certainty.CLAIMED

    # Arrived

    def arrive(self, intake, at, *, worker=None):
        """The house confirms the arrival; the rule of that day decides how long."""
        entered_on = days.day_of(at)
        rule = next(rule for rule in self.rules if rule.valid_from <= entered_on)
        by = self.story.staff["malam" if at.astimezone(days.WITA).hour >= 19 else "piket"]
        stay = self.story.add(
            Stay(
                person=intake.person,
                intake=intake,
                began_at=at,
                rule=rule,
                last_on=rule.last_day(entered_on),
                social_worker=worker or self.worker(),
                recorded_by=by,
                recorded_at=at + timedelta(minutes=4),
            )
        )
        self.story.note(by, "arrived", stay, stay.recorded_at, person=stay.person)
        return stay

    def come_back(self, stay, intake, *, not_seen_since, at):
        by = self.story.staff["piket"]
        row = StayReturn(
            stay=stay,
            intake=intake,
            not_seen_since=not_seen_since,
            returned_at=at,
            recorded_by=by,
            recorded_at=at,
        )
        self.story.note(by, "continued", stay, at, person=stay.person)
        return self.story.add(row)

    # Longer

    def ask_longer(self, stay, new_last_on, at, reason):
        extension = self.story.add(
            Extension(
                stay=stay,
                from_last_on=stay.last_on,
                new_last_on=new_last_on,
                reason=reason,
                recorded_by=stay.social_worker,
                recorded_at=at,
            )
        )
        self.story.note(stay.social_worker, "proposed", extension, at, person=stay.person)
        return extension

    def decide_longer(self, extension, state, at, *, note=""):
        stay = extension.stay
        extension.state, extension.decision_note = state, note
        extension.decided_by, extension.decided_at = self.story.who_decides(days.day_of(at)), at
        if state == Extension.State.APPROVED:
            stay.last_on = extension.new_last_on
        self.story.note(extension.decided_by, state.value, extension, at, person=stay.person)

    # Left

    def leave(self, stay, code, at):
        """The stay ends, under the approval that its kind and person need."""
        kind = self.kinds[code]
        if kind.is_emergency:
            exit = self.leave_at_once(stay, code, at)
        elif self.needs_head(stay, kind, at):
            exit = self.propose(stay, code, max(stay.recorded_at, at - timedelta(hours=20)))
            self.decide(exit, Exit.State.APPROVED, at - timedelta(hours=1))
            self.hand_over(exit, at)
        else:
            exit = self._exit(stay, kind, at, stay.social_worker)
            self._tell_head(exit, at, done_by=stay.social_worker)
        stay.ended_at = at
        return exit

    def leave_at_once(self, stay, code, at):
        """In an emergency by whoever is on duty; the head is told."""
        night = at.astimezone(days.WITA).hour >= 18
        on_duty = self.story.staff["malam" if night else "piket"]
        exit = self._exit(stay, self.kinds[code], at, on_duty)
        self._tell_head(exit, at, done_by=on_duty)
        stay.ended_at = at
        return exit

    def propose(self, stay, code, at):
        exit = self._exit(stay, self.kinds[code], at, stay.social_worker)
        self.story.note(stay.social_worker, "proposed", exit, at, person=stay.person)
        return exit

    def decide(self, exit, state, at, *, note=""):
        exit.state, exit.decided_at = state, at
        exit.decided_by = self.story.who_decides(days.day_of(at))
        exit.decision_note = note
        self.story.note(exit.decided_by, state.value, exit, at, person=exit.stay.person)

    def hand_over(self, exit, at):
        exit.state, exit.left_at, exit.done_by = Exit.State.DONE, at, exit.recorded_by
        exit.stay.ended_at = at
        self._note_end(exit)

    def needs_head(self, stay, kind, at):
        child = stay.person.age.is_child_on(days.day_of(at))
        dependent = stay.intake.classification.is_dependent
        return child is not False or dependent or kind.approval == ExitKind.Approval.HEAD

    def _exit(self, stay, kind, at, by):
        exit = Exit(stay=stay, kind=kind, recorded_by=by, recorded_at=at)
        if kind.code == "keluarga":
            young = stay.person.age.is_child_on(days.day_of(at))
            sex = self.story.dice.choice("LP")
            exit.receiver = names.name(self.story.dice, sex, 45)
            exit.relation = self.story.dice.choice(CHILDS_RELATIVES if young else RELATIVES)
            exit.address = stay.person.origin_text
        elif kind.needs_receiver:
            exit.receiver = BODIES.get(kind.code, "")
        if kind.code == "melarikan-diri":
            exit.reason = "Tidak ada di tempat saat absen. Sudah dicari di sekitar rumah."
        return self.story.add(exit)

    def _tell_head(self, exit, at, *, done_by):
        """Done without asking: the head marks it "diketahui" on the next working morning."""
        exit.state, exit.left_at, exit.done_by = Exit.State.DONE, at, done_by
        exit.must_be_known = True
        known_at = days.at(days.day_of(at) + timedelta(days=1), time(8, 10))
        self._note_end(exit)
        if self.story.has_happened(known_at):
            exit.known_by = self.story.who_decides(days.day_of(known_at))
            exit.known_at = known_at
            self.story.note(exit.known_by, "acknowledged", exit, known_at, person=exit.stay.person)

    def _note_end(self, exit):
        stay, kind = exit.stay, str(exit.kind)
        self.story.note(exit.done_by, "ended", stay, exit.left_at, person=stay.person, kind=kind)
