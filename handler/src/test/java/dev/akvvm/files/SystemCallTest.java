package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers against the kernel's own headers, where a machine has them (linux-libc-dev). */
final class SystemCallTest {
  private static final Pattern NUMBER =
      Pattern.compile("(?m)^#define __NR(?:3264)?_(\\w+)\\s+(\\d+)$");

  @ParameterizedTest
  @CsvSource({
    "/usr/include/x86_64-linux-gnu/asm/unistd_64.h, false",
    "/usr/include/asm-generic/unistd.h, true"
  })
  void number_eachCall_isTheKernels(Path header, boolean isArm) throws Exception {
    assumeTrue(Files.exists(header), "skipped: no " + header);
    Map<String, Long> numbers =
        NUMBER
            .matcher(Files.readString(header))
            .results()
            .collect(
                Collectors.toMap(
                    each -> each.group(1), SystemCallTest::number, (first, _) -> first));

    for (SystemCall call : SystemCall.values()) {
      String name = call.name().toLowerCase(Locale.ROOT);
      // One name for 64 bits only, the other for both.
      Long number = numbers.getOrDefault(name, numbers.get(name.replace("newfstatat", "fstatat")));
      assertEquals(number, call.number(isArm), name);
    }
  }

  private static long number(MatchResult line) {
    return Long.parseLong(line.group(2));
  }
}
