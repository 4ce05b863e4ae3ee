const express = require("express");
const mongoose = require("mongoose");
const { MongoClient } = require("mongodb");

const app = express();
const User = mongoose.model("User", new mongoose.Schema({ email: String }));

app.post("/login", async (req, res) => {
  // ruleid: nosql-injection
  const user = await User.findOne({ email: req.body.email, password: req.body.password });
  // ok: nosql-injection
  const same = await User.findOne({ email: String(req.body.email) });
  const client = new MongoClient("mongodb://localhost");
  const orders = client.db("shop").collection("orders");
  // ruleid: nosql-injection, code-injection
  const found = await orders.find({ $where: "this.owner == '" + req.body.owner + "'" }).toArray();
  // ok: nosql-injection
  const mine = await orders.find({ owner: req.params.owner }).toArray();
  res.json({ user, same, found, mine });
});
