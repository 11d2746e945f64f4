"""The form to fill in speaks one language from its first line."""

import pytest

from casefile import LANGUAGES, run, shipped
from gopay_help.cli.diagnose import diagnose


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_of_the_form_is_from_the_catalogue(tmp_path, lang):
    ran = run(tmp_path, lambda setup: diagnose(setup, write_template="-"), lang=lang)
    words = shipped().catalogue(lang)
    head = ran.out.splitlines()[:2]
    assert head == [
        f"# gopay-help diagnose --no-input --answers {words.say('ui.template_file')}",
        f"# {words.say('ui.template_fill')}",
    ]
    assert ("THIS_FILE" in head[0]) is (lang == "en")
    assert ("Take the #" in head[1]) is (lang == "en")
