require "nokogiri"

class ImportsController < ApplicationController
  def create
    # ruleid: xml-external-entity
    Nokogiri::XML(request.raw_post, nil, nil, Nokogiri::XML::ParseOptions::NOENT)
    # ok: xml-external-entity
    Nokogiri::XML(request.raw_post)
  end
end
