"""Who may read and write other people's out-of-office entries."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import Access, Guard, admin_api, authenticated, is_org, is_user_in_org, plan, role

_ADMIN = (is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)

OrgReader = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_READ"), *_ADMIN))]
OrgUserReader = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_READ"), *_ADMIN, is_user_in_org))]
OrgUserWriter = Annotated[Access, Depends(Guard(authenticated("ORG_SCHEDULE_WRITE"), *_ADMIN, is_user_in_org))]
