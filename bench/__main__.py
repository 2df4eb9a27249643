"""`python -m bench` measures all there is, `python -m bench start slots` only these."""

import importlib
import pkgutil
import sys

import bench

TOOLS = {"measure", "stores", "__main__"}


def main() -> None:
    known = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in TOOLS]
    wanted = sys.argv[1:] or known
    if unknown := [name for name in wanted if name not in known]:
        sys.exit(f"There is nothing called {', '.join(unknown)} to measure; there are {', '.join(known)}.")
    for name in wanted:
        importlib.import_module(f"bench.{name}").run()


if __name__ == "__main__":
    main()
