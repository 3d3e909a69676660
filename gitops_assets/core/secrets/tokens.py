"""Secrets that their own form gives away, wherever they stand."""

from gitops_assets.core.secrets.model import Rule, token

TOKENS: tuple[Rule, ...] = (
    token("aws-access-key", "AWS access key id", "AKIA ASIA", "(?:AKIA|ASIA)[A-Z2-7]{16}"),
    token(
        "github-fine-grained-token",
        "GitHub fine-grained token",
        "github_pat_",
        r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
    ),
    token("github-token", "GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", "gh[pousr]_[A-Za-z0-9]{36,251}"),
    token(
        "gitlab-token",
        "GitLab token",
        "glpat- gldt- glrt- glptt-",
        r"gl(?:pat|dt|rt|ptt)-[\w-]{20,50}(?:\.[\w.]{5,20})?",
    ),
    token(
        "slack-token",
        "Slack token",
        "xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs-",
        r"xox[abeoprs]-(?:\d{1,3}-)?(?:\d{6,14}-){1,3}[A-Za-z0-9]{16,64}",
    ),
    token("slack-app-token", "Slack app token", "xapp-", r"xapp-\d-[A-Z0-9]{8,14}-\d{8,16}-[a-f0-9]{40,80}"),
    token("stripe-key", "Stripe live key", "sk_live_ rk_live_", "[sr]k_live_[A-Za-z0-9]{20,247}"),
    token("stripe-webhook-secret", "Stripe webhook secret", "whsec_", "whsec_[A-Za-z0-9+/]{32,64}"),
    token("sendgrid-key", "SendGrid key", "SG.", r"SG\.[\w-]{22}\.[\w-]{43}"),
    token("mailgun-key", "Mailgun key", "key-", "key-[0-9a-f]{32}"),
    token("npm-token", "npm token", "npm_", "npm_[A-Za-z0-9]{36}"),
    token("pypi-token", "PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{60,400}"),
    token("docker-token", "Docker Hub token", "dckr_pat_ dckr_oat_", r"dckr_[po]at_[\w-]{27,36}"),
    token("heroku-token", "Heroku token", "HRKU-", r"HRKU-[\w-]{36,62}"),
    token("digitalocean-token", "DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", "do[opr]_v1_[0-9a-f]{64}"),
    token("cloudflare-origin-key", "Cloudflare origin CA key", "v1.0-", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}"),
    token("anthropic-key", "Anthropic key", "sk-ant-", r"sk-ant-[a-z]{3,6}\d\d-[\w-]{80,120}"),
    token("openai-key", "OpenAI key", "sk-", r"sk-(?:[a-z]{4,9}-)?[\w-]{20,90}T3BlbkFJ[\w-]{20,90}", 3.5),
    token("huggingface-token", "Hugging Face token", "hf_", "hf_[A-Za-z]{34,40}", 3.5),
    token(
        "square-token",
        "Square token",
        "sq0atp- sq0csp- EAAA",
        r"sq0atp-[\w-]{22}|sq0csp-[\w-]{43}|EAAAE[\w-]{59}",
    ),
    token(
        "shopify-token", "Shopify token", "shpat_ shpca_ shppa_ shpss_", "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
    ),
    token("databricks-token", "Databricks token", "dapi", r"dapi[0-9a-f]{32}(?:-\d)?"),
    token("vault-token", "Vault token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,300}", 3.5),
    token(
        "newrelic-key",
        "New Relic key",
        "NRAK- NRAL- NRII-",
        r"NRAK-[A-Z0-9]{27}|NRAL-[a-f0-9]{32}|NRII-[\w-]{32}",
    ),
    token(
        "sentry-token", "Sentry token", "sntrys_ sntryu_", r"sntry(?:u_[a-f0-9]{64}|s_eyJ[\w+/=-]{60,400})"
    ),
    token("google-oauth-secret", "Google OAuth client secret", "GOCSPX-", r"GOCSPX-[\w-]{28}"),
)
