require "net/ldap"
require "nokogiri"

class DirectoryController < ApplicationController
  def search
    ldap = Net::LDAP.new(host: "localhost")
    # ruleid: ldap-injection
    ldap.search(base: "dc=example", filter: "(uid=#{params[:uid]})")
    # ok: ldap-injection
    ldap.search(base: "dc=example", filter: Net::LDAP::Filter.eq("uid", params[:uid]))
    # ok: ldap-injection
    ldap.search(base: "dc=example", filter: "(uid=#{Net::LDAP::Filter.escape(params[:uid])})")
  end

  def document
    document = Nokogiri::XML(File.read("users.xml"))
    # ruleid: xpath-injection
    document.xpath("//user[name='#{params[:name]}']")
    # ok: xpath-injection
    document.xpath("//user[@id=#{params[:id].to_i}]")
    # ruleid: header-injection
    response.headers["X-Name"] = params[:name]
  end

  def create
    # ruleid: mass-assignment
    User.create(params[:user])
    # ok: mass-assignment
    User.create(params.require(:user).permit(:name, :email))
    # ok: mass-assignment
    User.create(params.require(:user).permit(:name, :email).except(:email))
    # ruleid: mass-assignment
    User.create(params[:user].except(:email))
    # ok: mass-assignment
    User.create(name: params[:name])
  end
end

class SettingsController < ApplicationController
  def update
    # ruleid: all-parameters-permitted
    settings.assign(params.permit!)
    # ok: all-parameters-permitted
    settings.assign(params.slice(:name).permit!)
    # ok: all-parameters-permitted
    settings.assign(params.permit(:name))
  end
end
