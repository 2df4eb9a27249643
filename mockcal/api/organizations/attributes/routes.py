"""`/v2/organizations/{orgId}/attributes`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.organizations.attributes import service
from mockcal.api.organizations.attributes.guards import AttributesReader, AttributesWriter
from mockcal.api.organizations.attributes.schemas import Attribute, CreateAttribute, UpdateAttribute
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import OrgId, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

AttributeId = Annotated[str, Path(alias="attributeId")]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/attributes", tags=["Orgs / Attributes"], route_class=VersionedRoute
)


@router.get("")
async def get_attributes(
    access: AttributesReader, org_id: OrgId, query: QueryOf[Paging], tx: Tx
) -> Data[list[Attribute]]:
    """The organization's attributes."""
    return data(service.page(tx, org_id, **dict(query)))


@router.get("/{attributeId}")
async def get_attribute(
    access: AttributesReader, org_id: OrgId, attribute_id: AttributeId, tx: Tx
) -> Data[Attribute | None]:
    """One attribute; null when the organization has no such one."""
    row = service.find(tx, org_id, attribute_id)
    if row is None:
        tx.explain("the organization has no such attribute")
    return data(row and Attribute.of(row))


@router.post("", status_code=201)
async def create_attribute(access: AttributesWriter, org_id: OrgId, body: CreateAttribute, tx: Tx) -> Data[Attribute]:
    """Make an attribute, with its options."""
    return data(Attribute.of(service.create(tx, org_id, body)), status=201)


@router.patch("/{attributeId}")
async def update_attribute(
    access: AttributesWriter, org_id: OrgId, attribute_id: AttributeId, change: UpdateAttribute, tx: Tx
) -> Data[Attribute]:
    """Change an attribute."""
    return data(Attribute.of(service.update(tx, org_id, attribute_id, change)))


@router.delete("/{attributeId}")
async def delete_attribute(
    access: AttributesWriter, org_id: OrgId, attribute_id: AttributeId, tx: Tx
) -> Data[Attribute]:
    """Delete an attribute, with its options and who had them."""
    return data(service.remove(tx, org_id, attribute_id))
