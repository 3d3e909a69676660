"""Gates over what runs in continuous integration, and what could be made to run there."""

from gitops_assets.core.gates.ci import (
    actions_pinned,
    checkout_credentials_dropped,
    concurrency_set,
    jobs_time_limited,
    no_dangerous_triggers,
    no_inherited_secrets,
    no_input_injection,
    no_insecure_commands,
    no_public_self_hosted,
    no_script_injection,
    no_untrusted_checkout,
    secrets_not_exposed,
    tests_run_in_ci,
    workflow_images_tagged,
    workflow_permissions_minimal,
)

CI = (
    no_script_injection.GATE,
    no_input_injection.GATE,
    no_untrusted_checkout.GATE,
    no_dangerous_triggers.GATE,
    workflow_permissions_minimal.GATE,
    actions_pinned.GATE,
    workflow_images_tagged.GATE,
    no_inherited_secrets.GATE,
    secrets_not_exposed.GATE,
    no_insecure_commands.GATE,
    checkout_credentials_dropped.GATE,
    no_public_self_hosted.GATE,
    tests_run_in_ci.GATE,
    jobs_time_limited.GATE,
    concurrency_set.GATE,
)
