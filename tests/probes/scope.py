"""Who may open which page about which row: docs/roles.md, docs/access.md, written again by hand.

Every rule is a line about the facts of tests/probes/world.py. Nothing here asks the product or the
database. `Asked` is the question: who, on which page, by which method; a rule answers whether the
row is within reach. Whether the role may open the page at all stands in ACCESS
(tests/test_permissions.py).
"""

from dataclasses import dataclass

from tests.probes.world import ADMIN, DINAS, KEPALA, PDP, PEKSOS, PIKET, TRC, TU, Staff
from tests.test_permissions import ACCESS

# The pages of one klien that are only read: what an emergency opens (docs/access.md).
READ_IN_EMERGENCY = {
    "cases:person_detail",
    "cases:person_health",
    "cases:person_findings",
    "cases:person_identity",
    "cases:person_family",
    "cases:person_timeline",
    "cases:stay_detail",
    "cases:stay_consents",
    "cases:stay_plan",
    "cases:stay_assessments",
    "cases:assessment_detail",
    "cases:conference_detail",
    "cases:stay_notes",
    "cases:intake_detail",
    "cases:photo",
    "cases:plan_detail",
    "cases:exit_detail",
    "cases:exit_receiver_photo",
    "cases:belonging_list",
    "cases:stay_week",
    "cases:training_detail",
}
# What comes with a delegation (Plt.): what waits for who decides, and what they decided.
DELEGATED = {
    "plan": {"cases:plan_decide", "cases:plan_detail"},
    "referral": {
        "partners:referral_decide",
        "partners:referral_detail",
        "partners:referral_revoke",
        "partners:partner_incident_decide",
        "partners:partner_incident_detail",
        "partners:partner_incident_drop",
        "partners:partner_incident_handle",
        "partners:partner_incident_told",
        "partners:question_detail",
        "partners:month_report_detail",
        "partners:month_report_picture",
        "partners:month_report_read",
        "partners:referral_remind",
    },
}
WITH_ANY = {
    "cases:exit_decide",
    "cases:extension_decide",
    "cases:help_decide",
    "cases:merge_decide",
    "cases:contest_decide",
    "letters:withdrawal_decide",
    "accounts:grant_confirm",
    "accounts:grant_refuse",
}
DECIDE = {KEPALA, DINAS, PDP}
# What the Dinas decides in the head's place, where the head entered it.
OF_DINAS = {
    "plan",
    "exit",
    "extension",
    "merge",
    "contest",
    "referral",
    "letter",
    "stand_in",
    "help",
}
SENT = {"sent", "accepted", "arrived", "in_service"}


@dataclass(frozen=True)
class Asked:
    who: Staff
    name: str
    posts: bool = False
    heads: frozenset = frozenset()

    def holds(self, *roles):
        return bool(self.who.roles & set(roles))

    @property
    def is_of_house(self):
        """What the house must know opens the pages of the house alone."""
        return PIKET in self.who.roles and PIKET in ACCESS[self.name]

    @property
    def only_reads(self):
        return self.name in READ_IN_EMERGENCY and not self.posts


def may_open(a):
    """Does a role, or a delegation, open the page at all?"""
    opened = set().union(*(DELEGATED[kind] for kind in a.who.delegated))
    opened |= WITH_ANY if a.who.delegated else set()
    return bool(a.who.roles & ACCESS[a.name]) or a.name in opened


# -- A file, and what hangs on it ---------------------------------------------------------------


def is_own(a, row):
    """Of themselves or their family: nothing, above everything below."""
    return any(klien.pk in a.who.own for klien in row.people)


def works_on(a, worker):
    """Is it the case of this user, or of one in whose place they stand?"""
    return worker is not None and worker in {a.who.pk, *a.who.stands_in_for}


def whole(a, p):
    """The head all; a social worker what is not sealed, and what is sealed where it is their
    case, they wrote it down, or are named; for named people only: these alone."""
    if p.pk in a.who.own:
        return False
    if a.holds(KEPALA):
        return True
    in_emergency = a.only_reads and a.who.pk in p.opened_by
    is_named = a.who.pk in p.named or in_emergency
    is_theirs = p.by == a.who.pk or any(works_on(a, worker) for worker in p.cases) or is_named
    return a.holds(PEKSOS) and (not p.sealed or (is_named if p.for_named else is_theirs))


def house(a, p):
    """House staff: who is in the house or on the way to it, sealed ones too."""
    return a.is_of_house and p.in_house and p.pk not in a.who.own


def opens(a, p):
    """A merged file is nobody's."""
    return p.kept is None and (whole(a, p) or house(a, p))


def of_klien(a, row):
    return opens(a, row.klien)


def of_both(a, row):
    return all(opens(a, klien) for klien in row.people)


def told_relation(a, row):
    """A mark of suspected exploitation: to the head and the child's social worker, to any while it
    has none."""
    cases = row.people[1].cases
    theirs = a.holds(KEPALA) or not cases or any(works_on(a, worker) for worker in cases)
    return of_both(a, row) and (not row.marked or theirs)


def of_stay(a, row):
    """All stays of a file that is open whole; of what the house must know, the one that runs."""
    return whole(a, row.klien) or house(a, row.klien) and not row.stay.ended


def running(a, row):
    return of_stay(a, row) and not row.stay.ended


def of_intake(a, row):
    """The house those by which somebody is in it; TRC their own until 24 hours after the
    handover, not where the file was sealed for named people."""
    in_reach_of_trc = a.holds(TRC) and of_trc(a, row) and not row.klien.for_named
    return whole(a, row.klien) or house(a, row.klien) and row.runs or in_reach_of_trc


def of_trc(a, row):
    is_own_yet = row.told_until is None and row.runs or row.told_until and row.told_until > row.now
    return bool(a.who.pk in row.of and is_own_yet and not is_own(a, row))


def corrected_by_trc(a, row):
    """Own intakes, until 24 hours after the handover, whatever else they may open."""
    return a.holds(TRC) and of_trc(a, row)


def of_patrol(a, row):
    return a.holds(KEPALA, PEKSOS) or a.who.pk in row.crew


def of_photo(a, row):
    """Of a patrol as its page, for TRC, social workers and the head. On a card stands the NIK:
    house staff see those that they took."""
    if row.patrol:
        return a.holds(TRC, PEKSOS, KEPALA) and of_patrol(a, row.patrol)
    is_hidden = row.sort == "card" and not whole(a, row.klien) and row.by != a.who.pk
    return opens(a, row.klien) and not is_hidden


def of_flag(a, row):
    seen = {"house"} | ({"workers"} if a.holds(PEKSOS, KEPALA) else set())
    return row.audience in seen | ({"head"} if a.holds(KEPALA) else set()) and of_klien(a, row)


def of_contest(a, row):
    return whole(a, row.klien) or house(a, row.klien) and row.by == a.who.pk


def of_merge(a, row):
    return opens(a, row.kept) and not is_own(a, row)


def hinted(a, row):
    """Not of a closed file, unless it is open to them."""
    return not is_own(a, row) and (not row.klien.sealed or opens(a, row.klien))


def of_bag(a, row):
    """House staff also those of whoever has left, until it was fetched, but not of a closed
    file."""
    return of_stay(a, row) or a.holds(PIKET) and row.here and hinted(a, row)


def of_bags(a, row):
    return of_stay(a, row) or any(of_bag(a, bag) for bag in row.stay.bags)


def of_visit(a, row):
    return of_stay(a, row) or a.holds(PIKET) and row.inside and not is_own(a, row)


def of_task(a, row):
    """The head all; others what they gave or have to do, the house what the shift has to do, about
    those whose stay they see; house staff also about who has left, unless sealed."""
    if is_own(a, row) or a.holds(KEPALA):
        return not is_own(a, row)
    theirs = a.who.pk in {row.owner, row.by} or row.owner is None and a.holds(PIKET, PEKSOS)
    has_left = row.stay and row.stay.ended and not row.klien.sealed
    return theirs and (not row.stay or of_stay(a, row) or a.holds(PIKET) and bool(has_left))


def of_incident(a, row):
    """Social workers and the head all; house staff what they reported, and what concerns those who
    are in the house."""
    theirs = row.by == a.who.pk or any(of_stay(a, stay) for stay in row.stays)
    return a.holds(PEKSOS, KEPALA) or theirs


def told_incident(a, row):
    """With its words: nobody in it has a closed file that is not theirs."""
    closed = [s for s in row.stays if s.klien.sealed or s.klien.pk in a.who.own]
    return of_incident(a, row) and all(of_stay(a, stay) for stay in closed)


def told_inquiry(a, row):
    return a.holds(PEKSOS, KEPALA) and (row.klien is None or whole(a, row.klien))


def of_inquiry(a, row):
    """House staff those that wait, everybody their own; social workers and the head what they are
    told."""
    waits = row.waits and not a.holds(PEKSOS, KEPALA)
    return not is_own(a, row) and (told_inquiry(a, row) or row.by == a.who.pk or waits)


def of_letter(a, row):
    """About a sealed file only the head, and whoever wrote it."""
    told = a.holds(TU) and (not row.sealed or row.by == a.who.pk)
    return not is_own(a, row) and (a.holds(KEPALA) or told)


# -- What is decided ----------------------------------------------------------------------------


def brought(a, row, kind):
    """Before who decides, by office or in the head's place; before the Dinas what the head
    entered, or what is about the head's family."""
    if is_own(a, row):
        return False
    if a.holds(KEPALA) or kind in a.who.delegated:
        return True
    of_heads = row.hands & {head.pk for head in a.heads}
    about_heads = any(klien.pk in head.own for klien in row.people for head in a.heads)
    return a.holds(DINAS) and kind in OF_DINAS and bool(of_heads or about_heads)


def waits_for(a, row, kind, state="proposed"):
    return row.state == state and brought(a, row, kind) and a.who.pk not in row.hands


def laid_before(a, row, kind, state="proposed"):
    """What waits for who decides, and what they decided."""
    decides = a.holds(KEPALA, DINAS) or kind in a.who.delegated
    decided = row.decided_by == a.who.pk and not is_own(a, row)
    return decides and (waits_for(a, row, kind, state) or decided)


def decision(kind, visible, state="proposed"):
    """Undecided, before whoever decides and had no hand in it; decided, before whoever could have
    decided or may read it. Of a draft nobody was asked."""

    def rule(a, row):
        if row.state == "draft":
            return False
        if row.state == state:
            return waits_for(a, row, kind, state)
        return brought(a, row, kind) or visible(a, row)

    return rule


def of_plan(a, row):
    return of_stay(a, row) or laid_before(a, row, "plan", "submitted")


def corrected_note(a, row):
    """By who wrote it; where it is not to the head, by whose case it is as well."""
    of_case = row.level != "head" and works_on(a, row.stay.worker)
    return whole(a, row.klien) and (row.by == a.who.pk or of_case)


def of_help(a, row):
    """With the whole file; the office all but its own, without a name."""
    return whole(a, row.klien) or (a.holds(TU) and not is_own(a, row))


def of_money(a, row):
    """With its stay; of who has left, what is still kept is the house's."""
    left = a.holds(PIKET) and row.stay.ended and hinted(a, row)
    return of_stay(a, row) or left


def of_money_of_stay(a, row):
    of_left = any(of_money(a, each) for each in row.stay.money)
    return of_stay(a, row) or of_left


def told_help(a, row):
    """The office not of a closed file."""
    return whole(a, row.klien) or (a.holds(TU) and not is_own(a, row) and not row.klien.sealed)


def of_file(a, row):
    """Beyond what the house must know."""
    return whole(a, row.klien)


def in_hospital(a, row):
    """Once the stay is over, where somebody is cared for is told to the head, those of the case,
    and who wrote it."""
    theirs = a.holds(KEPALA) or row.by == a.who.pk or works_on(a, row.stay.worker)
    return whole(a, row.klien) and (not row.stay.ended or theirs)


def of_consent(a, row):
    """That health may be opened: to the head, those of the case, and who asked."""
    theirs = a.holds(KEPALA) or row.by == a.who.pk or works_on(a, row.stay.worker)
    return of_stay(a, row) and (theirs or not row.is_of_health)


def of_words_of_consent(a, row):
    """To whom, and what was said: to whom the whole file is open, and who asked."""
    return of_consent(a, row) and (whole(a, row.klien) or row.by == a.who.pk)


def of_report(a, row):
    """Of violence: the head all, social workers those of files open to them; whoever typed it
    until it is done."""
    theirs = row.by == a.who.pk and not row.is_done
    of_law = a.holds(KEPALA) or a.holds(PEKSOS) and whole(a, row.klien)
    return not is_own(a, row) and (of_law or theirs)


def of_complete_report(a, row):
    """The same; and that it is done, to whoever typed it."""
    return of_report(a, row) or not is_own(a, row) and row.by == a.who.pk


def of_exit(a, row):
    """With its stay; and for a day what one finished oneself."""
    lately = row.done_by == a.who.pk and row.lately
    return not is_own(a, row) and (of_stay(a, row) or lately)


def told_exit(a, row):
    """Whither somebody went, where that is closed: to the head, those of the case, who wrote it,
    and who decides on it."""
    of_case = works_on(a, row.stay.worker) or a.only_reads and a.who.pk in row.klien.opened_by
    theirs = a.holds(KEPALA) or row.by == a.who.pk or of_case or laid_before(a, row, "exit")
    return of_exit(a, row) and (not row.closed or theirs)


def of_homecoming(a, row):
    """With the whole file; not whither somebody goes, where an exit asked for closes it."""
    exit = getattr(row.stay, "exit", None)
    told = exit is None or not exit.closed or told_exit(a, exit)
    return whole(a, row.klien) and told


def with_exit(a, row):
    return of_exit(a, row.exit)


def with_told_exit(a, row):
    return told_exit(a, row.exit)


def unfinished(a, row):
    """A form that is sent late finds its exit in any state."""
    return told_exit(a, row) and (a.posts or row.state in ("proposed", "approved"))


def of_referral(a, row):
    """A masked destination: to the head, those of the case, who wrote it, and who decides."""
    laid = laid_before(a, row, "referral")
    theirs = a.holds(KEPALA) or row.by == a.who.pk or works_on(a, row.stay.worker) or laid
    return (of_klien(a, row) or laid) and (not row.masked or theirs)


def said_by_partner(a, row):
    """The head, those of the case, and who wrote it down, where the file is open to them whole."""
    theirs = a.holds(KEPALA) or row.by == a.who.pk or works_on(a, row.stay.worker)
    return whole(a, row.klien) and theirs


def of_partner_incident(a, row):
    """And before who decides in the head's place, whoever waits to be fetched."""
    laid = "referral" in a.who.delegated and row.happened == "came" and not is_own(a, row)
    return said_by_partner(a, row) or laid


def own_of_partner(a, row):
    return a.who.partner == row.partner and not is_own(a, row)


def of_place_question(a, row):
    """Who asked, those of the case, and the head, where the file is open to them."""
    theirs = a.holds(KEPALA) or row.by == a.who.pk or works_on(a, row.stay.worker)
    return whole(a, row.klien) and theirs


def asked_in_portal(a, row):
    """It names nobody. A form that is sent late finds its question, and is told."""
    return a.who.partner == row.partner and (a.posts or not row.stay.ended)


def revocable(a, row):
    """By the head, and by those of the case."""
    of_case = row.by == a.who.pk or works_on(a, row.stay.worker)
    return of_referral(a, row) and (a.holds(KEPALA) or of_case)


def in_portal(a, row):
    return a.who.partner == row.partner and row.state in SENT and not is_own(a, row)


def of_assignment(a, row):
    return not is_own(a, row) and (of_stay(a, row) or a.who.pk in row.parties)


def judged(a, row):
    """An emergency by the head; the head's, or on a head's family, by the privacy officer."""
    heads = a.heads
    of_heads = row.by in {head.pk for head in heads}
    of_heads = of_heads or any(row.klien.pk in head.own for head in heads)
    asked = of_heads if not a.holds(KEPALA) else not of_heads
    return asked and a.who.pk != row.by and not is_own(a, row)


# -- Seals, accounts, settings ------------------------------------------------------------------


def names_readers(a, row):
    """The head; a social worker of what they closed and still read."""
    theirs = row.by == a.who.pk and a.who.pk in row.klien.named
    return not is_own(a, row) and (a.holds(KEPALA) or theirs)


def sealed_page(a, p):
    """A closed file says as much as is seen in the house: of whose bed is taken."""
    return opens(a, p) or p.kept is None and p.in_bed


def asks_for(a, p):
    """For the case of whoever is in the house with a closed file: the head gives it."""
    return p.sealed and p.kept is None and p.in_bed and p.pk not in a.who.own


def closable(a, account):
    """Not one's own; a head's, only by a head."""
    return account.pk != a.who.pk and (a.holds(KEPALA) or KEPALA not in account.roles)


def decides_or_will(account):
    """Head, Dinas, privacy officer, and who stands in for one of them, or is to."""
    return bool(account.roles & DECIDE) or account.stands_in


def resettable(a, account):
    """Nobody's own, nobody's who decides; by the office, no admin's either."""
    is_admins = ADMIN in account.roles and not a.holds(ADMIN)
    return account.pk != a.who.pk and not decides_or_will(account) and not is_admins


def grant_waits(a, row):
    """The head confirms; the Dinas what a head prepared, and a head's."""
    if not row.waits or a.who.pk in {row.prepared_by, row.account.pk}:
        return False
    of_head = KEPALA in row.account.roles or row.prepared_by in {head.pk for head in a.heads}
    return a.holds(KEPALA) or a.holds(DINAS) and of_head


def handed_over(a, row):
    """The Dinas confirms what the head hands over, and the reverse; no other of the same office,
    and not who gets it."""
    other = row.giver.roles & ({DINAS} if a.holds(KEPALA) else {KEPALA})
    return row.waits and bool(other) and a.who.pk not in {row.giver.pk, row.delegate}


def ends_delegation(a, row):
    return bool(row.giver.roles & a.who.roles)


def reset_waits(a, row):
    return row.state == "approved" or a.who.pk not in {row.of, row.by}


def ends_conflict(a, row):
    """The head ends it; a head's, a privacy officer. Nobody their own."""
    of_head = KEPALA in row.of.roles
    return row.stands and row.of is not a.who and of_head != a.holds(KEPALA)


def everybody(a, row):
    """About no klien, or the same for whoever may open the page."""
    return True


SCOPE = {
    # people
    **dict.fromkeys(
        [
            "cases:person_detail",
            "cases:person_health",
            "cases:person_identity",
            "cases:person_timeline",
        ],
        lambda a, p: opens(a, p.kept or p),
    ),
    **dict.fromkeys(
        [
            "cases:person_edit",
            "cases:statement_add",
            "cases:statement_choose",
            "cases:photo_add",
            "cases:flag_raise",
            "cases:relation_add",
            "cases:person_family",
            "cases:person_family_add",
            "cases:merge_propose",
            "cases:person_seal",
        ],
        opens,
    ),
    **dict.fromkeys(
        [
            "cases:person_findings",
            "cases:allergy_add",
        ],
        opens,
    ),
    "cases:allergy_edit": of_klien,
    **dict.fromkeys(
        [
            "cases:homecoming_detail",
            "cases:homecoming_edit",
            "cases:homecoming_piece",
            "cases:homecoming_letter_write",
            "cases:homecoming_arrive",
            "cases:homecoming_end",
        ],
        of_homecoming,
    ),
    # None of these has been printed.
    "cases:homecoming_letter": lambda a, row: False,
    "cases:paper_write": lambda a, p: opens(a, p) and whole(a, p),
    **dict.fromkeys(
        [
            "cases:paper_detail",
            "cases:paper_edit",
            "cases:paper_ask",
            "cases:paper_refuse",
            "cases:paper_refusal_end",
            "cases:paper_word",
            "cases:paper_got",
            "cases:paper_end",
            "cases:paper_request_edit",
            "cases:siks_mark",
        ],
        of_file,
    ),
    "cases:allergy_end": of_klien,
    "cases:person_unseal": lambda a, p: opens(a, p) and p.for_named,
    "cases:person_sealed": sealed_page,
    "cases:person_take_over": asks_for,
    "cases:photo": of_photo,
    "cases:photo_hide": of_photo,
    "cases:flag_end": of_flag,
    "cases:relation_mark": of_both,
    "cases:relation_remove": of_both,
    "cases:merge_undo": of_merge,
    "cases:merge_decide": decision("merge", of_merge),
    "cases:seal_acknowledge": lambda a, row: not is_own(a, row) and row.by != a.who.pk,
    "cases:sealreader_add": names_readers,
    "cases:sealreader_end": lambda a, row: not is_own(a, row),
    "cases:sealreader_acknowledge": lambda a, row: (
        row.later and row.added_by != a.who.pk and not is_own(a, row)
    ),
    "cases:emergencyaccess_decide": judged,
    "cases:emergencyaccess_read": lambda a, row: row.told_to == a.who.pk and not is_own(a, row),
    "cases:substitution_decide": lambda a, row: row.state == "made" or row.by != a.who.pk,
    "cases:substitution_end": lambda a, row: a.holds(KEPALA) or a.who.pk in row.parties,
    "cases:conflict_end": ends_conflict,
    # intakes
    **dict.fromkeys(
        [
            "cases:intake_detail",
            "cases:intake_outcome",
            "cases:intake_together",
            "cases:intake_settle",
            "cases:contest_raise",
            "cases:triage_fill",
            "cases:child_victim_note",
        ],
        of_intake,
    ),
    "cases:intake_correct": corrected_by_trc,
    "cases:correction_judge": of_klien,
    "cases:child_victim_told": lambda a, row: of_intake(a, row.intake),
    "cases:contest_decide": decision("contest", of_contest, "open"),
    "cases:contest_move": of_contest,
    "cases:triage_act_done": of_klien,
    # patrols
    **dict.fromkeys(
        [
            "cases:patrol_detail",
            "cases:patrol_edit",
            "cases:patrol_end",
            "cases:patrol_report",
            "cases:patrol_intakes",
            "cases:patrol_paste",
            "cases:patrol_photo_add",
        ],
        of_patrol,
    ),
    # stays
    **dict.fromkeys(
        [
            "cases:stay_detail",
            "cases:stay_consents",
            "cases:consent_ask",
            "cases:consent_tell",
            "cases:consent_told_print",
            "cases:standin_propose",
            "cases:stay_plan",
            "cases:stay_notes",
            "cases:note_write",
            "cases:note_draft_keep",
            "cases:note_draft_drop",
            "cases:progress_report_write",
            "cases:progress_report_print",
            "cases:stay_referrals",
            "cases:stay_assign",
            "cases:stay_end",
            "cases:death_record",
            "cases:extension_propose",
            "cases:plan_write",
            "cases:guidance_write",
            "cases:conference_plan",
            "cases:conference_decline",
            "cases:stay_assessments",
            "cases:assessment_initial",
            "cases:assessment_comprehensive",
            "cases:assessment_final",
            "cases:assessment_answer",
            "cases:service_add",
            "cases:training_add",
            "cases:finding_write",
            "cases:finding_correct",
            "cases:medicine_write",
            "cases:medicine_detail",
            "cases:medicine_edit",
            "cases:medicine_end",
            "cases:medicine_give",
            "cases:dose_edit",
            "cases:stay_week",
            "cases:stay_week_print",
            "partners:referral_propose",
            "partners:question_add",
            "cases:leave_return",
            "cases:leave_missing",
            "cases:absence_detail",
            "cases:absence_act",
            "cases:absence_police",
            "cases:absence_act_take_back",
            "cases:absence_end",
        ],
        of_stay,
    ),
    **dict.fromkeys(
        ["cases:bed_place", "cases:leave_start", "cases:hospital_taken", "cases:bag_take"], running
    ),
    "cases:extension_decide": decision("extension", of_stay),
    "cases:standin_decide": decision("stand_in", of_stay),
    "cases:standin_end": of_stay,
    "cases:extension_cancel": lambda a, row: (
        of_stay(a, row) and (a.posts or row.state == "proposed")
    ),
    "cases:extension_letter": lambda a, row: of_stay(a, row) and row.state == "approved",
    "cases:extension_letter_write": lambda a, row: of_stay(a, row) and row.state == "approved",
    # belongings
    "cases:belonging_list": of_bags,
    "cases:belonging_end": of_bags,
    "cases:belonging_end_letter": of_bags,
    **dict.fromkeys(["cases:bag_open", "cases:bag_receipt", "cases:bag_void"], of_bag),
    "cases:belonging_edit": lambda a, row: of_bag(a, row.bag),
    "cases:belonging_photo": lambda a, row: of_bag(a, row.bag),
    "cases:loss_acknowledge": lambda a, row: row.lost and not is_own(a, row),
    # the door of the house
    "cases:incident_detail": of_incident,
    "cases:incident_acknowledge": lambda a, row: of_incident(a, row) and not is_own(a, row),
    "cases:incident_follow_up": told_incident,
    "cases:incident_mediate": told_incident,
    "cases:visit_detail": of_visit,
    "cases:visit_leave": of_visit,
    "cases:visit_deny": of_visit,
    "cases:unwelcome_end": lambda a, row: row.klien is None or of_klien(a, row),
    "cases:refusal_acknowledge": lambda a, row: whole(a, row.klien),
    "cases:refusal_somebody_else": lambda a, row: whole(a, row.klien),
    "cases:somebody_else_acknowledge": lambda a, row: not is_own(a, row),
    "cases:inquiry_detail": of_inquiry,
    "cases:inquiry_link": told_inquiry,
    "cases:inquiry_close": told_inquiry,
    "cases:task_done": of_task,
    "cases:task_cancel": of_task,
    # casework
    **dict.fromkeys(
        ["cases:plan_edit", "cases:plan_submit", "cases:plan_item_close"],
        of_plan,
    ),
    # A page of the file: who only decides in the head's place reads it where they decide.
    "cases:plan_detail": of_stay,
    **dict.fromkeys(
        [
            "cases:hospital_detail",
            "cases:hospital_edit",
            "cases:hospital_guard",
            "cases:hospital_news",
            "cases:hospital_bill",
            "cases:hospital_end",
            "cases:hospital_letter_write",
            "cases:hospital_summary_print",
        ],
        in_hospital,
    ),
    "cases:hospital_pay": in_hospital,
    "cases:consent_withdraw": of_consent,
    "cases:consent_letter_write": of_words_of_consent,
    **dict.fromkeys(["cases:help_detail", "cases:help_pay", "cases:help_unpay"], of_help),
    "cases:help_ask": of_stay,
    **dict.fromkeys(["cases:money_list", "cases:money_move"], of_money_of_stay),
    "cases:money_from_bags": of_stay,
    **dict.fromkeys(
        ["cases:money_count", "cases:money_correct", "cases:money_letter_write"], of_money
    ),
    "cases:money_letter": lambda a, row: False,
    "cases:help_decide": decision("help", of_help),
    "cases:help_cancel": lambda a, row: whole(a, row.klien),
    "cases:help_letter": lambda a, row: False,
    "cases:help_letter_write": told_help,
    # law
    "cases:violence_report_detail": of_complete_report,
    **dict.fromkeys(
        [
            "cases:violence_report_tell",
            "cases:violence_report_correct",
            "cases:violence_report_acknowledge",
            "cases:violence_report_join",
        ],
        of_report,
    ),
    # It names the klien.
    "cases:violence_report_letter_write": lambda a, row: of_report(a, row) and of_klien(a, row),
    # None of these has been written.
    "cases:violence_report_letter": lambda a, row: False,
    **dict.fromkeys(
        [
            "cases:legal_matter_detail",
            "cases:legal_matter_edit",
            "cases:legal_matter_note",
            "cases:hearing_add",
            "cases:hearing_edit",
            "cases:hearing_result",
            "cases:hearing_cancel",
            "cases:placement_detail",
            "cases:placement_renew",
            "cases:placement_edit",
            "cases:placement_register",
            "cases:placement_scan_add",
            "cases:placement_scan",
        ],
        of_stay,
    ),
    "cases:legal_matter_write": opens,
    "cases:assessment_detail": of_stay,
    "cases:assessment_print": of_stay,
    "cases:training_detail": of_stay,
    "cases:training_edit": of_stay,
    "cases:training_end": of_stay,
    "cases:training_kit": of_stay,
    "cases:training_income": of_stay,
    # None of these has been written.
    "cases:training_receipt_letter": lambda a, row: False,
    "cases:training_receipt_write": of_stay,
    "cases:conference_detail": of_stay,
    "cases:conference_print": of_stay,
    "cases:conference_hold": of_stay,
    "cases:conference_photo_add": of_stay,
    "cases:conference_photo": of_stay,
    # None of these has been written.
    "cases:conference_invitation_letter": lambda a, row: False,
    "cases:conference_minutes_letter": lambda a, row: False,
    "cases:conference_letter_write": of_stay,
    "cases:conference_cancel": of_stay,
    "cases:note_correct": corrected_note,
    "cases:plan_decide": decision("plan", of_plan, "submitted"),
    # None of these has been printed.
    "cases:hospital_letter": lambda a, row: False,
    "cases:consent_letter": lambda a, row: False,
    "cases:plan_letter": lambda a, row: False,
    "cases:plan_letter_write": of_plan,
    "cases:service_close": lambda a, row: of_stay(a, row) and (a.posts or row.state == "planned"),
    "cases:assignment_read": lambda a, row: (
        row.state == "made" and a.who.pk in row.parties - row.hands and not is_own(a, row)
    ),
    "cases:assignment_decide": decision("assignment", of_assignment),
    "cases:assignment_acknowledge": of_assignment,
    # exits
    "cases:exit_detail": of_exit,
    **dict.fromkeys(
        [
            "cases:exit_proof_add",
            "cases:exit_proof_remove",
            "cases:exit_witness_add",
            "cases:exit_witness_remove",
            "cases:exit_receiver_photo_remove",
            "cases:exit_piece",
            "cases:exit_somebody_else",
            "cases:exit_cancel",
        ],
        unfinished,
    ),
    "cases:exit_hand_over": lambda a, row: (
        told_exit(a, row) and (a.posts or row.state == "approved")
    ),
    "cases:exit_receiver_photo": lambda a, row: False,  # none of these has one
    **dict.fromkeys(
        ["cases:exit_needed_print", "cases:exit_letter", "cases:exit_letter_write"], told_exit
    ),
    "cases:exit_decide": decision("exit", of_exit),
    "cases:exit_acknowledge": lambda a, row: (
        row.state == "done" and not row.known and not is_own(a, row)
    ),
    "cases:death_detail": with_exit,
    "cases:death_complete": with_exit,
    "cases:follow_up_detail": with_exit,
    "cases:follow_up_edit": with_told_exit,
    # partners
    "partners:referral_detail": of_referral,
    "partners:referral_answer": of_referral,
    "partners:referral_remind": of_referral,
    "partners:referral_safety": of_referral,
    "partners:referral_letter_write": of_referral,
    # None of these has been printed.
    "partners:referral_letter": lambda a, row: False,
    "partners:referral_edit": lambda a, row: (
        of_referral(a, row) and row.by == a.who.pk and row.state == "draft"
    ),
    **dict.fromkeys(
        [
            "partners:question_detail",
            "partners:question_others",
            "partners:question_close",
            "partners:asked_link",
            "partners:asked_answer",
            "partners:asked_undo",
            "partners:asked_read",
        ],
        of_place_question,
    ),
    "partners:portal_place": asked_in_portal,
    "partners:portal_people_left": lambda a, row: a.who.partner == row.partner,
    **dict.fromkeys(
        [
            "partners:partner_incident_detail",
            "partners:partner_incident_add",
            "partners:partner_incident_handle",
            "partners:partner_incident_drop",
            "partners:partner_incident_told",
        ],
        of_partner_incident,
    ),
    "partners:partner_incident_decide": lambda a, row: (
        of_partner_incident(a, row) and row.happened == "came"
    ),
    # A form that is sent late finds its referral, and is told.
    "partners:partner_incident_record": lambda a, row: (
        of_referral(a, row) and (a.posts or row.state == "in_service")
    ),
    "partners:month_report_record": of_referral,
    "partners:portal_incident_report": lambda a, row: (
        in_portal(a, row) and row.state == "in_service"
    ),
    "partners:portal_incident": own_of_partner,
    "partners:portal_incident_read": own_of_partner,
    "partners:portal_incident_correct": own_of_partner,
    "partners:portal_month_correct": own_of_partner,
    **dict.fromkeys(
        [
            "partners:month_report_detail",
            "partners:month_report_read",
            "partners:month_report_correct",
            "partners:month_report_undo",
        ],
        said_by_partner,
    ),
    # Of each of these the month was told of.
    "partners:month_link": lambda a, row: False,
    # None of these has a picture.
    "partners:month_report_picture": lambda a, row: False,
    "partners:referral_revoke": revocable,
    "partners:referral_decide": decision("referral", of_referral),
    # Of who keeps the meetings, and of whose the decision is; no letter of these is written.
    "partners:contribution_edit": lambda a, row: False,
    "partners:contribution_receipt": lambda a, row: False,
    "partners:meeting_decision_end": lambda a, row: a.holds(TU, KEPALA),
    "partners:meeting_decision_resume": lambda a, row: a.holds(TU, KEPALA),
    "partners:meeting_invitation_letter": lambda a, row: False,
    "partners:meeting_minutes_letter": lambda a, row: False,
    # None of these is a draft.
    "partners:agreement_edit": lambda a, row: False,
    "partners:portal_referral": in_portal,
    "partners:portal_answer": in_portal,
    "partners:portal_ask": in_portal,
    "partners:portal_safety": in_portal,
    "partners:portal_arrival": in_portal,
    "partners:referral_arrival": of_referral,
    # None of these has pictures, or has arrived with a letter.
    "partners:portal_photo": lambda a, row: False,
    **dict.fromkeys(
        [f"partners:portal_arrival_{page}" for page in ("letter", "sign", "sheet")],
        lambda a, row: False,
    ),
    "partners:referral_arrival_letter": lambda a, row: False,
    # letters
    **dict.fromkeys(
        [
            "letters:letter_detail",
            "letters:letter_file",
            "letters:letter_number",
            "letters:letter_scan",
            "letters:letter_withdraw",
            "letters:letter_initial_office",
            "letters:letter_initial_head",
            "letters:letter_carry",
        ],
        of_letter,
    ),
    # None of these is of an act that is signed here, or lies before the Dinas.
    **dict.fromkeys(
        [
            "letters:letter_sign",
            "letters:letter_sign_file",
            "letters:signature_sheet_print",
            "letters:agency_letter_file",
        ],
        lambda a, row: False,
    ),
    "letters:withdrawal_decide": lambda a, row: (
        row.withdrawal is not None and waits_for(a, row.withdrawal, "letter")
    ),
    # accounts
    "accounts:user_log_out": lambda a, account: account.pk != a.who.pk,
    "accounts:user_deactivate": closable,
    "accounts:user_activate": closable,
    "accounts:password_reset": resettable,
    "accounts:paper_code_give": lambda a, account: False,  # nobody confirmed any of these
    "accounts:grant_confirm": grant_waits,
    "accounts:grant_refuse": grant_waits,
    "accounts:grant_end": lambda a, row: closable(a, row.account),
    "accounts:delegation_end": ends_delegation,
    "accounts:delegation_confirm": handed_over,
    "accounts:delegation_refuse": handed_over,
    "resets:reset_ask": lambda a, account: decides_or_will(account),
    "resets:reset_give": lambda a, row: row.state == "approved" and row.by == a.who.pk,
    "resets:reset_decide": reset_waits,
    "cases:certificate_scan": lambda a, row: a.holds(TU, KEPALA) or row.of == a.who.pk,
    # registers
    "cases:register_import_answer": lambda a, row: not row.saved,
    "cases:register_import_undo": lambda a, row: row.saved,
    # about no klien, or the same for whoever may open the page
    **dict.fromkeys(
        [
            "accounts:user_detail",
            "accounts:user_edit",
            "accounts:grant_prepare",
            "cases:bed_detail",
            "cases:bed_put_back",
            "cases:bed_take_out",
            "cases:certificate_edit",
            "cases:certificate_end",
            "cases:certificate_kind_edit",
            "cases:certificate_rule_edit",
            "cases:classification_edit",
            "cases:device_lock",
            "cases:device_renew",
            "cases:exit_kind_edit",
            "cases:follow_up_rule_edit",
            "cases:fasting_period_edit",
            "reports:special_period_edit",
            "cases:hospital_place_edit",
            "cases:help_reason_edit",
            "cases:budget_line_edit",
            "cases:placement_limit_edit",
            "cases:report_rule_edit",
            "cases:report_office_edit",
            "cases:paper_office_edit",
            "cases:near_region_edit",
            "cases:free_day_edit",
            "cases:hot_spot_edit",
            "cases:important_number_edit",
            "cases:order_letter_print",
            "cases:paper_sheet_void",
            "cases:plan_template_edit",
            "cases:prevention_count",
            "cases:prevention_detail",
            "cases:prevention_drop",
            "cases:prevention_edit",
            "cases:public_report_answer",
            "cases:question_edit",
            "cases:question_remove",
            "cases:public_report_detail",
            "cases:public_report_give",
            "cases:public_report_separate",
            "cases:reception_letter",
            "cases:register_import_commit",
            "cases:register_import_detail",
            "cases:roll_call_detail",
            "cases:room_edit",
            "cases:service_kind_edit",
            "cases:session_attendance_print",
            "cases:session_detail",
            "cases:session_edit",
            "cases:session_photo",
            "cases:sheet_batch_print",
            "cases:shift_note_acknowledge",
            "cases:stay_rule_edit",
            "cases:team_edit",
            "cases:triage_question_edit",
            "cases:vehicle_edit",
            "letters:letter_kind_edit",
            "letters:letter_text_detail",
            "letters:letter_text_print",
            "letters:letter_text_write",
            "letters:procedure_confirm",
            "letters:procedure_detail",
            "letters:procedure_edit",
            "letters:procedure_read",
            "letters:procedure_scan",
            "letters:procedure_scan_add",
            "letters:signatory_end",
            "partners:member_add",
            "partners:member_left_acknowledge",
            "partners:member_prepare",
            "partners:member_refuse",
            "partners:partner_detail",
            "partners:partner_contact_add",
            "partners:partner_contact_edit",
            "partners:partner_edit",
            "partners:partner_paper_add",
            "partners:partner_paper_edit",
            "partners:partner_phone_lock",
            "partners:partner_phone_renew",
            "partners:partner_phones",
            "partners:partner_places",
            "partners:partner_terms",
            "partners:agreement_addendum",
            "partners:agreement_add",
            "partners:agreement_detail",
            "partners:agreement_drop",
            "partners:agreement_end",
            "partners:agreement_propose",
            "partners:agreement_renew",
            "partners:agreement_resume",
            "partners:agreement_scan",
            "partners:agreement_scan_add",
            "partners:contribution_detail",
            "partners:contribution_drop",
            "partners:contribution_receipt_write",
            "partners:contribution_scan",
            "partners:contribution_scan_add",
            "partners:contribution_withdraw",
            "partners:pledge_add",
            "partners:pledge_edit",
            "partners:meeting_again",
            "partners:meeting_cancel",
            "partners:meeting_decision_add",
            "partners:meeting_decision_edit",
            "partners:meeting_detail",
            "partners:meeting_edit",
            "partners:meeting_hold",
            "partners:meeting_invitation_write",
            "partners:meeting_minutes_write",
            "partners:meeting_scan",
            "partners:meeting_scan_add",
            "partners:earlier_referral_detail",
            "partners:earlier_referral_edit",
            "partners:source_check",
            "partners:source_detail",
            "partners:source_edit",
        ],
        everybody,
    ),
}

# The changes of one record: who may read the page about it reads them, but not as the house does.
HISTORIES = {
    "person": ("person", {PEKSOS, KEPALA}, opens),
    "intake": ("intake", {PEKSOS, KEPALA}, of_intake),
    "contest": ("contest", {PEKSOS, KEPALA}, of_contest),
    "correction": ("correction", {PEKSOS, KEPALA}, of_klien),
    "child-victim": (
        "child_victim",
        {PEKSOS, KEPALA},
        lambda a, row: of_intake(a, row.intake),
    ),
    # Of paper that was typed: who reads the meeting.
    "paper-sheet": ("typed_sheet", {PEKSOS, KEPALA}, lambda a, row: of_intake(a, row.intake)),
    "triage": ("triage", {PEKSOS, KEPALA}, of_klien),
    "flag": ("flag", {PEKSOS, KEPALA}, of_flag),
    "conflict": ("conflict", {KEPALA, PDP}, everybody),
    "double": ("double", {PEKSOS, KEPALA}, of_both),
    "relation": ("relation", {PEKSOS, KEPALA}, told_relation),
    "merge": ("merge", {PEKSOS, KEPALA}, of_merge),
    "stay": ("stay", {PEKSOS, KEPALA}, of_stay),
    "incident": ("incident", {PEKSOS, KEPALA}, told_incident),
    "visit": ("visit", {PEKSOS, KEPALA}, of_visit),
    "inquiry": ("inquiry", {PEKSOS, KEPALA}, told_inquiry),
    "bag": ("bag", {PEKSOS, KEPALA}, of_bag),
    "extension": ("extension", {PEKSOS, KEPALA}, of_stay),
    "stand-in": ("stand_in", {PIKET, PEKSOS, KEPALA}, of_stay),
    "absence": ("absence", {PEKSOS, KEPALA}, of_stay),
    "leave": ("leave", {PEKSOS, KEPALA}, of_stay),
    "exit": ("exit", {PEKSOS, KEPALA}, told_exit),
    "exit-proof": ("proof", {PEKSOS, KEPALA}, with_told_exit),
    "death": ("death", {PEKSOS, KEPALA}, with_exit),
    "follow-up": ("follow_up", {PEKSOS, KEPALA}, with_told_exit),
    "task": ("task", {PEKSOS, KEPALA}, of_task),
    "plan": ("plan", {PEKSOS, KEPALA}, of_plan),
    "allergy": ("allergy", {PEKSOS, KEPALA}, of_klien),
    "paper": ("paper", {PEKSOS, KEPALA}, of_file),
    "homecoming": ("homecoming", {PEKSOS, KEPALA}, of_homecoming),
    "medicine": ("medicine", {PEKSOS, KEPALA}, of_stay),
    "dose": ("dose", {PEKSOS, KEPALA}, of_stay),
    "legal-matter": ("legal_matter", {PEKSOS, KEPALA}, of_stay),
    "hearing": ("hearing", {PEKSOS, KEPALA}, of_stay),
    "placement": ("placement", {PEKSOS, KEPALA}, of_stay),
    "violence-report": ("violence_report", {PEKSOS, KEPALA}, of_report),
    "service": ("service", {PEKSOS, KEPALA}, of_stay),
    "training": ("training", {PEKSOS, KEPALA}, of_stay),
    "photo": ("photo", {PEKSOS, KEPALA}, of_photo),
    "place-question": ("place_question", {PEKSOS, KEPALA}, of_place_question),
    "referral": ("referral", {PEKSOS, KEPALA}, of_referral),
    "letter": ("letter", {KEPALA}, of_letter),
    "patrol": ("patrol", {PEKSOS, KEPALA}, of_patrol),
}

# Addresses with an object that are not probed, and why.
NOT_PROBED = {
    "partners:referral_give_up": "the head's own press; tests of its own (partners/silence)",
    "accounts:session_end": "one's own devices: no row of the world is one",
    **dict.fromkeys(
        ["accounts:saved_filter_edit", "accounts:saved_filter_delete"],
        "one's own; tests of its own (tests/accounts/filters)",
    ),
    "letters:signature_picture": "whoever reads its letter; tests of its own (tests/letters)",
    "letters:signature_withdraw": "whoever may have its letter signed; the same",
    "cases:paper_letter_write": "whoever reads all whom it names; tests of its own (cases/papers)",
    "cases:paper_letter_print": "whoever reads all whom it names; tests of its own (cases/papers)",
    "cases:homecoming_begin": "what is told of the exit decides; tests of its own (cases/papers)",
    "cases:hospital_register": "what is told of the exit decides; tests of its own (cases/health)",
    "cases:person_law": "only where there is something of law; tests of its own (cases/file)",
    "partners:contribution_decide": "about nobody; a test of its own (tests/partners)",
    **dict.fromkeys(
        [
            *(f"cases:complaint_{act}" for act in ("detail", "edit", "find", "code", "take")),
            *(f"cases:complaint_{act}" for act in ("answer", "reject", "reopen", "channel_edit")),
            *(f"cases:skm_{act}" for act in ("detail", "print", "type", "close", "void")),
        ],
        "about no klien; tests of its own (tests/cases/voice)",
    ),
    "cases:voice_hand": "the office reaches it by number; tests of its own (tests/cases/voice)",
    "partners:portal_scan": "while its referral runs; tests of its own (partners/referrals)",
    "partners:arrival_undo": "with its referral; tests of its own (partners/referrals)",
    "partners:arrival_thing_close": "with its referral; tests of its own (partners/referrals)",
    "partners:agreement_decide": "about nobody; a test of its own (tests/partners/agreements)",
    "letters:letter_text_decide": "about nobody; a test of its own (tests/letters/texts)",
    **dict.fromkeys(
        ["reports:closing_decide", "reports:recap_edition_file", "reports:recap_edition_data"],
        "about nobody; tests of its own (tests/reports/figures/closing)",
    ),
    **dict.fromkeys(
        [
            "reports:official_report_detail",
            "reports:official_report_edit",
            "reports:report_sent_add",
            "reports:report_sent_take_back",
        ],
        "about nobody; tests of its own (tests/reports/calendar)",
    ),
    **dict.fromkeys(
        ["reports:false_alarm_add", "reports:false_alarm_end", "reports:quality_origin"],
        "what a rule finds is a calculation; tests of its own (tests/reports/quality)",
    ),
    "cases:siks_take_back": "as the file; a test of its own (tests/cases/papers)",
    "cases:follow_up_record": "which contacts are planned is a calculation (cases/aftercare)",
}
