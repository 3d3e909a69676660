"""Secrets that only the name they are given to tells from other strings."""

from gitops_assets.core.secrets.believed import generated, random
from gitops_assets.core.secrets.model import Rule, form

_NAMES = (
    b"password",
    b"passwd",
    b"secret",
    b"token",
    b"api_key",
    b"apikey",
    b"api-key",
    b"access_key",
    b"auth_key",
)

ASSIGNMENTS: tuple[Rule, ...] = (
    Rule(
        id="assigned-secret",
        title="secret in an assignment",
        keywords=_NAMES,
        pattern=form(
            r"""(?P<name>(?:password|passwd|secret|token|api[_-]?key|access_key|auth_key)[\w.-]{0,30})
            ["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[=:])[ \t]{0,8}
            (?:[bru](?=["']))?(?P<mark>["'`])?(?P<secret>(?(mark)[^\s"'`]{10,600}|[\w+/=!@\#^&*.-]{12,600}))
            (?(mark)(?P=mark)|(?=[ \t\r]{0,8}(?:\n|\Z|[ ]\#)))""",
            folded=True,
        ),
        folded=True,
        strong=False,
        chosen=True,
        confirms=random,
    ),
    Rule(
        id="named-token",
        title="token behind its name",
        keywords=(*_NAMES, b"key"),
        pattern=form(
            r"""(?P<name>(?:key|password|passwd|secret|token|api[_-]?key|access_key|auth_key)[\w.-]{0,20}?)
            (?:["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[=:])[ \t]{0,8}|["'],[ ]{0,4}|[ ]{1,8})
            (?:[bru](?=["']))?["'`]?(?P<secret>[\w+/=-]{24,600})(?![\w+/=.(\[%-])""",
            folded=True,
        ),
        folded=True,
        entropy=3.2,
        strong=False,
        chosen=True,
        confirms=generated,
    ),
)
