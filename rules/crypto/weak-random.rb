class TokensController < ApplicationController
  def create
    # ruleid: weak-random
    session[:token] = rand(10**12).to_s
    # ok: weak-random
    session[:token] = SecureRandom.hex(32)
  end
end
