"""Memberships as they are taken and shown, whether of a team or of an organization."""

from enum import StrEnum
from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire, omit_none
from mockcal.http.dto import Convert, Dto, Paging
from mockcal.http.params import Loose
from mockcal.http.rules import Each, said


class Role(StrEnum):
    MEMBER = "MEMBER"
    ADMIN = "ADMIN"
    OWNER = "OWNER"


class CreateMembership(Dto):
    user_id: Annotated[int, Loose]
    accepted: bool | None = False
    role: Role | None = Role.MEMBER
    disable_impersonation: bool | None = False


class UpdateMembership(Dto):
    """What is left out stays."""

    accepted: bool | None = None
    role: Role | None = None
    disable_impersonation: bool | None = None


MOST_EMAILS = 20


def addresses(value: Any) -> Any:
    """Parted by commas, repeated, or both; each once, in lower case. None at all when nothing is left."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return texts
    parts = (part.strip().lower() for text in texts for part in text.split(","))
    return list(dict.fromkeys(part for part in parts if part)) or None


class TeamMembershipsQuery(Paging):
    emails: (
        Annotated[
            list[str],
            Convert(addresses),
            said(
                rules.ArrayMaxSize(MOST_EMAILS),
                f"emails array cannot contain more than {MOST_EMAILS} email addresses for team membership filtering",
            ),
            Each(said(rules.IsEmail(), "Each email must be a valid email address")),
        ]
        | None
    ) = None


class MembershipUser(Wire):
    """The member as a membership shows him; without `metadata` if he has none."""

    username: str | None
    email: str
    avatar_url: str | None
    name: str | None
    bio: str | None
    metadata: Any = None


class TeamMembership(Wire):
    id: int
    user_id: int
    team_id: int
    accepted: bool
    role: str
    disable_impersonation: bool
    user: MembershipUser

    @classmethod
    def of(cls, found: Any, **more: Any) -> Any:
        """`found` is a membership's columns, with those of its user that are shown."""
        user = MembershipUser(
            username=found.username,
            email=found.email,
            avatar_url=found.avatar_url,
            name=found.name,
            bio=found.bio,
            metadata=omit_none(found.meta),
        )
        plain = {name: getattr(found, name) for name in TeamMembership.model_fields if name != "user"}
        return cls(**plain, user=user, **more)
