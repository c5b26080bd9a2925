package dev.akvvm.packaged;

import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;

/** What the guest agent told Azure of the package, and what Azure asked it for. */
final class Reported {
  private Reported() {}

  static Extension extension(String version, int sequence, Settings settings) {
    return Extension.enabled(PackageFolder.NAME, version, sequence, settings.json());
  }

  static Report.Handler handler(Report report) {
    return report.handler(PackageFolder.NAME).orElseThrow();
  }

  static Report.Status status(Report report) {
    return handler(report).extension().orElseThrow();
  }

  static Report.Substatus substatus(Report report, String name) {
    return status(report).substatus().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
