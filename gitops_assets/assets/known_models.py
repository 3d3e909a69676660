"""The SQL models of the fleets that a home knows, for whoever loads the code before any audit begins."""

import dagster as dg

from gitops_assets.assets.material import known_projects
from gitops_assets.assets.report_models import own_models
from resources.home import HomeError, HomeMisnamed, find_home
from resources.store.errors import StoreError
from resources.store.store import Store


def models_of_home() -> list[dg.AssetsDefinition]:
    """The assets of the models that the home's fleet files name; none where no store can be read yet."""
    try:
        with Store.open(find_home().store_url) as store:
            store.check()
            rows = store.fleets()
    except (HomeError, HomeMisnamed, StoreError):
        return []
    return own_models(known_projects(rows))
