"""The command line."""


def main() -> None:
    raise SystemExit("mockcal serve is on its way")
