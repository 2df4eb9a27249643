"""What a server is started with: flags of `mockcal serve`, or MOCKCAL_* in the environment."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Each is a flag of `mockcal serve` too; a flag wins over the environment."""

    model_config = SettingsConfigDict(env_prefix="MOCKCAL_", env_ignore_empty=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Listen on this address; 0.0.0.0 in a container.")
    port: int = Field(5555, ge=0, le=65535, description="Listen on this port; 0 takes a free one and prints it.")
    fixtures: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Begin with these files, or documents that come with mockcal, instead of the demo."
    )
    empty: bool = Field(False, description="Begin with nothing.")
    fake: str = Field("", description="Add invented bulk data, e.g. users=50,bookings=2000.")
    seed: int = Field(1, ge=0, description="The seed of ids, tokens and invented names.")
    now: str = Field("", description="Freeze the clock at this instant, e.g. 2026-01-05T08:00:00Z.")
    data: Path | None = Field(None, description="Keep the default sandbox in this SQLite file.")
    rate_limit: Literal["headers", "real", "off"] = Field(
        "headers", description="headers: limits are told but never refused on; real: refused on too; off: neither."
    )
    max_sandboxes: int = Field(256, ge=1, description="How many sandboxes there may be at once.")
    webhook_delivery: bool = Field(True, description="Send webhooks; without, they are only logged.")
    webhook_retries: int = Field(0, ge=0, description="How often a failed webhook is sent again.")
    webhook_timeout: float = Field(10.0, gt=0, description="Seconds that a receiver of webhooks may take.")
    smtp_url: str = Field("", description="Send mails on to this server too, e.g. smtp://localhost:1025.")
    journal: int = Field(1_000, ge=0, description="How many requests a sandbox remembers.")
    tls: bool = Field(False, description="Serve https, with a certificate of a local authority made for it.")
    cache: bool = Field(True, description="Keep what the server begins with for the next start.")
    quiet: bool = Field(False, description="Print nothing but errors.")

    @field_validator("fixtures", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """In the environment: file names parted by commas."""
        return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value
