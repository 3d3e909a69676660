"""Which published packages the corpus is: archives of real projects that hold manifests of many kinds.

Each stands with its version and the SHA-256 of its archive, so that the corpus is the same everywhere.
Nothing of them is in the repository, and nothing of them is ever built or run.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fetching import fetch_sdists, fetch_tarball

TESTED = (
    "aiosignal==1.4.0 f47eecd9468083c2029cc99945502cb7708b082c232f9aca65da147157b251c7",
    "ansible-lint==26.10.1 a746c6f3cb5719d1c202bc14e956ef3b0eca704025d1aa92707a27fc73ed73ea",
    "celery==5.7.0 6a5dfcf6662287204f009a02002b9e66c83d4105e47ebabdc7079108772fc6f0",
    "cibuildwheel==4.3.5 43c30292b9ec8d08a8eb3873436e64d4d1434c5dcbc855fb0afbfc69732048f1",
    "click==8.5.1 9bbfada76703fd1d784b83eea012e3e8c6a001a876543ef104fa56aaaeb072b4",
    "cryptography==50.0.2 7b46165bb56eb4704e2eaaf86f3c940d19154535d9b0ca7d6d590b04060e00d5",
    "docker==7.2.0 cebb93773d334f778e023a7ee352a8d6e13ab1bd3b863a4d4a59dec897df43ac",
    "docker-compose==1.29.2 4c8cd9d21d237412793d18bd33110049ee9af8dab3fe2c213bbd0733959b09b7",
    "flake8==7.5.0 0dab7566341aca0d80aa29b5812bdadf256caa6a63e6068e49ac2649918236a4",
    "flit-core==4.2.0 84e4e4d8fdd45ba2613800a3ebc6834de26d47ec9746efc3719f94181137b460",
    "jinja2==3.1.6 0137fb05990d35f1275a587e9aee6d56da821fc83491a0fb838183be43f66d6d",
    "meson-python==0.22.1 52c88628b0e5671592dc2306613fb5f6f3615fd24def059b9894f143b7f9a139",
    "nanobind==3.1.0 6661e3dc1434d78781ccf7913442d90361dab395c3424efadb63bbb6ddea7ea3",
    "poetry-core==2.5.0 81d04c9253b19d0604718268d781867c8f7b2128e5b25bbf1e84141eec6b89c4",
    "pre-commit==4.7.0 1f3deee12b914c8fa184bd2b5953391c2e4f36763e403d4a23dc9983fa7c6e86",
    "pydantic-core==2.50.4 aead3b74b68396bf0feab5d57e050b730ded7df55853c1e048a87e00aaf033c6",
    "pytest-docker==3.2.6 0b86f48e7f728e5171f0278fbf0ea358090ea76fbec2c5f9b25c7ba931fc3097",
    "python-hcl2==8.1.4 b4145c930540e99e3e9b4f7de297775bdf856df29782a7abdb0916cbfcab7865",
    "pythonnet==3.2.1 c86e8dd31268f6e0c48fcc4d6030041316d49ed2764a1cb6ea8c37876e07c572",
    "rpds-py==2026.9.1 4793ef7f78268b124b73fa933440f01d258bbae01de9fa53e9080c9ab0425a12",
    "safetensors==0.8.0 fabaf3e0f18a6618d9b36560682562157f77c2b71fcffc7b432be2baed9d753d",
    "scikit-build-core==1.1.2 7893709119c5ab1be75cd10442383132c9433b9f104dacef5185949efbea7974",
    "testcontainers==4.15.0 085cde086337632e19002719460b7b80bbab2bdd51bb3ea04f77d0de96504706",
    "tiktoken==0.14.0 231dec90efcdccf1b565a1416107736f1e09b1a08fe736ef9d6363e626d03874",
)
"""Small ones out of which `make test` reads too; nine megabytes together."""

PYPI = (
    "aiohttp==3.14.5 5558a7f5a05af9ecf744af91e5baefc436f93c9333e656c27ec253f9a6bbe178",
    "ansible-creator==26.10.0 99468d5fca539e65423e1acd6fe6ba8a67b1fb51473fae21b352c945ad068c1b",
    "ansible-dev-tools==26.10.0 4820647e90945a8330943236c1217503b00a6d7d45d46448c697f26f8e183075",
    "apache-airflow-core==3.3.2 53f38e7749a2689a1d67c6e661284ecddaa687c1f7f3cae2d76b2eca7758210f",
    "attrs==26.1.0 d03ceb89cb322a8fd706d4fb91940737b6642aa36998fe130a9bc96c985eff32",
    "bandit==1.9.4 b589e5de2afe70bd4d53fa0c1da6199f4085af666fde00e8a034f152a52cd628",
    "black==26.10.1 5f9f83beae62437e060dafd53d7f1fc327e3d3494f74d72ee5c2b73eb90fc4e7",
    "check-jsonschema==0.39.0 33340a2f885e207411c7a7d1db0a052ba24a4e58c92a47f54231e4a128af2764",
    "codespell==2.4.3 cbe085e331227b37bb86ef8bddd08dc768c704ee9a07ca869852c093fa2793e2",
    "copier==9.19.1 3fe48c38a290c90dfa67cfc7811bc3f576c03f59d3a1e6a09a8d46c2f0403988",
    "covalent-awsbatch-plugin==0.42.0 a309078677964956634cd12c7de8c54ffc81806a914e56fe05924b93a5d8b1c7",
    "dagster-postgres==0.29.27 8d2006207cf9d22ccbff1efa26223a456e0ce7a446b66856a588d2b3c47defb7",
    "datamodel-code-generator==0.89.0 c7001dc4f9f98b3d31f08f31212348e2a0686b45d17a0949ae6e24931d583762",
    "dvc==3.67.1 0a941016a10ac8c99b5342e5a964c9bff29c191f7b3539ff3e04910d828f82ab",
    "feast==0.67.0 46f01aa649550e67b00fdf58f9f6dd3679925d908b9bfcac04e3050d49ff5523",
    "googleapis-common-protos==1.76.0 71db0e44a1d4c2dd024ebad44ca67129cc1e2892e4861df466764749d5ef8642",
    "hatch==1.18.2 7f365f1a5b8f1a8162813daed9bf9fce83f15dc933fc99c6d04cbb942e64f4d0",
    "jpype1==1.7.1 3cd88838dc3d2d546f7eaeadaaff864e590010c15f2b6a44b6f37e60796a14b2",
    "jupyterlab-pygments==0.3.0 721aca4d9029252b11cfa9d185e5b5af4d54772bb8072f9b7036f4170054d35d",
    "localstack-core==2026.3.0 d97dc53d44ab5bcbe43d96bea2e53e1acf610f39f9a57accc884c724b38dcb19",
    "maturin==1.16.0 13e69ca12542999d8c5467131de72a49bb76e4c284b9a45c5783df7c0fcb3a8a",
    "nebari==2025.10.1 0926b65dcfa2f6e754d6a07ba841843b74e7f91b49a028bead135513e50cb859",
    "numpy==2.4.6 f3a3570c4a2a16746ac2c31a7c7c7b0c186b95ce902e33db6f28094ed7387dda",
    "openapi-core==0.23.1 8021c9cf5fbb356ea5694c233fbfba0dc7ec595dfbdc1d2b295ac13f3de4fdad",
    "openapi-spec-validator==0.9.0 6d648cff6490ebb799dcfe273792f2941c050158854c721f086599d845da78b8",
    "orjson==3.13.0 d1de5eb04485110c5da4c657e49168995d55e076b1ce60f1a042e254f4186c4f",
    "pdm==2.29.4 48d013ba869b85538fea268107cd7a2c18fd91a6abf785fa4d7ed5951808582d",
    "pipfile-requirements==0.3.0 d47591d46d8bfecf9257967992feae31fa83aff7ab6417373c7de5ea92ab849f",
    "plette==2.4.0 0683dafb2164a1bc77677a0bc21530f1664fb00d05cb8acf829048d68d8b8380",
    "poetry==2.5.1 19fbd566efced512be58989a756aa1333cdc9b6aabb4fc84fd1ec9d29ee74874",
    "prance==26.7.19.0 18c52bc9ace4de2b58be1d810543d675a8640f06c2ea5d06427f12f1e612be8d",
    "prek==0.5.11 99c8363ca07b881dc49cf71eb3c362670c95d0d554fc375ceee0245548081829",
    "py4j==0.10.9.9 f694cad19efa5bd1dee4f3e5270eb406613c974394035e5bfc4ec1aba870b879",
    "pytest==9.2.0 97c4f3b1f3c7414aa36465e09b8220f1d03627993bd51b1282e193753c80557b",
    "ruff==0.17.6 2b04276561331300325040bdca21460770029ec574d4c479099e39e8ad1ed43c",
    "thoth-common==0.36.6 8591433a16046722e475dff35b63b711f6578566057191357b55b44ad4ed3c57",
    "thoth-python==0.17.0 57ea964df55fae791825b7dfdd943bd9b4fbb179dec7ee32762e43fba360e47d",
    "tokenizers==0.23.3 cded33237c77caeef62944d32aa9a7ef42bdce2b3497e18d137e072a8c4be438",
    "uv==0.13.9 dd6f4f93ddf8a668c73f0945f3638444b2140a4e15a3912067493fc6335543e4",
    "validate-pyproject==0.27 324cd1258b0b162968bba6a0ff4a610c8d13074be7e2097661c5702c22043d43",
    "zizmor==1.32.0 f0b664d394576e08605fe8094e8e992056d74b808f30c0c9ca9ed227001dcf67",
)
NPM = (
    "axios@1.21.1 5659acb8c9414ad88aa539db8e529947c9bac8cdf55973e314a078fc0205751c",
    "bootstrap@5.3.9 06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94",
    "@capacitor/android@8.5.2 ebb2113aa97526ce66b11653b26f7f763d976788ee69b1725aa88c0bc5347efe",
    "cordova-android@15.1.0 10ecdd08830c58dc16a16e72f35e72ee15c9ad5c024d643327839624cb59b39f",
    "eslint@10.15.0 8cb5e45fb5b1174e4216d546b69d37c0ac5cb5d9ba8342946a04af1f59605edb",
    "express@5.3.0 62450d99e36dc393295f1ddd93cb9291e658c169f3b700b0110c1ae8fa799930",
    "fastify@5.12.8 459048aabd9311309f4f95b36e8ca065e3a4613ded292bcf50442926931e4748",
    "netlify-cli@26.2.0 741d46f0f18df96a8d3ee27614f51bfa529d2f9937a1122976358e54e40f6747",
    (
        "@react-native-community/template@0.87.2 "
        "fca1a97bc362b560dba38be19b0236f1837c454b5b158b92aee7f4d671ec21d5"
    ),
    "@react-native/gradle-plugin@0.86.3 9f1222bbd89bbb1f87e651289f10de60e59e78e03d45fcdc27435450d32a6817",
    "snyk-broker@5.16.4 6c8db78c2e8d23951dd1544e3b44720c52c24e87aac5a66f9b6d95a3f2087a54",
    "zod@4.6.7 84efd155bed93270286e793fc951be270b536cbd5b0eeb111f0fa3967201d698",
)


@dataclass(frozen=True, slots=True)
class Package:
    """One published archive; ``tested`` says that ``make test`` has it too."""

    registry: str
    name: str
    version: str
    sha256: str
    tested: bool = False

    @property
    def pin(self) -> str:
        """The package as its registry's tools write it."""
        return f"{self.name}{'@' if self.registry == 'npm' else '=='}{self.version}"

    @property
    def file(self) -> str:
        """What the archive is called."""
        name = self.name.removeprefix("@").replace("/", "-")
        return f"{name}-{self.version}.{'tgz' if self.registry == 'npm' else 'tar.gz'}"


def _read(lines: Iterable[str], registry: str, *, tested: bool = False) -> Iterable[Package]:
    for line in lines:
        pin, sha256 = line.split()
        name, _, version = pin.rpartition("@" if registry == "npm" else "==")
        yield Package(registry, name, version, sha256, tested)


CACHE = Path(".cache/corpus")
"""Where the archives are kept, below the folder that ``make`` runs in."""

PACKAGES = (*_read(TESTED, "PyPI", tested=True), *_read(PYPI, "PyPI"), *_read(NPM, "npm"))

PAYLOADS = Package(
    "npm",
    "@octokit/webhooks-examples",
    "7.6.1",
    "89e6cb1c6345d32e3dd775617fa54effbdc26c859e514898d7728e95e9738280",
    tested=True,
)
"""No manifests: what GitHub has really sent to webhooks (corpus/payloads.py)."""


def missing(packages: Iterable[Package], cache: Path) -> list[Package]:
    """Those whose archive the cache does not have as it should be."""
    return [package for package in packages if not _sound(package, cache / package.file)]


def _sound(package: Package, archive: Path) -> bool:
    return archive.exists() and hashlib.sha256(archive.read_bytes()).hexdigest() == package.sha256


def fetch(packages: Iterable[Package], cache: Path) -> None:
    """Fill the cache; raises ``SystemExit`` where an archive is not the one that is meant."""
    cache.mkdir(parents=True, exist_ok=True)
    wanted = missing(packages, cache)
    for package in wanted:
        (cache / package.file).unlink(missing_ok=True)
    if sdists := [package.pin for package in wanted if package.registry == "PyPI"]:
        fetch_sdists(sdists, cache)
    for package in wanted:
        if package.registry == "npm":
            fetch_tarball(package.pin, cache / package.file)
    if strange := missing(wanted, cache):
        names = ", ".join(package.file for package in strange)
        raise SystemExit(f"these archives are not those of the corpus: {names}; see who changed them")


def main() -> None:
    """Fetch what ``make test`` reads."""
    fetch([*(package for package in PACKAGES if package.tested), PAYLOADS], CACHE)


if __name__ == "__main__":
    main()
