<?php

$body = file_get_contents('php://input');
// ruleid: xml-external-entity
$xml = simplexml_load_string($body, 'SimpleXMLElement', LIBXML_NOENT);
// ok: xml-external-entity
$xml = simplexml_load_string($body);
$document = new DOMDocument();
// ruleid: xml-external-entity
$document->loadXML($body, LIBXML_NOENT | LIBXML_DTDLOAD);
// ok: xml-external-entity
$document->loadXML($body, LIBXML_NONET);
// ok: xml-external-entity
$document->loadXML(file_get_contents('config.xml'), LIBXML_NOENT);
