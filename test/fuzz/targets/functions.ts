/** Calls of built-in functions. */
import { describeValue, evaluatedText } from '../../support/hcl/evaluatedText';
import { literal } from '../../support/hcl/functions/literal';
import { FUNCTION_CASES } from '../../support/terraform/functionCases';
import { exactHclText } from '../../support/terraform/hclText';
import type { FuzzTarget } from '../target';
import { texts } from './corpus';

/** The first calls of each function that are compared with Terraform, one for each input. */
const CALLS_PER_FUNCTION = 8;

const calls = (): string[] =>
  Object.entries(FUNCTION_CASES).flatMap(([name, cases]) =>
    cases
      .slice(0, CALLS_PER_FUNCTION)
      .map(args => `${name}(${args.map(arg => exactHclText(literal(arg))).join(', ')})`),
  );

export const functionsTarget: FuzzTarget = {
  name: 'functions',
  corpus: () => texts(...calls()),
  dictionary: [
    ...[
      'null',
      'true',
      '-1',
      '0.5',
      '1e400',
      '[]',
      '{}',
      '""',
      '"é"',
      '"\\u0000"',
      '"ISO-8859-16"',
      '"UTF-16"',
      '"=="',
    ],
    ...['tolist([])', 'toset(["a"])', 'sensitive("a")', ', ', '(', ')', '[', ']', '{', '}', '...', '9'.repeat(30)],
  ],
  open: () =>
    Promise.resolve({
      run: input => {
        const text = input.toString('utf8');
        let value;
        try {
          ({ value } = evaluatedText(text));
        } catch (error) {
          if (error instanceof SyntaxError) return Promise.resolve();
          throw error;
        }
        describeValue(value);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    }),
};
