import re

from flask import Flask, request

app = Flask(__name__)


@app.route("/search")
def search():
    term = request.args["term"]
    # ruleid: regex-injection
    a = re.search(term, "some text")
    # ok: regex-injection
    b = re.search(re.escape(term), "some text")
    # ruleid: slow-regex
    c = re.match(r"^(\w+\s?)*$", "some text")
    # ok: slow-regex
    d = re.match(r"^\w+$", "some text")
    return str((a, b, c, d))
