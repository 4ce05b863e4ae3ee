const express = require("express");
const xpath = require("xpath");
const { User } = require("./models");
const { Sequelize, DataTypes } = require("sequelize");

const app = express();
const directory = require("ldapjs").createClient({ url: "ldap://localhost" });
const sequelize = new Sequelize("sqlite::memory:");
const Account = sequelize.define("Account", { name: DataTypes.STRING });

app.post("/people", async (req, res) => {
  // ruleid: ldap-injection
  directory.search("dc=example", { filter: `(uid=${req.body.name})` }, () => {});
  // ok: ldap-injection
  directory.search("dc=example", { filter: "(objectClass=person)" }, () => {});
  // ruleid: xpath-injection
  const a = xpath.select("//user[@name='" + req.body.name + "']", User.document);
  // ok: xpath-injection
  const b = xpath.select("//user[@name='admin']", User.document);
  // ruleid: mass-assignment
  const c = await Account.create(req.body);
  // ok: mass-assignment
  const d = await Account.create({ name: req.body.name });
  // ruleid: header-injection
  res.setHeader("X-Name", req.body.name);
  // ok: header-injection
  res.setHeader("X-Name", encodeURIComponent(req.body.name));
  res.json([a, b, c, d]);
});
