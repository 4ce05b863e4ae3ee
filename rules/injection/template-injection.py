from flask import Flask, render_template, render_template_string, request
from jinja2 import Template

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    # ruleid: template-injection
    page = render_template_string("<h1>Hello " + name + "</h1>")
    # ruleid: template-injection
    Template("Hello " + name).render()
    # ok: template-injection
    page += render_template_string("<h1>Hello {{ name }}</h1>", name=name)
    # ok: template-injection
    return page + render_template("hello.html", name=name)
