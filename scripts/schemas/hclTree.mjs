/**
 * Parses Terraform source into a simple tree, for scripts that extract facts from modules.
 *
 * Expressions: `{k:'lit', v}`, `{k:'var', name}`, `{k:'get', of, key}` (`key` a string, a number, or an expression), `{k:'splat', of}`, `{k:'call',
 * name, args}`, `{k:'cond', test, yes, no}`, `{k:'op', op, args}`, `{k:'list', items}`, `{k:'object', items: [{key, value}]}`, `{k:'for', parts}`,
 * `{k:'template', parts}`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);
const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ',', '=', ':', '?', '.', '...']);
const OPERATORS = new Set(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&&', '||', '!']);
const POSTFIX = new Set(['get_attr', 'index', 'splat']);

/**
 * A function from the text of a `.tf` file to its body, `{attributes: Map<string, expression>, blocks: [{type, labels, body}]}`. It throws for text
 * that the grammar rejects (for example numbers with exponents), unless its second argument is true. It then returns the parts that could be parsed.
 */
export async function hclReader() {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(readFileSync(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'))),
  );
  return (text, tolerant = false) => {
    const tree = parser.parse(text);
    if (tree.rootNode.hasError && !tolerant) throw new Error(`Not HCL: ${text.slice(0, 80)}`);
    const body = bodyOf(tree.rootNode.namedChildren.find(child => child.type === 'body'));
    tree.delete();
    return body;
  };
}

function bodyOf(node) {
  const body = { attributes: new Map(), blocks: [] };
  for (const child of node?.namedChildren ?? []) {
    if (child.type === 'attribute') {
      const [name, value] = child.namedChildren.filter(isMeaningful);
      body.attributes.set(name.text, expressionOf(value));
    } else if (child.type === 'block') {
      const parts = child.namedChildren.filter(isMeaningful);
      const header = parts.filter(part => part.type === 'identifier' || part.type === 'string_lit');
      body.blocks.push({
        type: header[0].text,
        labels: header.slice(1).map(label => (label.type === 'string_lit' ? stringOf(label) : label.text)),
        body: bodyOf(parts.find(part => part.type === 'body')),
      });
    }
  }
  return body;
}

const isMeaningful = node => node.type !== 'comment';

function expressionOf(node) {
  const children = node.children.filter(isMeaningful);
  switch (node.type) {
    case 'expression':
    case 'collection_value':
    case 'operation':
    case 'literal_value':
    case 'template_expr':
      return termOf(children);
    case 'numeric_lit':
      return { k: 'lit', v: Number(node.text) };
    case 'bool_lit':
      return { k: 'lit', v: node.text === 'true' };
    case 'null_lit':
      return { k: 'lit', v: null };
    case 'string_lit':
      return { k: 'lit', v: stringOf(node) };
    case 'variable_expr':
      return { k: 'var', name: node.text };
    case 'function_call':
      return callOf(children);
    case 'conditional': {
      const [test, yes, no] = children.filter(child => !PUNCTUATION.has(child.type));
      return { k: 'cond', test: expressionOf(test), yes: expressionOf(yes), no: expressionOf(no) };
    }
    case 'unary_operation':
    case 'binary_operation':
      return operationOf(children);
    case 'tuple':
      return { k: 'list', items: children.filter(child => child.type === 'expression').map(expressionOf) };
    case 'object':
      return { k: 'object', items: children.filter(child => child.type === 'object_elem').map(itemOf) };
    case 'template_interpolation':
      return termOf(children.filter(child => child.type === 'expression'));
    case 'quoted_template':
    case 'heredoc_template':
      return templateOf(node);
    default:
      return { k: 'for', parts: partsOf(children) };
  }
}

/** A primary expression with the accesses after it: `.name`, `[index]`, `.*`. */
function termOf(children) {
  let term;
  for (const child of children) {
    if (POSTFIX.has(child.type)) term = postfixOf(term, child);
    else if (!PUNCTUATION.has(child.type)) term = expressionOf(child);
  }
  return term ?? { k: 'lit', v: null };
}

function postfixOf(of, node) {
  const inner = node.namedChildren;
  if (node.type === 'get_attr') return { k: 'get', of, key: inner[0].text };
  if (node.type === 'splat') {
    return (inner[0]?.namedChildren ?? []).reduce((base, step) => postfixOf(base, step), { k: 'splat', of });
  }
  const key =
    inner[0].type === 'legacy_index' ? { k: 'lit', v: Number(inner[0].text.slice(1)) } : termOf(inner[0].children);
  return { k: 'get', of, key: key.k === 'lit' && key.v !== null ? key.v : key };
}

function callOf(children) {
  const args = children.find(child => child.type === 'function_arguments');
  return {
    k: 'call',
    name: children[0].text,
    args: (args?.namedChildren ?? []).filter(child => child.type === 'expression').map(expressionOf),
  };
}

function operationOf(children) {
  const args = [[]];
  let op = '';
  for (const child of children) {
    if (OPERATORS.has(child.type)) {
      op = child.type;
      args.push([]);
    } else args[args.length - 1].push(child);
  }
  const terms = args.filter(part => part.length > 0).map(termOf);
  if (op === '-' && terms.length === 1 && terms[0].k === 'lit') return { k: 'lit', v: -terms[0].v };
  return { k: 'op', op, args: terms };
}

function itemOf(node) {
  const [key, value] = node.namedChildren.filter(isMeaningful).map(expressionOf);
  return { key: key.k === 'var' ? { k: 'lit', v: key.name } : key, value };
}

function templateOf(node) {
  const parts = partsOf(node.children);
  const interpolations = node.descendantsOfType('template_interpolation');
  return interpolations.length === 1 && node.text === `"${interpolations[0].text}"`
    ? parts[0]
    : { k: 'template', parts };
}

/** The outermost expressions at any depth. */
function partsOf(children) {
  return children.flatMap(child => {
    if (child.type === 'expression' || child.type === 'template_interpolation') return [expressionOf(child)];
    return partsOf(child.children);
  });
}

function stringOf(node) {
  const text = node.namedChildren
    .filter(child => child.type === 'template_literal')
    .map(child => child.text)
    .join('');
  return text.replace(/\\(["\\nrt])/g, (_, c) => ({ n: '\n', r: '\r', t: '\t' })[c] ?? c);
}

/** The direct parts of an expression. */
export function childrenOf(node) {
  switch (node.k) {
    case 'get':
      return typeof node.key === 'object' ? [node.of, node.key] : [node.of];
    case 'splat':
      return [node.of];
    case 'call':
    case 'op':
      return node.args;
    case 'cond':
      return [node.test, node.yes, node.no];
    case 'list':
      return node.items;
    case 'object':
      return node.items.flatMap(item => [item.key, item.value]);
    case 'for':
    case 'template':
      return node.parts;
    default:
      return [];
  }
}

/** The expression's value if it is a literal, otherwise `undefined`. `toset([…])` and similar calls count as their argument. */
export function literalOf(node) {
  switch (node.k) {
    case 'lit':
      return node.v;
    case 'list': {
      const items = node.items.map(literalOf);
      return items.includes(undefined) ? undefined : items;
    }
    case 'object': {
      const items = node.items.map(({ key, value }) => [literalOf(key), literalOf(value)]);
      return items.some(pair => pair.includes(undefined)) ? undefined : Object.fromEntries(items);
    }
    case 'call':
      return ['toset', 'tolist', 'tomap'].includes(node.name) && node.args.length === 1
        ? literalOf(node.args[0])
        : undefined;
    default:
      return undefined;
  }
}
