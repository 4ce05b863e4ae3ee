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


import crypt

from Cryptodome.Hash import MD4, SHA256
from django.contrib.auth.hashers import make_password
from passlib.hash import argon2, md5_crypt
from werkzeug.security import generate_password_hash

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    # ruleid: weak-hash
    "django.contrib.auth.hashers.UnsaltedMD5PasswordHasher",
]


def passwords(password, data):
    # ruleid: weak-hash
    a = make_password(password, hasher="md5")
    # ok: weak-hash
    b = make_password(password, hasher="argon2")
    # ruleid: weak-hash
    c = generate_password_hash(password, method="sha256")
    # ok: weak-hash
    d = generate_password_hash(password, method="scrypt")
    # ruleid: weak-hash
    e = md5_crypt.hash(password)
    # ok: weak-hash
    f = argon2.hash(password)
    # ruleid: weak-hash
    g = crypt.crypt(password, salt=crypt.METHOD_MD5)
    # ok: weak-hash
    h = crypt.crypt(password, salt=crypt.METHOD_SHA512)
    # ruleid: weak-hash
    i = MD4.new(data)
    # ok: weak-hash
    j = SHA256.new(data)
    # ruleid: weak-hash
    k = hashlib.new(name="md5", data=data)
    return a, b, c, d, e, f, g, h, i, j, k
