import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

class Unpacking {
  void all(ZipInputStream archive, File folder) throws IOException {
    ZipEntry entry;
    while ((entry = archive.getNextEntry()) != null) {
      File target = new File(folder, entry.getName());
      // ruleid: archive-slip
      new FileOutputStream(target).close();
      if (!target.getCanonicalPath().startsWith(folder.getCanonicalPath() + File.separator)) throw new IOException();
      // ok: archive-slip
      new FileOutputStream(target).close();
      String name = entry.getName();
      File named = new File(folder, name);
      if (!named.getCanonicalFile().toPath().startsWith(folder.toPath())) throw new IOException();
      // ok: archive-slip
      new File(folder, name.substring(0, name.lastIndexOf('/'))).mkdirs();
    }
  }

  void one(ZipInputStream archive, Path folder) throws IOException {
    ZipEntry entry = archive.getNextEntry();
    // ruleid: archive-slip
    Files.copy(archive, folder.resolve(entry.getName()));
    Path path = folder.resolve(entry.getName()).normalize();
    if (!path.startsWith(folder)) throw new IOException();
    // ok: archive-slip
    Files.copy(archive, path);
  }
}
