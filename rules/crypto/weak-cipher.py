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
