from django.http import HttpResponseRedirect
from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/go")
def go():
    # ruleid: open-redirect
    return redirect(request.args["to"])


@app.route("/orders/<id>")
def order(id):
    # ok: open-redirect
    return redirect("/orders/{}/lines".format(id))


@app.route("/on/<host>")
def on_host(host):
    # ruleid: open-redirect
    return redirect("https://{}/orders".format(host))


@app.route("/home")
def home():
    # ok: open-redirect
    return redirect(url_for("index"))


def view(request):
    # ruleid: open-redirect
    return HttpResponseRedirect(request.GET["next"])
