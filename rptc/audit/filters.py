import django_filters
from django.db.models import Q

from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.words import LOOKS
from rptc.forms import DayInput


class EntryFilter(django_filters.FilterSet):
    """Who looked at, or did, what: by officer, by person, by day."""

    actor = django_filters.ModelChoiceFilter(
        label="Petugas", queryset=User.objects.all(), empty_label="Semua"
    )
    person_id = django_filters.NumberFilter(
        label="Nomor klien", method="about", min_value=1, max_value=2**62
    )
    kind = django_filters.ChoiceFilter(
        label="Jenis",
        method="of_kind",
        choices=[("looks", "Dibuka atau dicetak"), ("acts", "Tindakan")],
        empty_label="Semua",
    )
    since = django_filters.DateFilter("at", "date__gte", label="Mulai", widget=DayInput)
    until = django_filters.DateFilter("at", "date__lte", label="Sampai", widget=DayInput)

    class Meta:
        model = Entry
        fields = ["actor", "person_id", "kind", "since", "until"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        # The lines of one partner's staff together would say which lines are theirs (reading.py).
        users = User.objects.order_by("full_name", "pk")
        if not reader.has_perm("partners.approve_referral"):
            partners = RoleGrant.objects.filter(role=Role.PARTNER)
            users = users.exclude(pk__in=partners.values("user"))
        self.filters["actor"].queryset = users

    def about(self, entries, name, number):
        return entries.about(int(number))

    def of_kind(self, entries, name, kind):
        looks = Q(verb__in=LOOKS)
        return entries.filter(looks if kind == "looks" else ~looks)
