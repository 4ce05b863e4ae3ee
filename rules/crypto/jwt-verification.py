import jwt


def read(token, key):
    # ruleid: jwt-unverified
    a = jwt.decode(token, key, verify=False)
    # ruleid: jwt-unverified
    b = jwt.decode(token, options={"verify_signature": False})
    # ruleid: jwt-unverified
    c = jwt.decode(token, key, algorithms=["HS256", "none"])
    # ok: jwt-unverified
    d = jwt.decode(token, key, algorithms=["RS256"])
    return a, b, c, d


def renew(token, key):
    # ruleid: jwt-expiration-ignored
    a = jwt.decode(token, key, algorithms=["RS256"], options={"verify_exp": False})
    # ok: jwt-expiration-ignored
    b = jwt.decode(token, key, algorithms=["RS256"], options={"verify_exp": True})
    return a, b


from jose import jws


def peek(token, key):
    options = {"verify_signature": False}
    # ruleid: jwt-unverified
    a = jwt.decode(token, key, options=options)
    strict = {"verify_signature": True}
    # ok: jwt-unverified
    b = jwt.decode(token, key, options=strict)
    # ruleid: jwt-unverified
    c = jws.verify(token, key, ["HS256"], verify=False)
    # ok: jwt-unverified
    d = jws.verify(token, key, ["HS256"])
    return a, b, c, d
