"""Secrets that only the name they are given to, or what stands around them, tells from other strings."""

import base64
import binascii
import json
import re

from gitops_assets.core.secrets.model import Rule, assigned, form
from gitops_assets.core.secrets.placeholders import placeholder, worded

_LOCAL = re.compile(
    rb"(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|[\w-]+(?:[:/?\"'\s]|$)"
    rb"|(?:[\w-]+\.)*(?:example|test|invalid|local)\b)",
    re.IGNORECASE,
)
_NO_SECRET_NAME = re.compile(
    rb"hash|digest|sha\d|checksum|public|_?(?:id|url|uri|path|file|name|type|field|label|regex|pattern|header|format)s?$"
    rb"|tokeni[sz]|tokens?_?(?:limit|count)|next|page|cursor|csrf|sitekey|csv",
    re.IGNORECASE,
)
_UNFIT = re.compile(rb"[()\[\]{};,\s\\|]|://|^[./~#@:]|\.[a-z]{2,4}$|^[A-Za-z.]+$|^[\d.:/-]+$")
_NAMES = re.compile(
    rb"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[a-z0-9]+(?:[_-][a-z0-9]{1,12})+|[A-Z0-9]+(?:_[A-Z0-9]+)+"
)
"""Names of code and of things, in which words are joined."""
_BARE = 20
"""Characters from which a value without quotes is no name of code, however few kinds it has."""

_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _remote(match: re.Match[bytes]) -> bool:
    """A password for a real host; one for this machine or a neighbour in a composition is a default."""
    return _LOCAL.match(match["host"]) is None and match["user"].lower() != match["secret"].lower()


def _random(match: re.Match[bytes]) -> bool:
    """A name that holds a secret, and a value that nobody would write as a name, a path or a message."""
    value = match["secret"]
    if (
        _NO_SECRET_NAME.search(match["name"])
        or _UNFIT.search(value)
        or _NAMES.fullmatch(value)
        or worded(value)
    ):
        return False
    kinds = sum(
        re.search(kind, value) is not None for kind in (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[^A-Za-z0-9]")
    )
    bare = not match["mark"] and len(value) < _BARE
    if bare and b"/" in value:
        return False
    return (
        _UUID.fullmatch(value) is None
        and re.search(rb"\d", value) is not None
        and kinds >= (4 if bare else 2)
    )


_DIGITS = tuple(bytes([digit]) for digit in b"0123456789")


def _mixed(match: re.Match[bytes]) -> bool:
    """Whether letters and digits are mixed, as words and numbers by themselves are not."""
    value = match["secret"]
    return not worded(value) and any(map(value.__contains__, _DIGITS)) and not value.isdigit()


def _signed(match: re.Match[bytes]) -> bool:
    """The header decodes and names an algorithm; the payload is not the one of the examples."""
    header, payload = (_decoded(part) for part in match["secret"].split(b".")[:2])
    if header.get("alg") in {None, "none"} or not payload:
        return False
    return payload.get("sub") != "1234567890" and "John Doe" not in payload.values()


def _decoded(part: bytes) -> dict[str, object]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


_HEX = "[0-9a-f]"
_ID = f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_DOTTED = r"[\w.-]{1,80}"


def _login(match: re.Match[bytes]) -> bool:
    """Whether it is base64 of ``user:password``, and neither a word nor a placeholder of one."""
    try:
        user, colon, password = base64.b64decode(match["secret"], validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return False
    sound = bool(user and colon and len(password) >= 6) and all(32 < each < 127 for each in user + password)
    return sound and not placeholder(password) and not worded(password) and password != user


ASSIGNMENTS: tuple[Rule, ...] = (
    assigned(
        "aws-secret-key",
        "AWS secret access key",
        "aws secret",
        "[A-Za-z0-9/+]{40}",
        "access_?key|secret",
    ),
    assigned(
        "azure-storage-key",
        "Azure storage key",
        "account azure_storage",
        "[A-Za-z0-9+/]{86}==",
        "key",
    ),
    assigned("twilio-token", "Twilio auth token", "twilio", f"{_HEX}{{32}}"),
    assigned(
        "mailgun-private-key", "Mailgun private key", "mailgun", f"{_HEX}{{32}}-{_HEX}{{8}}-{_HEX}{{8}}"
    ),
    assigned(
        "heroku-key",
        "Heroku API key",
        "heroku",
        f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}",
        "key|token|secret",
    ),
    assigned(
        "cloudflare-token", "Cloudflare token", "cloudflare cf_api", r"[\w-]{40}|[0-9a-f]{37}", "key|token"
    ),
    assigned("datadog-key", "Datadog key", "datadog dd_ap", f"{_HEX}{{40}}|{_HEX}{{32}}", "key"),
    assigned("algolia-admin-key", "Algolia admin key", "algolia", f"{_HEX}{{32}}", "admin|write"),
    assigned("codecov-token", "Codecov token", "codecov", f"{_ID}|{_HEX}{{32}}", "token"),
    assigned("snyk-token", "Snyk token", "snyk", _ID, "token|key"),
    assigned("sonar-token", "Sonar token", "sonar", f"(?:sq[apu]_)?{_HEX}{{40}}", "token|login"),
    assigned(
        "circleci-token",
        "CircleCI token",
        "circle",
        rf"{_HEX}{{40}}|CCIPAT_\w{{22}}_{_HEX}{{40}}",
        "token|key",
    ),
    assigned(
        "pagerduty-key", "PagerDuty key", "pagerduty pager_duty", rf"[\w+-]{{20}}|{_HEX}{{32}}", "token|key"
    ),
    assigned(
        "launchdarkly-key",
        "LaunchDarkly key",
        "launchdarkly launch_darkly ld_",
        f"(?:sdk|api)-{_ID}",
        "key|token",
    ),
    assigned("azure-key", "Azure service key", "azure cosmos", f"{_HEX}{{32}}|[A-Za-z0-9]{{84}}", "key"),
    assigned("fastly-token", "Fastly token", "fastly", r"[\w-]{32}", "token|key"),
    assigned("facebook-secret", "Facebook app secret", "facebook fb_", f"{_HEX}{{32}}", "secret"),
    assigned("okta-token", "Okta token", "okta", r"00[\w-]{40}", "key|token|secret"),
    assigned(
        "discord-token",
        "Discord bot token",
        "discord bot_token",
        r"[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}",
    ),
    assigned("vault-old-token", "Vault token", "vault", r"s\.[A-Za-z0-9]{24}", "token"),
    Rule(
        id="azure-client-secret",
        title="Azure client secret",
        keywords=(b"Q~",),
        pattern=form(r"(?<=[\w.~-]{3}[78])(?P<secret>Q~[\w.~-]{31,34})(?![\w.~-])"),
    ),
    Rule(
        id="slack-webhook",
        title="Slack webhook",
        keywords=(b"hooks.slack.com/",),
        pattern=form(
            r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[TA][A-Z0-9]{7,12}/[A-Z0-9]{7,12}/[A-Za-z0-9/]{20,48})"
        ),
    ),
    Rule(
        id="discord-webhook",
        title="Discord webhook",
        keywords=(b"/webhooks/",),
        pattern=form(r"/webhooks/(?P<secret>\d{17,20}/[\w-]{60,72})"),
    ),
    Rule(
        id="telegram-token",
        title="Telegram bot token",
        keywords=(b":AA",),
        pattern=form(r"(?<=\d{8}):(?P<secret>AA[\w-]{33})(?![\w-])"),
        entropy=3.5,
    ),
    Rule(
        id="google-api-key",
        title="Google API key",
        keywords=(b"AIza",),
        pattern=form(r"(?<![\w-])(?P<secret>AIza[\w-]{35})(?![\w-])"),
        entropy=3.5,
        strong=False,
    ),
    Rule(
        id="gcp-service-account",
        title="GCP service account key",
        keywords=(b'"private_key"',),
        pattern=form(
            r'"private_key"\s{0,9}:\s{0,9}"-----BEGIN\ (?:RSA\ )?PRIVATE\ KEY-----'
            r"(?:\\n)?(?P<secret>[\w+/=\\]{200,4000})"
        ),
        entropy=4.0,
        bulky=True,
    ),
    Rule(
        id="private-key",
        title="private key",
        keywords=(b"-----BEGIN ",),
        pattern=form(
            r"""-----BEGIN\ (?:[A-Z0-9]{1,20}\ ){0,3}PRIVATE\ KEY(?:\ BLOCK)?-----
            (?:\\n|\\r|[\s"'+,]|(?:Proc-Type|DEK-Info|Version|Comment):[^\n\\]{0,200}+){0,40}
            (?P<secret>[A-Za-z0-9+/=]{32}[A-Za-z0-9+/=\\\s"',]{32,8000})"""
        ),
        entropy=4.0,
        strong=False,
        bulky=True,
    ),
    Rule(
        id="jwt",
        title="JSON web token",
        keywords=(b"eyJ",),
        pattern=form(r"(?<![\w.+/-])(?P<secret>eyJ[\w-]{10,500}\.eyJ[\w-]{10,3000}\.[\w-]{20,700})"),
        strong=False,
        confirms=_signed,
    ),
    Rule(
        id="npmrc-token",
        title="token of a package registry",
        keywords=(b":_auth", b":_password"),
        pattern=form(
            r""":_(?:authToken|password|auth)[ \t]{0,4}=[ \t]{0,4}"?(?P<secret>[\w+/=.-]{16,400})"""
        ),
    ),
    Rule(
        id="netrc-password",
        title="password in a .netrc",
        keywords=(b"machine ",),
        pattern=form(
            r"""machine[ ]{1,4}(?P<host>\S{1,120})\s{1,9}login\s{1,4}(?P<user>\S{1,120})
            \s{1,9}password\s{1,4}(?P<secret>[^\s\\"'<>]{6,120})"""
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=_remote,
    ),
    Rule(
        id="curl-login",
        title="login in a call of curl",
        keywords=(b"curl ",),
        pattern=form(
            r"""curl(?=[ ])(?:(?!curl[ ])(?:[^\n]|\\\n)){0,300}?[ ](?:-u|--user)[ =]{0,4}["']{0,2}
            (?P<user>[^\s:"'$<>]{0,80})["']?:["']?(?P<secret>[^\s"'$<>]{6,120})"""
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=_mixed,
    ),
    Rule(
        id="authorization-header",
        title="token in a header",
        keywords=(b"uthorization:",),
        pattern=form(
            r"""uthorization:[ ]{0,4}(?:(?:Bearer|Token|Api-Token|ApiKey)[ ]{1,2})?
            (?P<secret>[\w+/.~-]{20,2000}={0,2})(?![\w+/=.~-])"""
        ),
        entropy=3.4,
        strong=False,
        confirms=_mixed,
    ),
    Rule(
        id="sentry-dsn",
        title="Sentry DSN with its secret half",
        keywords=(b"://",),
        pattern=form(rf"://{_HEX}{{32}}:(?P<secret>{_HEX}{{32}})@{_DOTTED}/\d"),
    ),
    Rule(
        id="database-password",
        title="password of a database",
        keywords=(b"://",),
        pattern=form(
            rf"""(?:(?<=postgres)|(?<=postgresql)|(?<=psycopg2)|(?<=asyncpg)|(?<=mysql)|(?<=mongodb)|(?<=\+srv)|(?<=redis)
               |(?<=rediss)|(?<=amqp)|(?<=amqps))
            ://(?P<user>[^\s:/@"'<>]{{0,80}}):(?P<secret>[^\s:/@"'<>]{{6,120}})
            @(?P<host>{_DOTTED}[:/?"'\s]?)""",
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=_remote,
    ),
    Rule(
        id="url-password",
        title="password in an address",
        keywords=(b"://",),
        pattern=form(
            rf"""(?<=[a-z])://(?P<user>[^\s:/@"'<>?\#]{{1,80}}):(?P<secret>[^\s:/@"'<>]{{6,120}})
            @(?P<host>{_DOTTED}[:/?"'\s]?)"""
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=_remote,
    ),
    Rule(
        id="basic-login",
        title="login in base64",
        keywords=(b"auth",),
        pattern=form(
            r"""auth(?:orization)?["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[=:,])[ \t]{0,8}["'`]?(?:basic[ ])?
            (?P<secret>[A-Za-z0-9+/]{12,400}={0,2})(?![\w/+=-])""",
            folded=True,
        ),
        folded=True,
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=_login,
    ),
    Rule(
        id="assigned-secret",
        title="secret in an assignment",
        keywords=(
            b"password",
            b"passwd",
            b"secret",
            b"token",
            b"api_key",
            b"apikey",
            b"api-key",
            b"access_key",
            b"auth_key",
        ),
        pattern=form(
            r"""(?<!page_)(?<!next_)(?<!csrf_)(?<!xsrf_)(?P<name>(?:password|passwd|secret|token|api[_-]?key|access_key|auth_key)[\w.-]{0,30})
            ["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[=:])[ \t]{0,8}
            (?:[bru](?=["']))?(?P<mark>["'`])?(?P<secret>(?(mark)[^\s"'`]{10,200}|[\w+/=!@\#^&*.-]{12,200}))
            (?(mark)(?P=mark)|(?=[ \t\r]{0,8}(?:\n|\Z)))""",
            folded=True,
        ),
        folded=True,
        entropy=3.3,
        strong=False,
        chosen=True,
        confirms=_random,
    ),
)
