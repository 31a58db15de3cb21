"""What a partner says while klien are there: a month of all but one, something that has changed,
a link for the others, an incident that was handled, and somebody who wants to fetch a klien and
must not."""

from cases.people.flags.actions import raise_flag
from cases.people.flags.models import Flag
from partners.incidents.actions import add_note, answer_incident, report_incident, seen_of
from partners.incidents.models import IncidentNote, IncidentReply, PartnerIncident
from partners.months.actions import send_month_link, tell_of_no_change, write_month
from partners.months.models import WORDS, MonthLink, MonthReport, asked_of, month_asked, untold
from partners.referrals.models import AT_PARTNER, Referral
from reports.demonstration.care import MEMBERS
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days

AT = "Sahabat Yatim"
PORTAL = PartnerIncident.Channel.PORTAL
CHANGED = {"school": "Pindah ke kelas 5, senang di sana", "home": "Sudah mau bercerita"}


def add(story, patrols):
    dice = own_dice(story, "Kabar dari mitra")
    story.tell(
        _months(story, dice), _by_link(story, dice), _ran_away(story, dice), _fetched(story, dice)
    )


def _there(story):
    rows = Referral.objects.filter(partner=story.partners[AT], state__in=AT_PARTNER)
    return rows.select_related("stay__social_worker", "person").order_by("pk")


def _months(story, dice):
    """All but the last of them."""
    yield story.ago(1, 10, 15)
    month, by = month_asked(), story.staff[MEMBERS[AT]]
    asked = list(asked_of(_there(story), month))[:-1]
    for number, referral in enumerate(asked):
        is_changed = number == 0
        report = MonthReport(
            referral=referral,
            month=month,
            answer="changed" if is_changed else "same",
            channel=PORTAL,
            send_key=key_of(dice),
        )
        words = dict.fromkeys(WORDS, "") | (CHANGED if is_changed else {})
        write_month(report, words=words, picture=b"", by=by)


def _by_link(story, dice):
    """Another partner is asked by a link, and says so of one of them; whom a second link asks
    about, nobody has told of yet."""
    yield story.ago(1, 11, 5)
    rows = untold(Referral.objects.exclude(partner__closes_destination=True), month_asked())
    rows = rows.filter(stay__social_worker__isnull=False).order_by("pk")
    rows = rows.select_related("partner", "stay__social_worker")
    others = rows.exclude(partner=story.partners[AT])
    asked = {each.pk: each for each in (others.first(), rows.last()) if each is not None}
    asked = list(asked.values())
    for referral in asked:
        send_month_link(referral.partner, by=referral.stay.social_worker)
    yield story.ago(1, 13, 40)
    for referral in asked[: bool(others)]:
        link = MonthLink.objects.live().filter(referrals__contains=[referral.pk]).first()
        contact = referral.partner.contacts.order_by("name", "pk").first()
        said_by = contact.name if contact else "Pengurus"
        tell_of_no_change(link, {referral.pk}, said_by=said_by, send_key=key_of(dice))


def _ran_away(story, dice):
    """Said in two taps, and handled within the hour."""
    yield story.ago(3, 17, 20)
    referral = _there(story).last()
    incident = _said(story, dice, referral, "ran_away")
    yield story.ago(3, 17, 55)
    reply = IncidentReply(
        incident=incident,
        says="handled",
        message="Sudah ditemukan di rumah temannya. Petugas kami mengantarnya kembali.",
        send_key=key_of(dice),
    )
    by = worker_of(story, referral.stay)
    done = "Dicari bersama TRC; ada di rumah temannya."
    answer_incident(reply, reason=done, seen=seen_of(incident), by=by)


def _fetched(story, dice):
    """Whom a ban names: it waits for the head on the day of the story."""
    yield story.ago(2, 9, 30)
    referral = _there(story).first()
    flag = Flag(
        person=referral.person,
        kind=Flag.Kind.DO_NOT_RELEASE,
        whom="Sangkala Dg. Ngempo (ayah tiri)",
        what_to_do="Tahan dengan sopan, dan telepon Kepala UPT.",
        reason="Menurut anak, ia menyuruhnya mengemis.",
        send_key=key_of(dice),
    )
    raise_flag(flag, by=worker_of(story, referral.stay))
    yield story.ago(1, 20, 40)
    incident = _said(story, dice, referral, "came")
    yield story.ago(1, 20, 44)
    note = IncidentNote(
        incident=incident,
        name="Sangkala",
        relation="ayah tiri",
        channel=PORTAL,
        send_key=key_of(dice),
    )
    add_note(note, words="Menunggu di teras, dengan motor.", by=story.staff[MEMBERS[AT]])


def _said(story, dice, referral, kind):
    incident = PartnerIncident(
        referral=referral, kind=kind, channel=PORTAL, send_key=key_of(dice), at=days.now()
    )
    return report_incident(incident, by=story.staff[MEMBERS[AT]])
