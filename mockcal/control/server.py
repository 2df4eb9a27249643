"""What the control plane knows of the server it controls."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from mockcal.events.delivery import Deliverer
from mockcal.http.call import Call, call_of
from mockcal.http.directory import Directory
from mockcal.sandbox.sandbox import Sandbox, Sandboxes
from mockcal.settings import Settings


@dataclass(frozen=True, slots=True)
class Server:
    settings: Settings
    sandboxes: Sandboxes
    directory: Directory  # of the API
    deliverer: Deliverer
    started_at: datetime


async def _server(request: Request) -> Server:
    found: Server = request.scope["mockcal.server"]
    return found


async def _sandbox(request: Request) -> Sandbox:
    return call_of(request).sandbox


async def _call(request: Request) -> Call:
    return call_of(request)


ThisServer = Annotated[Server, Depends(_server)]
ThisSandbox = Annotated[Sandbox, Depends(_sandbox)]
ThisCall = Annotated[Call, Depends(_call)]
