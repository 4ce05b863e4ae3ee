import os
from enum import Enum
from pathlib import Path

from flask import Flask, abort, request, send_file, send_from_directory
from fastapi import FastAPI
from pydantic import UUID4
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.route("/file")
def show():
    name = request.args["name"]
    # ruleid: path-traversal
    with open("uploads/" + name) as file:
        text = file.read()
    # ruleid: path-traversal
    send_file(os.path.join("uploads", name))
    # ok: path-traversal
    send_from_directory("uploads", name)
    # ok: path-traversal
    with open(os.path.join("uploads", secure_filename(name))) as file:
        text += file.read()
    # ok: path-traversal
    with open(os.path.join("uploads", os.path.basename(name))) as file:
        text += file.read()
    return {"text": text}
FOLDER = Path("/srv/uploads")


@app.route("/inside")
def inside():
    path = (FOLDER / request.args["name"]).resolve()
    if FOLDER not in path.parents:
        abort(403)
    # ok: path-traversal
    with open(path) as file:
        return {"text": file.read()}


@app.route("/unresolved")
def unresolved():
    path = FOLDER / request.args["name"]
    if FOLDER not in path.parents:
        abort(403)
    # ruleid: path-traversal
    with open(path) as file:
        return {"text": file.read()}


@app.route("/relative")
def relative():
    path = os.path.join("uploads", request.args["name"])
    if os.path.relpath(path, "uploads").startswith(".."):
        abort(403)
    # ok: path-traversal
    with open(path) as file:
        return {"text": file.read()}


@app.route("/sent/<path:folder>")
def sent(folder):
    # ruleid: path-traversal
    return send_from_directory(folder, "index.html")


api = FastAPI()


class Size(str, Enum):
    small = "small"
    large = "large"


@api.get("/pictures/{picture}")
def picture(picture: UUID4, size: Size, kind: str):
    # ok: path-traversal
    open(f"pictures/{picture}/{size.value}.png")
    # ruleid: path-traversal
    open(f"pictures/{kind}.png")


@app.route("/invoice")
def invoice():
    order = Order.objects.get(number=request.args["number"])
    # ok: path-traversal
    open("invoices/" + order.file)
    client = find_client_by_name(request.args["client"])
    # ok: path-traversal
    open("clients/" + client.file)
