from datetime import timedelta
from functools import cache

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.utils.functional import cached_property

from rptc import days
from rptc.accounts.filters.models import SavedFilter  # noqa: F401 (for Django)
from rptc.accounts.permissions import (
    AGENCY_DECIDES,
    APPROVALS,
    DECIDES,
    GRANTS,
    NEVER_STANDS_IN,
    STANDS_IN,
    WITH_ANY_APPROVAL,
    Role,
    only_as_agency,
)
from rptc.columns import by, holds, once, one_of, protected
from rptc.sending import Sent


class UserQuerySet(models.QuerySet):
    def of_the_three(self):
        """Head, Dinas and privacy officer, now or soon."""
        claims = RoleGrant.objects.claims().filter(role__in=DECIDES)
        return self.filter(pk__in=claims.values("user"))

    def deciding(self):
        """They, and who stands in for one: with a new password somebody else could be them, so
        another confirms it (rptc/resets)."""
        delegates = Delegation.objects.to_come(days.today()).values("delegate")
        return self.of_the_three() | self.filter(pk__in=delegates)

    def whose_password_may_be_reset_by(self, user):
        """At once: nobody's own, and nobody's who decides. The office, no admin's either."""
        others = self.exclude(pk=user.pk).exclude(pk__in=User.objects.deciding().values("pk"))
        if user.has_role(Role.ADMIN):
            return others
        admins = RoleGrant.objects.claims().filter(role=Role.ADMIN).values("user")
        return others.exclude(pk__in=admins)

    def whose_reset_may_be_asked_by(self, user):
        others = self.deciding().exclude(pk=user.pk)
        return others if user.has_role(Role.ADMIN) else self.none()

    def who_may_get_codes_of(self, user):
        """Whoever confirmed that somebody is of the three gives them their first codes on paper;
        who has a second factor makes their own."""
        of_three = RoleGrant.objects.claims().filter(role__in=DECIDES, confirmed_by=user)
        return self.filter(pk__in=of_three.values("user"), authenticator=None).exclude(pk=user.pk)

    def without_password(self):
        """Prepared, and nobody has made the password yet that is handed over."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def without_role(self):
        """Who may come in, and neither has a role nor may soon have one."""
        claims = RoleGrant.objects.claims().values("user")
        return self.filter(is_active=True).exclude(pk__in=claims)

    def closable_by(self, user):
        """Whose account and roles this user may end: not their own; a head's, only a head."""
        others = self.exclude(pk=user.pk)
        return others if user.has_role(Role.HEAD) else others.exclude(pk__in=heads())

    def with_powers(self):
        """With the roles and delegated approvals of this day, and the files that are closed to
        them as their own: every page asks for all three."""
        today, me = days.today(), OuterRef("pk")
        roles = RoleGrant.objects.in_force(today).filter(user=me).values("role")
        delegations = Delegation.objects.in_force(today).filter(delegate=me)
        kinds = delegations.values(each=Func("approvals", function="unnest"))
        heads_kinds = kinds.filter(recorded_by__in=heads())
        own = OwnFile.objects.filter(user=me).values("person_id")
        return self.annotate(
            role_codes=ArraySubquery(roles),
            delegated_by_head=ArraySubquery(heads_kinds),
            delegated_kinds=ArraySubquery(kinds),
            own_file_numbers=ArraySubquery(own),
        )

    def standing_in(self, on):
        """Active, and with a role that may take over a decision (permissions.STANDS_IN)."""
        held = RoleGrant.objects.in_force(on)
        return self.filter(
            is_active=True, pk__in=held.filter(role__in=STANDS_IN).values("user")
        ).exclude(pk__in=held.filter(role__in=NEVER_STANDS_IN).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def of_commands(self):
        """Under whose name a management command writes rows: nobody who could log in."""
        return self.get_or_create(
            username="perintah", defaults={"full_name": "Perintah sistem", "is_active": False}
        )[0]


# The password is in no history; that it was set, and by whom, is (`rptc.accounts.actions`).
PASSWORD_RESET, PASSWORD_CHANGED = "password_reset", "password_changed"
SECOND_FACTOR_REMOVED = "second_factor_removed"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    pghistory.ManualEvent(PASSWORD_RESET),
    pghistory.ManualEvent(PASSWORD_CHANGED),
    pghistory.ManualEvent(SECOND_FACTOR_REMOVED),
    exclude=["password", "last_login"],
)
class User(AbstractBaseUser):
    """Somebody who logs in. Deactivated, never deleted: what was done keeps its author."""

    username = models.CharField(
        "nama pengguna",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Nama pengguna ini sudah dipakai."},
    )
    full_name = models.CharField("nama lengkap dengan gelar", max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True)
    position = models.CharField("jabatan", max_length=120, blank=True)
    phone = models.CharField("nomor telepon", max_length=20, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    must_change_password = models.BooleanField(default=False, editable=False)
    # Every login of before is over, and no device of before is remembered.
    logged_out_at = models.DateTimeField("dikeluarkan pada", null=True, editable=False)
    night_colours = models.BooleanField("warna malam", default=False)
    prepared_by = protected("self", null=True, editable=False, related_name="prepared_users")
    created_at = models.DateTimeField(default=days.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "pengguna"
        constraints = [
            holds(
                "user_nip_has_18_digits",
                Q(nip="") | Q(nip__regex=r"^[0-9]{18}$"),
                "NIP terdiri dari 18 angka.",
            )
        ]

    def __str__(self):
        return self.full_name

    @property
    def is_new(self):
        """Never came in: the password that is made now is the first that its owner uses."""
        return self.last_login is None

    @cached_property
    def _with_powers(self):
        """This user as `with_powers` reads one; a request's user is read so at once."""
        if "role_codes" in self.__dict__:
            return self
        return User.objects.with_powers().get(pk=self.pk)

    @cached_property
    def roles_today(self):
        """The confirmed roles that are in force on this day."""
        if self._state.adding:
            return frozenset()
        return frozenset(Role(code) for code in self._with_powers.role_codes)

    @cached_property
    def delegated_today(self):
        """The permissions that somebody else's delegation gives on this day."""
        if self.has_role(*NEVER_STANDS_IN) or not self.has_role(*STANDS_IN):
            return frozenset()
        kinds = set(self._with_powers.delegated_kinds)
        if not kinds:
            return frozenset()
        of_head = set(self._with_powers.delegated_by_head)
        permissions = set().union(*(APPROVALS[kind][1] for kind in of_head))
        # Of a giver only what is theirs: the Dinas has no other part of an approval.
        as_agency = set().union(*(APPROVALS[kind][1] for kind in kinds - of_head)) & AGENCY_DECIDES
        for permission in as_agency - permissions:
            permissions |= {permission, only_as_agency(permission)}
        return frozenset(permissions | WITH_ANY_APPROVAL)

    @cached_property
    def own_files(self):
        """The keys of the files that are their own or their family's (own.py)."""
        if self._state.adding:
            return frozenset()
        return frozenset(self._with_powers.own_file_numbers)

    @property
    def may_be_remembered(self):
        """Who works the whole shift on one telephone, and nobody who decides or reads files."""
        only_shifts = bool(self.roles_today) and self.roles_today <= {Role.FIELD, Role.CARETAKER}
        return only_shifts and not self.delegated_today

    def decides_as_head(self, permission):
        """By a role, or in the head's place; not in the place of the Dinas alone."""
        by_role = bool(self.roles_today & GRANTS[permission])
        is_agencys = only_as_agency(permission) in self.delegated_today
        return by_role or (self.has_perm(permission) and not is_agencys)

    def has_role(self, *roles):
        return bool(self.roles_today & set(roles))

    def has_perm(self, perm, obj=None):
        return any(backend.has_perm(self, perm, obj) for backend in _backends())

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm, obj) for perm in perms)


@cache
def _backends():
    """A page asks for a right two hundred times, and Django loads them anew each time."""
    from django.contrib.auth import get_backends

    return get_backends()


class OwnFile(models.Model):
    """This klien is this user, or one of their family: said by a row of cases.Conflict, whose
    trigger alone writes here. It stands on the left so that approvals and letters know it too;
    `person_id` is a plain number for the same reason."""

    user = protected(User, related_name="+")
    person_id = models.PositiveBigIntegerField("nomor klien")
    # A row for each that says so: the same may be said twice, of two files that became one.
    source_id = models.PositiveBigIntegerField("dari baris", unique=True)

    class Meta:
        verbose_name = "berkas sendiri atau keluarga"

    def __str__(self):
        return f"{self.user}, berkas {self.person_id:05d}"


class PaperCodeQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(used_at=None, voided_at=None)


@pghistory.track(exclude=["digest"])
class PaperCode(models.Model):
    """A one-time code that the head, the Dinas or the privacy officer has on paper (docs/roles.md,
    Codes on paper). Only its fingerprint is kept: eighty random bits need no salt."""

    user = protected(User, related_name="paper_codes")
    digest = models.CharField(max_length=64, editable=False)
    made_by = by("dibuat oleh")
    made_at = models.DateTimeField("dibuat pada", default=days.now, editable=False)
    used_at = models.DateTimeField("dipakai pada", null=True, editable=False)
    voided_at = models.DateTimeField("tidak berlaku sejak", null=True, editable=False)

    objects = PaperCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "kode kertas"
        constraints = [
            once("paper_code_is_of_one_user", ["digest"]),
            holds("paper_code_is_used_or_void", Q(used_at=None) | Q(voided_at=None)),
        ]

    def __str__(self):
        return f"Kode kertas {self.user}"


def _confirmed_or_not(row):
    """(word, shape) of what is neither refused nor over, as of today."""
    if not row.confirmed_at:
        return "Belum disahkan", "wait"
    if row.starts_on > days.today():
        return "Belum mulai", "wait"
    return "Berlaku", "ok"


class RoleGrantQuerySet(models.QuerySet):
    def in_force(self, on):
        """Confirmed, begun, and not yet ended on that day."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gt=on), confirmed_at__isnull=False, starts_on__lte=on
        )

    def waiting(self):
        """Prepared, and neither confirmed nor refused."""
        return self.filter(confirmed_at=None, refused_at=None)

    def waiting_for(self, user):
        """Those on which this human being may decide: neither prepared by them nor their own.

        The Dinas decides on what a head prepared, on a head's roles, and on who becomes head.
        """
        waiting = self.waiting().exclude(prepared_by=user).exclude(user=user)
        if user.decides_as_head("accounts.confirm_grant"):
            return waiting
        if user.has_role(Role.AGENCY) or user.has_perm("accounts.confirm_grant"):
            return waiting.filter(
                Q(prepared_by__in=heads()) | Q(user__in=heads()) | Q(role=Role.HEAD)
            )
        return self.none()

    def claims(self):
        """In force or still to come, confirmed or waiting: what a user has or may soon have."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=days.today()), refused_at=None)

    def overlapping(self, starts_on, ends_on):
        """Those that share a day with [starts_on, ends_on)."""
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on), refused_at=None)
        return rows.filter(starts_on__lt=ends_on) if ends_on else rows


def heads():
    """Users who are head today, as a subquery."""
    return holders_of(Role.HEAD)


def holders_of(*roles):
    """Users who hold one of these roles today, as a subquery."""
    return RoleGrant.objects.in_force(days.today()).filter(role__in=roles).values("user")


def who_resets_passwords() -> str:
    """Whom somebody asks who cannot come in: an office that can itself, else the admin. The same
    for everybody, whatever name was typed."""
    office = User.objects.filter(pk__in=holders_of(Role.OFFICE), is_active=True)
    can_come_in = office.exclude(pk__in=User.objects.without_password().values("pk"))
    return "Tata Usaha" if can_come_in.exists() else "admin sistem"


def is_head_then(user, moment):
    """The same for a trigger, in SQL: the user is head on the day of the moment."""
    day = f"({moment} AT TIME ZONE 'Asia/Makassar')::date"
    return f"""EXISTS (
        SELECT FROM accounts_rolegrant
         WHERE user_id = {user} AND role = 'head' AND confirmed_at IS NOT NULL
           AND starts_on <= {day} AND (ends_on IS NULL OR ends_on > {day}))"""  # noqa: S608


def staff_with(*roles):
    """The same, to choose one of them: those whose account is open, by name."""
    users = User.objects.filter(pk__in=holders_of(*roles), is_active=True)
    return users.order_by("full_name", "pk")


NO_OTHER_ROLE = (
    "Pengguna mitra tidak memegang peran lain, dan petugas tidak menjadi pengguna mitra."
)


class IsPartner(Func):
    """1 for the role of a partner's user, 0 for each of the house."""

    template = "(CASE WHEN %(expressions)s = 'partner' THEN 1 ELSE 0 END)"
    output_field = models.IntegerField()


class DateRange(Func):
    """[starts_on, ends_on); a role that was ended on its first day is empty."""

    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track()
class RoleGrant(models.Model):
    """A role of a user over a span of days [starts_on, ends_on).

    Prepared by one person, confirmed by another (docs/rules.md, Approval): without confirmation it
    gives nothing.
    """

    user = protected(User, related_name="grants")
    role = one_of(Role, "peran", max_length=20)
    starts_on = models.DateField("berlaku mulai", default=days.today)
    ends_on = models.DateField("sampai sebelum", null=True, blank=True)
    prepared_by = by()
    prepared_at = models.DateTimeField(default=days.now, editable=False)
    confirmed_by = by()
    confirmed_at = models.DateTimeField(null=True, editable=False)
    refused_by = by()
    refused_at = models.DateTimeField(null=True, editable=False)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "peran pengguna"
        constraints = [
            holds(
                "grant_ends_after_start",
                Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                "Peran berakhir sesudah mulai.",
            ),
            holds(
                "grant_is_confirmed_by_another",
                Q(confirmed_by=None) | Q(prepared_by=None) | ~Q(confirmed_by=F("prepared_by")),
                "Yang menyiapkan peran tidak dapat mengesahkannya.",
            ),
            holds(
                "grant_is_not_confirmed_by_its_holder",
                Q(confirmed_by=None) | ~Q(confirmed_by=F("user")),
                "Peran sendiri tidak dapat disahkan sendiri.",
            ),
            ExclusionConstraint(
                name="partner_user_holds_no_other_role",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (IsPartner("role"), RangeOperators.NOT_EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(refused_at=None),
                violation_error_message=NO_OTHER_ROLE,
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.user}"

    @property
    def state(self):
        """(word, shape) as of today."""
        if self.refused_at:
            return "Ditolak", "late"
        if self.ends_on and self.ends_on <= days.today():
            return "Berakhir", "idle"
        return _confirmed_or_not(self)

    @property
    def is_waiting(self):
        return self.confirmed_at is None and self.refused_at is None

    @property
    def can_end(self):
        """Confirmed and not over: an undecided one is refused instead."""
        return self.confirmed_at is not None and (
            self.ends_on is None or self.ends_on > days.today()
        )

    @property
    def last_on(self):
        """The last day of the role, for people, who count it in."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class DelegationQuerySet(models.QuerySet):
    def in_force(self, on):
        """Confirmed; and it ends with the office of whoever gave it, too."""
        givers = RoleGrant.objects.in_force(on).filter(role__in=[Role.HEAD, Role.AGENCY])
        return self.filter(
            starts_on__lte=on,
            last_on__gte=on,
            ended_at=None,
            confirmed_at__isnull=False,
            recorded_by__is_active=True,
            recorded_by__in=givers.values("user"),
        )

    def to_come(self, on):
        """In force on that day or later, or waiting to be."""
        return self.filter(last_on__gte=on, ended_at=None, refused_at=None)

    def waiting_for(self, user):
        """The head confirms what the Dinas hands over, and the Dinas what the head does."""
        waiting = self.to_come(days.today()).filter(confirmed_at=None)
        others = waiting.exclude(recorded_by=user).exclude(delegate=user)
        givers = [role for role in CONFIRMED_BY if user.has_role(CONFIRMED_BY[role])]
        return others.filter(recorded_by__in=holders_of(*givers))

    def endable_by(self, user):
        """One's own, and those of one's own office: neither head nor Dinas ends the other's."""
        own_office = [role for role in CONFIRMED_BY if user.has_role(role)]
        return self.filter(Q(recorded_by=user) | Q(recorded_by__in=holders_of(*own_office)))


# By whose hand what a head or the Dinas hands over comes into force.
CONFIRMED_BY = {Role.HEAD: Role.AGENCY, Role.AGENCY: Role.HEAD}


@pghistory.track()
class Delegation(Sent):
    """Plt. or Plh.: who decides in the head's place, from/to (both days included), on what.

    It ends by itself after `last_on`. What the delegate entered they do not approve either. The
    head's is confirmed by the Dinas and the reverse; where there is nobody to confirm it, it is in
    force at once (docs/roles.md, Standing in).
    """

    class Kind(models.TextChoices):
        ACTING = "plt", "Plt. (pelaksana tugas)"
        DAILY = "plh", "Plh. (pelaksana harian)"

    delegate = protected(User, "penerima tugas", related_name="delegations")
    kind = one_of(Kind, "sebutan", max_length=3, default=Kind.DAILY)
    order_number = models.CharField("nomor surat perintah", max_length=80)
    starts_on = models.DateField("mulai")
    last_on = models.DateField("hari terakhir")
    approvals = ArrayField(
        models.CharField(max_length=20, choices=[(key, APPROVALS[key][0]) for key in APPROVALS]),
        verbose_name="keputusan yang dilimpahkan",
    )
    ended_at = models.DateTimeField("diakhiri pada", null=True, editable=False)
    confirmed_by = by("disahkan oleh")
    confirmed_at = models.DateTimeField("disahkan pada", null=True, editable=False)
    refused_by = by("ditolak oleh")
    refused_at = models.DateTimeField("ditolak pada", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pelimpahan wewenang"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "delegation_ends_after_start",
                Q(last_on__gte=F("starts_on")),
                "Hari terakhir tidak boleh sebelum hari mulai.",
            ),
            holds(
                "delegation_goes_to_another",
                ~Q(delegate=F("recorded_by")),
                "Wewenang dilimpahkan kepada orang lain.",
            ),
            holds(
                "delegation_is_confirmed_by_another",
                Q(confirmed_by=None)
                | (~Q(confirmed_by=F("recorded_by")) & ~Q(confirmed_by=F("delegate"))),
                "Pelimpahan tidak disahkan oleh pemberi atau penerimanya.",
            ),
            holds(
                "delegation_is_confirmed_or_refused",
                Q(confirmed_at=None) | Q(refused_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.delegate}"

    @property
    def state(self):
        """(word, shape) as of today."""
        if self.ended_at:
            return "Diakhiri", "idle"
        if self.refused_at:
            return "Ditolak", "late"
        if self.last_on < days.today():
            return "Berakhir", "idle"
        return _confirmed_or_not(self)

    @property
    def can_end(self):
        is_over = self.ended_at or self.refused_at or self.last_on < days.today()
        return not is_over

    @property
    def approval_names(self):
        return [APPROVALS[key][0] for key in self.approvals]
