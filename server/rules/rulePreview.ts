/** A rule with each of its targets: the values that it reads in each environment, and whether they keep it. */
import { t } from '../../common/localization';
import { codeSpan, markdownTable, markdownText } from '../../common/markdown';
import type { Value } from '../hcl/model';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { ruleSetOf, type RuleSet } from '../kubestack/rules/ruleSet';
import type { Rule } from '../kubestack/rules/ruleModel';
import { printShort } from '../semantics/hclPrinter';
import type { RequestContext } from '../semantics/requestContext';
import { judge, readsOf, type Judgement } from './ruleEvaluation';
import { targetsOf } from './ruleOutcomes';
import { judgedPlatform } from './ruleTargets';

/** Maximum number of targets; the others are counted. */
const MAX_TARGETS = 200;

/** Markdown. Pauses. @param root of the platform */
export function* rulePreview(request: RequestContext, root: ModuleInstance, rule: Rule): Generator<undefined, string> {
  const set = ruleSetOf(root, request.model);
  const platform = yield* judgedPlatform(root, request.model, request.settings.environments);
  const about = rule.description === undefined ? [] : [markdownText(rule.description)];
  if (rule.target === 'change')
    return [...about, t('Rules about changes are judged where a forecast is shown.')].join('\n\n');
  const targets = platform ? yield* targetsOf(request, platform, set, rule) : [];
  const { roots } = readsOf(rule, set);
  const rows: string[][] = [];
  for (const target of targets.slice(0, MAX_TARGETS)) {
    yield;
    for (const environment of platform?.environments ?? []) {
      if (!target.exists(environment) || rule.environments?.every(({ text }) => text !== environment)) continue;
      const scope = target.scope(environment, roots);
      const { judgement } = judge(rule, set, scope);
      rows.push([
        codeSpan(target.subject),
        codeSpan(environment),
        resultText(judgement),
        valuesText(rule, set, scope.names),
      ]);
    }
  }
  const left = targets.length - MAX_TARGETS;
  return [
    ...about,
    rows.length === 0
      ? t('The rule applies to nothing in this platform.')
      : markdownTable([t('Target'), t('Environment'), t('Result'), t('Values')], rows),
    ...(left > 0 ? [t('and {0} more', left)] : []),
  ].join('\n\n');
}

function resultText(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'pass':
      return t('holds');
    case 'skip':
      return t("doesn't apply");
    case 'unknown':
      return t('known only after a plan');
    case 'fail':
      return `**${t('broken')}**: ${markdownText(judgement.message)}`;
    case 'error':
      return `**${t('mistake')}**: ${markdownText(judgement.message)}`;
  }
}

/** The attributes in the condition. */
const valuesText = (rule: Rule, set: RuleSet, names: ReadonlyMap<string, Value>): string =>
  readsOf(rule, set)
    .attributes.map(path => {
      let value = names.get('attributes');
      for (const step of path) value = value && 'entries' in value ? value.entries.get(step) : undefined;
      return codeSpan(`${path.join('.')} = ${value ? printShort(value) : 'null'}`);
    })
    .join(', ');
