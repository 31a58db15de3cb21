"""Complaints that nobody looks into, that wait for who does, and for their answer."""

from django.urls import reverse

from cases.voice.complaints.models import Complaint, answers_complaints
from rptc import days
from rptc.kept import kept_rows
from rptc.waiting import Row, Urgency, Waits, register
from rptc.words import tanggal_pendek

NAMED = 2
# So many are read for the names; all are counted.
MOST = 50


def _late(user):
    return Complaint.objects.visible_to(user).late(days.today())


def _received(user):
    return Complaint.objects.to_take_by(user) if answers_complaints(user) else None


def _ready(user):
    return Complaint.objects.to_close_by(user) if answers_complaints(user) else None


def _mine(user):
    return Complaint.objects.owned_by(user)


def _rows(key):
    return lambda user: [_row(KINDS[key], row) for row in _open(user) if _is(key, row, user)][
        :NAMED
    ]


def _open(user):
    """The nearest end first; one query for all four kinds of a page."""
    found = getattr(user, "found_out", None)
    if found is not None and "complaints" in found:
        return found["complaints"]
    rows = kept_rows(_first_open, user)
    if found is not None:
        found["complaints"] = rows
    return rows


def _first_open(user):
    rows = Complaint.objects.visible_to(user).open().select_related("channel")
    return rows.order_by("answer_by", "pk")[:MOST]


def _is(key, row, user):
    is_found = row.found_at is not None
    return {
        "late": row.is_late(days.today()),
        "received": row.state == "received" and answers_complaints(user),
        "mine": row.state == "in_hand" and row.owner_id == user.pk and not is_found,
        "ready": row.state == "in_hand" and is_found and answers_complaints(user),
    }[key]


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
