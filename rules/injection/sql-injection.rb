class SortedController < ApplicationController
  COLUMNS = %w[name price].freeze

  def find
    # ruleid: sql-injection
    User.find_by!("name = '#{params[:name]}'")
    # ruleid: sql-injection
    User.where.not("name = '#{params[:name]}'")
    # ruleid: sql-injection
    User.calculate(:sum, params[:column])
    # ruleid: sql-injection
    User.select(params[:column])
    # ok: sql-injection
    User.find_by!(name: params[:name])
    # ok: sql-injection
    params[:names].select { |name| name.present? }
  end

  def index
    # ok: sql-injection
    User.where("#{params[:column].presence_in(COLUMNS)} = 1")
    # ruleid: sql-injection
    User.where("#{params[:column].presence} = 1")
    # ok: sql-injection
    User.where("#{(params[:columns] & COLUMNS).join(" = 1 and ")} = 1")
    # ruleid: sql-injection
    User.where("#{(params[:columns] & params[:others]).join(" = 1 and ")} = 1")
  end
end

class UsersController < ApplicationController
  def index
    # ruleid: sql-injection
    User.where("name = '#{params[:name]}'")
    # ok: sql-injection
    User.where("name = ?", params[:name])
    # ok: sql-injection
    User.where(name: params[:name])
    # ruleid: sql-injection
    User.where(["name = '" + params[:name] + "'"])
    # ok: sql-injection
    User.where(["name = ?", params[:name]])
    # ruleid: sql-injection
    User.order(params[:sort])
    # ok: sql-injection
    User.order(created_at: :desc)
    # ruleid: sql-injection
    User.find_by_sql("select * from users where id = #{params[:id]}")
    # ok: sql-injection
    User.find(params[:id])
    # ok: sql-injection
    User.where("id = #{params[:id].to_i}")
    # ruleid: sql-injection
    ActiveRecord::Base.connection.execute("delete from carts where token = '#{cookies[:token]}'")
    # ok: sql-injection
    User.where("name like ?", "%#{User.sanitize_sql_like(params[:name])}%")
    # ruleid: sql-injection
    User.where(name: "x").delete_all("role = #{params[:role]}")
  end

  def sorted
    column = %w[name created_at].include?(params[:sort]) ? params[:sort] : "name"
    # ok: sql-injection
    User.order(column)
    direction = params[:direction]
    raise ArgumentError, "no such direction" unless direction =~ /\A(asc|desc)\z/

    # ok: sql-injection
    User.order("name #{direction}")
  end

  def search
    # ruleid: sql-injection
    User.joins("inner join orders on #{condition}")
  end

  def permitted
    # ok: sql-injection
    User.where(filters)
    # ruleid: sql-injection
    User.where("name = '#{filters[:name]}'")
    User.named(params[:name])
  end

  def filters = params.require(:filter).permit(:name, :state)

  private

  def condition
    "orders.state = '#{params[:state]}'"
  end
end

class User < ApplicationRecord
  # ruleid: sql-injection
  scope :named, ->(name) { where("name = '#{name}'") }
end

require "mysql2"
require "sinatra"

client = Mysql2::Client.new(host: "localhost")
get "/users" do
  # ruleid: sql-injection
  client.query("select * from users where id = #{params["id"]}")
  # ok: sql-injection
  client.query("select * from users where name = '#{client.escape(params["name"])}'")
  # ruleid: sql-injection
  client.query("select * from users where id = #{client.escape(params["id"])}")
  # ok: sql-injection
  client.prepare("select * from users where id = ?").execute(params["id"])
  "done"
end

class ReportsController < ApplicationController
  def index
    # ruleid: sql-injection
    User.order("name", params[:order])
    # ok: sql-injection
    User.order("name", age: :desc)
    # ruleid: sql-injection
    User.destroy_by(["id = '#{params[:id]}'"])
    # ok: sql-injection
    User.destroy_by(["id = ?", params[:id]])
    connection = PG.connect(dbname: "shop")
    # ruleid: sql-injection
    connection.prepare("named", "select * from users where id = #{params[:id]}")
    # ok: sql-injection
    connection.prepare(params[:name], "select * from users where id = $1")
  end
end

class Finder
  def find(name, column)
    # ruleid: unbound-sql-value
    User.where("name = '#{name}'")
    # ruleid: unbound-sql-value
    User.find_by_sql("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: unbound-sql-value
    User.find_by_sql(format("SELECT * FROM users WHERE name = '%s'", name))
    # ok: unbound-sql-value
    User.where("name = ?", name)
    # ok: unbound-sql-value
    User.where("id = #{name.to_i}")
    # ok: unbound-sql-value
    User.where("state = '#{STATE}'")
    # ok: unbound-sql-value
    User.where("made > #{Date.today - 1}")
    # ok: unbound-sql-value
    User.where("#{column} IS NULL")
    # ok: unbound-sql-value
    User.where("name = #{ActiveRecord::Base.connection.quote(name)}")
  end
end

class OldController < ApplicationController
  def index
    # ruleid: sql-injection
    User.find(:all, conditions: "name = '#{params[:name]}'")
    # ok: sql-injection
    User.find(:all, conditions: ["name = ?", params[:name]])
    # ruleid: sql-injection
    User.all(order: params[:order])
    # ok: sql-injection
    User.where(active: params[:name].blank?)
    # ok: sql-injection
    User.exists?(params[:id].to_s)
  end
end

class SentController < ApplicationController
  def index
    # ruleid: sql-injection
    User.public_send(:where, "name = '#{params[:name]}'")
    # ruleid: sql-injection
    User.send("where", "name = '#{params[:name]}'")
    # ruleid: sql-injection
    User.try(:where, "name = '#{params[:name]}'")
    # ok: sql-injection
    User.try(:where, "name = ?", params[:name])
    # ok: sql-injection, code-injection
    User.send(:where, name: params[:name])
    # ruleid: sql-injection
    User.instance_exec(params[:name]) { |name| where("name = '#{name}'") }
  end
end
