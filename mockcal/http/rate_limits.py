"""Rate limits per caller: fixed windows on the sandbox's clock, with a block once a limit is passed.

In mode `headers` all is counted and told but nothing refused; in mode `real` it is; `off` does neither. The limits that a
fixture gave to an API key hold in every mode.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from mockcal.http.call import Call
from mockcal.http.errors import TooManyRequests, Unauthorized
from mockcal.sandbox.sandbox import Sandbox
from mockcal.sandbox.transaction import Transaction
from mockcal.store.columns import columns_of
from mockcal.store.users import ApiKey

KEY_PREFIX = "cal_"
KEY = columns_of(ApiKey)
# Made once: the first request after every change asks it.
LIMITS_OF_KEY = select(KEY.rate_limits).where(KEY.text == bindparam("text"))


@dataclass(frozen=True, slots=True)
class Rule:
    """`limit` requests in `ttl` milliseconds, then a block of `block` milliseconds."""

    name: str
    limit: int
    ttl: int = 60_000
    block: int = 60_000


DEFAULT_KEY = (Rule("default", 120),)
DEFAULT_TOKEN = (Rule("default", 500),)


CACHED = timedelta(hours=1)


@dataclass(slots=True)
class _Window:
    hits: int
    began: datetime
    ends: datetime
    blocked_until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Past, or begun in what a clock that was set back calls the future."""
        return now >= (self.blocked_until or self.ends) or now < self.began


@dataclass(frozen=True, slots=True)
class _Count:
    rule: Rule
    blocked: bool
    remaining: int
    reset_seconds: int


class UnknownApiKey(Unauthorized):
    """401 at the door, public endpoints included, without rate-limit headers."""

    def __init__(self) -> None:
        super().__init__("CustomThrottlerGuard - Invalid API Key", explain="this sandbox has no such API key")


class RateLimits:
    """Counts a request against its caller's rules and tells the numbers."""

    def count(self, call: Call) -> None:
        caller, rules, own = self._caller(call)
        if call.sandbox.rate_limit == "off" and not own:
            return
        self._tell(call, count_hits(call.sandbox, caller, rules), refuses=own or call.sandbox.rate_limit == "real")

    def _tell(self, call: Call, counts: list[_Count], *, refuses: bool) -> None:
        for one in counts:
            name = one.rule.name[:1].upper() + one.rule.name[1:]
            call.answer_headers[f"X-RateLimit-Limit-{name}"] = str(one.rule.limit)
            call.answer_headers[f"X-RateLimit-Remaining-{name}"] = str(one.remaining)
            call.answer_headers[f"X-RateLimit-Reset-{name}"] = str(one.reset_seconds)
        if refuses and counts and all(one.blocked for one in counts):
            raise TooManyRequests

    def _caller(self, call: Call) -> tuple[str, tuple[Rule, ...], bool]:
        """Who is counted, by which rules, and whether those are the caller's own."""
        authorization = call.headers.get("authorization", "").removeprefix("Bearer ")
        if authorization.startswith(KEY_PREFIX):
            own = _rules_of_key(call.sandbox, authorization)
            return f"key:{authorization}", own or DEFAULT_KEY, bool(own)
        if authorization:
            return f"token:{authorization}", DEFAULT_TOKEN, False
        if client_id := call.headers.get("x-cal-client-id"):
            return f"client:{client_id}", DEFAULT_TOKEN, False
        return f"ip:{call.client_host}", DEFAULT_KEY, False


def limit_operation(call: Call, rule: Rule, subject: str) -> None:
    """The limit of a single operation; only mode `real` refuses on it."""
    if call.sandbox.rate_limit == "off":
        return
    counts = count_hits(call.sandbox, f"operation:{rule.name}:{subject}", (rule,))
    RateLimits()._tell(call, counts, refuses=call.sandbox.rate_limit == "real")


def caller_key(call: Call) -> str:
    """Who a single operation's limit counts."""
    return RateLimits()._caller(call)[0]


def count_hits(sandbox: Sandbox, caller: str, rules: tuple[Rule, ...]) -> list[_Count]:
    return [_hit(sandbox, (caller, rule.name), rule) for rule in rules]


def _hit(sandbox: Sandbox, key: tuple[str, str], rule: Rule) -> _Count:
    now = sandbox.clock.now()
    window: _Window | None = sandbox.counters.get(key)
    if window is None or window.is_over(now):
        window = sandbox.counters[key] = _Window(0, now, now + timedelta(milliseconds=rule.ttl))
    window.hits += 1
    if window.hits > rule.limit and window.blocked_until is None:
        window.blocked_until = now + timedelta(milliseconds=rule.block)
    left = (window.blocked_until or window.ends) - now
    seconds = -(-left // timedelta(seconds=1))
    return _Count(rule, window.blocked_until is not None, max(0, rule.limit - window.hits), seconds)


def _rules_of_key(sandbox: Sandbox, text: str) -> tuple[Rule, ...]:
    """A key's own rules, mostly none. 401 for a key that does not exist.

    The real service remembers rules for an hour: a key that is deleted meanwhile passes here, and fails to authenticate.
    """
    rules = sandbox.fact(("rate limits of key", text), lambda tx: _find_rules(tx, text))
    now = sandbox.clock.now()
    if rules is not None:
        sandbox.counters["rules", text] = (now, rules)
        return rules
    seen_at, remembered = sandbox.counters.get(("rules", text), (None, ()))
    if seen_at is None or not timedelta(0) <= now - seen_at < CACHED:
        raise UnknownApiKey
    return remembered


def _find_rules(tx: Transaction, text: str) -> tuple[Rule, ...] | None:
    found = tx.rows(LIMITS_OF_KEY, text=text)
    if not found:
        return None
    return tuple(Rule(one["name"], one["limit"], one["ttl"], one["blockDuration"]) for one in found[0].rate_limits)
