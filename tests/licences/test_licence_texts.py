import time

import pytest

from gitops_assets.core.licences.texts import licence_of, licences_in
from tests.documents import ROOT

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction ...
The above copyright notice and this permission notice shall be included in all copies."""
BSD = "Redistribution and use in source and binary forms, with or without\n# modification, are permitted ..."
BINARY = "2. Redistributions in binary form must reproduce the above copyright notice."
NAMES = "3. Neither the name of it may be used to endorse or promote products."
ISC = "Permission to use ... this software for any purpose with or without fee is hereby granted"
MARKS = {
    "MIT": MIT,
    "MIT-0": MIT.partition("The above")[0],
    "BSD-2-Clause": BSD + BINARY,
    "BSD-3-Clause": BSD + BINARY + NAMES,
    "BSD-4-Clause": BSD + "All advertising materials mentioning features or use" + NAMES,
    "ISC": f"{ISC}, provided that the above copyright notice and this notice appear in all copies.",
    "0BSD": f'{ISC}.\n\nTHE SOFTWARE IS PROVIDED "AS IS"',
    "Apache-2.0": "Apache License\n   Version 2.0, January 2004",
    "GPL-3.0": "GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007",
    "GPL-2.0": "GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991",
    "LGPL-2.1": "GNU LESSER GENERAL PUBLIC LICENSE\n Version 2.1, February 1999",
    "AGPL-3.0": "GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007",
    "MPL-2.0": "Mozilla Public License Version 2.0",
    "EPL-2.0": "Eclipse Public License - v 2.0",
    "Unlicense": "This is free and unencumbered software released into the public domain.",
    "CC0-1.0": "CC0 1.0 Universal",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International Public License",
    "CC-BY-SA-4.0": "Attribution-ShareAlike 4.0 International",
    "Zlib": "1. The origin of this software must not be misrepresented;",
    "BSL-1.0": "Boost Software License - Version 1.0 - August 17th, 2003",
    "BUSL-1.1": "Business Source License 1.1",
}


@pytest.mark.parametrize("name", MARKS)
def test_a_licence_is_told_by_its_own_words(name: str) -> None:
    assert licences_in(MARKS[name]) == (name,)


def test_this_projects_own_licence_is_recognised() -> None:
    assert licence_of((ROOT / "LICENSE").read_text("utf-8")) == "Apache-2.0"


def test_several_licences_in_one_text_stand_in_its_order() -> None:
    assert licences_in(MARKS["Apache-2.0"] + "\n" + MIT) == ("Apache-2.0", "MIT")


def test_the_text_that_lgpl_brings_along_is_not_the_licence() -> None:
    text = "GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007\n" + MARKS["GPL-3.0"]
    assert licences_in(text) == ("LGPL-3.0",)


def test_no_other_text_is_a_licence() -> None:
    assert licence_of("All rights reserved.") is None
    assert licence_of("") is None


def test_a_huge_text_costs_little() -> None:
    start = time.perf_counter()
    licences_in("permission is hereby granted " * 400_000)
    assert time.perf_counter() - start < 1
