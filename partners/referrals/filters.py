import django_filters as filters
from django import forms

from partners.directory.models import Partner
from partners.referrals.arriving.models import with_missing, without_bast
from partners.referrals.models import Referral, ReferralQuerySet, ReferralState
from partners.referrals.safety import unread_by_who_took_over

# ?need=: what it is called, and which of those that a reader may know of.
NEEDS = {
    "anew": ("Perlu tujuan lain", ReferralQuerySet.to_refer_anew),
    "consent": ("Persetujuan ditarik", ReferralQuerySet.without_their_consent),
    "safety": ("Belum membaca yang wajib", unread_by_who_took_over),
    "basis": ("Rujukan tanpa dasar", ReferralQuerySet.without_basis),
    "house": ("Sudah di mitra, masih tercatat di rumah", ReferralQuerySet.still_in_house),
    "bast": ("Berita acara kedatangan belum ada", without_bast),
    "missing": ("Ada yang tidak ikut sampai", with_missing),
}


class ReferralFilter(filters.FilterSet):
    """By state, and by partner among what this reader may know: a filter must not say more than
    the list does."""

    state = filters.ChoiceFilter(
        label="Keadaan", choices=ReferralState.choices, empty_label="Semua keadaan"
    )
    need = filters.ChoiceFilter(
        label="Yang perlu",
        choices=[(need, label) for need, (label, _) in NEEDS.items()],
        empty_label="Semua",
        method="that_need",
    )
    partner = filters.ModelChoiceFilter(
        label="Mitra",
        queryset=Partner.objects.only("name").order_by("name", "pk"),
        empty_label="Semua mitra",
        method="named_only",
    )

    class Meta:
        model = Referral
        fields = ["state", "need", "partner"]
        form = forms.Form

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    @property
    def title(self):
        """What is listed, in words: the chosen state, else all."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        if need := chosen.get("need"):
            return NEEDS[need][0]
        if state := chosen.get("state"):
            return f"Rujukan {ReferralState(state).label.lower()}"
        return "Rujukan"

    @property
    def leaves_out(self):
        """Whoever is told of some only that there is a referral finds none of these by partner: it
        is said of every choice alike, so it tells nothing of one. What needs something is of those
        whom the reader can help, as on Hari Ini."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return bool(chosen.get("partner")) and self.queryset.filter(is_told=False).exists()

    def that_need(self, referrals, name, chosen):
        return NEEDS[chosen][1](referrals.visible_to(self.user))

    def named_only(self, referrals, name, partner):
        return referrals.visible_to(self.user).filter(partner=partner)
