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


import hmac

from Cryptodome.Cipher import AES
from cryptography.fernet import Fernet


def seal(text, key, nonce):
    # ruleid: hard-coded-key
    a = AES.new(b"sixteen byte key", AES.MODE_GCM, nonce)
    # ok: hard-coded-key
    b = AES.new(key, AES.MODE_GCM, nonce)
    # ruleid: hard-coded-key
    c = Fernet(b"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
    # ok: hard-coded-key
    d = Fernet(os.environ["SEAL_KEY"])
    # ruleid: hard-coded-key
    e = hmac.new("pepper".encode(), text, "sha256")
    return a, b, c, d, e


from cryptography.hazmat.primitives.ciphers import modes


def nonces(key, nonce):
    # ruleid: fixed-nonce
    a = AES.new(key, AES.MODE_CBC, iv=b"sixteen bytes iv")
    # ok: fixed-nonce
    b = AES.new(key, AES.MODE_CBC, iv=os.urandom(16))
    # ruleid: fixed-nonce
    c = modes.CTR(b"sixteen bytes iv")
    # ok: fixed-nonce
    d = modes.CTR(nonce)
    return a, b, c, d
