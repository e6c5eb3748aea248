// The ESLint rule against regular expressions that look only for a run of characters at the end of a text, such as /\/+$/. JavaScript tries them at
// each character of each run, so a long run elsewhere takes quadratic time. After a negative lookbehind, it tries only the start of a run.

/** One character of a pattern: a class, an escape, or a plain character. */
const CHARACTER = /\[(?:\\.|[^\]\\])*\]|\\.|[^\\()[\]|^$?*+{}]/.source;
/** An alternative that is only a run, optionally between characters that may be missing. */
const RUN = new RegExp(`(?:^|[|])(?:(?:${CHARACTER})[?*])*(?:${CHARACTER})[+*](?:(?:${CHARACTER})[?*])*\\$`);

/** @type {import('eslint').Rule.RuleModule} */
export const linearPatterns = {
  meta: {
    type: 'problem',
    messages: {
      quadratic:
        'A long run of these characters takes quadratic time. Use withoutTrailing() or a negative lookbehind: /(?<!x)x+$/.',
    },
    schema: [],
  },
  create: context => ({
    'Literal[regex]'(node) {
      if (RUN.test(node.regex.pattern)) context.report({ node, messageId: 'quadratic' });
    },
  }),
};
