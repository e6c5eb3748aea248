/** Where rules and freezes name environments and modules literally. Other equal texts may be anything. */
import type { PlacedText } from '../kubestack/rules/placedText';
import type { RuleSet } from '../kubestack/rules/ruleSet';
import type { Expression } from '../syntax/ast';
import { visitExpression } from '../syntax/traversal';
import type { TextFile } from '../workspace/textFiles';
import { pathOf } from './ruleEvaluation';

/** A name in a file with rules. The span may include quotes. */
export type NamedText = PlacedText & { readonly file: TextFile };

/** In lists of environments, tests, `other("ops")`, and comparisons with the name of an environment. */
export const environmentsNamedIn = (set: RuleSet): NamedText[] => [
  ...[...set.rules, ...set.freezes].flatMap(({ file, environments = [] }) =>
    environments.map(each => ({ ...each, file })),
  ),
  ...set.tests.flatMap(({ file, environment }) => (environment ? [{ ...environment, file }] : [])),
  ...textsInExpressions(set, ENVIRONMENT_NAMES),
];

/** In comparisons with the name of the module or its cluster. */
export const modulesNamedIn = (set: RuleSet): NamedText[] => textsInExpressions(set, MODULE_NAMES);

/** What is compared with names: references, a list of all names, and a function that takes a name. */
interface Names {
  readonly references: readonly string[];
  readonly list?: string;
  readonly taker?: string;
}
const ENVIRONMENT_NAMES: Names = {
  references: ['environment', 'base_environment'],
  list: 'environments',
  taker: 'other',
};
const MODULE_NAMES: Names = { references: ['module.name', 'cluster.name'] };

function textsInExpressions({ rules, files }: RuleSet, names: Names): NamedText[] {
  const expressions = [
    ...rules.flatMap(({ file, offset, filter, condition, errorMessage }) =>
      [filter, condition, errorMessage].map(expression => ({ file, offset, expression })),
    ),
    ...files.flatMap(({ locals }) => locals.map(({ file, offset, value }) => ({ file, offset, expression: value }))),
  ];
  return expressions.flatMap(({ file, offset, expression }) =>
    (expression ? textsIn(expression, names) : []).map(({ start, end, text }) => ({
      ...{ file, text, start: start + offset, end: end + offset },
    })),
  );
}

function textsIn(expression: Expression, { references, list, taker }: Names): PlacedText[] {
  const found: PlacedText[] = [];
  const add = (...texts: readonly (Expression | undefined)[]): void => {
    for (const each of texts)
      if (each?.kind === 'text') found.push({ text: each.value, start: each.start, end: each.end });
  };
  const isName = (each: Expression): boolean => references.includes(pathOf(each)?.join('.') ?? '');
  visitExpression(expression, part => {
    if (part.kind === 'call' && part.name === taker) add(part.args[0]);
    if (part.kind === 'call' && part.name === 'contains') {
      const [values, element] = part.args;
      if (values && list !== undefined && pathOf(values)?.join('.') === list) add(element);
      if (values?.kind === 'tuple' && element && isName(element)) add(...values.elements);
    }
    if (part.kind !== 'binary' || !['==', '!='].includes(part.operator)) return;
    if (isName(part.left)) add(part.right);
    if (isName(part.right)) add(part.left);
  });
  return found;
}
