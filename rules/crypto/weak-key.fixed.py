from cryptography.hazmat.primitives.asymmetric import rsa

# ruleid: weak-key
weak = rsa.generate_private_key(public_exponent=65537, key_size=3072)
# ok: weak-key
strong = rsa.generate_private_key(public_exponent=65537, key_size=3072)
