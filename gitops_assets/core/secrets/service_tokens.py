"""Tokens of services over the network that their own form gives away: models, payment, mail, logs, clouds."""

from gitops_assets.core.secrets.model import Rule, ended, token

_HEX = "[0-9a-f]"
_ID = f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"

_MODELS: tuple[Rule, ...] = (
    token("openrouter-key", "OpenRouter key", "sk-or-v1-", f"sk-or-v1-{_HEX}{{64}}"),
    token("langsmith-key", "LangSmith key", "lsv2_", f"lsv2_(?:pt|sk)_{_HEX}{{32}}_{_HEX}{{10}}"),
    token("langfuse-key", "Langfuse secret key", "sk-lf-", f"sk-lf-{_ID}"),
    token("tavily-key", "Tavily key", "tvly-", r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}"),
    token("together-key", "Together key", "tgp_v1_", r"tgp_v1_[\w-]{43}"),
    token("cerebras-key", "Cerebras key", "csk-", "csk-[a-z0-9]{48}"),
    token("pinecone-key", "Pinecone key", "pcsk_", r"pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{60,66}"),
    token("jina-key", "Jina key", "jina_", r"jina_[\w-]{60}"),
    token("firecrawl-key", "Firecrawl key", "fc-", f"fc-{_HEX}{{32}}"),
    token("e2b-key", "E2B key", "e2b_", f"e2b_{_HEX}{{40}}"),
    token("nvidia-key", "NVIDIA key", "nvapi-", r"nvapi-[\w-]{60,70}", 3.5),
    token("elevenlabs-key", "ElevenLabs key", "sk_", f"sk_{_HEX}{{48}}"),
    token("cody-key", "Sourcegraph Cody key", "slk_", f"slk_{_HEX}{{64}}"),
)
_CLOUDS: tuple[Rule, ...] = (
    token("google-oauth-token", "Google OAuth token", "ya29.", r"ya29\.[\w-]{40,400}", 3.5),
    token("google-refresh-token", "Google refresh token", "1//0", r"1//0[\w-]{40,120}", 3.5),
    token(
        "alibaba-key", "Alibaba Cloud access key id", "LTAI", r"LTAI(?=[A-Za-z]{0,19}\d)[A-Za-z0-9]{20}", 3.5
    ),
    token("fly-token", "Fly.io token", "fm2_ fo1_", r"fm2_[A-Za-z0-9+/]{100,1000}={0,3}|fo1_[\w-]{43}", 3.5),
    token("render-key", "Render key", "rnd_", r"rnd_(?=[A-Za-z]{0,31}\d)[A-Za-z0-9]{28,32}", 3.5),
    token("neon-key", "Neon key", "napi_", "napi_[a-z0-9]{64}"),
    token(
        "vercel-blob-token",
        "Vercel Blob token",
        "vercel_blob_rw_",
        "vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{30}",
    ),
    token("prefect-key", "Prefect key", "pnu_ pnb_", "pn[ub]_[A-Za-z0-9]{36}", 3.5),
    token(
        "infracost-key",
        "Infracost key",
        "ico-",
        r"ico-(?=[a-z0-9]{0,31}[A-Z])(?=[A-Za-z]{0,31}\d)[A-Za-z0-9]{32}",
        3.5,
    ),
    token(
        "harness-token",
        "Harness token",
        "pat. sat.",
        rf"[ps]at\.[\w-]{{22}}\.{_HEX}{{24}}\.[A-Za-z0-9]{{20}}",
    ),
    token(
        "dynatrace-token",
        "Dynatrace token",
        "dt0c01. dt0s01. dt0s02.",
        r"dt0[cs]0[12]\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
    ),
    token("mongodb-secret", "MongoDB service account secret", "mdb_sa_sk_", r"mdb_sa_sk_[\w-]{40}"),
    ended("azure-search-key", "Azure Search key", "AzSe", "(?<=[A-Za-z0-9]{42})", "AzSe[A-D][A-Za-z0-9]{5}"),
    ended("azure-function-key", "Azure Functions key", "AzFu", r"(?<=[\w-]{44})", r"AzFu[\w-]{5}[AQgw]=="),
    ended("azure-ai-key", "Azure AI key", "JQQJ99", "(?<=[A-Za-z0-9]{52})", "JQQJ99[A-Za-z0-9]{26}"),
    ended(
        "azure-cosmos-key", "Azure Cosmos DB key", "ACDb", "(?<=[A-Za-z0-9+/]{76})", "ACDb[A-Za-z0-9+/]{6}=="
    ),
    ended(
        "azure-registry-password",
        "Azure registry password",
        "+ACR",
        "(?<=[A-Za-z0-9+/]{42})",
        r"\+ACR[A-D][A-Za-z0-9]{5}",
    ),
)
_WORK: tuple[Rule, ...] = (
    token("hubspot-token", "HubSpot token", "pat-na1- pat-na2- pat-eu1-", rf"pat-(?:na|eu)\d-{_ID}"),
    token("contentful-token", "Contentful token", "CFPAT-", r"CFPAT-[\w-]{43,64}"),
    token("typeform-token", "Typeform token", "tfp_", r"tfp_[\w-]{40,60}(?:_[\w-]{1,16})?", 3.5),
    token("frameio-token", "Frame.io token", "fio-u-", r"fio-u-[\w-]{64}"),
    token("teamwork-token", "Teamwork token", "tkn.v1_", r"tkn\.v1_[A-Za-z0-9]{60,100}={0,2}"),
    token("intercom-token", "Intercom token", "dG9rO", r"dG9rO[A-Za-z0-9+/]{50,60}={0,2}"),
    token("zoho-token", "Zoho token", "1000.", rf"1000\.{_HEX}{{32}}\.{_HEX}{{32}}"),
    token("readme-key", "ReadMe key", "rdme_", "rdme_[a-z0-9]{70}"),
    token("nuget-key", "NuGet key", "oy2", "oy2[a-z0-9]{43}", 3.5),
    token("dropbox-token", "Dropbox token", "sl.", r"sl\.(?:u\.)?[\w-]{130,1200}", 4.0),
    token("posthog-key", "PostHog personal key", "phx_", "phx_[A-Za-z0-9]{40,48}", 3.5),
    token("logfire-token", "Logfire token", "pylf_v", r"pylf_v\d_[a-z]{2}_[A-Za-z0-9]{43}"),
    token("honeycomb-key", "Honeycomb key", "hcaik_ hcxik_ hcamk_", "hc[ax][im]k_[a-z0-9]{26,58}", 3.5),
    token("grafana-key", "Grafana key", "eyJrIjoi", r"eyJrIjoi[A-Za-z0-9+/]{60,400}={0,2}", 4.0),
    token("stackhawk-key", "StackHawk key", "hawk.", r"hawk\.[\w-]{20}\.[\w-]{20}"),
    token(
        "dependency-track-key",
        "Dependency-Track key",
        "odt_",
        r"odt_(?=[A-Za-z]{0,39}\d)[A-Za-z0-9]{32,40}(?:_[A-Za-z0-9]{32})?",
        3.5,
    ),
    ended(
        "maxmind-key", "MaxMind key", "_mmk", "(?<=(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29})", "_mmk"
    ),
    token("sonar-own-token", "Sonar token", "sqp_ sqa_ squ_", f"sq[apu]_{_HEX}{{40}}"),
    token(
        "circleci-own-token",
        "CircleCI token",
        "CCIPAT_ CCIPRJ_",
        rf"CCIP(?:AT|RJ)_[A-Za-z0-9]{{22}}_{_HEX}{{40}}",
    ),
    token("gitlab-runner-token", "GitLab runner token", "GR1348941", r"GR1348941[\w-]{20}"),
    token("artifactory-reference", "Artifactory reference token", "cmVmdGtu", "cmVmdGtu[A-Za-z0-9]{56}"),
    token("adobe-secret", "Adobe client secret", "p8e-", r"p8e-[\w-]{32}"),
    token("adafruit-key", "Adafruit IO key", "aio_", r"aio_(?=[A-Za-z]{0,27}\d)[A-Za-z0-9]{28}", 3.5),
    token("mapbox-token", "Mapbox secret token", "sk.eyJ tk.eyJ", r"[st]k\.eyJ[\w-]{50,200}\.[\w-]{20,30}"),
    token(
        "slack-rotated-token", "Slack token", "xoxe.xox xoxe-", r"xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,400}"
    ),
)
_MONEY: tuple[Rule, ...] = (
    token("plaid-token", "Plaid access token", "access-", f"access-(?:development|production)-{_ID}"),
    token("shippo-token", "Shippo token", "shippo_live_", f"shippo_live_{_HEX}{{40}}"),
    token("duffel-token", "Duffel token", "duffel_live_", r"duffel_live_[\w-]{43}"),
    token("easypost-key", "EasyPost key", "EZAK", "EZAK[A-Za-z0-9]{54}"),
    token("flutterwave-key", "Flutterwave key", "FLWSECK-", f"FLWSECK-{_HEX}{{32}}-X"),
    token(
        "mercadopago-token",
        "Mercado Pago token",
        "APP_USR-",
        rf"APP_USR-\d{{16}}-\d{{6}}-{_HEX}{{32}}-\d{{6,12}}",
    ),
    token("pagarme-key", "Pagar.me key", "ak_live_", "ak_live_[A-Za-z0-9]{30}"),
    token("scrapfly-key", "Scrapfly key", "scp-live-", f"scp-live-{_HEX}{{32}}"),
)

SERVICE_TOKENS: tuple[Rule, ...] = (*_MODELS, *_CLOUDS, *_WORK, *_MONEY)
