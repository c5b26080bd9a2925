package dev.akvvm.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.IoReason;
import dev.akvvm.service.AgentProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Checks identity and vaults in a process with the agent's own libraries, exactly as the agent
 * would use them. Findings arrive line by line.
 *
 * @param file settings to try; empty for those in force
 * @param environment the running agent's; empty if none runs, and then this command's counts
 */
record ChainChecks(Path home, String file, Optional<AgentEnvironment> environment) {
  private static final String STEP = "identity and vaults";

  void run(Consumer<Finding> tell) throws InterruptedException {
    ProcessBuilder builder =
        new AgentProgram(home).running("dev.akvvm.diagnose.Main", home.toString(), file);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    environment.ifPresent(agents -> agents.give(builder.environment()));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String last = "";
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Optional<Finding> finding = Finding.parse(line);
          finding.ifPresent(tell);
          last = finding.isPresent() ? last : line;
        }
      }
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        tell.accept(Finding.fix(STEP, "could not be completed: " + last));
      }
    } catch (IOException e) {
      tell.accept(Finding.fix(STEP, "could not be tried: " + IoReason.of(e)));
    }
  }
}
