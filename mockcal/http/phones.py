"""Phone numbers as the real API's validator takes them."""


def is_phone(text: str) -> bool:
    """A number that some country's plan has, written with its `+` and country code."""
    import phonenumbers

    if not text.startswith("+") or text != text.rstrip():
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False
