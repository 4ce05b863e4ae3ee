require "openssl"
require "bcrypt"

def digests(password, salt)
  # ruleid: fixed-salt
  OpenSSL::PKCS5.pbkdf2_hmac(password, "the same for everybody", 600_000, 32, "sha256")
  # ok: fixed-salt, fast-password-hash
  OpenSSL::PKCS5.pbkdf2_hmac(password, salt, 600_000, 32, "sha256")
  # ok: fixed-salt
  OpenSSL::PKCS5.pbkdf2_hmac(password, OpenSSL::Random.random_bytes(16), 600_000, 32, "sha256")
  # ruleid: fast-password-hash
  OpenSSL::PKCS5.pbkdf2_hmac(password, salt, 2000, 32, "sha256")
  # ruleid: fast-password-hash
  BCrypt::Password.create(password, cost: 4)
  # ok: fast-password-hash
  BCrypt::Password.create(password, cost: 12)
end
