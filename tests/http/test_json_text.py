"""JSON is read and refused as Node 20 and Express do, and written as `JSON.stringify` does. Sentences: seen in Node 20."""

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from mockcal.http.json_text import DEEPEST, MalformedJson, dump, parse

MALFORMED = {
    # objects
    "open object": ("{", "Expected property name or '}' in JSON at position 1"),
    "name without quotes": ("{a:1}", "Expected property name or '}' in JSON at position 1"),
    "comma at the end of an object": ('{"a":1,}', "Expected double-quoted property name in JSON at position 7"),
    "no colon": ('{"a" 1}', "Expected ':' after property name in JSON at position 5"),
    "no colon and no end": ('{"a"', "Expected ':' after property name in JSON at position 4"),
    "no colon in a later member": ('{"a":1,"b"', "Unexpected end of JSON input"),
    "number for a later colon": ('{"a":1,"b" 2}', "Unexpected number in JSON at position 11"),
    "string for a later colon": ('{"a":1,"b" "c"}', "Unexpected string in JSON at position 11"),
    "no comma between members": ('{"a":1 "b":2}', "Expected ',' or '}' after property value in JSON at position 7"),
    "object without end": ('{"a":1', "Expected ',' or '}' after property value in JSON at position 6"),
    "no value": ('{"a":', "Unexpected end of JSON input"),
    # arrays
    "open array": ("[", "Unexpected end of JSON input"),
    "comma at the end of an array": ("[1,]", "Unexpected token ']', \"[1,]\" is not valid JSON"),
    "no comma between elements": ("[1 2]", "Expected ',' or ']' after array element in JSON at position 3"),
    "array without end": ("[1", "Expected ',' or ']' after array element in JSON at position 2"),
    # strings
    "line break in a string": ('["a\n"]', "Bad control character in string literal in JSON at position 3"),
    "string without end": ('["a', "Unterminated string in JSON at position 3"),
    "unknown escape": (r'["\x"]', "Bad escaped character in JSON at position 3"),
    "short unicode escape": (r'["\u00"]', "Bad Unicode escape in JSON at position 6"),
    "escape at the end": ('["\\', "Unexpected end of JSON input"),
    # numbers and words
    "number with leading zero": ("[01]", "Unexpected number in JSON at position 2"),
    "minus alone": ("[-]", "No number after minus sign in JSON at position 2"),
    "no digits after the point": ("[1.]", "Unterminated fractional number in JSON at position 3"),
    "no digits in the exponent": ("[1e]", "Exponent part is missing a number in JSON at position 3"),
    "half a word": ("[tru]", "Unexpected token ']', \"[tru]\" is not valid JSON"),
    "NaN": ("[NaN]", "Unexpected token 'N', \"[NaN]\" is not valid JSON"),
    "Infinity": ("[-Infinity]", "No number after minus sign in JSON at position 2"),
    # what is around
    "something after the end": ("{} x", "Unexpected non-whitespace character after JSON at position 3"),
    "position in UTF-16 units": ('["🚀"x]', "Expected ',' or ']' after array element in JSON at position 5"),
    # excerpts of ten units to each side
    "excerpt at the start": (
        '[x,"aaaaaaaaaaaaaaaaaaaa"]',
        'Unexpected token \'x\', "[x,"aaaaaaa"... is not valid JSON',
    ),
    "excerpt at the end": ('["aaaaaaaaaaaaaaaaaaaa",x]', 'Unexpected token \'x\', ..."aaaaaaaa",x]" is not valid JSON'),
    "excerpt in the middle": (
        '["aaaaaaaaaaaaaaaaaaaa",x,"bbbbbbbbbbbbbbbbbbbb"]',
        'Unexpected token \'x\', ..."aaaaaaaa",x,"bbbbbbb"... is not valid JSON',
    ),
    # Express takes objects and arrays only
    "empty": ("", "Unexpected end of JSON input"),
    "white space": (" \n", "Unexpected end of JSON input"),
    "bare number": ("123", "Unexpected token '1', \"123\" is not valid JSON"),
    "bare string": ('"abc"', 'Unexpected token \'"\', ""abc"" is not valid JSON'),
    "bare null": (" null", "Unexpected token 'n', \" null\" is not valid JSON"),
    "long bare text": ("username=alice&password=x", "Unexpected token 'u', \"username=a\"... is not valid JSON"),
}


class TestParse:
    @pytest.mark.parametrize(("text", "sentence"), MALFORMED.values(), ids=MALFORMED)
    def test_malformed_text_is_refused_in_the_words_of_node(self, text, sentence):
        with pytest.raises(MalformedJson) as refusal:
            parse(text.encode())

        assert refusal.value.message == sentence

    @pytest.mark.parametrize(
        ("body", "value"),
        [
            pytest.param(b'{"a":[1,"x",true,null,{}]}', {"a": [1, "x", True, None, {}]}, id="everything"),
            pytest.param(b" \r\n\t[] ", [], id="white space around"),
            pytest.param(b'\xef\xbb\xbf{"a":1}', {"a": 1}, id="byte order mark"),
            pytest.param(b'{"a":1,"a":2}', {"a": 2}, id="the last duplicate wins"),
            pytest.param(b'{"__proto__":{"a":1}}', {"__proto__": {"a": 1}}, id="prototype is a name"),
            pytest.param(b'["a\xffb\xe2\x82"]', ["a\ufffdb\ufffd"], id="bad UTF-8"),
            pytest.param(rb'["\ud83d\ude80"]', ["🚀"], id="surrogate pair"),
            pytest.param(rb'{"\udc00":"x\ud800y"}', {"\ufffd": "x\ufffdy"}, id="lone surrogates"),
        ],
    )
    def test_reads_as_node_does(self, body, value):
        assert parse(body) == value

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            pytest.param("1.0", 1, id="whole with a point"),
            pytest.param("1e3", 1000, id="whole with an exponent"),
            pytest.param("-0.0", 0, id="minus zero"),
            pytest.param("1.5", 1.5, id="fraction"),
            pytest.param("9007199254740993", 9007199254740992, id="beyond what doubles tell apart"),
            pytest.param("12345678901234567890", 1.2345678901234567e19, id="beyond the safe integers"),
            pytest.param("1e300", 1e300, id="huge"),
            pytest.param("1e400", float("inf"), id="infinite"),
            pytest.param("9" * 5000, float("inf"), id="more digits than Python takes"),
        ],
    )
    def test_numbers_are_doubles_and_whole_ones_ints(self, text, number):
        (read,) = parse(f"[{text}]".encode())

        assert (read, type(read)) == (number, type(number))

    @pytest.mark.parametrize(
        "body", [b"[" * 50_000, b'{"a":' * 9_000, b"[" * 101 + b"]" * 101], ids=["arrays", "objects", "closed"]
    )
    def test_what_nests_too_deeply_is_refused(self, body):
        with pytest.raises(MalformedJson) as refusal:
            parse(body)

        assert refusal.value.message == "JSON nested deeper than 100 levels"

    def test_brackets_in_strings_do_not_nest(self):
        assert parse(json.dumps(["[{" * 500]).encode()) == ["[{" * 500]

    def test_the_deepest_json_is_read_and_written(self):
        body = b"[" * DEEPEST + b"]" * DEEPEST

        assert dump(parse(body)) == body


class Mood(StrEnum):
    GOOD = "good"


class TestDump:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            pytest.param({"a": [1, True, None], "b": {}}, '{"a":[1,true,null],"b":{}}', id="compact"),
            pytest.param((1, 2), "[1,2]", id="tuple"),
            pytest.param({7: "x"}, '{"7":"x"}', id="names are text"),
            pytest.param("Zoë 🚀 </\u2028", '"Zoë 🚀 </\u2028"', id="unescaped"),
            pytest.param('a"\\\n\x01', '"a\\"\\\\\\n\\u0001"', id="escaped"),
            pytest.param("\ud800", '"\\ud800"', id="lone surrogate"),
            pytest.param(Mood.GOOD, '"good"', id="enum"),
            pytest.param([2.0, -0.0, 0.1], "[2,0,0.1]", id="whole floats"),
            pytest.param([float("nan"), float("-inf")], "[null,null]", id="no numbers"),
            pytest.param(
                [1e16, 1.5e20, 1e21, 1.25e300], "[10000000000000000,150000000000000000000,1e+21,1.25e+300]", id="large"
            ),
            pytest.param([0.000001, 0.00001234, 1e-7, 1.5e-9], "[0.000001,0.00001234,1e-7,1.5e-9]", id="small"),
            pytest.param(datetime(2024, 3, 23, 8, 33, 21, 851999, UTC), '"2024-03-23T08:33:21.851Z"', id="instant"),
            pytest.param(
                datetime(2024, 3, 23, 10, tzinfo=timezone(timedelta(hours=2))), '"2024-03-23T08:00:00.000Z"', id="zoned"
            ),
        ],
    )
    def test_writes_as_stringify_does(self, value, text):
        assert dump(value) == text.encode()

    def test_what_json_cannot_say_is_an_error(self):
        with pytest.raises(TypeError, match="set has no JSON form"):
            dump({"a": {1}})
