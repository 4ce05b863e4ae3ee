from Crypto.Cipher import PKCS1_OAEP, PKCS1_v1_5
from cryptography.hazmat.primitives.asymmetric import padding


def seal(key, data):
    # ruleid: weak-rsa-padding
    a = key.encrypt(data, padding.PKCS1v15())
    # ok: weak-rsa-padding
    b = key.sign(data, padding.PKCS1v15(), digest)
    # ruleid: weak-rsa-padding
    c = PKCS1_v1_5.new(key)
    # ok: weak-rsa-padding
    d = PKCS1_OAEP.new(key)
    return a, b, c, d
