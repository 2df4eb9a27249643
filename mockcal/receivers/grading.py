"""What the answers to a check are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mockcal.receivers.battery import Check, Kind
from mockcal.receivers.sending import Answer

LONGEST_QUOTE = 100


class Grade(StrEnum):
    """Best first."""

    PASSED = "passed"
    SKIPPED = "skipped"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """`sentence` says what was sent, what came back, what should have, and why that matters."""

    name: str
    grade: Grade
    came_back: str
    seconds: float
    sentence: str = ""


def graded(check: Check, answers: Sequence[Answer], *, trigger: str) -> Result:
    """The worst of its answers decides. `trigger` is what the sentence calls what was sent."""
    grade = max((_grade(check, answer) for answer in answers), key=list(Grade).index)
    came_back = ", then ".join(map(str, answers))
    sentence = "" if grade is Grade.PASSED else _sentence(check, answers, trigger)
    return Result(check.name, grade, came_back, sum(answer.seconds for answer in answers), sentence)


def skipped(check: Check, why: str) -> Result:
    return Result(check.name, Grade.SKIPPED, why, 0)


def _grade(check: Check, answer: Answer) -> Grade:
    if answer.status is None:
        return Grade.FAILED
    if answer.status // 100 == (4 if check.kind is Kind.FORGED else 2):
        return Grade.PASSED
    return Grade.WARNING if answer.status in check.defensible else Grade.FAILED


def _sentence(check: Check, answers: Sequence[Answer], trigger: str) -> str:
    sent = check.sent.format(trigger=trigger)
    came_back = ", then ".join(_told(answer) for answer in answers)
    return f"The receiver was sent {sent} and {came_back}; it should {check.should}, because {check.because}."


def _told(answer: Answer) -> str:
    if answer.status is None:
        return answer.trouble
    quoted = "".join(filter(str.isprintable, " ".join(answer.text.split())))[:LONGEST_QUOTE]
    return f"answered {answer.status}" + (f" “{quoted}”" if quoted else "")
