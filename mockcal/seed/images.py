"""The state that a server begins with."""

from mockcal.sandbox.sandbox import Image
from mockcal.settings import Settings
from mockcal.store.database import empty_image


def baseline(settings: Settings) -> Image:
    return Image(empty_image(), seed=settings.seed)
