from flask import Flask, make_response
from flask_cors import CORS

app = Flask(__name__)
# ruleid: permissive-cors
CORS(app, origins="*")
# ok: permissive-cors
CORS(app, origins=["https://shop.example.com"])
# ruleid: insecure-cookie
app.config["SESSION_COOKIE_SECURE"] = False


@app.route("/")
def index():
    response = make_response("hello")
    # ruleid: insecure-cookie
    response.set_cookie("session", "abc", httponly=False, secure=True)
    # ok: insecure-cookie
    response.set_cookie("session", "abc", httponly=True, secure=True)
    # ruleid: insecure-cookie
    response.set_cookie("auth_token", "abc")
    # ruleid: insecure-cookie
    response.set_cookie("session", "abc", httponly=True)
    # ok: insecure-cookie
    response.set_cookie("session", "abc", **OPTIONS)
    # ok: insecure-cookie
    response.set_cookie("language", "en")
    return response


@app.route("/more")
def more():
    response = make_response("hello")
    # ruleid: permissive-cors
    response["Access-Control-Allow-Origin"] = "*"
    # ok: permissive-cors
    response["Access-Control-Allow-Origin"] = "https://shop.example.com"
    # ruleid: permissive-cors
    CORS(app, origins=r".*")
    # ok: permissive-cors
    CORS(app, origins=r"https://.*\.example\.com")
    # ruleid: insecure-cookie
    response.set_signed_cookie("cart", "abc", httponly=False)
    # ruleid: insecure-cookie
    app.config.update(SESSION_COOKIE_HTTPONLY=False)
    # ok: insecure-cookie
    app.config.update(SESSION_COOKIE_HTTPONLY=True)
    return response
