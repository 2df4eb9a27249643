"""Any member may read attributes, and take one from somebody; admins write the rest."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.organizations.guards import org_guard
from mockcal.auth.guards import Access

AttributesReader = Annotated[Access, Depends(org_guard("ORG_MEMBER", scope="ORG_ATTRIBUTES_READ"))]
AttributesWriter = Annotated[Access, Depends(org_guard("ORG_ADMIN", scope="ORG_ATTRIBUTES_WRITE"))]
AttributesUnassigner = Annotated[Access, Depends(org_guard("ORG_MEMBER", scope="ORG_ATTRIBUTES_WRITE"))]
