"""Secrets that what stands around them tells from other strings: webhooks, keys, logins, headers."""

from gitops_assets.core.secrets.believed import login, mixed, remote, signed, unspoken
from gitops_assets.core.secrets.model import Rule, form

_DOTTED = r"[\w.-]{1,80}"
_SCHEMES = "postgres postgresql psycopg2 asyncpg mysql mongodb \\+srv redis rediss amqp amqps"
_DATABASE = f"(?:{'|'.join(f'(?<={scheme})' for scheme in _SCHEMES.split())})"
_CURL = r"""curl(?=[ ])(?:(?!curl[ ])(?:[^\n]|\\\n)){0,300}?[ ](?:-u|--user)[ =]{0,4}["']{0,2}"""


def _address(id_: str, title: str, behind: str, user: str) -> Rule:
    """A password that a person chose, in an address with this scheme before it."""
    return Rule(
        id=id_,
        title=title,
        keywords=(b"://",),
        pattern=form(
            rf"""{behind}://(?P<user>{user}):(?P<secret>[^\s:/@"'<>]{{6,120}})@(?P<host>{_DOTTED}[:/?"'\s]?)"""
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=remote,
    )


FRAMES: tuple[Rule, ...] = (
    Rule(
        id="azure-client-secret",
        title="Azure client secret",
        keywords=(b"Q~",),
        pattern=form(r"(?<=[\w.~-]{3}\d)(?P<secret>Q~[\w.~-]{31,34})(?![\w.~-])"),
    ),
    Rule(
        id="slack-webhook",
        title="Slack webhook",
        keywords=(b"hooks.slack.com/",),
        pattern=form(
            r"hooks\.slack\.com/(?:services|workflows)/[TA][A-Z0-9]{7,12}/[A-Z0-9]{7,12}/(?P<secret>[A-Za-z0-9/]{20,48})"
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
        confirms=signed,
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
        confirms=remote,
    ),
    Rule(
        id="curl-login",
        title="login in a call of curl",
        keywords=(b"curl ",),
        pattern=form(
            rf"""{_CURL}\{{?(?P<user>[^\s:"'$<>{{}}]{{0,80}})\}}?["']?:["']?\{{?(?P<secret>[^\s"'$<>{{}}]{{6,120}})"""
        ),
        entropy=2.5,
        strong=False,
        chosen=True,
        confirms=unspoken,
    ),
    Rule(
        id="curl-key",
        title="key in place of a user in a call of curl",
        keywords=(b"curl ",),
        pattern=form(rf"""{_CURL}(?P<secret>[^\s:"'$<>{{}}]{{10,120}}):["']?(?=[ \n\\])"""),
        entropy=2.8,
        strong=False,
        chosen=True,
        confirms=unspoken,
    ),
    Rule(
        id="curl-header",
        title="token in a header",
        keywords=(b"-H ", b"--header "),
        pattern=form(
            r"""(?:-H|--header)[ ]{1,4}["'][\w-]{0,40}(?:token|key|secret)[ ]{0,2}:[ ]{0,4}
            (?P<secret>[\w+/.~@=-]{10,2000})["']""",
            folded=True,
        ),
        entropy=2.6,
        strong=False,
        chosen=True,
        confirms=unspoken,
    ),
    Rule(
        id="authorization-header",
        title="token in a header",
        keywords=(b"uthorization:",),
        pattern=form(
            r"""uthorization:[ ]{0,4}(?:(?:Bearer|Token|Api-Token|ApiKey)[ ]{1,2})?
            (?P<secret>[\w+/.~@=-]{20,2000})(?![\w+/=.~@-])"""
        ),
        entropy=3.4,
        strong=False,
        confirms=mixed,
    ),
    Rule(
        id="sentry-dsn",
        title="Sentry DSN with its secret half",
        keywords=(b"://",),
        pattern=form(rf"://[0-9a-f]{{32}}:(?P<secret>[0-9a-f]{{32}})@{_DOTTED}/\d"),
    ),
    Rule(
        id="sidekiq-login",
        title="login to the gems of Sidekiq",
        keywords=(b"://",),
        pattern=form(r"://[0-9a-f]{8}:(?P<secret>[0-9a-f]{8})@(?:gems|enterprise)\.contribsys\.com"),
        entropy=1.5,
        chosen=True,
    ),
    _address("database-password", "password of a database", _DATABASE, r"""[^\s:/@"'<>]{0,80}"""),
    _address("url-password", "password in an address", "(?<=[a-z])", r"""[^\s:/@"'<>?\#]{1,80}"""),
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
        confirms=login,
    ),
)
