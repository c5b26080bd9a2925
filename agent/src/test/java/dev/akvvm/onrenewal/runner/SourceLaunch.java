package dev.akvvm.onrenewal.runner;

import java.nio.file.Path;

/** Begins programs as the package does, before there is a package. */
final class SourceLaunch {
  private SourceLaunch() {}

  static LaunchScript get() {
    return LaunchScript.ofPackage(Path.of("../handler/src/package").toAbsolutePath().normalize());
  }
}
