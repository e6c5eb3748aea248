// ESLint rule that reports generators that nothing runs: without `yield*` or `now`, a call of a generator function does nothing.

const GENERATORS = /^(?:Async)?(?:Generator|Iterator|Iterable|IterableIterator)(?:Object)?$/;

/** Whether a value of the type, or of a part of a union type, is a generator. */
const isGenerator = type =>
  type.isUnion() ? type.types.some(isGenerator) : GENERATORS.test(type.getSymbol()?.getName() ?? '');

/** @type {import('eslint').Rule.RuleModule} */
export const droppedGenerators = {
  meta: {
    type: 'problem',
    docs: { description: 'The result of a generator function is used.' },
    schema: [],
    messages: { dropped: 'This generator does not run: use yield* or now().' },
  },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;
    return {
      ExpressionStatement({ expression }) {
        if (isGenerator(getTypeAtLocation(expression))) context.report({ node: expression, messageId: 'dropped' });
      },
    };
  },
};
