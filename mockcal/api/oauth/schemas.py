"""What `/v2/oauth/{clientId}/…` takes."""

from mockcal.http.dto import Dto


class RefreshTokens(Dto):
    refresh_token: str


class Authorize(Dto):
    redirect_uri: str


class Exchange(Dto):
    client_secret: str
