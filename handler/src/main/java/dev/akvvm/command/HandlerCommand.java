package dev.akvvm.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself; does nothing without a command. */
@ForEverybody
@Command(
    name = "akvvm",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = HandlerVersion.class,
    description = "Installs certificates from Azure Key Vault on this machine and renews them.",
    footer = {
      "",
      "For people: status, doctor, validate, reload, generalize. The others are run by",
      "the guest agent, or by scripts/side-load. All but validate need root.",
      "To poll at once: systemctl reload akvvm_service"
    })
final class HandlerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(PicocliSupport.commandLine(spec), "no command given");
  }
}
