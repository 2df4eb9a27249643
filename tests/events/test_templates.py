"""`payloadTemplate`: a webhook's own body."""

import pytest

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def rendered(cal, receiver, mockcal):
    """What arrives for a template when `title` is booked."""

    def render(template: str, title: str = "Intro & demo") -> tuple[str, str]:
        cal.change(title=title, customName="{Event type title}")
        cal.subscribe(receiver.url, ["BOOKING_CREATED"], payloadTemplate=template)
        cal.book()
        mockcal.deliveries()
        (request,) = receiver.received
        return request.headers["Content-Type"], request.body.decode()

    return render


@pytest.mark.parametrize(
    ("template", "title", "kind", "body"),
    [
        (
            '{"content":"{{type}}: {{title}}","n":"{{attendees.0.name}}"}',
            "Intro & demo",
            JSON,
            '{"content":"intro: Intro &amp; demo","n":"Ana"}',
        ),
        ("hello {{organizer.name}}", "x", FORM, "hello Cal"),
        ('{"t":"{{title}}"}', 'Say "hi"', JSON, "false"),
        ('{"length": {{length}}}', "x", FORM, '{"length": 30}'),
        # Which kind it is.
        ('{"p": {{price}}}', "x", FORM, '{"p": 0}'),
        ('{ "spaces" : [ 1.0 , 1e3 ] , "2" : 1 }', "x", JSON, '{"2":1,"spaces":[1,1000]}'),
        ('"{{type}}"', "x", JSON, '"intro"'),
        ("0", "x", FORM, "0"),
        ("null", "x", FORM, "null"),
        ("{}", "x", JSON, "{}"),
        # What becomes of values.
        ("{{organizer}} {{attendees}}", "x", FORM, "[object Object] [object Object]"),
        ("[{{nothing}}{{organizer.nothing.more}}{{customReplyToEmail}}]", "x", FORM, "[]"),
        ("{{hideCalendarNotes}} {{length}}", "x", FORM, "false 30"),
        ("{{{title}}} {{&title}} {{title}}", "a & b", FORM, "a & b a & b a &amp; b"),
        ("{{title}}", "<b>'`=\"</b>", FORM, '&lt;b&gt;&#x27;&#x60;&#x3D;"&lt;/b&gt;'),
        # The context: the payload's fields, and two of the envelope's.
        ("{{triggerEvent}} {{createdAt}} [{{payload}}]", "x", FORM, "BOOKING_CREATED 2026-01-05T08:00:00.000Z []"),
        ("{{responses.name.value}} {{attendees.[0].email}} {{attendees.length}}", "x", FORM, "Ana ana@example.com 1"),
        ("{{metadata.videoCallUrl}}", "x", FORM, None),
        # Blocks.
        ("{{#if title}}yes{{else}}no{{/if}}", "x", FORM, "yes"),
        ("{{#if price}}dear{{else if length}}long{{else}}free{{/if}}", "x", FORM, "long"),
        ("{{#unless team}}alone{{/unless}}", "x", FORM, "alone"),
        ("{{#each attendees}}{{@index}} {{name}} {{../type}}{{/each}}", "x", FORM, "0 Ana intro"),
        ("{{#each organizer.language}}{{@key}}={{this}}{{/each}}", "x", FORM, "locale=en"),
        ("{{#each responses.guests.value}}x{{else}}nobody{{/each}}", "x", FORM, "nobody"),
        ("{{#with organizer}}{{name}} {{../type}}{{/with}}", "x", FORM, "Cal intro"),
        ("{{#organizer}}{{name}}{{/organizer}}{{^team}} alone{{/team}}", "x", FORM, "Cal alone"),
        (
            "{{^team}}alone{{else}}with others{{/team}} {{^type}}a{{else if price}}b{{else}}c{{/type}}",
            "x",
            FORM,
            "alone c",
        ),
        ("{{#each attendees as |one at|}}{{at}}{{one.name}}{{/each}}", "x", FORM, "0Ana"),
        ("{{lookup attendees 0}} {{lookup organizer 'name'}}", "x", FORM, "[object Object] Cal"),
        ("{{lookup price 'name'}} [{{attendees.00.name}}]", "x", FORM, "0 []"),
        ("[{{log type}}]", "x", FORM, "[]"),
        ("a{{! unseen }}b{{!-- }} unseen --}}c \\{{raw}}", "x", FORM, "abc {{raw}}"),
        ("\\{{{raw}}} \\\\{{type}} \\\\\\{{type}}", "x", FORM, "{{{raw}}} \\intro \\\\intro"),
        ("{{'}}'}}{{!--}}x{{lookup organizer '{{'}}", "x", FORM, "x"),
        (
            "{{#responses.[name]}}{{value}}{{/responses.[name]}}{{#responses.[no such]}}x{{/responses.[no such]}}",
            "x",
            FORM,
            "Ana",
        ),
        (
            "{{#each attendees}}{{#each language}}{{@../index}}{{@key}}{{/each}}{{/each}}",
            "x",
            FORM,
            "0locale",
        ),
        ("a  {{~type~}}  b", "x", FORM, "aintrob"),
        ("one\n{{#if type}}\n  two\n{{/if}}\nthree", "x", FORM, "one\n  two\nthree"),
    ],
)
def test_what_arrives(rendered, template, title, kind, body):
    content_type, text = rendered(template, title)

    assert content_type == kind
    if body is None:
        assert text.startswith("https://app.cal.com/video/")
    else:
        assert text == body


@pytest.mark.parametrize(
    "template",
    [
        "{{#if x}}",
        "{{shout title}}",
        "{{> part}}",
        "{{/if}}",
        "{{}}",
        "{{title",
        "{{!-- never closed }}",
        "{{{title}}",
        pytest.param("{{#if type}}" * 999 + "{{/if}}" * 999, id="deep blocks"),
        pytest.param("{{" + "(" * 999 + "type" + ")" * 999 + "}}", id="deep expressions"),
        pytest.param("[" * 700 + "]" * 700, id="deep JSON"),
        pytest.param("{{" * 30_000, id="long"),
    ],
)
def test_a_template_that_is_none_sends_nothing(cal, receiver, mockcal, template):
    cal.subscribe(receiver.url, ["BOOKING_CREATED"], payloadTemplate=template)

    cal.book()

    (delivery,) = mockcal.deliveries()
    assert delivery["state"] == "failed"
    assert delivery["error"].startswith("payloadTemplate: ")
    assert receiver.received == []


@pytest.mark.parametrize(
    ("template", "body"),
    [
        ("[" + "1" * 5000 + "]", "[null]"),
        ('{"b":1,"' + "1" * 5000 + '":2}', '{"b":1,"' + "1" * 5000 + '":2}'),
        ("x{{attendees." + "1" * 5000 + "}}{{lookup attendees " + "1" * 5000 + "}}", "x"),
    ],
    ids=["number", "key", "index"],
)
def test_a_number_may_be_of_any_length(rendered, template, body):
    assert rendered(template)[1] == body


def test_an_empty_template_is_none(cal, receiver, mockcal):
    cal.subscribe(receiver.url, payloadTemplate="")

    cal.book()
    mockcal.deliveries()

    assert receiver.received[0].trigger == "BOOKING_CREATED"


def test_meetings_ignore_templates(cal, receiver, mockcal):
    cal.subscribe(receiver.url, ["MEETING_STARTED"], payloadTemplate='{"mine":"{{title}}"}')
    cal.book()

    mockcal.advance(to="2026-01-12T10:00:00Z")
    mockcal.deliveries()

    assert receiver.received[0].trigger == "MEETING_STARTED"
