"""What tests of the authors' bench share."""

import json
from importlib.resources import files

import jsonschema
import pytest


@pytest.fixture
def document_fits():
    """Holds a document against the schema of its name."""

    def check(name, document):
        schema = json.loads((files("gopay_help") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.validate(document, schema, jsonschema.Draft202012Validator)

    return check
