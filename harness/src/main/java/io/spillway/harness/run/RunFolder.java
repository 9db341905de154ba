package io.spillway.harness.run;

import io.spillway.harness.runtime.KeptFolders;
import io.spillway.harness.runtime.SiteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a run leaves behind: the report, and for each scenario its history, its network
 * and its routers' logs. What an earlier run left there is removed at the start, so that nothing
 * old can be taken for new; anything else in the folder is left alone. Two runs at a time do not
 * share a folder.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  private static final String SCENARIOS = "scenarios";

  /** A scenario's history. */
  static final String HISTORY = "history.jsonl";

  /** The first file that a run writes into a scenario's folder. */
  static final String NETWORK = "network.yaml";

  private static final List<String> REPORT_FILES =
      List.of("index.html", "report.json", "report.schema.json");

  /**
   * Creates the folder if there is none, and keeps the sessions of other JVMs out of it until this
   * one ends. Nothing in it is touched.
   *
   * @throws FolderInUseException if another run writes into it
   * @throws UncheckedIOException if it cannot be written; the message names it
   */
  static void claim(Path path) {
    try {
      Files.createDirectories(path);
      FolderClaims.claim(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Creates the folder, or empties it of an earlier run; whoever else writes there has been kept
   * out by {@link #claim}.
   *
   * @throws UncheckedIOException if it cannot be written; the message names it
   */
  public static RunFolder prepare(Path path) {
    try {
      Files.createDirectories(path);
      for (String file : REPORT_FILES) {
        Files.deleteIfExists(path.resolve(file));
      }
      KeptFolders scenarios = scenarios(path);
      scenarios.clear();
      if (Files.isDirectory(scenarios.path())) {
        Files.delete(scenarios.path());
      }
      return new RunFolder(path.toAbsolutePath());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static UncheckedIOException unwritable(Path path, IOException because) {
    return new UncheckedIOException(
        "cannot write the report's folder "
            + path
            + " ("
            + because
            + "); name another one with --folder, or -Dspillway.report",
        because);
  }

  private static KeptFolders scenarios(Path path) {
    return new KeptFolders(path.resolve(SCENARIOS), NETWORK);
  }

  /** {@return the scenario's folder, created} */
  Path scenario(String name) {
    return scenarios(path).folder(name);
  }

  /** {@return where the scenario's history lies, relative to the report} */
  String historyLink(String scenario) {
    return SCENARIOS + "/" + KeptFolders.fileName(scenario) + "/" + HISTORY;
  }

  /**
   * {@return what lies beside the scenario's history, by name, relative to the report}
   *
   * @throws UncheckedIOException if it cannot be listed
   */
  List<String> files(String scenario) {
    String folder = SCENARIOS + "/" + KeptFolders.fileName(scenario);
    try (Stream<Path> files = Files.list(scenario(scenario))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(HISTORY))
          .sorted()
          .map(name -> folder + "/" + name)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Keeps the scenario's history as {@code spoilt-1.jsonl}, or whatever the number is. */
  void setAside(String scenario, int number) {
    Path history = scenario(scenario).resolve(HISTORY);
    try {
      Files.move(history, history.resolveSibling("spoilt-" + number + ".jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set " + history + " aside: " + e.getMessage(), e);
    }
  }

  /** Writes a text file into a scenario's folder. */
  void write(String scenario, String file, String text) {
    scenarios(path).write(scenario, file, text);
  }

  /** Writes what a site left into a scenario's folder. */
  void keep(String scenario, String site, SiteFiles files) {
    scenarios(path).keep(scenario, site, files);
  }
}
