// Checks PowerShell by its grammar, which knows no cmdlets and none of their parameters.
//
//   powershell.mjs FILE...
import { parsed } from './grammar.mjs';

for (const file of process.argv.slice(2)) {
  await parsed('powershell', file);
}
