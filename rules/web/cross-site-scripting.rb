class HelloController < ApplicationController
  def show
    # ruleid: reflected-xss
    render html: "<p>#{params[:name]}</p>".html_safe
    # ok: reflected-xss
    render plain: "Hello #{params[:name]}"
    # ok: reflected-xss
    render html: helpers.content_tag(:p, ERB::Util.html_escape(params[:name]))
    # ok: reflected-xss
    render json: { name: params[:name] }
  end
end

module HelloHelper
  def greeting
    # ruleid: reflected-xss
    raw("<b>#{params[:name]}</b>")
  end

  def escaped
    # ok: reflected-xss
    raw("<b>#{h(params[:name])}</b>")
  end
end
