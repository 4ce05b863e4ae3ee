require "yaml"
require "base64"

class CartsController < ApplicationController
  def show
    # ruleid: unsafe-deserialization
    Marshal.load(Base64.decode64(cookies[:cart]))
    # ruleid: unsafe-deserialization
    YAML.load(params[:cart])
    # ok: unsafe-deserialization
    YAML.safe_load(params[:cart])
    # ok: unsafe-deserialization
    JSON.parse(params[:cart])
  end
end

class FeedsController < ApplicationController
  def create
    # ruleid: unsafe-deserialization
    Hash.from_trusted_xml(params[:feed])
    # ok: unsafe-deserialization
    Hash.from_xml(params[:feed])
    # ruleid: unsafe-deserialization
    Ox.load(params[:feed], mode: :object)
    # ok: unsafe-deserialization
    Ox.load(params[:feed], mode: :hash)
    # ruleid: unsafe-deserialization
    Plist.parse_xml(params[:feed])
    # ok: unsafe-deserialization
    Plist.parse_xml(params[:feed], marshal: false)
  end
end

def restore(data)
  # ruleid: object-decoder
  Marshal.load(data)
  # ok: object-decoder
  Marshal.load("\x04\b0")
end

# ruleid: marshalled-cookies
Rails.application.config.action_dispatch.cookies_serializer = :hybrid
# ok: marshalled-cookies
Rails.application.config.action_dispatch.cookies_serializer = :json

class FilesController < ApplicationController
  def read
    # ok: unsafe-deserialization
    YAML.load(params[:text], safe: true)
  end
end
