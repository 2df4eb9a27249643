"""Dates are checked as validator.js does and read as V8 does (on a server in UTC)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mockcal.http.js_dates import is_iso8601, iso_ms, parse_date, parse_instant

DATES = {
    # text: (ISO 8601, in the calendar)
    "2024-03-23T08:33:21.851Z": (True, True),
    "2024-03-23T08:33:21+05:30": (True, True),
    "2024-03-23T08:33:21+0530": (True, True),
    "2024-03-23T08:33": (True, True),
    "2024-03-23T08": (True, True),
    "2024-03-23 08:33": (True, True),
    "2024-03-23T24:00": (True, True),
    "2024-03-23": (True, True),
    "2024-03": (True, True),
    "2024": (True, True),
    "20240323T083321Z": (True, True),
    "2024-W12-3": (True, True),
    "2024-02-29": (True, True),
    "2024-366": (True, True),
    "2023-366": (True, False),
    "2024-02-30": (True, False),
    "2023-02-29T10:00Z": (True, False),
    "2024-04-31": (True, False),
    "0050-01-01": (True, False),
    "2024-13-01": (False, False),
    "2024-01-32": (False, False),
    "2024-1-1": (False, False),
    "2024-0323": (False, False),
    "2024-03-23T25:00": (False, False),
    "2024-03-23T08:33:60Z": (False, False),
    "2024-03-23T08:3321": (False, False),
    "2024-03-23X": (False, False),
    "23/03/2024": (False, False),
    "tomorrow": (False, False),
    "": (False, False),
}


@pytest.mark.parametrize(("text", "verdicts"), DATES.items(), ids=DATES)
def test_is_iso8601(text, verdicts):
    assert (is_iso8601(text), is_iso8601(text, strict=True)) == verdicts


INSTANTS = {
    "2024-03-23T08:33:21.851Z": "2024-03-23T08:33:21.851Z",
    "2024-03-23": "2024-03-23T00:00:00.000Z",
    "2024-03": "2024-03-01T00:00:00.000Z",
    "2024": "2024-01-01T00:00:00.000Z",
    "2024-03-23T08:33": "2024-03-23T08:33:00.000Z",
    "2024-03-23 08:33": "2024-03-23T08:33:00.000Z",
    "2024-03-23t08:33z": "2024-03-23T08:33:00.000Z",
    "2024-03-23T08:33:21+05:30": "2024-03-23T03:03:21.000Z",
    "2024-03-23T23:33:21-0530": "2024-03-24T05:03:21.000Z",
    "2024-03-23T08:33:21.1239999Z": "2024-03-23T08:33:21.123Z",
    "2024-03-23T08:33:21.5Z": "2024-03-23T08:33:21.500Z",
    "2024-03-23T24:00": "2024-03-24T00:00:00.000Z",
    "2024-02-30": "2024-03-01T00:00:00.000Z",
    " 2024-03-23 ": "2024-03-23T00:00:00.000Z",
    "+002024-01-01": "2024-01-01T00:00:00.000Z",
    "0001-01-01": "0001-01-01T00:00:00.000Z",
}


@pytest.mark.parametrize(("text", "instant"), INSTANTS.items(), ids=INSTANTS)
def test_parse_instant(text, instant):
    moment = parse_instant(text)

    assert moment is not None
    assert moment.tzinfo is UTC
    assert iso_ms(moment) == instant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("tomorrow", id="a word"),
        pytest.param("20240323T083321Z", id="without separators"),
        pytest.param("2024-W12-3", id="week date"),
        pytest.param("2024-13-01", id="month"),
        pytest.param("2024-01-32", id="day"),
        pytest.param("2024-00-10", id="month zero"),
        pytest.param("2024-01-01T10", id="hour alone"),
        pytest.param("2024-01-01T24:00:01", id="after the end of the day"),
        pytest.param("2024-01-01T10:60", id="minute"),
        pytest.param("2024-01-01T10:00:60", id="second"),
        pytest.param("2024-01-01T10:00+24:00", id="offset"),
        pytest.param("2024-01-01T10:00:00,5Z", id="comma"),
        pytest.param("0000-01-01", id="year zero"),
        pytest.param("+275000-01-01", id="later than Python counts"),
        pytest.param("9999-12-31T23:00-05:00", id="later only in UTC"),
        pytest.param("0001-01-01T00:00+05:00", id="earlier only in UTC"),
    ],
)
def test_what_is_no_instant_is_none(text):
    assert parse_instant(text) is None


LOOSE = {
    "2024-03-23T08:33:21+05:30": "2024-03-23T03:03:21.000Z",
    "Feb 1, 2027": "2027-02-01T00:00:00.000Z",
    "1 February 2027": "2027-02-01T00:00:00.000Z",
    "February 1, 2027 10:05": "2027-02-01T10:05:00.000Z",
    "Mon, 01 Feb 2027 10:00:00 GMT": "2027-02-01T10:00:00.000Z",
    "Mon, 01 Feb 2027 10:00:00 +0200": "2027-02-01T08:00:00.000Z",
    "Mon Feb 01 2027 10:00:00 GMT-0500 (Eastern Standard Time)": "2027-02-01T15:00:00.000Z",
    "2/1/2027": "2027-02-01T00:00:00.000Z",
    "2/1/2027, 9:30": "2027-02-01T09:30:00.000Z",
    "2027/02/01": "2027-02-01T00:00:00.000Z",
    "2027-2-1": "2027-02-01T00:00:00.000Z",
    "Feb 30, 2027": "2027-03-02T00:00:00.000Z",
}


@pytest.mark.parametrize(("text", "instant"), LOOSE.items(), ids=LOOSE)
def test_parse_date(text, instant):
    moment = parse_date(text)

    assert moment is not None
    assert iso_ms(moment) == instant


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "Feb", "Foo 1, 2027", "Feb 32, 2027", "23/03/2024", "2024-13-01", "2/1/2027 24:30"]
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        pytest.param(datetime(2024, 3, 23, 8, 33, 21, 851_999, UTC), "2024-03-23T08:33:21.851Z", id="UTC"),
        pytest.param(datetime(2024, 3, 23, 8, 33), "2024-03-23T08:33:00.000Z", id="without a zone"),
        pytest.param(
            datetime(2024, 3, 23, 8, tzinfo=timezone(timedelta(hours=-5))),
            "2024-03-23T13:00:00.000Z",
            id="with an offset",
        ),
        pytest.param(datetime(7, 1, 1, tzinfo=UTC), "0007-01-01T00:00:00.000Z", id="four digits of year"),
    ],
)
def test_iso_ms(moment, text):
    assert iso_ms(moment) == text
