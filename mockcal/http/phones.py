"""Phone numbers."""


def is_phone(text: str) -> bool:
    """An international number (`+…`) that some country could give out."""
    import phonenumbers

    if not text.startswith("+"):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, None))
    except phonenumbers.NumberParseException:
        return False
