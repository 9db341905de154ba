package io.spillway.harness.runtime.docker;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Finds on the harness's own class path what goes into images: jars, or, where Maven runs tests
 * before it packages, folders of classes, which become jars here.
 */
final class ClassPath {

  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ClassLoader loader;

  ClassPath(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * {@return the jar or folder that a class is loaded from, if it is on the class path}
   *
   * @param className its full name
   */
  Optional<Path> holderOf(String className) {
    String resource = className.replace('.', '/') + ".class";
    URL url = loader.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (url.getProtocol()) {
            case "jar" -> Path.of(new URL(beforeLast(url.getPath(), "!/")).toURI());
            case "file" -> {
              Path holder = Path.of(url.toURI());
              for (int depth = resource.split("/").length; depth > 0; depth--) {
                holder = holder.getParent();
              }
              yield holder;
            }
            default -> throw new IOException("neither in a jar nor in a folder");
          });
    } catch (IOException | URISyntaxException e) {
      throw new RuntimeStartException(
          "cannot copy %s into an image: it is loaded from %s".formatted(className, url), e);
    }
  }

  /** {@return the bytes of a jar as it is, or of a jar made from a folder} */
  static byte[] jar(Path holder) throws IOException {
    return Files.isDirectory(holder) ? pack(files(holder)) : Files.readAllBytes(holder);
  }

  /**
   * {@return a jar of those entries of a jar or folder whose names start with one of the prefixes}
   *
   * @throws IOException if it cannot be read
   */
  static byte[] jar(Path holder, List<String> prefixes) throws IOException {
    SortedMap<String, byte[]> all = Files.isDirectory(holder) ? files(holder) : entries(holder);
    all.keySet().removeIf(name -> prefixes.stream().noneMatch(name::startsWith));
    return pack(all);
  }

  private static SortedMap<String, byte[]> files(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name =
            folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static SortedMap<String, byte[]> entries(Path jar) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** The same content always gives the same bytes: names in order, and one fixed time. */
  private static byte[] pack(SortedMap<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(FIXED_TIME);
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static String beforeLast(String text, String mark) {
    return text.substring(0, text.lastIndexOf(mark));
  }
}
