package io.spillway.harness.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files of a network and reads their text. */
final class NetworkFiles {

  private static final Pattern YAML_FILE = Pattern.compile(".*\\.(ya?ml|json)");

  /**
   * A file that was read.
   *
   * @param path the file's path, beginning as the user gave it
   * @param folder the folder that it lies in or below, of those in the folder that was given
   * @param text what it says
   */
  record Source(String path, Optional<String> folder, String text) {}

  /**
   * What there is to read of one network.
   *
   * @param name what the network is called
   * @param place all of it, for messages
   * @param isFolder whether it is a folder, rather than one file
   * @param files the files that could be read, in order of their paths
   */
  record Sources(String name, Place place, boolean isFolder, List<Source> files) {

    Sources {
      files = List.copyOf(files);
    }
  }

  private NetworkFiles() {}

  /** Reads a file, or the YAML files in and below a folder. */
  static Sources read(Path path, Problems problems) {
    Place place = new Place(path.toString(), 0);
    boolean isFolder = Files.isDirectory(path);
    List<Source> sources = new ArrayList<>();
    for (Path file : isFolder ? filesBelow(path, problems) : List.of(path)) {
      Path relative = path.relativize(file);
      Optional<String> folder =
          relative.getNameCount() > 1
              ? Optional.of(relative.getName(0).toString())
              : Optional.empty();
      text(file, problems)
          .ifPresent(text -> sources.add(new Source(file.toString(), folder, text)));
    }
    return new Sources(nameOf(path), place, isFolder, sources);
  }

  /** A text in the place of a file. */
  static Sources text(String name, String yaml) {
    String file = name + ".yaml";
    Source source = new Source(file, Optional.empty(), yaml);
    return new Sources(name, new Place(file, 0), false, List.of(source));
  }

  private static String nameOf(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "network" : last.toString().replaceFirst("\\.(ya?ml|json)$", "");
  }

  private static List<Path> filesBelow(Path folder, Problems problems) {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> files =
          below.filter(file -> isNetworkFile(folder.relativize(file))).sorted().toList();
      if (files.isEmpty()) {
        problems.add(
            new Place(folder.toString(), 0), "the folder has no .yaml, .yml or .json file in it");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      problems.add(new Place(folder.toString(), 0), "the folder cannot be read: " + e);
      return List.of();
    }
  }

  private static boolean isNetworkFile(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return YAML_FILE.matcher(relative.toString()).matches();
  }

  private static Optional<String> text(Path file, Problems problems) {
    Place place = new Place(file.toString(), 0);
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      problems.add(place, "there is no such file or folder");
    } catch (CharacterCodingException e) {
      problems.add(place, "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(place, "the file cannot be read: " + e);
    }
    return Optional.empty();
  }
}
