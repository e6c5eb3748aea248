/** Completion in `*.rules.hcl` files: blocks, their parts, and the names that expressions can use (docs/rules.md). */
import { CompletionItemKind, type CompletionList, type Position } from 'vscode-languageserver-types';
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { FREEZE_EXCEPTIONS, RULE_LEVELS, RULE_RESULTS, RULE_TARGETS } from '../../../common/rules/rules';
import type { Type } from '../../hcl/model';
import { allCalls, descendantEnvironments } from '../../kubestack/platform/platform';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { AGENT_ACTIONS } from '../../kubestack/rules/agentPolicy';
import { BLOCK_PARTS } from '../../kubestack/rules/ruleModel';
import { rootOfRules, ruleSetOf } from '../../kubestack/rules/ruleSet';
import { readRulesFile } from '../../kubestack/rules/rulesFile';
import { judgesModule } from '../../rules/ruleOutcomes';
import { fieldsOf, namesOfTarget } from '../../rules/ruleNames';
import { declaredNames } from '../../rules/ruleTargets';
import type { RequestContext } from '../../semantics/requestContext';
import { cursorContext, type CursorContext } from '../../syntax/cursor/cursorContext';
import { now } from '../../../common/now';
import { completionList, type CompletionAbilities, type Suggestion } from './completionItems';
import { FUNCTION_NAMES } from '../hover/functionSignature';

const RULE_SNIPPET = `rule "\${1:name}" {
  target = "\${2|${RULE_TARGETS.join(',')}|}"
  enforce {
    condition     = $3
    error_message = "$4"
  }
}
`;
const BLOCKS: readonly (readonly [string, string])[] = [
  ['rule', RULE_SNIPPET],
  ['freeze', 'freeze "${1:name}" {\n  from   = "$2"\n  until  = "$3"\n  reason = "$4"\n}\n'],
  [
    'rule_test',
    'rule_test "${1:name}" {\n  rule       = "$2"\n  attributes = { $3 }\n  expect     = "${4|fail,pass,skip,unknown|}"\n}\n',
  ],
  ['rule_set', 'rule_set "${1:name}" {\n  source = "./$2"\n}\n'],
  ['agents', 'agents {\n  deny = ["$1"]\n}\n'],
  ['locals', 'locals {\n  $1 = $2\n}\n'],
];

/** @param position zero-based, UTF-16 */
export function rulesCompletion(
  request: RequestContext,
  uri: string,
  position: Position,
  abilities: CompletionAbilities,
): CompletionList {
  const file = request.model.workspace.texts.file(uri);
  if (!file) return { isIncomplete: false, items: [] };
  const context = cursorContext(file.text, file.lines.offsetAt(position));
  const suggestions = new RulesSuggestions(request, uri, context).all();
  const source = { ...file, items: [], diagnostics: [] };
  const whole = { request, uri, file: source, context, instance: undefined, module: undefined, alone: true };
  return completionList(suggestions, whole, abilities);
}

class RulesSuggestions {
  constructor(
    private readonly request: RequestContext,
    private readonly uri: string,
    private readonly context: CursorContext,
  ) {}

  all(): Suggestion[] {
    const { expected, blocks, siblings, quoted } = this.context;
    const block = blocks.at(-1);
    if (expected === 'item')
      return BLOCKS.map(([label, snippet]) => ({
        ...{ label, kind: CompletionItemKind.Snippet, snippet },
        insert: `${label} `,
      }));
    if (!block) return [];
    if (expected === 'argument')
      return (ownProperty(BLOCK_PARTS, block.type) ?? [])
        .filter(name => !siblings.has(name))
        .map(name => ({ label: name, kind: CompletionItemKind.Property, ...insertionOf(name) }));
    if (expected !== 'value') return [];
    return quoted ? this.texts(block.type) : this.names();
  }

  /** Texts of an argument. */
  private texts(block: string): Suggestion[] {
    const { argument } = this.context;
    const values = ((): readonly string[] => {
      if (block === 'agents') return AGENT_ACTIONS;
      switch (argument) {
        case 'target':
          return RULE_TARGETS;
        case 'level':
          return RULE_LEVELS;
        case 'expect':
          return RULE_RESULTS;
        case 'allow':
          return FREEZE_EXCEPTIONS;
        case 'environment':
        case 'environments':
          return this.environments();
        case 'rule':
          return this.rootOf() ? ruleSetOf(this.rootOf()!, this.request.model).rules.map(({ name }) => name.text) : [];
        default:
          return [];
      }
    })();
    return values.map(label => ({ label, kind: CompletionItemKind.EnumMember }));
  }

  /** Names in an expression, after those that are written. */
  private names(): Suggestion[] {
    const { reference, blocks } = this.context;
    const [root, ...path] = reference;
    const target = blocks[0]?.texts.get('target');
    const judged = RULE_TARGETS.find(each => each === target);
    if (root === undefined) {
      const names = [...namesOfTarget(judged), 'local'];
      const other: Suggestion = {
        ...{ label: 'other', kind: CompletionItemKind.Function, insert: 'other()', snippet: 'other("$1")$0' },
        detail: t('The same target in another environment'),
      };
      return [
        ...names.map((label): Suggestion => ({ label, kind: CompletionItemKind.Variable, rank: 1 })),
        ...(target === 'change' ? [] : [other]),
        ...FUNCTION_NAMES.map((name): Suggestion => ({
          ...{ label: name, kind: CompletionItemKind.Function, documented: { of: 'function', name } },
          ...{ rank: 8, insert: `${name}()`, snippet: `${name}($0)` },
        })),
      ];
    }
    const fields = ((): readonly string[] => {
      if (root === 'local') return path.length === 0 ? this.locals() : [];
      if (root === 'attributes') return this.attributes(path, target);
      if (root === 'cluster' && path[0] === 'attributes') return this.attributes(path.slice(1), 'cluster');
      return path.length === 0 ? (fieldsOf(root, judged) ?? []) : [];
    })();
    return fields.map(label => ({ label, kind: CompletionItemKind.Field }));
  }

  /** Of the modules in use that the rule judges. */
  private attributes(path: readonly string[], target: string | undefined): string[] {
    const names = new Set<string>();
    for (const call of this.calls(target)) for (const name of namesAt(call, path)) names.add(name);
    return [...names].sort();
  }

  private calls(target: string | undefined): readonly ModuleCall[] {
    const root = this.rootOf();
    const judged = RULE_TARGETS.find(each => each === target) ?? 'module';
    const calls = root ? now(allCalls(root, this.request.model)) : [];
    return calls.filter(call => judgesModule({ target: judged }, call));
  }

  private environments(): readonly string[] {
    const root = this.rootOf();
    return root ? descendantEnvironments(root, this.request.model).keys : [];
  }

  private locals(): string[] {
    const file = this.request.model.workspace.texts.file(this.uri);
    return file ? readRulesFile(file).locals.map(({ name }) => name) : [];
  }

  private rootOf() {
    return rootOfRules(this.request.model, this.uri);
  }
}

const insertionOf = (name: string): Pick<Suggestion, 'insert' | 'snippet'> =>
  name === 'enforce'
    ? { insert: 'enforce ', snippet: 'enforce {\n  condition     = $1\n  error_message = "$2"\n}' }
    : { insert: `${name} = ` };

function namesAt({ module }: ModuleCall, path: readonly string[]): readonly string[] {
  if (path.length === 0) return declaredNames(module);
  let type: Type | undefined = module.configurationType;
  for (const step of path) type = type?.kind === 'object' ? type.attributes.get(step)?.type : undefined;
  if (type?.kind === 'object') return [...type.attributes.keys()];
  const inside = `${path.join('.')}.`;
  const declared = [...(module.schema?.attributes.keys() ?? [])].filter(each => each.startsWith(inside));
  return [...new Set(declared.map(each => each.slice(inside.length).split('.')[0]!))];
}
