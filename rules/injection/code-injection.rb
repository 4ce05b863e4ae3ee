class ReportsController < ApplicationController
  def show
    # ruleid: code-injection
    eval(params[:code])
    # ruleid: code-injection
    Report.new.instance_eval(params[:code])
    # ruleid: code-injection
    report = params[:type].constantize.new
    # ruleid: code-injection
    report.send(params[:method])
    # ok: code-injection
    report.send(:title)
    # ruleid: code-injection
    Object.const_get(params[:type])
    name = params[:type]
    return unless %w[Daily Weekly].include?(name)

    # ok: code-injection
    name.constantize.new
  end
end
