import ast

from flask import Flask, request

app = Flask(__name__)


@app.route("/calculate")
def calculate():
    # ruleid: code-injection
    a = eval(request.args["formula"])
    # ruleid: code-injection
    exec(request.form["script"])
    # ok: code-injection
    b = ast.literal_eval(request.args["formula"])
    # ok: code-injection
    c = eval("1 + 1")
    return str((a, b, c))
