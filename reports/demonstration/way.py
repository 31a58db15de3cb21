"""One person's way in the official years, written in bulk: met, arrived, left."""

from datetime import time, timedelta

from cases.exits.models import Exit, ExitKind
from cases.intakes.models import Certainty, Door, Intake, Outcome
from cases.people.models import Person
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayRule
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
                certainty=self.certainty(person, settled=settled),
                activity=self.activity(code),
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

    def activity(self, code):
        return self.story.dice.choice(ACTIVITIES.get(code, [""]))

    def certainty(self, person, *, settled):
        if person.nik_status == Person.NikStatus.CONFIRMED:
            return Certainty.CONFIRMED
        return Certainty.PROBABLE if settled and self.story.chance(0.6) else Certainty.CLAIMED

    # Arrived

    def arrive(self, intake, at):
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
                social_worker=self.worker(),
                recorded_by=by,
                recorded_at=at + timedelta(minutes=4),
            )
        )
        self.story.note(by, "arrived", stay, stay.recorded_at, person=stay.person)
        return stay

    # Longer

    def longer(self, stay, new_last_on, asked_at, decided_at, reason):
        """Asked for by the social worker, and approved."""
        extension = self.story.add(
            Extension(
                stay=stay,
                from_last_on=stay.last_on,
                new_last_on=new_last_on,
                reason=reason,
                state=Extension.State.APPROVED,
                decided_by=self.story.who_decides(days.day_of(decided_at)),
                decided_at=decided_at,
                recorded_by=stay.social_worker,
                recorded_at=asked_at,
            )
        )
        stay.last_on = new_last_on
        self.story.note(extension.recorded_by, "proposed", extension, asked_at, person=stay.person)
        self.story.note(
            extension.decided_by, "approved", extension, decided_at, person=stay.person
        )

    # Left

    def leave(self, stay, code, at):
        """The stay ends, under the approval that its kind and person need."""
        kind = self.kinds[code]
        stay.ended_at = at
        if kind.is_emergency:
            night = at.astimezone(days.WITA).hour >= 18
            on_duty = self.story.staff["malam" if night else "piket"]
            self._tell_head(self._exit(stay, kind, at, on_duty), at)
        elif self.needs_head(stay, kind, at):
            asked_at = max(stay.recorded_at, at - timedelta(hours=20))
            self._approve(self._exit(stay, kind, asked_at, stay.social_worker), at)
        else:
            self._tell_head(self._exit(stay, kind, at, stay.social_worker), at)

    def _approve(self, exit, at):
        """Decided an hour before the handover."""
        person, decided_at = exit.stay.person, at - timedelta(hours=1)
        exit.decided_by = self.story.who_decides(days.day_of(decided_at))
        exit.decided_at = decided_at
        self.story.note(exit.recorded_by, "proposed", exit, exit.recorded_at, person=person)
        self.story.note(exit.decided_by, "approved", exit, decided_at, person=person)
        self._end(exit, at)

    def needs_head(self, stay, kind, at):
        child = stay.person.age.is_child_on(days.day_of(at))
        dependent = stay.intake.classification.is_dependent
        return child is not False or dependent or kind.approval == ExitKind.Approval.HEAD

    def _exit(self, stay, kind, at, by):
        columns = self.receiver(stay, kind, days.day_of(at))
        return self.story.add(
            Exit(stay=stay, kind=kind, recorded_by=by, recorded_at=at, **columns)
        )

    def receiver(self, stay, kind, on):
        """To whom somebody goes, as columns of an exit; of those who ran away, what was seen."""
        if kind.code == "keluarga":
            young = stay.person.age.is_child_on(on)
            sex = self.story.dice.choice("LP")
            return {
                "receiver": names.name(self.story.dice, sex, 45),
                "relation": self.story.dice.choice(CHILDS_RELATIVES if young else RELATIVES),
                "address": stay.person.origin_text,
            }
        if kind.code == "melarikan-diri":
            return {"reason": "Tidak ada di tempat saat absen. Sudah dicari di sekitar rumah."}
        return {"receiver": BODIES.get(kind.code, "") if kind.needs_receiver else ""}

    def _tell_head(self, exit, at):
        """Done without asking: the head marks it "diketahui" on the next working morning."""
        exit.must_be_known = True
        known_at = days.at(days.day_of(at) + timedelta(days=1), time(8, 10))
        self._end(exit, at)
        if self.story.has_happened(known_at):
            exit.known_by = self.story.who_decides(days.day_of(known_at))
            exit.known_at = known_at
            self.story.note(exit.known_by, "acknowledged", exit, known_at, person=exit.stay.person)

    def _end(self, exit, at):
        stay = exit.stay
        exit.state, exit.left_at, exit.done_by = Exit.State.DONE, at, exit.recorded_by
        kind = str(exit.kind)
        self.story.note(exit.done_by, "ended", stay, at, person=stay.person, kind=kind)
