package io.spillway.harness.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program and its files.
 *
 * @param command the program and its arguments; it runs in the foreground until it gets SIGTERM
 * @param environment variables that are set for it, besides the harness's own
 * @param files what is written into the site's folder before it starts, by the file's name
 * @param check a command that ends with 0 if the router takes its files, and else prints why not;
 *     run in the site's folder before the program; not in a container, where a router that does not
 *     take its files ends at once, and says why
 * @param workingFolder where the program runs, if not in the site's folder: for one whose user
 *     wrote its command, with paths that are relative to where he is
 */
public record Program(
    List<String> command,
    Map<String, String> environment,
    Map<String, String> files,
    Optional<List<String>> check,
    Optional<Path> workingFolder) {

  /** Copies. */
  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    files = Map.copyOf(files);
    check = check.map(List::copyOf);
  }

  /** Creates a program that runs in the site's folder. */
  public Program(
      List<String> command,
      Map<String, String> environment,
      Map<String, String> files,
      Optional<List<String>> check) {
    this(command, environment, files, check, Optional.empty());
  }
}
