"""Two partners let their hours pass: one was called and sent a text, so that the head decides; of
the other nobody picked up."""

from datetime import timedelta

from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from partners.silence.actions import write_reminder
from partners.silence.models import Reminder, Says
from reports.demonstration.dice import key_of, own_dice, worker_of

# key, what was said with the hours ago at which it was
SAID = [
    ("sent", [(Says.NOT_REACHED, 30, ""), (Says.TEXTED, 29, "")]),
    ("quiet woman", [(Says.PROMISED, 10, "Ditanyakan dahulu kepada kepala ruangan.")]),
]


def add(story, patrols):
    dice = own_dice(story, "Mitra diam")
    story.tell(*(_reminded(story, dice, key, *said) for key, all_ in SAID for said in all_))


def _reminded(story, dice, key, says, hours, words):
    yield story.ago(0, 8) - timedelta(hours=hours)
    stay = story.house[key]
    referral = Referral.objects.get(stay=stay, state=S.SENT)
    reminder = Reminder(referral=referral, says=says, words=words, send_key=key_of(dice))
    write_reminder(reminder, seen="", by=worker_of(story, stay))
