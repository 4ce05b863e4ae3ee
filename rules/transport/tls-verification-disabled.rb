require "net/http"

http = Net::HTTP.new("example.com", 443)
# ruleid: tls-verification-disabled
http.verify_mode = OpenSSL::SSL::VERIFY_NONE
# ok: tls-verification-disabled
http.verify_mode = OpenSSL::SSL::VERIFY_PEER
# ruleid: tls-verification-disabled
HTTParty.get("https://example.com/", verify: false)
# ok: tls-verification-disabled
HTTParty.get("https://example.com/")
# ruleid: tls-verification-disabled
Faraday.new(url: "https://example.com/", ssl: { verify: false })

# ruleid: weak-tls-version
http.ssl_version = :SSLv3
# ok: weak-tls-version
http.ssl_version = :TLSv1_2
# ruleid: weak-tls-version
http.min_version = OpenSSL::SSL::TLS1_VERSION
# ok: weak-tls-version
http.min_version = OpenSSL::SSL::TLS1_2_VERSION
# ruleid: tls-verification-disabled
HTTParty.get("https://example.com/", verify_peer: false)
# ruleid: tls-verification-disabled
Typhoeus.get("https://example.com/", ssl_verifypeer: false)
# ruleid: tls-verification-disabled
Excon.defaults[:ssl_verify_peer] = false
# ruleid: tls-verification-disabled
RestClient::Resource.new("https://example.com/", verify_ssl: OpenSSL::SSL::VERIFY_NONE)
# ok: tls-verification-disabled
RestClient::Resource.new("https://example.com/", verify_ssl: OpenSSL::SSL::VERIFY_PEER)
