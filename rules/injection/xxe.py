import xml.dom.minidom
import xml.sax
import xml.sax.handler

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


@app.post("/feed")
def feed():
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    # ruleid: xml-external-entity
    return str(xml.dom.minidom.parseString(request.data, parser))


@app.post("/plain")
def plain():
    # ok: xml-external-entity
    first = xml.dom.minidom.parseString(request.data)
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    # ok: xml-external-entity
    return str((first, xml.dom.minidom.parseString(request.data, parser)))


def read(path):
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, 1)
    # ok: xml-entities-resolved
    xml.dom.minidom.parseString("<a/>", parser)
    # ruleid: xml-entities-resolved
    return xml.dom.minidom.parse(path, parser)


@app.post("/strict")
def strict():
    # ruleid: xml-entities-enabled
    parser = etree.XMLParser(resolve_entities=True)
    # ruleid: xml-external-entity
    return str(etree.fromstring(request.data, parser))
