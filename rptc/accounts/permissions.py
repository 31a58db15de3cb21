"""Which role may do what: one table, closed by default (docs/roles.md)."""

from django.db import models


class Role(models.TextChoices):
    FIELD = "field", "Petugas TRC"
    CARETAKER = "caretaker", "Petugas piket"
    SOCIAL_WORKER = "social_worker", "Pekerja sosial"
    OFFICE = "office", "Kepala Tata Usaha"
    HEAD = "head", "Kepala UPT"
    AGENCY = "agency", "Dinas"
    PARTNER = "partner", "Mitra"
    PRIVACY = "privacy", "Pejabat PDP"
    ADMIN = "admin", "Admin sistem"


FIELD, CARETAKER, SOCIAL_WORKER = Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER
OFFICE, HEAD, AGENCY = Role.OFFICE, Role.HEAD, Role.AGENCY
PARTNER, PRIVACY, ADMIN = Role.PARTNER, Role.PRIVACY, Role.ADMIN

INSIDE = {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE, HEAD, AGENCY, PRIVACY, ADMIN}
# They decide, or watch over who does: nobody becomes one of them with one other person's help.
DECIDES = {HEAD, AGENCY, PRIVACY}

GRANTS = {
    # accounts
    "accounts.view_user": {ADMIN, HEAD, OFFICE},
    "accounts.prepare_user": {ADMIN},
    "accounts.confirm_grant": {HEAD},
    "accounts.deactivate_user": {ADMIN, HEAD},
    # Coming back restores every role, so it is the head's to say.
    "accounts.activate_user": {HEAD},
    "accounts.log_out_user": {ADMIN, HEAD},
    # a list with its filter, under a name of one's own
    "accounts.keep_filter": INSIDE,
    # one's own address, and which mails come there
    "mail.choose_mail": {*INSIDE, PARTNER},
    "accounts.reset_password": {ADMIN, OFFICE},
    "accounts.ask_reset": {ADMIN},
    "accounts.confirm_reset": DECIDES,
    "accounts.view_reset": INSIDE,
    "accounts.view_delegation": {HEAD, AGENCY},
    "accounts.delegate": {HEAD, AGENCY},
    "accounts.confirm_delegation": {HEAD, AGENCY},
    # audit
    "audit.view_history": {SOCIAL_WORKER, HEAD, PRIVACY},
    # Of records that they may change (reports/desk/history/records.py).
    "audit.put_back": {SOCIAL_WORKER, HEAD},
    "audit.view_access_log": {HEAD, PRIVACY},
    "audit.view_unusual": {HEAD, PRIVACY},
    "audit.view_exports": {HEAD, PRIVACY},
    # a list as a file, without names; with names and a reason, whoever may export names
    "audit.take_list": {SOCIAL_WORKER, OFFICE, HEAD},
    # the server: who keeps it, and who reads how it is
    "upkeep.keep_server": {ADMIN},
    "upkeep.view_health_page": {ADMIN, HEAD},
    # letters
    "letters.change_unit": {OFFICE, HEAD, ADMIN},
    "letters.view_letter": {OFFICE, HEAD},
    "letters.complete_letter": {OFFICE},
    # of the register; and of the letters of acts that they may open, also sealed ones
    "letters.withdraw_letter": {OFFICE, CARETAKER, SOCIAL_WORKER},
    "letters.approve_withdrawal": {HEAD},
    # what the Dinas signs
    "letters.initial_letter": {HEAD},
    "letters.view_agency_letter": {AGENCY},
    # of the letters of acts that they may open
    "letters.sign_letter": {CARETAKER, SOCIAL_WORKER, HEAD},
    "letters.view_signature": {CARETAKER, SOCIAL_WORKER, HEAD, OFFICE},
    "letters.change_letter_text": {OFFICE},
    "letters.approve_letter_text": {HEAD},
    # on what the house stands: read by all who work here, confirmed by who keeps it
    "letters.view_procedure": INSIDE,
    "letters.change_procedure": {OFFICE, HEAD},
    # cases
    "cases.change_hot_spot": {OFFICE, HEAD, ADMIN},
    "cases.change_classification": {HEAD, ADMIN},
    "cases.change_stay_rule": {HEAD},
    "cases.view_patrol": {FIELD, SOCIAL_WORKER, HEAD},
    "cases.register_patrol": {FIELD},
    "cases.change_order_letter": {FIELD, OFFICE, HEAD},
    # Adds one with the patrol that rides in it; the list is kept with the other places.
    "cases.change_vehicle": {FIELD, OFFICE, HEAD},
    "cases.view_person": {CARETAKER, SOCIAL_WORKER, HEAD},
    # Parts of a file: who it is; what happened when.
    "cases.view_identity": {SOCIAL_WORKER, HEAD},
    "cases.view_timeline": {SOCIAL_WORKER, HEAD},
    "cases.change_person": {SOCIAL_WORKER},
    # a file closed to all but named people, and opened in an emergency
    "cases.seal_file": {SOCIAL_WORKER, HEAD},
    "cases.unseal": {HEAD},
    "cases.break_glass": {SOCIAL_WORKER, HEAD},
    "cases.judge_break_glass": {HEAD, PRIVACY},
    "cases.view_break_glass": {SOCIAL_WORKER, HEAD, PRIVACY},
    # nobody reads the file of themselves or their family; each says it of themselves
    "cases.say_own": INSIDE,
    "cases.view_conflict": {HEAD, PRIVACY},
    "cases.add_conflict": {HEAD},
    "cases.end_conflict": {HEAD, PRIVACY},
    "cases.view_intake": {FIELD, CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.register_intake": {FIELD, CARETAKER, SOCIAL_WORKER},
    "cases.settle_intake": {SOCIAL_WORKER},
    # of a child who may be a victim: what was said, and that UPTD PPA knows
    "cases.tell_of_child": {CARETAKER, SOCIAL_WORKER, HEAD},
    # what a TRC officer typed themselves, until 24 hours after the handover
    "cases.correct_own_intake": {FIELD},
    "cases.print_sheet": {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE},
    "cases.import_register": {SOCIAL_WORKER, HEAD},
    "cases.export_names": {SOCIAL_WORKER, HEAD},
    "cases.view_stay": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.confirm_arrival": {CARETAKER, SOCIAL_WORKER},
    # whose case a stay is, and who stands in; the head says it at once
    "cases.propose_assignment": {SOCIAL_WORKER, HEAD},
    "cases.decide_assignment": {HEAD},
    "cases.place_in_bed": {CARETAKER, SOCIAL_WORKER},
    "cases.view_bed_exceptions": {HEAD},
    # names nobody: whoever is there when guests come in
    "cases.receive_guests": {CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "cases.change_room": {OFFICE, HEAD, ADMIN},
    "cases.view_presence": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.take_roll_call": {CARETAKER, SOCIAL_WORKER},
    "cases.follow_absence": {CARETAKER, SOCIAL_WORKER},
    "cases.let_out": {CARETAKER, SOCIAL_WORKER},
    "cases.view_belonging": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.take_belonging": {CARETAKER, SOCIAL_WORKER},
    "cases.acknowledge_loss": {HEAD},
    "cases.end_stay": {SOCIAL_WORKER},
    "cases.end_stay_in_emergency": {CARETAKER, SOCIAL_WORKER},
    "cases.hand_over": {CARETAKER, SOCIAL_WORKER},
    "cases.print_evening_sheet": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.change_important_number": {OFFICE, HEAD, ADMIN},
    # what somebody was asked to do, and what a shift hands over
    "cases.view_task": {CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "cases.add_task": {CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "cases.view_shift_note": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.write_shift_note": {CARETAKER, SOCIAL_WORKER},
    "cases.acknowledge_shift_note": {CARETAKER},
    "cases.complete_exit": {CARETAKER, SOCIAL_WORKER},
    "cases.change_exit_kind": {HEAD},
    "cases.change_promise_text": {HEAD},
    "cases.view_death": {SOCIAL_WORKER, HEAD},
    "cases.approve_exit": {HEAD},
    "cases.acknowledge_exit": {HEAD},
    # the house and its door
    "cases.view_incident": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.report_incident": {CARETAKER, SOCIAL_WORKER},
    "cases.follow_up_incident": {SOCIAL_WORKER, HEAD},
    "cases.acknowledge_incident": {HEAD},
    "cases.propose_extension": {SOCIAL_WORKER},
    "cases.approve_extension": {HEAD},
    "cases.view_visit": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.register_visit": {CARETAKER, SOCIAL_WORKER},
    "cases.deny_word": {SOCIAL_WORKER, HEAD},
    "cases.ban_visitor": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.end_ban": {SOCIAL_WORKER, HEAD},
    "cases.view_refusal": {SOCIAL_WORKER, HEAD},
    # that a receiver who resembles a banned one is somebody else
    "cases.say_somebody_else": {SOCIAL_WORKER},
    "cases.view_inquiry": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.register_inquiry": {CARETAKER, SOCIAL_WORKER},
    "cases.see_whom_inquiry_is_about": {SOCIAL_WORKER, HEAD},
    "cases.answer_inquiry": {SOCIAL_WORKER},
    "cases.view_gate_month": {HEAD},
    # Answers that are secret are told to who has the case (cases/casework/assessments).
    "cases.view_assessment": {SOCIAL_WORKER, HEAD},
    "cases.write_assessment": {SOCIAL_WORKER},
    "cases.change_assessment_form": {HEAD},
    "cases.change_risk_rule": {HEAD},
    "cases.view_caseload": {HEAD},
    "cases.change_free_day": {OFFICE, HEAD},
    "cases.view_plan": {SOCIAL_WORKER, HEAD},
    "cases.write_plan": {SOCIAL_WORKER},
    "cases.approve_plan": {HEAD},
    "cases.change_plan_template": {SOCIAL_WORKER, HEAD},
    # what was really done; a session is led by whoever is in the house
    "cases.view_service": {SOCIAL_WORKER, HEAD},
    "cases.write_service": {SOCIAL_WORKER},
    "cases.view_session": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.take_session": {CARETAKER, SOCIAL_WORKER},
    "cases.change_service_kind": {HEAD},
    # what who works here is certified for; each reads their own
    "cases.view_certificate": INSIDE,
    "cases.change_certificate": {OFFICE, HEAD},
    "cases.change_certificate_rule": {HEAD},
    # who sat together about a klien, and what they decided
    "cases.view_conference": {SOCIAL_WORKER, HEAD},
    "cases.write_conference": {SOCIAL_WORKER},
    # by level: who reads the words, the note says (cases/casework/notes); never handed over
    "cases.view_note": {SOCIAL_WORKER, HEAD},
    "cases.write_note": {SOCIAL_WORKER, HEAD},
    # what a week brought, scored by the form
    "cases.view_progress": {SOCIAL_WORKER, HEAD},
    "cases.write_progress": {SOCIAL_WORKER},
    # what was found and prescribed; house staff read medicines and allergies under their labels
    "cases.view_health": {SOCIAL_WORKER, HEAD},
    "cases.write_health": {SOCIAL_WORKER},
    "cases.view_medicine": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.give_medicine": {CARETAKER, SOCIAL_WORKER},
    # amounts and file numbers, no names
    "cases.view_hospital_bills": {SOCIAL_WORKER, OFFICE, HEAD},
    "cases.change_hospital": {OFFICE, HEAD},
    "cases.change_fasting_period": {OFFICE, HEAD},
    # what a klien was asked and told; of the rows on health that may be opened, those of the case
    "cases.view_consent": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.record_consent": {CARETAKER, SOCIAL_WORKER},
    "cases.change_legal_basis": {HEAD},
    # who answers for a child without a guardian
    "cases.propose_stand_in": {SOCIAL_WORKER},
    "cases.approve_stand_in": {HEAD},
    # asked by a social worker, approved by the head, paid by the office, which reads no name
    "cases.view_help": {SOCIAL_WORKER, OFFICE, HEAD},
    "cases.ask_help": {SOCIAL_WORKER},
    "cases.approve_help": {HEAD},
    "cases.pay_help": {OFFICE},
    # the receipt: made, printed, signed
    "cases.give_help": {SOCIAL_WORKER, OFFICE},
    # the ledger of what klien entrusted; the head is told of what nobody came for
    "cases.view_money": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.take_money": {CARETAKER, SOCIAL_WORKER},
    "cases.know_unclaimed_money": {HEAD},
    "cases.change_help_reason": {HEAD},
    "cases.change_budget_line": {OFFICE, HEAD},
    # law: a matter, a child placed by the police; whoever heard of violence reports it, and reads
    # what they typed until it is done
    "cases.view_law": {SOCIAL_WORKER, HEAD},
    "cases.write_law": {SOCIAL_WORKER},
    "cases.report_violence": INSIDE,
    # its letter names the klien: who may open the file
    "cases.write_violence_letter": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.acknowledge_violence": {HEAD},
    "cases.change_law_rule": {HEAD},
    # papers: the office has the letters, and which office is late, without names
    "cases.view_paper": {SOCIAL_WORKER, HEAD},
    "cases.write_paper": {SOCIAL_WORKER},
    "cases.request_papers": {SOCIAL_WORKER, OFFICE},
    "cases.change_paper_office": {OFFICE, HEAD},
    # SIKS-NG: what is typed there of a klien, and that it was
    "cases.enter_siks": {SOCIAL_WORKER},
    "cases.view_homecoming": {SOCIAL_WORKER, HEAD},
    "cases.write_homecoming": {SOCIAL_WORKER},
    "cases.change_near_region": {OFFICE, HEAD},
    # after the exit
    "cases.view_follow_up": {SOCIAL_WORKER, HEAD},
    "cases.record_follow_up": {SOCIAL_WORKER},
    "cases.change_follow_up_rule": {HEAD},
    # the voice of those served: a complaint is answered by the head, one about a head by the
    # Dinas; who leaves is asked by another than whose case it is, and the head alone reads a row
    "cases.view_complaint": {CARETAKER, SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "cases.register_complaint": {CARETAKER, SOCIAL_WORKER, OFFICE},
    "cases.answer_complaint": {HEAD},
    "cases.change_complaint_channel": {HEAD},
    "cases.hand_survey": {CARETAKER, OFFICE},
    "cases.read_voice": {HEAD},
    "cases.view_voice": {SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "cases.view_skm": {SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "cases.type_skm": {OFFICE},
    # the prevention register, about no klien; the Dinas reads its numbers
    "cases.view_prevention": {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "cases.view_prevention_figures": {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "cases.register_prevention": {FIELD, OFFICE},
    # With who signs it.
    "cases.print_prevention": {OFFICE, HEAD},
    # intake in the field, and knowing who it is
    "cases.view_public_report": {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "cases.register_public_report": {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE},
    "cases.give_public_report": {FIELD, SOCIAL_WORKER, HEAD},
    "cases.register_device": {HEAD},
    # to keep rows without signal; to have a code of one's own on a phone that several share
    "cases.use_device": {FIELD, CARETAKER, SOCIAL_WORKER},
    "cases.share_phone": {FIELD, CARETAKER, SOCIAL_WORKER, PARTNER},
    "cases.view_photo": {FIELD, CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.add_photo": {FIELD, CARETAKER, SOCIAL_WORKER},
    "cases.see_likely": {FIELD, CARETAKER, SOCIAL_WORKER},
    "cases.raise_flag": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.end_flag": {SOCIAL_WORKER, HEAD},
    "cases.link_people": {FIELD, CARETAKER, SOCIAL_WORKER},
    "cases.remove_relation": {SOCIAL_WORKER},
    "cases.view_family": {SOCIAL_WORKER, HEAD},
    "cases.view_double": {SOCIAL_WORKER, HEAD},
    "cases.decide_double": {SOCIAL_WORKER},
    "cases.propose_merge": {SOCIAL_WORKER},
    "cases.approve_merge": {HEAD},
    "cases.triage": {CARETAKER, SOCIAL_WORKER},
    "cases.view_triage": {CARETAKER, SOCIAL_WORKER, HEAD},
    "cases.change_triage_question": {HEAD},
    "cases.contest_intake": {CARETAKER, SOCIAL_WORKER},
    "cases.decide_contest": {HEAD},
    # partners
    "partners.view_partner": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.change_partner": {OFFICE, HEAD},
    # a telephone that a partner's people share
    "partners.register_phone": {OFFICE, HEAD},
    # whom a partner proposes to log in: the admin prepares the account, the head confirms its role
    "partners.view_proposed_member": {OFFICE, HEAD, ADMIN},
    "partners.prepare_member": {ADMIN},
    "partners.refuse_member": {OFFICE, HEAD, ADMIN},
    # What a partner says is free; it says so in the portal itself, too.
    "partners.write_free_places": {SOCIAL_WORKER, OFFICE},
    "partners.view_source": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.change_source": {SOCIAL_WORKER, OFFICE},
    # on what a referral rests: written by the office, confirmed by the head
    "partners.view_agreement": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.change_agreement": {OFFICE},
    "partners.confirm_agreement": {HEAD},
    # with partners, about no klien; whoever a decision is of says that it is done
    "partners.view_meeting": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.hold_meeting": {OFFICE, HEAD},
    "partners.end_meeting_decision": {SOCIAL_WORKER, OFFICE, HEAD},
    # what partners carry and give: written by the office, confirmed by the head
    "partners.view_contribution": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.change_contribution": {OFFICE},
    "partners.confirm_contribution": {HEAD},
    "partners.view_referral": {SOCIAL_WORKER, HEAD},
    "partners.propose_referral": {SOCIAL_WORKER},
    "partners.record_answer": {SOCIAL_WORKER},
    # of years before the application, from the paper register of letters
    "partners.view_earlier_referral": {SOCIAL_WORKER, OFFICE, HEAD},
    "partners.write_earlier_referral": {SOCIAL_WORKER, OFFICE},
    # Nobody approves a question that names nobody; who reads referrals reads them.
    "partners.ask_place": {SOCIAL_WORKER},
    "partners.approve_referral": {HEAD},
    # Whether a klien at a partner may be handed to whoever came for them: no partner decides it.
    "partners.decide_pickup": {HEAD},
    # That there is an incident at a partner, and whom to call: no klien, no partner.
    "partners.hear_of_incident": {CARETAKER},
    "partners.use_portal": {PARTNER},
    # reports
    "reports.view_today": INSIDE,
    # one box on every page: who finds in it what their lists show
    "reports.search": {CARETAKER, SOCIAL_WORKER, OFFICE, HEAD},
    "reports.view_recap": {SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    # What the unit owes whom, and when; office and head write down what was sent.
    "reports.view_report_calendar": {OFFICE, HEAD, AGENCY},
    "reports.change_report_calendar": {OFFICE, HEAD},
    # Services by what the city counts, for the SPM: numbers alone.
    "reports.view_spm": {SOCIAL_WORKER, OFFICE, HEAD},
    # The return of a triwulan, exact once it is over; its targets are typed by the office.
    "reports.view_spm_report": {SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "reports.set_spm_target": {OFFICE},
    # The year as one paper, exact once it is over: who prepares it, and who signs it.
    "reports.view_annual_report": {OFFICE, HEAD},
    # What the city's own reports hold of the unit, as each may read its numbers; the office says
    # what hindered, and what is done about it.
    "reports.view_city_part": {OFFICE, HEAD, AGENCY},
    "reports.write_city_part": {OFFICE},
    "reports.view_returns": {SOCIAL_WORKER, OFFICE, HEAD, AGENCY},
    "reports.open_cell": {SOCIAL_WORKER, HEAD},
    # One number with all that stands behind it, on paper.
    "reports.make_proof": {HEAD},
    # What looks wrong among the rows: each mends what they may change (reports/quality/rules.py).
    "reports.mend_quality": {FIELD, CARETAKER, SOCIAL_WORKER},
    # The seven indicators of the partnership; a partner reads its own with partners.use_portal.
    "reports.view_indicators": {OFFICE, HEAD, AGENCY},
    "reports.open_indicator": {OFFICE, HEAD},
    "reports.write_judgement": {OFFICE},
    "reports.approve_judgement": {HEAD},
    "reports.reconcile_recap": {OFFICE, HEAD},
    "reports.change_counting_rule": {HEAD},
    # A month or a year is laid before the head, and closed.
    "reports.view_closing": {OFFICE, HEAD, AGENCY},
    "reports.prepare_closing": {OFFICE},
    "reports.close_period": {HEAD},
    # What the city reads of a closed year, without a login.
    "reports.publish_figures": {HEAD},
    # Who may hold a decision at all: the head; the Dinas for what the head entered; the privacy
    # officer for what concerns head and Dinas.
    "reports.view_approvals": DECIDES,
    # Decides on cases, letters and roles.
    "reports.decide": {HEAD, AGENCY},
}

# What a delegation (Plt./Plh.) can hand over. Never the reading of secret notes.
APPROVALS = {
    "plan": ("Rencana intervensi", {"cases.approve_plan", "cases.view_plan"}),
    "exit": ("Terminasi", {"cases.approve_exit", "cases.acknowledge_exit", "cases.view_stay"}),
    "incident": (
        "Insiden",
        {
            "cases.acknowledge_incident",
            "cases.view_incident",
            "cases.acknowledge_loss",
            "cases.acknowledge_violence",
        },
    ),
    "extension": ("Perpanjangan", {"cases.approve_extension", "cases.view_stay"}),
    "help": ("Bantuan", {"cases.approve_help", "cases.view_help"}),
    "referral": (
        "Rujukan",
        {"partners.approve_referral", "partners.decide_pickup", "partners.view_referral"},
    ),
    "agreement": ("Perjanjian", {"partners.confirm_agreement", "partners.view_agreement"}),
    "contribution": (
        "Sumbangan",
        {"partners.confirm_contribution", "partners.view_contribution"},
    ),
    "merge": ("Penggabungan berkas", {"cases.approve_merge", "cases.view_person"}),
    "stand_in": ("Pengganti wali", {"cases.approve_stand_in", "cases.view_stay"}),
    "contest": ("Keberatan", {"cases.decide_contest", "cases.view_person"}),
    "letter": ("Penarikan surat", {"letters.approve_withdrawal", "letters.view_letter"}),
    "letter_text": ("Teks surat", {"letters.approve_letter_text", "letters.view_letter"}),
    "assignment": ("Penugasan", {"cases.decide_assignment", "cases.view_stay"}),
    "complaint": ("Pengaduan", {"cases.answer_complaint", "cases.view_complaint"}),
    "closing": ("Tutup rekap", {"reports.close_period", "reports.view_closing"}),
    "grant": ("Peran pengguna", {"accounts.confirm_grant", "accounts.view_user"}),
}
# Who may stand in for the head. Whoever keeps the accounts, watches over privacy or looks over the
# house for the Dinas never does, whatever else they are; nor does a partner.
STANDS_IN = {FIELD, CARETAKER, SOCIAL_WORKER, OFFICE, HEAD}
NEVER_STANDS_IN = {ADMIN, PRIVACY, AGENCY, PARTNER}
# Who decides anything has the page of what waits for them.
WITH_ANY_APPROVAL = {"reports.view_approvals", "reports.decide"}
CAN_BE_DELEGATED = WITH_ANY_APPROVAL.union(*(given for _, given in APPROVALS.values()))

# The Dinas decides in the head's place on what the head entered, and on nothing else.
AGENCY_DECIDES = {
    "cases.approve_plan",
    "cases.approve_exit",
    "cases.approve_extension",
    "cases.approve_help",
    "cases.approve_merge",
    "cases.decide_contest",
    "cases.approve_stand_in",
    "cases.answer_complaint",
    "partners.approve_referral",
    "partners.confirm_agreement",
    "partners.confirm_contribution",
    "letters.approve_withdrawal",
    "letters.approve_letter_text",
    "reports.close_period",
    "accounts.confirm_grant",
}


def only_as_agency(permission):
    """What stands among the delegated permissions of who holds this one for the Dinas alone: they
    decide what the Dinas decides, and not all that the head does."""
    return f"{permission} as the Dinas"


def who_may(permission):
    """The roles that hold it, as they are called: whom somebody asks who does not."""
    return ", ".join(role.label for role in Role if role in GRANTS[permission])


def can_hand_over(roles):
    """The keys of APPROVALS of which whoever holds these roles decides something: nobody hands
    over what is not theirs."""
    if HEAD in roles:
        return list(APPROVALS)
    theirs = AGENCY_DECIDES if AGENCY in roles else set()
    return [key for key, (_, given) in APPROVALS.items() if given & theirs]
