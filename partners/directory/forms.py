from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from partners.directory.models import Member, Partner
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from rptc.decisions import decides_by_office


class PartnerForm(forms.ModelForm):
    class Meta:
        model = Partner
        fields = [
            "name",
            "short_name",
            "phone",
            "address",
            "closes_destination",
            "reveals_health",
            "is_active",
        ]
        error_messages = {"name": {"unique": "Mitra dengan nama ini sudah ada."}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        # To open what was closed is the head's decision, as the referral itself is.
        if not decides_by_office(user, "partners.approve_referral"):
            for name in ("closes_destination", "reveals_health"):
                self.fields[name].disabled = getattr(self.instance, name)


class MemberForm(forms.ModelForm):
    """A user whose only role, ever given, is that of a partner, and who is in no other one."""

    class Meta:
        model = Member
        fields = ["user"]
        labels = {"user": "Pengguna"}
        error_messages = {"user": {"unique": "Pengguna ini sudah menjadi petugas mitra."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grants = RoleGrant.objects.filter(user=OuterRef("pk"), refused_at=None)
        self.fields["user"].queryset = (
            get_user_model()
            .objects.filter(
                Exists(grants.filter(role=Role.PARTNER)),
                ~Exists(grants.exclude(role=Role.PARTNER)),
                is_active=True,
                membership=None,
            )
            .order_by("full_name", "pk")
        )
