"""Results for people, and as JUnit XML for what shows test results."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from mockcal.receivers.grading import Grade, Result

SUITE = "mockcal verify-receiver"
WIDEST = 18


def line(result: Result) -> str:
    """One line; below it why, unless all is well."""
    took = f" in {result.seconds * 1000:.0f} ms" if result.seconds else ""
    told = f"{result.grade:8} {result.name:{WIDEST}}  {result.came_back}{took}"
    return f"{told}\n         {result.sentence}" if result.sentence else told


def summary(results: Sequence[Result]) -> str:
    """E.g. `11 checks: 8 passed, 2 warnings, 1 failed`."""
    counted = Counter(result.grade for result in results)
    told = [f"{counted[grade]} {grade}" for grade in Grade if counted[grade]]
    return f"{len(results)} checks: {', '.join(told)}".replace(
        "warning", "warning" + "s" * (counted[Grade.WARNING] > 1)
    )


def any_failed(results: Sequence[Result]) -> bool:
    return any(result.grade is Grade.FAILED for result in results)


def write_junit(path: Path, url: str, results: Sequence[Result]) -> None:
    """A warning is a test that passed and has something to say."""
    counted = Counter(result.grade for result in results)
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=SUITE,
        tests=str(len(results)),
        failures=str(counted[Grade.FAILED]),
        errors="0",
        skipped=str(counted[Grade.SKIPPED]),
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    ElementTree.SubElement(ElementTree.SubElement(suite, "properties"), "property", name="url", value=url)
    for result in results:
        _add_case(suite, result)
    ElementTree.indent(suites)
    ElementTree.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def _add_case(suite: ElementTree.Element, result: Result) -> None:
    named = {"classname": SUITE, "name": result.name, "time": f"{result.seconds:.3f}"}
    case = ElementTree.SubElement(suite, "testcase", named)
    match result.grade:
        case Grade.FAILED:
            ElementTree.SubElement(case, "failure", message=result.came_back).text = result.sentence
        case Grade.SKIPPED:
            ElementTree.SubElement(case, "skipped", message=result.came_back)
        case Grade.WARNING:
            ElementTree.SubElement(case, "system-out").text = f"warning: {result.sentence}"
        case Grade.PASSED:
            pass
