"""What a message in the middle of a conversation can do: the acts that the language model tells apart.

An act may be about something (`about`): an item of the list on the screen ("2"), words of the message, or one of the
values in `ABOUT`. Values are read from the words by `data.closed_forms` ("改成5个" → 5).
"""

from enum import StrEnum


class ActKind(StrEnum):
    """What the answer to an act is made of."""

    LISTING = "listing"
    """A question that a field of the opening or course answers; if none does, the enterprise is asked."""
    SERVICE = "service"
    """A question about the bot itself, or about what it has just said."""
    RULES = "rules"
    """A question about money, law or papers that dated policy rows answer."""
    MOVE = "move"
    """A command that anybody gives: search, apply, save, go back."""
    SAYING = "saying"
    """Tells, answers, thanks: what is said needs a reaction, not an act."""
    MEMBER = "member"
    """A command of an enterprise or a school."""
    STAFF = "staff"
    """A command of the labour bureau's staff."""


_BY_KIND: dict[ActKind, str] = {
    ActKind.LISTING: """
        hours shift night wage_now wage_after pay_day overtime housing dorm meals insurance contract probation term
        mentor requirements_age requirements_education requirements_certificate requirements_experience
        requirements_gender requirements_health requirements_other hazards places_left deadline start_date address
        distance shuttle employer_trust fees exam certificate_after hire_after_course online_link unstated_detail""",
    ActKind.SERVICE: """
        who_runs is_it_free is_it_a_bot privacy how_it_works why_this_one why_not_that explain""",
    ActKind.RULES: """
        subsidy_for_me subsidy_amount startup_loan unemployment_benefit level_up where_assessed pension_age
        social_insurance_gap work_injury unpaid_wages""",
    ActKind.MOVE: """
        open_n apply save show_saved dismiss more search other_direction nearer better_paid compare remind_me alert_me
        stop_alerts withdraw reschedule cancel accept refuse skip wait back status_of_application contact_employer
        delete_data change_fact switch_language human""",
    ActKind.SAYING: """
        report complain tell ack thanks greeting goodbye abuse chitchat unintelligible""",
    ActKind.MEMBER: """
        post_opening post_course change_field close pause resume renew repost poster share_link applicants
        applicant_contact why_no_applicants reply_applicant invite_colleague remove_colleague move_company
        rename_company filing_papers enterprise_subsidy review_status statistics batch_file""",
    ActKind.STAFF: """
        show_queue approve ask_changes find_org suspend broadcast_to schedule pause_broadcast progress targets
        unmet_demand export invite_staff remove_staff""",
}
ACTS: dict[str, ActKind] = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}
"""Every act, with its kind."""


UNNAMED = "unstated_detail"
"""A question about a listing that none of the other acts names."""
TAKES_BACK = frozenset({"cancel", "withdraw"})
"""Acts of who does not want what is under way, or was just done."""
_REPORTS = frozenset({"report", "complain"})
SETTING = frozenset({"change_field", "change_fact", "better_paid", "repost"})
"""Acts whose words may hold the figure that they set."""


def kind_of(act: str) -> str:
    """ask, do, tell, report or social."""
    kind = ACTS[act]
    if kind in {ActKind.LISTING, ActKind.SERVICE, ActKind.RULES}:
        return "ask"
    if kind is not ActKind.SAYING:
        return "do"
    return "report" if act in _REPORTS else "tell" if act == "tell" else "social"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABOUT: dict[str, frozenset[str]] = {
    "dismiss": _words(
        """
        too_far pay_low shift night hours heavy dirty hazard age gender requirements agency
        not_trusted already_did already_found not_interested no_housing no_insurance fees seen none other"""
    ),
    "accept": frozenset({"interview", "offer", "question", "suggestion", "course"}),
    "refuse": frozenset({"interview", "offer", "question", "suggestion", "course"}),
    "change_fact": _words("place age wage phone name education wants did housing time other"),
    "switch_language": frozenset({"en", "zh", "voice", "text", "big"}),
    "change_field": _words(
        """
        wage headcount deadline text hours address
        contact requirements start_date benefits fees other"""
    ),
}
"""The acts that are about one of a closed list, where they are about anything."""
