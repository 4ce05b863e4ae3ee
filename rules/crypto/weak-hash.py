import hashlib
from hashlib import sha1


def fingerprints(data, password, name):
    # ruleid: weak-hash
    a = hashlib.md5(data).hexdigest()
    # ruleid: weak-hash
    b = sha1(password.encode()).hexdigest()
    # ruleid: weak-hash
    c = hashlib.new("md5", data)
    # ok: weak-hash
    d = hashlib.sha256(data).hexdigest()
    # ok: weak-hash
    e = hashlib.md5(data, usedforsecurity=False).hexdigest()
    # ok: weak-hash
    f = hashlib.new(name)
    return a, b, c, d, e, f
