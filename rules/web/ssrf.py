import urllib.request

import requests
from flask import Flask, request

app = Flask(__name__)


@app.route("/preview")
def preview():
    url = request.args["url"]
    # ruleid: server-side-request-forgery
    a = requests.get(url, timeout=3)
    # ruleid: server-side-request-forgery
    b = urllib.request.urlopen(url)
    # ok: server-side-request-forgery
    c = requests.get("https://api.example.com/items/" + request.args["id"], timeout=3)
    # ok: server-side-request-forgery
    d = requests.post("https://api.example.com/", data={"text": url}, timeout=3)
    return {"a": a.ok, "b": b.status, "c": c.ok, "d": d.ok}


@app.route("/formatted")
def formatted():
    host, item = request.args["host"], request.args["item"]
    # ruleid: server-side-request-forgery
    requests.get("https://%s/items" % host, timeout=3)
    # ruleid: server-side-request-forgery
    requests.get("https://%s/items/%s" % (host, 7), timeout=3)
    # ok: server-side-request-forgery
    requests.get("https://%s/items/%s" % ("api.example.com", item), timeout=3)
    # ok: server-side-request-forgery
    requests.get("https://api.example.com/items/%(item)s" % {"item": item}, timeout=3)
    return "done"
