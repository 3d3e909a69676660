"""Texts that look like manifests, and texts that do not, for hypothesis."""

from hypothesis import strategies as st

_PIECES = r"""
name version dependencies devDependencies require package packages image from FROM uses repo repos rev source
module url git path include services build args ARG image: uses: - "a": "^1.0" >=1,<2 ${x} $x {{ }} [project]
[[package]] [dependencies] <project> </project> <dependency> { } [ ] , = == ~> @ # // /* */ <<<<<<< =======
>>>>>>> gem implementation( find_package( 'a:b:1' "a/b@v1" docker:// https://host/a/b.git ../b \\ null
"""
_WORDS = st.sampled_from(list(_PIECES.split()))
_SPACE = st.sampled_from([" ", "\n", "\n  ", "\n    ", "\t", ": ", ""])
_MANIFEST = st.lists(st.tuples(_WORDS, _SPACE), max_size=40).map(lambda parts: "".join(map("".join, parts)))

TEXTS = st.one_of(_MANIFEST, st.text(max_size=200))
