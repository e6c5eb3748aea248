// The ESLint rule for the words of docs/style.md, as far as names and initial values show how they are used.

/** Names of limits and times by the form that they should have. */
const LIMIT = /^(?:LONGEST|LARGEST|BIGGEST|DEEPEST|WIDEST|MOST|AT_MOST)(?:_|$)|_AT_MOST$/;
const TIME = /(?:^|_)(?:TIMEOUT|INTERVAL|DELAY)$|(?:^|_)(?<!PER_)PAUSE$/;

/** Whether a value comes from a cache: `results.get(key)`, also after `await`, `as` or `??`. */
function isLookup(node) {
  switch (node?.type) {
    case 'AwaitExpression':
      return isLookup(node.argument);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return isLookup(node.expression);
    case 'LogicalExpression':
      return isLookup(node.left);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' && node.callee.property.name === 'get';
    default:
      return false;
  }
}

/** The problem with a declared name; undefined if there is none. */
function problemOf(name, init) {
  if (name === 'known' && isLookup(init)) return 'known';
  if (/^(?:site|place|places)$/.test(name)) return 'place';
  if (LIMIT.test(name)) return 'limit';
  if (TIME.test(name)) return 'time';
  if (/InSteps$/.test(name)) return 'steps';
  return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const vocabulary = {
  meta: {
    type: 'problem',
    messages: {
      known: 'Values are known or unknown; what a cache contains is cached (docs/style.md).',
      place: 'Name what it is: a range, a location, a position, an index or a target (docs/style.md).',
      limit: 'Name limits MAX_… and what they limit (docs/style.md).',
      time: 'Name times …_MS (docs/style.md).',
      steps: 'A computation with pauses has no suffix, and no twin without pauses (docs/style.md).',
    },
    schema: [],
  },
  create(context) {
    const report = (node, init) => {
      if (node?.type !== 'Identifier') return;
      const messageId = problemOf(node.name, init);
      if (messageId) context.report({ node, messageId });
    };
    const parameters = node => {
      for (const each of node.params) report(each.type === 'AssignmentPattern' ? each.left : each);
    };
    return {
      VariableDeclarator: node => report(node.id, node.init),
      FunctionDeclaration(node) {
        report(node.id);
        parameters(node);
      },
      FunctionExpression: parameters,
      ArrowFunctionExpression: parameters,
      TSPropertySignature: node => report(node.key),
      PropertyDefinition: node => report(node.key),
      MethodDefinition: node => report(node.key),
    };
  },
};
