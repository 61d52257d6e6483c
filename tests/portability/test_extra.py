"""Without the extra `badges`, whoever asks for a badge is told what to install."""

import subprocess
import sys

PROGRAM = """
import sys
sys.modules["openbadgeslib"] = None
from sw_competency.errors import MissingExtraError
from sw_competency.portability import proofs
for one in (lambda: proofs.new_key(), lambda: proofs.said_by("a.b.c"), lambda: proofs.said_by("{}")):
    try:
        one()
    except MissingExtraError as error:
        print(error)
"""


def test_it_is_one_sentence_that_names_the_extra():
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    sentence = "Making or checking a badge needs an extra: install it with  pip install 'sw-competency[badges]'"
    assert said.splitlines() == [sentence] * 3
