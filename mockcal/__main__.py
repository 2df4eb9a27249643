"""`python -m mockcal`."""

from mockcal.cli import main

main()
