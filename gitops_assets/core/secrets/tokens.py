"""Secrets that their own form gives away, wherever they stand."""

from dataclasses import replace

from gitops_assets.core.secrets.checksums import checked, packaged
from gitops_assets.core.secrets.model import Rule, ended, token

TOKENS: tuple[Rule, ...] = (
    token("aws-access-key", "AWS access key id", "AKIA ASIA ABIA ACCA", "A(?:KI|SI|BI|CC)A[A-Z2-7]{16}"),
    token(
        "github-fine-grained-token",
        "GitHub fine-grained token",
        "github_pat_",
        r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
    ),
    token(
        "github-token",
        "GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_",
        "gh[pousr]_[A-Za-z0-9]{36,251}",
        confirms=checked,
    ),
    token(
        "gitlab-token",
        "GitLab token",
        "glpat- gldt- glrt- glptt- glcbt- glft- glsoat- glagent- gloas- glimt-",
        r"gl(?:pat|dt|rt|ptt|cbt|ft|soat|agent|oas|imt)-[\w-]{20,50}(?:\.[\w.]{5,20})?",
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
    token("npm-token", "npm token", "npm_", "npm_[A-Za-z0-9]{36}", confirms=checked),
    token("pypi-token", "PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{60,1000}", confirms=packaged),
    token("docker-token", "Docker Hub token", "dckr_pat_ dckr_oat_", r"dckr_[po]at_[\w-]{27,36}"),
    token("heroku-token", "Heroku token", "HRKU-", r"HRKU-[\w-]{36,62}"),
    token("digitalocean-token", "DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", "do[opr]_v1_[0-9a-f]{64}"),
    token("cloudflare-origin-key", "Cloudflare origin CA key", "v1.0-", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}"),
    token("anthropic-key", "Anthropic key", "sk-ant-", r"sk-ant-[a-z]{3,6}\d{2,3}-[\w-]{80,118}AA"),
    token("openai-key", "OpenAI key", "sk-", r"sk-(?:[a-z]{4,9}-)?[\w-]{20,90}T3BlbkFJ[\w-]{20,90}", 3.5),
    token("huggingface-token", "Hugging Face token", "hf_", "hf_(?=[a-z]{0,39}[A-Z])[A-Za-z]{34,40}", 3.5),
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
    token("firebase-key", "Firebase server key", "APA91b", r"APA91b[\w-]{134}"),
    token("bitbucket-password", "Bitbucket app password", "ATBB", "ATBB[A-Za-z0-9]{32}"),
    token("atlassian-token", "Atlassian token", "ATATT3 ATCTT3", r"AT[AC]TT3[\w=-]{150,220}"),
    ended("azure-devops-token", "Azure DevOps token", "AZDO", r"(?<=[A-Za-z0-9]{76})", "AZDO[A-Za-z0-9]{4}"),
    token(
        "azure-bus-key", "Azure shared access key", "SharedAccessKey=", "SharedAccessKey=[A-Za-z0-9+/]{43}="
    ),
    ended("mailchimp-key", "Mailchimp key", "-us", r"(?<=(?<![A-Za-z0-9])[0-9a-f]{32})", r"-us\d{1,2}"),
    token("brevo-key", "Brevo key", "xkeysib-", "xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}"),
    token("rubygems-key", "RubyGems key", "rubygems_", "rubygems_[0-9a-f]{48}"),
    token("crates-token", "crates.io token", "cio", "cio[A-Za-z0-9]{32}", 3.5),
    token("clojars-token", "Clojars token", "CLOJARS_", "CLOJARS_[a-z0-9]{60}"),
    token("artifactory-key", "Artifactory key", "AKCp", "AKCp[A-Za-z0-9]{69}"),
    token("netlify-token", "Netlify token", "nfp_", "nfp_[A-Za-z0-9]{36}"),
    token("supabase-token", "Supabase token", "sbp_", "sbp_[0-9a-f]{40}"),
    token("planetscale-token", "PlanetScale token", "pscale_", r"pscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}"),
    token("groq-key", "Groq key", "gsk_", "gsk_[A-Za-z0-9]{52}"),
    token("replicate-token", "Replicate token", "r8_", "r8_[A-Za-z0-9]{37}"),
    token("perplexity-key", "Perplexity key", "pplx-", "pplx-[A-Za-z0-9]{48}"),
    token("xai-key", "xAI key", "xai-", "xai-[A-Za-z0-9]{80}"),
    ended(
        "terraform-token",
        "Terraform Cloud token",
        ".atlasv1.",
        "(?<=[A-Za-z0-9]{14})",
        r"\.atlasv1\.[\w=-]{60,70}",
    ),
    token("pulumi-token", "Pulumi token", "pul-", "pul-[0-9a-f]{40}"),
    token(
        "doppler-token",
        "Doppler token",
        "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.",
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,44}",
    ),
    token(
        "grafana-token",
        "Grafana token",
        "glsa_ glc_",
        "glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,400}={0,2}",
    ),
    token("postman-key", "Postman key", "PMAK-", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    token("linear-key", "Linear key", "lin_api_", "lin_api_[A-Za-z0-9]{40}"),
    token("notion-token", "Notion token", "ntn_ secret_", "ntn_[A-Za-z0-9]{46}|secret_[A-Za-z0-9]{43}", 3.5),
    token("figma-token", "Figma token", "figd_", r"figd_[\w-]{40}"),
    token("buildkite-token", "Buildkite token", "bkua_", "bkua_[0-9a-f]{40}"),
    token(
        "tailscale-key",
        "Tailscale key",
        "tskey-",
        "tskey-(?:auth|api|client|scim)-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{20,40}",
    ),
    token("onepassword-token", "1Password service account token", "ops_eyJ", r"ops_eyJ[\w+/=-]{250,1400}"),
    token(
        "sourcegraph-token",
        "Sourcegraph token",
        "sgp_",
        "sgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}",
    ),
    token("octopus-key", "Octopus Deploy key", "API-", "API-[A-Z0-9]{26}", 3.5),
    token("facebook-token", "Facebook access token", "EAAM EAAC", "EAA[MC][A-Za-z0-9]{100,300}", 4.0),
    token("fortytwo-secret", "42 client secret", "s-s4t2ud- s-s4t2af-", "s-s4t2(?:ud|af)-[0-9a-f]{64}"),
    replace(
        token("bedrock-key", "Amazon Bedrock key", "ABSK", "ABSK[A-Za-z0-9+/]{109,269}={0,2}"), bulky=True
    ),
    replace(
        token("age-key", "age secret key", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"),
        bulky=True,
    ),
)
