"""Complaints that nobody looks into, that wait for who does, and for their answer."""

from django.urls import reverse

from cases.voice.complaints.models import Complaint, answers_complaints
from rptc import days
from rptc.waiting import Row, Urgency, Waits, register
from rptc.words import tanggal_pendek

NAMED = 2


def _late(user):
    return Complaint.objects.visible_to(user).late(days.today())


def _received(user):
    return Complaint.objects.to_take_by(user) if answers_complaints(user) else None


def _ready(user):
    return Complaint.objects.to_close_by(user) if answers_complaints(user) else None


def _mine(user):
    return Complaint.objects.owned_by(user)


def _rows(key):
    def read(user):
        waits = KINDS[key]
        rows = waits.rows(user)
        if rows is None:
            return []
        rows = rows.select_related("channel").order_by("answer_by", "pk")[:NAMED]
        return [_row(waits, row) for row in rows]

    return read


def _row(waits, complaint):
    text = (
        f"Lewat {complaint.channel}, dijawab paling lambat {tanggal_pendek(complaint.answer_by)}"
    )
    url = reverse("cases:complaint_detail", args=[complaint.pk])
    return Row(waits, text=text, due=None, url=url, title=str(complaint))


def _waits(key, label, urgency, order, rows, verb, named=NAMED):
    return Waits(
        key=f"complaints-{key}",
        label=label,
        urgency=urgency,
        order=order,
        permission="cases.view_complaint",
        rows=rows,
        page=f"cases:complaint_list?show={key}",
        named=named,
        firsts=_rows(key),
        verb=verb,
    )


KINDS = {
    "late": _waits("late", "Pengaduan terlambat", Urgency.LATE, 470, _late, "Buka"),
    "received": _waits(
        "received", "Pengaduan belum ditangani", Urgency.DUE, 471, _received, "Tunjuk petugas"
    ),
    "mine": _waits("mine", "Pengaduan yang Anda tangani", Urgency.DUE, 472, _mine, "Tulis temuan"),
    "ready": _waits("ready", "Pengaduan siap dijawab", Urgency.DUE, 473, _ready, "Jawab"),
}
register(*KINDS.values())
