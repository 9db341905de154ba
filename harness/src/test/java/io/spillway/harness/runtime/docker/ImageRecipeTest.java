package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageRecipeTest {

  @TempDir Path folder;

  private final ClassPath classPath = new ClassPath(ImageRecipeTest.class.getClassLoader());

  @Test
  void theRoutersContext_holdsWhatItsDockerfileCopies() {
    ImageRecipe recipe = ImageRecipe.router(classPath);

    assertThat(text(recipe, "Dockerfile")).contains("io.spillway.router.Main");
    assertThat(recipe.files())
        .containsKey("router/target/spillway-router-image.jar")
        .containsKey("docker/router/rehearsal/rehearse.sh");
    assertThat(recipe.files().keySet())
        .anyMatch(name -> name.matches("router/target/lib/snakeyaml-.*\\.jar"))
        .anyMatch(name -> name.matches("router/target/lib/picocli-.*\\.jar"))
        .noneMatch(name -> name.contains("testcontainers"));
  }

  @Test
  void theWorkloadsContext_holdsTheDockerfileAndOneSmallJar() {
    ImageRecipe recipe = ImageRecipe.workload(classPath);

    assertThat(recipe.files()).containsOnlyKeys("Dockerfile", "workload.jar");
    assertThat(text(recipe, "Dockerfile")).contains("WorkloadMain");
    assertThat(recipe.files().get("workload.jar")).hasSizeBetween(1_000, 100_000);
  }

  @Test
  void theWorkloadsJar_needsNoClassThatItDoesNotHold() throws IOException {
    Path jar = folder.resolve("workload.jar");
    Files.write(jar, ImageRecipe.workload(classPath).files().get("workload.jar"));
    try (JarFile file = new JarFile(jar.toFile());
        URLClassLoader alone =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      List<String> classes =
          file.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
              .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
              .toList();

      assertThat(classes)
          .isNotEmpty()
          .allSatisfy(
              name ->
                  assertThatCode(() -> Class.forName(name, true, alone))
                      .as(name)
                      .doesNotThrowAnyException());
    }
  }

  /** Classes are also loaded when a method first needs them, so names are looked at as well. */
  @Test
  void theWorkloadsJar_namesNoClassThatItDoesNotHold() throws IOException {
    Path jar = folder.resolve("workload.jar");
    Files.write(jar, ImageRecipe.workload(classPath).files().get("workload.jar"));
    StringWriter missing = new StringWriter();
    PrintWriter out = new PrintWriter(missing);

    ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, "--missing-deps", jar.toString());

    assertThat(missing.toString()).isEmpty();
  }

  @Test
  void theSameContentOnTheSameBase_hasTheSameTag() {
    assertThat(recipe("FROM x").taggedName("sha256:1"))
        .isEqualTo(recipe("FROM x").taggedName("sha256:1"))
        .matches("test/image:[0-9a-f]{16}");
  }

  @Test
  void otherContentOrAnotherBase_hasAnotherTag() {
    String name = recipe("FROM x").taggedName("sha256:1");

    assertThat(recipe("FROM y").taggedName("sha256:1")).isNotEqualTo(name);
    assertThat(recipe("FROM x").taggedName("sha256:2")).isNotEqualTo(name);
  }

  @Test
  void aClassPathWithoutTheRouter_isRefusedWithWhatToDo() {
    ClassPath empty = new ClassPath(ClassLoader.getPlatformClassLoader());

    assertThatThrownBy(() -> ImageRecipe.router(empty))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContainingAll("not on the class path", "-Dspillway.runtime=embedded");
  }

  private static ImageRecipe recipe(String dockerfile) {
    return new ImageRecipe(
        "test/image",
        new TreeMap<>(Map.of("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(ImageRecipe recipe, String file) {
    return new String(recipe.files().get(file), StandardCharsets.UTF_8);
  }
}
