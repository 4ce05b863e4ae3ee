const axios = require("axios");
const express = require("express");
const http = require("http");

const app = express();
app.get("/preview", async (req, res) => {
  // ruleid: server-side-request-forgery
  const a = await fetch(req.query.url);
  // ruleid: server-side-request-forgery
  const b = await axios.get("http://" + req.query.host + "/status");
  // ruleid: server-side-request-forgery
  http.get(req.body.url, (answer) => answer.pipe(res));
  // ok: server-side-request-forgery
  const c = await fetch("https://api.example.com/items/" + req.query.id);
  // ok: server-side-request-forgery
  const d = await fetch("https://api.example.com/", { method: "POST", body: req.body.text });
  return [a, b, c, d];
});

app.get("/partner", async (req, res) => {
  const address = new URL(req.query.url);
  if (address.hostname !== "partner.example.com") return res.sendStatus(400);
  // ok: server-side-request-forgery
  res.json(await fetch(address));
});

app.get("/mirror", async (req, res) => {
  const address = new URL(req.query.url);
  if (address.hostname === "partner.example.com") return res.sendStatus(400);
  // ruleid: server-side-request-forgery
  res.json(await fetch(address));
});
const partners = new Set(["partner.example.com"]);
app.get("/taken-apart", async (req, res) => {
  const { hostname } = new URL(req.query.url);
  if (!partners.has(hostname)) return res.sendStatus(400);
  // ok: server-side-request-forgery
  res.json(await fetch(req.query.url));
});

app.get("/taken-apart-wrongly", async (req, res) => {
  const { pathname } = new URL(req.query.url);
  if (!partners.has(pathname)) return res.sendStatus(400);
  // ruleid: server-side-request-forgery
  res.json(await fetch(req.query.url));
});

class Shop {
  constructor(base) {
    this.base = base;
  }
  order(number) {
    // ok: server-side-request-forgery
    return axios.get(`${this.base}/orders/${number}`);
  }
  file(name) {
    // ruleid: server-side-request-forgery
    return axios.get(this.base + name);
  }
}

const shop = new Shop(process.env.SHOP);

app.get("/orders", async (req, res) => {
  res.json([await shop.order(req.query.number), await shop.file(req.query.name)]);
});
