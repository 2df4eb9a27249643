"""Measurements, run by hand: `python -m bench [NAME…]`; figures are kept in bench/README.md."""
