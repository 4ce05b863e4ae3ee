from django.http import HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from shop.texts import read_description
from flask import Flask, make_response, render_template, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name")
    # ruleid: reflected-xss
    return "<h1>Hello " + name + "</h1>"


@app.route("/hello-again")
def hello_again():
    name = request.args.get("name")
    if name == "bob":
        # ok: reflected-xss
        return render_template("hello.html", name=name)
    # ruleid: reflected-xss
    return make_response(f"<h1>Hello {name}</h1>")


def view(request, description=read_description()):
    name = request.GET.get("name")
    # ok: reflected-xss
    safe = HttpResponse("<p>" + escape(name) + "</p>")
    # ruleid: reflected-xss
    bold = mark_safe("<b>" + name + "</b>")
    # ruleid: unescaped-html
    other = mark_safe(description)
    # ok: unescaped-html
    good = format_html("<b>{}</b>", name)
    # ruleid: reflected-xss
    return HttpResponse("<p>" + name + "</p>"), safe, bold, good, other
