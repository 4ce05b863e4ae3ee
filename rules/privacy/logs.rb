class LoginController < ApplicationController
  def create
    password = params[:password]
    # ruleid: sensitive-data-in-log, log-injection
    Rails.logger.info("log-in with #{password}")
    # ruleid: log-injection
    logger.info("log-in of #{params[:name]}")
    # ok: log-injection
    logger.info("log-in of #{params[:name].inspect}")
  end
end
