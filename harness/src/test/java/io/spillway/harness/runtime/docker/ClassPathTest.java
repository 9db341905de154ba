package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathTest {

  @TempDir Path folder;

  private final ClassPath classPath = new ClassPath(ClassPathTest.class.getClassLoader());

  @Test
  void aClassOfALibrary_isFoundInItsJar() {
    assertThat(classPath.holderOf("org.slf4j.Logger"))
        .hasValueSatisfying(
            jar -> assertThat(jar.getFileName().toString()).matches("slf4j-api-.*\\.jar"));
  }

  @Test
  void aClassOfThisModule_isFoundWhereItsResourcesAreToo() {
    assertThat(classPath.holderOf(ClassPathTest.class.getName()))
        .hasValueSatisfying(holder -> assertThat(holder).isDirectory());
  }

  @Test
  void aClassThatIsNotThere_isNotFound() {
    assertThat(classPath.holderOf("io.spillway.Absent")).isEmpty();
  }

  @Test
  void aFolder_becomesAJarOfItsFiles() throws IOException {
    write("a/One.class", "1");
    write("b/Two.class", "2");

    assertThat(names(ClassPath.jar(folder))).containsExactly("a/One.class", "b/Two.class");
  }

  @Test
  void aFolderWhoseFilesWereWrittenAgain_becomesTheSameJar() throws IOException {
    write("a/One.class", "1");
    byte[] before = ClassPath.jar(folder);
    write("a/One.class", "1");

    assertThat(ClassPath.jar(folder)).isEqualTo(before);
  }

  @Test
  void aPrefix_leavesOutWhatLiesElsewhere() throws IOException {
    write("a/One.class", "1");
    write("b/Two.class", "2");
    Path jar = folder.resolve("lib.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("a/Three.class"));
      out.putNextEntry(new ZipEntry("b/Four.class"));
    }

    assertThat(names(ClassPath.jar(folder, List.of("a/")))).containsExactly("a/One.class");
    assertThat(names(ClassPath.jar(jar, List.of("a/", "c/")))).containsExactly("a/Three.class");
  }

  @Test
  void aJar_isTakenAsItIs() throws IOException {
    Path jar = Files.write(folder.resolve("lib.jar"), new byte[] {1, 2, 3});

    assertThat(ClassPath.jar(jar)).isEqualTo(new byte[] {1, 2, 3});
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static List<String> names(byte[] jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
