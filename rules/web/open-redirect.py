from django.http import HttpResponseRedirect
from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/go")
def go():
    # ruleid: open-redirect
    return redirect(request.args["to"])


@app.route("/home")
def home():
    # ok: open-redirect
    return redirect(url_for("index"))


def view(request):
    # ruleid: open-redirect
    return HttpResponseRedirect(request.GET["next"])
