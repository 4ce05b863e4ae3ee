from defusedxml.ElementTree import fromstring
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.post("/import")
def load():
    # ruleid: xml-entities-enabled
    parser = etree.XMLParser(resolve_entities=True)
    # ok: xml-entities-enabled
    safe = etree.XMLParser(resolve_entities=False)
    # ok: xml-external-entity
    document = fromstring(request.data)
    return str((parser, safe, document))
