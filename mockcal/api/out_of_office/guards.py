"""Who may read and write other people's out-of-office entries."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.out_of_office import service
from mockcal.auth.guards import Access, Guard, admin_api, authenticated, is_org, is_user_in_org, plan, role
from mockcal.http.params import loose_id

_ADMIN = (is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)


def is_own_entry(access: Access) -> None:
    """403 unless `{oooId}` is an entry of the user that the route acts as."""
    assert access.user is not None
    service.own(access.tx, access.user, loose_id(access.path["oooId"]))


OrgReader = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_READ"), *_ADMIN))]
OrgUserReader = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_READ"), *_ADMIN, is_user_in_org))]
OrgUserWriter = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_WRITE"), *_ADMIN, is_user_in_org))]
OwnEntry = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_WRITE"), *_ADMIN, is_user_in_org, is_own_entry))]
