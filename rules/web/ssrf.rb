require "net/http"
require "open-uri"

class HooksController < ApplicationController
  def create
    url = params[:url]
    # ruleid: server-side-request-forgery
    Net::HTTP.get(URI(url))
    # ruleid: server-side-request-forgery
    URI.open(url).read
    # ruleid: server-side-request-forgery
    HTTParty.get(url)
    # ruleid: server-side-request-forgery
    Faraday.get(url)
    # ruleid: server-side-request-forgery
    RestClient.post(url, "x")
    # ok: server-side-request-forgery
    HTTParty.get("https://api.example.com/items/#{params[:id]}")
  end
  PARTNERS = %w[api.example.com].freeze

  def partner
    uri = URI.parse(params[:url])
    return head :bad_request unless PARTNERS.include?(uri.host)
    # ok: server-side-request-forgery
    Net::HTTP.get(uri)
  end

  def path
    uri = URI.parse(params[:url])
    return head :bad_request unless PARTNERS.include?(uri.path)
    # ruleid: server-side-request-forgery
    Net::HTTP.get(uri)
  end
end
