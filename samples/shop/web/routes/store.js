// The store's public API: what a customer does from the first look at a product to the parcel on the doorstep.
// Nothing in this file is meant to be found: every value that a client sends is bound, checked or compared.
const crypto = require("node:crypto");
const express = require("express");
const mysql = require("mysql2/promise");

const db = mysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10 });
const router = express.Router();

const PAGE_SIZE = 24;
const CURRENCIES = new Set(["EUR", "USD", "GBP", "CHF"]);
const ORDER_STATES = ["draft", "placed", "paid", "packed", "shipped", "delivered", "returned", "cancelled"];
const SORT_COLUMNS = new Map([
  ["newest", "products.created_at desc"],
  ["cheapest", "products.price_cents asc"],
  ["dearest", "products.price_cents desc"],
  ["best", "products.rating desc"],
]);

class ShopError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Lets handlers be async: a rejected promise reaches the error handler at the end. */
function route(handler) {
  return (req, res, next) => handler(req, res, next).catch(next);
}

function wholeNumber(value, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new ShopError(400, `expected a whole number from ${min} to ${max}`);
  }
  return number;
}

function text(value, { min = 1, max = 200 } = {}) {
  if (typeof value !== "string") throw new ShopError(400, "expected text");
  const trimmed = value.trim();
  if (trimmed.length < min || trimmed.length > max) {
    throw new ShopError(400, `expected ${min} to ${max} characters`);
  }
  return trimmed;
}

function oneOf(value, allowed) {
  if (!allowed.includes(value)) throw new ShopError(400, `expected one of ${allowed.join(", ")}`);
  return value;
}

function pageOf(req) {
  const page = req.query.page === undefined ? 1 : wholeNumber(req.query.page, { min: 1, max: 10_000 });
  return { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE, page };
}

async function first(sql, values) {
  const [rows] = await db.query(sql, values);
  return rows[0];
}

async function firstOrNotFound(what, sql, values) {
  const row = await first(sql, values);
  if (row === undefined) throw new ShopError(404, `no such ${what}`);
  return row;
}

async function transaction(work) {
  const connection = await db.getConnection();
  try {
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

function signedIn(req, _res, next) {
  if (!req.session?.customerId) return next(new ShopError(401, "sign in first"));
  return next();
}

function staffOnly(req, _res, next) {
  if (req.session?.role !== "staff") return next(new ShopError(403, "for staff only"));
  return next();
}

function money(cents, currency) {
  return { cents, currency, text: `${(cents / 100).toFixed(2)} ${currency}` };
}

// Categories

router.get(
  "/categories",
  route(async (_req, res) => {
    const [rows] = await db.query(
      `select categories.id, categories.name, categories.parent_id, count(products.id) as products
         from categories left join products on products.category_id = categories.id and products.hidden = 0
        group by categories.id order by categories.position`,
    );
    const byParent = new Map();
    for (const row of rows) {
      const siblings = byParent.get(row.parent_id) ?? [];
      siblings.push(row);
      byParent.set(row.parent_id, siblings);
    }
    const branch = (parent) =>
      (byParent.get(parent) ?? []).map((row) => ({
        id: row.id,
        name: row.name,
        products: row.products,
        children: branch(row.id),
      }));
    res.json(branch(null));
  }),
);

router.get(
  "/categories/:id",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const category = await firstOrNotFound("category", "select id, name, intro from categories where id = ?", [id]);
    const [filters] = await db.query(
      "select name, min(value) as lowest, max(value) as highest from product_facts where category_id = ? group by name",
      [id],
    );
    res.json({ ...category, filters });
  }),
);

// Products

router.get(
  "/products",
  route(async (req, res) => {
    const { limit, offset, page } = pageOf(req);
    const conditions = ["products.hidden = 0"];
    const values = [];
    if (req.query.category !== undefined) {
      conditions.push("products.category_id = ?");
      values.push(wholeNumber(req.query.category));
    }
    if (req.query.cheaperThan !== undefined) {
      conditions.push("products.price_cents < ?");
      values.push(wholeNumber(req.query.cheaperThan) * 100);
    }
    if (req.query.inStock === "yes") conditions.push("products.stock > 0");
    const order = SORT_COLUMNS.get(req.query.sort) ?? SORT_COLUMNS.get("newest");
    const [rows] = await db.query(
      `select id, name, price_cents, currency, rating, image from products
        where ${conditions.join(" and ")} order by ${order} limit ? offset ?`,
      [...values, limit, offset],
    );
    const products = rows.map(({ price_cents, currency, ...rest }) => ({ ...rest, price: money(price_cents, currency) }));
    res.json({ page, products });
  }),
);

router.get(
  "/products/:id",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const product = await firstOrNotFound(
      "product",
      "select id, name, description, price_cents, currency, stock, rating from products where id = ? and hidden = 0",
      [id],
    );
    const [images] = await db.query("select url, alt from product_images where product_id = ? order by position", [id]);
    const [facts] = await db.query("select name, value, unit from product_facts where product_id = ?", [id]);
    res.set("cache-control", "public, max-age=60");
    res.json({ ...product, images, facts, available: product.stock > 0 });
  }),
);

router.get(
  "/products/:id/similar",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const [rows] = await db.query(
      `select other.id, other.name, other.image, count(*) as bought_together
         from order_lines mine
         join order_lines theirs on theirs.order_id = mine.order_id and theirs.product_id <> mine.product_id
         join products other on other.id = theirs.product_id
        where mine.product_id = ? and other.hidden = 0
        group by other.id order by bought_together desc limit 6`,
      [id],
    );
    res.json(rows);
  }),
);

router.get(
  "/products/:id/price-history",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const days = req.query.days === undefined ? 90 : wholeNumber(req.query.days, { min: 7, max: 365 });
    const [rows] = await db.query(
      "select day, price_cents from price_history where product_id = ? and day > date_sub(now(), interval ? day) order by day",
      [id, days],
    );
    const lowest = rows.reduce((low, row) => Math.min(low, row.price_cents), Number.POSITIVE_INFINITY);
    res.json({ days, lowest: Number.isFinite(lowest) ? lowest : null, points: rows });
  }),
);

router.get(
  "/suggest",
  route(async (req, res) => {
    const word = text(req.query.word, { min: 2, max: 40 });
    const pattern = `${word.replace(/[\\%_]/g, "\\$&")}%`;
    const [rows] = await db.query("select distinct name from products where name like ? and hidden = 0 limit 8", [pattern]);
    res.json(rows.map((row) => row.name));
  }),
);

// Carts

async function cartOf(req) {
  const token = req.signedCookies?.cart;
  if (typeof token === "string") {
    const cart = await first("select id, currency, coupon_id from carts where token = ?", [token]);
    if (cart !== undefined) return cart;
  }
  return undefined;
}

async function cartOrNew(req, res) {
  const existing = await cartOf(req);
  if (existing !== undefined) return existing;
  const token = crypto.randomBytes(24).toString("base64url");
  const currency = CURRENCIES.has(req.body?.currency) ? req.body.currency : "EUR";
  const [created] = await db.query("insert into carts (token, currency) values (?, ?)", [token, currency]);
  res.cookie("cart", token, { httpOnly: true, secure: true, sameSite: "lax", signed: true, maxAge: 30 * 86_400_000 });
  return { id: created.insertId, currency, coupon_id: null };
}

async function linesOf(cartId) {
  const [rows] = await db.query(
    `select cart_lines.product_id, cart_lines.quantity, products.name, products.price_cents, products.stock
       from cart_lines join products on products.id = cart_lines.product_id
      where cart_lines.cart_id = ? order by cart_lines.added_at`,
    [cartId],
  );
  return rows;
}

function totalOf(lines, coupon) {
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.price_cents, 0);
  if (coupon === undefined) return { goods, discount: 0, total: goods };
  const discount = coupon.percent ? Math.round((goods * coupon.percent) / 100) : Math.min(goods, coupon.amount_cents);
  return { goods, discount, total: goods - discount };
}

router.get(
  "/cart",
  route(async (req, res) => {
    const cart = await cartOf(req);
    if (cart === undefined) return res.json({ lines: [], total: 0 });
    const lines = await linesOf(cart.id);
    const coupon = cart.coupon_id ? await first("select * from coupons where id = ?", [cart.coupon_id]) : undefined;
    return res.json({ currency: cart.currency, lines, ...totalOf(lines, coupon) });
  }),
);

router.post(
  "/cart/lines",
  route(async (req, res) => {
    const productId = wholeNumber(req.body.product, { min: 1 });
    const quantity = wholeNumber(req.body.quantity ?? 1, { min: 1, max: 99 });
    const product = await firstOrNotFound("product", "select id, stock from products where id = ? and hidden = 0", [productId]);
    if (product.stock < quantity) throw new ShopError(409, "not enough in stock");
    const cart = await cartOrNew(req, res);
    await db.query(
      `insert into cart_lines (cart_id, product_id, quantity) values (?, ?, ?)
         on duplicate key update quantity = least(99, quantity + values(quantity))`,
      [cart.id, productId, quantity],
    );
    res.status(201).json(await linesOf(cart.id));
  }),
);

router.patch(
  "/cart/lines/:product",
  route(async (req, res) => {
    const cart = await cartOf(req);
    if (cart === undefined) throw new ShopError(404, "the cart is empty");
    const productId = wholeNumber(req.params.product, { min: 1 });
    const quantity = wholeNumber(req.body.quantity, { min: 0, max: 99 });
    if (quantity === 0) {
      await db.query("delete from cart_lines where cart_id = ? and product_id = ?", [cart.id, productId]);
    } else {
      await db.query("update cart_lines set quantity = ? where cart_id = ? and product_id = ?", [quantity, cart.id, productId]);
    }
    res.json(await linesOf(cart.id));
  }),
);

router.delete(
  "/cart",
  route(async (req, res) => {
    const cart = await cartOf(req);
    if (cart !== undefined) await db.query("delete from cart_lines where cart_id = ?", [cart.id]);
    res.clearCookie("cart").sendStatus(204);
  }),
);

router.post(
  "/cart/coupon",
  route(async (req, res) => {
    const code = text(req.body.code, { min: 4, max: 20 }).toUpperCase();
    const coupon = await firstOrNotFound(
      "coupon",
      "select id, percent, amount_cents, minimum_cents from coupons where code = ? and valid_until >= current_date",
      [code],
    );
    const cart = await cartOrNew(req, res);
    const { goods } = totalOf(await linesOf(cart.id));
    if (goods < coupon.minimum_cents) throw new ShopError(409, "the cart is below this coupon's minimum");
    await db.query("update carts set coupon_id = ? where id = ?", [coupon.id, cart.id]);
    res.sendStatus(204);
  }),
);

// Addresses

const ADDRESS_FIELDS = ["name", "street", "postcode", "city", "country"];

function addressFrom(body) {
  const address = {};
  for (const field of ADDRESS_FIELDS) address[field] = text(body[field], { max: 120 });
  if (!/^[A-Z]{2}$/.test(address.country)) throw new ShopError(400, "the country is a two-letter code");
  return address;
}

router.get(
  "/addresses",
  signedIn,
  route(async (req, res) => {
    const [rows] = await db.query(
      "select id, name, street, postcode, city, country, is_default from addresses where customer_id = ? order by is_default desc, id",
      [req.session.customerId],
    );
    res.json(rows);
  }),
);

router.post(
  "/addresses",
  signedIn,
  route(async (req, res) => {
    const address = addressFrom(req.body);
    const { n } = await first("select count(*) as n from addresses where customer_id = ?", [req.session.customerId]);
    if (n >= 20) throw new ShopError(409, "that is enough addresses");
    const [created] = await db.query("insert into addresses set ?", [
      { ...address, customer_id: req.session.customerId, is_default: n === 0 },
    ]);
    res.status(201).json({ id: created.insertId, ...address });
  }),
);

router.put(
  "/addresses/:id",
  signedIn,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const address = addressFrom(req.body);
    const [changed] = await db.query("update addresses set ? where id = ? and customer_id = ?", [
      address,
      id,
      req.session.customerId,
    ]);
    if (changed.affectedRows === 0) throw new ShopError(404, "no such address");
    res.json({ id, ...address });
  }),
);

router.post(
  "/addresses/:id/default",
  signedIn,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    await transaction(async (connection) => {
      await connection.query("update addresses set is_default = 0 where customer_id = ?", [req.session.customerId]);
      await connection.query("update addresses set is_default = 1 where id = ? and customer_id = ?", [id, req.session.customerId]);
    });
    res.sendStatus(204);
  }),
);

router.delete(
  "/addresses/:id",
  signedIn,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    await db.query("delete from addresses where id = ? and customer_id = ?", [id, req.session.customerId]);
    res.sendStatus(204);
  }),
);

// Shipping

const ZONES = [
  { zone: "home", countries: ["DE", "AT"], base: 390, perKilo: 50 },
  { zone: "near", countries: ["FR", "NL", "BE", "DK", "PL", "CZ", "CH"], base: 890, perKilo: 120 },
  { zone: "far", countries: [], base: 1990, perKilo: 450 },
];

function zoneFor(country) {
  return ZONES.find((zone) => zone.countries.includes(country)) ?? ZONES[ZONES.length - 1];
}

function shippingCost(country, grams, goodsCents) {
  const zone = zoneFor(country);
  if (zone.zone === "home" && goodsCents >= 5000) return 0;
  return zone.base + Math.ceil(grams / 1000) * zone.perKilo;
}

router.get(
  "/shipping",
  route(async (req, res) => {
    const country = text(req.query.country, { min: 2, max: 2 }).toUpperCase();
    const cart = await cartOf(req);
    if (cart === undefined) throw new ShopError(404, "the cart is empty");
    const weight = await first(
      `select coalesce(sum(cart_lines.quantity * products.grams), 0) as grams
         from cart_lines join products on products.id = cart_lines.product_id where cart_lines.cart_id = ?`,
      [cart.id],
    );
    const { goods } = totalOf(await linesOf(cart.id));
    const cost = shippingCost(country, Number(weight.grams), goods);
    res.json({ zone: zoneFor(country).zone, cost: money(cost, cart.currency) });
  }),
);

// Orders

async function orderOf(req) {
  const id = wholeNumber(req.params.id);
  return firstOrNotFound("order", "select * from orders where id = ? and customer_id = ?", [id, req.session.customerId]);
}

function mayBecome(from, to) {
  if (to === "cancelled") return ORDER_STATES.indexOf(from) < ORDER_STATES.indexOf("shipped");
  if (to === "returned") return from === "delivered";
  return ORDER_STATES.indexOf(to) === ORDER_STATES.indexOf(from) + 1;
}

async function moveOrder(connection, order, to) {
  if (!mayBecome(order.state, to)) throw new ShopError(409, `an order that is ${order.state} can't become ${to}`);
  await connection.query("update orders set state = ?, changed_at = now() where id = ?", [to, order.id]);
  await connection.query("insert into order_events (order_id, state) values (?, ?)", [order.id, to]);
}

router.post(
  "/orders",
  signedIn,
  route(async (req, res) => {
    const addressId = wholeNumber(req.body.address);
    const cart = await cartOf(req);
    const lines = cart === undefined ? [] : await linesOf(cart.id);
    if (lines.length === 0) throw new ShopError(409, "the cart is empty");
    const address = await firstOrNotFound("address", "select * from addresses where id = ? and customer_id = ?", [
      addressId,
      req.session.customerId,
    ]);
    const coupon = cart.coupon_id ? await first("select * from coupons where id = ?", [cart.coupon_id]) : undefined;
    const { total } = totalOf(lines, coupon);
    const orderId = await transaction(async (connection) => {
      const [order] = await connection.query("insert into orders set ?", [
        { customer_id: req.session.customerId, address_id: address.id, currency: cart.currency, total_cents: total, state: "placed" },
      ]);
      for (const line of lines) {
        const [taken] = await connection.query("update products set stock = stock - ? where id = ? and stock >= ?", [
          line.quantity,
          line.product_id,
          line.quantity,
        ]);
        if (taken.affectedRows === 0) throw new ShopError(409, `${line.name} has just been sold out`);
        await connection.query("insert into order_lines set ?", [
          { order_id: order.insertId, product_id: line.product_id, quantity: line.quantity, price_cents: line.price_cents },
        ]);
      }
      await connection.query("delete from carts where id = ?", [cart.id]);
      return order.insertId;
    });
    res.status(201).location(`/orders/${orderId}`).json({ id: orderId, total: money(total, cart.currency) });
  }),
);

router.get(
  "/orders",
  signedIn,
  route(async (req, res) => {
    const { limit, offset, page } = pageOf(req);
    const [orders] = await db.query(
      "select id, state, total_cents, currency, placed_at from orders where customer_id = ? order by id desc limit ? offset ?",
      [req.session.customerId, limit, offset],
    );
    res.json({ page, orders: orders.map((order) => ({ ...order, total: money(order.total_cents, order.currency) })) });
  }),
);

router.get(
  "/orders/:id",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const [lines] = await db.query(
      `select order_lines.quantity, order_lines.price_cents, products.id, products.name
         from order_lines join products on products.id = order_lines.product_id where order_lines.order_id = ?`,
      [order.id],
    );
    const [events] = await db.query("select state, happened_at from order_events where order_id = ? order by happened_at", [
      order.id,
    ]);
    res.json({ ...order, lines, events });
  }),
);

router.post(
  "/orders/:id/cancel",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    await transaction(async (connection) => {
      await moveOrder(connection, order, "cancelled");
      await connection.query(
        `update products join order_lines on order_lines.product_id = products.id
            set products.stock = products.stock + order_lines.quantity where order_lines.order_id = ?`,
        [order.id],
      );
    });
    res.sendStatus(204);
  }),
);

router.get(
  "/orders/:id/invoice",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const [lines] = await db.query("select product_id, quantity, price_cents from order_lines where order_id = ?", [order.id]);
    const rows = lines.map((line) => [line.product_id, line.quantity, line.price_cents, line.quantity * line.price_cents]);
    const csv = [["product", "quantity", "price", "sum"], ...rows].map((row) => row.join(";")).join("\r\n");
    res.type("text/csv").attachment(`invoice-${order.id}.csv`).send(csv);
  }),
);

// Payments

router.post(
  "/orders/:id/payments",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const method = oneOf(req.body.method, ["card", "transfer", "wallet"]);
    if (order.state !== "placed") throw new ShopError(409, "this order is not waiting for a payment");
    const reference = crypto.randomUUID();
    await db.query("insert into payments set ?", [
      { order_id: order.id, method, reference, amount_cents: order.total_cents, state: "pending" },
    ]);
    res.status(201).json({ reference, method, amount: money(order.total_cents, order.currency) });
  }),
);

function isSignedByBank(req) {
  const given = Buffer.from(String(req.get("x-bank-signature") ?? ""), "hex");
  const expected = crypto.createHmac("sha256", process.env.BANK_KEY).update(req.rawBody).digest();
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

router.post(
  "/payments/settled",
  route(async (req, res) => {
    if (!isSignedByBank(req)) throw new ShopError(401, "the signature does not match");
    const reference = text(req.body.reference, { min: 36, max: 36 });
    const payment = await firstOrNotFound("payment", "select * from payments where reference = ?", [reference]);
    if (payment.state === "settled") return res.sendStatus(204);
    if (wholeNumber(req.body.cents) !== payment.amount_cents) throw new ShopError(409, "the amount does not match");
    const order = await firstOrNotFound("order", "select * from orders where id = ?", [payment.order_id]);
    await transaction(async (connection) => {
      await connection.query("update payments set state = 'settled', settled_at = now() where id = ?", [payment.id]);
      await moveOrder(connection, order, "paid");
    });
    return res.sendStatus(204);
  }),
);

// Parcels

router.get(
  "/orders/:id/parcels",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const [parcels] = await db.query("select id, carrier, tracking_code, sent_at from parcels where order_id = ?", [order.id]);
    res.json(parcels);
  }),
);

router.post(
  "/parcels",
  staffOnly,
  route(async (req, res) => {
    const orderId = wholeNumber(req.body.order, { min: 1 });
    const carrier = oneOf(req.body.carrier, ["post", "swift", "bicycle"]);
    const code = text(req.body.code, { min: 6, max: 40 });
    const order = await firstOrNotFound("order", "select * from orders where id = ?", [orderId]);
    const parcelId = await transaction(async (connection) => {
      const [parcel] = await connection.query("insert into parcels set ?", [
        { order_id: order.id, carrier, tracking_code: code, sent_at: new Date() },
      ]);
      await moveOrder(connection, order, "shipped");
      return parcel.insertId;
    });
    res.status(201).json({ id: parcelId });
  }),
);

router.post(
  "/parcels/:id/delivered",
  staffOnly,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const parcel = await firstOrNotFound("parcel", "select id, order_id from parcels where id = ?", [id]);
    const order = await firstOrNotFound("order", "select * from orders where id = ?", [parcel.order_id]);
    const open = await first("select count(*) as n from parcels where order_id = ? and delivered_at is null and id <> ?", [
      order.id,
      parcel.id,
    ]);
    await transaction(async (connection) => {
      await connection.query("update parcels set delivered_at = now() where id = ?", [parcel.id]);
      if (open.n === 0) await moveOrder(connection, order, "delivered");
    });
    res.sendStatus(204);
  }),
);

// Returns

const RETURN_REASONS = ["broken", "wrong item", "does not fit", "changed my mind"];

router.post(
  "/orders/:id/returns",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const reason = oneOf(req.body.reason, RETURN_REASONS);
    if (!Array.isArray(req.body.products) || req.body.products.length > 50) throw new ShopError(400, "expected a list");
    const products = req.body.products.map((id) => wholeNumber(id, { min: 1 }));
    if (order.state !== "delivered") throw new ShopError(409, "only a delivered order can be returned");
    const [bought] = await db.query("select product_id, price_cents, quantity from order_lines where order_id = ? and product_id in (?)", [
      order.id,
      products,
    ]);
    if (bought.length !== products.length) throw new ShopError(409, "some of these products are not in the order");
    const refund = bought.reduce((sum, line) => sum + line.price_cents * line.quantity, 0);
    const [created] = await db.query("insert into returns set ?", [
      { order_id: order.id, reason, refund_cents: refund, label: crypto.randomBytes(8).toString("hex") },
    ]);
    res.status(201).json({ id: created.insertId, refund: money(refund, order.currency) });
  }),
);

router.get(
  "/returns/:id",
  signedIn,
  route(async (req, res) => {
    const row = await firstOrNotFound(
      "return",
      `select returns.id, returns.reason, returns.refund_cents, returns.received_at
         from returns join orders on orders.id = returns.order_id where returns.id = ? and orders.customer_id = ?`,
      [wholeNumber(req.params.id), req.session.customerId],
    );
    res.json({ ...row, refunded: row.received_at !== null });
  }),
);

// Reviews

router.get(
  "/products/:id/reviews",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const { limit, offset, page } = pageOf(req);
    const stars = req.query.stars === undefined ? undefined : wholeNumber(req.query.stars, { min: 1, max: 5 });
    const [reviews] = await db.query(
      `select reviews.id, reviews.stars, reviews.title, reviews.body, reviews.written_at, customers.nickname
         from reviews join customers on customers.id = reviews.customer_id
        where reviews.product_id = ? and (? is null or reviews.stars = ?) and reviews.approved = 1
        order by reviews.helpful desc, reviews.id desc limit ? offset ?`,
      [id, stars ?? null, stars ?? null, limit, offset],
    );
    const [counts] = await db.query("select stars, count(*) as n from reviews where product_id = ? group by stars", [id]);
    res.json({ page, reviews, counts: Object.fromEntries(counts.map((row) => [row.stars, row.n])) });
  }),
);

router.post(
  "/products/:id/reviews",
  signedIn,
  route(async (req, res) => {
    const productId = wholeNumber(req.params.id);
    const review = {
      product_id: productId,
      customer_id: req.session.customerId,
      stars: wholeNumber(req.body.stars, { min: 1, max: 5 }),
      title: text(req.body.title, { max: 80 }),
      body: text(req.body.body, { max: 4000 }),
      approved: 0,
    };
    const bought = await first(
      `select 1 as yes from order_lines join orders on orders.id = order_lines.order_id
        where orders.customer_id = ? and order_lines.product_id = ? and orders.state = 'delivered' limit 1`,
      [req.session.customerId, productId],
    );
    if (bought === undefined) throw new ShopError(403, "only those who bought it can review it");
    const [created] = await db.query("insert into reviews set ?", [review]);
    res.status(201).json({ id: created.insertId });
  }),
);

router.post(
  "/reviews/:id/helpful",
  signedIn,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const [vote] = await db.query("insert ignore into review_votes (review_id, customer_id) values (?, ?)", [
      id,
      req.session.customerId,
    ]);
    if (vote.affectedRows === 1) await db.query("update reviews set helpful = helpful + 1 where id = ?", [id]);
    res.sendStatus(204);
  }),
);

router.post(
  "/reviews/:id/approve",
  staffOnly,
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const review = await firstOrNotFound("review", "select id, product_id from reviews where id = ?", [id]);
    await transaction(async (connection) => {
      await connection.query("update reviews set approved = 1 where id = ?", [review.id]);
      await connection.query(
        "update products set rating = (select avg(stars) from reviews where product_id = ? and approved = 1) where id = ?",
        [review.product_id, review.product_id],
      );
    });
    res.sendStatus(204);
  }),
);

// Questions

router.get(
  "/products/:id/questions",
  route(async (req, res) => {
    const id = wholeNumber(req.params.id);
    const [questions] = await db.query("select id, body, asked_at from questions where product_id = ? order by id desc limit 50", [id]);
    if (questions.length === 0) return res.json([]);
    const ids = questions.map((question) => question.id);
    const [answers] = await db.query("select question_id, body, by_staff from answers where question_id in (?)", [ids]);
    const answersTo = (question) => answers.filter((answer) => answer.question_id === question.id);
    return res.json(questions.map((question) => ({ ...question, answers: answersTo(question) })));
  }),
);

router.post(
  "/products/:id/questions",
  signedIn,
  route(async (req, res) => {
    const productId = wholeNumber(req.params.id);
    const body = text(req.body.body, { min: 10, max: 500 });
    await firstOrNotFound("product", "select id from products where id = ?", [productId]);
    const [created] = await db.query("insert into questions (product_id, customer_id, body) values (?, ?, ?)", [
      productId,
      req.session.customerId,
      body,
    ]);
    res.status(201).json({ id: created.insertId, body });
  }),
);

router.post(
  "/questions/:id/answers",
  signedIn,
  route(async (req, res) => {
    const questionId = wholeNumber(req.params.id);
    const body = text(req.body.body, { min: 2, max: 2000 });
    await db.query("insert into answers set ?", [
      { question_id: questionId, customer_id: req.session.customerId, body, by_staff: req.session.role === "staff" },
    ]);
    res.status(201).json({ body });
  }),
);

// Wish lists

router.get(
  "/wishes",
  signedIn,
  route(async (req, res) => {
    const [rows] = await db.query(
      `select products.id, products.name, products.price_cents, wishes.price_cents as price_then
         from wishes join products on products.id = wishes.product_id where wishes.customer_id = ?`,
      [req.session.customerId],
    );
    res.json(rows.map((row) => ({ ...row, cheaper: row.price_cents < row.price_then })));
  }),
);

router.put(
  "/wishes/:product",
  signedIn,
  route(async (req, res) => {
    const productId = wholeNumber(req.params.product, { min: 1 });
    const product = await firstOrNotFound("product", "select price_cents from products where id = ?", [productId]);
    await db.query("insert ignore into wishes (customer_id, product_id, price_cents) values (?, ?, ?)", [
      req.session.customerId,
      productId,
      product.price_cents,
    ]);
    res.sendStatus(204);
  }),
);

router.delete(
  "/wishes/:product",
  signedIn,
  route(async (req, res) => {
    const productId = wholeNumber(req.params.product, { min: 1 });
    await db.query("delete from wishes where customer_id = ? and product_id = ?", [req.session.customerId, productId]);
    res.sendStatus(204);
  }),
);

router.post(
  "/wishes/share",
  signedIn,
  route(async (req, res) => {
    const token = crypto.randomBytes(12).toString("base64url");
    await db.query("update customers set wish_token = ? where id = ?", [token, req.session.customerId]);
    res.status(201).json({ path: `/wishes/shared/${token}` });
  }),
);

router.get(
  "/wishes/shared/:token",
  route(async (req, res) => {
    const token = text(req.params.token, { min: 16, max: 16 });
    const owner = await firstOrNotFound("list", "select id, nickname from customers where wish_token = ?", [token]);
    const [rows] = await db.query(
      "select products.id, products.name from wishes join products on products.id = wishes.product_id where wishes.customer_id = ?",
      [owner.id],
    );
    res.json({ of: owner.nickname, products: rows });
  }),
);

// Newsletter

router.post(
  "/newsletter",
  route(async (req, res) => {
    const email = text(req.body.email, { min: 6, max: 120 }).toLowerCase();
    if (!email.includes("@")) throw new ShopError(400, "that is not an e-mail address");
    const token = crypto.randomBytes(18).toString("base64url");
    await db.query("insert into subscribers (email, token) values (?, ?) on duplicate key update token = values(token)", [email, token]);
    res.sendStatus(202);
  }),
);

router.get(
  "/newsletter/confirm/:token",
  route(async (req, res) => {
    const token = text(req.params.token, { min: 24, max: 24 });
    const [changed] = await db.query("update subscribers set confirmed_at = now() where token = ? and confirmed_at is null", [token]);
    res.redirect(changed.affectedRows === 1 ? "/newsletter/welcome" : "/newsletter/expired");
  }),
);

router.get(
  "/newsletter/leave/:token",
  route(async (req, res) => {
    await db.query("delete from subscribers where token = ?", [text(req.params.token, { min: 24, max: 24 })]);
    res.redirect("/newsletter/goodbye");
  }),
);

// Stock, for the people in the warehouse

router.get(
  "/stock/low",
  staffOnly,
  route(async (req, res) => {
    const below = req.query.below === undefined ? 5 : wholeNumber(req.query.below, { max: 1000 });
    const [rows] = await db.query("select id, name, stock, shelf from products where stock < ? and hidden = 0 order by stock", [below]);
    res.json(rows);
  }),
);

router.post(
  "/stock/deliveries",
  staffOnly,
  route(async (req, res) => {
    if (!Array.isArray(req.body.lines) || req.body.lines.length === 0) throw new ShopError(400, "a delivery has lines");
    const lines = req.body.lines.map((line) => ({
      product: wholeNumber(line.product, { min: 1 }),
      quantity: wholeNumber(line.quantity, { min: 1, max: 10_000 }),
    }));
    const unknown = await transaction(async (connection) => {
      const missing = [];
      for (const { product, quantity } of lines) {
        const [changed] = await connection.query("update products set stock = stock + ? where id = ?", [quantity, product]);
        if (changed.affectedRows === 0) missing.push(product);
      }
      return missing;
    });
    res.status(unknown.length === 0 ? 204 : 207).json({ unknown });
  }),
);

router.post(
  "/stock/corrections",
  staffOnly,
  route(async (req, res) => {
    const product = wholeNumber(req.body.product, { min: 1 });
    const counted = wholeNumber(req.body.counted, { max: 100_000 });
    const note = text(req.body.note ?? "counted", { max: 200 });
    const before = await firstOrNotFound("product", "select stock from products where id = ?", [product]);
    await transaction(async (connection) => {
      await connection.query("update products set stock = ? where id = ?", [counted, product]);
      await connection.query("insert into stock_corrections set ?", [
        { product_id: product, was: before.stock, is_now: counted, note, staff_id: req.session.customerId },
      ]);
    });
    res.json({ difference: counted - before.stock });
  }),
);

// Messages to a customer

router.get(
  "/messages",
  signedIn,
  route(async (req, res) => {
    const since = req.query.since === undefined ? new Date(0) : new Date(String(req.query.since));
    if (Number.isNaN(since.getTime())) throw new ShopError(400, "since is not a date");
    const [rows] = await db.query(
      "select id, subject, body, sent_at, read_at from messages where customer_id = ? and sent_at > ? order by sent_at desc limit 100",
      [req.session.customerId, since],
    );
    res.json({ unread: rows.filter((row) => row.read_at === null).length, messages: rows });
  }),
);

router.post(
  "/messages/read",
  signedIn,
  route(async (req, res) => {
    const upTo = wholeNumber(req.body.upTo, { min: 1 });
    await db.query("update messages set read_at = now() where customer_id = ? and id <= ? and read_at is null", [
      req.session.customerId,
      upTo,
    ]);
    res.sendStatus(204);
  }),
);

// Gift cards

function giftCode() {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  let code = "";
  for (let at = 0; at < 16; at++) code += (at > 0 && at % 4 === 0 ? "-" : "") + alphabet[crypto.randomInt(alphabet.length)];
  return code;
}

router.post(
  "/gift-cards",
  signedIn,
  route(async (req, res) => {
    const cents = wholeNumber(req.body.cents, { min: 1000, max: 50_000 });
    const greeting = text(req.body.greeting ?? "Enjoy!", { max: 300 });
    const code = giftCode();
    await db.query("insert into gift_cards set ?", [
      { code, cents_left: cents, greeting, bought_by: req.session.customerId, valid_until: new Date(Date.now() + 3 * 365 * 86_400_000) },
    ]);
    res.status(201).json({ code, greeting });
  }),
);

router.get(
  "/gift-cards/:code",
  route(async (req, res) => {
    const code = text(req.params.code, { min: 19, max: 19 }).toUpperCase();
    const card = await firstOrNotFound("gift card", "select cents_left, valid_until from gift_cards where code = ?", [code]);
    res.json({ left: money(card.cents_left, "EUR"), expired: card.valid_until < new Date() });
  }),
);

router.post(
  "/orders/:id/gift-card",
  signedIn,
  route(async (req, res) => {
    const order = await orderOf(req);
    const code = text(req.body.code, { min: 19, max: 19 }).toUpperCase();
    const paid = await transaction(async (connection) => {
      const [[card]] = await connection.query("select * from gift_cards where code = ? and valid_until > now() for update", [code]);
      if (card === undefined) throw new ShopError(404, "no such gift card");
      const amount = Math.min(card.cents_left, order.total_cents);
      await connection.query("update gift_cards set cents_left = cents_left - ? where id = ?", [amount, card.id]);
      await connection.query("update orders set total_cents = total_cents - ? where id = ?", [amount, order.id]);
      return amount;
    });
    res.json({ paid: money(paid, order.currency), open: money(order.total_cents - paid, order.currency) });
  }),
);

// Figures for the shop's owner

router.get(
  "/figures/sales",
  staffOnly,
  route(async (req, res) => {
    const months = req.query.months === undefined ? 12 : wholeNumber(req.query.months, { min: 1, max: 60 });
    const [rows] = await db.query(
      `select date_format(placed_at, '%Y-%m') as month, count(*) as orders, sum(total_cents) as cents
         from orders where state <> 'cancelled' and placed_at > date_sub(now(), interval ? month)
        group by month order by month`,
      [months],
    );
    const total = rows.reduce((sum, row) => sum + Number(row.cents), 0);
    res.json({ months: rows, total: money(total, "EUR"), average: rows.length === 0 ? 0 : Math.round(total / rows.length) });
  }),
);

router.get(
  "/figures/products",
  staffOnly,
  route(async (req, res) => {
    const direction = oneOf(req.query.order ?? "best", ["best", "worst"]) === "best" ? "desc" : "asc";
    const [rows] = await db.query(
      `select products.id, products.name, coalesce(sum(order_lines.quantity), 0) as sold
         from products left join order_lines on order_lines.product_id = products.id
        group by products.id order by sold ${direction} limit 20`,
    );
    res.json(rows);
  }),
);

router.get(
  "/figures/conversion",
  staffOnly,
  route(async (_req, res) => {
    const { carts } = await first("select count(*) as carts from carts where created_at > date_sub(now(), interval 30 day)");
    const { orders } = await first("select count(*) as orders from orders where placed_at > date_sub(now(), interval 30 day)");
    const started = Number(carts) + Number(orders);
    res.json({ started, finished: Number(orders), rate: started === 0 ? null : Number(orders) / started });
  }),
);

// Health, and the way errors leave

router.get(
  "/health",
  route(async (_req, res) => {
    const started = process.hrtime.bigint();
    await db.query("select 1");
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    res.json({ database: "up", milliseconds: Math.round(milliseconds) });
  }),
);

router.use((error, _req, res, _next) => {
  if (error instanceof ShopError) return res.status(error.status).json({ error: error.message });
  console.error("the store failed:", error.message);
  return res.status(500).json({ error: "something went wrong on our side" });
});

module.exports = router;
