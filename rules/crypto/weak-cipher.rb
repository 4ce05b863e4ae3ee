require "openssl"

# ruleid: weak-cipher
cipher = OpenSSL::Cipher.new("des-ede3-cbc")
# ruleid: weak-cipher
cipher = OpenSSL::Cipher.new("AES-128-ECB")
# ok: weak-cipher
cipher = OpenSSL::Cipher.new("aes-256-gcm")
