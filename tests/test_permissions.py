"""Every address x every role: the access table of docs/roles.md, written again by hand.

A new address needs its line in ACCESS (or ANYONE, or PUBLIC), and a new kind of URL argument its
line in MAKE; without them the first tests fail.
"""

import logging
import secrets
import uuid

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from cases.aftercare.models import FollowUpRule
from cases.casework.assessments.questions.actions import begin_version
from cases.casework.certificates.models import CertificateKind, CertificateRule
from cases.casework.conferences import actions as conferences
from cases.casework.plans.actions import write_letter
from cases.casework.plans.models import ServiceKind
from cases.casework.services.trainings.actions import write_receipt
from cases.exits.models import Exit, ExitKind
from cases.file.consents.actions import write_letter as write_consent
from cases.health.hospital.actions import write_letter as recommend
from cases.health.hospital.models import Hospital
from cases.health.medicines.models import FastingPeriod
from cases.help import actions as helps
from cases.help.models import BudgetLine, HelpReason
from cases.help.money import actions as money
from cases.house.belongings.actions import issue_receipt
from cases.house.evening.models import ImportantNumber
from cases.house.presence.models import RollCall
from cases.intakes.models import Classification, RegisterImport
from cases.intakes.triage.models import TriageQuestion
from cases.law.placements.models import PlacementLimit
from cases.law.reports.actions import write_letter as violence_letter
from cases.law.reports.models import ReportOffice, ReportRule
from cases.papers.actions import ask_together
from cases.papers.homecoming.actions import write_letter as send_along
from cases.papers.homecoming.models import NearRegion
from cases.papers.models import PaperLetter
from cases.patrols.devices.actions import register_device
from cases.patrols.devices.models import Device
from cases.people.models import Statement
from cases.stays.free_days.models import FreeDay
from cases.stays.models import StayRule
from cases.voice.complaints.models import ComplaintChannel
from partners.contributions.actions import write_receipt as write_receipt_of
from partners.meetings.actions import write_invitation, write_minutes
from partners.phones.actions import register_phone
from partners.referrals.letters import write_letter as write_referral_letter
from partners.referrals.models import Referral
from reports.desk.history.records import KINDS
from reports.figures.periods import Period
from reports.figures.public.models import PublishedYear
from reports.figures.seasons.models import SpecialPeriod
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import issue_letter
from rptc.letters.models import LetterKind, Signatory
from rptc.letters.signatures.actions import sign_letter
from tests import DATA, pictures
from tests import factories as f
from tests.letters.agency.agency import at_agency
from tests.partners.referrals.arrived import arrival_at, arrived, wholly_signed
from tests.partners.referrals.packed import with_pictures
from tests.partners.referrals.way import referral_at
from tests.sizes import some

pytestmark = pytest.mark.django_db
REGISTER = DATA / "register_small.xls"

TRC, PIKET, PEKSOS = Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER
TU, KEPALA, DINAS = Role.OFFICE, Role.HEAD, Role.AGENCY
MITRA, PDP, ADMIN = Role.PARTNER, Role.PRIVACY, Role.ADMIN
INSIDE = {TRC, PIKET, PEKSOS, TU, KEPALA, DINAS, PDP, ADMIN}

# Open to strangers.
PUBLIC = {"account_login", "account_logout", "mfa_authenticate", "mfa_trust", "cases:batch_worker"}
PUBLIC |= {"letters:letter_check_code", "letters:letter_check", "upkeep:health", "upkeep:ready"}
PUBLIC |= {"partners:place_reply", "partners:month_reply", "cases:phone_login"}
PUBLIC |= {"cases:complaint_public", "cases:complaint_reply", "cases:skm_public"}
PUBLIC |= {"cases:voice_ask", "cases:voice_thanks"}
PUBLIC |= {"reports:open_years", "reports:open_years_file"}
PUBLIC |= {"reports:open_year", "reports:open_year_file"}

# Open to whoever is logged in, whatever their roles: one's own account, and the way around.
ANYONE = {
    "menu",
    "settings_index",
    "account_index",
    "login_alive",
    "account_change_password",
    "account_reauthenticate",
    "accounts:session_list",
    "accounts:session_end",
    "accounts:session_end_others",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# One's own second factor and other devices, which a user of these tests does not have.
OWN_AND_MISSING = {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "accounts:session_end",
}

ACCESS = {
    # the server
    "upkeep:server": {ADMIN, KEPALA},
    # accounts
    "accounts:user_list": {ADMIN, KEPALA, TU},
    "accounts:user_prepare": {ADMIN},
    "accounts:user_detail": {ADMIN, KEPALA, TU},
    "accounts:user_edit": {ADMIN},
    "accounts:user_deactivate": {ADMIN, KEPALA},
    "accounts:user_activate": {KEPALA},
    "accounts:user_log_out": {ADMIN, KEPALA},
    "accounts:password_reset": {ADMIN, TU},
    "accounts:paper_code_give": {KEPALA, DINAS, PDP},
    "accounts:paper_code_make": {KEPALA, DINAS, PDP},
    "accounts:grant_prepare": {ADMIN},
    "accounts:grant_confirm": {KEPALA, DINAS},
    "accounts:grant_refuse": {KEPALA, DINAS},
    "accounts:grant_end": {ADMIN, KEPALA},
    "mail:mail_choose": {*INSIDE, MITRA},
    **dict.fromkeys(
        [f"accounts:saved_filter_{page}" for page in ("list", "add", "edit", "delete")], INSIDE
    ),
    "accounts:delegation_list": {KEPALA, DINAS},
    "accounts:delegation_add": {KEPALA, DINAS},
    "accounts:delegation_end": {KEPALA, DINAS},
    "accounts:delegation_confirm": {KEPALA, DINAS},
    "accounts:delegation_refuse": {KEPALA, DINAS},
    # new passwords of those who decide
    "resets:reset_list": set(Role) - {MITRA},
    "resets:reset_ask": {ADMIN},
    "resets:reset_give": {ADMIN},
    "resets:reset_decide": {KEPALA, DINAS, PDP},
    # audit
    "audit:access_log": {KEPALA, PDP},
    "audit:export_list": {KEPALA, PDP},
    "reports:unusual_list": {KEPALA, PDP},
    "reports:record_history": {PEKSOS, KEPALA, PDP},
    "reports:record_put_back": {PEKSOS, KEPALA},
    # letters
    "letters:unit_settings": {TU, KEPALA, ADMIN},
    "letters:emblem_change": {TU, KEPALA, ADMIN},
    "letters:emblem_remove": {TU, KEPALA, ADMIN},
    "letters:signatory_add": {TU, KEPALA, ADMIN},
    "letters:signatory_end": {TU, KEPALA, ADMIN},
    "letters:letter_list": {TU, KEPALA},
    "letters:letter_register_print": {TU, KEPALA},
    "letters:letter_together": {TU, KEPALA},
    "letters:letter_detail": {TU, KEPALA},
    "letters:letter_file": {TU, KEPALA},
    "letters:letter_insert": {TU},
    "letters:letter_number": {TU},
    "letters:letter_scan": {TU},
    "letters:letter_withdraw": {TU, PIKET, PEKSOS},
    "letters:withdrawal_decide": {KEPALA, DINAS},
    "letters:letter_initial_office": {TU},
    "letters:letter_initial_head": {KEPALA},
    "letters:letter_carry": {TU},
    "letters:agency_letter_list": {DINAS},
    "letters:agency_letter_file": {DINAS},
    "letters:letter_sign": {PIKET, PEKSOS, KEPALA},
    "letters:letter_sign_file": {PIKET, PEKSOS, KEPALA},
    "letters:signature_sheet_print": {PIKET, PEKSOS, KEPALA, TU},
    "letters:signature_picture": {PIKET, PEKSOS, KEPALA, TU},
    "letters:signature_withdraw": {PIKET, PEKSOS, KEPALA},
    "letters:letter_kind_list": {TU, KEPALA, ADMIN},
    "letters:letter_kind_edit": {TU, KEPALA, ADMIN},
    "letters:letter_text_write": {TU},
    "letters:letter_text_detail": {TU, KEPALA},
    "letters:letter_text_print": {TU, KEPALA},
    "letters:letter_text_decide": {KEPALA, DINAS},
    "letters:procedure_list": INSIDE,
    "letters:procedure_add": {TU, KEPALA},
    "letters:procedure_detail": INSIDE,
    "letters:procedure_edit": {TU, KEPALA},
    "letters:procedure_confirm": {TU, KEPALA},
    "letters:procedure_read": INSIDE,
    "letters:procedure_scan": INSIDE,
    "letters:procedure_scan_add": {TU, KEPALA},
    # places
    "cases:hot_spot_list": {TU, KEPALA, ADMIN},
    "cases:hot_spot_edit": {TU, KEPALA, ADMIN},
    # public reports
    "cases:public_report_list": {TRC, PIKET, PEKSOS, TU, KEPALA},
    "cases:public_report_register": {TRC, PIKET, PEKSOS, TU},
    "cases:public_report_detail": {TRC, PIKET, PEKSOS, TU, KEPALA},
    "cases:public_report_give": {TRC, PEKSOS, KEPALA},
    "cases:public_report_answer": {TRC, PIKET, PEKSOS, TU},
    "cases:public_report_separate": {TRC, PIKET, PEKSOS, TU},
    # patrols
    "cases:order_letter_print": {TRC, TU, KEPALA},
    "cases:prevention_figures": {TRC, PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:prevention_list": {TRC, PIKET, PEKSOS, TU, KEPALA},
    "cases:prevention_print": {TU, KEPALA},
    "cases:prevention_detail": {TRC, PIKET, PEKSOS, TU, KEPALA},
    "cases:prevention_register": {TRC, TU},
    "cases:prevention_edit": {TRC, TU},
    "cases:prevention_drop": {TRC, TU},
    "cases:prevention_count": {TRC, TU},
    "cases:patrol_list": {TRC, PEKSOS, KEPALA},
    "cases:patrol_register": {TRC},
    "cases:order_letter_add": {TRC, TU, KEPALA},
    "cases:patrol_detail": {TRC, PEKSOS, KEPALA},
    "cases:patrol_edit": {TRC},
    "cases:patrol_end": {TRC},
    "cases:patrol_report": {TRC, PEKSOS, KEPALA},
    "cases:patrol_intakes": {TRC},
    "cases:patrol_paste": {TRC},
    "cases:batch_offline": {TRC, PIKET, PEKSOS},
    "cases:unsent_rows": {TRC, PIKET, PEKSOS},
    "cases:unsent_row_drop": {TRC, PIKET, PEKSOS},
    "cases:team_list": {TU, KEPALA, ADMIN},
    "cases:team_edit": {TU, KEPALA, ADMIN},
    "cases:vehicle_list": {TU, KEPALA, ADMIN},
    "cases:vehicle_edit": {TU, KEPALA, ADMIN},
    # devices
    "cases:device_list": {KEPALA},
    "cases:device_renew": {KEPALA},
    "cases:device_lock": {KEPALA},
    "cases:device_register": {TRC, PIKET, PEKSOS, MITRA},
    "cases:device_key": {TRC, PIKET, PEKSOS},
    "cases:screen_code": {TRC, PIKET, PEKSOS, MITRA},
    "cases:screen_lock": {TRC, PIKET, PEKSOS, MITRA},
    "cases:screen_unlock": {TRC, PIKET, PEKSOS, MITRA},
    # people
    "cases:person_list": {PIKET, PEKSOS, KEPALA},
    "cases:person_detail": {PIKET, PEKSOS, KEPALA},
    "cases:person_health": {PIKET, PEKSOS, KEPALA},
    "cases:person_identity": {PEKSOS, KEPALA},
    "cases:person_timeline": {PEKSOS, KEPALA},
    "cases:person_edit": {PEKSOS},
    "cases:statement_add": {PEKSOS},
    "cases:statement_choose": {PEKSOS},
    "cases:photo_add": {PIKET, PEKSOS},
    "cases:patrol_photo_add": {TRC},
    "cases:photo": {TRC, PIKET, PEKSOS, KEPALA},
    "cases:photo_hide": {TRC, PIKET, PEKSOS},
    "cases:flag_raise": {PIKET, PEKSOS, KEPALA},
    "cases:flag_end": {PEKSOS, KEPALA},
    "cases:relation_add": {PIKET, PEKSOS},
    "cases:person_family": {PIKET, PEKSOS, KEPALA},
    "cases:person_family_add": {PEKSOS},
    "cases:relation_mark": {PIKET, PEKSOS},
    "cases:relation_remove": {PEKSOS},
    # doubles
    "cases:person_likely": {TRC, PIKET, PEKSOS},
    "cases:duplicate_list": {PEKSOS, KEPALA},
    "cases:double_decide": {PEKSOS},
    "cases:merge_propose": {PEKSOS},
    "cases:merge_decide": {KEPALA, DINAS},
    "cases:merge_undo": {PEKSOS},
    # intakes
    "cases:intake_list": {TRC, PIKET, PEKSOS, KEPALA},
    "cases:intake_register": {TRC, PIKET, PEKSOS},
    "cases:intake_detail": {TRC, PIKET, PEKSOS, KEPALA},
    "cases:intake_outcome": {TRC, PIKET, PEKSOS},
    "cases:intake_settle": {PEKSOS},
    "cases:paper_sheet_list": {TRC, PIKET, PEKSOS, TU},
    "cases:sheet_batch_print": {TRC, PIKET, PEKSOS, TU},
    "cases:paper_sheet_void": {TRC, PIKET, PEKSOS, TU},
    "cases:classification_list": {KEPALA, ADMIN},
    "cases:classification_edit": {KEPALA, ADMIN},
    "cases:register_import_list": {PEKSOS, KEPALA},
    "cases:register_import_detail": {PEKSOS, KEPALA},
    "cases:register_import_answer": {PEKSOS, KEPALA},
    "cases:register_import_commit": {PEKSOS, KEPALA},
    "cases:register_import_undo": {PEKSOS, KEPALA},
    "cases:register_export": {PEKSOS, KEPALA},
    "cases:register_month": {PEKSOS, KEPALA},
    "cases:intake_together": {TRC, PIKET, PEKSOS},
    "cases:contest_raise": {PIKET, PEKSOS},
    "cases:contest_list": {PIKET, PEKSOS, KEPALA},
    "cases:contest_decide": {KEPALA, DINAS},
    "cases:contest_move": {PEKSOS},
    "cases:intake_correct": {TRC},
    "cases:correction_list": {PEKSOS},
    "cases:correction_judge": {PEKSOS},
    "cases:child_victim_note": {PIKET, PEKSOS, KEPALA},
    "cases:child_victim_list": {PIKET, PEKSOS, KEPALA},
    "cases:child_victim_told": {PIKET, PEKSOS, KEPALA},
    "cases:triage_list": {PIKET, PEKSOS, KEPALA},
    "cases:triage_fill": {PIKET, PEKSOS},
    "cases:triage_act_done": {PIKET, PEKSOS},
    "cases:triage_question_list": {KEPALA},
    "cases:triage_question_edit": {KEPALA},
    # stays
    "cases:stay_list": {PIKET, PEKSOS, KEPALA},
    "cases:stay_arrivals": {PIKET, PEKSOS},
    "cases:stay_detail": {PIKET, PEKSOS, KEPALA},
    "cases:stay_plan": {PEKSOS, KEPALA},
    "cases:stay_referrals": {PEKSOS, KEPALA},
    "cases:bed_list": {PIKET, PEKSOS, KEPALA},
    "cases:guests_begin": {PIKET, PEKSOS, TU, KEPALA},
    "cases:guests_end": {PIKET, PEKSOS, TU, KEPALA},
    "cases:bed_detail": {PIKET, PEKSOS, KEPALA},
    "cases:bed_print": {PIKET, PEKSOS, KEPALA},
    "cases:bed_place": {PIKET, PEKSOS},
    "cases:bed_place_all": {PIKET, PEKSOS},
    "cases:bed_exception_list": {KEPALA},
    "cases:bed_take_out": {PIKET, PEKSOS},
    "cases:bed_put_back": {PIKET, PEKSOS},
    "cases:belonging_list": {PIKET, PEKSOS, KEPALA},
    "cases:bag_list": {PIKET, PEKSOS, KEPALA},
    "cases:bag_take": {PIKET, PEKSOS},
    "cases:bag_open": {PIKET, PEKSOS},
    "cases:bag_receipt": {PIKET, PEKSOS, KEPALA},
    "cases:belonging_end_letter": {PIKET, PEKSOS, KEPALA},
    "cases:reception_letter": {PIKET, PEKSOS},
    "cases:belonging_edit": {PIKET, PEKSOS},
    "cases:bag_void": {PIKET, PEKSOS},
    "cases:belonging_end": {PIKET, PEKSOS},
    "cases:belonging_photo": {PIKET, PEKSOS, KEPALA},
    "cases:loss_acknowledge": {KEPALA},
    "cases:reception_tonight": {PIKET, PEKSOS},
    "cases:room_list": {TU, KEPALA, ADMIN},
    "cases:room_edit": {TU, KEPALA, ADMIN},
    "cases:roll_call_take": {PIKET, PEKSOS},
    "cases:roll_call_kept": {PIKET, PEKSOS},
    "cases:roll_call_list": {PIKET, PEKSOS, KEPALA},
    "cases:roll_call_detail": {PIKET, PEKSOS, KEPALA},
    "cases:absence_list": {PIKET, PEKSOS, KEPALA},
    "cases:absence_detail": {PIKET, PEKSOS, KEPALA},
    "cases:absence_act": {PIKET, PEKSOS},
    "cases:absence_police": {PIKET, PEKSOS},
    "cases:absence_act_take_back": {PIKET, PEKSOS},
    "cases:absence_end": {PIKET, PEKSOS},
    "cases:meal_list": {PIKET, PEKSOS, KEPALA},
    "cases:leave_list": {PIKET, PEKSOS, KEPALA},
    "cases:leave_start": {PIKET, PEKSOS},
    "cases:leave_return": {PIKET, PEKSOS},
    "cases:leave_missing": {PIKET, PEKSOS},
    "cases:stay_assign": {PEKSOS, KEPALA},
    "cases:person_take_over": {PEKSOS, KEPALA},
    "cases:assignment_list": {PEKSOS, KEPALA},
    "cases:assignment_read": {PEKSOS, KEPALA},
    "cases:assignment_decide": {KEPALA},
    "cases:assignment_acknowledge": {KEPALA},
    "cases:substitution_list": {PEKSOS, KEPALA},
    "cases:substitution_decide": {KEPALA},
    "cases:substitution_end": {PEKSOS, KEPALA},
    "cases:conflict_own": set(Role) - {MITRA},
    "cases:conflict_list": {KEPALA, PDP},
    "cases:conflict_add": {KEPALA},
    "cases:conflict_end": {KEPALA, PDP},
    "cases:person_seal": {PEKSOS, KEPALA},
    "cases:person_unseal": {KEPALA},
    "cases:seal_acknowledge": {KEPALA},
    "cases:seal_list": {KEPALA},
    "cases:sealreader_add": {PEKSOS, KEPALA},
    "cases:sealreader_end": {KEPALA},
    "cases:sealreader_acknowledge": {KEPALA},
    "cases:person_sealed": {PEKSOS, KEPALA},
    "cases:emergencyaccess_list": {PEKSOS, KEPALA, PDP},
    "cases:emergencyaccess_decide": {KEPALA, PDP},
    "cases:emergencyaccess_read": {PEKSOS, KEPALA},
    "cases:stay_end": {PIKET, PEKSOS},
    "cases:extension_list": {PIKET, PEKSOS, KEPALA},
    "cases:extension_propose": {PEKSOS},
    "cases:extension_propose_several": {PEKSOS},
    "cases:extension_decide": {KEPALA, DINAS},
    "cases:extension_decide_several": {KEPALA, DINAS},
    "cases:extension_cancel": {PEKSOS},
    "cases:extension_letter": {PIKET, PEKSOS, KEPALA},
    "cases:extension_letter_write": {PEKSOS},
    "cases:exit_list": {PIKET, PEKSOS, KEPALA},
    "cases:death_record": {PIKET, PEKSOS},
    "cases:death_detail": {PEKSOS, KEPALA},
    "cases:death_complete": {PEKSOS, KEPALA},
    "cases:exit_together": {PEKSOS},
    "cases:exit_together_done": {PEKSOS},
    "cases:exit_together_print": {PEKSOS},
    "cases:exit_detail": {PIKET, PEKSOS, KEPALA},
    "cases:exit_proof_add": {PIKET, PEKSOS},
    "cases:exit_proof_remove": {PIKET, PEKSOS},
    "cases:exit_witness_add": {PIKET, PEKSOS},
    "cases:exit_witness_remove": {PIKET, PEKSOS},
    "cases:exit_piece": {PIKET, PEKSOS},
    "cases:exit_somebody_else": {PEKSOS},
    "cases:exit_receiver_photo": {PIKET, PEKSOS, KEPALA},
    "cases:exit_receiver_photo_remove": {PIKET, PEKSOS},
    "cases:exit_needed_print": {PIKET, PEKSOS, KEPALA},
    "cases:exit_letter": {PIKET, PEKSOS, KEPALA},
    "cases:exit_letter_write": {PIKET, PEKSOS},
    "cases:exit_kind_list": {KEPALA},
    "cases:exit_kind_edit": {KEPALA},
    "cases:promise_text_list": {KEPALA},
    "cases:exit_decide": {KEPALA, DINAS},
    "cases:exit_hand_over": {PIKET, PEKSOS},
    "cases:exit_cancel": {PEKSOS},
    "cases:exit_acknowledge": {KEPALA},
    "cases:stay_rule_list": {KEPALA},
    "cases:stay_rule_preview": {KEPALA},
    "cases:stay_rule_edit": {KEPALA},
    # consents
    "cases:stay_consents": {PIKET, PEKSOS, KEPALA},
    "cases:consent_ask": {PIKET, PEKSOS},
    "cases:consent_tell": {PIKET, PEKSOS},
    "cases:consent_told_print": {PIKET, PEKSOS, KEPALA},
    "cases:consent_letter": {PIKET, PEKSOS, KEPALA},
    "cases:consent_letter_write": {PIKET, PEKSOS},
    "cases:consent_withdraw": {PIKET, PEKSOS},
    "cases:standin_propose": {PEKSOS},
    "cases:standin_list": {PIKET, PEKSOS, KEPALA},
    "cases:standin_decide": {KEPALA, DINAS},
    "cases:standin_end": {PEKSOS},
    "cases:legal_basis_list": {KEPALA},
    # health
    "cases:finding_write": {PEKSOS},
    "cases:person_findings": {PEKSOS, KEPALA},
    "cases:finding_correct": {PEKSOS},
    "cases:allergy_add": {PEKSOS},
    "cases:allergy_edit": {PEKSOS},
    "cases:allergy_end": {PEKSOS},
    "cases:medicine_write": {PEKSOS},
    "cases:medicine_round": {PIKET, PEKSOS},
    "cases:medicine_round_print": {PIKET, PEKSOS},
    "cases:medicine_detail": {PIKET, PEKSOS, KEPALA},
    "cases:medicine_edit": {PEKSOS},
    "cases:medicine_end": {PEKSOS},
    "cases:medicine_give": {PIKET, PEKSOS},
    "cases:dose_edit": {PIKET, PEKSOS},
    "cases:hospital_list": {PEKSOS, KEPALA},
    "cases:hospital_detail": {PEKSOS, KEPALA},
    "cases:hospital_register": {PEKSOS},
    "cases:hospital_taken": {PIKET, PEKSOS},
    "cases:hospital_edit": {PEKSOS},
    "cases:hospital_guard": {PEKSOS},
    "cases:hospital_news": {PEKSOS},
    "cases:hospital_bill": {PEKSOS},
    "cases:hospital_pay": {PEKSOS},
    "cases:hospital_end": {PEKSOS},
    "cases:hospital_letter": {PEKSOS, KEPALA},
    "cases:hospital_letter_write": {PEKSOS},
    "cases:hospital_summary_print": {PEKSOS, KEPALA},
    "cases:hospital_bills": {PEKSOS, TU, KEPALA},
    "cases:hospital_place_list": {TU, KEPALA},
    "cases:hospital_place_edit": {TU, KEPALA},
    "cases:help_list": {PEKSOS, TU, KEPALA},
    "cases:help_detail": {PEKSOS, TU, KEPALA},
    "cases:help_ask": {PEKSOS},
    "cases:help_decide": {KEPALA, DINAS},
    "cases:help_pay": {TU},
    "cases:help_unpay": {TU},
    "cases:help_cancel": {PEKSOS},
    "cases:help_letter": {PEKSOS, TU, KEPALA},
    "cases:help_letter_write": {PEKSOS, TU},
    "cases:money_house": {PIKET, PEKSOS, KEPALA},
    "cases:money_list": {PIKET, PEKSOS, KEPALA},
    "cases:money_move": {PIKET, PEKSOS},
    "cases:money_from_bags": {PIKET, PEKSOS},
    "cases:money_count": {PIKET, PEKSOS},
    "cases:money_correct": {PIKET, PEKSOS},
    "cases:money_letter": {PIKET, PEKSOS, KEPALA},
    "cases:money_letter_write": {PIKET, PEKSOS},
    "cases:money_unclaimed": {PIKET, PEKSOS, KEPALA},
    "cases:money_unclaimed_print": {KEPALA},
    "cases:money_unclaimed_read": {KEPALA},
    "cases:help_reason_list": {KEPALA},
    "cases:help_reason_edit": {KEPALA},
    "cases:budget_line_list": {TU, KEPALA},
    "cases:budget_line_edit": {TU, KEPALA},
    "cases:paper_list": {PEKSOS, KEPALA},
    "cases:paper_detail": {PEKSOS, KEPALA},
    "cases:paper_write": {PEKSOS},
    "cases:paper_edit": {PEKSOS},
    "cases:paper_ask": {PEKSOS},
    "cases:paper_refuse": {PEKSOS},
    "cases:paper_refusal_end": {PEKSOS},
    "cases:paper_word": {PEKSOS},
    "cases:paper_got": {PEKSOS},
    "cases:paper_end": {PEKSOS},
    "cases:paper_request_edit": {PEKSOS},
    "cases:paper_request": {PEKSOS},
    "cases:paper_got_many": {PEKSOS},
    "cases:paper_letter_list": {PEKSOS, TU},
    "cases:paper_letter_print": {PEKSOS, TU},
    "cases:paper_letter_write": {PEKSOS},
    "cases:paper_year": {PEKSOS, KEPALA},
    "cases:siks_list": {PEKSOS},
    "cases:siks_mark": {PEKSOS},
    "cases:siks_take_back": {PEKSOS},
    "cases:homecoming_list": {PEKSOS, KEPALA},
    "cases:homecoming_detail": {PEKSOS, KEPALA},
    "cases:homecoming_begin": {PEKSOS},
    "cases:homecoming_edit": {PEKSOS},
    "cases:homecoming_piece": {PEKSOS},
    "cases:homecoming_letter": {PEKSOS, KEPALA},
    "cases:homecoming_letter_write": {PEKSOS},
    "cases:homecoming_arrive": {PEKSOS},
    "cases:homecoming_end": {PEKSOS},
    "cases:near_region_list": {TU, KEPALA},
    "cases:near_region_edit": {TU, KEPALA},
    "cases:paper_office_list": {TU, KEPALA},
    "cases:paper_office_edit": {TU, KEPALA},
    "cases:fasting_period_list": {TU, KEPALA},
    "cases:fasting_period_edit": {TU, KEPALA},
    # law
    "cases:violence_report_list": INSIDE,
    "cases:violence_report_write": INSIDE,
    "cases:violence_report_detail": INSIDE,
    "cases:violence_report_tell": INSIDE,
    "cases:violence_report_correct": INSIDE,
    "cases:violence_report_acknowledge": {KEPALA},
    "cases:violence_report_join": {PEKSOS},
    "cases:violence_report_letter": {PIKET, PEKSOS, KEPALA},
    "cases:violence_report_letter_write": {PIKET, PEKSOS, KEPALA},
    "cases:violence_report_figures": {PEKSOS, KEPALA},
    "cases:legal_matter_write": {PEKSOS},
    "cases:legal_matter_detail": {PEKSOS, KEPALA},
    "cases:legal_matter_edit": {PEKSOS},
    "cases:legal_matter_note": {PEKSOS},
    "cases:hearing_list": {PEKSOS, KEPALA},
    "cases:hearing_add": {PEKSOS},
    "cases:hearing_edit": {PEKSOS},
    "cases:hearing_result": {PEKSOS},
    "cases:hearing_cancel": {PEKSOS},
    "cases:placement_list": {PEKSOS, KEPALA},
    "cases:placement_detail": {PEKSOS, KEPALA},
    "cases:placement_register": {PEKSOS},
    "cases:placement_renew": {PEKSOS},
    "cases:placement_edit": {PEKSOS},
    "cases:placement_scan_add": {PEKSOS},
    "cases:placement_scan": {PEKSOS, KEPALA},
    "cases:placement_limit_list": {KEPALA},
    "cases:placement_limit_edit": {KEPALA},
    "cases:person_law": {PEKSOS, KEPALA},
    "cases:report_rule_list": {KEPALA},
    "cases:report_rule_edit": {KEPALA},
    "cases:report_office_list": {KEPALA},
    "cases:report_office_edit": {KEPALA},
    "cases:evening_sheet": {PIKET, PEKSOS, KEPALA},
    "cases:important_number_list": {TU, KEPALA, ADMIN},
    "cases:important_number_edit": {TU, KEPALA, ADMIN},
    # tasks and shifts
    "cases:task_list": {PIKET, PEKSOS, TU, KEPALA},
    "cases:task_add": {PIKET, PEKSOS, TU, KEPALA},
    "cases:task_done": {PIKET, PEKSOS, TU, KEPALA},
    "cases:task_cancel": {PIKET, PEKSOS, TU, KEPALA},
    "cases:shift_note_list": {PIKET, PEKSOS, KEPALA},
    "cases:shift_note_write": {PIKET, PEKSOS},
    "cases:shift_note_acknowledge": {PIKET},
    # the house and its door
    "cases:incident_list": {PIKET, PEKSOS, KEPALA},
    "cases:incident_register": {PIKET, PEKSOS},
    "cases:incident_detail": {PIKET, PEKSOS, KEPALA},
    "cases:incident_acknowledge": {KEPALA},
    "cases:incident_follow_up": {PEKSOS, KEPALA},
    "cases:incident_mediate": {PEKSOS, KEPALA},
    "cases:visit_list": {PIKET, PEKSOS, KEPALA},
    "cases:visit_register": {PIKET, PEKSOS},
    "cases:visit_detail": {PIKET, PEKSOS, KEPALA},
    "cases:visit_leave": {PIKET, PEKSOS},
    "cases:visit_deny": {PEKSOS, KEPALA},
    "cases:unwelcome_list": {PIKET, PEKSOS, KEPALA},
    "cases:unwelcome_add": {PIKET, PEKSOS, KEPALA},
    "cases:unwelcome_end": {PEKSOS, KEPALA},
    "cases:refusal_list": {PEKSOS, KEPALA},
    "cases:refusal_acknowledge": {PEKSOS, KEPALA},
    "cases:refusal_somebody_else": {PEKSOS},
    "cases:somebody_else_acknowledge": {KEPALA},
    "cases:inquiry_list": {PIKET, PEKSOS, KEPALA},
    "cases:inquiry_register": {PIKET, PEKSOS},
    "cases:inquiry_detail": {PIKET, PEKSOS, KEPALA},
    "cases:inquiry_link": {PEKSOS},
    "cases:inquiry_close": {PEKSOS},
    "cases:gate_month": {KEPALA},
    "cases:gate_month_print": {KEPALA},
    # casework
    "cases:caseload_list": {KEPALA},
    "cases:assessment_list": {PEKSOS, KEPALA},
    "cases:assessment_detail": {PEKSOS, KEPALA},
    "cases:assessment_print": {PEKSOS, KEPALA},
    "cases:stay_assessments": {PEKSOS, KEPALA},
    "cases:assessment_initial": {PEKSOS},
    "cases:assessment_comprehensive": {PEKSOS},
    "cases:assessment_final": {PEKSOS},
    "cases:assessment_answer": {PEKSOS},
    "cases:question_set": {KEPALA},
    "cases:question_set_begin": {KEPALA},
    "cases:question_set_publish": {KEPALA},
    "cases:question_set_preview": {KEPALA},
    "cases:question_add": {KEPALA},
    "cases:question_edit": {KEPALA},
    "cases:question_remove": {KEPALA},
    "cases:risk_rule": {KEPALA},
    "cases:free_day_list": {TU, KEPALA},
    "cases:free_day_edit": {TU, KEPALA},
    "cases:certificate_list": set(Role) - {MITRA},
    "cases:certificate_scan": set(Role) - {MITRA},
    "cases:certificate_print": {TU, KEPALA},
    "cases:certificate_add": {TU, KEPALA},
    "cases:certificate_edit": {TU, KEPALA},
    "cases:certificate_end": {TU, KEPALA},
    "cases:certificate_kind_list": {TU, KEPALA},
    "cases:certificate_kind_edit": {TU, KEPALA},
    "cases:certificate_rule_list": {KEPALA},
    "cases:certificate_rule_edit": {KEPALA},
    "cases:conference_list": {PEKSOS, KEPALA},
    "cases:conference_detail": {PEKSOS, KEPALA},
    "cases:conference_print": {PEKSOS, KEPALA},
    "cases:conference_photo": {PEKSOS, KEPALA},
    "cases:conference_photo_add": {PEKSOS},
    "cases:conference_invitation_letter": {PEKSOS, KEPALA},
    "cases:conference_minutes_letter": {PEKSOS, KEPALA},
    "cases:conference_letter_write": {PEKSOS},
    "cases:conference_plan": {PEKSOS},
    "cases:conference_decline": {PEKSOS},
    "cases:conference_hold": {PEKSOS},
    "cases:conference_cancel": {PEKSOS},
    "cases:guidance_write": {PEKSOS},
    "cases:plan_letter": {PEKSOS, KEPALA},
    "cases:plan_letter_write": {PEKSOS},
    "cases:plan_template_list": {PEKSOS, KEPALA},
    "cases:plan_template_add": {PEKSOS, KEPALA},
    "cases:plan_template_edit": {PEKSOS, KEPALA},
    "cases:plan_list": {PEKSOS, KEPALA},
    "cases:plan_write": {PEKSOS},
    "cases:plan_detail": {PEKSOS, KEPALA},
    "cases:plan_edit": {PEKSOS},
    "cases:plan_submit": {PEKSOS},
    "cases:plan_decide": {KEPALA, DINAS},
    "cases:plan_item_close": {PEKSOS},
    "cases:session_list": {PIKET, PEKSOS, KEPALA},
    "cases:session_register": {PIKET, PEKSOS},
    "cases:session_detail": {PIKET, PEKSOS, KEPALA},
    "cases:session_edit": {PIKET, PEKSOS},
    "cases:session_photo": {PIKET, PEKSOS, KEPALA},
    "cases:session_attendance_print": {PIKET, PEKSOS},
    "cases:session_blank_print": {PIKET, PEKSOS},
    "cases:session_week": {PIKET, PEKSOS, KEPALA},
    "cases:session_week_print": {PIKET, PEKSOS, KEPALA},
    "cases:stay_week": {PEKSOS, KEPALA},
    "cases:stay_week_print": {PEKSOS, KEPALA},
    "cases:service_list": {PEKSOS, KEPALA},
    "cases:service_add": {PEKSOS},
    "cases:service_close": {PEKSOS},
    "cases:training_add": {PEKSOS},
    "cases:training_detail": {PEKSOS, KEPALA},
    "cases:training_edit": {PEKSOS},
    "cases:training_end": {PEKSOS},
    "cases:training_kit": {PEKSOS},
    "cases:training_income": {PEKSOS},
    "cases:training_receipt_letter": {PEKSOS, KEPALA},
    "cases:training_receipt_write": {PEKSOS},
    "cases:service_kind_list": {KEPALA},
    "cases:service_kind_edit": {KEPALA},
    "cases:stay_notes": {PEKSOS, KEPALA},
    "cases:note_write": {PEKSOS, KEPALA},
    "cases:note_draft_keep": {PEKSOS, KEPALA},
    "cases:note_draft_drop": {PEKSOS, KEPALA},
    "cases:note_correct": {PEKSOS, KEPALA},
    "cases:progress_report_list": {PEKSOS},
    "cases:progress_report_write": {PEKSOS},
    "cases:progress_report_print": {PEKSOS, KEPALA},
    # aftercare
    "cases:follow_up_list": {PEKSOS, KEPALA},
    "cases:follow_up_print": {PEKSOS, KEPALA},
    "cases:follow_up_detail": {PEKSOS, KEPALA},
    "cases:follow_up_record": {PEKSOS},
    "cases:follow_up_kept": {PEKSOS},
    "cases:follow_up_edit": {PEKSOS},
    "cases:follow_up_rule_list": {KEPALA},
    "cases:follow_up_rule_edit": {KEPALA},
    # partners
    "partners:partner_list": {PEKSOS, TU, KEPALA},
    "partners:partner_add": {TU, KEPALA},
    "partners:partner_detail": {PEKSOS, TU, KEPALA},
    "partners:partner_edit": {TU, KEPALA},
    "partners:partner_terms": {TU, KEPALA},
    "partners:partner_places": {PEKSOS, TU},
    "partners:partner_contact_add": {TU, KEPALA},
    "partners:partner_contact_edit": {TU, KEPALA},
    "partners:partner_paper_add": {TU, KEPALA},
    "partners:partner_paper_edit": {TU, KEPALA},
    "partners:member_add": {TU, KEPALA},
    "partners:partner_phones": {TU, KEPALA},
    "partners:partner_phone_renew": {TU, KEPALA},
    "partners:partner_phone_lock": {TU, KEPALA},
    "partners:partner_user_list": {TU, KEPALA, ADMIN},
    "partners:member_prepare": {ADMIN},
    "partners:member_refuse": {TU, KEPALA, ADMIN},
    "partners:member_left_acknowledge": {TU, KEPALA},
    "partners:source_list": {PEKSOS, TU, KEPALA},
    "partners:source_detail": {PEKSOS, TU, KEPALA},
    "partners:source_add": {PEKSOS, TU},
    "partners:source_edit": {PEKSOS, TU},
    "partners:source_check": {PEKSOS, TU},
    "partners:agreement_list": {PEKSOS, TU, KEPALA},
    "partners:agreement_detail": {PEKSOS, TU, KEPALA},
    "partners:agreement_scan": {PEKSOS, TU, KEPALA},
    "partners:agreement_add": {TU},
    "partners:agreement_renew": {TU},
    "partners:agreement_addendum": {TU},
    "partners:agreement_edit": {TU},
    "partners:agreement_propose": {TU},
    "partners:agreement_decide": {KEPALA, DINAS},
    "partners:agreement_drop": {TU},
    "partners:agreement_end": {TU},
    "partners:agreement_resume": {TU},
    "partners:agreement_scan_add": {TU},
    "partners:contribution_figures": {PEKSOS, TU, KEPALA},
    "partners:contribution_figures_print": {PEKSOS, TU, KEPALA},
    "partners:contribution_list": {PEKSOS, TU, KEPALA},
    "partners:contribution_detail": {PEKSOS, TU, KEPALA},
    "partners:contribution_scan": {PEKSOS, TU, KEPALA},
    "partners:contribution_receipt": {PEKSOS, TU, KEPALA},
    "partners:contribution_add": {TU},
    "partners:contribution_edit": {TU},
    "partners:contribution_decide": {KEPALA, DINAS},
    "partners:contribution_drop": {TU},
    "partners:contribution_withdraw": {KEPALA},
    "partners:contribution_scan_add": {TU},
    "partners:contribution_receipt_write": {TU},
    "partners:earlier_referral_list": {PEKSOS, TU, KEPALA},
    "partners:earlier_referral_detail": {PEKSOS, TU, KEPALA},
    "partners:earlier_referral_add": {PEKSOS, TU},
    "partners:earlier_referral_paste": {PEKSOS, TU},
    "partners:earlier_referral_edit": {PEKSOS, TU},
    "partners:pledge_add": {TU},
    "partners:pledge_edit": {TU},
    "partners:meeting_list": {PEKSOS, TU, KEPALA},
    "partners:meeting_detail": {PEKSOS, TU, KEPALA},
    "partners:meeting_invitation_letter": {PEKSOS, TU, KEPALA},
    "partners:meeting_minutes_letter": {PEKSOS, TU, KEPALA},
    "partners:meeting_scan": {PEKSOS, TU, KEPALA},
    "partners:meeting_decision_list": {PEKSOS, TU, KEPALA},
    "partners:meeting_decision_end": {PEKSOS, TU, KEPALA},
    "partners:meeting_decision_resume": {PEKSOS, TU, KEPALA},
    "partners:meeting_decision_add": {TU, KEPALA},
    "partners:meeting_decision_edit": {TU, KEPALA},
    "partners:meeting_add": {TU, KEPALA},
    "partners:meeting_edit": {TU, KEPALA},
    "partners:meeting_hold": {TU, KEPALA},
    "partners:meeting_cancel": {TU, KEPALA},
    "partners:meeting_again": {TU, KEPALA},
    "partners:meeting_invitation_write": {TU, KEPALA},
    "partners:meeting_minutes_write": {TU, KEPALA},
    "partners:meeting_scan_add": {TU, KEPALA},
    # the voice of those served
    "cases:complaint_list": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_register": {PIKET, PEKSOS, TU},
    "cases:complaint_poster_print": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_detail": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_edit": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_find": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_code": {PIKET, PEKSOS, TU, KEPALA, DINAS},
    "cases:complaint_take": {KEPALA, DINAS},
    "cases:complaint_answer": {KEPALA, DINAS},
    "cases:complaint_reject": {KEPALA, DINAS},
    "cases:complaint_reopen": {KEPALA, DINAS},
    "cases:complaint_channel_list": {KEPALA},
    "cases:complaint_channel_edit": {KEPALA},
    "cases:voice_list": {PIKET, TU},
    "cases:voice_hand": {PIKET, TU},
    "cases:voice_figures": {PEKSOS, TU, KEPALA, DINAS},
    "cases:skm_list": {PEKSOS, TU, KEPALA, DINAS},
    "cases:skm_begin": {TU},
    "cases:skm_detail": {PEKSOS, TU, KEPALA, DINAS},
    "cases:skm_print": {PEKSOS, TU, KEPALA, DINAS},
    "cases:skm_type": {TU},
    "cases:skm_void": {TU},
    "cases:skm_close": {TU},
    "partners:question_list": {PEKSOS, KEPALA},
    "partners:question_add": {PEKSOS},
    "partners:question_detail": {PEKSOS, KEPALA},
    "partners:question_others": {PEKSOS},
    "partners:question_close": {PEKSOS},
    "partners:asked_link": {PEKSOS},
    "partners:asked_answer": {PEKSOS},
    "partners:asked_undo": {PEKSOS},
    "partners:asked_read": {PEKSOS},
    "partners:referral_list": {PEKSOS, KEPALA},
    "partners:referral_propose": {PEKSOS},
    "partners:referral_detail": {PEKSOS, KEPALA},
    "partners:referral_edit": {PEKSOS},
    "partners:referral_decide": {KEPALA, DINAS},
    "partners:referral_answer": {PEKSOS},
    "partners:referral_safety": {PEKSOS, KEPALA},
    "partners:referral_revoke": {PEKSOS, KEPALA},
    "partners:silent_list": {PEKSOS, KEPALA},
    "partners:referral_remind": {PEKSOS, KEPALA},
    "partners:referral_give_up": {KEPALA},
    "partners:referral_arrival": {PEKSOS},
    "partners:referral_arrival_letter": {PEKSOS, KEPALA},
    "partners:arrival_undo": {PEKSOS},
    "partners:arrival_thing_close": {PEKSOS},
    "partners:referral_letter": {PEKSOS, KEPALA},
    "partners:referral_letter_write": {PEKSOS},
    "partners:partner_incident_list": {PEKSOS, KEPALA},
    "partners:partner_incident_alerts": {PIKET},
    "partners:partner_incident_detail": {PEKSOS, KEPALA},
    "partners:partner_incident_record": {PEKSOS},
    "partners:partner_incident_add": {PEKSOS},
    "partners:partner_incident_handle": {PEKSOS, KEPALA},
    "partners:partner_incident_drop": {PEKSOS, KEPALA},
    "partners:partner_incident_decide": {KEPALA},
    "partners:partner_incident_told": {PEKSOS, KEPALA},
    "partners:month_report_list": {PEKSOS, KEPALA},
    "partners:month_report_missing": {PEKSOS, KEPALA},
    "partners:month_report_detail": {PEKSOS, KEPALA},
    "partners:month_report_picture": {PEKSOS, KEPALA},
    "partners:month_report_read": {PEKSOS, KEPALA},
    "partners:month_report_correct": {PEKSOS},
    "partners:month_report_record": {PEKSOS},
    "partners:month_report_undo": {PEKSOS},
    "partners:month_link": {PEKSOS},
    "partners:portal": {MITRA},
    "partners:portal_incident_report": {MITRA},
    "partners:portal_incident": {MITRA},
    "partners:portal_incident_read": {MITRA},
    "partners:portal_incident_correct": {MITRA},
    "partners:portal_list": {MITRA},
    "partners:portal_month": {MITRA},
    "partners:portal_month_correct": {MITRA},
    "partners:portal_places": {MITRA},
    "partners:portal_people": {MITRA},
    "partners:portal_people_propose": {MITRA},
    "partners:portal_people_left": {MITRA},
    "partners:portal_referral": {MITRA},
    "partners:portal_safety": {MITRA},
    "partners:portal_photo": {MITRA},
    "partners:portal_scan": {MITRA},
    "partners:portal_arrival": {MITRA},
    "partners:portal_arrival_letter": {MITRA},
    "partners:portal_arrival_sign": {MITRA},
    "partners:portal_arrival_sheet": {MITRA},
    "partners:portal_place": {MITRA},
    "partners:portal_answer": {MITRA},
    "partners:portal_ask": {MITRA},
    # reports
    "reports:today": set(Role),  # a partner is led to the portal
    "reports:search": {PIKET, PEKSOS, TU, KEPALA},
    "reports:waiting_list": set(Role) - {MITRA},
    "reports:own_list": {PEKSOS},
    "reports:approvals": {KEPALA, DINAS, PDP},
    "reports:quality": {TRC, PIKET, PEKSOS},
    "reports:quality_rule": {TRC, PIKET, PEKSOS},
    "reports:quality_origin": {PEKSOS},
    "reports:false_alarm_add": {TRC, PIKET, PEKSOS},
    "reports:false_alarm_list": {TRC, PIKET, PEKSOS},
    "reports:false_alarm_end": {TRC, PIKET, PEKSOS},
    "reports:partnership": {TU, KEPALA, DINAS},
    "reports:partnership_print": {TU, KEPALA, DINAS},
    "reports:partnership_rows": {TU, KEPALA},
    "reports:partnership_words": {TU},
    "reports:partnership_approve": {KEPALA},
    "reports:partnership_own": {MITRA},
    "reports:closing_list": {TU, KEPALA, DINAS},
    "reports:closing_period": {TU, KEPALA, DINAS},
    "reports:closing_prepare": {TU},
    "reports:closing_decide": {KEPALA, DINAS},
    "reports:publication_list": {KEPALA},
    "reports:publication_year": {KEPALA},
    "reports:publication_withdraw": {KEPALA},
    "reports:recap_edition_file": {TU, KEPALA, DINAS},
    "reports:recap_edition_data": {TU, KEPALA, DINAS},
    "reports:recap_edition_index": {TU, KEPALA, DINAS},
    "reports:report_calendar": {TU, KEPALA, DINAS},
    "reports:official_report_detail": {TU, KEPALA, DINAS},
    "reports:official_report_add": {TU, KEPALA},
    "reports:official_report_edit": {TU, KEPALA},
    "reports:report_sent_add": {TU, KEPALA},
    "reports:report_sent_take_back": {TU, KEPALA},
    "reports:recap": {PEKSOS, TU, KEPALA, DINAS},
    "reports:recap_year": {PEKSOS, TU, KEPALA, DINAS},
    "reports:recap_month": {PEKSOS, TU, KEPALA, DINAS},
    "reports:city_part": {TU, KEPALA, DINAS},
    "reports:city_part_file": {TU, KEPALA, DINAS},
    "reports:city_part_text": {TU, KEPALA, DINAS},
    "reports:city_part_write": {TU},
    "reports:data_set": {TU, KEPALA, DINAS},
    "reports:annual_report": {TU, KEPALA},
    "reports:annual_report_file": {TU, KEPALA},
    "reports:recap_file": {PEKSOS, TU, KEPALA, DINAS},
    "reports:recap_month_file": {PEKSOS, TU, KEPALA, DINAS},
    "reports:recap_period_file": {PEKSOS, TU, KEPALA, DINAS},
    "reports:recap_cell": {PEKSOS, KEPALA},
    "reports:recap_proof": {KEPALA},
    "reports:recap_cuts": {PEKSOS, KEPALA},
    "reports:recap_cuts_cell": {PEKSOS, KEPALA},
    "reports:recap_cuts_file": {PEKSOS, KEPALA},
    "reports:pictures": {PEKSOS, KEPALA},
    "reports:pictures_print": {PEKSOS, KEPALA},
    "reports:pictures_rows": {PEKSOS, KEPALA},
    "reports:guest_sheet": {PEKSOS, TU, KEPALA, DINAS},
    "reports:guest_sheet_print": {PEKSOS, TU, KEPALA, DINAS},
    "reports:returns": {PEKSOS, TU, KEPALA, DINAS},
    "reports:returns_file": {PEKSOS, TU, KEPALA, DINAS},
    "reports:returns_people": {PEKSOS, KEPALA},
    "reports:service_figures": {PEKSOS, TU, KEPALA},
    "reports:spm": {PEKSOS, TU, KEPALA, DINAS},
    "reports:spm_quarter": {PEKSOS, TU, KEPALA, DINAS},
    "reports:spm_file": {PEKSOS, TU, KEPALA, DINAS},
    "reports:spm_people": {PEKSOS, KEPALA},
    "reports:spm_target_set": {TU},
    "reports:casework_figures": {PEKSOS, KEPALA},
    "reports:casework_figures_print": {PEKSOS, KEPALA},
    "reports:casework_stays": {PEKSOS, KEPALA},
    "reports:casework_items": {PEKSOS, KEPALA},
    "reports:answer_figures": {PEKSOS, KEPALA},
    "reports:answer_stays": {PEKSOS, KEPALA},
    "reports:recap_reconcile": {TU, KEPALA},
    "reports:special_period_list": {TU, KEPALA},
    "reports:special_period_edit": {TU, KEPALA},
    "reports:counting_rule_list": {KEPALA},
}


# What a page needs in its address besides its arguments.
QUERY = {
    "reports:answer_stays": "?topic=sebab",
    "reports:partnership_rows": "?measure=meja",
    "reports:pictures_rows": "?what=jam",
    "reports:recap_cell": "?from=2024-01-01&to=2024-12-31",
    "reports:recap_proof": "?from=2024-01-01&to=2024-12-31",
    "reports:recap_period_file": "?from=2024-01-01&to=2024-03-31",
}


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Refusals are what is asked for here: no line of the log for each of thousands."""
    caplog.set_level(logging.ERROR, "django.request")


def head():
    """What a head entered is decided by another head, and by the Dinas."""
    return f.UserFactory(roles=[KEPALA])


def signatory():
    return Signatory.objects.create(name="Rahmat Hidayat, S.Sos.")


def account_for(name, user):
    if name == "resets:reset_ask":
        return head()
    if name == "accounts:paper_code_give":
        return f.RoleGrantFactory(role=DINAS, confirmed_by=user).user
    return f.UserFactory(roles=[PIKET])


def delegation_for(name, user):
    """One's own ends; what the other one handed over is confirmed."""
    if name == "accounts:delegation_end":
        return f.DelegationFactory(recorded_by=user or f.UserFactory())
    giver = head() if user and user.has_role(DINAS) else f.UserFactory(roles=[DINAS])
    return f.DelegationFactory(recorded_by=giver, confirmed_at=None)


def reset_for(name, user):
    """Confirmed, where the password is given."""
    if name == "resets:reset_give":
        return f.ResetFactory(confirmed=True, recorded_by=user or f.UserFactory())
    return f.ResetFactory()


def statement(made):
    return Statement.objects.create(
        person_id=made["person_id"],
        kind="name",
        text="Baharuddin",
        source="self",
        recorded_by=f.UserFactory(),
    )


def photo_for(user):
    """TRC officers see the pictures of their patrol; the house those of who is in it."""
    if user and user.has_role(TRC):
        return f.PhotoFactory(of_patrol=True, patrol__recorded_by=user)
    return f.PhotoFactory()


def merge_for(name):
    if name == "cases:merge_decide":
        return f.MergeFactory(recorded_by=head())
    return f.MergeFactory(done=True)


def code_of_a_new_device(user):
    """A patrol's; of a partner's user, one of theirs."""
    device = Device(name=f"Ponsel {secrets.token_hex(4)}")
    if hasattr(user, "membership"):
        return register_phone(device, partner=user.membership.partner, by=head())
    return register_device(device, by=head())


def exit_for(name, user):
    """In the state in which this page is for it."""
    if name == "cases:exit_acknowledge":
        return f.ExitFactory(
            state="done", left_at=days.now(), done_by=f.UserFactory(), must_be_known=True
        )
    if name == "cases:exit_hand_over":
        return f.ExitFactory(state="approved", decided_by=head(), decided_at=days.now())
    if name == "cases:follow_up_record":
        return f.LeftFactory(days_ago=30)
    if name == "cases:exit_receiver_photo":
        return f.ExitFactory(ready=True)
    return f.ExitFactory(recorded_by=head())


def stay_for(name):
    """Of who is asked what the house was like, one that is about to end."""
    if name == "cases:voice_hand":
        return exit_for("cases:exit_hand_over", None).stay
    return f.StayFactory()


def extension_for(name):
    if name.startswith("cases:extension_letter"):
        letter = f.LetterFileFactory().letter
        decided = {"decided_by": head(), "decided_at": days.now()}
        return f.ExtensionFactory(state="approved", letter=letter, **decided)
    return f.ExtensionFactory(recorded_by=head())


def exit_of(made):
    return Exit.objects.get(pk=made["exit_id"])


def plan_for(name, user):
    if name == "cases:plan_decide":
        return f.PlanFactory(submitted=True, recorded_by=head())
    decided = {"decided_by": head(), "decided_at": days.now()}
    if name in {"cases:plan_item_close", "cases:plan_letter", "cases:plan_letter_write"}:
        plan = f.PlanFactory(submitted=True, state="approved", **decided)
        if name == "cases:plan_letter":
            write_letter(plan, by=plan.recorded_by)
        return plan
    return f.PlanFactory(recorded_by=user)


def conference_for(name):
    """With its invitation, or held and with its minutes, where these are printed."""
    held = name == "cases:conference_minutes_letter"
    conference = f.ConferenceFactory(held=held)
    if name in {"cases:conference_invitation_letter", "cases:conference_minutes_letter"}:
        conferences.write_letter(conference, by=conference.recorded_by)
    return conference


def training_for(name):
    """With a receipt, where that is printed."""
    training = f.TrainingFactory(kitted=True)
    if name == "cases:training_receipt_letter":
        write_receipt(training, by=training.recorded_by)
    return training


def certificate_for(user):
    """One's own, with its paper."""
    return f.CertificateFactory(scanned=True, user=user or f.UserFactory(roles=[PEKSOS]))


def certificate_rule():
    return CertificateRule.objects.first() or f.CertificateRuleFactory()


def session_for():
    """With one who was there, and one who was not."""
    session = f.GroupSessionFactory()
    here = {"kind": session.kind, "session": session, "done_at": session.held_at}
    f.ServiceFactory(**here, stay=f.StayFactory(days_ago=2))
    f.ServiceFactory(missed=True, session=session, absence="other", absence_note="Dijemput.")
    return session


def referral_for(name, user):
    if name == "partners:portal_incident_report":
        return at_partner(name, user)
    if name.startswith("partners:portal"):
        partner = user.membership.partner if hasattr(user, "membership") else f.PartnerFactory()
        if name in {"partners:portal_photo", "partners:portal_scan"}:
            return with_pictures(partner=partner)
        if name == "partners:portal_arrival":
            return referral_at("accepted", partner=partner)
        if name == "partners:portal_arrival_sheet":
            return wholly_signed(arrived(partner=partner)).referral
        if name.startswith("partners:portal_arrival_"):
            return arrived(partner=partner).referral
        return f.ReferralFactory(sent=True, partner=partner)
    if name in {"partners:partner_incident_record", "partners:month_report_record"}:
        return at_partner(name, user)
    if name == "partners:referral_arrival":
        return referral_at("accepted")
    if name == "partners:referral_arrival_letter":
        return arrival_at(referral_at("accepted")).referral
    if name == "partners:referral_letter":
        referral = f.ReferralFactory(sent=True, recorded_by=user)
        write_referral_letter(referral, by=referral.recorded_by)
        return referral
    if name == "partners:referral_decide":
        return f.ReferralFactory(state="proposed", recorded_by=head())
    if name == "partners:referral_answer":
        referral = f.ReferralFactory(sent=True, recorded_by=user)
        step = {"from_state": "proposed", "to_state": "sent", "at": referral.sent_at}
        referral.steps.create(**step, by=head())
        return referral
    return f.ReferralFactory(recorded_by=user)


def colleague_for(user):
    """Of the reader's own partner."""
    partner = user.membership.partner if hasattr(user, "membership") else f.PartnerFactory()
    return f.MemberFactory(partner=partner)


def at_partner(name, user):
    """Somebody who is there: of the reader's own case; in the portal, with their own partner."""
    if name.startswith("partners:portal"):
        partner = user.membership.partner if hasattr(user, "membership") else f.PartnerFactory()
        return f.ReferralFactory(there=True, partner=partner)
    return f.ReferralFactory(there=True, stay=f.StayFactory(social_worker=user))


def partner_incident_for(name, user):
    kind = "came" if name == "partners:partner_incident_decide" else "ran_away"
    return f.PartnerIncidentFactory(referral=at_partner(name, user), kind=kind)


def month_report_for(name, user):
    report = f.MonthReportFactory.build(referral=at_partner(name, user), changed=True)
    report.recorded_by = head()
    report.keep(pictures.jpeg())
    report.save()
    return report


def scan_in(referral_id):
    return Referral.objects.get(pk=referral_id).items.get(kind="scan")


def agreement_for(name):
    """In the state in which this page is for it."""
    if name in {"partners:agreement_edit", "partners:agreement_drop"}:
        return f.AgreementFactory(draft=True)
    if name == "partners:agreement_decide":
        return f.AgreementFactory(proposed=True, recorded_by=head())
    return f.AgreementScanFactory().agreement


def contribution_for(name):
    if name == "partners:contribution_edit":
        return f.ContributionFactory(draft=True)
    if name == "partners:contribution_decide":
        return f.ContributionFactory(proposed=True, recorded_by=head())
    row = f.ContributionScanFactory().contribution
    if name == "partners:contribution_receipt":
        write_receipt_of(row, by=row.recorded_by)
    return row


def meeting_for(name):
    if name == "partners:meeting_scan":
        return f.MeetingScanFactory().meeting
    if name == "partners:meeting_minutes_letter":
        meeting = f.MeetingFactory(held=True)
        write_minutes(meeting, by=meeting.recorded_by)
        return meeting
    return f.MeetingFactory()


def invited_for(name):
    invited = f.MeetingPartnerFactory()
    if name == "partners:meeting_invitation_letter":
        write_invitation(invited, by=invited.recorded_by)
    return invited


def asked_for(name, user):
    """Of the reader's own case; in the portal, of their own partner."""
    if name.startswith("partners:portal"):
        partner = user.membership.partner if hasattr(user, "membership") else f.PartnerFactory()
        return f.AskedPartnerFactory(sent=True, partner=partner)
    return f.AskedPartnerFactory(question=f.PlaceQuestionFactory(recorded_by=user))


def round_for(name):
    """Closed where it is printed."""
    closed = {"closed_at": days.now(), "closed_by": head()} if name == "cases:skm_print" else {}
    return f.SkmRoundFactory(**closed)


def complaint_for(name, user):
    """Their own; of the Dinas, one about a head; in the hands of who writes what they found."""
    about = head() if user.has_role(Role.AGENCY) else None
    whose = {"owner": user} if name == "cases:complaint_find" else {}
    in_hand = name == "cases:complaint_find"
    by = user if name == "cases:complaint_edit" else f.UserFactory()
    if name in {"cases:complaint_detail", "cases:complaint_code"}:
        by = user
    return f.ComplaintFactory(in_hand=in_hand, recorded_by=by, about_user=about, **whose)


def link_for():
    link = secrets.token_hex(8)
    f.AskedPartnerFactory(sent=True, link=link)
    return link


def month_link_for():
    """Of somebody who is there, of whom nobody has told yet."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    arrived = days.now() - 60 * days.ONE_DAY
    referral = f.ReferralFactory(there=True, arrived_at=arrived, stay=stay)
    link, of_them = secrets.token_hex(8), {"partner": referral.partner, "recorded_by": worker}
    f.MonthLinkFactory(link=link, referrals=[referral.pk], **of_them)
    return link


def partner_for(name, user):
    if name != "partners:month_link":
        return f.PartnerFactory()
    stay = f.StayFactory(social_worker=user)
    arrived_at = days.now() - 60 * days.ONE_DAY
    return f.ReferralFactory(there=True, stay=stay, arrived_at=arrived_at).partner


def register_for(name, user):
    """Read, and saved only where the page is about a saved one."""
    saved_at = days.now() if name == "cases:register_import_undo" else None
    return RegisterImport.objects.create(
        file_name="register_small.xls",
        sha256=secrets.token_hex(32),
        content=REGISTER.read_bytes(),
        committed_at=saved_at,
        recorded_by=user or f.UserFactory(),
    )


def type_for(name, user):
    """Put back is what one may change: of a klien, not the head."""
    of_head = name == "reports:record_put_back" and user and user.has_role(KEPALA)
    return "hot-spot" if of_head else "person"


def event_for(made):
    row = KINDS[made["type"]].model.objects.get(pk=made["record_id"])
    return row.history.latest("pgh_id")


# URL argument -> what makes one for this page and user; `made` holds the arguments before it.
def roll_call():
    """There is one a half day: the second who asks finds that of the first."""
    return RollCall.objects.first() or f.RollCallFactory()


def letter_for(name, user):
    """A letter with a file; one whose withdrawal was asked for, where that is decided; one that
    can be signed, where it is."""
    if name.startswith(("letters:letter_sign", "letters:signature", "letters:letter_withdraw")):
        return signed_letter()
    if name == "letters:agency_letter_file":
        return at_agency(head())
    letter = issue_letter(
        "perpanjangan",
        facts={},
        about="Berkas 00001",
        by=user,
        send_key=uuid.uuid4(),
    )
    if name == "letters:withdrawal_decide":
        f.WithdrawalFactory(letter=letter, recorded_by=head())
    return letter


def signed_letter():
    """The receipt of a bag that hangs in the house, with its sheet."""
    bag = f.BelongingFactory().bag
    letter = issue_receipt(bag, by=head())
    row = f.SignatureFactory.build(
        letter=letter, side="klien", thumb=True, recorded_by=None, asked=["klien"]
    )
    return sign_letter(row, by=head()).letter


def assignment_for(name, user):
    if name == "cases:assignment_decide":
        return f.AssignmentFactory(state="proposed")
    return f.AssignmentFactory(to_worker=user or f.UserFactory())


def substitution_for(name, user):
    if name == "cases:substitution_decide":
        return f.SubstitutionFactory(state="proposed")
    return f.SubstitutionFactory(worker=user or f.UserFactory())


def reader_for(name, user):
    """Of a file that another closed; who adds a reader, closed it and reads it."""
    if name == "cases:sealreader_add" and user:
        return f.SealReaderFactory(user=user, seal__recorded_by=user)
    return f.SealReaderFactory(since=days.now() + days.ONE_HOUR)


def emergency_for(name, user):
    if name == "cases:emergencyaccess_decide":
        # The head's own are judged by the privacy officer, all others by the head.
        of_head = user and user.has_role(PDP)
        by = head() if of_head else f.UserFactory(roles=[PEKSOS])
        return f.EmergencyAccessFactory(recorded_by=by)
    return f.EmergencyAccessFactory(told_to=user or f.UserFactory())


def conflict_for(user):
    # A head's is ended by the privacy officer, all others by the head.
    of_head = user and user.has_role(PDP)
    return f.ConflictFactory(user=head() if of_head else f.UserFactory(roles=[PEKSOS]))


def person_for(name):
    if name == "cases:person_law":
        return f.ViolenceReportFactory().person
    if name == "cases:person_unseal":
        return f.SealFactory().person
    is_closed = name == "cases:person_take_over"
    return f.StayFactory(intake__person__is_sealed=is_closed).person


def stand_in_for(name):
    if name == "cases:standin_decide":
        by = f.UserFactory(roles=[KEPALA, PEKSOS])
        return f.StandInFactory(recorded_by=by)
    return f.StandInFactory(approved=True)


def consent_for(name, user):
    """House staff read to whom of what they wrote down."""
    consent = f.ConsentFactory(recorded_by=user or f.UserFactory())
    if name == "cases:consent_letter":
        write_consent(consent, by=f.UserFactory())
    return consent


def money_for(name):
    row = f.MoneyMovementFactory(counted=name == "cases:money_letter")
    if name == "cases:money_letter":
        money.write_receipt(row, by=f.UserFactory(roles=[PIKET]))
    return row


def help_for(name):
    """It waits to be decided, or was given and has its receipt."""
    if name == "cases:help_decide":
        head = f.UserFactory(roles=[KEPALA])
        return f.HelpFactory(recorded_by=head)
    row = f.HelpFactory(paid=True)
    if name.startswith("cases:help_letter"):
        helps.write_receipt(row, by=f.UserFactory(roles=[TU]))
    return row


def in_hospital(name):
    row = f.HospitalStayFactory()
    if name == "cases:hospital_letter":
        recommend(row, by=f.UserFactory(roles=[PEKSOS]))
    return row


def violence_report(name, user):
    """Open, and typed by this user; without a file, where one is chosen; with the letter."""
    if name == "cases:violence_report_join":
        return f.ViolenceReportFactory(stay=None, recorded_by=user, whom="Anak di lampu merah.")
    report = f.ViolenceReportFactory(recorded_by=user or f.UserFactory())
    if name == "cases:violence_report_letter":
        violence_letter(report, "police", by=f.UserFactory(roles=[PEKSOS]))
    return report


def homecoming(name):
    row = f.HomecomingFactory()
    if name == "cases:homecoming_letter":
        send_along(row, "pengantar-pemulangan", by=f.UserFactory(roles=[PEKSOS]))
    return row


def paper_letter():
    paper, by = f.PaperFactory(), f.UserFactory(roles=[PEKSOS])
    return ask_together(PaperLetter(office=f.paper_office()), papers=[paper], refused=[], by=by)


def procedure_for(name):
    row = f.ProcedureFactory()
    if name == "letters:procedure_scan":
        f.ProcedureScanFactory(procedure=row)
    return row


def fasting_period():
    return FastingPeriod.objects.first() or f.FastingPeriodFactory()


MAKE = {
    "type": lambda name, user, made: type_for(name, user),
    "record_id": lambda name, user, made: (
        f.StayFactory().person_id if made["type"] == "person" else f.HotSpotFactory().pk
    ),
    "event_id": lambda name, user, made: event_for(made).pk,
    "column": lambda name, user, made: "religion" if made["type"] == "person" else "note",
    "user_id": lambda name, user, made: account_for(name, user).pk,
    "session_id": lambda name, user, made: 1,
    "reset_id": lambda name, user, made: reset_for(name, user).pk,
    "grant_id": lambda name, user, made: (
        f.RoleGrantFactory(user_id=made["user_id"], confirmed_at=None, prepared_by=head()).pk
    ),
    "saved_filter_id": lambda name, user, made: f.SavedFilterFactory(recorded_by=user).pk,
    "delegation_id": lambda name, user, made: delegation_for(name, user).pk,
    "signatory_id": lambda name, user, made: signatory().pk,
    "procedure_id": lambda name, user, made: procedure_for(name).pk,
    "hot_spot_id": lambda name, user, made: f.HotSpotFactory().pk,
    "prevention_id": lambda name, user, made: f.PreventionFactory().pk,
    "patrol_id": lambda name, user, made: f.PatrolFactory(recorded_by=user).pk,
    "device_id": lambda name, user, made: f.DeviceFactory().pk,
    "code": lambda name, user, made: code_of_a_new_device(user),
    "team_id": lambda name, user, made: f.TeamFactory().pk,
    "vehicle_id": lambda name, user, made: f.VehicleFactory().pk,
    "person_id": lambda name, user, made: person_for(name).pk,
    "statement_id": lambda name, user, made: statement(made).pk,
    "intake_id": lambda name, user, made: f.IntakeFactory(recorded_by=user).pk,
    "quality_rule": lambda name, user, made: "arrival",
    "hit_id": lambda name, user, made: f.IntakeFactory(recorded_by=user).pk,
    "false_alarm_id": lambda name, user, made: (
        f.FalseAlarmFactory(rule="arrival", intake__recorded_by=user).pk
    ),
    "classification_id": lambda name, user, made: Classification.objects.first().pk,
    "stay_id": lambda name, user, made: stay_for(name).pk,
    "stay_rule_id": lambda name, user, made: StayRule.objects.first().pk,
    "bed_id": lambda name, user, made: f.BedFactory().pk,
    "visit_id": lambda name, user, made: f.VisitFactory().pk,
    "unwelcome_id": lambda name, user, made: f.UnwelcomeFactory().pk,
    "refusal_id": lambda name, user, made: f.RefusalFactory().pk,
    "somebody_else_id": lambda name, user, made: f.SomebodyElseFactory().pk,
    "inquiry_id": lambda name, user, made: f.InquiryFactory().pk,
    "incident_id": lambda name, user, made: f.IncidentFactory(recorded_by=head()).pk,
    "bag_id": lambda name, user, made: f.BagFactory().pk,
    "belonging_end_id": lambda name, user, made: f.BelongingEndFactory(lost=True).pk,
    "reception_id": lambda name, user, made: f.ReceptionFactory().pk,
    "belonging_id": lambda name, user, made: f.BelongingFactory().pk,
    "belonging_photo_id": lambda name, user, made: f.BelongingPhotoFactory().pk,
    "room_id": lambda name, user, made: f.RoomFactory().pk,
    "roll_call_id": lambda name, user, made: roll_call().pk,
    "absence_id": lambda name, user, made: f.AbsenceFactory().pk,
    "absence_act_id": lambda name, user, made: f.AbsenceActFactory().pk,
    "leave_id": lambda name, user, made: f.LeaveFactory().pk,
    "exit_id": lambda name, user, made: exit_for(name, user).pk,
    "sheet_batch_id": lambda name, user, made: f.PaperSheetFactory().batch_id,
    "paper_sheet_id": lambda name, user, made: f.PaperSheetFactory().pk,
    "important_number_id": lambda name, user, made: ImportantNumber.objects.first().pk,
    "task_id": lambda name, user, made: f.TaskFactory(owner=user).pk,
    "shift_note_id": lambda name, user, made: f.ShiftNoteFactory().pk,
    "extension_id": lambda name, user, made: extension_for(name).pk,
    "death_id": lambda name, user, made: f.DeathFactory().pk,
    "proof_id": lambda name, user, made: f.ExitProofFactory(exit=exit_of(made)).pk,
    "witness_id": lambda name, user, made: f.ExitWitnessFactory(exit=exit_of(made)).pk,
    "letter_sort": lambda name, user, made: "promise",
    "piece": lambda name, user, made: "home",
    "exit_kind_id": lambda name, user, made: ExitKind.objects.first().pk,
    "assignment_id": lambda name, user, made: assignment_for(name, user).pk,
    "seal_id": lambda name, user, made: reader_for(name, user).seal_id,
    "sealreader_id": lambda name, user, made: reader_for(name, user).pk,
    "substitution_id": lambda name, user, made: substitution_for(name, user).pk,
    "emergencyaccess_id": lambda name, user, made: emergency_for(name, user).pk,
    "conflict_id": lambda name, user, made: conflict_for(user).pk,
    "assessment_id": lambda name, user, made: f.AssessmentFactory(done=True).pk,
    "question_id": lambda name, user, made: begin_version(by=head()).asked.first().pk,
    "special_period_id": lambda name, user, made: SpecialPeriod.objects.first().pk,
    "free_day_id": lambda name, user, made: FreeDay.objects.first().pk,
    "certificate_id": lambda name, user, made: certificate_for(user).pk,
    "certificate_kind_id": lambda name, user, made: CertificateKind.objects.first().pk,
    "certificate_rule_id": lambda name, user, made: certificate_rule().pk,
    "conference_id": lambda name, user, made: conference_for(name).pk,
    "conference_photo_id": lambda name, user, made: f.ConferencePhotoFactory().pk,
    "plan_template_id": lambda name, user, made: f.PlanTemplateFactory().pk,
    "plan_id": lambda name, user, made: plan_for(name, user).pk,
    "note_id": lambda name, user, made: f.NoteFactory(recorded_by=user).pk,
    "item_id": lambda name, user, made: f.PlanItemFactory(plan_id=made["plan_id"]).pk,
    "group_session_id": lambda name, user, made: session_for().pk,
    "session_photo_id": lambda name, user, made: f.SessionPhotoFactory().pk,
    "service_id": lambda name, user, made: f.ServiceFactory(planned=True).pk,
    "training_id": lambda name, user, made: training_for(name).pk,
    "service_kind_id": lambda name, user, made: ServiceKind.objects.first().pk,
    "consent_id": lambda name, user, made: consent_for(name, user).pk,
    "stand_in_id": lambda name, user, made: stand_in_for(name).pk,
    "finding_id": lambda name, user, made: f.FindingFactory().pk,
    "allergy_id": lambda name, user, made: f.AllergyFactory(person=f.StayFactory().person).pk,
    "medicine_id": lambda name, user, made: f.MedicineFactory().pk,
    "dose_id": lambda name, user, made: f.DoseFactory().pk,
    "hospital_stay_id": lambda name, user, made: in_hospital(name).pk,
    "money_movement_id": lambda name, user, made: money_for(name).pk,
    "help_id": lambda name, user, made: help_for(name).pk,
    "help_reason_id": lambda name, user, made: HelpReason.objects.first().pk,
    "budget_line_id": lambda name, user, made: BudgetLine.objects.first().pk,
    "hospital_bill_id": lambda name, user, made: f.HospitalBillFactory().pk,
    "violence_report_id": lambda name, user, made: violence_report(name, user).pk,
    "legal_matter_id": lambda name, user, made: f.LegalMatterFactory().pk,
    "hearing_id": lambda name, user, made: f.HearingFactory().pk,
    "placement_id": lambda name, user, made: f.PlacementScanFactory().placement_id,
    "placement_limit_id": lambda name, user, made: PlacementLimit.objects.first().pk,
    "side": lambda name, user, made: "police",
    "report_rule_id": lambda name, user, made: ReportRule.objects.first().pk,
    "report_office_id": lambda name, user, made: ReportOffice.objects.first().pk,
    "hospital_id": lambda name, user, made: Hospital.objects.first().pk,
    "paper_id": lambda name, user, made: f.PaperFactory().pk,
    "siks_entry_id": lambda name, user, made: f.SiksEntryFactory().pk,
    "paper_refusal_id": lambda name, user, made: f.PaperRefusalFactory().pk,
    "paper_request_id": lambda name, user, made: f.PaperRequestFactory().pk,
    "paper_letter_id": lambda name, user, made: paper_letter().pk,
    "homecoming_id": lambda name, user, made: homecoming(name).pk,
    "homecoming_step": lambda name, user, made: "escort",
    "homecoming_sort": lambda name, user, made: "pengantar-pemulangan",
    "near_region_id": lambda name, user, made: NearRegion.objects.first().pk,
    "paper_office_id": lambda name, user, made: f.paper_office().pk,
    "fasting_period_id": lambda name, user, made: fasting_period().pk,
    "partner_id": lambda name, user, made: partner_for(name, user).pk,
    "member_id": lambda name, user, made: colleague_for(user).pk,
    "partner_phone_id": lambda name, user, made: f.PartnerPhoneFactory().pk,
    "proposed_member_id": lambda name, user, made: f.ProposedMemberFactory().pk,
    "member_left_id": lambda name, user, made: f.MemberLeftFactory().pk,
    "partner_contact_id": lambda name, user, made: f.PartnerContactFactory().pk,
    "partner_paper_id": lambda name, user, made: f.PartnerPaperFactory().pk,
    "earlier_referral_id": lambda name, user, made: f.EarlierReferralFactory().pk,
    "source_id": lambda name, user, made: f.SourceFactory().pk,
    "agreement_id": lambda name, user, made: agreement_for(name).pk,
    "contribution_id": lambda name, user, made: contribution_for(name).pk,
    "pledge_id": lambda name, user, made: f.PledgeFactory().pk,
    "meeting_id": lambda name, user, made: meeting_for(name).pk,
    "meeting_partner_id": lambda name, user, made: invited_for(name).pk,
    "meeting_decision_id": lambda name, user, made: f.MeetingDecisionFactory(owner=user).pk,
    "referral_id": lambda name, user, made: referral_for(name, user).pk,
    "partner_incident_id": lambda name, user, made: partner_incident_for(name, user).pk,
    "month_report_id": lambda name, user, made: month_report_for(name, user).pk,
    "arrival_id": lambda name, user, made: arrival_at(referral_at("accepted")).pk,
    "arrival_thing_id": lambda name, user, made: arrived(missing=["bag"]).things.first().pk,
    "referral_item_id": lambda name, user, made: scan_in(made["referral_id"]).pk,
    "place_question_id": lambda name, user, made: f.PlaceQuestionFactory(recorded_by=user).pk,
    "asked_partner_id": lambda name, user, made: asked_for(name, user).pk,
    "official_report_id": lambda name, user, made: f.OfficialReportFactory().pk,
    "report_sent_id": lambda name, user, made: f.ReportSentFactory().pk,
    "complaint_id": lambda name, user, made: complaint_for(name, user).pk,
    "complaint_channel_id": lambda name, user, made: ComplaintChannel.objects.first().pk,
    "skm_round_id": lambda name, user, made: round_for(name).pk,
    "skm_answer_id": lambda name, user, made: f.SkmAnswerFactory().pk,
    "round_token": lambda name, user, made: f.SkmRoundFactory().token,
    "place_token": lambda name, user, made: link_for(),
    "month_token": lambda name, user, made: month_link_for(),
    "register_import_id": lambda name, user, made: register_for(name, user).pk,
    "photo_id": lambda name, user, made: photo_for(user).pk,
    "public_report_id": lambda name, user, made: f.PublicReportFactory().pk,
    "order_letter_id": lambda name, user, made: f.OrderLetterFactory().pk,
    "contest_id": lambda name, user, made: f.ContestFactory(recorded_by=head()).pk,
    "flag_id": lambda name, user, made: f.FlagFactory().pk,
    "relation_id": lambda name, user, made: f.RelationFactory(in_the_house=True).pk,
    "merge_id": lambda name, user, made: merge_for(name).pk,
    "correction_id": lambda name, user, made: f.CorrectionFactory().pk,
    "child_victim_id": lambda name, user, made: f.ChildVictimFactory().pk,
    "triage_id": lambda name, user, made: f.TriageFactory().pk,
    "triage_question_id": lambda name, user, made: TriageQuestion.objects.first().pk,
    "letter_id": lambda name, user, made: letter_for(name, user).pk,
    "signature_id": lambda name, user, made: signed_letter().signatures.get().pk,
    "letter_text_id": lambda name, user, made: f.LetterTextFactory().pk,
    "text_proposal_id": lambda name, user, made: f.TextProposalFactory(recorded_by=head()).pk,
    "letter_kind_id": lambda name, user, made: LetterKind.objects.first().pk,
    "check_code": lambda name, user, made: f.LetterFactory().check_code,
    "follow_up_id": lambda name, user, made: f.FollowUpFactory().pk,
    "follow_up_rule_id": lambda name, user, made: FollowUpRule.objects.first().pk,
    "day": lambda name, user, made: 30,
    "year": lambda name, user, made: year_for(name),
    "period": lambda name, user, made: Period.year(2024),
    "closing_id": lambda name, user, made: f.ClosingFactory(recorded_by=head()).pk,
    "recap_edition_id": lambda name, user, made: f.RecapEditionFactory().pk,
    "month": lambda name, user, made: 3,
    "quarter": lambda name, user, made: 1,
    "extension": lambda name, user, made: "csv",
}


def year_for(name):
    """2024, which the head has opened where a page is about that."""
    if name.startswith(("reports:open_", "reports:publication_")):
        PublishedYear.objects.exists() or f.PublishedYearFactory(year=2024)
    return 2024


def urls(resolver=None, namespace=""):
    """(name, argument names) of every address of the application."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from urls(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", list(pattern.pattern.converters)


URLS = dict(urls())
METHODS = ["get", "head", "post", "put", "patch", "delete"]
# The quick tests walk with the two that pages use; the gate walks with every one.
USUAL = ["get", "post"]
BEYOND_ROLES = PUBLIC | ANYONE


def make_url(name, user):
    """The address, with objects that `user` may reach if their role may."""
    made = {}
    for argument in URLS[name]:
        made[argument] = MAKE[argument](name, user, made)
    return reverse(name, kwargs=made) + QUERY.get(name, "")


def person_of(*roles):
    if MITRA in roles:
        return f.MemberFactory().user
    return f.UserFactory(roles=roles)


def answers(client, name, user, methods, url=""):
    """{method: status}; whatever a request changed is undone before the next."""
    client.force_login(user)
    url = url or make_url(name, user)
    found = {}
    for method in methods:
        with transaction.atomic():
            found[method] = getattr(client, method)(url).status_code
            transaction.set_rollback(True)
    return found


def test_every_address_states_its_access():
    assert URLS.keys() == ACCESS.keys() | BEYOND_ROLES
    assert not ACCESS.keys() & BEYOND_ROLES


def test_every_argument_can_be_made():
    assert {argument for arguments in URLS.values() for argument in arguments} == MAKE.keys()


def test_no_two_addresses_share_a_name():
    assert len(URLS) == len(list(urls()))


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_one_who_may_and_one_who_may_not(client, name):
    """The walk in short, for whoever waits: both ask about the same objects. The gate walks every
    role by every method, and asks who may not about objects of their own too."""
    user = person_of(next(role for role in Role if role in ACCESS[name]))
    may_not = next(((role,) for role in Role if role not in ACCESS[name]), ())
    url = make_url(name, user)
    ask(client, name, USUAL, user, url, may=True)
    ask(client, name, USUAL, person_of(*may_not), url, may=False)


@pytest.mark.gate
@pytest.mark.parametrize("name", some(ACCESS))
def test_every_role_by_every_method(client, name):
    people = {(role,): role in ACCESS[name] for role in Role}
    people[TRC, PIKET] = bool(ACCESS[name] & {TRC, PIKET})
    people[()] = False
    walk(client, name, people)


def walk(client, name, people):
    """Who may not, by every method; of those who may the first one, the others as a browser
    asks."""
    closed, of_who_may = "", METHODS
    for roles, may in people.items():
        user = person_of(*roles)
        # The right is asked before any object: whoever is refused may be asked about the same.
        url = "" if may else (closed := closed or make_url(name, user))
        ask(client, name, of_who_may if may else METHODS, user, url, may=may)
        if may:
            of_who_may = USUAL


def ask(client, name, methods, user, url, *, may):
    """403 for whoever has no role of the line, by every method; never 404 or a failure for the
    others, when the object is theirs."""
    found = answers(client, name, user, methods, url)
    wrong = {
        method: status
        for method, status in found.items()
        if (status != 403) != may or status == 404 or status >= 500
    }
    assert not wrong, f"{name} as {', '.join(user.roles_today) or 'nobody'}: {wrong}"


@pytest.mark.parametrize("name", sorted(ANYONE))
def test_own_account(client, name):
    for roles in [(), (PIKET,), (MITRA,)]:
        for method, status in answers(client, name, person_of(*roles), METHODS).items():
            assert status in {200, 302, 405} | ({404} if name in OWN_AND_MISSING else set()), (
                f"{method} {name}: {status}"
            )


@pytest.mark.gate
@pytest.mark.parametrize("name", sorted(URLS.keys() - PUBLIC))
def test_strangers_and_closed_accounts_by_every_method(client, name):
    # A partner's user holds no other role.
    turned_away(client, name, METHODS, [role for role in Role if role != MITRA])


def turned_away(client, name, methods, roles):
    """To the login page, by every method; in the background 401, never a redirect."""
    url = make_url(name, f.UserFactory())
    closed = f.UserFactory(roles=roles)
    client.force_login(closed)
    closed.is_active = False
    closed.save()
    for method in methods:
        response = getattr(client, method)(url)
        assert response.status_code == 302, method
        assert response.url.startswith("/login/?next="), method
        assert getattr(client, method)(url, headers={"HX-Request": "true"}).status_code == 401
        background = {"X-Requested-With": "fetch"}
        assert getattr(client, method)(url, headers=background).status_code == 401


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public(client, name):
    for method in METHODS:
        assert getattr(client, method)(make_url(name, None)).status_code in {200, 302, 405}


DECISIONS = {
    "accounts:grant_confirm": "grant",
    "accounts:grant_refuse": "grant",
    "cases:plan_decide": "plan",
    "cases:exit_decide": "exit",
    "cases:extension_decide": "extension",
    "cases:merge_decide": "merge",
    "cases:contest_decide": "contest",
    "cases:standin_decide": "stand_in",
    "partners:referral_decide": "referral",
    "partners:agreement_decide": "agreement",
    "partners:contribution_decide": "contribution",
    "letters:withdrawal_decide": "letter",
    "letters:letter_text_decide": "letter_text",
    "reports:closing_decide": "closing",
}


@pytest.mark.parametrize("name", sorted(DECISIONS))
def test_a_delegate_decides_in_the_heads_place_on_what_was_handed_over(client, name):
    may, may_not, no_more = (f.UserFactory(roles=[PIKET]) for _ in range(3))
    others = sorted(set(DECISIONS.values()) - {DECISIONS[name]})
    f.DelegationFactory(delegate=may, approvals=[DECISIONS[name]])
    f.DelegationFactory(delegate=may_not, approvals=others)
    f.DelegationFactory(delegate=no_more, ended_at=days.now())
    for user, expected in [(may, {200}), (may_not, {403, 404}), (no_more, {403})]:
        client.force_login(user)
        url = make_url(name, user)
        assert client.get(url).status_code in expected
        assert client.post(url).status_code in expected | ({302} if user == may else set())


def test_a_role_that_has_ended_or_not_begun_or_waits_opens_nothing(client):
    user = f.UserFactory()
    today = days.today()
    f.RoleGrantFactory(user=user, role=KEPALA, ends_on=today)
    f.RoleGrantFactory(user=user, role=KEPALA, starts_on=days.add_months(today, 1))
    f.RoleGrantFactory(user=user, role=KEPALA, confirmed_at=None)
    assert set(answers(client, "accounts:user_list", user, METHODS).values()) == {403}


def test_no_permission_is_403_even_for_what_never_existed(client, login):
    login(TRC)
    for name in ("cases:person_detail", "cases:stay_detail", "accounts:user_detail"):
        url = reverse(name, kwargs={URLS[name][0]: 987654321})
        assert client.get(url).status_code == 403


def test_out_of_reach_and_never_existed_are_the_same_page(client, login):
    """Byte for byte, so that nobody learns who is in a sealed file."""
    login(PIKET)
    past = f.StayFactory(ended=True, days_ago=3)
    for name, pk in [("person_detail", past.person_id), ("stay_detail", past.pk)]:
        hidden = client.get(reverse(f"cases:{name}", args=[pk]))
        never = client.get(reverse(f"cases:{name}", args=[987654321]))
        assert hidden.status_code == never.status_code == 404
        assert hidden.content == never.content
        assert {*hidden.headers.items()} == {*never.headers.items()}
