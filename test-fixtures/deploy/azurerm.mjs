// Prints which arguments Terraform's azurerm provider knows of some resources, as azurerm.json keeps them.
//
//   azurerm.mjs FOLDER TYPE...      FOLDER: @cdktf/provider-azurerm, unpacked (npm pack; 30 MB, so no dependency)
//
// Of each type, and of each block in it: {"argument": {"required": true, "block": {...}}}. `data.` comes before the
// name of a data source.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder, ...types] = process.argv;
// What Terraform itself adds to every resource.
const META = ['connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioners'];
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function argumentsOf(source, name) {
  const body = new RegExp(`export interface ${name}(?: extends [^{]*)? \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1];
  if (body === undefined) {
    return undefined;
  }
  const found = {};
  for (const [, key, optional, type] of body.matchAll(/^ {4}readonly (\w+)(\??): (\w+)/gm)) {
    const block = argumentsOf(source, type);
    found[snake(key)] = { ...(optional ? {} : { required: true }), ...(block ? { block } : {}) };
  }
  return found;
}

const known = {};
for (const type of types.sort()) {
  const data = type.startsWith('data.');
  const name = type.replace(/^(data\.)?azurerm_/, '');
  const file = `${data ? 'data-azurerm-' : ''}${name.replaceAll('_', '-')}`;
  const source = readFileSync(join(folder, 'lib', file, 'index.d.ts'), 'utf8');
  const config = /export interface (\w+Config) extends/.exec(source)[1];
  known[type] = Object.fromEntries(Object.entries(argumentsOf(source, config)).filter(([key]) => !META.includes(key)));
}
console.log(JSON.stringify(known, null, 1));
