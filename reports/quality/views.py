from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Prefetch, Window, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.intakes.models import Intake
from cases.people.models import Statement
from reports.quality import actions
from reports.quality.forms import FalseAlarmForm, OriginForm
from reports.quality.models import FalseAlarm, Hunt
from reports.quality.rules import BY_KEY, MANY, Rule, alarms_for, counts_of, rules_for
from reports.quality.shown import Hit, hits_with_names, name_of, page_of, shown
from rptc import words
from rptc.acting import done, go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.kept import kept_rows
from rptc.pages import counted_page_of, page_before

# So many of each rule stand on the first page; the rest a tap away.
FIRST = 4
PAGE = 25


@dataclass(frozen=True)
class Found:
    """A rule with its first hits, of so many."""

    rule: Rule
    number: int
    hits: list[Hit]

    @property
    def number_said(self) -> str:
        return said([self.number])


def said(numbers: Collection[int]) -> str:
    """Together, where each is counted as far as MANY."""
    number = words.angka(sum(min(each, MANY) for each in numbers))
    return f"lebih dari {number}" if max(numbers, default=0) > MANY else number


@may_open("reports.mend_quality")
def quality(request):
    """Each rule with its first hits; those without any in one line."""
    user, counts = request.user, counts_of(request.user)
    rules = rules_for(user)
    found = [
        Found(rule, counts[rule.key], shown(rule, kept_rows(_first_hits, user, rule.key), user))
        for rule in rules
        if counts.get(rule.key)
    ]
    _record_names(request, "mutu data", [hit for each in found for hit in each.hits])
    known = kept_rows(_first_known, user)
    context = {
        "found": found,
        "total": sum(counts.values()),
        "total_said": said(counts.values()),
        "clean": [rule for rule in rules if not counts.get(rule.key)],
        "known": _with_names(known, user),
        "known_number": known[0].number if known else 0,
        "districts": _districts(each.rule for each in found),
    }
    return render(request, "reports/quality/quality.html", context)


def _first_hits(user, key):
    rule = BY_KEY[key]
    return hits_with_names(rule, rule.hits_of(user), user)[:FIRST]


def _first_known(user):
    """Each with the number of all."""
    return _newest_known(user).annotate(number=Window(Count("*")))[:FIRST]


@may_open("reports.mend_quality")
def quality_rule(request, quality_rule):
    """All hits of one rule."""
    rule = _rule(request, quality_rule)
    rows = hits_with_names(rule, rule.hits_of(request.user), request.user)
    page = counted_page_of(rows, request, PAGE)
    hits = shown(rule, page.object_list, request.user)
    _record_names(request, "mutu data", hits)
    context = {"rule": rule, "page_obj": page, "hits": hits, "districts": _districts([rule])}
    return render(request, "reports/quality/quality_rule.html", context)


@may_press(("reports.mend_quality", "cases.change_person"))
def quality_origin(request, intake_id):
    """Mended in its row: where somebody comes from."""
    rule = _rule(request, Hunt.ORIGIN)
    intake = get_object_or_404(
        rule.visible_to(request.user).select_related("person"), pk=intake_id
    )
    form = OriginForm(request.POST)
    if done(form, actions.mend_origin, intake, by=request.user):
        messages.success(request, f"Asal {intake.person} tersimpan.")
    for reasons in form.errors.values():
        messages.error(request, f"{intake.person}: {reasons[0]}")
    return redirect(page_before(request, reverse("reports:quality")))


@may_fill("reports.mend_quality")
def false_alarm_add(request, quality_rule, hit_id):
    """ "Memang begitu", with why."""
    rule = _rule(request, quality_rule)
    if rule.beside:
        raise Http404
    rows = hits_with_names(rule, rule.visible_to(request.user), request.user)
    row = get_object_or_404(rows, pk=hit_id)
    alarm = FalseAlarm(rule=rule.key, **{rule.column: row})
    form = FalseAlarmForm(request.POST or None, instance=alarm)
    back = page_before(request, reverse("reports:quality"))
    if sent(form, actions.say_so, by=request.user):
        return go_on(request, "Diingat, dan tidak ditanyakan lagi.", back)
    context = {
        "form": form,
        "rule": rule,
        "name": name_of(row, request.user),
        "url": page_of(row),
        "back": back,
    }
    return render(request, "reports/quality/false_alarm_add.html", context)


@may_open("reports.mend_quality")
def false_alarm_list(request):
    """What was said to be so indeed, the newest first."""
    page = counted_page_of(_newest_known(request.user), request, PAGE)
    context = {"page_obj": page, "known": _with_names(page.object_list, request.user)}
    return render(request, "reports/quality/false_alarm_list.html", context)


@may_press("reports.mend_quality")
def false_alarm_end(request, false_alarm_id):
    alarm = get_object_or_404(alarms_for(request.user), pk=false_alarm_id)
    then = page_before(request, reverse("reports:quality"))
    return press(request, actions.ask_again, alarm, told="Ditanyakan lagi.", then=then)


def _rule(request, key):
    """One whose hits this user may mend; no other is there for them."""
    rule = BY_KEY.get(key)
    if rule is None or rule.way_of(request.user) is None:
        raise Http404
    return rule


def _newest_known(user):
    alarms = alarms_for(user).standing().select_related("recorded_by")
    return alarms.order_by("-recorded_at", "-pk")


def _with_names(alarms, user):
    """[(alarm, who it is about, their page)], without a query a name: of an intake with what was
    said there."""
    if not alarms:
        return []
    intakes = Intake.objects.select_related("person").with_said_name(user)
    statements = Statement.objects.select_related("person")
    prefetch_related_objects(
        alarms, Prefetch("intake", intakes), Prefetch("statement", statements)
    )
    return [(alarm, name_of(alarm.row, user), page_of(alarm.row)) for alarm in alarms]


def _districts(rules):
    """Of the select in each row, read once for all."""
    if not any(rule.is_mended_here for rule in rules):
        return []
    return list(OriginForm.base_fields["origin"].queryset.all())


def _record_names(request, name, hits):
    """Whom the page named."""
    people = {
        number
        for hit in hits
        for number in (hit.row.person_id, getattr(hit.row, "other_id", None))
        if number
    }
    if people:
        record(request.user, "opened", page=name, people=sorted(people))
