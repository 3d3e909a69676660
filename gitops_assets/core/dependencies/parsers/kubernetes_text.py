"""Kubernetes objects in YAML files, and the paths at which they are looked for.

Source: [Kubernetes objects](https://kubernetes.io/docs/concepts/overview/working-with-objects/).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml

FOLDERS = frozenset(
    {
        *("k8s", "kubernetes", "kube", "manifest", "manifests", "deploy", "deployment", "deployments"),
        *("overlay", "overlays", "base", "bases", "cluster", "clusters", "app", "apps", "application"),
        *("applications", "argo", "argo-cd", "argocd", "flux", "flux-system", "gitops", "infra"),
        *("infrastructure", "environments", "envs", "releases", "components"),
    }
)
NAMES = (
    *("deployment", "statefulset", "daemonset", "cronjob", "job", "pod", "service", "k8s", "kubernetes"),
    *("application", "applicationset", "appset", "helmrelease", "helm-release", "gitrepository"),
    *("helmrepository", "ocirepository", "release", "repository", "sync", "gotk-"),
)
_YAML = (".yaml", ".yml")
_NOT_IN = frozenset({"templates", "node_modules", ".github", "testdata"})


def looks_like_objects(path: str) -> bool:
    """Whether a YAML file stands where objects do: below one of FOLDERS, or named after one of NAMES.

    Files below ``templates/`` are a chart's and no YAML; kustomizations and values have their own readers.
    """
    if not path.endswith(_YAML):
        return False
    *folders, name = path.lower().split("/")
    if not _NOT_IN.isdisjoint(folders) or name.startswith(("kustomization.", "chart.", "values.")):
        return False
    return not FOLDERS.isdisjoint(folders) or name.startswith(NAMES)


@dataclass(frozen=True, slots=True)
class KubernetesObject:
    """One object; ``group`` is its API's (``apps``, "" the core), ``kind`` as written."""

    group: str
    kind: str
    file: Located

    @property
    def name(self) -> str:
        """What it is called, with its namespace where it says one."""
        namespace, name = (self.file.text("metadata", key) for key in ("namespace", "name"))
        return f"{namespace}/{name}" if namespace else name or ""


def objects(text: str) -> Iterator[KubernetesObject]:
    """The objects of a text, nothing where it holds none; raises ``Malformed``."""
    if "apiVersion" not in text:
        return
    for document in read_yaml(text):
        version, kind = document.text("apiVersion"), document.text("kind")
        if version and kind:
            yield KubernetesObject(version.rpartition("/")[0], kind, document)


def is_kustomization(path: str) -> bool:
    """Whether kustomize reads this file as what is to be built."""
    return file_of(path) in {"kustomization.yaml", "kustomization.yml", "Kustomization"}
