class PreferencesController < ApplicationController
  def update
    # ruleid: trust-boundary
    session[:theme] = params[:theme]
    # ok: trust-boundary
    session[:page] = params[:page].to_i
  end
end
