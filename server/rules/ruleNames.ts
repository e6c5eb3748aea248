/** The names that expressions of rules can use (docs/rules.md), and those that they use but that never exist. */
import { alternatives, t } from '../../common/localization';
import { memoize } from '../../common/memoize';
import { ownProperty } from '../../common/ownProperty';
import type { RuleTarget } from '../../common/rules/rules';
import { FUNCTIONS } from '../hcl/functions/functions';
import type { PlacedBlock, Rule } from '../kubestack/rules/ruleModel';
import type { RuleSet, RuleSetProblem } from '../kubestack/rules/ruleSet';
import type { Expression, Span } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import { localOf, pathOf } from './ruleEvaluation';

const OF_ALL = ['environment', 'base_environment', 'environments', 'platform'];
const OF_MODULES = ['attributes', 'cluster', 'module', ...OF_ALL];

/** The first names of references in rules of a target; by default, of one that judges modules. */
export function namesOfTarget(target: RuleTarget | undefined): readonly string[] {
  switch (target) {
    case 'change':
      return ['address', 'type', 'action', 'part', 'module', ...OF_ALL];
    case 'platform':
      return OF_ALL;
    case 'manifest':
      return [...OF_MODULES, 'object'];
    default:
      return OF_MODULES;
  }
}

/** The fields of names that always have the same ones. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  cluster: ['name', 'provider', 'region', 'version', 'attributes', 'exists'],
  module: ['name', 'source', 'ref', 'kind', 'provider'],
  platform: ['environments', 'base_environment', 'clusters', 'framework_version', 'framework_versions'],
};

/** The fields of a name in rules of a target; undefined if they depend on the modules. */
export const fieldsOf = (name: string, target: RuleTarget | undefined): readonly string[] | undefined =>
  name === 'module' && target === 'change' ? ['name'] : ownProperty(FIELDS, name);

/** The fields of `other("ops")`. */
function fieldsOfOther(target: RuleTarget): readonly string[] {
  if (target === 'platform') return ['environment'];
  return target === 'manifest' ? ['environment', 'object'] : ['environment', 'attributes', 'cluster'];
}

/** Functions that the evaluator knows by itself, and that of rules. */
const OWN_FUNCTIONS: ReadonlySet<string> = new Set(['try', 'can', 'convert', 'other']);

/**
 * Names that no target can have, also where nothing evaluates them: inside of `can` and `try`, and behind conditions and filters that are never true.
 * Attributes of modules and objects are not among them, because `can` and `try` are there to find out which modules have them.
 */
export const wrongNames = memoize((set: RuleSet): readonly RuleSetProblem[] => {
  const problems = new Map<string, RuleSetProblem>();
  for (const rule of set.rules)
    for (const problem of new NameChecker(rule, set).problems)
      problems.set(`${problem.file.uri} ${problem.start} ${problem.message}`, problem);
  return [...problems.values()];
});

class NameChecker {
  readonly problems: RuleSetProblem[] = [];
  private readonly locals = new Set<string>();
  private readonly names: readonly string[];

  constructor(
    private readonly rule: Rule,
    private readonly set: RuleSet,
  ) {
    this.names = [...namesOfTarget(rule.target), 'local'];
    for (const each of [rule.filter, rule.condition, rule.errorMessage]) if (each) this.check(each, rule, new Set());
  }

  /** @param bound names of `for` around the expression */
  private check(expression: Expression, block: Pick<PlacedBlock, 'file' | 'offset'>, bound: ReadonlySet<string>): void {
    const report = ({ start, end }: Span, message: string): void => {
      this.problems.push({
        file: block.file,
        start: start + block.offset,
        end: end + block.offset,
        message,
        stops: true,
      });
    };
    if (expression.kind === 'for') {
      this.check(expression.collection, block, bound);
      const inside = new Set([...bound, expression.valueName, expression.keyName ?? expression.valueName]);
      for (const each of [expression.key, expression.value, expression.condition])
        if (each) this.check(each, block, inside);
      return;
    }
    if (expression.kind === 'name' && !bound.has(expression.name) && !this.names.includes(expression.name))
      report(
        expression,
        t(
          'Rules of the target {0} have no name "{1}": use {2}.',
          this.rule.target,
          expression.name,
          alternatives(this.names),
        ),
      );
    if (expression.kind === 'call' && !FUNCTIONS.has(expression.name) && !OWN_FUNCTIONS.has(expression.name))
      report({ start: expression.start, end: expression.nameEnd }, t('There is no function "{0}".', expression.name));
    const field = fieldOf(expression);
    if (field && !bound.has(field.of)) {
      const fields = field.isOther ? fieldsOfOther(this.rule.target) : fieldsOf(field.of, this.rule.target);
      const isName = field.isOther || this.names.includes(field.of);
      if (isName && fields && !fields.includes(field.name))
        report(expression, t('"{0}" has no field "{1}": use {2}.', field.of, field.name, alternatives(fields)));
      if (field.of === 'local' && !field.isOther)
        this.checkLocal(field.name, () => report(expression, t('There is no local value "{0}".', field.name)));
    }
    for (const child of childrenOf(expression)) this.check(child, block, bound);
  }

  private checkLocal(name: string, missing: () => void): void {
    const local = localOf(this.set, this.rule, name);
    if (!local) return missing();
    if (this.locals.has(name)) return;
    this.locals.add(name);
    this.check(local.value, local, new Set());
  }
}

interface Field {
  /** The name before it; `other` for fields of its result. */
  readonly of: string;
  readonly isOther: boolean;
  readonly name: string;
}

/** `version` of `cluster.version`, `cluster["version"]` or `other("ops").cluster.version`; undefined for anything else. */
function fieldOf(expression: Expression): Field | undefined {
  if (expression.kind !== 'attribute' && expression.kind !== 'index') return undefined;
  const name = expression.kind === 'attribute' ? expression.name : pathOf(expression)?.at(-1);
  const { target } = expression;
  if (name === undefined) return undefined;
  if (target.kind === 'name') return { of: target.name, isOther: false, name };
  if (target.kind === 'call' && target.name === 'other') return { of: 'other', isOther: true, name };
  const around = target.kind === 'attribute' && target.target.kind === 'call' ? target.target : undefined;
  return around?.name === 'other' && target.kind === 'attribute'
    ? { of: target.name, isOther: false, name }
    : undefined;
}
