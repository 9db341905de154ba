package io.spillway.harness.driver;

/** A program that prints nothing. */
public final class Silent implements ProgramOutput {

  @Override
  public boolean hasLine(String pattern) {
    return false;
  }

  @Override
  public String lastLines() {
    return "";
  }
}
