package dev.akvvm.files;

/** What differs between the two processors the package runs on. */
final class Processor {
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

  private Processor() {}

  static boolean isArm() {
    return ARM;
  }
}
