"""Who may look at calendars, and who may change them. Apps of third parties may do neither, whatever their scopes."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.caller import Kind
from mockcal.auth.guards import Access, Guard, authenticated, permission

CalendarOwner = Annotated[Access, Depends(Guard(authenticated(closed=True)))]
CalendarChecker = Annotated[Access, Depends(Guard(authenticated(closed=True), permission("APPS_READ")))]
Connector = Annotated[Access, Depends(Guard(authenticated(kinds=(Kind.API_KEY, Kind.ACCESS_TOKEN))))]
"""Only somebody with a token of his own, which the state can carry to the provider and back."""
