import re
import sqlite3

import psycopg
import sqlalchemy
from django.db import connection
from flask import Flask, abort, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
STRANGE = re.compile(r"\W+")
database = sqlite3.connect("shop.db")
engine = create_engine("sqlite://")


@app.route("/users")
def users():
    name = request.args.get("name")
    cursor = database.cursor()
    # ruleid: sql-injection
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: sql-injection
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: sql-injection
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: sql-injection
    database.execute("SELECT * FROM users WHERE name = '{}'".format(name))
    # ok: sql-injection
    cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
    # ok: sql-injection
    cursor.execute("SELECT * FROM users WHERE id = %d" % int(request.args["id"]))
    return cursor.fetchall()


@app.post("/orders/<number>")
def order(number):
    with psycopg.connect("dbname=shop") as link:
        # ruleid: sql-injection
        link.execute("SELECT * FROM orders WHERE number = " + number)
        # ok: sql-injection
        link.execute("SELECT * FROM orders WHERE number = %s", (number,))
    with engine.connect() as link:
        # ruleid: sql-injection
        link.execute(text("DELETE FROM orders WHERE number = " + number))
        # ok: sql-injection
        link.execute(text("DELETE FROM orders WHERE number = :number"), {"number": number})
    return "done"


def view(request):
    with connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute("SELECT * FROM carts WHERE owner = '%s'" % request.GET["owner"])
        # ok: sql-injection
        cursor.execute("SELECT * FROM carts WHERE owner = %s", [request.GET["owner"]])


@app.route("/listed")
def listed():
    order = request.args["order"]
    if order not in ("name", "price"):
        abort(400)
    # ok: sql-injection
    database.execute("SELECT * FROM products ORDER BY " + order)
    page = request.args.get("page", 1, type=int)
    # ok: sql-injection
    database.execute(f"SELECT * FROM products LIMIT 10 OFFSET {page * 10}")
    # ruleid: sql-injection
    database.execute(f"SELECT * FROM products LIMIT {request.args.get('size', '10')}")
    return "done"
COLUMNS = {"name": "customer_name", "price": "net_price"}
SORTS = ("name", "price")


@app.route("/tables")
def tables():
    wanted = request.args["wanted"]
    # ok: sql-injection
    database.execute("SELECT * FROM products ORDER BY " + COLUMNS.get(wanted, "name"))
    # ruleid: sql-injection
    database.execute("SELECT * FROM products ORDER BY " + COLUMNS.get(wanted, wanted))
    # ok: sql-injection
    database.execute("SELECT * FROM " + re.sub(r"[^a-z0-9]", "_", wanted))
    # ok: sql-injection
    database.execute("SELECT * FROM " + STRANGE.sub("", wanted))
    # ruleid: sql-injection
    database.execute("SELECT * FROM " + re.sub(r"[^a-z0-9]", "_", wanted, 1))
    # ruleid: sql-injection
    database.execute("SELECT * FROM " + re.sub(r"[^a-z0-9;']", "_", wanted))
    listed = set(request.args.getlist("columns")) & set(SORTS)
    # ok: sql-injection
    database.execute("SELECT " + ", ".join(listed) + " FROM products")
    # ok: sql-injection
    database.execute("SELECT * FROM products WHERE id IN (" + ", ".join(map(str, map(int, request.args.getlist("ids")))) + ")")
    # ruleid: sql-injection
    database.execute("SELECT * FROM products WHERE id IN (" + ", ".join(map(str, request.args.getlist("ids"))) + ")")
    return "done"
@app.route("/kept")
def kept():
    name = request.args["name"]
    match = re.match(r"^[a-z]+$", name)
    if match is None:
        abort(400)
    # ok: sql-injection
    database.execute("SELECT * FROM " + match.group(0))
    sort = request.args["sort"]
    is_known = sort in SORTS
    if not is_known:
        abort(400)
    # ok: sql-injection
    database.execute("SELECT * FROM products ORDER BY " + sort)
    table = request.args["table"]
    if not all(sign.isalnum() for sign in table):
        abort(400)
    # ok: sql-injection
    database.execute("SELECT * FROM " + table)
    other = request.args["other"]
    if not any(sign.isalnum() for sign in other):
        abort(400)
    # ruleid: sql-injection
    database.execute("SELECT * FROM " + other)
    return "done"


@app.route("/clause")
def clause():
    # ruleid: sql-injection
    first = sqlalchemy.text(text="SELECT * FROM t WHERE id = " + request.args["id"])
    # ruleid: sql-injection
    second = sqlalchemy.sql.expression.TextClause("SELECT * FROM t WHERE id = " + request.args["id"])
    return {"clauses": [first, second]}


def find(cursor, name, prefix, count):
    # ruleid: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE id = %d AND name = '%s'" % (count, name))
    # ruleid: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE name = '{}'".format(name))
    # ruleid: unbound-sql-value
    cursor.execute(f"SELECT * FROM users WHERE name LIKE '{prefix}%'")
    query = "SELECT * FROM users WHERE name = '" + name + "'"
    # ruleid: unbound-sql-value
    cursor.execute(query)
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE id = " + str(int(count)))
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE id = %d" % count)
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM %s WHERE id = 1" % name)
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE name = %s" % quote_name(name))
    # ok: unbound-sql-value
    cursor.execute("SELECT * FROM users WHERE kind = '%s'" % "staff")
