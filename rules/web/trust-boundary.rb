class PreferencesController < ApplicationController
  def update
    # ruleid: trust-boundary
    session[:theme] = params[:theme]
    # ok: trust-boundary
    session[:page] = params[:page].to_i
  end
  def sign_in
    user = User.find_by(name: "first")
    user.password = params[:password]
    # ok: trust-boundary
    session[:user] = user.session_token
    # ruleid: trust-boundary
    session[:password] = user.password
  end

  def renew
    @token = session.delete(:token)
    # ok: trust-boundary
    @token = params[:token]
  end
end
