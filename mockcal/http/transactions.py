"""One request, one transaction: committed after the answer is made and before it leaves, rolled back by a refusal."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from mockcal.http.call import call_of
from mockcal.http.errors import ApiError
from mockcal.sandbox.transaction import Transaction


async def transaction(request: Request) -> AsyncIterator[Transaction]:
    call = call_of(request)
    tx = Transaction(call.sandbox, call.fetched)
    try:
        yield tx
        tx.commit()
    except BaseException as error:
        if isinstance(error, ApiError) and error.keeps_work:
            tx.commit()
        else:
            tx.rollback()
        raise
    finally:
        call.explain = tx.explanation or call.explain


Tx = Annotated[Transaction, Depends(transaction, scope="function")]
