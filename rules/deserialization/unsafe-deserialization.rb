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
