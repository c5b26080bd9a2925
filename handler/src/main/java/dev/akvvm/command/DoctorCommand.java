package dev.akvvm.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.doctor.Doctor;
import dev.akvvm.doctor.Finding;
import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.validation.SettingsSource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the doctor finds, one line per step as soon as it is known. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = HandlerVersion.class,
    description = "Finds out what keeps certificates from being installed.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no problems found", "1:something needs fixing"})
final class DoctorCommand implements Callable<Integer> {
  private final Doctor doctor;
  private final List<Finding> findings = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file of settings to try, as validate takes it; without it those in force.")
  private String given = "";

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  DoctorCommand(Doctor doctor) {
    this.doctor = doctor;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    if (SettingsSource.isStandardInput(given)) {
      throw new CommandFailedException(
          ExitCode.CONFIGURATION,
          "doctor does not read standard input: save the settings and name the file");
    }
    doctor.examine(SettingsSource.path(given), this::tell);
    boolean isWell = findings.stream().noneMatch(each -> each.result() == Finding.Result.FIX);
    if (json) {
      out().println(json(isWell));
    }
    out().flush();
    return isWell ? 0 : 1;
  }

  private void tell(Finding finding) {
    findings.add(finding);
    if (!json) {
      out().println(finding);
      out().flush();
    }
  }

  private String json(boolean isWell) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("healthy", isWell);
    ArrayNode steps = root.putArray("findings");
    findings.forEach(finding -> steps.add(finding.toJson()));
    return root.toString();
  }

  private PrintWriter out() {
    return PicocliSupport.commandLine(spec).getOut();
  }
}
