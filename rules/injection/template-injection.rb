class PagesController < ApplicationController
  def show
    # ruleid: template-injection
    ERB.new("Hello #{params[:name]}").result
    # ok: template-injection
    ERB.new(File.read("page.erb")).result_with_hash(name: params[:name])
    # ruleid: template-injection
    render inline: "Hello #{params[:name]}"
    # ok: template-injection
    render :show, locals: { name: params[:name] }
  end
end
