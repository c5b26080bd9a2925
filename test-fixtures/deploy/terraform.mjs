// Checks Terraform's files by HashiCorp's own parser, and against what the azurerm provider knows (azurerm.json).
//
//   terraform.mjs FILE.tf
//
// Arguments must be known, and required ones there; variables declared, and used; files that are read must exist. Prints
// what is wrong, a line each, and ends with 1 if there is anything. Neither the provider nor Azure is asked.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@cdktf/hcl2json';

const [, , file] = process.argv;
const text = readFileSync(file, 'utf8');
const known = JSON.parse(readFileSync(new URL('azurerm.json', import.meta.url), 'utf8'));
const config = await parse(file, text);
const problems = [];

// Of Terraform itself, for every resource.
const META = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider'];

function check(where, given, wanted) {
  for (const [name, content] of Object.entries(given)) {
    const argument = wanted[name];
    if (argument === undefined && !META.includes(name)) {
      problems.push(`${where}: unknown argument ${name}`);
    } else if (argument?.block) {
      [content].flat().forEach((each) => check(`${where}.${name}`, each, argument.block));
    }
  }
  for (const [name, { required }] of Object.entries(wanted)) {
    if (required && !(name in given)) {
      problems.push(`${where}: ${name} is missing`);
    }
  }
}

for (const [section, prefix] of [['resource', ''], ['data', 'data.']]) {
  for (const [type, instances] of Object.entries(config[section] ?? {})) {
    for (const [name, [body]] of Object.entries(instances)) {
      const where = `${prefix}${type}.${name}`;
      if (known[prefix + type]) {
        check(where, body, known[prefix + type]);
      } else {
        problems.push(`${where}: not in azurerm.json; make that anew with azurerm.mjs`);
      }
    }
  }
}

const declared = Object.keys(config.variable ?? {});
const used = [...text.matchAll(/\bvar\.(\w+)/g)].map((each) => each[1]);
declared.filter((each) => !used.includes(each)).forEach((each) => problems.push(`variable ${each} is not used`));
used.filter((each) => !declared.includes(each)).forEach((each) => problems.push(`variable ${each} is not declared`));
for (const [, path] of text.matchAll(/file\("\$\{path\.module\}\/([^"]*)"\)/g)) {
  if (!existsSync(join(dirname(file), path))) {
    problems.push(`no such file: ${path}`);
  }
}

problems.forEach((each) => console.log(`${file}: ${each}`));
// The parser's own worker would keep the process.
process.exit(problems.length > 0 ? 1 : 0);
