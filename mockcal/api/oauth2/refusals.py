"""What the OAuth2 endpoints refuse with: one `error` of RFC 6749, and Cal.com's own reason as its description."""

from mockcal.http.errors import BadRequest, GenericHttpError, OAuth2Error


class UnknownClient(GenericHttpError):
    """404 for whoever asks about an app, in an ordinary envelope."""

    def __init__(self) -> None:
        super().__init__(404, "unauthorized_client")


class InvalidRequest(OAuth2Error):
    def __init__(self, reason: str) -> None:
        super().__init__(400, "invalid_request", reason)


class ClientNotFound(OAuth2Error):
    def __init__(self) -> None:
        super().__init__(401, "invalid_client", "client_not_found")


class InvalidCredentials(OAuth2Error):
    """A confidential client's secret is missing or wrong."""

    def __init__(self) -> None:
        super().__init__(401, "invalid_client", "invalid_client_credentials")


class InvalidGrant(OAuth2Error):
    def __init__(self, reason: str) -> None:
        super().__init__(400, "invalid_grant", reason)


class UnauthorizedClient(OAuth2Error):
    def __init__(self, reason: str) -> None:
        super().__init__(401, "unauthorized_client", reason)


class AuthorizationRefused(BadRequest):
    """400: no code is given. `redirects`: the app itself is told, with `error` and `error_description`; else the user is."""

    redirects = True

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(f"{error}: {reason}")
        self.error, self.reason = error, reason


class NotForTheApp(AuthorizationRefused):
    """Nothing that can be trusted says where the app is, or whether it may ask at all."""

    redirects = False
