"""Every step of an exit, legal and illegal, written by hand: state, act, who leaves, how, role.

The table is the specification (docs/rules.md, Approval); what the code allows and what
the database lets pass must both be equal to it.
"""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from cases.exits import actions
from cases.exits.models import Exit, ExitState
from rptc import days
from rptc.accounts.permissions import Role
from rptc.pictures import encode
from tests import pictures
from tests.factories import (
    ExitFactory,
    ExitProofFactory,
    ExitWitnessFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)
from tests.undoing import undone

pytestmark = pytest.mark.django_db

CHILD, ADULT = "child", "adult"
WORKER, PIKET, HEAD, ASKER = "social worker", "piket", "head", "who asked"
FAMILY, PARTNER, AWAY, ALONE, UNKNOWN = (
    "keluarga", "mitra", "daerah-asal", "mandiri", "tidak-diketahui",
)  # fmt: skip
EMERGENCIES = ["penegak-hukum", "rumah-sakit", "melarikan-diri", "meninggal"]
KINDS = [FAMILY, PARTNER, AWAY, ALONE, UNKNOWN, *EMERGENCIES]

# Who asks for an exit, and what comes of it; whatever is not here is refused.
BEGINS = {
    (WORKER, CHILD, FAMILY): "proposed",
    (WORKER, CHILD, PARTNER): "proposed",
    (WORKER, CHILD, AWAY): "proposed",
    (WORKER, CHILD, UNKNOWN): "proposed",
    (WORKER, ADULT, FAMILY): "done",
    (WORKER, ADULT, PARTNER): "proposed",
    (WORKER, ADULT, AWAY): "done",
    (WORKER, ADULT, ALONE): "done",
    (WORKER, ADULT, UNKNOWN): "proposed",
    **{(role, who, kind): "done" for role in (WORKER, PIKET) for who in (CHILD, ADULT)
       for kind in EMERGENCIES},
}  # fmt: skip

# Each act by the one who may, from each state: where it leads; whatever is not here is refused.
MOVES = {
    ("proposed", "approve"): "approved",
    ("proposed", "refuse"): "refused",
    ("proposed", "cancel"): "cancelled",
    ("approved", "hand over"): "done",
    ("approved", "cancel"): "cancelled",
}
ACTS = ["approve", "refuse", "cancel", "hand over"]
# What may be added, and until when.
ADDITIONS = {
    "proof": {"proposed", "approved"},
    "witness": {"proposed", "approved"},
    "home": {"proposed"},
    "items": {"proposed", "approved"},
}
USERS = {WORKER: Role.SOCIAL_WORKER, PIKET: Role.CARETAKER, HEAD: Role.HEAD}


def someone(who):
    return UserFactory(roles=[USERS.get(who, Role.SOCIAL_WORKER)])


def whole_columns(kind):
    receiver = "" if kind in {ALONE, "melarikan-diri", "meninggal", UNKNOWN} else "Rosdiana"
    relation = "Ibu" if kind == FAMILY else ""
    return {"kind": exit_kind(kind), "receiver": receiver, "relation": relation}


@pytest.mark.parametrize(("who", "kind"), list(product([CHILD, ADULT], KINDS)))
@pytest.mark.parametrize("role", [WORKER, PIKET])
def test_who_begins_what(role, who, kind):
    stay = StayFactory(child=who == CHILD, days_ago=2)
    exit = ExitFactory.build(
        stay=stay, recorded_by=None, address="Jl. Nuri 3", **whole_columns(kind)
    )
    expected = BEGINS.get((role, who, kind))
    if expected is None:
        with pytest.raises(ValidationError):
            actions.end_stay(exit, left_at=days.now(), by=someone(role))
        assert not Exit.objects.exists()
    else:
        assert actions.end_stay(exit, left_at=days.now(), by=someone(role)).state == expected
    stay.refresh_from_db()
    assert stay.is_open == (expected != "done")


def in_state(state, who=CHILD, kind=FAMILY):
    decided = {"decided_by": UserFactory(), "decided_at": days.now()}
    done = {"left_at": days.now(), "done_by": UserFactory()}
    return ExitFactory(
        whole=True,
        stay=StayFactory(child=who == CHILD, days_ago=2),
        state=state,
        **whole_columns(kind),
        **(decided if state in {"approved", "refused", "done"} else {}),
        **(done if state == "done" else {}),
    )


def act(name, exit, by):
    if name in {"approve", "refuse"}:
        return actions.decide_exit(exit, approve=name == "approve", note="Ya.", by=by)
    if name == "cancel":
        return actions.cancel_exit(exit, reason="Batal.", by=by)
    number = exit.stay.person.file_number
    return actions.hand_over(
        exit, left_at=days.now(), receiver=exit.receiver, file_number=number, by=by
    )


@pytest.mark.parametrize(
    ("state", "who", "kind"),
    list(product(ExitState.values, [CHILD, ADULT], [FAMILY, PARTNER])),
)
def test_each_act_from_each_state(state, who, kind, subtests):
    there = in_state(state, who, kind)
    for name in ACTS:
        with subtests.test(act=name), undone():
            exit = Exit.objects.get(pk=there.pk)
            by = someone(HEAD if name in {"approve", "refuse"} else PIKET)
            expected = MOVES.get((state, name))
            if expected is None:
                with pytest.raises(ValidationError):
                    act(name, exit, by)
                expected = state
            else:
                act(name, exit, by)
            exit.refresh_from_db()
            assert exit.state == expected


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_who_asked_does_not_decide(name):
    exit = in_state("proposed")
    with pytest.raises(ValidationError, match="tidak dapat memutuskan"):
        act(name, exit, exit.recorded_by)


@pytest.mark.parametrize("old", ExitState.values)
def test_the_database_knows_the_same_moves(old, subtests):
    exit = in_state(old)
    for new in ExitState.values:
        if new != old:
            with subtests.test(new=new), undone():
                move(exit, old, new)


def move(exit, old, new):
    columns = {"state": new}
    if new in {"approved", "refused", "done"}:
        columns |= {"decided_by": exit.decided_by_id or UserFactory().pk, "decided_at": days.now()}
    columns["left_at"] = days.now() if new == "done" else None
    columns["done_by"] = UserFactory().pk if new == "done" else None
    if (old, new) in {(state, to) for (state, _), to in MOVES.items()}:
        with transaction.atomic():
            Exit.objects.filter(pk=exit.pk).update(**columns)
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            Exit.objects.filter(pk=exit.pk).update(**columns)


@pytest.mark.parametrize("state", ExitState.values)
def test_what_may_be_added_and_until_when(state, subtests):
    there, by = in_state(state), someone(WORKER)
    for what, states in ADDITIONS.items():
        with subtests.test(what=what), undone():
            exit = Exit.objects.get(pk=there.pk)
            if state in states:
                add(what, exit, by)
            else:
                with pytest.raises(ValidationError):
                    add(what, exit, by)


def add(what, exit, by):
    if what == "proof":
        picture = encode(ContentFile(pictures.jpeg(seed=3), name="a.jpg"))
        row = ExitProofFactory.build(exit=exit, photo=None, kind="birth", recorded_by=None)
        return actions.add_proof(row, picture=picture, by=by)
    if what == "witness":
        row = ExitWitnessFactory.build(exit=exit, recorded_by=None)
        return actions.add_witness(row, by=by)
    values = {"home_unchecked_reason": "Jauh."} if what == "home" else {"items_handed": "Tas."}
    return actions.add_piece(exit, values, by=by)


def test_a_stay_that_ends_within_a_day_needs_no_plan():
    stay = StayFactory(began_at=days.now() - days.ONE_HOUR)
    exit = ExitFactory.build(
        stay=stay, recorded_by=None, address="Jl. Nuri 3", kind=exit_kind(FAMILY)
    )
    assert actions.end_stay(exit, left_at=days.now(), by=someone(WORKER)).state == "done"
    assert not stay.plans.exists()
