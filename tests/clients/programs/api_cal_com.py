"""Resolves api.cal.com to the server of the test. What is sent stays as the client made it."""

import os
import socket

_resolve = socket.getaddrinfo


def _resolved(host, port, *more, **options):
    if host == "api.cal.com":
        host, port = "127.0.0.1", int(os.environ["API_CAL_COM_PORT"])
    return _resolve(host, port, *more, **options)


socket.getaddrinfo = _resolved
