"""`/v2/organizations/{orgId}/attributes/…/options…`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.organizations.attributes import service as attributes
from mockcal.api.organizations.attributes.guards import AttributesReader, AttributesUnassigner, AttributesWriter
from mockcal.api.organizations.attributes.options import assigned, service
from mockcal.api.organizations.attributes.options.schemas import (
    AssignedOption,
    AssignedQuery,
    Assignment,
    AssignOption,
    Option,
    UpdateOption,
)
from mockcal.api.organizations.attributes.schemas import CreateOption
from mockcal.http.answers import Data, data
from mockcal.http.params import OrgId, QueryOf, UserId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

AttributeId = Annotated[str, Path(alias="attributeId")]
AttributeSlug = Annotated[str, Path(alias="attributeSlug")]
OptionId = Annotated[str, Path(alias="optionId")]
AttributeOptionId = Annotated[str, Path(alias="attributeOptionId")]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/attributes",
    tags=["Orgs / Attributes / Options"],
    route_class=VersionedRoute,
)


@router.post("/{attributeId}/options", status_code=201)
async def create_option(
    access: AttributesWriter, attribute_id: AttributeId, body: CreateOption, tx: Tx
) -> Data[Option]:
    """Make an option of an attribute."""
    return data(Option.of(service.add(tx, attribute_id, value=body.value, slug=body.slug)), status=201)


@router.get("/{attributeId}/options")
async def get_options(access: AttributesReader, attribute_id: AttributeId, tx: Tx) -> Data[list[Option]]:
    """An attribute's options."""
    return data([Option.of(row) for row in service.of_attribute(tx, attribute_id)])


@router.patch("/{attributeId}/options/{optionId}")
async def update_option(
    access: AttributesWriter, attribute_id: AttributeId, option_id: OptionId, change: UpdateOption, tx: Tx
) -> Data[Option]:
    """Change an option."""
    return data(Option.of(service.update(tx, attribute_id, option_id, change)))


@router.delete("/{attributeId}/options/{optionId}")
async def delete_option(
    access: AttributesWriter, attribute_id: AttributeId, option_id: OptionId, tx: Tx
) -> Data[Option]:
    """Delete an option; who had it has it no more."""
    return data(service.remove(tx, attribute_id, option_id))


@router.get("/{attributeId}/options/assigned")
async def get_assigned_options(
    access: AttributesReader, org_id: OrgId, attribute_id: AttributeId, query: QueryOf[AssignedQuery], tx: Tx
) -> Data[list[AssignedOption]]:
    """An attribute's options that somebody has, with who has them."""
    return data(assigned.page(tx, org_id, attributes.find(tx, org_id, attribute_id), query))


@router.get("/slugs/{attributeSlug}/options/assigned")
async def get_assigned_options_by_slug(
    access: AttributesReader, org_id: OrgId, attribute_slug: AttributeSlug, query: QueryOf[AssignedQuery], tx: Tx
) -> Data[list[AssignedOption]]:
    """The same, of the attribute with this slug."""
    return data(assigned.page(tx, org_id, attributes.find_by_slug(tx, org_id, attribute_slug), query))


@router.post("/options/{userId}", status_code=201)
async def assign_option(
    access: AttributesWriter, org_id: OrgId, user_id: UserId, body: AssignOption, tx: Tx
) -> Data[Assignment]:
    """Give a member an option, or a value of his own."""
    return data(Assignment.of(service.assign(tx, org_id, user_id, body)), status=201)


@router.get("/options/{userId}")
async def get_options_of_user(access: AttributesReader, org_id: OrgId, user_id: UserId, tx: Tx) -> Data[list[Option]]:
    """What a member was given."""
    return data([Option.of(row) for row in service.of_user(tx, org_id, user_id)])


@router.delete("/options/{userId}/{attributeOptionId}")
async def unassign_option(
    access: AttributesUnassigner, org_id: OrgId, user_id: UserId, option_id: AttributeOptionId, tx: Tx
) -> Data[Assignment]:
    """Take an option from a member; every member of the organization may."""
    return data(service.unassign(tx, org_id, user_id, option_id))
