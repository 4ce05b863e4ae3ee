import hashlib
import os

import bcrypt
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

PEPPER = b"the same for everybody"


def digests(password, salt):
    # ruleid: fixed-salt
    a = hashlib.scrypt(password, salt=PEPPER, n=2**14, r=8, p=1)
    # ruleid: fixed-salt
    b = hashlib.pbkdf2_hmac("sha256", password, b"", 600_000)
    # ok: fixed-salt
    c = hashlib.scrypt(password, salt=os.urandom(16), n=2**14, r=8, p=1)
    # ok: fixed-salt, fast-password-hash
    d = hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    # ruleid: fast-password-hash
    e = hashlib.pbkdf2_hmac("sha256", password, salt, 1000)
    # ruleid: fast-password-hash
    f = PBKDF2HMAC(algorithm=digest, length=32, salt=salt, iterations=20_000)
    # ruleid: fast-password-hash
    g = bcrypt.hashpw(password, bcrypt.gensalt(4))
    # ok: fast-password-hash
    h = bcrypt.hashpw(password, bcrypt.gensalt(rounds=12))
    return a, b, c, d, e, f, g, h
