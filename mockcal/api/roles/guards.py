"""Who may read and write custom roles: admins of the organization, or members whose own role lets them."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.organizations.guards import org_guard
from mockcal.auth.guards import Access

RoleMaker = Annotated[Access, Depends(org_guard("ORG_ADMIN", "role.create", needs="SCALE"))]
RoleReader = Annotated[Access, Depends(org_guard("ORG_ADMIN", "role.read", needs="SCALE"))]
RoleChanger = Annotated[Access, Depends(org_guard("ORG_ADMIN", "role.update", needs="SCALE"))]
RoleRemover = Annotated[Access, Depends(org_guard("ORG_ADMIN", "role.delete", needs="SCALE"))]
