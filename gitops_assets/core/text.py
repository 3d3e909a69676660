"""Text from outside, made safe to show: no undecodable bytes, no control characters."""

import unicodedata


def display(text: str) -> str:
    r"""The text with every character that cannot be stored or would move a cursor shown as an escape.

    Surrogates stand for bytes that were not UTF-8 (PEP 383) and are shown as ``\xNN``; control and
    format characters (Unicode categories Cc and Cf, the bidirectional overrides among them) as ``\xNN`` or
    ``\uNNNN``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character
