import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from rptc.accounts.models import NO_OTHER_ROLE
from rptc.columns import holds, protected
from rptc.policies import READER, RowPolicy, may

STAFF = may("reports.view_today")
OFFICE = may("partners.change_partner")
# The partner whose user reads: one at the most.
OWN_PARTNER = f"""(SELECT partner_id FROM partners_member
    WHERE user_id = {READER} AND {may("partners.use_portal")})"""  # noqa: S608


@pghistory.track()
class Partner(models.Model):
    """A body that takes people over.

    Of one that `closes_destination`, for whatever reason, only those of the case and who decides
    read that somebody is referred to it. A referral to one that `reveals_health` is health data:
    the klien agrees in writing.
    """

    name = models.CharField("nama mitra", max_length=120, unique=True)
    short_name = models.CharField("nama pendek", max_length=40)
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    contact = models.CharField("narahubung", max_length=120, blank=True)
    closes_destination = models.BooleanField(
        "tujuan ditutup",
        default=False,
        help_text="Hanya pekerja sosial klien itu dan Kepala UPT membaca siapa dirujuk ke sini.",
    )
    reveals_health = models.BooleanField(
        "rujukannya mengungkap kesehatan",
        default=False,
        help_text="Persetujuan tertulis klien diperlukan. Tujuannya selalu ditutup.",
    )
    is_active = models.BooleanField("masih bermitra", default=True)

    # A partner's user reads of their own alone.
    row_policy = RowPolicy(
        reads=f"{STAFF} OR id = {OWN_PARTNER}", adds=OFFICE, changes=OFFICE, history=STAFF
    )

    class Meta:
        verbose_name = "mitra"
        ordering = ["name"]
        constraints = [
            holds(
                "partner_that_reveals_health_is_closed",
                Q(reveals_health=False) | Q(closes_destination=True),
                "Yang mengungkap kesehatan juga ditutup tujuannya.",
            )
        ]

    def __str__(self):
        return self.name


@pghistory.track()
class Member(models.Model):
    """A partner's own user: of one partner only, with no other role."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="membership"
    )
    partner = protected(Partner, related_name="members")

    # A user of the house has no such role, and cannot have it beside another one.
    refused_by_triggers = {"member_has_the_role_of_a_partner": NO_OTHER_ROLE}
    row_policy = RowPolicy(
        reads=f"{STAFF} OR user_id = {READER}", adds=OFFICE, changes=OFFICE, history=STAFF
    )

    class Meta:
        verbose_name = "petugas mitra"
        triggers = [
            pgtrigger.Trigger(
                name="member_has_the_role_of_a_partner",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("user_id"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM accounts_rolegrant
                         WHERE user_id = NEW.user_id AND role = 'partner' AND refused_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'a member has the role of a partner'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'member_has_the_role_of_a_partner';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.partner}"
