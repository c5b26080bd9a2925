// Checks Bicep by its grammar, and against the ARM template that says the same; Bicep's compiler is not to be had here.
//
//   bicep.mjs FILE.bicep FILE.json
//
// Compared are parameters with their types and defaults, outputs, and resources: types, versions, and every property. A
// literal must be the same literal; of an expression, which the compiler would translate, only that there is one, and
// which parameters it depends on. Prints what differs, a line each, and ends with 1 if anything does.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parsed } from './grammar.mjs';

const [, , bicepFile, armFile] = process.argv;
const root = await parsed('bicep', bicepFile);
const arm = JSON.parse(readFileSync(armFile, 'utf8'));
const problems = [];
const expect = (what, bicep, template) => {
  if (JSON.stringify(bicep) !== JSON.stringify(template)) {
    problems.push(`${what}: Bicep has ${JSON.stringify(bicep)}, the template ${JSON.stringify(template)}`);
  }
};

// What each name of the file depends on in the end: parameters.
const dependsOn = new Map();
function parametersIn(node) {
  const found = new Set();
  for (const identifier of node.descendantsOfType('identifier')) {
    for (const parameter of dependsOn.get(identifier.text) ?? []) {
      found.add(parameter);
    }
  }
  return [...found].sort();
}

class Expression {
  constructor(node) {
    this.text = node.text;
    this.parameters = parametersIn(node);
  }
}

function value(node) {
  const [first] = node.namedChildren;
  switch (node.type) {
    case 'object':
      return Object.fromEntries(node.namedChildren.filter((each) => each.type === 'object_property').map(property));
    case 'array':
      return node.namedChildren.map(value);
    case 'boolean':
    case 'number':
      return JSON.parse(node.text);
    case 'string':
      return isText(node) ? (first?.text ?? '') : new Expression(node);
    case 'call_expression':
      return loaded(node) ?? new Expression(node);
    default:
      return new Expression(node);
  }
}

const isText = (node) => node.namedChildren.every((each) => each.type === 'string_content');

function property(node) {
  const [key, content] = node.namedChildren;
  const name = key.type === 'string' && !isText(key) ? `[${parametersIn(key)}]` : key.text.replaceAll("'", '');
  return [name, value(content)];
}

function loaded(call) {
  const file = /^loadTextContent\('(.*)'\)$/.exec(call.text);
  return file && readFileSync(join(dirname(bicepFile), file[1]), 'utf8');
}

function armParameters(expression) {
  const found = new Set([...expression.matchAll(/parameters\('(\w+)'\)/g)].map((each) => each[1]));
  for (const [, name] of expression.matchAll(/variables\('(\w+)'\)/g)) {
    armParameters(String(arm.variables[name])).forEach((each) => found.add(each));
  }
  return [...found].sort();
}

const isArmExpression = (text) => typeof text === 'string' && text.startsWith('[');

function compare(where, bicep, template) {
  if (bicep instanceof Expression || isArmExpression(template)) {
    expect(where, bicep instanceof Expression && bicep.parameters, isArmExpression(template) && armParameters(template));
  } else if (bicep !== null && typeof bicep === 'object') {
    const theirs = Object.entries(template ?? {}).map(([key, each]) => [isArmExpression(key) ? `[${armParameters(key)}]` : key, each]);
    expect(where, Object.keys(bicep), theirs.map(([key]) => key));
    Object.entries(bicep).forEach(([key, each], n) => compare(`${where}/${key}`, each, theirs[n]?.[1]));
  } else {
    expect(where, bicep, template);
  }
}

function declarations(type) {
  return root.namedChildren.filter((each) => each.type === type);
}

const parameters = {};
let decorated = '';
for (const node of root.namedChildren) {
  if (node.type === 'decorators') {
    decorated = node.text;
  } else if (node.type === 'parameter_declaration') {
    const [name, type, standard] = node.namedChildren;
    dependsOn.set(name.text, [name.text]);
    const isFile = standard?.text.startsWith('loadJsonContent(');
    parameters[name.text] = { secure: decorated.includes('@secure()'), type: type.text, standard: isFile ? undefined : standard };
    decorated = '';
  }
}
for (const node of declarations('variable_declaration')) {
  dependsOn.set(node.namedChildren[0].text, parametersIn(node));
}
expect('parameters', Object.keys(parameters), Object.keys(arm.parameters));
for (const [name, { secure, type, standard }] of Object.entries(parameters)) {
  const template = arm.parameters[name] ?? {};
  expect(`${name}: type`, secure ? `secure${type[0].toUpperCase()}${type.slice(1)}` : type, template.type);
  compare(`${name}: default`, standard && value(standard), template.defaultValue);
}

const deployed = [];
for (const node of declarations('resource_declaration')) {
  const [symbol, kind, content] = node.namedChildren;
  const body = value(content);
  const names = [body.name, body.parent].map((each) => (each instanceof Expression ? each.parameters : []));
  dependsOn.set(symbol.text, [...new Set(names.flat())]);
  if (!node.text.slice(0, content.startIndex - node.startIndex).includes(' existing ')) {
    deployed.push({ symbol: symbol.text, kind: kind.namedChildren[0].text, body });
  }
}
expect('resources', deployed.map((each) => each.kind), arm.resources.map((each) => `${each.type}@${each.apiVersion}`));
const isDeployed = (parent) => deployed.some(({ symbol }) => symbol === parent?.text);
deployed.forEach(({ symbol, body }, n) => {
  const { name, scope, parent, dependsOn: after = [], ...rest } = body;
  const { type, apiVersion, name: theirs, scope: where, dependsOn: ordered = [], ...template } = arm.resources[n] ?? {};
  expect(`${symbol}: scope`, scope instanceof Expression && scope.parameters, isArmExpression(where) && armParameters(where));
  expect(`${symbol}: order`, after.length + (isDeployed(parent) ? 1 : 0), ordered.length);
  compare(symbol, rest, template);
});
expect('outputs', declarations('output_declaration').map((each) => each.namedChildren[0].text), Object.keys(arm.outputs ?? {}));

problems.forEach((each) => console.log(`${bicepFile}: ${each}`));
process.exitCode = problems.length > 0 ? 1 : 0;
