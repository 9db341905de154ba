package io.spillway.harness.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The folders that belong to the runs of this JVM: a run begins by clearing its folder, and would
 * take another one's histories away. A claim is a lock on a file in the folder, which the operating
 * system takes back when the JVM ends, however it does; the file stays. Runs of one JVM come one
 * after another, and share its claims. Safe for use by several threads.
 */
final class FolderClaims {

  /** The file that is locked. It says whose it is, for whoever comes second. */
  static final String FILE = "run.lock";

  /** Beyond what is written: there are systems on which nobody else reads what is locked. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private static final Map<Path, FileLock> HELD = new HashMap<>();

  private FolderClaims() {}

  /**
   * Claims a folder until this JVM ends. Does nothing the second time.
   *
   * @param folder there already
   * @throws FolderInUseException if it is another one's
   * @throws IOException if that cannot be found out
   */
  static synchronized void claim(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (HELD.containsKey(real)) {
      return;
    }
    Path file = real.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(POSITION, 1, false);
      if (lock != null) {
        HELD.put(real, lock);
        sign(channel);
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Somebody else in this JVM has locked it.
    } finally {
      if (!HELD.containsKey(real)) {
        channel.close();
      }
    }
    throw new FolderInUseException(folder, Files.readString(file).strip());
  }

  private static void sign(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + System.lineSeparator();
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
  }
}
