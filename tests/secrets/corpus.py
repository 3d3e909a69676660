"""Secrets and what looks like them, put together while tests run.

No file of this repository holds a value with the form of a secret: each is drawn from a seeded source.
"""

import base64
import json
import random
import uuid
from collections.abc import Iterator

from gitops_assets.core.secrets.checksums import checksum
from tests.secrets.alphabets import ALNUM, BASE64, DIGITS, HEX, LOWER, UPPER, URL
from tests.secrets.service_values import service_values

_DJANGO = LOWER + DIGITS + "!@#$%^&*(-_=+)"


class Maker:
    """Values drawn from a seed, so that a failure can be seen again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - values that open nothing

    def of(self, alphabet: str, length: int) -> str:
        """A value without the runs that nobody's generator makes."""
        while True:
            value = "".join(self._random.choices(alphabet, k=length))
            if length < 12 or (len(set(value)) > 6 and value[0] not in "-_" and value[-1] not in "-_"):
                return value

    def uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def jwt(self) -> str:
        parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": self.of(HEX, 12), "iat": 1_700_000_000})
        encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        return ".".join((*encoded, self.of(URL, 43)))

    def checked(self) -> str:
        """What stands behind the prefix of a GitHub or npm token."""
        payload = self.of(ALNUM, 30)
        return payload + checksum(payload.encode()).decode()

    def login(self) -> str:
        return base64.b64encode(f"deploy:{self.of(ALNUM, 14)}".encode()).decode()

    def key(self) -> str:
        return "\n".join(self.of(BASE64, 64) for _ in range(12))


def values(make: Maker) -> dict[str, str]:
    """One value of every rule whose form needs no name."""
    of = make.of
    return {
        "aws-access-key": "AKIA" + of(UPPER + "234567", 16),
        "github-fine-grained-token": f"github_pat_{of(ALNUM, 22)}_{of(ALNUM, 59)}",
        "github-token": "gh" + "p_" + make.checked(),
        "gitlab-token": "glpat" + "-" + of(URL, 20),
        "slack-token": f"xox{'b'}-{of(DIGITS, 12)}-{of(DIGITS, 12)}-{of(ALNUM, 24)}",
        "slack-app-token": f"xapp-1-A{of(UPPER, 10)}-{of(DIGITS, 13)}-{of(HEX, 64)}",
        "slack-webhook": f"https://hooks.slack.com/services/T{of(UPPER, 8)}/B{of(UPPER, 8)}/{of(ALNUM, 24)}",
        "stripe-key": "sk_" + "live_" + of(ALNUM, 24),
        "stripe-webhook-secret": "whsec" + "_" + of(ALNUM, 32),
        "sendgrid-key": f"SG.{of(URL, 22)}.{of(URL, 43)}",
        "mailgun-key": "key" + "-" + of(HEX, 32),
        "npm-token": "npm" + "_" + make.checked(),
        "pypi-token": "pypi-" + "AgEIcHlwaS5vcmc" + of(URL, 120),
        "docker-token": "dckr_pat" + "_" + of(URL, 27),
        "heroku-token": "HRKU-AA" + of(URL, 58),
        "digitalocean-token": "dop_v1" + "_" + of(HEX, 64),
        "cloudflare-origin-key": f"v1.0-{of(HEX, 24)}-{of(HEX, 146)}",
        "anthropic-key": f"sk-ant-api03-{of(URL, 93)}AA",
        "openai-key": f"sk-proj-{of(URL, 40)}T3BlbkFJ{of(URL, 40)}",
        "huggingface-token": "hf" + "_" + of(LOWER + UPPER, 34),
        "square-token": "sq0atp" + "-" + of(URL, 22),
        "shopify-token": "shpat" + "_" + of(HEX, 32),
        "databricks-token": "dapi" + of(HEX, 32),
        "vault-token": "hvs" + "." + of(ALNUM, 95),
        "newrelic-key": "NRAK" + "-" + of(UPPER + DIGITS, 27),
        "sentry-token": "sntryu" + "_" + of(HEX, 64),
        "google-oauth-secret": "GOCSPX" + "-" + of(URL, 28),
        "google-api-key": "AIza" + of(URL, 35),
        "azure-client-secret": f"{of(ALNUM, 3)}8Q~{of(ALNUM, 34)}",
        "discord-webhook": f"https://discord.com/api/webhooks/{of(DIGITS, 18)}/{of(URL, 68)}",
        "telegram-token": f"{of('123456789', 10)}:AA{of(URL, 33)}",
        "firebase-key": "APA91b" + of(URL, 134),
        "bitbucket-password": "ATBB" + of(ALNUM, 32),
        "atlassian-token": "ATATT3" + of(URL, 186),
        "azure-devops-token": f"{of(ALNUM, 76)}AZDO{of(ALNUM, 4)}",
        "azure-bus-key": f"SharedAccessKey={of(BASE64, 43)}=",
        "mailchimp-key": of(HEX, 32) + "-us" + "12",
        "brevo-key": f"xkeysib-{of(HEX, 64)}-{of(ALNUM, 16)}",
        "rubygems-key": "rubygems" + "_" + of(HEX, 48),
        "crates-token": "cio" + of(ALNUM, 32),
        "clojars-token": "CLOJARS" + "_" + of(LOWER + DIGITS, 60),
        "artifactory-key": "AKCp" + of(ALNUM, 69),
        "netlify-token": "nfp" + "_" + of(ALNUM, 36),
        "supabase-token": "sbp" + "_" + of(HEX, 40),
        "planetscale-token": "pscale_tkn" + "_" + of(URL, 43),
        "groq-key": "gsk" + "_" + of(ALNUM, 52),
        "replicate-token": "r8" + "_" + of(ALNUM, 37),
        "perplexity-key": "pplx" + "-" + of(ALNUM, 48),
        "xai-key": "xai" + "-" + of(ALNUM, 80),
        "terraform-token": f"{of(ALNUM, 14)}.atlasv1.{of(URL, 67)}",
        "pulumi-token": "pul" + "-" + of(HEX, 40),
        "doppler-token": "dp.pt" + "." + of(ALNUM, 43),
        "grafana-token": f"glsa_{of(ALNUM, 32)}_{of(HEX, 8)}",
        "postman-key": f"PMAK-{of(HEX, 24)}-{of(HEX, 34)}",
        "linear-key": "lin_api" + "_" + of(ALNUM, 40),
        "notion-token": "ntn" + "_" + of(ALNUM, 46),
        "figma-token": "figd" + "_" + of(URL, 40),
        "buildkite-token": "bkua" + "_" + of(HEX, 40),
        "tailscale-key": f"tskey-auth-{of(ALNUM, 12)}-{of(ALNUM, 32)}",
        "onepassword-token": "ops" + "_eyJ" + of(ALNUM, 400),
        "sourcegraph-token": "sgp" + "_local_" + of(HEX, 40),
        "octopus-key": "API" + "-" + of(UPPER + DIGITS, 26),
        "facebook-token": "EAA" + "M" + of(ALNUM, 160),
        "fortytwo-secret": "s-s4t2" + "ud-" + of(HEX, 64),
        "bedrock-key": "ABSK" + of(ALNUM, 128),
        "age-key": "AGE-SECRET-KEY" + "-1" + of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
        "jwt": make.jwt(),
        "sentry-dsn": f"https://{of(HEX, 32)}:{of(HEX, 32)}@sentry.acme.io/42",
        "database-password": f"postgresql://app:{of(ALNUM, 14)}@db.acme.io:5432/app",
        **service_values(make),
        "url-password": f"https://deploy:{of(ALNUM, 16)}@git.acme.io/app.git",
    }


CONTEXTS = (
    "client = connect('{}')\n",
    "deploy:\n  environment:\n    VALUE: {}\n",
    'curl -H "X-Auth: {}" https://api.acme.io/\n',
    '{{"name": "app", "value": "{}", "n": 1}}\n',
    "VALUE={}\n",
)


def named(make: Maker) -> dict[str, tuple[str, ...]]:
    """At least three contents of every rule that a name or a frame tells."""
    of = make.of

    def thrice(name: str, value: str) -> tuple[str, ...]:
        lower = name.lower()
        return f"{name}={value}\n", f'  "{lower}": "{value}",\n', f"const {lower} = '{value}';\n"

    frames = {}
    for kind in ("RSA ", "OPENSSH ", ""):
        head, end = f"-----BEGIN {kind}PRIVATE" + " KEY-----", f"-----END {kind}PRIVATE KEY-----"
        frames[kind] = f"{head}\n{make.key()}\n{end}\n"
    escaped = frames[""].replace("\n", "\\n")
    return {
        "aws-secret-key": thrice("AWS_SECRET_ACCESS_KEY", of(BASE64, 40)),
        "azure-storage-key": (
            f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={of(BASE64, 86)}==;\n",
            f'"accountKey": "{of(BASE64, 86)}=="\n',
            f"AZURE_STORAGE_KEY={of(BASE64, 86)}==\n",
        ),
        "twilio-token": thrice("TWILIO_AUTH_TOKEN", of(HEX, 32)),
        "mailgun-private-key": thrice("MAILGUN_API_KEY", f"{of(HEX, 32)}-{of(HEX, 8)}-{of(HEX, 8)}"),
        "heroku-key": thrice("HEROKU_API_KEY", make.uuid()),
        "cloudflare-token": thrice("CLOUDFLARE_API_TOKEN", of(ALNUM, 40)),
        "datadog-key": thrice("DD_API_KEY", of(HEX, 32)),
        "okta-token": thrice("OKTA_API_TOKEN", "00" + of(URL, 40)),
        "discord-token": thrice("DISCORD_TOKEN", f"M{of(ALNUM, 25)}.{of(ALNUM, 6)}.{of(ALNUM, 38)}"),
        "vault-old-token": thrice("VAULT_TOKEN", "s." + of(ALNUM, 24)),
        "gcp-service-account": (
            json.dumps({"type": "service_account", "private_key": frames[""]}),
            json.dumps({"private_key": frames["RSA "], "client_email": "a@acme.io"}, indent=2),
            f'{{"private_key" : "{escaped}"}}',
        ),
        "private-key": (
            frames["RSA "],
            "key: |\n  " + frames["OPENSSH "].replace("\n", "\n  "),
            f"KEY = '{escaped}'",
        ),
        "npmrc-token": (
            f"//npm.acme.io/:_authToken={make.uuid()}\n",
            f"//npm.acme.io/:_password={of(ALNUM, 24)}=\n",
            f"; mine\n//npm.acme.io/:_auth = {of(ALNUM, 32)}\n",
        ),
        "algolia-admin-key": thrice("ALGOLIA_ADMIN_KEY", of(HEX, 32)),
        "codecov-token": thrice("CODECOV_TOKEN", make.uuid()),
        "snyk-token": thrice("SNYK_TOKEN", make.uuid()),
        "sonar-token": thrice("SONAR_TOKEN", of(HEX, 40)),
        "circleci-token": thrice("CIRCLECI_TOKEN", of(HEX, 40)),
        "pagerduty-key": thrice("PAGERDUTY_TOKEN", of(ALNUM, 20)),
        "launchdarkly-key": thrice("LAUNCHDARKLY_SDK_KEY", "sdk-" + make.uuid()),
        "azure-key": thrice("AZURE_OPENAI_KEY", of(HEX, 32)),
        "fastly-token": thrice("FASTLY_API_TOKEN", of(URL, 32)),
        "facebook-secret": thrice("FACEBOOK_APP_SECRET", of(HEX, 32)),
        "netrc-password": (
            f"machine git.acme.io login deploy password {of(ALNUM, 14)}\n",
            f"machine git.acme.io\n  login deploy\n  password {of(ALNUM, 14)}\n",
            f"default\nmachine api.acme.io\n\tlogin a@acme.io\n\tpassword {of(ALNUM, 20)}\n",
        ),
        "curl-login": (
            f"curl -u deploy:{of(ALNUM, 14)}7a https://api.acme.io/\n",
            f"curl -s -X POST --user 'deploy:{of(ALNUM, 14)}7a' https://api.acme.io/\n",
            f'curl https://api.acme.io/ \\\n  --user "deploy":"{of(ALNUM, 14)}7a"\n',
        ),
        "authorization-header": (
            f"curl -H 'Authorization: Bearer {of(ALNUM, 40)}7a' https://api.acme.io/\n",
            f'  "Authorization: Token {of(HEX, 40)}"\n',
            f"header: 'Authorization: {of(HEX, 40)}'\n",
        ),
        "vault-service-token": thrice("TOKEN", f"s.a7{of(ALNUM, 21)}Z"),
        "wireguard-key": (
            f"[Interface]\nPrivateKey = {of(BASE64, 43)}=\nListenPort = 51820\n",
            f"[Peer]\nPresharedKey={of(BASE64, 43)}=\n",
            "  private" + f"Key: '{of(BASE64, 43)}='\n",
        ),
        "npm-old-token": thrice("NPM_TOKEN", make.uuid()),
        "atlas-key": thrice("ATLAS_PRIVATE_KEY", make.uuid()),
        "jenkins-token": thrice("JENKINS_API_TOKEN", f"11{of(HEX, 32)}"),
        "airtable-token": thrice("AIRTABLE_TOKEN", f"pat{of(ALNUM, 14)}.{of(HEX, 64)}"),
        "resend-key": thrice("RESEND_API_KEY", f"re_{of(ALNUM, 8)}_{of(ALNUM, 24)}"),
        "facebook-app-token": thrice("FACEBOOK_ACCESS", f"{of('123456789', 15)}|{of(ALNUM, 27)}"),
        "django-secret-key": (
            f"SECRET_KEY = '{of(_DJANGO, 50)}'\n",
            f"SECRET_KEY = os.environ.get('SECRET_KEY', '{of(_DJANGO, 50)}')\n",
            f'    "secret_key": env("DJANGO_SECRET_KEY", "{of(_DJANGO, 50)}"),\n',
        ),
        "sidekiq-login": (
            f"https://{of(HEX, 8)}:d{of(HEX, 6)}7@gems.contribsys.com/\n",
            f"source 'https://{of(HEX, 8)}:d{of(HEX, 6)}7@enterprise.contribsys.com'\n",
            f"http://{of(HEX, 8)}:d{of(HEX, 6)}7@gems.contribsys.com:80/path?a=b\n",
        ),
        "curl-key": (
            f"curl -u {of(ALNUM, 20)}7: https://api.acme.io/\n",
            f'curl https://api.acme.io/ -u "{of(ALNUM, 20)}7:" -d a=b\n',
            f"curl https://api.acme.io/ --user {of(ALNUM, 20)}7:\n",
        ),
        "curl-header": (
            f'curl -H "apikey: {make.uuid()}" https://api.acme.io/\n',
            f"curl https://api.acme.io/ \\\n  --header 'X-Api-Token: {of(HEX, 15)}7' \\\n",
            f"curl -s -H 'X-Acme-ApiKey: {of(ALNUM, 30)}7' https://api.acme.io/\n",
        ),
        "named-token": (
            f"ENV ACME_API_TOKEN {of(HEX, 40)}\n",
            f"acme deploy --api-key {of(ALNUM, 32)}aZ77 --region eu\n",
            f"requests.get('https://api.acme.io/v1/me?access_token={of(HEX, 40)}&limit=5')\n",
            f"key = os.getenv('ACME_API_KEY', '{of(ALNUM, 32)}aZ77')\n",
            f"ACME_KEY={of(ALNUM, 32)}aZ77\n",
            f'  "acmeKey": "{of(ALNUM, 36)}aZ77",\n',
            f'- "ACME_SECRET={of(HEX, 64)}"\n',
        ),
        "basic-login": (
            f'{{"auths": {{"hub.acme.io": {{"auth": "{make.login()}"}}}}}}\n',
            f'headers = {{"Authorization": "Basic {make.login()}"}}\n',
            f"auth: {make.login()}\n",
        ),
        "assigned-secret": (
            f"db_password=a!{of(LOWER, 4)}{of(UPPER, 3)}7{of(ALNUM, 4)}\n",
            f'DB_PASSWORD = "{of(ALNUM, 12)}9#kQ"\n',
            f"  client_secret: '{of(ALNUM, 30)}7'\n",
            f"SESSION_SECRET={of(HEX, 40)}\n",
            f'{{"api_key": "{of(ALNUM, 32)}7"}}\n',
            f"token = b'{of(BASE64, 32)}7'\n",
        ),
    }


def positives(seed: int = 7) -> Iterator[tuple[str, bytes, str]]:
    """Rule, content and value (or a part of it) that no answer may show."""
    make = Maker(seed)
    for rule, value in values(make).items():
        for context in CONTEXTS:
            yield rule, context.format(value).encode(), value[-20:]
    for rule, contents in named(make).items():
        for content in contents:
            yield rule, content.encode(), content.rstrip("\n ,;'\"=")[-20:]
