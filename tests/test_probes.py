"""Random probes (user, address, object, parent) against a scope of the test's own.

A house full of people is drawn from a seed (tests/probes/world.py). Who may open which page about
which row is written again by hand from docs/roles.md and docs/access.md, as plain Python over the
facts that were put into it (tests/probes/scope.py). 20,000 probes with RPTC_FULL_SIZE, 500 else.

No permission for the page: 403. Permission, and the row is out of reach: 404. A POST that is
turned away has changed nothing.

What a draw of so few would miss is asked each time: of each address, and of each kind of history,
rows that are out of reach; and each closed file, as each social worker.
"""

import logging
from collections import Counter
from itertools import product

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from reports.desk.history.records import KINDS
from tests.probes.scope import HISTORIES, NOT_PROBED, SCOPE, Asked, may_open
from tests.probes.world import KEPALA, PDP, PEKSOS, World
from tests.sizes import IS_FULL
from tests.test_permissions import PUBLIC, URLS

pytestmark = pytest.mark.django_db

PROBES = 1_000 if IS_FULL else 500
SEEDS = range(20) if IS_FULL else [7]
# Of each address, so many rows out of reach; and how often one is looked for.
OUT_OF_REACH, TRIES = (6, 300) if IS_FULL else (2, 100)
NEVER_WAS = 987_654_321
# What an address says beside its objects.
SAID = {"side": "police", "piece": "home", "letter_sort": "promise", "day": 30}
SAID |= {"homecoming_step": "escort", "homecoming_sort": "pengantar-pemulangan"}
HISTORY, PUT_BACK = "reports:record_history", "reports:record_put_back"
WITH_OBJECT = sorted(
    name
    for name, arguments in URLS.items()
    if name not in PUBLIC and any(argument.endswith("_id") for argument in arguments)
)
# A sheet of PDF, or a register, takes ten pages' time: asked for one in four times.
SLOW = {
    "cases:register_import_commit",
    "cases:order_letter_print",
    "cases:patrol_report",
    "cases:sheet_batch_print",
    "cases:exit_needed_print",
    "cases:bag_receipt",
    "cases:belonging_end_letter",
    "cases:reception_letter",
    "cases:exit_letter_write",
    "cases:session_attendance_print",
    "cases:stay_week_print",
    "cases:hospital_summary_print",
    "cases:hospital_letter_write",
    "cases:help_letter_write",
    "cases:money_letter_write",
    "cases:money_unclaimed_print",
    "cases:violence_report_letter_write",
    "cases:homecoming_letter_write",
    "partners:referral_letter_write",
}


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Refusals are what is asked for here: no line of the log for each of thousands."""
    caplog.set_level(logging.CRITICAL, "django.request")


def test_every_address_with_an_object_has_a_rule_but_one_in_ten():
    probed = SCOPE.keys() | {HISTORY, PUT_BACK}
    assert set(WITH_OBJECT) == probed | NOT_PROBED.keys()
    assert not probed & NOT_PROBED.keys()
    assert len(NOT_PROBED) < len(WITH_OBJECT) / 10
    assert HISTORIES.keys() <= KINDS.keys()


class Prober:
    """Asks as one of the staff, and compares the answer with the scope."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng
        self.heads = frozenset(one for one in world.staff.values() if KEPALA in one.roles)
        self.clients, self.presses = {}, set()
        self.leaks, self.wrongly_refused, self.counts = [], [], Counter()

    def client_of(self, who):
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(who.user)
        return self.clients[who]

    def run(self, probes):
        names = [name for name in WITH_OBJECT if name not in NOT_PROBED and self.has_rows(name)]
        weights = [0.25 if name in SLOW else 4 if name == HISTORY else 1 for name in names]
        enough = self.counts.total() + probes
        while self.counts.total() < enough:
            [name] = self.rng.choices(names, weights)
            self.probe(name)

    def ask_out_of_reach(self):
        """Rows of which the page must not speak, to somebody who may open the page: of each
        address, and of each kind of history."""
        for name in sorted(SCOPE):
            if self.has_rows(name):
                self.ask_beyond(name, lambda name=name: self.draw_row(name))
        for kind in sorted(HISTORIES):
            self.ask_beyond(HISTORY, lambda kind=kind: self.draw_of_kind(kind))

    def ask_beyond(self, name, draw):
        """Where everybody reaches everything, nothing is asked."""
        able = [who for who in self.world.staff.values() if may_open(Asked(who, name))]
        found = 0
        for _ in range(TRIES if able else 0):
            posts = name in self.presses
            asked = Asked(self.rng.choice(able), name, posts, self.heads)
            arguments, row, is_within = draw()
            if self.status(asked, is_within(asked)) != 404:
                continue
            address = reverse(name, kwargs=arguments)
            status = self.ask(asked, address, row, 404)
            if status == 405:
                self.presses.add(name)
                asked = Asked(asked.who, name, True, self.heads)
                if is_within(asked):
                    continue
                self.ask(asked, address, row, 404)
            self.counts[404] += 1
            found += 1
            if found == OUT_OF_REACH:
                return

    def draw_row(self, name):
        """A row, and where the address names two, one with its own parent."""
        ids = [each for each in URLS[name] if each.endswith("_id")]
        row = parent = self.rng.choice(self.world.rows[ids[0][:-3]])
        if len(ids) == 2:
            row = self.rng.choice(self.world.rows[ids[1][:-3]])
            parent = row.parent
        said = {each: SAID[each] for each in URLS[name] if each not in ids}
        arguments = said | dict(zip(ids, [parent.pk, row.pk], strict=False))
        of = row if name.startswith("accounts:grant") else parent
        return arguments, row, lambda asked: SCOPE[name](asked, of)

    def draw_of_kind(self, kind):
        source, roles, rule = HISTORIES[kind]
        row = self.rng.choice(self.world.rows[source])
        arguments = {"type": kind, "record_id": row.pk}
        # Who has no right to the kind gets 403, and the privacy officer the log.
        return arguments, row, lambda a: not a.who.roles & roles or rule(a, row)

    def open_closed_files(self):
        """Each, and the meetings in it, as each social worker: what they stand in for, what an
        emergency opened and opens no more, who is named."""
        meetings = [row for row in self.world.rows["intake"] if row.klien.sealed]
        closed = [row for row in self.world.rows["person"] if row.sealed]
        workers = [who for who in self.world.staff.values() if PEKSOS in who.roles]
        for name, rows in {"cases:person_detail": closed, "cases:intake_detail": meetings}.items():
            for row, who in product(rows, workers):
                asked = Asked(who, name, False, self.heads)
                expected = self.status(asked, SCOPE[name](asked, row))
                self.ask(asked, reverse(name, args=[row.pk]), row, expected)
                self.counts[expected] += 1

    def has_rows(self, name):
        """In a small house there may be nothing of a kind."""
        kinds = [each[:-3] for each in URLS[name] if each.endswith("_id")]
        return name in (HISTORY, PUT_BACK) or all(self.world.rows[kind] for kind in kinds)

    def probe(self, name):
        staff = list(self.world.staff.values())
        if self.rng.random() < 0.85:
            staff = [who for who in staff if may_open(Asked(who, name))] or staff
        who = self.rng.choice(staff)
        posts = name in self.presses or self.rng.random() < 0.4
        asked = Asked(who, name, posts, self.heads)
        arguments, row, expected = self.draw(asked)
        status = self.ask(asked, reverse(name, kwargs=arguments), row, expected)
        if status == 405 and not posts:
            # A button: only a POST asks whether the row is within reach.
            self.presses.add(name)
        else:
            self.counts[expected] += 1

    def draw(self, asked):
        """The arguments, the row that a POST must not change, and the status it must get."""
        name = asked.name
        if name in (HISTORY, PUT_BACK):
            return self.draw_of_history(asked)
        ids = [each for each in URLS[name] if each.endswith("_id")]
        said = {each: SAID[each] for each in URLS[name] if each not in ids}
        row = parent = self.rng.choice(self.world.rows[ids[0][:-3]])
        if len(ids) == 2:
            row = self.child_of(parent, ids[1][:-3])
        arguments = said | dict(zip(ids, [parent.pk, row.pk], strict=False))
        is_there = parent is row or row.parent is parent
        if self.rng.random() < 0.03:
            arguments[ids[-1]], is_there = NEVER_WAS, False
        of = row if name.startswith("accounts:grant") else parent
        within = is_there and SCOPE[name](asked, of)
        return arguments, row, self.status(asked, within)

    def child_of(self, parent, kind):
        """Half of the time its own, where it has any; else anybody's."""
        rows = self.world.rows[kind]
        own = [row for row in rows if row.parent is parent]
        return self.rng.choice(own if own and self.rng.random() < 0.5 else rows)

    def draw_of_history(self, asked):
        kind = self.rng.choice(sorted(HISTORIES))
        if asked.name == PUT_BACK:
            kind = "person"
        source, roles, rule = HISTORIES[kind]
        row = self.rng.choice(self.world.rows[source])
        arguments = {"type": kind, "record_id": row.pk}
        if asked.name == PUT_BACK:
            event = self.child_of(row, "event")
            arguments |= {"event_id": event.pk, "column": "religion"}
            within = event.parent is row and rule(asked, row)
            may = may_open(asked) and asked.holds(PEKSOS)
            return arguments, row, self.status(asked, within) if may else 403
        if not asked.who.roles & (roles | {KEPALA, PDP}):
            return arguments, row, 403
        # The privacy officer reads who looked at what, and no content.
        log_alone = not asked.who.roles & roles
        concerned = {klien.pk for klien in (row.klien, *row.people) if klien}
        within = log_alone and not concerned & set(asked.who.own)
        return arguments, row, self.status(asked, within or rule(asked, row))

    def status(self, asked, within):
        if not may_open(asked):
            return 403
        return 200 if within else 404

    def ask(self, asked, address, row, expected):
        client = self.client_of(asked.who)
        with transaction.atomic():
            before = self.digest(row) if asked.posts and expected != 200 else None
            response = client.post(address) if asked.posts else client.get(address)
            after = self.digest(row) if before else None
            transaction.set_rollback(True)
        method = "POST" if asked.posts else "GET"
        about = f"{asked.who}: {method} {address} ({asked.name}): {response.status_code}"
        about += f" and not {expected}"
        assert response.status_code < 500, about
        assert before == after, f"{about}, and a row was changed"
        status = response.status_code
        if status == 405:
            return status
        is_answered = status not in (403, 404)
        if is_answered and expected != 200:
            self.leaks.append(about)
        elif not is_answered and status != expected:
            self.wrongly_refused.append(about)
        return status

    def digest(self, row):
        """Of the whole table: what must not change may be any row of it."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) FROM {row.table} t"  # noqa: S608
            )
            return cursor.fetchone()


@pytest.mark.gate
@pytest.mark.parametrize("seed", SEEDS)
def test_who_asks_for_any_row_gets_what_is_theirs_and_nothing_else(seed):
    prober = Prober(World(seed))
    prober.open_closed_files()
    prober.ask_out_of_reach()
    prober.run(PROBES)
    told = "\n".join(["leaks:", *prober.leaks, "wrongly refused:", *prober.wrongly_refused])
    assert not prober.leaks, told
    assert not prober.wrongly_refused, told
    # The world is no desert, and no open house.
    assert min(prober.counts[status] for status in (200, 403, 404)) > PROBES / 20, prober.counts
