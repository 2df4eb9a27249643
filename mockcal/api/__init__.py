"""The API, one package per section of its reference."""
