/** Rename (F2) in a `*.rules.hcl` file: rules with the comments that ignore them, local values, and environments. */
import type { Position } from 'vscode-languageserver-types';
import { t } from '../../../common/localization';
import { ruleCode } from '../../../common/rules/rules';
import { Draft } from '../../edits/draft';
import { rulesNameAt, type RulesName } from '../../features/rulesFiles';
import { allCalls } from '../../kubestack/platform/platform';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { folderOfFile, ruleSetOf, type RuleSet } from '../../kubestack/rules/ruleSet';
import type { RuleLocal } from '../../kubestack/rules/ruleModel';
import { pathOf } from '../../rules/ruleEvaluation';
import { ignoreComments } from '../../semantics/ignoreComments';
import { rangeOf, type RequestContext } from '../../semantics/requestContext';
import { visitExpression } from '../../syntax/traversal';
import { isWithin } from '../../workspace/uri';
import type { RefactoringProblem } from '../refactoring';
import { identifierProblem } from './nameRules';
import { renameEnvironment } from './renameEnvironment';
import { nameSpan, replaceNamed } from './renameInRules';
import type { Renamed, RenameElsewhere, RenameTarget } from './renameResult';

/** The name at a position in a file with rules, without quotes. */
export function prepareRulesRename(
  request: RequestContext,
  uri: string,
  position: Position,
): RenameTarget | RefactoringProblem {
  const found = rulesNameAt(request, uri, position);
  const name = found && nameOf(found);
  if (!found || name === undefined)
    return {
      problem:
        found?.meaning.kind === 'attribute'
          ? t(
              '"{0}" is an attribute that the framework defines, so it can\'t be renamed.',
              found.meaning.path.join('.'),
            )
          : t('Nothing at this position can be renamed.'),
    };
  const { start, end } = nameSpan({ ...found.span, file: found.file, text: name });
  return { range: rangeOf(found.file.lines, start, end), placeholder: name };
}

function nameOf({ meaning }: RulesName): string | undefined {
  switch (meaning.kind) {
    case 'rule':
      return meaning.rule.name.text;
    case 'local':
      return meaning.local.name;
    case 'environment':
      return meaning.name;
    default:
      return undefined;
  }
}

/** @param found can be renamed */
export function* renamedInRules(
  request: RequestContext,
  { meaning, root }: RulesName,
  newName: string,
  elsewhere: RenameElsewhere | undefined,
): Generator<unknown, Renamed> {
  const set = ruleSetOf(root, request.model);
  if (meaning.kind === 'environment')
    return yield* renameEnvironment(request, yield* allCalls(root, request.model), meaning.name, newName, elsewhere);
  const problem = identifierProblem('local', newName);
  if (problem !== undefined) return { problem };
  const draft = new Draft(request);
  if (meaning.kind === 'rule') {
    if (set.rules.some(({ name }) => name.text === newName))
      return { problem: t('A rule "{0}" already exists.', newName) };
    renameRule(request, draft, { root, set, old: meaning.rule.name.text, newName });
  } else if (meaning.kind === 'local') {
    const folder = folderOfFile(meaning.local.file);
    if (set.locals.get(folder)?.has(newName)) return { problem: t('A local value "{0}" already exists.', newName) };
    renameLocal(draft, set, meaning.local, newName);
  }
  return { draft };
}

interface RenamedRule {
  readonly root: ModuleInstance;
  readonly set: RuleSet;
  readonly old: string;
  readonly newName: string;
}

/** The label, tests, and comments that ignore the rule in the configuration of the platform. */
function renameRule({ model }: RequestContext, draft: Draft, { root, set, old, newName }: RenamedRule): void {
  for (const { name, file } of set.rules) if (name.text === old) replaceNamed(draft, { ...name, file }, newName);
  for (const { rule, file } of set.tests) if (rule.text === old) replaceNamed(draft, { ...rule, file }, newName);
  for (const folder of model.workspace.allFolders()) {
    if (!isWithin(folder.uri, root.folderUri) || folder.uri.includes('/.terraform/')) continue;
    for (const file of folder.allFiles()) {
      const codes = ignoreComments(file).filter(({ code }) => code === ruleCode(old));
      if (codes.length === 0) continue;
      const spans = codes.map(({ range }) => ({
        start: file.lines.offsetAt(range.start),
        end: file.lines.offsetAt(range.end),
      }));
      draft.rewrite(file.uri, text =>
        spans.reduceRight(
          (renamed, { start, end }) => renamed.slice(0, start) + ruleCode(newName) + renamed.slice(end),
          text,
        ),
      );
    }
  }
}

/** The declaration, and the references in the same folder. */
function renameLocal(draft: Draft, set: RuleSet, local: RuleLocal, newName: string): void {
  const folder = folderOfFile(local.file);
  replaceNamed(draft, { file: local.file, text: local.name, start: local.start, end: local.nameEnd }, newName);
  for (const { file, rules, locals } of set.files) {
    if (folderOfFile(file) !== folder) continue;
    const expressions = [
      ...rules.flatMap(({ offset, filter, condition, errorMessage }) =>
        [filter, condition, errorMessage].map(each => ({ offset, each })),
      ),
      ...locals.map(({ offset, value }) => ({ offset, each: value })),
    ];
    for (const { offset, each } of expressions) {
      if (!each) continue;
      visitExpression(each, part => {
        const path = part.kind === 'attribute' ? pathOf(part) : undefined;
        if (path?.length !== 2 || path[0] !== 'local' || path[1] !== local.name) return;
        const end = part.end + offset;
        replaceNamed(draft, { file, text: local.name, start: end - local.name.length, end }, newName);
      });
    }
  }
}
