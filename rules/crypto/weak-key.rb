require "openssl"

# ruleid: weak-key
first = OpenSSL::PKey::RSA.generate(1024)
# ruleid: weak-key
second = OpenSSL::PKey.generate_key("rsa", rsa_keygen_bits: 1024)
# ok: weak-key
third = OpenSSL::PKey::RSA.new(File.read("key.pem"))
# ok: weak-key
fourth = OpenSSL::PKey::RSA.generate(4096)
