// Reads a file by a grammar of tree-sitter: BICEP or POWERSHELL. What does not fit the grammar is an error.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Language, Parser } from 'web-tree-sitter';

// PowerShell's grammar is one huge function: optimizing it takes half a minute, to run it takes no time at all.
setFlagsFromString('--liftoff-only');

export async function parsed(language, file) {
  await Parser.init();
  const wasm = new URL(`node_modules/tree-sitter-${language}/tree-sitter-${language}.wasm`, import.meta.url);
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileURLToPath(wasm)));
  const root = parser.parse(readFileSync(file, 'utf8')).rootNode;
  const wrong = firstError(root);
  if (wrong) {
    throw new Error(`${file}:${wrong.startPosition.row + 1}: not ${language}: ${wrong.text.split('\n', 1)[0]}`);
  }
  return root;
}

function firstError(node) {
  if (!node.hasError) {
    return null;
  }
  return node.isError || node.isMissing ? node : node.children.map(firstError).find((each) => each) ?? node;
}
