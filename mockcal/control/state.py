"""Reset, and snapshots to come back to."""

from fastapi import APIRouter

from mockcal.control.server import ThisSandbox
from mockcal.http.answers import Instant, Wire, no_content, plain
from mockcal.http.errors import NotFound
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/_mock", tags=["mockcal"], route_class=VersionedRoute)


class SnapshotNotFound(NotFound):
    def __init__(self, name: str) -> None:
        super().__init__(f"This sandbox has no snapshot {name}; make it with PUT /_mock/snapshots/{name}.")


class Snapshot(Wire):
    name: str
    created_at: Instant
    bytes: int


@router.post("/reset")
async def reset(sandbox: ThisSandbox) -> None:
    """The sandbox is its baseline again, and nothing of what happened since is left."""
    sandbox.reset()
    return no_content()


@router.get("/snapshots")
async def list_snapshots(sandbox: ThisSandbox) -> list[Snapshot]:
    """What was saved."""
    saved = [
        Snapshot(name=name, created_at=image.made_at, bytes=len(image.database)).model_dump(by_alias=True)
        for name, image in sandbox.snapshots.items()
    ]
    return plain(saved)


@router.put("/snapshots/{name}")
async def save_snapshot(name: str, sandbox: ThisSandbox) -> None:
    """Save the sandbox's state under a name; an older one of that name is replaced."""
    sandbox.snapshots[name] = sandbox.image()
    return no_content()


@router.post("/snapshots/{name}/restore")
async def restore_snapshot(name: str, sandbox: ThisSandbox) -> None:
    """Put the sandbox back into a saved state."""
    if name not in sandbox.snapshots:
        raise SnapshotNotFound(name)
    sandbox.restore(sandbox.snapshots[name])
    return no_content()


@router.delete("/snapshots/{name}")
async def delete_snapshot(name: str, sandbox: ThisSandbox) -> None:
    """Forget a saved state."""
    if sandbox.snapshots.pop(name, None) is None:
        raise SnapshotNotFound(name)
    return no_content()
