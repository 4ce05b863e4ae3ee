require "jwt"

# ruleid: hard-coded-key
token = JWT.encode(claims, "correct horse battery", "HS256")
# ok: hard-coded-key
token = JWT.encode(claims, ENV.fetch("SIGNING_KEY"), "HS256")

def sealed(key)
  cipher = OpenSSL::Cipher.new("aes-256-gcm").encrypt
  # ruleid: fixed-nonce
  cipher.iv = "twelve bytes"
  # ok: fixed-nonce
  cipher.iv = OpenSSL::Random.random_bytes(12)
  cipher
end
