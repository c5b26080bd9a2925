package dev.akvvm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the table of docs/architecture.md true: who may import whom. */
final class ArchitectureTest {
  /** What every package may import. */
  private static final String FOR_ALL = "text";

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("text", Set.of()),
          Map.entry("files", Set.of()),
          Map.entry("waagent", Set.of("files")),
          Map.entry("state", Set.of("files", "waagent")),
          Map.entry("summary", Set.of("files", "waagent")),
          Map.entry("settings", Set.of()),
          Map.entry("parser", Set.of("settings", "waagent")),
          Map.entry("ownership", Set.of("files", "settings")),
          Map.entry("process", Set.of("files")),
          Map.entry("exit", Set.of("files", "process")),
          Map.entry("validation", Set.of("exit", "files", "settings", "parser")),
          Map.entry(
              "service",
              Set.of(
                  "exit",
                  "process",
                  "files",
                  "waagent",
                  "state",
                  "settings",
                  "parser",
                  "ownership")),
          Map.entry(
              "doctor",
              Set.of(
                  "service",
                  "validation",
                  "exit",
                  "process",
                  "files",
                  "waagent",
                  "state",
                  "settings",
                  "parser",
                  "ownership")),
          Map.entry(
              "command",
              Set.of(
                  "validation",
                  "service",
                  "exit",
                  "process",
                  "files",
                  "waagent",
                  "state",
                  "settings",
                  "parser",
                  "summary",
                  "doctor")),
          Map.entry("transport", Set.of()),
          Map.entry("retry", Set.of()),
          Map.entry("identity", Set.of("settings", "files", "transport", "retry")),
          Map.entry("vault", Set.of("identity", "settings", "transport")),
          Map.entry("certificate", Set.of()),
          Map.entry("secret", Set.of("settings")),
          Map.entry("store", Set.of("certificate", "settings", "files", "ownership")),
          Map.entry("onrenewal", Set.of("settings")),
          Map.entry("onrenewal.plan", Set.of("onrenewal", "settings", "retry")),
          Map.entry(
              "onrenewal.runner", Set.of("onrenewal", "settings", "files", "state", "process")),
          Map.entry(
              "onrenewal.queue",
              Set.of(
                  "onrenewal", "onrenewal.plan", "onrenewal.runner", "settings", "files", "state")),
          Map.entry(
              "sync",
              Set.of(
                  "vault",
                  "certificate",
                  "secret",
                  "store",
                  "onrenewal",
                  "settings",
                  "state",
                  "retry")),
          Map.entry(
              "diagnose",
              Set.of(
                  "files",
                  "waagent",
                  "settings",
                  "parser",
                  "doctor",
                  "transport",
                  "identity",
                  "vault",
                  "certificate",
                  "secret",
                  "forward")),
          Map.entry("forward", Set.of("settings", "files")),
          Map.entry(
              "report",
              Set.of("sync", "store", "onrenewal", "settings", "summary", "waagent", "files")),
          Map.entry(
              "agent",
              Set.of(
                  "files",
                  "waagent",
                  "process",
                  "state",
                  "summary",
                  "settings",
                  "parser",
                  "ownership",
                  "transport",
                  "identity",
                  "vault",
                  "store",
                  "onrenewal",
                  "onrenewal.queue",
                  "sync",
                  "report",
                  "forward")));

  private static final int MOST_TYPES = 10;

  /** It shows what others take from packages of the JDK: files, rights, users. */
  private static final int MOST_OF_FILES = 17;

  /**
   * Who touches files by their names all the same, and why nobody can make something of it. All
   * others go by the handles of the package files.
   */
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("validation.SettingsSource", "reads what the operator names, perhaps a pipe"),
          Map.entry("diagnose.Main", "the same"),
          Map.entry("command.RootCheck", "looks at /proc"),
          Map.entry("service.AgentControl", "compares with a file that is open, by /proc"),
          Map.entry("process.InitSystem", "looks whether systemd runs, in /run"),
          Map.entry("process.SystemCommands", "looks whether a program is there"),
          Map.entry("doctor.StoreChecks", "looks only: at what StoreOwners has judged"),
          Map.entry("identity.ArcKeys", "reads what is Azure Arc's, and judges it itself"),
          Map.entry("transport.SystemAuthorities", "looks which bundle a distribution has"),
          Map.entry("transport.TrustedAuthorities", "reads the path that root's environment names"),
          Map.entry("sync.MachineJitter", "reads numbers of the machine, in /sys and /etc"),
          Map.entry("agent.ParentCheck", "looks whether package and stores are still there"),
          Map.entry("onrenewal.runner.OwnSession", "looks at /proc"),
          Map.entry(
              "state.MachineIdentity", "reads numbers of the machine, in /sys, /etc and /proc"),
          Map.entry("state.RenewalHooks", "looks which hooks there are; bin/run_checked decides"));

  private static final DescribedPredicate<JavaClass> FILES_BY_NAME =
      JavaClass.Predicates.belongToAnyOf(
          java.nio.file.Files.class,
          java.nio.channels.FileChannel.class,
          java.io.FileInputStream.class,
          java.io.FileOutputStream.class,
          java.io.FileReader.class,
          java.io.FileWriter.class,
          java.io.RandomAccessFile.class);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(MAY_IMPORT.keySet().stream().map(ArchitectureTest::full).toList());

  @Test
  void packages_all_areInTheTable() {
    Set<String> found =
        CLASSES.stream()
            .map(type -> type.getPackageName().replaceFirst("dev\\.akvvm\\.", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(MAY_IMPORT.keySet()), found);
  }

  @ParameterizedTest
  @MethodSource("packageNames")
  void package_imports_onlyWhatTheTableAllows(String name) {
    DescribedPredicate<JavaClass> forbidden =
        resideInAPackage("dev.akvvm..")
            .and(
                DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage(
                        Stream.concat(Stream.of(name, FOR_ALL), MAY_IMPORT.get(name).stream())
                            .map(ArchitectureTest::full)
                            .toArray(String[]::new))));
    noClasses()
        .that()
        .resideInAPackage(full(name))
        .should()
        .dependOnClassesThat(forbidden)
        .check(CLASSES);
  }

  @Test
  void azureVaultClients_areKnown_onlyToVault() {
    noClasses()
        .that()
        .resideOutsideOfPackage(full("vault"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.azure.security..")
        .check(CLASSES);
  }

  /** Its classes are many, and a machine with a managed identity loads none of them. */
  @Test
  void azureIdentity_isKnown_toOneClassOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(full("identity.EntraSource"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.azure.identity..")
        .check(CLASSES);
  }

  @Test
  void handlerModule_loads_littleOfOthers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            full("text"),
            full("files"),
            full("waagent"),
            full("state"),
            full("summary"),
            full("settings"),
            full("parser"),
            full("ownership"),
            full("doctor"),
            full("process"),
            full("exit"),
            full("validation"),
            full("service"),
            full("command"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.azure..", "io.netty..", "reactor..", "org.slf4j..")
        .check(CLASSES);
  }

  /** In the handler one class knows it, which is touched only where there is something to open. */
  @Test
  void cryptography_isKnown_onlyToCertificateAndTheSettingsEnvelope() {
    noClasses()
        .that()
        .resideOutsideOfPackage(full("certificate"))
        .and()
        .doNotHaveFullyQualifiedName(full("waagent.CmsEnvelope"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void files_areOpened_onlyByHandle() {
    noClasses()
        .that()
        .resideOutsideOfPackage(full("files"))
        .and(
            DescribedPredicate.describe(
                "do not have a reason", type -> !BY_NAME.containsKey(outermost(type))))
        .should()
        .dependOnClassesThat(FILES_BY_NAME)
        .check(CLASSES);
  }

  @Test
  void files_thoseWithAReason_needIt() {
    Set<String> used =
        CLASSES.stream()
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(each -> FILES_BY_NAME.test(each.getTargetClass())))
            .map(ArchitectureTest::outermost)
            .collect(Collectors.toSet());
    assertTrue(
        used.containsAll(BY_NAME.keySet()),
        () -> BY_NAME.keySet().stream().filter(each -> !used.contains(each)).toList().toString());
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("dev\\.akvvm\\.", "").replaceFirst("\\$.*", "");
  }

  @Test
  void certificatePackage_isPure_touchesNeitherDiskNorClock() {
    noClasses()
        .that()
        .resideInAPackage(full("certificate"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(CLASSES);
  }

  /** So that nothing is printed uncleaned. */
  @Test
  void standardStreams_areKnown_onlyToText() {
    noClasses()
        .that()
        .resideOutsideOfPackage(full("text"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void classes_ofEachPackage_areFinalOrValues() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
        .and()
        .doNotHaveSimpleName("package-info")
        .and(DescribedPredicate.describe("are not sealed", type -> !type.reflect().isSealed()))
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(CLASSES);
  }

  @Test
  void publicTypes_ofAPackage_areFew() {
    Map<String, Long> counts =
        CLASSES.stream()
            .filter(
                type ->
                    type.getModifiers()
                        .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    counts.forEach(
        (name, count) ->
            assertTrue(
                count <= (name.equals(full("files")) ? MOST_OF_FILES : MOST_TYPES),
                name + " shows " + count + " types"));
  }

  static Stream<String> packageNames() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  private static String full(String name) {
    return "dev.akvvm." + name;
  }
}
