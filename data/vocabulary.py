"""The closed vocabularies: every enumerated value that is stored, imported or printed.

Values are the wire format (database, listing files, CLI JSON); their names in each language are texts of `bot`.
"""

from enum import StrEnum


class Role(StrEnum):
    """An audience that one account can act for; `/role` switches."""

    SEEKER = "seeker"
    MEMBER = "member"
    STAFF = "staff"


class StaffRole(StrEnum):
    OWNER = "owner"
    REVIEWER = "reviewer"
    BROADCASTER = "broadcaster"
    ANALYST = "analyst"
    DUTY = "duty"
    """Answers people's tickets."""


class MemberRole(StrEnum):
    """What a person may do for an organisation: admins also decide who else acts for it and what it says of itself."""

    ADMIN = "admin"
    CLERK = "clerk"


class ListingKind(StrEnum):
    """What a listing is."""

    OPENING = "opening"
    COURSE = "course"


class OrganisationKind(StrEnum):
    """What an organisation is; it may be several at once."""

    ENTERPRISE = "enterprise"
    PROVIDER = "provider"
    SCHOOL = "school"
    ASSESSOR = "assessor"

    @property
    def offers(self) -> frozenset[ListingKind]:
        """Which listings it may post; an assessor posts none, it examines."""
        return _OFFERS[self]


_OFFERS = {
    OrganisationKind.ENTERPRISE: frozenset({ListingKind.OPENING}),
    OrganisationKind.PROVIDER: frozenset({ListingKind.COURSE}),
    OrganisationKind.SCHOOL: frozenset({ListingKind.COURSE}),
    OrganisationKind.ASSESSOR: frozenset[ListingKind](),
}


class Education(StrEnum):
    """Highest finished level; compare by `order`."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    SECONDARY_VOCATIONAL = "secondary_vocational"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"

    @property
    def order(self) -> int:
        """0 (none) to 6; senior and secondary vocational stand on the same rung."""
        return _EDUCATION_ORDER[self]

    def meets(self, minimum: "Education") -> bool:
        """Whether this level is at or above `minimum`."""
        return self.order >= minimum.order


_EDUCATION_ORDER = {
    Education.NONE: 0,
    Education.PRIMARY: 1,
    Education.JUNIOR: 2,
    Education.SENIOR: 3,
    Education.SECONDARY_VOCATIONAL: 3,
    Education.COLLEGE: 4,
    Education.BACHELOR: 5,
    Education.MASTER: 6,
}


class Grade(StrEnum):
    """A rung of the eight-grade skill ladder; the ids run backwards, so compare by `order` only."""

    APPRENTICE = "apprentice"
    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    TWO = "2"
    ONE = "1"
    SPECIAL = "special"
    CHIEF = "chief"

    @property
    def order(self) -> int:
        """0 (apprentice) to 7 (chief)."""
        return list(Grade).index(self)


class LabourBrand(StrEnum):
    EQUIPMENT = "equipment"
    METALLURGY = "metallurgy"
    CHEMICAL = "chemical"
    CARVING = "carving"
    CUISINE = "cuisine"
    ELDERCARE = "eldercare"


class CourseKind(StrEnum):
    EMPLOYMENT_SKILLS = "employment_skills"
    ON_THE_JOB = "on_the_job"
    APPRENTICESHIP = "apprenticeship"
    ENTREPRENEURSHIP = "entrepreneurship"
    DIGITAL = "digital"
    NEW_ECONOMY = "new_economy"
    ELDER_CARE = "elder_care"
    GRADUATE_CONVERSION = "graduate_conversion"
    SPECIFIC_SKILL = "specific_skill"


class CertificateKind(StrEnum):
    GRADE = "grade"
    OPERATION_PERMIT = "operation_permit"
    QUALIFICATION = "qualification"
    DRIVING = "driving"
    HEALTH = "health"


class Constraint(StrEnum):
    """What a seeker needs of working life."""

    HOUSING = "housing"
    MEALS = "meals"
    NO_NIGHT = "no_night"
    NO_SHIFT = "no_shift"
    NO_HEIGHTS = "no_heights"
    NO_HEAVY = "no_heavy"
    NO_DUST = "no_dust"
    SEATED = "seated"
    WEEKENDS_OFF = "weekends_off"
    PART_TIME = "part_time"
    EVENING_CLASS = "evening_class"
    WEEKEND_CLASS = "weekend_class"
    ONLINE = "online"
    NEAR_HOME = "near_home"
    DISTRICT_ONLY = "district_only"
    GO_HOME_AT_NIGHT = "go_home_at_night"
    NO_RELOCATION = "no_relocation"
    TEXT_ONLY = "text_only"
    SOCIAL_INSURANCE = "social_insurance"
    DAILY_PAY = "daily_pay"
    COURSE_ONLY = "course_only"
    OPENING_ONLY = "opening_only"


ONE_KIND = {Constraint.COURSE_ONLY: ListingKind.COURSE, Constraint.OPENING_ONLY: ListingKind.OPENING}
"""Needs of who wants one kind of listing only."""


class Intent(StrEnum):
    ANSWER = "answer"
    SEARCH = "search"
    APPLY_HELP = "apply_help"
    SUBSIDY_QUESTION = "subsidy_question"
    LEVEL_UP = "level_up"
    PRIVACY = "privacy"
    DELETE = "delete"
    REPORT = "report"
    UNDERAGE = "underage"
    FOR_SOMEONE_ELSE = "for_someone_else"
    HUMAN = "human"
    OTHER = "other"


class ProfileQuestion(StrEnum):
    """What the bot can ask a seeker; `understand` takes one as context, `ask_next` holds them."""

    PLACE = "place"
    DID = "did"
    WANTS = "wants"
    EDUCATION = "education"
    AGE = "age"
    CERTIFICATES = "certificates"
    WAGE = "wage"
    CONSTRAINTS = "constraints"
    HOUSEHOLD = "household"


class Housing(StrEnum):
    NONE = "none"
    PROVIDED = "provided"
    SUBSIDY = "subsidy"


class Shift(StrEnum):
    DAY = "day"
    TWO = "two"
    THREE = "three"
    ROTATING = "rotating"


class CourseMode(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"
    MIXED = "mixed"


class ListingState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    NEEDS_CHANGES = "needs_changes"
    LIVE = "live"
    PAUSED = "paused"
    FILLED = "filled"
    EXPIRED = "expired"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ApplicationState(StrEnum):
    APPLIED = "applied"
    TALKING = "talking"
    INTERVIEW = "interview"
    OFFERED = "offered"
    SIGNED = "signed"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class InterviewAnswer(StrEnum):
    """What the invited person said to an interview."""

    UNANSWERED = "asked"
    COMING = "coming"
    WANTS_OTHER_TIME = "moving"
    """They asked for another time."""


class ApprenticeshipPaper(StrEnum):
    """The papers of an apprenticeship."""

    CONTRACT = "contract"
    TRAINING = "training"
    SCHOOL = "school"


class EnrolmentState(StrEnum):
    ENROLLED = "enrolled"
    WAITLISTED = "waitlisted"
    ATTENDING = "attending"
    COMPLETED = "completed"
    CERTIFIED = "certified"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class OrganisationState(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    """The verification ran out; its listings come back with the next one."""
    CLOSED = "closed"
    """Ended by its own admin."""


class BroadcastState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class AlertPace(StrEnum):
    """How often somebody hears of new matches at most."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class UnaskedKind(StrEnum):
    """What a seeker is told unasked."""

    MATCHES = "matches"
    WIDER = "wider"
    """What would bring new matches, where none came."""
    SAVED = "saved"
    """A kept listing is about to end."""
    WAITING = "waiting"
    """An application has no answer yet."""
    COURSE = "course"
    """A course with an own place is about to begin."""


class Language(StrEnum):
    ZH = "zh"
    EN = "en"
