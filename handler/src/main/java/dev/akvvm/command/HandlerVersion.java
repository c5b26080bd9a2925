package dev.akvvm.command;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class HandlerVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = HandlerVersion.class.getPackage().getImplementationVersion();
    return new String[] {"KeyVaultForLinux " + (version == null ? "(not packaged)" : version)};
  }
}
