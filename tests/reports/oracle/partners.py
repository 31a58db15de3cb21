"""What partners did: the indicators of a year, and how soon they answered, by loops over steps."""

from collections import defaultdict

from tests.reports.oracle.raw import DAY, HOUR, length, middle, wita, year_span
from tests.reports.oracle.returns import is_death

PARTNERS_OWN = {"accepted", "declined", "arrived", "in_service", "finished", "returned"}
STAYS_ON = {"arrived", "in_service", "finished"}
NOT_TAKEN = {"declined", "returned"}


class Year:
    """Each measure is {its key: (so many, of so many)}."""

    def __init__(self, house, year):
        self.house, self.span = house, year_span(year)
        self.told = defaultdict(lambda: [0, 0])

    def holds(self, moment):
        return moment is not None and self.span[0] <= wita(moment) < self.span[1]

    def holds_day(self, day):
        return self.span[0] <= day < self.span[1]

    def add(self, key, counts):
        self.told[key][0] += bool(counts)
        self.told[key][1] += 1

    def steps(self, row):
        steps = self.house.of("steps", "referral_id", row.id)
        return sorted(steps, key=lambda step: (step.at, step.id))

    def first(self, row, states):
        return next((step.at for step in self.steps(row) if step.to_state in states), None)

    def count(self):
        for row in self.house.referrals:
            self._sent(row)
            self._kept(row)
            self._elsewhere(row)
            self._unfit(row)
        self._replied()
        self._after()
        self._days()
        return {key: tuple(each) for key, each in self.told.items()}

    def _sent(self, row):
        if not self.holds(row.sent_at):
            return
        self.add("dasar", row.basis_id)
        heard, in_time = self.first(row, PARTNERS_OWN), row.sent_at + 30 * DAY
        if heard or in_time <= self.house.now:
            self.add("kabar", heard and heard <= in_time)
        if heard is None and row.ended_at is None:
            self.add("diam", False)

    def _kept(self, row):
        taken, came = self.first(row, {"accepted"}), self.first(row, {"arrived"})
        if not self.holds(taken):
            return
        judged = (came or taken) + 30 * DAY
        if judged <= self.house.now:
            then = [step.to_state for step in self.steps(row) if step.at <= judged][-1]
            self.add("bertahan", came and then in STAYS_ON)

    def _elsewhere(self, row):
        if row.state not in NOT_TAKEN or not self.holds(row.ended_at):
            return
        until = row.ended_at + 7 * DAY
        found = any(
            step.to_state == "accepted" and row.ended_at <= step.at <= until
            for other in self.house.of("referrals", "person_id", row.person_id)
            if other.id != row.id
            for step in self.steps(other)
        )
        if found or until <= self.house.now:
            self.add("tempat-lain", found)
        asked = {one.partner_id for one in self._asked(row.stay_id)}
        self.add("luas", len(asked) > 1)

    def _asked(self, stay):
        for question in self.house.of("questions", "stay_id", stay):
            yield from self.house.of("asked", "question_id", question.id)

    def _unfit(self, row):
        if self.holds(self.first(row, {"accepted"})):
            asked = [one for one in self._asked(row.stay_id) if one.partner_id == row.partner_id]
            if any(one.was_fit is False for one in asked):
                self.add("meski", False)

    def _replied(self):
        for row in self.house.reminders:
            if row.says != "asked" or not self.holds(row.recorded_at):
                continue
            later = [
                other
                for other in self.house.of("reminders", "referral_id", row.referral_id)
                if other.says == "replied" and other.id > row.id
            ]
            until = row.recorded_at + DAY
            if later or until <= self.house.now:
                self.add("dijawab", later and later[0].recorded_at <= until)

    def _after(self):
        for exit in self.house.exits:
            if (
                exit.state == "done"
                and self.holds(exit.left_at)
                and not is_death(self.house, exit)
            ):
                told = self.house.of("follow_ups", "exit_id", exit.id)
                self.add("ditanya", any(row.helped in ("yes", "no") for row in told))
        for row in self.house.follow_ups:
            if self.holds_day(row.done_on):
                self.add("kunjungan", row.result != "not_done")
                if row.helped in ("yes", "no"):
                    self.add("terbantu", row.helped == "yes")

    def _days(self):
        """Days at a partner, of the days at partners and in the house; both ends count."""
        first, last = self.span[0], min(self.span[1] - DAY, self.house.today)
        spans = [(wita(row.began_at), row.ended_at, False) for row in self.house.stays]
        for row in self.house.referrals:
            came = self.first(row, {"arrived"})
            if came:
                spans.append((wita(came), row.ended_at, True))
        for came, ended, is_partners in spans:
            begins, ends = max(came, first), min(wita(ended) if ended else last, last)
            if begins <= ends:
                self.told["hari-orang"][1] += length(begins, ends)
                self.told["hari-orang"][0] += is_partners * length(begins, ends)


def answering(house, year):
    """{partner: (median hours, median agreed, (in time, judged), answered, asked)}"""
    asked, of_year = defaultdict(list), Year(house, year)
    for row in house.referrals:
        if of_year.holds(row.sent_at):
            heard = of_year.first(row, PARTNERS_OWN)
            if heard or row.state != "revoked":
                asked[row.partner_id].append((row.sent_at, row.answer_due_at, heard))
    for row in house.asked:
        if of_year.holds(row.sent_at):
            answers = house.of("answers", "asked_id", row.id)
            said = [one.said_at for one in answers if one.undone_at is None]
            heard = min(said, default=None)
            if heard or row.state != "withdrawn":
                asked[row.partner_id].append((row.sent_at, row.answer_due_at, heard))
    return {partner: _answered(house, rows) for partner, rows in asked.items()}


def _answered(house, rows):
    hours = [max((heard - at) / HOUR, 0) for at, _, heard in rows if heard]
    judged = [(due, heard) for _, due, heard in rows if due and (heard or due <= house.now)]
    in_time = sum(heard is not None and heard <= due for due, heard in judged)
    agreed = [(due - at) / HOUR for at, due, _ in rows if due]
    return middle(hours), middle(agreed), (in_time, len(judged)), len(hours), len(rows)
