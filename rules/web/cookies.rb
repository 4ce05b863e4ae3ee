class SessionsController < ApplicationController
  def create
    # ok: insecure-cookie
    cookies[:session] = { value: token, secure: true, httponly: true }
    # ruleid: insecure-cookie
    response.set_cookie(:session, value: token, secure: false, httponly: true)
    # ok: insecure-cookie
    response.set_cookie(:session, value: token, secure: true, httponly: true)
  end
end

# ruleid: insecure-cookie
Rails.application.config.session_store :cookie_store, key: "_shop", httponly: false
# ok: insecure-cookie
Rails.application.config.session_store :cookie_store, key: "_shop", secure: true
