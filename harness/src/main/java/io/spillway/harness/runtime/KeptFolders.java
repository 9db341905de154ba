package io.spillway.harness.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of folders, each with what the sites of one network left behind.
 *
 * @param path the folder
 * @param first the first file that is written into each of them, by which it is known to be ours
 */
public record KeptFolders(Path path, String first) {

  /**
   * Removes what an earlier run left there; the folder itself stays.
   *
   * @throws IOException if something in it is not of an earlier run, and then nothing is removed;
   *     or if something cannot be removed
   */
  public void clear() throws IOException {
    List<Path> folders = folders();
    for (Path each : folders) {
      if (!Files.exists(each.resolve(first))) {
        throw new IOException(each + " is not of an earlier run");
      }
    }
    for (Path each : folders) {
      delete(each);
    }
  }

  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /**
   * {@return the folder of this name, created}
   *
   * @throws UncheckedIOException if it cannot be created
   */
  public Path folder(String name) {
    Path folder = path.resolve(fileName(name));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + folder + ": " + e.getMessage(), e);
    }
  }

  /** {@return what the folder of this name is called} */
  public static String fileName(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
  }

  /**
   * Writes a text file into the folder of this name.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(String name, String file, String text) {
    Path target = folder(name).resolve(file);
    try {
      Files.writeString(target, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes what a site left into the folder of this name: its configuration as {@code SITE.FILE},
   * its log as {@code SITE.log}.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void keep(String name, String site, SiteFiles files) {
    files.configuration().forEach((file, text) -> write(name, site + "." + file, text));
    if (!files.log().isEmpty()) {
      write(name, site + ".log", files.log());
    }
  }
}
