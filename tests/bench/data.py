"""Fills an empty migrated database by INSERT ... SELECT: five years, skewed as life is.

The same size gives the same shape on every day, up to that day.
"""

import json
from datetime import datetime, time

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.models import QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.notes.models import Note
from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from cases.casework.services.models import Service
from cases.exits.models import Exit, ExitKind
from cases.gate.models import Receiver
from cases.health.medicines.models import Medicine
from cases.health.medicines.names import put_away
from cases.intakes.models import Intake
from cases.patrols.models import Patrol, PatrolMember, Team, Vehicle
from cases.people.models import Person, Statement
from cases.people.reach import Level, Reach, Why
from cases.places.models import HotSpot, Region
from cases.stays.models import Stay, StayRule
from partners.directory.models import Member, Partner
from partners.referrals.models import Referral, ReferralStep
from reports.demonstration import names
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Signatory
from tests.bench import drawing
from tests.bench.sql import insert, insert_many, keys, one_of, run, texts

STAFF = {
    Role.FIELD: ["trc", "trc2", "trc3", "trc4", "trc5", "trc6"],
    Role.CARETAKER: ["piket"],
    Role.SOCIAL_WORKER: ["peksos", "peksos2", "peksos3", "peksos4"],
    Role.HEAD: ["kepala"],
    # Of a partner.
    Role.PARTNER: ["mitra"],
}
# So many in the house get a medicine, at these hours.
MEDICINES, HOURS = 30, [time(7), time(19)]
# Patrols that have not ended, so that people registered by a measurement spread over several.
UNDER_WAY = 40
FIRST = names.MALE_YOUNG + names.FEMALE_YOUNG + names.MALE_OLD + names.FEMALE_OLD
SECOND = names.MALE_SECOND + names.FEMALE_SECOND
THIRD = names.DAENG_MALE + names.DAENG_FEMALE
NICKNAMES = names.NICK_MALE + names.NICK_FEMALE
PACKET = {
    "name": "R. A.",
    "sex": "Perempuan",
    "age": "anak",
    "need": "Pendampingan keluarga",
    "message": "",
    "contact": "Petugas peksos, S.Sos.",
    "phone": "0411 000 700",
}
STEPS = "draft proposed sent accepted arrived in_service finished".split()


def fill(people: int, house: int) -> None:
    """`people` people with twice as many intakes; `house` of them are in the house."""
    with transaction.atomic(), pgtrigger.ignore():
        ground()
        drawing.draw(people, house)
        insert_people()
        insert_patrols()
        insert_intakes()
        insert_stays()
        insert_plans()
        insert_assessments()
        insert_services()
        insert_notes()
        insert_medicines()
        insert_referrals()
        insert_reach()
        insert_entries()
        drawing.drop()


def ground() -> None:
    for role, usernames in STAFF.items():
        for username in usernames:
            user = User.objects.create(username=username, full_name=f"Petugas {username}, S.Sos.")
            RoleGrant.objects.create(
                user=user, role=role, starts_on="2020-01-01", confirmed_at=days.now()
            )
    member = User.objects.get(username="mitra")
    Member.objects.create(user=member, partner=Partner.objects.order_by("pk").first())
    Signatory.objects.create(name="Kepala, S.Sos.", starts_on="2020-01-01")
    HotSpot.objects.bulk_create(
        HotSpot(name=f"Simpang {village.name}", village=village) for village in villages()[:25]
    )
    Team.objects.bulk_create(Team(name=f"Regu {n}") for n in range(1, 4))
    Vehicle.objects.bulk_create(Vehicle(plate=f"DD {n} XX") for n in range(1001, 1004))


def villages():
    return Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).order_by("code")


def any_of(role: Role) -> str:
    return one_of(keys(User.objects.filter(username__in=STAFF[role]).order_by("pk")))


def pk_of(username: str) -> str:
    return str(User.objects.get(username=username).pk)


def insert_people() -> None:
    insert(
        Person,
        "FROM (SELECT p.id, p.sex, min(met_at) AS first_at FROM bench_person p"
        " JOIN bench_met ON person_id = p.id GROUP BY p.id, p.sex ORDER BY p.id) AS p",
        id="p.id",
        name=(
            f"CASE WHEN random() < 0.3 THEN 'Muh. ' ELSE '' END || {one_of(texts(FIRST))}"
            f" || ' ' || {one_of(texts(SECOND), 'power(random(), 1.5)')}"
            f" || CASE WHEN random() < 0.4 THEN ' Dg. ' || {one_of(texts(THIRD))} ELSE '' END"
        ),
        alias=f"CASE WHEN random() < 0.3 THEN {one_of(texts(NICKNAMES))} ELSE '' END",
        sex="p.sex",
        age_kind="'about'",
        age_years="(5 + 65 * power(random(), 1.3))::int",
        age_stated_on="p.first_at::date",
        nik="CASE WHEN mod(p.id, 3) = 0 THEN '7371' || lpad(p.id::text, 12, '0') ELSE '' END",
        nik_status="CASE WHEN mod(p.id, 3) = 0 THEN 'claimed' ELSE 'unknown' END",
        origin_id=one_of(keys(villages())),
        origin_text="'Jl. Contoh ' || mod(p.id, 200)",
        religion="'islam'",
        education="'primary'",
        is_sealed="random() < 0.01",
        recorded_by_id=any_of(Role.FIELD),
        recorded_at="p.first_at",
    )
    people = "FROM cases_person p JOIN bench_person USING (id)"
    said = {
        "person_id": "p.id",
        "source": "'self'",
        "stated_on": "p.age_stated_on",
        "recorded_by_id": "p.recorded_by_id",
        "recorded_at": "p.recorded_at",
    }
    insert(Statement, people, kind="'name'", text="p.name", **said)
    insert(Statement, f"{people} WHERE alias <> ''", kind="'alias'", text="p.alias", **said)
    insert(
        Statement,
        people,
        kind="'age'",
        age_kind="p.age_kind",
        age_years="p.age_years",
        age_stated_on="p.age_stated_on",
        **said,
    )


def insert_patrols() -> None:
    insert(
        Patrol,
        "FROM bench_patrol",
        id="id",
        team_id=one_of(keys(Team.objects.order_by("pk"))),
        vehicle_id=one_of(keys(Vehicle.objects.order_by("pk"))),
        route="'Adhyaksa, Boulevard'",
        started_at="first_at - interval '1 hour'",
        ended_at="last_at + interval '1 hour'",
        recorded_by_id=any_of(Role.FIELD),
        recorded_at="first_at",
    )
    insert(
        Patrol,
        f"FROM generate_series(1, {UNDER_WAY})",
        team_id=one_of(keys(Team.objects.order_by("pk"))),
        route="'Losari, Nusantara'",
        started_at="now() - interval '2 hours'",
        recorded_by_id=pk_of("trc"),
    )
    insert(
        PatrolMember, "FROM cases_patrol", patrol_id="cases_patrol.id", user_id="recorded_by_id"
    )


def insert_intakes() -> None:
    settled = "met_at < now() - interval '14 days'"
    insert(
        Intake,
        "FROM bench_intake i LEFT JOIN (SELECT p.id AS patrol_id, r.recorded_by_id,"
        " unnest(p.intakes) AS intake_id FROM bench_patrol p JOIN cases_patrol r USING (id))"
        " AS patrols ON intake_id = i.id LEFT JOIN (SELECT intake_id AS arrived_id, ended_at"
        " FROM bench_stay) AS stays ON arrived_id = i.id ORDER BY met_at",
        id="i.id",
        person_id="person_id",
        whereabouts="CASE WHEN outcome <> 'brought' THEN '' WHEN arrived_id IS NULL THEN"
        " 'on_the_way' WHEN ended_at IS NULL THEN 'in_house' ELSE 'left' END",
        sex="sex",
        met_on="(met_at AT TIME ZONE 'Asia/Makassar')::date",
        met_at="met_at",
        door=f"CASE WHEN by_patrol THEN 'patrol' ELSE {one_of(texts(['walk_in', 'police']))} END",
        patrol_id="patrol_id",
        hot_spot_id="spot_id",
        provisional_id="class_id",
        classification_id="class_id",
        settled_id=f"CASE WHEN {settled} THEN class_id END",
        settled_by_id=f"CASE WHEN {settled} THEN {any_of(Role.SOCIAL_WORKER)} END",
        settled_at=f"CASE WHEN {settled} THEN met_at + interval '1 day' END",
        outcome="outcome",
        activity="'meminta-minta'",
        recorded_by_id=f"coalesce(recorded_by_id, {pk_of('piket')})",
        recorded_at="met_at",
    )


def insert_stays() -> None:
    rule = StayRule.objects.get(classification=None)
    began_on = "(began_at AT TIME ZONE 'Asia/Makassar')::date"
    insert(
        Stay,
        "FROM bench_stay",
        id="id",
        person_id="person_id",
        intake_id="intake_id",
        began_at="began_at",
        ended_at="ended_at",
        rule_id=str(rule.pk),
        last_on=f"{began_on} + {rule.max_length - 1}",
        social_worker_id=any_of(Role.SOCIAL_WORKER),
        recorded_by_id=pk_of("piket"),
        recorded_at="began_at",
    )
    insert(
        Exit,
        "FROM bench_stay WHERE ended_at IS NOT NULL",
        stay_id="id",
        kind_id=one_of(keys(ExitKind.objects.filter(approval="usual"))),
        state="'done'",
        left_at="ended_at",
        receiver="'Keluarga'",
        must_be_known="true",
        done_by_id=any_of(Role.SOCIAL_WORKER),
        known_by_id=pk_of("kepala"),
        known_at="ended_at",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
        recorded_at="ended_at",
    )
    insert(
        Exit,
        "FROM bench_stay WHERE ended_at IS NULL AND dice < 0.05",
        stay_id="id",
        kind_id=one_of(keys(ExitKind.objects.filter(approval="usual"))),
        receiver="'Keluarga'",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
    )
    insert(
        Receiver,
        "FROM cases_exit e JOIN cases_exitkind kind ON kind.id = e.kind_id WHERE state = 'done'",
        stay_id="stay_id",
        exit_number="e.id",
        name="receiver",
        is_family="to_family",
        handed_at="left_at",
    )
    Receiver.objects.note_returns()


def insert_plans() -> None:
    insert(
        Plan,
        "FROM bench_plan",
        id="id",
        stay_id="stay_id",
        wishes="'Mau pulang.'",
        aim="'Kembali ke keluarga.'",
        state="'approved'",
        submitted_at="began_at + interval '1 hour'",
        decided_by_id=pk_of("kepala"),
        decided_at="began_at + interval '2 hours'",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
        recorded_at="began_at",
    )
    insert(
        PlanItem,
        "FROM bench_plan, generate_series(1, 3) AS n",
        plan_id="id",
        goal="'Mengikuti bimbingan ' || n",
        kind_id=one_of(keys(ServiceKind.objects.all())),
        owner_kind="'staff'",
        owner_id=any_of(Role.SOCIAL_WORKER),
        due_on="began_at::date + n",
        result="CASE WHEN ended_at IS NULL THEN '' ELSE 'done' END",
        result_on="ended_at::date",
    )


def insert_assessments() -> None:
    """The first one of most, the full one of a third; each with the answers of its choices."""
    worker = pk_of("peksos")
    for stage, who, hours in [("initial", "dice < 0.9", 2), ("comprehensive", "dice < 0.3", 3)]:
        at = f"began_at + interval '{hours} hours'"
        insert_many(
            Assessment,
            f"FROM bench_stay WHERE {who}",
            stay_id="id",
            stage=f"'{stage}'",
            questions_id=str(QuestionSet.objects.in_force().pk),
            done_at=at,
            done_by_id=worker,
            finished_at=at,
            rule_id=str(RiskRule.objects.in_force().pk),
            points="2",
            risk=one_of(texts(["low", "low", "medium", "high"])),
            recorded_by_id=worker,
            recorded_at="began_at",
        )
    insert_many(
        Answer,
        "FROM cases_assessment done JOIN cases_question q ON q.questions_id = done.questions_id"
        " AND cardinality(q.options) > 0 AND NOT q.is_secret"
        " AND CASE done.stage WHEN 'initial' THEN q.in_initial ELSE q.in_comprehensive END",
        assessment_id="done.id",
        question_id="q.id",
        chosen=f"ARRAY[{one_of('q.options')}]",
        answered_by_id=worker,
        answered_at="done.done_at",
    )


def insert_services() -> None:
    """Two of each stay, of all kinds in turn."""
    kinds = (
        "(SELECT id AS kind_id, spm, minutes, row_number() OVER (ORDER BY id) - 1 AS place,"
        " count(*) OVER () AS kinds FROM cases_servicekind) AS kind"
    )
    insert_many(
        Service,
        f"FROM bench_stay CROSS JOIN generate_series(1, 2) AS n JOIN {kinds}"
        " ON place = mod(bench_stay.id + n, kinds)",
        stay_id="bench_stay.id",
        kind_id="kind_id",
        done_at="began_at + n * interval '1 hour'",
        done_by_id=any_of(Role.SOCIAL_WORKER),
        minutes="minutes",
        spm="spm",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
        recorded_at="began_at + n * interval '1 hour'",
    )


def insert_notes() -> None:
    """Two of each stay, of the team."""
    insert_many(
        Note,
        "FROM bench_stay, generate_series(1, 2) AS n",
        stay_id="id",
        on="(began_at AT TIME ZONE 'Asia/Makassar')::date",
        level="'team'",
        about="'progress'",
        text="'Mulai mau makan bersama.'",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
        recorded_at="began_at + interval '2 hours'",
    )


def insert_medicines() -> None:
    """One of each of those who have been in the house longest, due since the last of its hours."""
    medicine, since = Medicine(), last_hour()
    put_away(medicine, "Amoksisilin")
    insert(
        Medicine,
        f"""
        FROM (SELECT bench_stay.id AS stay_id
                FROM bench_stay JOIN cases_person AS person ON person.id = person_id
               WHERE ended_at IS NULL AND began_at < '{since}' AND NOT is_sealed
               ORDER BY began_at LIMIT {MEDICINES}) AS longest
        """,  # noqa: S608
        stay_id="stay_id",
        sealed_name=f"'{medicine.sealed_name}'",
        dose="'1 tablet'",
        hours=f"{texts([f'{hour}' for hour in HOURS])}::time[]",
        hours_since=f"'{since}'",
        first_on=f"'{days.day_of(since)}'",
        prescribed_by="'Puskesmas'",
        recorded_by_id=pk_of("peksos"),
        recorded_at=f"'{since}'",
    )


def last_hour() -> datetime:
    """The last hour of a medicine that has come."""
    today = days.today()
    hours = [days.at(day, hour) for day in (today - days.ONE_DAY, today) for hour in HOURS]
    return max(hour for hour in hours if hour <= days.now())


def insert_referrals() -> None:
    """Of those who have left, finished; of those in the house, sent."""
    insert(
        Referral,
        "FROM bench_referral",
        id="id",
        person_id="person_id",
        stay_id="stay_id",
        partner_id=one_of(keys(Partner.objects.order_by("pk"))),
        need="'Pendampingan keluarga'",
        without_basis="'Belum ada perjanjian.'",
        state="CASE WHEN ended_at IS NULL THEN 'sent' ELSE 'finished' END",
        packet=f"'{json.dumps(PACKET)}'::jsonb",
        sent_at="began_at + interval '3 hours'",
        answer_due_at="began_at + interval '27 hours'",
        decided_at="began_at + interval '3 hours'",
        decided_by_id=any_of(Role.HEAD),
        ended_at="ended_at",
        recorded_by_id=any_of(Role.SOCIAL_WORKER),
        recorded_at="began_at",
    )
    steps = texts(STEPS)
    insert(
        ReferralStep,
        "FROM bench_referral, generate_series(1, 6) AS n WHERE n < 3 OR ended_at IS NOT NULL",
        referral_id="id",
        from_state=f"({steps})[n]",
        to_state=f"({steps})[n + 1]",
        at="began_at + interval '1 hour' * n",
        by_id=any_of(Role.SOCIAL_WORKER),
    )


def insert_reach() -> None:
    """Who may know whom, as triggers write it in life."""
    insert_many(
        Reach,
        "FROM cases_intake WHERE whereabouts IN ('on_the_way', 'in_house')",
        why=f"'{Why.HOUSE}'",
        level=str(Level.HOUSE.value),
        role=f"'{Role.CARETAKER}'",
        person_id="person_id",
        since="met_on::timestamp AT TIME ZONE 'Asia/Makassar'",
        source_id="id",
    )
    insert_many(
        Reach,
        "FROM cases_stay WHERE social_worker_id IS NOT NULL",
        why=f"'{Why.CASE}'",
        level=str(Level.SECRET.value),
        user_id="social_worker_id",
        person_id="person_id",
        since="began_at",
        source_id="id",
    )
    insert_many(
        Reach,
        "FROM partners_referral WHERE state = 'sent'",
        why=f"'{Why.PACKET}'",
        level=str(Level.PACKET.value),
        partner_id="partner_id",
        person_id="person_id",
        since="sent_at",
        source_id="id",
    )


def insert_entries() -> None:
    """Each person was registered, and their file opened."""
    content_type = str(ContentType.objects.get_for_model(Person).pk)
    for verb, delay in (("registered", 0), ("opened", 1), ("opened", 30)):
        insert(
            Entry,
            "FROM cases_person p JOIN bench_person USING (id)",
            at=f"p.recorded_at + interval '{delay} days'",
            actor_id=any_of(Role.SOCIAL_WORKER),
            verb=f"'{verb}'",
            content_type_id=content_type,
            object_id="p.id",
            person_id="p.id",
            details="'{}'::jsonb",
        )


def analyze() -> None:
    run("ANALYZE")
