// Puts the shop together. The flaws are planted: the README of this folder lists them.
const path = require("node:path");
const cookieParser = require("cookie-parser");
const cors = require("cors");
const express = require("express");
const session = require("express-session");

const app = express();
app.disable("x-powered-by");
app.use(express.json({ limit: "200kb", verify: (req, _res, body) => (req.rawBody = body) }));
app.use(express.urlencoded({ extended: false }));
app.use(cookieParser(process.env.COOKIE_KEY));

// Flaw: any site may call the shop with the customer's cookies.
app.use("/api", cors({ origin: true, credentials: true }));

// Safe: one site may.
app.use("/partners", cors({ origin: "https://partner.example", credentials: true }));

// Flaw: the key that signs every session is written in the code.
app.use("/classic", session({ secret: "wooden-spoon-and-teapot", resave: false, saveUninitialized: false, cookie: { secure: true, httpOnly: true } }));

// Safe: the key comes from the environment, the cookie can't be read by scripts and travels encrypted only.
app.use(session({ secret: process.env.SESSION_KEY, resave: false, saveUninitialized: false, cookie: { secure: true, httpOnly: true, sameSite: "lax" } }));

app.use(express.static(path.join(__dirname, "public")));
app.use("/store", require("./routes/store"));
app.use("/search", require("./routes/search"));
app.use("/account", require("./routes/account").router);
app.use("/office", require("./routes/office"));

app.listen(Number(process.env.PORT ?? 3000));
