"""The languages that a user or an attendee may have, in the order that the validator lists them in."""

_NAMES = (
    "ar ca de es eu he id ja lv pl ro sr th vi az cs el es-419 fi hr it km nl pt ru sv tr zh-CN bg da en et fr hu iw ko "
    "no pt-BR sk ta uk zh-TW bn"
)
LOCALES = tuple(_NAMES.split())
