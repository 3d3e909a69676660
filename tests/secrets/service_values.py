"""Tokens of services, drawn as those of the corpus are."""

from collections.abc import Mapping
from typing import Protocol

from tests.secrets.alphabets import ALNUM, BASE64, DIGITS, HEX, LOWER, UPPER, URL


class Draws(Protocol):
    """Whatever draws values."""

    def of(self, alphabet: str, length: int) -> str:
        """So many characters."""

    def uuid(self) -> str:
        """One that is drawn by chance."""


def service_values(make: Draws) -> Mapping[str, str]:
    """One value of every rule over tokens of services."""
    of = make.of
    return {
        "openrouter-key": "sk-or-v1" + "-" + of(HEX, 64),
        "langsmith-key": f"lsv2_pt_{of(HEX, 32)}_{of(HEX, 10)}",
        "langfuse-key": "sk-lf" + "-" + make.uuid(),
        "tavily-key": "tvly" + "-dev-" + of(ALNUM, 32),
        "together-key": "tgp_v1" + "_" + of(URL, 43),
        "cerebras-key": "csk" + "-" + of(LOWER + DIGITS, 48),
        "pinecone-key": f"pcsk_{of(ALNUM, 6)}_{of(ALNUM, 63)}",
        "jina-key": "jina" + "_" + of(URL, 60),
        "firecrawl-key": "fc" + "-" + of(HEX, 32),
        "e2b-key": "e2b" + "_" + of(HEX, 40),
        "nvidia-key": "nvapi" + "-" + of(URL, 64),
        "elevenlabs-key": "sk" + "_" + of(HEX, 48),
        "cody-key": "slk" + "_" + of(HEX, 64),
        "google-oauth-token": "ya29" + ".a0" + of(URL, 120),
        "google-refresh-token": "1//0" + of(URL, 100),
        "alibaba-key": "LTAI" + "5t" + of(ALNUM, 18),
        "fly-token": "fm2" + "_" + of(BASE64, 200),
        "render-key": "rnd" + "_7" + of(ALNUM, 27),
        "neon-key": "napi" + "_" + of(LOWER + DIGITS, 64),
        "vercel-blob-token": f"vercel_blob_rw_{of(ALNUM, 16)}_{of(ALNUM, 30)}",
        "prefect-key": "pnu" + "_" + of(ALNUM, 36),
        "infracost-key": "ico" + "-7a" + of(ALNUM, 29) + "Z",
        "harness-token": f"pat.{of(URL, 22)}.{of(HEX, 24)}.{of(ALNUM, 20)}",
        "dynatrace-token": f"dt0c01.{of(UPPER + DIGITS, 24)}.{of(UPPER + DIGITS, 64)}",
        "mongodb-secret": "mdb_sa_sk" + "_" + of(URL, 40),
        "azure-search-key": f"{of(ALNUM, 42)}AzSeA{of(ALNUM, 5)}",
        "azure-function-key": f"{of(URL, 44)}AzFu{of(URL, 5)}A==",
        "azure-ai-key": f"{of(ALNUM, 52)}JQQJ99{of(ALNUM, 26)}",
        "azure-cosmos-key": f"{of(ALNUM, 76)}ACDb{of(ALNUM, 6)}==",
        "azure-registry-password": f"{of(ALNUM, 42)}+ACRA{of(ALNUM, 5)}",
        "hubspot-token": "pat-eu1" + "-" + make.uuid(),
        "contentful-token": "CFPAT" + "-" + of(URL, 43),
        "typeform-token": "tfp" + "_" + of(URL, 44),
        "frameio-token": "fio-u" + "-" + of(URL, 64),
        "teamwork-token": "tkn.v1" + "_" + of(ALNUM, 79) + "=",
        "intercom-token": "dG9rO" + of(ALNUM, 54) + "=",
        "zoho-token": f"1000.{of(HEX, 32)}.{of(HEX, 32)}",
        "readme-key": "rdme" + "_" + of(LOWER + DIGITS, 70),
        "nuget-key": "oy2" + of(LOWER + DIGITS, 43),
        "dropbox-token": "sl" + ".u." + of(URL, 300),
        "posthog-key": "phx" + "_" + of(ALNUM, 43),
        "logfire-token": "pylf_v1" + "_us_" + of(ALNUM, 43),
        "honeycomb-key": "hcaik" + "_" + of(LOWER + DIGITS, 58),
        "grafana-key": "eyJrIjoi" + of(ALNUM, 90) + "=",
        "stackhawk-key": f"hawk.{of(ALNUM, 20)}.{of(ALNUM, 20)}",
        "dependency-track-key": "odt" + "_7" + of(ALNUM, 31),
        "maxmind-key": f"{of(ALNUM, 6)}_{of(ALNUM, 29)}" + "_mmk",
        "sonar-own-token": "squ" + "_" + of(HEX, 40),
        "circleci-own-token": f"CCIPAT_{of(ALNUM, 22)}_{of(HEX, 40)}",
        "gitlab-runner-token": "GR1348941" + of(URL, 20),
        "artifactory-reference": "cmVmdGtu" + of(ALNUM, 56),
        "adobe-secret": "p8e" + "-" + of(URL, 32),
        "adafruit-key": "aio" + "_7" + of(ALNUM, 27),
        "mapbox-token": f"sk.eyJ{of(ALNUM, 70)}.{of(URL, 22)}",
        "slack-rotated-token": "xoxe" + ".xoxp-1-" + of(ALNUM, 160),
        "plaid-token": "access" + "-production-" + make.uuid(),
        "shippo-token": "shippo" + "_live_" + of(HEX, 40),
        "duffel-token": "duffel" + "_live_" + of(URL, 43),
        "easypost-key": "EZAK" + of(ALNUM, 54),
        "flutterwave-key": "FLWSECK" + f"-{of(HEX, 32)}-X",
        "mercadopago-token": f"APP_USR-{of(DIGITS, 16)}-{of(DIGITS, 6)}-{of(HEX, 32)}-{of(DIGITS, 9)}",
        "pagarme-key": "ak" + "_live_" + of(ALNUM, 30),
        "scrapfly-key": "scp" + "-live-" + of(HEX, 32),
    }
