import os

import jwt
from flask import Flask

app = Flask(__name__)
# ruleid: hard-coded-key
app.secret_key = "not a secret any more"
# ruleid: hard-coded-key
app.config["SECRET_KEY"] = "not a secret any more"
# ok: hard-coded-key
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]


def issue(claims):
    # ruleid: hard-coded-key
    return jwt.encode(claims, "not a secret any more", algorithm="HS256")


def issue_right(claims):
    # ok: hard-coded-key
    return jwt.encode(claims, os.environ["JWT_SECRET"], algorithm="HS256")
