package io.spillway.harness.doctor;

import io.spillway.harness.runtime.KeptFolders;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a doctor leaves behind: for each examination with a complaint the complaint, the
 * network, and the configuration and log of each site. What an earlier one left there is removed at
 * the start.
 */
public final class DoctorFolder {

  /** The first file of an examination's folder. */
  private static final String COMPLAINT = "complaint.txt";

  private static final Logger LOG = LoggerFactory.getLogger(DoctorFolder.class);

  private final KeptFolders examinations;

  private DoctorFolder(KeptFolders examinations) {
    this.examinations = examinations;
  }

  /**
   * Creates the folder, or empties it of what an earlier doctor left.
   *
   * @throws UncheckedIOException if there is something else in it, or if it cannot be written; the
   *     message names it
   */
  public static DoctorFolder prepare(Path path) {
    KeptFolders examinations = new KeptFolders(path, COMPLAINT);
    try {
      Files.createDirectories(path);
      examinations.clear();
      return new DoctorFolder(examinations);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the folder %s (%s); name another one with --folder".formatted(path, e), e);
    }
  }

  /**
   * Keeps what the sites left.
   *
   * @param title the examination's
   * @return where it lies; empty if it cannot be written, which is logged
   */
  Optional<Path> keep(
      String title, String complaint, Network network, Map<String, SiteFiles> left) {
    try {
      examinations.write(title, COMPLAINT, complaint + System.lineSeparator());
      examinations.write(title, "network.yaml", NetworkWriter.yaml(network));
      left.forEach((site, files) -> examinations.keep(title, site, files));
      return Optional.of(examinations.folder(title));
    } catch (UncheckedIOException e) {
      LOG.warn("what was left of \"{}\" could not be kept", title, e);
      return Optional.empty();
    }
  }
}
