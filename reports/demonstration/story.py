"""The rows of the demonstration, made in memory and written in one go."""

import random
import uuid
from collections import defaultdict
from datetime import date, time, timedelta

import pgtrigger
from django.contrib.contenttypes.models import ContentType

from cases.aftercare.models import FollowUp
from cases.arrivals.receptions.models import Reception
from cases.casework.plans.models import Plan, PlanItem
from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitProof, ExitWitness
from cases.gate.incidents.models import Incident, IncidentPerson, Mediation
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from cases.house.beds.models import Bed, BedUse, Room
from cases.house.belongings.models import Bag, Belonging, BelongingEnd
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, AbsenceAct, RollCall, RollCallRow
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.models import Task
from cases.intakes.contests.models import Contest
from cases.intakes.models import Intake, RegisterImport
from cases.intakes.sheets.models import PaperSheet, SheetBatch, SheetCounter
from cases.intakes.triage.models import Triage
from cases.patrols.devices.models import Device
from cases.patrols.models import OrderLetter, Patrol, PatrolMember, PatrolPoint, Team, Vehicle
from cases.patrols.public_reports.models import PublicReport
from cases.people.doubles.models import Double, Merge
from cases.people.flags.models import Flag
from cases.people.models import Person, Statement
from cases.people.photos.models import Photo
from cases.people.relations.models import Relation
from cases.places.models import HotSpot
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayReturn
from partners.directory.models import Member, Partner
from partners.referrals.models import Referral, ReferralStep
from reports.figures.models import OfficialFigure
from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.audit.models import Entry
from rptc.letters.models import Signatory
from rptc.sending import Sent

# Parents before children.
WRITTEN_IN_ORDER = [
    User, RoleGrant, Delegation, Signatory, Partner, Member, Device, HotSpot, Team, Vehicle,
    OrderLetter, Patrol, PatrolMember, PatrolPoint, PublicReport, Person, Statement, Photo,
    RegisterImport, OfficialFigure, Intake, Stay, Room, Bed, BedUse, Leave, RollCall,
    RollCallRow, Absence, AbsenceAct, Triage, Contest, Flag, Relation, StayReturn, Extension,
    Exit, FollowUp, Task, ShiftNote, ShiftNote.watched.through, Incident, IncidentPerson, Visit,
    Unwelcome, Inquiry, Mediation, Plan, PlanItem, Referral, ReferralStep, Merge, Double,
    SheetCounter, SheetBatch, PaperSheet, Bag, BelongingEnd, Belonging, Reception,
    Reception.stays.through, ExitProof, ExitWitness, Death,
]  # fmt: skip


class Story:
    """What happened until the day began: rows, who works here, and dice that know the day only."""

    # The unit works in the application since then; what is older came from its registers.
    BEGINS = date(2025, 1, 2)

    def __init__(self, today):
        self.today = today
        self.ends_at = days.starts_at(today)
        # The same day gives the same rows: no secret, and nothing to protect.
        self.dice = random.Random(f"RPTC {today:%Y-%m-%d}")  # noqa: S311
        self.rows = defaultdict(list)
        self.staff = {}
        self.delegation = None
        self._notes = []

    def add(self, row):
        if isinstance(row, (Sent, Delegation)):
            row.send_key = self.key()
        self.rows[type(row)].append(row)
        return row

    def key(self):
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def note(self, actor, verb, target, at, *, person=None, **details):
        """Write down an act as `record()` does, at the moment when it happened."""
        self._notes.append((actor, verb, target, at, person, details))

    def who_decides(self, day):
        """The head, or in the days of the delegation whoever stood in for him."""
        stands_in = self.delegation.starts_on <= day <= self.delegation.last_on
        return self.delegation.delegate if stands_in else self.staff["kepala"]

    def ago(self, number, hour, minute=0):
        """A clock time in WITA, some days before the day of the story."""
        return days.at(self.today - timedelta(days=number), time(hour, minute))

    def has_happened(self, moment):
        return moment < self.ends_at

    def chance(self, share):
        return self.dice.random() < share

    def pick(self, weighted):
        """One key of {key: weight}."""
        return self.dice.choices(list(weighted), list(weighted.values()))[0]

    def minutes(self, low, high):
        return timedelta(minutes=self.dice.randint(low, high))

    @pgtrigger.ignore("cases.Exit:release_is_whole")
    def write(self):
        """Everything that was added since it was called last."""
        """An exit is written as it ended, before the papers that came with it."""
        for model in WRITTEN_IN_ORDER:
            rows = self.rows.pop(model, [])
            if issubclass(model, Sent):
                rows.sort(key=lambda row: row.recorded_at)
            model.objects.bulk_create(rows, batch_size=1000)
        if self.rows:
            raise LookupError(f"No place in WRITTEN_IN_ORDER: {list(self.rows)}")
        Entry.objects.bulk_create(self._entries(), batch_size=1000)
        self._notes.clear()

    def _entries(self):
        types = ContentType.objects.get_for_models(*{type(note[2]): 1 for note in self._notes})
        return [
            Entry(
                at=at,
                actor=actor,
                verb=verb,
                content_type=types[type(target)],
                object_id=target.pk,
                person_id=target.pk if isinstance(target, Person) else person and person.pk,
                details=details,
                command="demo",
            )
            for actor, verb, target, at, person, details in sorted(
                self._notes, key=lambda note: note[3]
            )
        ]
