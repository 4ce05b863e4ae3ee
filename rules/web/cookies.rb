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
