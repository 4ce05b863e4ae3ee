class SessionsController < ApplicationController
  def create
    # ruleid: open-redirect
    redirect_to params[:return_to]
    # ok: open-redirect
    redirect_to "/account/#{params[:tab]}"
    # ok: open-redirect
    redirect_to root_path
    # ruleid: open-redirect
    redirect_to request.referer || root_path
    # ok: open-redirect
    redirect_to user_path(params[:id])
  end
  def checked
    target = URI.parse(params[:return_to])
    # ok: open-redirect
    redirect_to target.to_s if target.host == Rails.application.domain
    # ok: open-redirect
    redirect_to target.to_s if target.host == request.host
    # ruleid: open-redirect
    redirect_to target.to_s if target.host == params[:host]
    # ok: open-redirect
    redirect_to format("/orders/%s", params[:id])
    # ruleid: open-redirect
    redirect_to format("https://%s/orders", params[:host])
  end
end

class BackController < ApplicationController
  def show
    # ruleid: open-redirect
    redirect_back fallback_location: params[:next]
    # ok: open-redirect
    redirect_back fallback_location: "/home"
  end
end

class OnwardController < ApplicationController
  def show
    # ok: open-redirect
    redirect_to params[:next], allow_other_host: false
    # ok: open-redirect
    redirect_to params.merge(only_path: true)
    # ok: open-redirect
    redirect_to params.merge(host: "shop.example.com")
    # ruleid: open-redirect
    redirect_to params.merge(page: 2)
    # ok: open-redirect
    redirect_to User.find_by_name(params[:name])
    # ruleid: open-redirect
    redirect_to params[:next]
  end
end
