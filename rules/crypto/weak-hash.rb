require "digest"
require "openssl"

# ruleid: weak-hash
digest = Digest::MD5.hexdigest(content)
# ruleid: weak-hash
digest = Digest::SHA1.hexdigest(content)
# ruleid: weak-hash
digest = OpenSSL::Digest.new("md5")
# ok: weak-hash
digest = Digest::SHA256.hexdigest(content)
