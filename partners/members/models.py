"""A partner's own people: whom it proposes to log in, and of whom it says that they have left."""

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.directory.models import OWN_PARTNER, Member, Partner
from rptc import days
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, once, protected
from rptc.guards import changed_only_in
from rptc.phones import Dialled, has_one_phone, phone_column
from rptc.policies import READER, RowPolicy, may
from rptc.sending import Sent

SEES = may("partners.view_proposed_member")
ANSWERS = may("partners.prepare_member", "partners.refuse_member")
KNOWS = may("partners.change_partner")
# So long the partner reads that we said no.
REFUSED_SHOWN = 30


def with_access(members):
    """Each with whether its role gives anything (`has_role`), or waits to be confirmed."""
    grants = RoleGrant.objects.filter(user=OuterRef("user_id"), role=Role.PARTNER)
    return members.select_related("user").annotate(
        has_role=Exists(grants.in_force(days.today())),
        role_waits=Exists(grants.waiting()),
    )


def access_of(member):
    """(word, shape) of a member of `with_access`."""
    if not member.user.is_active:
        return "Tidak dapat masuk", "idle"
    if member.role_waits and not member.has_role:
        return "Menunggu pengesahan", "wait"
    if not member.has_role:
        return "Tidak disahkan", "late"
    return ("Belum pernah masuk", "run") if member.user.is_new else ("Dapat masuk", "ok")


def colleagues_of(user):
    """Who may be said to have left: of the same partner, and nobody says it of themselves."""
    own = Member.objects.filter(partner__members__user=user, user__is_active=True)
    return own.exclude(user=user)


class ProposedMemberQuerySet(models.QuerySet):
    def of_partner_of(self, user):
        return self.filter(partner__members__user=user)

    def waiting(self):
        """Neither was an account prepared, nor was it refused."""
        return self.filter(answered_at=None)

    def refused_lately(self):
        since = days.now() - REFUSED_SHOWN * days.ONE_DAY
        return self.filter(member=None, answered_at__gt=since)


@pghistory.track()
class ProposedMember(Dialled, Sent):
    """Whom a partner wants to let log in. The admin prepares the account, and the head confirms
    its role, as of every account: until then it opens nothing."""

    partner = protected(Partner, related_name="proposed_members", editable=False)
    name = models.CharField("nama lengkap", max_length=120)
    position = models.CharField("tugasnya di sana", max_length=80, blank=True)
    # No longer than that of the account.
    phone = phone_column(20)
    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, null=True, editable=False, related_name="proposed"
    )
    answered_by = by("dijawab oleh")
    answered_at = models.DateTimeField("dijawab pada", null=True, editable=False)
    why_not = models.CharField("mengapa tidak", max_length=200, blank=True)

    objects = ProposedMemberQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{SEES} OR partner_id = {OWN_PARTNER}",
        adds=f"partner_id = {OWN_PARTNER} AND recorded_by_id = {READER}"
        " AND answered_at IS NULL"
        " AND EXISTS (SELECT FROM partners_partner AS own"
        " WHERE own.id = partner_id AND own.is_active)",
        changes=ANSWERS,
        history=SEES,
    )

    class Meta(Sent.Meta):
        verbose_name = "petugas mitra yang diusulkan"
        constraints = [
            *Sent.Meta.constraints,
            holds("proposed_member_has_a_name", ~Q(name=""), "Tulis nama lengkapnya."),
            holds("proposed_member_can_be_called", ~Q(phone=""), "Tulis nomor teleponnya."),
            has_one_phone("proposed_member_has_one_phone"),
            once(
                "proposed_member_waits_once",
                ["partner", "name"],
                "Orang ini sudah diusulkan dan menunggu RPTC.",
                condition=Q(answered_at=None),
            ),
            holds(
                "proposed_member_is_answered_by_somebody",
                all_or_none("answered_at", "answered_by"),
            ),
            holds(
                "proposed_member_gets_an_account_or_a_reason",
                Q(answered_at=None, member=None, why_not="")
                | Q(answered_at__isnull=False, member__isnull=False, why_not="")
                | (Q(answered_at__isnull=False, member=None) & ~Q(why_not="")),
            ),
        ]
        triggers = [
            changed_only_in(
                "proposed_member_is_answered_once",
                ["member_id", "answered_by_id", "answered_at", "why_not"],
                "answered_at",
            )
        ]

    def __str__(self):
        return self.name


class MemberLeftQuerySet(models.QuerySet):
    def unknown(self):
        """Nobody of ours has read of it."""
        return self.filter(known_at=None)


@pghistory.track()
class MemberLeft(Sent):
    """A partner said that one of its people has left: the account is closed at that moment."""

    member = protected(Member, related_name="left", editable=False)
    known_by = by("diketahui oleh")
    known_at = models.DateTimeField("diketahui pada", null=True, editable=False)

    objects = MemberLeftQuerySet.as_manager()

    row_policy = RowPolicy(
        reads=f"{SEES} OR recorded_by_id = {READER}",
        adds=f"recorded_by_id = {READER} AND known_at IS NULL"
        " AND EXISTS (SELECT FROM partners_member AS own"
        f" WHERE own.id = member_id AND own.partner_id = {OWN_PARTNER})",
        changes=KNOWS,
        history=SEES,
    )

    class Meta(Sent.Meta):
        verbose_name = "petugas mitra yang keluar"
        constraints = [
            *Sent.Meta.constraints,
            holds("member_left_is_known_by_somebody", all_or_none("known_at", "known_by")),
        ]
        triggers = [
            changed_only_in("member_left_is_known_once", ["known_by_id", "known_at"], "known_at")
        ]

    def __str__(self):
        return str(self.member.user)


__all__ = ["MemberLeft", "ProposedMember"]
