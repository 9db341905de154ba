package io.spillway.harness.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.testcontainers.images.builder.Transferable;

/** Archives of text files, as engines copy them into containers. */
final class FilesArchive {

  private static final int READABLE_BY_ALL = 0644;
  private static final int WRITABLE_BY_ALL = 0777;

  private FilesArchive() {}

  /** {@return an archive with these files, by name; any user of the container can read them} */
  static byte[] of(Map<String, String> files) {
    return archive("", files);
  }

  /**
   * {@return an archive with a folder of these files; any user of the container can write into it}
   *
   * @param folder the folder's name
   */
  static byte[] ofFolder(String folder, Map<String, String> files) {
    return archive(folder + "/", files);
  }

  private static byte[] archive(String folder, Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      if (!folder.isEmpty()) {
        TarArchiveEntry entry = new TarArchiveEntry(folder);
        entry.setMode(TarArchiveEntry.DEFAULT_DIR_MODE | WRITABLE_BY_ALL);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
      new TreeMap<>(files)
          .forEach(
              (name, text) ->
                  Transferable.of(text.getBytes(StandardCharsets.UTF_8), READABLE_BY_ALL)
                      .transferTo(tar, folder + name));
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
    return bytes.toByteArray();
  }
}
