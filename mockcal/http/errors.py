"""Every refusal the API can answer with, by the shape of its body.

ApiError
├── HttpError              envelope with details         (the class name is the wire's `code`)
│   ├── BadRequest 400  ├── Unauthorized 401  ├── Forbidden 403  ├── NotFound 404
│   ├── Conflict 409    ├── UnprocessableEntity 422       ├── TooManyRequests 429
│   ├── NotImplementedHere 501
│   └── InvalidBody 400        details are the validator's `errors`
├── PlainDetailsError      envelope whose details are a string or an object of their own
│   └── TokenExpired 498
├── CodedError             envelope without details, code of its own
│   ├── TrpcError          the sentence is fixed by the status unless a text is quoted
│   ├── DuplicateRecord 409 ├── RecordNotFound 404  ├── RecordMissing 400
│   ├── DatabaseRefusal 400    what the real service answers with 500
│   └── InvalidSchema 400      core schema of a body: issues in reverse order
├── RepeatedMessageError   envelope without details, the message repeated beside `error`
├── RawError               {"statusCode", "message"} and nothing else
└── OAuth2Error            {"error", "error_description"}
"""

from http import HTTPStatus
from typing import Any, ClassVar

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal in the real service's words. `explain` says in ours what those words hide."""

    status: ClassVar[int]
    explain: str | None = None
    headers: ClassVar[dict[str, str]] = {}
    keeps_work: bool = False  # the real service refuses too late: what was done until then stays

    def __init__(self, message: str = "", *, explain: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if explain is not None:
            self.explain = explain

    def answer_status(self) -> int:
        return self.status

    def body(self, *, path: str, at: str) -> Json:
        raise NotImplementedError


def envelope(*, path: str, at: str, error: Json) -> Json:
    return {"status": "error", "timestamp": at, "path": path, "error": error}


class HttpError(ApiError):
    """Envelope with `details` {message, error, statusCode}."""

    code: ClassVar[str]

    def body(self, *, path: str, at: str) -> Json:
        return envelope(path=path, at=at, error={"code": self.code, "message": self.message, "details": self.details()})

    def details(self) -> Any:
        return {"message": self.message, "error": HTTPStatus(self.status).phrase, "statusCode": self.status}


class BadRequest(HttpError):
    status = 400
    code = "BadRequestException"


class Unauthorized(HttpError):
    status = 401
    code = "UnauthorizedException"


class Forbidden(HttpError):
    status = 403
    code = "ForbiddenException"


class NotFound(HttpError):
    status = 404
    code = "NotFoundException"


class Conflict(HttpError):
    status = 409
    code = "ConflictException"


class UnprocessableEntity(HttpError):
    status = 422
    code = "UnprocessableEntityException"

    def details(self) -> Any:
        return {"message": self.message, "error": "Unprocessable Entity", "statusCode": self.status}


class NotImplementedHere(HttpError):
    """Ours: an operation that mockcal does not have yet."""

    status = 501
    code = "NotImplementedException"


class BareUnauthorized(Unauthorized):
    """Thrown without a message of its own."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")

    def details(self) -> Any:
        return {"message": self.message, "statusCode": self.status}


class InvalidBody(BadRequest):
    """400: body or query does not validate; `errors` are class-validator's items."""

    def __init__(self, errors: list[Json]) -> None:
        super().__init__("Bad Request Exception")
        self.errors = errors

    def details(self) -> Any:
        return {"errors": self.errors}


class BadRequestWithDetail(BadRequest):
    """400 whose `details.error` carries a list instead of the status' name."""

    def __init__(self, message: str, detail: str) -> None:
        super().__init__(message)
        self.detail = detail

    def details(self) -> Any:
        return {"message": self.message, "error": self.detail, "statusCode": self.status}


class PlainDetailsError(ApiError):
    """Envelope whose `details` repeat the message as a string."""

    code: ClassVar[str]

    def body(self, *, path: str, at: str) -> Json:
        return envelope(path=path, at=at, error={"code": self.code, "message": self.message, "details": self.message})


class TokenExpired(PlainDetailsError):
    """498: a managed user's access token is past its time; clients refresh on this status."""

    status = 498
    code = "TokenExpiredException"

    def __init__(self) -> None:
        super().__init__("ACCESS_TOKEN_IS_EXPIRED", explain="the access token expired by this sandbox's clock")


class TooManyRequests(PlainDetailsError):
    status = 429
    code = "ThrottlerException"

    def __init__(self) -> None:
        super().__init__("CustomThrottlerGuard - Too many requests. Please try again later.")


class GenericHttpError(PlainDetailsError):
    """A generic exception thrown with a string: code HttpException, any status."""

    status = 400
    code = "HttpException"

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self._status = status

    def answer_status(self) -> int:
        return self._status


class CodedError(ApiError):
    """Envelope without `details`, with a code of its own."""

    code: str

    def body(self, *, path: str, at: str) -> Json:
        return envelope(path=path, at=at, error={"code": self.code, "message": self.message})


class TrpcError(CodedError):
    """A refusal of the inner service: its status' generic sentence, unless a text is known to be sent."""

    status = 400
    code = "TRPCError"
    GENERIC: ClassVar[dict[int, str]] = {
        400: "Bad request: Please check your request data and try again",
        401: "You are not authorized to access this resource",
        403: "You don't have necessary permissions to access this resource",
        404: "The requested resource was not found",
        409: "Could not process the request due to a resource conflict with the current state",
        429: "You have exceeded the allowed number of requests",
    }

    def __init__(self, status: int, message: str | None = None, *, explain: str | None = None) -> None:
        super().__init__(message or self.GENERIC[status], explain=explain)
        self._status = status

    def answer_status(self) -> int:
        return self._status


class DuplicateRecord(CodedError):
    """409: a unique constraint."""

    status = 409
    code = "CONFLICT"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__("Invalid Input: Trying to create a record that already exists.", explain=explain)


class RecordNotFound(CodedError):
    """404: a record that the database query required."""

    status = 404
    code = "NOT_FOUND"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__("Invalid Query: The requested record was not found.", explain=explain)


class RecordMissing(CodedError):
    """400: a foreign key that points at nothing."""

    status = 400
    code = "BAD_REQUEST"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__("Invalid input: The referenced data does not exist.", explain=explain)


class DatabaseRefusal(CodedError):
    """400 where the real service answers 500: bad input that only its database stops. mockcal never answers 500."""

    status = 400
    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, explain: str | None = None) -> None:
        super().__init__("There was an error, please try again later.", explain=explain)


class InternalRefusal(CodedError):
    """400 where the real service answers an unmapped 500 with this text."""

    status = 400
    code = "INTERNAL_SERVER_ERROR"


class InvalidSchema(CodedError):
    """400: the core schema of a body; `issues` are (dotted path, text), told in reverse order."""

    status = 400
    code = "BAD_REQUEST"

    def __init__(self, issues: list[tuple[str, str]]) -> None:
        super().__init__("".join(f"{path} - {text}, " for path, text in reversed(issues)))


class RepeatedMessageError(CodedError):
    """A domain error with a machine code; `message` stands beside `error` once more."""

    status = 400

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self._status, self.code = status, code

    def answer_status(self) -> int:
        return self._status

    def body(self, *, path: str, at: str) -> Json:
        return super().body(path=path, at=at) | {"message": self.message}


class RawError(ApiError):
    """Neither envelope nor `X-Request-Id`: {"statusCode", "message"}."""

    status = 400

    def __init__(self, status: int, message: str, *, explain: str | None = None) -> None:
        super().__init__(message, explain=explain)
        self._status = status

    def answer_status(self) -> int:
        return self._status

    def body(self, *, path: str, at: str) -> Json:
        return {"statusCode": self._status, "message": self.message}


class OAuth2Error(ApiError):
    """{"error", "error_description"}, as RFC 6749 has it."""

    status = 400

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self._status, self.error = status, error

    def answer_status(self) -> int:
        return self._status

    def body(self, *, path: str, at: str) -> Json:
        return {"error": self.error, "error_description": self.message}


class UnknownRoute(NotFound):
    """404 in the words for an unknown path, method or version."""

    def __init__(self, method: str, url: str, explain: str | None = None) -> None:
        super().__init__(f"Cannot {method} {url}", explain=explain)


class NumericExpected(BadRequest):
    """400: an integer path parameter that is none."""

    def __init__(self) -> None:
        super().__init__("Validation failed (numeric string is expected)")


class UuidExpected(BadRequest):
    """400: a UUID path parameter that is none."""

    def __init__(self) -> None:
        super().__init__("Validation failed (uuid is expected)")
