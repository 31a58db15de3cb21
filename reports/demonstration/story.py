"""The official years, made in memory and written in one go; and the living house, told in the
order of time by the actions that the pages call."""

import heapq
import itertools
import random
import uuid
from collections import defaultdict
from datetime import date, time, timedelta

import pgtrigger
from django.contrib.contenttypes.models import ContentType

from cases.aftercare.models import FollowUp
from cases.casework.assessments.models import Answer, Assessment
from cases.casework.plans.models import Plan, PlanItem
from cases.casework.services.models import GroupSession, Service
from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitProof, ExitWitness
from cases.help.models import Help
from cases.house.beds.models import Bed, Room
from cases.intakes.models import Intake, RegisterImport
from cases.patrols.devices.models import Device
from cases.patrols.models import OrderLetter, Patrol, PatrolMember, PatrolPoint, Team, Vehicle
from cases.patrols.prevention.models import Prevention
from cases.people.models import Person, Statement
from cases.people.photos.models import Photo
from cases.places.models import HotSpot
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from partners.agreements.models import Agreement
from partners.directory.models import (
    FreePlaces,
    Member,
    Partner,
    PartnerContact,
    PartnerPaper,
)
from partners.earlier.models import EarlierReferral
from partners.meetings.models import Meeting, MeetingDecision, MeetingPartner
from partners.members.models import MemberLeft, ProposedMember
from partners.phones.models import PartnerPhone
from partners.referrals.models import Referral, ReferralStep
from partners.sources.models import Source
from reports.figures.models import OfficialFigure
from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.audit.models import Entry
from rptc.letters.models import Emblem, Signatory
from rptc.resets.models import Reset
from rptc.sending import Sent

# Parents before children.
WRITTEN_IN_ORDER = [
    User, RoleGrant, Delegation, Reset, Signatory, Emblem, Partner, Member,
    ProposedMember, MemberLeft,
    PartnerContact, PartnerPaper, FreePlaces, EarlierReferral, Agreement, Meeting, MeetingPartner,
    MeetingDecision, Device, PartnerPhone, HotSpot, Team,
    Vehicle, OrderLetter, Prevention, Room, Bed, Patrol, PatrolMember, PatrolPoint, Person,
    Statement, Photo,
    RegisterImport, OfficialFigure, Intake, Stay, Extension, Exit, FollowUp, Plan, PlanItem,
    Assessment, Answer, GroupSession, Service, Help, Referral, ReferralStep, ExitProof,
    ExitWitness, Death, Source,
]  # fmt: skip


class Story:
    """What happened until the day began: rows, who works here, and dice that know the day only."""

    # The unit works in the application since then; what is older came from its registers.
    BEGINS = date(2025, 1, 2)
    # So many days before the story's own, the living house begins.
    LIVING_DAYS = 18

    def __init__(self, today):
        self.today = today
        self.ends_at = days.starts_at(today)
        # The same day gives the same rows: no secret, and nothing to protect.
        self.dice = random.Random(f"RPTC {today:%Y-%m-%d}")  # noqa: S311
        self.rows = defaultdict(list)
        self.staff = {}
        self.delegation = None
        self._notes = []
        self.lives_from = days.starts_at(today - timedelta(days=self.LIVING_DAYS))
        # The living house: an intake and a stay each, by the name that the strands know them by.
        self.met, self.house = {}, {}
        self.rounds = itertools.count()
        self._strands = []
        self._number = itertools.count()
        self._once = {}

    def tell(self, *strands):
        """Each strand yields the moment of what it does next, and is told together with all the
        others in the order of time. What lies behind the end of the story has not happened."""
        for strand in strands:
            self._go_on(strand)

    def _go_on(self, strand):
        at = next(strand, None)
        if at is not None and self.has_happened(at):
            heapq.heappush(self._strands, (at, next(self._number), strand))

    def live(self):
        """Tell all strands to their end, or to the end of the story."""
        while self._strands:
            at, _, strand = heapq.heappop(self._strands)
            with days.told_at(at):
                self._go_on(strand)

    def add(self, row):
        if isinstance(row, (Sent, Delegation)):
            row.send_key = self.key()
        self.rows[type(row)].append(row)
        return row

    def once(self, name, read):
        """What is read from the database once for the whole story."""
        if name not in self._once:
            self._once[name] = read()
        return self._once[name]

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

    # What is written in one go is written as it ended.
    @pgtrigger.ignore(
        "cases.Exit:release_is_whole",
        "cases.Answer:answer_of_a_draft_written",
        "cases.Plan:plan_begins_as_a_draft",
        "cases.PlanItem:lines_of_a_plan_are_frozen_added",
    )
    def write(self):
        """Everything that was added since it was called last. An exit is written as it ended,
        before the papers that came with it."""
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
