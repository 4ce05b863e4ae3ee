Rails.application.configure do
  # ruleid: debug-mode
  config.consider_all_requests_local = true
  # ok: debug-mode
  config.consider_all_requests_local = false
end

class HooksController < ApplicationController
  # ruleid: csrf-protection-disabled
  skip_before_action :verify_authenticity_token, only: [:create]
  # ok: csrf-protection-disabled
  skip_before_action :require_login
end

class HooksController < ApplicationController
  # ruleid: csrf-protection-disabled
  skip_before_filter :verify_authenticity_token, only: [:create]
end
