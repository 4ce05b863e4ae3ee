"""Reports for the people who run the shop, in Flask. Each flaw has a safe twin below it."""

import sqlite3

from flask import Flask, jsonify, redirect, render_template_string, request

from exports import exports

app = Flask(__name__)
app.register_blueprint(exports)


def database():
    return sqlite3.connect("reports.db")


# Flaw: SQL injection. The month becomes part of the query.
@app.get("/sales")
def sales():
    month = request.args.get("month", "")
    db = database()
    rows = db.execute("select day, cents from sales where month = '" + month + "'").fetchall()
    return jsonify(rows)


# Safe: the month is bound.
@app.get("/sales/safe")
def sales_safe():
    month = request.args.get("month", "")
    db = database()
    rows = db.execute("select day, cents from sales where month = ?", (month,)).fetchall()
    return jsonify(rows)


# Flaw: SQL injection through an f-string, on a cursor.
@app.get("/customers/<name>")
def customers(name):
    cursor = database().cursor()
    cursor.execute(f"select id, city from customers where name = '{name}'")
    return jsonify(cursor.fetchall())


# Safe: a number is not a query.
@app.get("/customers/by-id/<name>")
def customers_safe(name):
    number = int(name)
    cursor = database().cursor()
    cursor.execute(f"select id, city from customers where id = {number}")
    return jsonify(cursor.fetchall())


# Flaw: the title is a template, and templates run code on the server.
@app.get("/title")
def title():
    return render_template_string("<h1>" + request.args.get("title", "") + "</h1>")


# Safe: the title is a value in a template, and is escaped there.
@app.get("/title/safe")
def title_safe():
    return render_template_string("<h1>{{ title }}</h1>", title=request.args.get("title", ""))


# Flaw: open redirect.
@app.get("/back")
def back():
    return redirect(request.args.get("to", "/"))


# Safe: the places are ours.
@app.get("/back/safe")
def back_safe():
    places = {"sales": "/sales", "home": "/"}
    return redirect(places.get(request.args.get("to", "home"), "/"))


# Flaw: the debugger lets whoever meets an error run code.
if __name__ == "__main__":
    app.run(port=5000, debug=True)
