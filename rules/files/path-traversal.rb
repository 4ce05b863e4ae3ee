class FilesController < ApplicationController
  def show
    name = params[:file]
    # ruleid: path-traversal
    File.read("uploads/#{name}")
    # ruleid: path-traversal
    send_file Rails.root.join("uploads", name)
    # ok: path-traversal
    File.read(File.join("uploads", File.basename(name)))
    # ruleid: path-traversal
    File.open(name) { |file| file.read }
    # ruleid: path-traversal
    FileUtils.rm_rf("uploads/#{name}")
    path = File.expand_path(name, "/srv/uploads")
    return head(:not_found) unless path.start_with?("/srv/uploads/")

    # ok: path-traversal
    send_file path
  end

  def raw
    return head(:not_found) unless params[:file].start_with?("/srv/uploads/")

    # ruleid: path-traversal
    send_file params[:file]
  end
end
