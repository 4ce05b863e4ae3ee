from cryptography.hazmat.primitives.asymmetric import rsa

# ruleid: weak-key
weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
# ok: weak-key
strong = rsa.generate_private_key(public_exponent=65537, key_size=3072)


from Cryptodome.PublicKey import DSA
from cryptography.hazmat.primitives.asymmetric import ec

# ruleid: weak-key
first = DSA.generate(bits=1024)
# ruleid: weak-key
second = ec.generate_private_key(ec.SECP192R1())
# ok: weak-key
third = ec.generate_private_key(ec.SECP256R1())
