require "jwt"

# ruleid: hard-coded-key
token = JWT.encode(claims, "correct horse battery", "HS256")
# ok: hard-coded-key
token = JWT.encode(claims, ENV.fetch("SIGNING_KEY"), "HS256")
