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
// ruleid: xml-entities-resolved
$document->loadXML(file_get_contents('config.xml'), LIBXML_NOENT);

function import(string $text, string $name)
{
    $document = new DOMDocument();
    // ruleid: xml-entities-resolved
    $document->loadXML($text, LIBXML_NOBLANKS | LIBXML_NOENT);
    // ok: xml-entities-resolved
    $document->loadXML($text, LIBXML_NOBLANKS);
    // ruleid: xml-entities-resolved
    return simplexml_load_file($name, 'SimpleXMLElement', LIBXML_NOENT);
}
