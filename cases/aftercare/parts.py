"""What a file shows of the contacts after an exit."""

from django.db.models import Exists, F, OuterRef

from cases.aftercare.contacts import contacts_of
from cases.aftercare.forms import FollowUpForm
from cases.aftercare.models import FollowUp
from cases.exits.models import Exit
from cases.exits.parts import exits_of, exits_of_person
from cases.patrols.devices import away
from cases.patrols.devices.away import AwayForm
from cases.stays.models import Stay
from rptc import days
from rptc.kept import AmongThese, kept_rows, keys_of
from rptc.parts import Part, once, register


def follow_ups_of(context, person) -> list[FollowUp]:
    """Those that were done after every stay. Nothing to who may not know."""
    user, exits = context["user"], once(context, exits_of_person, person)
    if not (exits and user.has_perm("cases.view_follow_up")):
        return []
    return kept_rows(_after, user, these=keys_of(exits))


def _after(user):
    """Each with `is_told`: whoever was met tells where somebody went."""
    told = Exit.objects.telling_destination_to(user).filter(pk=OuterRef("exit"))
    follow_ups = FollowUp.objects.filter(AmongThese(F("exit"))).annotate(is_told=Exists(told))
    return follow_ups.select_related("exit__kind").order_by("-done_on", "-pk")


def _of_stay(context, stay):
    if stay.is_open:
        return None
    exits = keys_of(once(context, exits_of, stay))
    return {
        "contacts": contacts_of(Stay.objects.filter(pk=stay.pk)),
        "follow_ups": kept_rows(_after, context["user"], these=exits),
    }


def _away(context, page):
    """Of nobody, for every role: a phone keeps the page for whoever uses it next."""
    return {"form": FollowUpForm(left_on=days.today())}


PART = "cases/aftercare/_follow_up_part.html"

register("referrals.main", Part(20, PART, _of_stay, "cases.view_follow_up"))
register("phone.forms", Part(20, "cases/aftercare/_follow_up_away.html", _away))
away.register(
    AwayForm("follow-up", "cases.record_follow_up", "follow_up_kept", "follow_up_record")
)
