"""Whose case a stay is, and how it goes from one social worker to another."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from cases.gate.closed_places import NamesClosedPartner
from cases.stays.models import Stay, open_with_stay
from rptc.accounts.models import is_head_then
from rptc.columns import by, holds, may_point_to, once, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.guards import never_changed


class AssignmentState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    MADE = "made", "Berlaku"
    APPROVED = "approved", "Disetujui"
    REFUSED = "refused", "Ditolak"


S = AssignmentState
ASSIGNMENT_MOVES = {S.PROPOSED: {S.APPROVED, S.REFUSED}}
IN_FORCE = [S.MADE, S.APPROVED]
# What an exit says of whither somebody goes, in the SQL below.
LEAVING = "leaving.receiver, leaving.address"


class HoldsSecret(Func):
    """Does the case of this stay hold what is told to its own social worker alone: a sealed file,
    a mark for suspected exploitation, or a closed destination of a referral or an exit? Of a stay
    that is over nobody takes the case by themselves either.

    Written once, for the page and for the trigger below: so neither knows less than the other.
    """

    template = f"""EXISTS (
        SELECT FROM cases_stay AS stay JOIN cases_person AS person ON person.id = stay.person_id
         WHERE stay.id = %(expressions)s AND (
            person.is_sealed OR stay.ended_at IS NOT NULL
            OR EXISTS (
                SELECT FROM cases_relation AS kin
                 WHERE kin.suspected_exploitation AND person.id IN (kin.person_id, kin.other_id))
            OR EXISTS (
                SELECT FROM cases_referredto AS referred
                  JOIN cases_partnername AS partner USING (partner_number)
                 WHERE referred.stay_id = stay.id AND partner.closes_destination)
            OR EXISTS (
                SELECT FROM cases_exit AS leaving JOIN cases_exitkind AS kind
                    ON kind.id = leaving.kind_id
                 WHERE leaving.stay_id = stay.id AND (kind.closes_destination
                    OR {NamesClosedPartner.template % {"expressions": LEAVING}}))))"""  # noqa: S608
    output_field = models.BooleanField()


def holds_secret(stay):
    return Stay.objects.filter(HoldsSecret(F("pk")), pk=stay.pk).exists()


class AssignmentQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """Those of the stays that the user may see, and those that gave them a case or took it:
        who only asked for a closed one does not read whose it is."""
        own = Q(to_worker=user, state__in=IN_FORCE) | Q(from_worker=user)
        return self.filter(open_with_stay(user, "stay__") | own, self.model.not_about(user))

    def to_be_known_by(self, user):
        """At once, without the head, who has not been told yet."""
        if not user.has_perm("cases.decide_assignment"):
            return self.none()
        told = self.filter(self.model.not_about(user), state=S.MADE, known_at=None)
        return told.exclude(Q(recorded_by=user) | Q(to_worker=user) | Q(from_worker=user))

    def told_to(self, user):
        """What was given to this user or taken from them, by another."""
        theirs = Q(to_worker=user) | Q(from_worker=user)
        told = self.filter(theirs, self.model.not_about(user), state__in=IN_FORCE)
        return told.exclude(recorded_by=user)

    def unread_by(self, user):
        """And they have not read it."""
        given = Q(to_worker=user, new_read_at=None)
        taken = Q(from_worker=user, former_read_at=None)
        return self.told_to(user).filter(given | taken)


@pghistory.track()
class Assignment(Decided):
    """Penugasan: the case of a stay goes to a social worker.

    Where it holds anything sealed or closed, the head decides; otherwise it is done at once, with
    a reason, and whoever had it before and the head are told. A stay changes its social worker in
    no other way (triggers here and on Stay).
    """

    State, MOVES = AssignmentState, ASSIGNMENT_MOVES
    PERMISSION = "cases.decide_assignment"
    LISTED_WITH = ("stay__person", "from_worker", "to_worker", "recorded_by")

    stay = protected(Stay, "masa pembinaan", related_name="assignments")
    from_worker = may_point_to(
        settings.AUTH_USER_MODEL, "pekerja sosial semula", editable=False, related_name="+"
    )
    to_worker = protected(
        settings.AUTH_USER_MODEL, "pekerja sosial utama", related_name="assignments"
    )
    reason = models.CharField("alasan", max_length=300, blank=True)
    state = state_of(AssignmentState, AssignmentState.PROPOSED)
    known_by = by("diketahui oleh")
    known_at = models.DateTimeField(null=True, editable=False)
    # Told to both, unless they did it themselves.
    former_read_at = models.DateTimeField(null=True, editable=False)
    new_read_at = models.DateTimeField(null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "penugasan"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "stay_has_one_open_assignment",
                ["stay"],
                "Penugasan masa pembinaan ini sudah diajukan.",
                condition=Q(state="proposed"),
            ),
            holds(
                "assignment_is_decided_by_somebody",
                Q(decided_by__isnull=False) | ~Q(state__in=["approved", "refused"]),
            ),
            holds(
                "assignment_goes_to_another",
                Q(from_worker=None) | ~Q(from_worker=F("to_worker")),
                "Pekerja sosial itu sudah memegang klien ini.",
            ),
            holds(
                "assignment_from_somebody_says_why",
                Q(from_worker=None) | ~Q(reason=""),
                "Tulis alasannya.",
            ),
        ]
        triggers = [
            state_moves("assignment_moves", ASSIGNMENT_MOVES),
            never_changed(
                "assignment_keeps_what_was_asked", ["stay", "from_worker", "to_worker", "reason"]
            ),
            pgtrigger.Trigger(
                name="secret_case_is_given_by_the_head",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(new__state__in=IN_FORCE),
                func=f"""
                    IF NEW.state = 'approved' AND NEW.decided_by_id IS NOT NULL THEN
                        RETURN NEW;
                    END IF;
                    IF {HoldsSecret.template % {"expressions": "NEW.stay_id"}}
                    AND NOT {is_head_then("NEW.recorded_by_id", "NEW.recorded_at")} THEN
                        RAISE EXCEPTION 'A case that holds a secret is given by the head.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'secret_case_is_given_by_the_head';
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 (SQL of this project's models)
            ),
            pgtrigger.Trigger(
                name="stay_follows_its_assignment",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(new__state__in=IN_FORCE),
                func="""
                    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
                        RETURN NULL;
                    END IF;
                    UPDATE cases_stay SET social_worker_id = NEW.to_worker_id
                     WHERE id = NEW.stay_id
                       AND social_worker_id IS NOT DISTINCT FROM NEW.from_worker_id;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'The stay has another social worker by now.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'stay_follows_its_assignment';
                    END IF;
                    -- Not since the stay began: nobody knew it before it was theirs.
                    UPDATE cases_reach
                       SET since = GREATEST(since, COALESCE(NEW.decided_at, NEW.recorded_at))
                     WHERE why = 'case' AND source_id = NEW.stay_id AND ended_at IS NULL;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.stay.person} kepada {self.to_worker}"

    @property
    def detail(self):
        before = f"dari {self.from_worker} " if self.from_worker else ""
        why = f": {self.reason}" if self.reason else ""
        return f"{before}kepada {self.to_worker}{why}"
