from Crypto.Cipher import AES, DES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(key, iv):
    # ruleid: weak-cipher
    a = DES.new(key, DES.MODE_CBC, iv)
    # ruleid: weak-cipher
    b = AES.new(key, AES.MODE_ECB)
    # ruleid: weak-cipher
    c = Cipher(algorithms.AES(key), modes.ECB())
    # ok: weak-cipher
    d = AES.new(key, AES.MODE_GCM, nonce=iv)
    # ok: weak-cipher
    e = Cipher(algorithms.AES(key), modes.GCM(iv))
    return a, b, c, d, e


import pyDes
from Cryptodome.Cipher import ARC2, CAST
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES


def old(key, iv):
    # ruleid: weak-cipher
    a = ARC2.new(key, ARC2.MODE_CFB, iv)
    # ruleid: weak-cipher
    b = CAST.new(key, CAST.MODE_OPENPGP)
    # ruleid: weak-cipher
    c = pyDes.triple_des(key)
    # ruleid: weak-cipher
    d = Cipher(algorithms.CAST5(key), mode=modes.CBC(iv))
    # ruleid: weak-cipher
    e = Cipher(TripleDES(key), mode=modes.CBC(iv))
    return a, b, c, d, e
