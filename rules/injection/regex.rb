class SearchController < ApplicationController
  def index
    # ruleid: regex-injection
    Regexp.new(params[:pattern])
    # ok: regex-injection
    Regexp.new(Regexp.escape(params[:pattern]))
  end
end
