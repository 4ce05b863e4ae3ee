require "mongo"

class UsersController < ApplicationController
  def find
    collection = Mongo::Client.new("mongodb://localhost")[:users]
    # ruleid: nosql-injection
    collection.find(email: params[:email])
    # ok: nosql-injection
    collection.find(email: params[:email].to_s)
  end
end
