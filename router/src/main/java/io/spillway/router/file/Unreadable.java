package io.spillway.router.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for a file that cannot be read. */
public final class Unreadable {

  private Unreadable() {}

  /**
   * {@return a sentence for whoever named the file}
   *
   * @param cause what reading it threw
   */
  public static String words(IOException cause) {
    if (cause instanceof NoSuchFileException gone) {
      return "cannot read the file %s: there is none".formatted(gone.getFile());
    }
    if (cause instanceof AccessDeniedException denied) {
      return "cannot read the file %s: this user may not".formatted(denied.getFile());
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return "cannot read the file %s: %s".formatted(failed.getFile(), failed.getReason());
    }
    return "cannot read the file: " + cause;
  }
}
