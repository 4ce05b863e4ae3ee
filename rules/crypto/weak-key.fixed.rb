require "openssl"

# ruleid: weak-key
first = OpenSSL::PKey::RSA.generate(3072)
# ruleid: weak-key
second = OpenSSL::PKey.generate_key("rsa", rsa_keygen_bits: 3072)
# ok: weak-key
third = OpenSSL::PKey::RSA.new(File.read("key.pem"))
# ok: weak-key
fourth = OpenSSL::PKey::RSA.generate(4096)
