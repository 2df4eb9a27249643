"""Who may look at calendars, and who may change them."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.caller import Kind
from mockcal.auth.guards import Access, Guard, authenticated, permission

CalendarReader = Annotated[Access, Depends(Guard(authenticated("APPS_READ")))]
CalendarWriter = Annotated[Access, Depends(Guard(authenticated("APPS_WRITE")))]
CalendarChecker = Annotated[Access, Depends(Guard(authenticated("APPS_READ"), permission("APPS_READ")))]
FeedWriter = Annotated[Access, Depends(Guard(authenticated(closed=True)))]
Connector = Annotated[Access, Depends(Guard(authenticated(kinds=(Kind.API_KEY, Kind.ACCESS_TOKEN))))]
"""Only somebody with a token of his own, which the state can carry to the provider and back."""
