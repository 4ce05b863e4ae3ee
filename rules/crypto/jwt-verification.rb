require "jwt"

# ruleid: jwt-unverified
claims = JWT.decode(token, nil, false)
# ok: jwt-unverified
claims = JWT.decode(token, key, true, algorithm: "RS256")
# ruleid: jwt-unverified
token = JWT.encode(claims, nil, "none")
# ok: jwt-unverified
token = JWT.encode(claims, key, "RS256")
# ruleid: jwt-expiration-ignored
claims = JWT.decode(token, key, true, { verify_expiration: false, algorithm: "RS256" })
# ok: jwt-expiration-ignored
claims = JWT.decode(token, key, true, { verify_expiration: true, algorithm: "RS256" })
