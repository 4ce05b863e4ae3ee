require "openssl"

def seal(key, data)
  # ruleid: weak-rsa-padding
  key.public_encrypt(data)
  # ruleid: weak-rsa-padding
  key.private_decrypt(data, OpenSSL::PKey::RSA::PKCS1_PADDING)
  # ok: weak-rsa-padding
  key.public_encrypt(data, OpenSSL::PKey::RSA::PKCS1_OAEP_PADDING)
end
