"""One request, one transaction: committed after the answer is made and before it leaves, rolled back by a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from mockcal.http.call import Call, call_of
from mockcal.http.errors import ApiError
from mockcal.sandbox.transaction import Transaction


@contextmanager
def transaction_of(call: Call) -> Iterator[None]:
    """Ends the transaction that the block began, if it did. Around the handler rather than a dependency that yields:
    those cost an asynchronous stack per request."""
    try:
        yield
        if call.tx is not None:
            call.tx.commit()
    except BaseException as error:
        if call.tx is not None:
            if isinstance(error, ApiError) and error.keeps_work:
                call.tx.commit()
            else:
                call.tx.rollback()
        raise
    finally:
        if call.tx is not None:
            call.explain = call.tx.explanation or call.explain
            call.tx = None


def begun(call: Call) -> Transaction:
    """The call's one transaction."""
    if call.tx is None:
        call.tx = Transaction(call.sandbox, call.fetched)
    return call.tx


async def _transaction(request: Request) -> Transaction:
    return begun(call_of(request))


Tx = Annotated[Transaction, Depends(_transaction)]
