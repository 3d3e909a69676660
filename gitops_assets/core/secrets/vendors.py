"""Secrets without a prefix, which the name of their vendor before them tells from other strings."""

from gitops_assets.core.secrets.model import Rule, assigned, form

_HEX = "[0-9a-f]"
_ID = f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"

VENDORS: tuple[Rule, ...] = (
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
        _ID,
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
    assigned(
        "vault-service-token",
        "Vault token",
        "token",
        r"s\.(?=[A-Za-z]{0,23}\d)(?=[a-z0-9]{0,23}[A-Z])[A-Za-z0-9]{24}",
    ),
    assigned("wireguard-key", "WireGuard key", "privatekey presharedkey", "[A-Za-z0-9+/]{43}="),
    assigned("airtable-token", "Airtable token", "airtable", rf"pat[A-Za-z0-9]{{14}}\.{_HEX}{{64}}"),
    assigned("resend-key", "Resend key", "resend", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}"),
    assigned("npm-old-token", "npm token", "npm", _ID, "token"),
    assigned("atlas-key", "MongoDB Atlas key", "atlas", _ID, "private_?key|api_?key"),
    assigned("jenkins-token", "Jenkins token", "jenkins", f"11{_HEX}{{32}}", "token|key"),
    Rule(
        id="facebook-app-token",
        title="Facebook app token",
        keywords=(b"facebook", b"fb_"),
        pattern=form(
            r"""(?:facebook|fb_)[\w ."':=]{0,40}?\d{14,16}\|(?P<secret>[\w-]{27})(?![\w-])""", folded=True
        ),
        folded=True,
        strong=False,
    ),
    Rule(
        id="django-secret-key",
        title="secret key of Django",
        keywords=(b"secret",),
        pattern=form(
            r"""secret_key["']?[ ]{0,4}[=,][ ]{0,4}["'](?P<secret>[a-z0-9!@\#$%^&*(_=+)-]{50})["']""",
            folded=True,
        ),
        folded=True,
        entropy=4.0,
        strong=False,
        bulky=True,
    ),
)
