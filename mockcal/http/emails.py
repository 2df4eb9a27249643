"""E-mail addresses, as strictly as the real API takes them."""


def is_email(text: str) -> bool:
    """Syntax and a domain with a top level; nothing is looked up, and reserved names such as `.example` are fine."""
    import email_validator

    try:
        email_validator.validate_email(
            text, check_deliverability=False, test_environment=True, globally_deliverable=False
        )
    except email_validator.EmailNotValidError:
        return False
    return "." in text.rpartition("@")[2]
