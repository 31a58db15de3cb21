"""A form that was opened before a file was closed to its reader, and is sent afterwards: nothing
of it is written, and the answer is that of a file that there is not."""

import pytest
from django.db import transaction
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.undoing import undone

pytestmark = pytest.mark.django_db


# Each form, and of which row it is; what is written down already is of the reader's own hand.
FORMS = {
    "person": [
        "person_edit",
        "statement_add",
        "photo_add",
        "flag_raise",
        "relation_add",
        "merge_propose",
        "person_seal",
    ],
    "stay": [
        "cases:stay_assign",
        "cases:plan_write",
        "cases:service_add",
        "cases:training_add",
        "cases:conference_plan",
        "cases:conference_decline",
        "cases:note_write",
        "cases:progress_report_write",
        "cases:extension_propose",
        "cases:stay_end",
        "cases:death_record",
        "cases:bed_place",
        "cases:leave_start",
        "cases:hospital_taken",
        "cases:bag_take",
        "cases:belonging_end",
        "partners:referral_propose",
    ],
    "intake": [
        "intake_outcome",
        "intake_settle",
        "intake_together",
        "contest_raise",
        "triage_fill",
    ],
    "flag": ["flag_end"],
    "relation": ["relation_mark", "relation_remove"],
    "plan": ["plan_edit", "plan_submit"],
    "service": ["service_close"],
    "note": ["note_correct"],
    "exit": ["exit_proof_add", "exit_witness_add", "exit_cancel"],
    "piece": ["exit_piece"],
    "referral": ["partners:referral_edit", "partners:referral_revoke"],
}


def arguments(row, stay, me):
    mine = {"recorded_by": me}
    if row == "plan":
        return [f.PlanFactory(stay=stay, **mine).pk]
    if row in {"exit", "piece"}:
        exit = f.ExitFactory(stay=stay, **mine)
        return [exit.pk, "home"] if row == "piece" else [exit.pk]
    made = {
        "person": lambda: stay.person,
        "stay": lambda: stay,
        "intake": lambda: stay.intake,
        "flag": lambda: f.FlagFactory(person=stay.person, **mine),
        "relation": lambda: f.RelationFactory(other=stay.person, **mine),
        "service": lambda: f.ServiceFactory(planned=True, stay=stay, **mine),
        "note": lambda: f.NoteFactory(stay=stay, **mine),
        "referral": lambda: f.ReferralFactory(stay=stay, **mine),
    }
    return [made[row]().pk]


@pytest.mark.parametrize("row", FORMS)
def test_a_form_that_arrives_after_the_file_was_closed_writes_nothing(
    client, login, row, subtests
):
    me = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3, social_worker=me, child=True, intake__recorded_by=me)
    made = arguments(row, stay, me)
    for name in FORMS[row]:
        with subtests.test(name=name), undone():
            name = name if ":" in name else f"cases:{name}"
            send_after_sealing(client, reverse(name, args=made), stay)


def send_after_sealing(client, address, stay):
    before = client.get(address)
    # A button has no page of its own; some rights are of other roles, and stay so.
    assert before.status_code in {200, 302, 403, 405, 409}, before.status_code
    f.SealReaderFactory(seal__person=stay.person)
    written = Entry.objects.count()
    with transaction.atomic():
        after = client.post(address, {"reason": "Kata-kata.", "text": "Kata-kata."})
    expected = 403 if before.status_code == 403 else 404
    assert after.status_code == expected
    assert Entry.objects.count() == written
