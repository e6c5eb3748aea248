// The ESLint rule that finds texts of the server that aren't marked for translation (docs/localization.md), and texts that are marked in code that
// runs before the language is known.

/** A sentence or a title: it starts with a capital letter, a value or a quoted name, and contains words. */
const reads = text =>
  /^(?:[A-Z]|\{\}|"\{\}")/.test(text) &&
  /(?:^|[\s{}"(])[A-Za-z]*[a-z]{2,}[.,:;?!…]* (?:\S* )*?[a-z]{2,}/.test(text) &&
  !/[=<>$;|\\\n]|\{\}\{\}/.test(text);

/** The text of a literal, with `{}` for values; undefined for all other nodes. */
function textOf(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node.quasis.map(({ value }) => value.cooked ?? value.raw).join('{}');
}

const isMarker = ({ callee }) => callee.type === 'Identifier' && (callee.name === 't' || callee.name === 'localizable');

/** Calls with texts for developers (errors that no user causes, and the log), and with commands. */
const forDevelopers =
  /^(?:Error|TypeError|RangeError|SyntaxError|ResponseError|ToolError|logFailure|warn|error|log|info|debug|trace|failed|runs)$/;

const nameOf = node =>
  node.type === 'MemberExpression' ? node.property.name : node.type === 'Identifier' ? node.name : undefined;

/** The title of a check: SARIF contains it in English, and its page is translated as a whole. */
const isCheckTitle = ({ parent }) =>
  parent.type === 'Property' &&
  nameOf(parent.key) === 'title' &&
  /^(?:CallCheck|PlatformCheck)$/.test(parent.parent.parent.id?.typeAnnotation?.typeAnnotation.typeName?.name);

/** Whether the code around a literal shows that the text is not displayed to users. */
function isForDevelopers(node) {
  if (isCheckTitle(node)) return true;
  if (/^(?:Import|Export|TS|BinaryExpression|TaggedTemplate)/.test(node.parent.type)) return true;
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'CallExpression' || at.type === 'NewExpression') {
      if (isMarker(at) || forDevelopers.test(nameOf(at.callee) ?? '')) return true;
    }
    if (/Function|Statement|Program/.test(at.type)) return false;
  }
  return false;
}

/** @type {import('eslint').Rule.RuleModule} */
export const localizedTexts = {
  meta: {
    type: 'problem',
    docs: {
      description:
        'Texts of the user interface are marked for translation, by functions that run when the language is known.',
    },
    schema: [],
    messages: {
      unmarked: 'Mark this text for translation: t() or localizable() of common/localization.ts.',
      early: 'The language is not known when a module is loaded: use localizable().',
    },
  },
  create(context) {
    const check = node => {
      const text = textOf(node);
      if (text !== undefined && reads(text) && !isForDevelopers(node)) context.report({ node, messageId: 'unmarked' });
    };
    return {
      Literal: check,
      TemplateLiteral: check,
      "CallExpression[callee.name='t']"(node) {
        const scope = context.sourceCode.getScope(node);
        if (scope.type === 'module' || scope.type === 'global') context.report({ node, messageId: 'early' });
      },
    };
  },
};
