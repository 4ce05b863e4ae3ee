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


@app.before_request
def to_https():
    if request.is_secure:
        # ok: open-redirect
        return redirect(request.url.replace("http://", "https://", 1))
    if request.is_json:
        # ok: open-redirect
        return redirect("https://" + request.host + request.full_path)
    # ruleid: open-redirect
    return redirect("https://" + request.headers["X-Forwarded-Host"])
