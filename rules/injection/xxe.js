const express = require("express");
const libxml = require("libxmljs");

const app = express();
app.post("/import", (req, res) => {
  // ruleid: xml-external-entity, xml-entities-enabled
  const a = libxml.parseXml(req.body.text, { noent: true, nonet: true });
  // ok: xml-entities-enabled, xml-external-entity
  const b = libxml.parseXml(req.body.text, { noent: false });
  // ruleid: xml-entities-enabled
  const c = libxml.parseXml("<a/>", { noent: true });
  res.json([a, b, c]);
});
