"""A house full of people, drawn from a seed, and beside each row the facts that were put into it.

The facts are plain Python: whose file a row is of, whose case, who wrote it down. The scope
(tests/probes/scope.py) reads these alone: never the database, and nothing of the product.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace

from cases.aftercare.models import FollowUpRule
from cases.casework.assessments.questions.actions import begin_version
from cases.casework.certificates.models import CertificateKind
from cases.casework.plans.models import ServiceKind
from cases.exits.models import ExitKind
from cases.health.hospital.models import Hospital
from cases.help.models import BudgetLine, HelpReason
from cases.house.evening.models import ImportantNumber
from cases.intakes.models import Classification, RegisterImport
from cases.intakes.triage.models import TriageQuestion
from cases.law.placements.models import PlacementLimit
from cases.law.reports.models import ReportOffice, ReportRule
from cases.papers.homecoming.models import NearRegion
from cases.patrols.models import PatrolMember
from cases.people.models import Person, Statement
from cases.stays.free_days.models import FreeDay
from cases.stays.models import StayRule
from reports.figures.seasons.models import SpecialPeriod
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import LetterKind
from tests import DATA
from tests import factories as f

TRC, PIKET, PEKSOS = Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER
TU, KEPALA, DINAS = Role.OFFICE, Role.HEAD, Role.AGENCY
MITRA, PDP, ADMIN = Role.PARTNER, Role.PRIVACY, Role.ADMIN

PEOPLE = 40
HOUR = datetime.timedelta(hours=1)
REGISTER = DATA / "register_small.xls"


@dataclass(eq=False)
class Staff:
    """Somebody who logs in: roles, whose files are closed to them, in whose place they stand."""

    user: object
    roles: set
    stands_in_for: set = field(default_factory=set)
    # The approvals that a head handed over to them.
    delegated: set = field(default_factory=set)
    # The keys of their own and their family's files.
    own: set = field(default_factory=set)
    partner: int = 0

    @property
    def pk(self):
        return self.user.pk

    def __str__(self):
        return self.user.username


@dataclass(eq=False)
class Klien:
    pk: int
    by: int
    sealed: bool = False
    for_named: bool = False
    named: set = field(default_factory=set)
    # Whose case it is, or was in an earlier stay.
    cases: set = field(default_factory=set)
    # A stay that has not ended, and whether they are on the way to the house.
    in_bed: bool = False
    on_the_way: bool = False
    # Who has opened the file in an emergency that is not over.
    opened_by: set = field(default_factory=set)
    kept: "Klien | None" = None
    table: str = "cases_person"
    parent: None = None

    @property
    def in_house(self):
        return self.in_bed or self.on_the_way

    @property
    def people(self):
        return [self]

    @property
    def klien(self):
        return self


class World:
    def __init__(self, seed):
        self.rng, self.now = Random(seed), days.now()
        self.rows, self.staff = defaultdict(list), {}
        self.engage_staff()
        self.drive_patrols()
        for number in range(PEOPLE):
            self.meet(number)
        self.write_beside()
        self.close_to_family()

    # -- What draws and writes down -------------------------------------------------------------

    def chance(self, part):
        return self.rng.random() < part

    def one(self, *roles):
        """Of the staff that hold one of these roles alone."""
        able = [each for each in self.staff.values() if each.roles <= set(roles) and each.roles]
        return self.rng.choice(able)

    def put(self, kind, row, *, klien=None, stay=None, **facts):
        """What the scope may know of a row."""
        klien = klien or (stay.klien if stay else None)
        facts.setdefault("people", [klien] if klien else [])
        fact = SimpleNamespace(
            pk=row.pk,
            table=row._meta.db_table,
            by=getattr(row, "recorded_by_id", None),
            klien=klien,
            stay=stay,
            **facts,
        )
        self.rows[kind].append(fact)
        return fact

    # -- Who works here -------------------------------------------------------------------------

    def engage(self, name, *roles, user=None):
        user = user or f.UserFactory(username=name, full_name=f"{name} S.Sos.", roles=roles)
        self.staff[name] = Staff(user, set(roles))
        return self.staff[name]

    def engage_staff(self):
        several = {"trc": TRC, "piket": PIKET, "peksos": PEKSOS, "tu": TU, "kepala": KEPALA}
        several |= {"dinas": DINAS, "pdp": PDP, "admin": ADMIN}
        for name, role in several.items():
            for number in (1, 2, 3) if role == PEKSOS else (1, 2):
                self.engage(f"{name}{number}", role)
        self.engage("malam", TRC, PIKET)
        self.engage("ganda", PIKET, PEKSOS)
        self.engage("tanpa_peran")
        self.partners = [f.PartnerFactory(), f.PartnerFactory(reveals_health=True)]
        for number, partner in enumerate(self.partners, 1):
            user = f.MemberFactory(partner=partner, user__username=f"mitra{number}").user
            self.engage(f"mitra{number}", MITRA, user=user).partner = partner.pk
            self.put("partner", partner)
            self.put("member", f.MemberFactory(partner=partner), partner=partner.pk)
        # Whose account is closed since: nobody's case, and nobody who asks.
        self.closed = f.UserFactory(roles=[PEKSOS], is_active=False)

        pengganti = self.engage("pengganti", PEKSOS)
        worker = self.staff["peksos1"]
        pengganti.stands_in_for.add(worker.pk)
        one = f.SubstitutionFactory(
            worker=worker.user, substitute=pengganti.user, recorded_by=self.staff["kepala1"].user
        )
        self.put("substitution", one, state="made", parties={worker.pk, pengganti.pk})
        for worker, by in [("peksos2", "peksos2"), ("peksos3", "peksos3"), ("peksos2", "kepala2")]:
            worker, by = self.staff[worker], self.staff[by]
            asked = f.SubstitutionFactory(
                worker=worker.user,
                substitute=self.staff["ganda"].user,
                first_on=days.today() + days.ONE_DAY * 30,
                recorded_by=by.user,
                state="proposed",
            )
            parties = {worker.pk, self.staff["ganda"].pk}
            self.put("substitution", asked, state="proposed", parties=parties)
        self.stand_in_no_more()

        plt = self.engage("plt", TU)
        plt.delegated = {"plan", "referral"}
        by = self.staff["kepala2"]
        one = f.DelegationFactory(
            delegate=plt.user, approvals=["plan", "referral"], recorded_by=by.user
        )
        self.put("delegation", one, giver=by, delegate=plt.pk, waits=False)
        for giver in ("kepala1", "dinas1"):
            asked = f.DelegationFactory(
                delegate=self.staff["tu2"].user,
                approvals=["grant"],
                recorded_by=self.staff[giver].user,
                confirmed_at=None,
            )
            giver, to = self.staff[giver], self.staff["tu2"]
            self.put("delegation", asked, giver=giver, delegate=to.pk, waits=True)
        self.write_accounts()

    def stand_in_no_more(self):
        """For each social worker: over since yesterday, from tomorrow on, ended early, refused.
        None of these gives a case."""
        bekas, head = self.engage("bekas", PEKSOS), self.staff["kepala1"].user
        today, day = days.today(), days.ONE_DAY
        for name in ("peksos1", "peksos2", "peksos3"):
            worker = self.staff[name]
            for state, first_on, last_on, decided in [
                ("made", today - day * 9, today - day, {}),
                ("made", today + day, today + day * 9, {}),
                ("ended", today - day, today + day * 9, {}),
                ("refused", today - day, today + day * 9, {"decided_by": head}),
            ]:
                one = f.SubstitutionFactory(
                    worker=worker.user,
                    substitute=bekas.user,
                    first_on=first_on,
                    last_on=last_on,
                    recorded_by=head if state == "made" else worker.user,
                    state=state,
                    **decided,
                )
                self.put("substitution", one, state=state, parties={worker.pk, bekas.pk})

    def write_accounts(self):
        for each in self.staff.values():
            stands_in = any(row.delegate == each.pk for row in self.rows["delegation"])
            account = self.put("user", each.user, roles=each.roles, stands_in=stands_in)
            for grant in each.user.grants.all():
                self.put("grant", grant, parent=account, waits=False, account=account)
        for name, by in [("tu1", "admin1"), ("trc2", "admin2"), ("kepala2", "admin1")]:
            grant = f.RoleGrantFactory(
                user=self.staff[name].user,
                role=PIKET,
                confirmed_at=None,
                prepared_by=self.staff[by].user,
            )
            account = next(row for row in self.rows["user"] if row.pk == self.staff[name].pk)
            facts = {"prepared_by": self.staff[by].pk, "waits": True, "account": account}
            self.put("grant", grant, parent=account, **facts)
        for name, by in [("kepala1", "admin1"), ("dinas1", "admin2"), ("pdp1", "admin1")]:
            of = self.staff[name]
            reset = f.ResetFactory(user=of.user, recorded_by=self.staff[by].user)
            self.put("reset", reset, of=of.pk, state="proposed")
        given = f.ResetFactory(
            user=self.staff["pdp2"].user,
            recorded_by=self.staff["admin2"].user,
            confirmed=True,
            decided_by=self.staff["dinas2"].user,
        )
        self.put("reset", given, of=self.staff["pdp2"].pk, state="approved")

    # -- Before somebody is met -----------------------------------------------------------------

    def drive_patrols(self):
        for name in ("trc1", "trc2", "malam"):
            for _ in range(2):
                by = self.staff[name]
                letter = f.OrderLetterFactory(recorded_by=by.user)
                patrol = f.PatrolFactory(recorded_by=by.user, order_letter=letter)
                PatrolMember.objects.create(patrol=patrol, user=by.user)
                fact = self.put("patrol", patrol, crew={by.pk}, of=patrol)
                self.put("order_letter", letter)
                taken = f.PhotoFactory(of_patrol=True, patrol=patrol, recorded_by=by.user)
                self.put("photo", taken, patrol=fact, sort="patrol")

    # -- People ---------------------------------------------------------------------------------

    def meet(self, number):
        sealing = self.rng.choices(["", "workers", "named"], [6, 3, 3])[0]
        place = self.rng.choices(["house", "way", "gone", "elsewhere"], [5, 2, 3, 1])[0]
        by = self.one(TRC, PIKET, PEKSOS)
        person = f.PersonFactory(
            name=f"Klien {number}",
            child=self.chance(0.3),
            is_sealed=sealing == "workers",
            recorded_by=by.user,
        )
        klien = Klien(person.pk, by.pk, sealed=bool(sealing))
        self.rows["person"].append(klien)
        self.put("event", person.history.latest("pgh_id"), klien=klien, parent=klien)
        if self.chance(0.3):
            self.stay_of(person, klien, began=200 * 24, ended=190 * 24)
        if place == "house":
            self.stay_of(person, klien, began=self.rng.choice([2, 25, 25 * 4]))
        elif place == "gone":
            began, ended = self.rng.choice([(25, 2), (100, 26), (35 * 24, 30 * 24)])
            self.stay_of(person, klien, began=began, ended=ended)
        else:
            self.intake_of(person, klien, brought=place == "way")
        if sealing == "named":
            self.seal(person, klien)
        if klien.sealed:
            self.open_in_emergency(person, klien)
        self.write_on_file(person, klien)

    def intake_of(self, person, klien, *, brought, hours=0):
        by, patrol = self.one(TRC, PIKET, PEKSOS), None
        if self.chance(0.6):
            patrol = self.rng.choice(self.rows["patrol"])
        written = self.now - HOUR * (hours or self.rng.choice([2, 25]))
        intake = f.IntakeFactory(
            person=person,
            recorded_by=by.user,
            recorded_at=written,
            met_on=days.day_of(written),
            outcome="brought" if brought else "advised",
            **({"door": "patrol", "patrol": patrol.of} if patrol else {}),
        )
        klien.on_the_way |= brought and not hours
        fact = self.put(
            "intake",
            intake,
            klien=klien,
            # Who wrote it down, and who rode with the patrol.
            of={by.pk} | (patrol.crew if patrol else set()),
            # On the way or in the house.
            runs=brought,
            # With the names of those whom TRC met, until then.
            told_until=None if brought else written + HOUR * 24,
            now=self.now,
        )
        if self.chance(0.5):
            self.put("triage", f.TriageFactory(intake=intake, recorded_by=by.user), klien=klien)
        if intake.pk % 3 == 1:
            correction = f.CorrectionFactory(intake=intake, recorded_by=by.user)
            self.put("correction", correction, klien=klien)
        if intake.pk % 3 == 0:
            victim = f.ChildVictimFactory(intake=intake, recorded_by=by.user)
            self.put("child_victim", victim, klien=klien, intake=fact)
        if intake.pk % 3 == 2:
            sheet = f.PaperSheetFactory(intake=intake)
            self.put("typed_sheet", sheet, klien=klien, intake=fact)
        if self.chance(0.3):
            by = self.one(PIKET, PEKSOS, KEPALA) if self.chance(0.7) else self.staff["kepala1"]
            contest = f.ContestFactory(intake=intake, recorded_by=by.user)
            self.put("contest", contest, klien=klien, state="open", hands={by.pk})
        return intake, fact

    def stay_of(self, person, klien, *, began, ended=None):
        intake, met = self.intake_of(person, klien, brought=True, hours=began)
        began_at = self.now - HOUR * began
        ended_at = ended and self.now - HOUR * ended
        workers = [self.staff[f"peksos{n}"] for n in (1, 2, 3)] + [self.staff["ganda"], None, None]
        worker = self.rng.choice(workers)
        worker = worker.user if worker else self.rng.choice([None, self.closed])
        stay = f.StayFactory(
            intake=intake,
            began_at=began_at,
            ended_at=ended_at,
            social_worker=worker,
            recorded_by=self.one(PIKET, PEKSOS).user,
        )
        given = None
        if self.chance(0.3):
            given, worker = self.give(stay, worker)
        if worker:
            klien.cases.add(worker.pk)
        klien.in_bed |= not ended
        met.runs, met.told_until = not ended, began_at + HOUR * 24
        fact = self.put(
            "stay",
            stay,
            klien=klien,
            ended=bool(ended),
            worker=worker and worker.pk,
            bags=[],
            money=[],
            made=stay,
        )
        fact.stay = fact
        if given:
            self.put("assignment", given, stay=fact, state="made", **given.facts)
        self.live(stay, fact)
        self.work(stay, fact)
        if ended or self.chance(0.4):
            self.leave(stay, fact, ended_at)
        return fact

    def give(self, stay, worker):
        """The case, by the head, to another: whose it was has it no more."""
        by, to = self.one(KEPALA), self.one(PEKSOS)
        if worker and to.pk == worker.pk:
            return None, worker
        given = f.AssignmentFactory(
            stay=stay, from_worker=worker, to_worker=to.user, recorded_by=by.user, state="made"
        )
        stay.social_worker = to.user
        parties = {to.pk} | ({worker.pk} if worker else set())
        given.facts = {"hands": {by.pk}, "parties": parties}
        return given, to.user

    def seal(self, person, klien):
        """Closed by the head or by a social worker, for one or two who are named."""
        workers = [self.staff[name] for name in ("peksos1", "peksos2", "peksos3", "ganda")]
        by = self.rng.choice([self.staff["kepala1"], *workers])
        closed_at = self.now - HOUR * 2
        seal = f.SealFactory(person=person, recorded_by=by.user, recorded_at=closed_at)
        klien.for_named = True
        fact = self.put("seal", seal, klien=klien, known=False)
        for number, each in enumerate(self.rng.sample(workers, 2)):
            later = bool(number)
            since = closed_at + HOUR * later
            reader = f.SealReaderFactory(seal=seal, user=each.user, since=since)
            klien.named.add(each.pk)
            self.put("sealreader", reader, klien=klien, later=later, added_by=by.pk)
        fact.readers = klien.named

    def open_in_emergency(self, person, klien):
        for name in ("peksos1", "peksos2", "ganda", "kepala1"):
            if not self.chance(0.3):
                continue
            by, told = self.staff[name], self.one(PEKSOS)
            over = self.chance(0.3)
            since = {"since": self.now - HOUR * 2, "until": self.now - HOUR} if over else {}
            fact = {"told_to": told.pk, "state": "waiting", "hands": {by.pk}}
            row = f.EmergencyAccessFactory(
                person=person, recorded_by=by.user, told_to=told.user, **since
            )
            self.put("emergencyaccess", row, klien=klien, **fact)
            if not over:
                klien.opened_by.add(by.pk)

    def write_on_file(self, person, klien):
        by = self.one(PIKET, PEKSOS)
        said = Statement.objects.create(
            person=person, kind="name", text="Daeng Naba", source="self", recorded_by=by.user
        )
        self.put("statement", said, klien=klien, parent=klien)
        for audience in ("house", "workers", "head"):
            if self.chance(0.4):
                by = self.one(PEKSOS, KEPALA)
                flag = f.FlagFactory(person=person, audience=audience, recorded_by=by.user)
                self.put("flag", flag, klien=klien, audience=audience)
        if self.chance(0.4):
            row = f.AllergyFactory(person=person, recorded_by=self.one(PEKSOS).user)
            self.put("allergy", row, klien=klien)
        for sort in ("face", "card"):
            if self.chance(0.5):
                by = self.one(PIKET, PEKSOS)
                photo = f.PhotoFactory(person=person, kind=sort, recorded_by=by.user)
                self.put("photo", photo, klien=klien, sort=sort, patrol=None)
        if self.chance(0.3):
            row = f.RefusalFactory(person=person, recorded_by=self.one(PIKET).user)
            self.put("refusal", row, klien=klien)
        if self.chance(0.3):
            by = self.one(PEKSOS)
            row = f.SomebodyElseFactory(person=person, recorded_by=by.user)
            self.put("somebody_else", row, klien=klien)
        if self.chance(0.3):
            by = self.one(PIKET, PEKSOS, KEPALA)
            self.put(
                "unwelcome", f.UnwelcomeFactory(person=person, recorded_by=by.user), klien=klien
            )
        if self.chance(0.4):
            by = self.one(PIKET, PEKSOS)
            closed = self.chance(0.5)
            row = f.InquiryFactory(person=person, closed=closed, recorded_by=by.user)
            self.put("inquiry", row, klien=klien, waits=not closed)
        if self.chance(0.6):
            sealed = klien.sealed and self.chance(0.8)
            self.write_letter(klien, sealed)

    def write_letter(self, klien, sealed):
        by = self.one(TU, PEKSOS, PIKET)
        letter = f.LetterFactory(person_id=klien.pk, is_sealed=sealed, recorded_by=by.user)
        f.LetterFileFactory(letter=letter, recorded_by=by.user)
        fact = self.put("letter", letter, klien=klien, sealed=sealed, withdrawal=None)
        if self.chance(0.5):
            asker = self.rng.choice([self.staff["tu1"], self.staff["tu2"], self.staff["kepala1"]])
            f.WithdrawalFactory(letter=letter, recorded_by=asker.user)
            fact.withdrawal = SimpleNamespace(
                people=[klien], by=asker.pk, hands={asker.pk}, state="proposed", letter=fact
            )

    # -- Days in the house ----------------------------------------------------------------------

    def live(self, stay, fact):
        if self.chance(0.4):
            bag = f.BagFactory(stay=stay, listed=True, recorded_by=self.one(PIKET).user)
            here = self.chance(0.6)
            end = None
            if not here:
                long_ago = self.now - HOUR * 24 * 3
                by = self.one(PIKET).user
                end = f.BelongingEndFactory(
                    stay=stay, at=stay.began_at, recorded_at=long_ago, recorded_by=by
                )
                self.put("belonging_end", end, stay=fact, lost=False)
            thing = f.BelongingFactory(bag=bag, end=end, recorded_by=bag.recorded_by)
            bag_fact = self.put("bag", bag, stay=fact, here=here)
            fact.bags.append(bag_fact)
            self.put("belonging", thing, stay=fact, bag=bag_fact)
            photo = f.BelongingPhotoFactory(belonging=thing, recorded_by=bag.recorded_by)
            self.put("belonging_photo", photo, stay=fact, bag=bag_fact)
        if self.chance(0.3):
            by = self.one(PIKET)
            lost = f.BelongingEndFactory(
                stay=stay, lost=True, at=stay.began_at, recorded_by=by.user
            )
            self.put("belonging_end", lost, stay=fact, lost=True)
        if self.chance(0.4):
            seen = {"noticed_at": stay.began_at, "last_seen_at": stay.began_at}
            row = f.AbsenceFactory(stay=stay, ended=True, recorded_by=self.one(PIKET).user, **seen)
            self.put("absence", row, stay=fact)
            act = f.AbsenceActFactory(absence=row, recorded_by=row.recorded_by)
            self.put("absence_act", act, stay=fact)
        if self.chance(0.4):
            by = self.one(PIKET).user
            out = {"left_at": stay.began_at, "expected_at": stay.began_at + HOUR}
            row = f.LeaveFactory(
                stay=stay,
                recorded_by=by,
                returned_by=by,
                **out | {"returned_at": stay.began_at + HOUR / 2},
            )
            self.put("leave", row, stay=fact)
        if self.chance(0.4):
            gone = {"left_at": stay.began_at} if self.chance(0.5) else {}
            row = f.VisitFactory(
                stay=stay, came_at=stay.began_at, recorded_by=self.one(PIKET).user, **gone
            )
            self.put("visit", row, stay=fact, inside=not gone)
        if self.chance(0.5):
            owner = self.rng.choice([None, self.one(PIKET), self.one(PEKSOS), self.one(TU)])
            by = self.one(PIKET, PEKSOS, TU, KEPALA)
            row = f.TaskFactory(stay=stay, owner=owner and owner.user, recorded_by=by.user)
            self.put("task", row, stay=fact, owner=owner and owner.pk)

    def work(self, stay, fact):
        """What social workers write about a stay, and the head decides."""
        kepala, decided_at = self.staff["kepala2"], {"decided_at": self.now}
        if self.chance(0.5):
            done = f.AssessmentFactory(done=True, stay=stay, recorded_by=self.one(PEKSOS).user)
            self.put("assessment", done, stay=fact)
        if self.chance(0.3):
            row = f.TrainingFactory(stay=stay, recorded_by=self.one(PEKSOS).user)
            self.put("training", row, stay=fact)
        if self.chance(0.4):
            row = f.ConferenceFactory(stay=stay, recorded_by=self.one(PEKSOS).user)
            self.put("conference", row, stay=fact)
            if self.chance(0.3):
                photo = f.ConferencePhotoFactory(conference__stay=stay)
                self.put("conference_photo", photo, stay=fact)
        if self.chance(0.5):
            by = self.staff["kepala1"] if self.chance(0.2) else self.one(PEKSOS)
            state = self.rng.choice(["draft", "submitted", "approved"])
            more = {} if state == "draft" else {"submitted": True, "state": state}
            decider = kepala if state == "approved" else None
            if decider:
                more |= {"decided_by": kepala.user, **decided_at}
            plan = f.PlanFactory(stay=stay, recorded_by=by.user, **more)
            row = self.put(
                "plan",
                plan,
                stay=fact,
                state=state,
                hands={by.pk},
                decided_by=decider and decider.pk,
            )
            item = f.PlanItemFactory(plan=plan)
            self.put("item", item, stay=fact, parent=row)
        if self.chance(0.4):
            more = {"planned": True} if self.chance(0.5) else {"done_at": stay.began_at}
            row = f.ServiceFactory(stay=stay, recorded_by=self.one(PEKSOS).user, **more)
            self.put("service", row, stay=fact, state=row.state)
        if self.chance(0.5):
            level = self.rng.choice(["team", "professional", "head"])
            note = f.NoteFactory(stay=stay, level=level, recorded_by=self.one(PEKSOS).user)
            self.put("note", note, stay=fact, level=level)
        if self.chance(0.5):
            by, purpose = self.one(PEKSOS).user, self.rng.choice(["referral", "health"])
            consent = f.ConsentFactory(stay=stay, purpose=purpose, recorded_by=by)
            self.put("consent", consent, stay=fact, is_of_health=purpose == "health")
            asked = {} if self.chance(0.5) else {"approved": True}
            row = f.StandInFactory(stay=stay, recorded_by=by, **asked)
            hands = {by.pk}
            self.put("stand_in", row, stay=fact, state=row.state, hands=hands)
        if self.chance(0.5):
            by = self.one(PEKSOS).user
            self.put("finding", f.FindingFactory(stay=stay, recorded_by=by), stay=fact)
            medicine = f.MedicineFactory(stay=stay, recorded_by=by, secret=self.chance(0.3))
            self.put("medicine", medicine, stay=fact)
            row = f.HospitalStayFactory(
                stay=stay, leave=None, went_at=stay.began_at, recorded_by=by
            )
            self.put("hospital_stay", row, stay=fact)
            bill = f.HospitalBillFactory(hospital_stay=row, recorded_by=by)
            self.put("hospital_bill", bill, stay=fact)
            self.put("dose", f.DoseFactory(medicine=medicine, recorded_by=by), stay=fact)
            self.bring_before_the_law(stay, fact, by)
            paper = f.PaperFactory(stay=stay, recorded_by=by)
            self.put("paper", paper, stay=fact)
            asked = f.PaperRequestFactory(paper=paper, recorded_by=by)
            self.put("paper_request", asked, stay=fact)
            refusal = f.PaperRefusalFactory(paper=paper, recorded_by=by)
            self.put("paper_refusal", refusal, stay=fact)
            if stay.ended_at is None:
                self.put("homecoming", f.HomecomingFactory(stay=stay, recorded_by=by), stay=fact)
        if self.chance(0.5):
            by = self.staff["kepala1"] if self.chance(0.2) else self.one(PEKSOS)
            state = self.rng.choice(["proposed", "refused", "approved"])
            more = {"state": state}
            if state != "proposed":
                more |= {"decided_by": kepala.user, "decision_note": "Baik.", **decided_at}
            if state == "approved":
                more["letter"] = f.LetterFileFactory().letter
            row = f.ExtensionFactory(stay=stay, recorded_by=by.user, **more)
            self.put("extension", row, stay=fact, state=state, hands={by.pk})
        if self.chance(0.4):
            by = self.staff["kepala1"] if self.chance(0.2) else self.one(PEKSOS)
            state = self.rng.choice(["proposed", "approved", "paid"])
            more = {} if state == "proposed" else {state: True, "decided_by": kepala.user}
            row = f.HelpFactory(stay=stay, recorded_by=by.user, **more)
            self.put("help", row, stay=fact, state=state, hands={by.pk})
            by = self.one(PIKET, PEKSOS).user
            row = f.MoneyMovementFactory(stay=stay, at=stay.began_at, recorded_by=by)
            fact.money.append(self.put("money_movement", row, stay=fact))
        if self.chance(0.4):
            by, to = self.one(PEKSOS), self.one(PEKSOS)
            if to.pk != fact.worker:
                row = f.AssignmentFactory(
                    stay=stay, to_worker=to.user, recorded_by=by.user, state="proposed"
                )
                # From whom is written down where it is given.
                parties = {to.pk, fact.worker} - {None}
                self.put(
                    "assignment", row, stay=fact, state="proposed", hands={by.pk}, parties=parties
                )
        for partner in self.partners:
            asked = {row.partner for row in self.rows["referral"] if row.klien is fact.klien}
            if self.chance(0.4) and partner.pk not in asked:
                self.refer(stay, fact, partner)
        if self.chance(0.4):
            self.ask_for_a_place(stay, fact)
        if self.chance(0.4):
            self.hear_of(stay, fact)
        if self.chance(0.3):
            by = self.one(PIKET, PEKSOS)
            others = [row for row in self.rows["stay"] if row is not fact]
            with_them = [fact, *self.rng.sample(others, min(len(others), 1))]
            row = f.IncidentFactory(people=[each.made for each in with_them], recorded_by=by.user)
            people = [each.klien for each in with_them]
            self.put("incident", row, stays=with_them, people=people)

    def ask_for_a_place(self, stay, fact):
        by, partner = self.one(PEKSOS), self.rng.choice(self.partners)
        question = f.PlaceQuestionFactory(stay=stay, recorded_by=by.user)
        self.put("place_question", question, stay=fact)
        asked = f.AskedPartnerFactory(question=question, partner=partner, sent=True)
        self.put("asked_partner", asked, stay=fact, partner=partner.pk)

    def hear_of(self, stay, fact):
        """From where they are: what happened there, and a month."""
        partner, by = self.rng.choice(self.partners), self.one(PEKSOS)
        if any(r.klien is fact.klien and r.partner == partner.pk for r in self.rows["referral"]):
            return
        referral = f.ReferralFactory(
            stay=stay,
            partner=partner,
            recorded_by=by.user,
            there=True,
            agreed=True,
            decided_by=self.staff["kepala2"].user,
        )
        of_it = {"stay": fact, "partner": partner.pk, "masked": partner.reveals_health}
        more = of_it | {"state": "in_service", "hands": {by.pk}}
        self.put("referral", referral, decided_by=self.staff["kepala2"].pk, **more)
        said = {"recorded_by": by.user, "channel": "telephone", "said_by": "Ibu"}
        kind = self.rng.choice(["came", "ill"])
        row = f.PartnerIncidentFactory(referral=referral, kind=kind, **said)
        self.put("partner_incident", row, happened=kind, referral_by=by.pk, **of_it)
        row = f.MonthReportFactory(referral=referral, changed=True, **said)
        self.put("month_report", row, referral_by=by.pk, **of_it)

    def refer(self, stay, fact, partner):
        by = self.staff["kepala1"] if self.chance(0.2) else self.one(PEKSOS)
        state = self.rng.choice(["draft", "proposed", "sent", "accepted", "finished"])
        more = {"state": state, "agreed": True}
        decider = None
        if state not in ("draft", "proposed"):
            decider = self.staff["kepala2"]
            more |= {"sent_at": self.now, "packet": {"name": "B. N."}, "decided_by": decider.user}
        if state == "finished":
            more |= {"ended_at": self.now}
        row = f.ReferralFactory(stay=stay, partner=partner, recorded_by=by.user, **more)
        self.put(
            "referral",
            row,
            stay=fact,
            state=state,
            hands={by.pk},
            decided_by=decider and decider.pk,
            partner=partner.pk,
            masked=partner.reveals_health,
        )

    def leave(self, stay, fact, ended_at):
        code = self.rng.choice(["keluarga", "mitra"])
        if ended_at and self.chance(0.15):
            code = "meninggal"
        by = self.staff["kepala1"] if self.chance(0.2) else self.one(PIKET, PEKSOS)
        known = self.chance(0.4)
        facts = {"known": known, "done_by": None, "lately": False, "decided_by": None}
        if ended_at:
            who = self.one(PIKET, PEKSOS)
            state = "done"
            more = {"left_at": ended_at, "done_by": who.user, "must_be_known": True}
            more |= {"known_by": self.staff["kepala2"].user, "known_at": self.now} if known else {}
            facts |= {"done_by": who.pk, "lately": ended_at > self.now - HOUR * 24}
        else:
            state = self.rng.choice(["proposed", "approved"])
            more = {}
            if state == "approved":
                decider = self.staff["kepala2"]
                more = {"decided_by": decider.user, "decided_at": self.now}
                facts["decided_by"] = decider.pk
        exit = f.ExitFactory(
            stay=stay, kind=f.exit_kind(code), state=state, recorded_by=by.user, **more
        )
        row = self.put(
            "exit",
            exit,
            stay=fact,
            state=state,
            closed=code == "mitra",
            hands={by.pk},
            months_ago=bool(ended_at) and ended_at < self.now - HOUR * 24 * 20,
            **facts,
        )
        fact.exit = row
        if code == "meninggal":
            self.put("death", f.DeathFactory(exit=exit), stay=fact, exit=row)
        if state == "proposed":
            who = self.one(PIKET, PEKSOS)
            proof = f.ExitProofFactory(exit=exit, recorded_by=who.user)
            self.put("proof", proof, stay=fact, exit=row, parent=row)
            witness = f.ExitWitnessFactory(exit=exit, recorded_by=who.user)
            self.put("witness", witness, stay=fact, exit=row, parent=row)
            row.hands.add(who.pk)
        if row.months_ago and code == "keluarga":
            met = f.FollowUpFactory(exit=exit, recorded_by=self.one(PEKSOS).user)
            self.put("follow_up", met, stay=fact, exit=row)

    # -- Between people, and about nobody -------------------------------------------------------

    def write_beside(self):
        kliens = list(self.rows["person"])
        persons = Person.objects.in_bulk([klien.pk for klien in kliens])
        for _ in range(12):
            one, other = sorted(self.rng.sample(kliens, 2), key=lambda klien: klien.pk)
            pair = {"person": persons[one.pk], "other": persons[other.pk]}
            if not any(row.people == [one, other] for row in self.rows["double"]):
                self.put("double", f.DoubleFactory(**pair), people=[one, other])
            is_said = any(row.people == [one, other] for row in self.rows["relation"])
            if self.chance(0.6) and not is_said:
                by = self.one(PIKET, PEKSOS)
                marked = self.chance(0.4)
                row = f.RelationFactory(**pair, marked=marked, recorded_by=by.user, kind="sibling")
                self.put("relation", row, people=[one, other], marked=marked)
        for _ in range(4):
            kept, by = self.rng.choice(kliens), self.one(PEKSOS)
            merge = f.MergeFactory(
                kept=persons[kept.pk],
                done=True,
                lost=f.PersonFactory(merged_into=persons[kept.pk], recorded_by=by.user),
                recorded_by=by.user,
            )
            lost = Klien(merge.lost_id, by.pk, kept=kept)
            self.rows["person"].append(lost)
            facts = {"kept": kept, "people": [kept, lost], "hands": {by.pk}}
            self.put("merge", merge, state="done", **facts)
        for lost in self.rng.sample(kliens, 5):
            kept = self.rng.choice([klien for klien in kliens if klien is not lost])
            by = self.staff["kepala1"] if self.chance(0.3) else self.one(PEKSOS)
            merge = f.MergeFactory(
                kept=persons[kept.pk], lost=persons[lost.pk], recorded_by=by.user
            )
            facts = {"kept": kept, "people": [kept, lost], "hands": {by.pk}}
            self.put("merge", merge, state="proposed", **facts)
        for closed in (False, True):
            by = self.one(PIKET)
            row = f.InquiryFactory(closed=closed, recorded_by=by.user)
            self.put("inquiry", row, waits=not closed)
        self.put("unwelcome", f.UnwelcomeFactory(recorded_by=self.one(PIKET).user))
        for role in (PIKET, PEKSOS, TU, KEPALA):
            by, owner = self.one(role), self.one(PIKET, PEKSOS, TU)
            row = f.TaskFactory(owner=owner.user, recorded_by=by.user)
            self.put("task", row, owner=owner.pk)
        for saved_at in (None, self.now):
            register = RegisterImport.objects.create(
                file_name="register_small.xls",
                sha256=("0" if saved_at else "1") * 64,
                content=REGISTER.read_bytes(),
                committed_at=saved_at,
                recorded_by=self.one(PEKSOS).user,
            )
            self.put("register_import", register, saved=bool(saved_at))
        self.write_settings()

    def write_settings(self):
        """One of each kind that is about no klien."""
        sheet = f.PaperSheetFactory()
        self.put("paper_sheet", sheet)
        self.put("sheet_batch", sheet.batch)
        plain = {
            "hot_spot": f.HotSpotFactory(),
            "source": f.SourceFactory(),
            "earlier_referral": f.EarlierReferralFactory(),
            "agreement": f.AgreementScanFactory().agreement,
            "contribution": f.ContributionScanFactory().contribution,
            "pledge": f.PledgeFactory(),
            "meeting": f.MeetingScanFactory().meeting,
            "meeting_partner": f.MeetingPartnerFactory(),
            "meeting_decision": f.MeetingDecisionFactory(),
            "partner_contact": f.PartnerContactFactory(),
            "partner_phone": f.PartnerPhoneFactory(),
            "proposed_member": f.ProposedMemberFactory(),
            "member_left": f.MemberLeftFactory(),
            "partner_paper": f.PartnerPaperFactory(),
            "prevention": f.PreventionFactory(),
            "device": f.DeviceFactory(),
            "team": f.TeamFactory(),
            "vehicle": f.VehicleFactory(),
            "classification": Classification.objects.first(),
            "stay_rule": StayRule.objects.first(),
            "bed": f.BedFactory(),
            "room": f.RoomFactory(),
            "roll_call": f.RollCallFactory(),
            "reception": f.ReceptionFactory(),
            "group_session": f.GroupSessionFactory(),
            "session_photo": f.SessionPhotoFactory(),
            "service_kind": ServiceKind.objects.first(),
            "certificate_kind": CertificateKind.objects.first(),
            "certificate_rule": f.CertificateRuleFactory(),
            "important_number": ImportantNumber.objects.first(),
            "shift_note": f.ShiftNoteFactory(),
            "exit_kind": ExitKind.objects.first(),
            "public_report": f.PublicReportFactory(recorded_by=self.one(TRC).user),
            "triage_question": TriageQuestion.objects.first(),
            "question": begin_version(by=self.staff["kepala1"].user).asked.first(),
            "plan_template": f.PlanTemplateFactory(),
            "free_day": FreeDay.objects.first(),
            "hospital": Hospital.objects.first(),
            "help_reason": HelpReason.objects.first(),
            "budget_line": BudgetLine.objects.first(),
            "placement_limit": PlacementLimit.objects.first(),
            "report_rule": ReportRule.objects.first(),
            "report_office": ReportOffice.objects.first(),
            "paper_office": f.paper_office(),
            "near_region": NearRegion.objects.first(),
            "special_period": SpecialPeriod.objects.first(),
            "fasting_period": f.FastingPeriodFactory(),
            "letter_kind": LetterKind.objects.first(),
            "letter_text": f.LetterTextFactory(),
            "procedure": f.ProcedureScanFactory().procedure,
            "signatory": f.SignatoryFactory(),
        }
        for name in ("peksos1", "piket1", "tu1"):
            of = self.staff[name].user
            self.put("certificate", f.CertificateFactory(scanned=True, user=of), of=of.pk)
        plain["follow_up_rule"] = FollowUpRule.objects.first()
        for kind, row in plain.items():
            self.put(kind, row)

    def bring_before_the_law(self, stay, fact, by):
        """A matter with a hearing, a letter, and what somebody heard: told to both offices or to
        none yet."""
        matter = f.LegalMatterFactory(stay=stay, recorded_by=by)
        self.put("legal_matter", matter, stay=fact)
        self.put("hearing", f.HearingFactory(matter=matter, recorded_by=by), stay=fact)
        placement = f.PlacementFactory(stay=stay, recorded_by=by)
        f.PlacementScanFactory(placement=placement, recorded_by=by)
        self.put("placement", placement, stay=fact)
        heard_by = self.one(self.rng.choice([PIKET, PEKSOS, TRC, TU])).user
        report = f.ViolenceReportFactory(stay=stay, recorded_by=heard_by)
        is_done = self.chance(0.4)
        for side in report.asked if is_done else []:
            f.ReportToOfficeFactory(report=report, side=side, recorded_by=heard_by)
        self.put("violence_report", report, stay=fact, is_done=is_done)

    def close_to_family(self):
        """Some of the staff have relatives among these people."""
        kliens = [klien for klien in self.rows["person"] if klien.kept is None]
        of_whom = ["kepala1", "kepala1", "peksos1", "peksos2", "ganda", "piket1", "trc1", "malam"]
        of_whom += ["dinas1", "pdp1", "tu1", "mitra1", "plt", "kepala2"]
        persons = Person.objects.in_bulk([klien.pk for klien in kliens])
        for name in of_whom:
            staff, klien = self.staff[name], self.rng.choice(kliens)
            if name == "kepala1":
                klien = self.rng.choice([each for each in kliens if each.in_bed])
            if klien.pk in staff.own:
                continue
            row = f.ConflictFactory(
                person=persons[klien.pk], user=staff.user, recorded_by=staff.user
            )
            staff.own.add(klien.pk)
            self.put("conflict", row, of=staff, stands=True, klien=klien)
        # One that was ended opens the file again.
        staff, klien = self.staff["peksos3"], self.rng.choice(kliens)
        ended = {"ended_at": self.now, "ended_by": self.staff["kepala2"].user}
        row = f.ConflictFactory(
            person=persons[klien.pk],
            user=staff.user,
            recorded_by=staff.user,
            end_reason="Bukan keluarga.",
            **ended,
        )
        self.put("conflict", row, of=staff, stands=False, klien=klien)
