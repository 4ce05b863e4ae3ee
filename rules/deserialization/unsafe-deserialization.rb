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
