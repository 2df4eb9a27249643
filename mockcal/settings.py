"""What a server is started with: flags of `mockcal serve`, or MOCKCAL_* in the environment."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Each is a flag of `mockcal serve` too; a flag wins over the environment."""

    model_config = SettingsConfigDict(env_prefix="MOCKCAL_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 5555
    fixtures: Annotated[tuple[str, ...], NoDecode] = ()
    empty: bool = False
    fake: str = ""
    seed: int = 1
    now: str = ""
    data: Path | None = None
    rate_limit: Literal["headers", "real", "off"] = "headers"
    max_sandboxes: int = 256
    webhook_delivery: bool = True
    webhook_retries: int = 0
    webhook_timeout: float = 10.0
    smtp_url: str = ""
    journal: int = 1_000
    tls: bool = False
    cache: bool = True
    quiet: bool = False

    @field_validator("fixtures", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """In the environment: file names parted by commas."""
        return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value
