from partners.referrals.actions import expire_referrals
from rptc.accounts.models import User
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def end_what_nobody_answered():
    ended = expire_referrals(by=User.objects.of_commands())
    return f"{angka(len(ended))} rujukan kedaluwarsa."


register(Work("Rujukan", end_what_nobody_answered))
