"""What a file shows of the contacts after an exit."""

from cases.aftercare.contacts import contacts_of
from cases.aftercare.forms import FollowUpForm
from cases.aftercare.models import FollowUp
from cases.exits.models import Exit
from cases.exits.parts import exits_of_person
from cases.patrols.devices import away
from cases.patrols.devices.away import AwayForm
from cases.people.access import mark_told
from cases.stays.models import Stay
from rptc import days
from rptc.parts import Part, once, register


def follow_ups_of(context, person) -> list[FollowUp]:
    """Those that were done after every stay. Nothing to who may not know."""
    user, exits = context["user"], once(context, exits_of_person, person)
    if not (exits and user.has_perm("cases.view_follow_up")):
        return []
    return _done(FollowUp.objects.filter(exit__in=exits), user)


def _done(follow_ups, user):
    """Each exit with `is_told`: whoever was met tells where somebody went."""
    done = list(follow_ups.select_related("exit__kind").order_by("-done_on", "-pk"))
    mark_told([row.exit for row in done], Exit.objects.telling_destination_to(user))
    return done


def _of_stay(context, stay):
    if stay.is_open:
        return None
    follow_ups = FollowUp.objects.filter(exit__stay=stay)
    return {
        "contacts": contacts_of(Stay.objects.filter(pk=stay.pk)),
        "follow_ups": _done(follow_ups, context["user"]),
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
