"""Getting reports in and out: files, commands, foreign data and foreign servers."""

import hashlib
import json
import os
import pickle
import secrets
import subprocess

import requests
import yaml
from flask import Blueprint, abort, jsonify, request, send_file

exports = Blueprint("exports", __name__)
FOLDER = "/srv/reports"
CHART_SERVER = "https://charts.example.com"


# Flaw: command injection.
@exports.post("/exports/zip")
def make_zip():
    name = request.form["name"]
    subprocess.run("zip -r /tmp/export.zip " + name, shell=True, check=True)
    return jsonify(done=True)


# Safe: no shell; the name is one argument.
@exports.post("/exports/zip/safe")
def make_zip_safe():
    name = request.form["name"]
    subprocess.run(["zip", "-r", "/tmp/export.zip", "--", name], check=True)
    return jsonify(done=True)


# Flaw: path traversal.
@exports.get("/exports/file")
def export_file():
    return send_file(os.path.join(FOLDER, request.args["name"]))


# Safe: the file is looked up in a list.
@exports.get("/exports/file/safe")
def export_file_safe():
    files = {"sales": "sales.csv", "stock": "stock.csv"}
    if request.args["name"] not in files:
        abort(404)
    return send_file(os.path.join(FOLDER, files[request.args["name"]]))


# Flaw: a pickle is a program.
@exports.post("/exports/import")
def import_report():
    return jsonify(pickle.loads(request.data))


# Safe: JSON is only data.
@exports.post("/exports/import/safe")
def import_report_safe():
    return jsonify(json.loads(request.data))


# Flaw: YAML with Python objects in it is a program, too.
@exports.post("/exports/settings")
def settings():
    return jsonify(yaml.load(request.data, Loader=yaml.Loader))


# Safe: without objects.
@exports.post("/exports/settings/safe")
def settings_safe():
    return jsonify(yaml.safe_load(request.data))


# Flaw: server-side request forgery.
@exports.get("/exports/chart")
def chart():
    return requests.get(request.args["url"], timeout=5).text


# Safe: the server is fixed.
@exports.get("/exports/chart/safe")
def chart_safe():
    return jsonify(requests.get(CHART_SERVER, params={"id": request.args["id"]}, timeout=5).json())


# Flaw: the supplier's certificate is not checked.
def supplier_prices():
    return requests.get("https://supplier.example.com/prices", verify=False, timeout=5).json()


# Safe: it is.
def supplier_prices_safe():
    return requests.get("https://supplier.example.com/prices", timeout=5).json()


# Flaw: MD5 is no way to keep a password.
def weak_password_hash(password):
    return hashlib.md5(password.encode()).hexdigest()


# Safe: scrypt with a salt.
def password_hash(password):
    salt = secrets.token_bytes(16)
    return salt + hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
