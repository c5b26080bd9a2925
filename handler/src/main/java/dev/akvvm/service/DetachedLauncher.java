package dev.akvvm.service;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.AppendedFile;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * No service manager at all: the launcher runs in a session of its own, so that it survives the
 * command's process group, and writes its output to a file, so that it keeps no file of waagent's
 * open.
 */
public final class DetachedLauncher implements ServiceManager {
  private static final String OUTPUT = "akvvm_service.out";

  @Override
  public void start(Start start) throws CommandFailedException, InterruptedException {
    try {
      DurableFiles.createDirectories(start.logFolder(), Modes.PUBLIC_DIRECTORY);
      try (AppendedFile output = DurableFiles.append(output(start))) {
        run(start, output.path().toFile());
      }
    } catch (IOException e) {
      throw CommandFailedException.because("cannot start the agent", e);
    }
  }

  private static void run(Start start, File output)
      throws IOException, CommandFailedException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "setsid", "--fork", start.launcher().toString(), start.sequence().toString())
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.startsWith("AZURE_GUEST_AGENT_") || name.equals("ConfigSequenceNumber"));
    if (!builder.start().waitFor(10, TimeUnit.SECONDS)) {
      throw new CommandFailedException(ExitCode.MISSING_DEPENDENCY, "setsid does not return");
    }
  }

  @Override
  public boolean fit(Start start) {
    return true;
  }

  @Override
  public void startNoMore() {
    // No boot starts it.
  }

  @Override
  public void stop() {
    // The agent's lock says which agent runs; there is nothing else to ask.
  }

  @Override
  public void forget(Path home) {
    // Nothing starts a detached agent but enable.
  }

  @Override
  public String whereToLook(Start start) {
    return output(start).toString();
  }

  private static Path output(Start start) {
    return start.logFolder().resolve(OUTPUT);
  }
}
