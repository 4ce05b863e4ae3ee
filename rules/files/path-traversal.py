import os

from flask import Flask, request, send_file, send_from_directory
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
