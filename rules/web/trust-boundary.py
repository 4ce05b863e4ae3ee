from flask import Flask, request, session

app = Flask(__name__)
THEMES = ("dark", "light")


@app.post("/preferences")
def preferences():
    # ruleid: trust-boundary
    session["theme"] = request.form["theme"]
    # ok: trust-boundary
    session["page"] = int(request.form["page"])
    theme = request.args["theme"]
    if theme in THEMES:
        # ok: trust-boundary
        session["theme"] = theme
    return "done"
