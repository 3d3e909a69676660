"""Which well-known licences a text is: told by the sentences that nobody changes.

Names are SPDX's (https://spdx.org/licenses/). A text of the GPL family does not say whether later versions
may be chosen, so its name here ends with the version (``GPL-3.0``).
"""

import re
from dataclasses import dataclass

READ = 300_000
"""Characters of a text that are looked at; the longest well-known licence has 35,000."""

_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A licence, the sentence that begins its mark, and what must or must not stand after it."""

    id: str
    starts: str
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


_GRANT = "permission is hereby granted free of charge to any person obtaining a copy of this software"
_NOTICE = "permission notice shall be included"
_BSD = "redistribution and use in source and binary forms with or without modification are permitted"
_NAMES = "endorse or promote products"
_CLEAR = "no express or implied licenses to any party s patent"
_ADVERTISING = "advertising materials mentioning features"
_FEE = "this software for any purpose with or without fee is hereby granted"
_DOCUMENTED = "this software and its documentation for any purpose"

_MARKS = (
    _Mark("NCSA", _GRANT, ("redistributions of source code", "with the software without specific prior")),
    _Mark("MIT", _GRANT, (_NOTICE,), ("redistributions of source code",)),
    _Mark("MIT-0", _GRANT, ("to deal in the software without restriction",), (_NOTICE, "redistributions of")),
    _Mark("ISC", _FEE, ("notice appear in all copies",)),
    _Mark("0BSD", _FEE, ("the software is provided as is",), ("notice appear in all copies",)),
    _Mark("BSD-4-Clause", _BSD, (_ADVERTISING,)),
    _Mark("BSD-3-Clause", _BSD, (_NAMES,), (_ADVERTISING, _CLEAR)),
    _Mark("BSD-3-Clause-Clear", _BSD, (_CLEAR,)),
    _Mark("BSD-2-Clause", _BSD, ("redistributions in binary form",), (_NAMES, _ADVERTISING, _CLEAR)),
    _Mark("Apache-2.0", "apache license version 2 0 january 2004"),
    _Mark("Apache-2.0", "licensed under the apache license version 2 0"),
    _Mark("Apache-1.1", "the apache software license version 1 1"),
    _Mark("GPL-3.0", "gnu general public license version 3 29 june 2007"),
    _Mark("GPL-2.0", "gnu general public license version 2 june 1991"),
    _Mark("GPL-1.0", "gnu general public license version 1 february 1989"),
    _Mark("LGPL-3.0", "gnu lesser general public license version 3 29 june 2007"),
    _Mark("LGPL-2.1", "gnu lesser general public license version 2 1 february 1999"),
    _Mark("LGPL-2.0", "gnu library general public license version 2 june 1991"),
    _Mark("AGPL-3.0", "gnu affero general public license version 3 19 november 2007"),
    _Mark("MPL-2.0", "mozilla public license version 2 0"),
    _Mark("MPL-2.0", "subject to the terms of the mozilla public license v 2 0"),
    _Mark("MPL-1.1", "mozilla public license version 1 1"),
    _Mark("EPL-2.0", "eclipse public license v 2 0"),
    _Mark("EPL-1.0", "eclipse public license v 1 0"),
    _Mark("Unlicense", "this is free and unencumbered software released into the public domain"),
    _Mark("CC0-1.0", "cc0 1 0 universal"),
    _Mark("CC-BY-4.0", "attribution 4 0 international"),
    _Mark("CC-BY-SA-4.0", "attribution sharealike 4 0 international"),
    _Mark("CC-BY-NC-4.0", "attribution noncommercial 4 0 international"),
    _Mark("CC-BY-NC-SA-4.0", "attribution noncommercial sharealike 4 0 international"),
    _Mark("CC-BY-ND-4.0", "attribution noderivatives 4 0 international"),
    _Mark("CC-BY-NC-ND-4.0", "attribution noncommercial noderivatives 4 0 international"),
    _Mark("CC-BY-3.0", "creative commons attribution 3 0 unported"),
    _Mark("CC-BY-SA-3.0", "creative commons attribution sharealike 3 0 unported"),
    _Mark("Zlib", "the origin of this software must not be misrepresented"),
    _Mark("BSL-1.0", "boost software license version 1 0"),
    _Mark("BUSL-1.1", "business source license 1 1"),
    _Mark("WTFPL", "do what the fuck you want to public license"),
    _Mark("Artistic-2.0", "artistic license 2 0"),
    _Mark("EUPL-1.2", "european union public licence v 1 2"),
    _Mark("CDDL-1.0", "common development and distribution license cddl version 1 0"),
    _Mark("PSF-2.0", "python software foundation license version 2"),
    _Mark("PostgreSQL", _DOCUMENTED, ("without fee and without a written agreement",)),
    _Mark("HPND", _DOCUMENTED, ("without fee is hereby granted",), ("without a written agreement",)),
    _Mark("OFL-1.1", "sil open font license version 1 1"),
    _Mark("Elastic-2.0", "elastic license 2 0"),
    _Mark("SSPL-1.0", "server side public license version 1"),
    _Mark("UPL-1.0", "universal permissive license upl version 1 0"),
    _Mark("BlueOak-1.0.0", "blue oak model license"),
    _Mark("MulanPSL-2.0", "mulan permissive software license version 2"),
    _Mark("MS-PL", "microsoft public license ms pl"),
)

_QUOTED = {"GPL-3.0": "LGPL-3.0"}
"""A text that another one brings along: where both stand, the second is what was given."""


def licences_in(text: str) -> tuple[str, ...]:
    """The SPDX names of the licences in a text, in the order in which they begin; none for an unknown one.

    A text of several licences tells all of them: one for the project, then those of what it bundles.
    """
    words = " ".join(_WORDS.findall(text[:READ].lower()))
    found = sorted({(at, mark.id) for mark in _MARKS if (at := _place(words, mark)) >= 0})
    names = tuple(dict.fromkeys(name for _, name in found))
    return tuple(name for name in names if _QUOTED.get(name) not in names)


def licence_of(text: str) -> str | None:
    """The SPDX name of the first licence in a text; None for one that is not known here."""
    return next(iter(licences_in(text)), None)


def _place(words: str, mark: _Mark) -> int:
    at = words.find(mark.starts)
    if at < 0:
        return at
    fits = all(words.find(each, at) >= 0 for each in mark.needs)
    return at if fits and not any(words.find(each, at) >= 0 for each in mark.lacks) else -1
