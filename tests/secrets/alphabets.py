"""What values are drawn from."""

import string

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM = LOWER + UPPER + DIGITS
URL = ALNUM + "_-"
BASE64 = ALNUM + "+/"
HEX = "0123456789abcdef"
