"""What is worth asking next: what is missing and matters most, place before everything else."""

from data.people.profile import Facts
from data.vocabulary import ProfileQuestion


def list_next_questions(facts: Facts) -> list[ProfileQuestion]:
    """Questions in the order to ask them, at most four; nothing that the facts already answer."""
    wanted = [fact for fact in facts.occupations if fact.role == "wants"]
    did = [fact for fact in facts.occupations if fact.role == "did"]
    questions: list[ProfileQuestion] = []
    located = [place for place in facts.places if place.role != "excludes"]
    if not located or any(not place.sure for place in located):
        questions.append(ProfileQuestion.PLACE)
    if facts.education is not None and not facts.education.sure:
        questions.append(ProfileQuestion.EDUCATION)
    if any(not group.sure for group in facts.groups):
        questions.append(ProfileQuestion.HOUSEHOLD)
    if facts.certificates and any(one.kind == "grade" and one.occupation is None for one in facts.certificates):
        questions.append(ProfileQuestion.CERTIFICATES)
    if not wanted:
        questions.append(ProfileQuestion.WANTS)
    if not did and not wanted:
        questions.append(ProfileQuestion.DID)
    if facts.age is None:
        questions.append(ProfileQuestion.AGE)
    if facts.certificates is None and (did or wanted):
        questions.append(ProfileQuestion.CERTIFICATES)
    if facts.education is None and not did:
        questions.append(ProfileQuestion.EDUCATION)
    if not facts.constraints:
        questions.append(ProfileQuestion.CONSTRAINTS)
    if facts.wage_min is None:
        questions.append(ProfileQuestion.WAGE)
    return list(dict.fromkeys(questions))[:4]
