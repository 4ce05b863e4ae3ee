require "open3"
require "shellwords"

class ToolsController < ApplicationController
  def ping
    host = params[:host]
    # ruleid: command-injection
    system("ping -c 4 #{host}")
    # ruleid: command-injection
    out = `ping #{host}`
    # ruleid: command-injection
    out = %x(ping #{host})
    # ruleid: command-injection
    exec "ping " + host
    # ok: command-injection
    system("ping", "-c", "4", host)
    # ok: command-injection
    system("ping #{Shellwords.escape(host)}")
    # ok: command-injection
    system("ping #{host.shellescape}")
    # ruleid: command-injection
    Open3.capture3("ping #{host}")
    # ok: command-injection
    Open3.capture3("ping", host)
    # ruleid: command-injection
    IO.popen("ping #{host}")
    # ok: command-injection
    IO.popen(["ping", host])
    # ruleid: command-injection
    system("sh", "-c", "ping #{host}")
    # ruleid: command-injection
    system(params[:tool], "-v")
    return unless host.match?(/\A[a-z0-9.-]+\z/)

    # ok: command-injection
    system("ping #{host}")
  end

  def all
    run("ping #{params[:host]}")
    run_all(["ping", params[:host]])
    [params[:host]].each do |host|
      # ruleid: command-injection
      system(host)
    end
  end

  private

  def run(command)
    # ruleid: command-injection
    system(command)
  end

  def run_all(words)
    # ok: command-injection
    IO.popen(words)
  end
end

class PipesController < ApplicationController
  def show
    # ruleid: command-injection
    Open3.pipeline("cat names.txt", "grep #{params[:name]}")
    # ok: command-injection
    Open3.pipeline(["cat", "names.txt"], ["grep", "--", params[:name]])
    # ruleid: command-injection
    Terrapin::CommandLine.new("convert", params[:options])
  end
end

class Current < ActiveSupport::CurrentAttributes
  attribute :host
end

class Last
  class << self
    attr_accessor :host
  end
end

class KeepingController < ApplicationController
  def keep
    Current.host = params[:host]
    Last.host = params[:host]
    Thread.current[:host] = params[:host]
    RequestStore.store[:host] = params[:host]
  end

  def ping
    # ruleid: command-injection
    system("ping -c 4 #{Current.host}")
    # ruleid: command-injection
    system("ping -c 4 #{Last.host}")
    # ruleid: command-injection
    system("ping -c 4 #{Thread.current[:host]}")
    # ok: command-injection
    system("ping -c 4 #{Thread.current[:port]}")
    # ruleid: command-injection
    system("ping -c 4 #{RequestStore.store[:host]}")
  end
end

class ShellsController < ApplicationController
  def run
    # ruleid: command-injection
    IO.popen(["bash", "-c", params[:script]]) { |pipe| pipe.read }
    # ok: command-injection
    IO.popen(["grep", "--", params[:name]]) { |pipe| pipe.read }
    # ruleid: command-injection
    exec("zsh", "-c", params[:script])
  end
end

class SentController < ApplicationController
  def run
    # ruleid: command-injection
    Kernel.send(:system, "ls #{params[:folder]}")
    # ruleid: command-injection
    send(:system, "ls #{params[:folder]}")
    # ok: command-injection
    Kernel.send(:puts, "ls #{params[:folder]}")
  end
end
