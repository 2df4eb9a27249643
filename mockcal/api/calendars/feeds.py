"""Fetching ICS feeds: outside the transaction that asks for them."""

import asyncio
from functools import cache
from typing import Any

from mockcal.api.calendars import ics
from mockcal.sandbox.transaction import FetchFirst, Transaction

LIMIT_SECONDS = 5.0
BYTE_ORDER_MARK = "\ufeff"  # some servers begin a feed with it, and whoever fetches one passes over it


class FeedNotRead(Exception):
    """It could not be fetched in time, or is no calendar. The text says why."""


def feeds(tx: Transaction, urls: list[str]) -> list[ics.Feed | FeedNotRead]:
    """What is at the addresses now, in their order. Raises `FetchFirst` once per request."""
    missing = [url for url in dict.fromkeys(urls) if ("ics", url) not in tx.fetched]
    if missing:
        raise FetchFirst(lambda: _fetch_all(missing))
    return [tx.fetched["ics", url] for url in urls]


async def _fetch_all(urls: list[str]) -> dict[Any, Any]:
    found = await asyncio.gather(*(_fetch(url) for url in urls))
    return {("ics", url): feed for url, feed in zip(urls, found, strict=True)}


async def _fetch(url: str) -> ics.Feed | FeedNotRead:
    import httpx

    try:
        async with asyncio.timeout(LIMIT_SECONDS), _client() as client:
            answer = await client.get(url)
            answer.raise_for_status()
            return ics.parsed(answer.text.removeprefix(BYTE_ORDER_MARK))
    except TimeoutError:
        return FeedNotRead(f"no answer within {LIMIT_SECONDS:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ics.UnreadableFeed) as error:
        return FeedNotRead(str(error) or type(error).__name__)


def _client() -> Any:
    import httpx

    return httpx.AsyncClient(verify=_certificates(), follow_redirects=True, timeout=LIMIT_SECONDS)


@cache
def _certificates() -> Any:
    """Reading them takes longer than fetching a feed."""
    import httpx

    return httpx.create_ssl_context()
