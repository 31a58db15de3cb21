"""What waits of help: to be paid, and receipts without a hand. What the head decides stands among
the decisions (reports/desk/approvals.py)."""

from django.db.models import Case, Exists, Func, TextField, Value, When

from cases.health.waiting import CARE
from cases.help.models import Help
from cases.help.money.models import (
    MoneyMovement,
    UnclaimedMonth,
    holding,
    money_in_bags,
    telling_balance,
    unclaimed_for,
)
from cases.stays.free_days.models import WorkedBetween
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

CARE.lives_in(Help.objects.all(), "stay__person")
CARE.lives_in(MoneyMovement.objects.all(), "stay__person")

register(
    Waits(
        key="help-to-pay",
        label="Bantuan disetujui, belum dibayar",
        urgency=Urgency.DUE,
        order=1135,
        permission="cases.pay_help",
        rows=lambda user: Help.objects.visible_to(user).approved(),
        page="cases:help_list?show=approved",
        verb="Bayar",
    ),
    Waits(
        key="help-unsigned",
        label="Tanda terima bantuan belum ditandatangani",
        urgency=Urgency.DUE,
        order=1136,
        permission="cases.give_help",
        rows=lambda user: Help.objects.visible_to(user).unsigned(),
        page="cases:help_list?show=unsigned",
        act=Act(
            Part.PLAN,
            "Minta tanda tangan tanda terima bantuan",
            "cases:help_detail",
            person="stay__person",
            known_to="cases.view_service",
            rows=lambda user: Help.objects.of_file(user).unsigned(),
            matter=CARE,
        ),
    ),
)


class Told(Func):
    """How much the house keeps for somebody, in words; who is to count it does not read it."""

    template = (
        "coalesce('Uang titipan Rp '"
        " || replace(to_char(%(expressions)s, 'FM999,999,999,990'), ',', '.'),"
        " 'Uang titipan, hitung dahulu')"
    )
    output_field = TextField()


def _held(user):
    stays = holding().filter(pk__in=Stay.objects.visible_to(user).open().values("pk"))
    told = Case(When(is_told=True, then="balance"))
    return telling_balance(stays, user).annotate(told_balance=told)


def _not_read(user, today):
    """From the first working day of a month on, until the head has read them."""
    month = today.replace(day=1)
    worked = WorkedBetween(Value(month), Value(today))
    read = UnclaimedMonth.objects.filter(month=month)
    return unclaimed_for(user).filter(worked, ~Exists(read))


register(
    Waits(
        key="money-uncounted",
        label="Uang titipan belum dihitung berdua",
        urgency=Urgency.DUE,
        order=1106,
        permission="cases.take_money",
        rows=lambda user: (
            MoneyMovement.objects.visible_to(user).uncounted().exclude(recorded_by=user)
        ),
        page="cases:money_house?show=count",
        verb="Hitung",
        act=Act(
            Part.STAY,
            "Hitung uang titipan sebagai orang kedua",
            "cases:money_count",
            person="stay__person",
            matter=CARE,
        ),
    ),
    Waits(
        key="money-miscounted",
        label="Hitungan uang titipan berbeda",
        urgency=Urgency.DUE,
        order=1138,
        permission="cases.know_unclaimed_money",
        rows=lambda user: MoneyMovement.objects.visible_to(user).miscounted(),
        page="cases:money_house?show=differs",
        verb="Periksa",
        act=Act(
            Part.STAY,
            "Periksa hitungan uang titipan yang berbeda",
            "cases:money_list",
            args=("stay",),
            person="stay__person",
            matter=CARE,
        ),
    ),
    Waits(
        key="money-in-bags",
        label="Uang di tas, belum dicatat sebagai uang titipan",
        urgency=Urgency.WAIT,
        order=1107,
        permission="cases.take_money",
        rows=money_in_bags,
        page="cases:money_house?show=bags",
        verb="Pindahkan",
        act=Act(
            Part.STAY,
            "Pindahkan uang dari tas ke uang titipan",
            "cases:money_from_bags",
            args=("bag__stay",),
            person="bag__stay__person",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="money-held",
        label="Uang titipan disimpan",
        urgency=Urgency.RUN,
        order=1108,
        permission="cases.view_money",
        rows=_held,
        page="cases:money_house?show=held",
        act=Act(Part.STAY, Told("told_balance"), "cases:money_list", matter=CARE),
    ),
    Waits(
        key="money-unclaimed",
        label="Uang belum diambil, klien sudah keluar",
        urgency=Urgency.WAIT,
        order=1109,
        permission="cases.take_money",
        rows=unclaimed_for,
        page="cases:money_unclaimed",
        act=Act(Part.STAY, "Uang titipan belum diambil", "cases:money_list", matter=CARE),
    ),
    Waits(
        key="money-unclaimed-month",
        label="Uang belum diambil, dibaca tiap bulan",
        urgency=Urgency.DUE,
        order=1137,
        permission="cases.know_unclaimed_money",
        rows=_not_read,
        page="cases:money_unclaimed",
        calendar=days.today,
        verb="Baca",
    ),
)
