/** The rules of a platform: the files in its folder and in `rules` beside them, and the rule sets that they name. */
import { t } from '../../../common/localization';
import { RULES_FILE_ENDING, RULES_FOLDER } from '../../../common/rules/rules';
import { refusalReason } from '../../../common/refusal';
import { LineIndex } from '../../syntax/lineIndex';
import type { TextFile } from '../../workspace/textFiles';
import { baseNameOf, childOf, parentOf, resolvePath } from '../../workspace/uri';
import { DependencyTracker } from '../memoization/dependencyTracker';
import type { ModuleInstance } from '../modules/moduleInstance';
import type { PlatformModel } from '../platform/platformModel';
import type { AgentPolicy } from './agentPolicy';
import type { Freeze, Rule, RuleLocal, RulesFile, RuleTest } from './ruleModel';
import { readRulesFile } from './rulesFile';

/** A problem that only the whole set shows. */
export interface RuleSetProblem {
  readonly file: TextFile;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly stops: boolean;
}

export interface RuleSet {
  readonly files: readonly RulesFile[];
  readonly rules: readonly Rule[];
  readonly freezes: readonly Freeze[];
  readonly tests: readonly RuleTest[];
  /** By the folder of the file that declares them: each rule set has its own. */
  readonly locals: ReadonlyMap<string, ReadonlyMap<string, RuleLocal>>;
  readonly agents: readonly AgentPolicy[];
  readonly problems: readonly RuleSetProblem[];
}

const MAX_FILES = 50;
/** Maximum number of rules of a platform. */
export const MAX_RULES = 500;
/** Maximum number of rule sets, also in rule sets. */
const MAX_SETS = 20;

const EMPTY: RuleSet = {
  files: [],
  rules: [],
  freezes: [],
  tests: [],
  locals: new Map(),
  agents: [],
  problems: [],
};

interface Kept {
  readonly revision: number;
  readonly files: readonly TextFile[];
  readonly set: RuleSet;
}
const kept = new WeakMap<ModuleInstance, Kept>();

/** The rules of a platform: the same object as long as none of their files has changed. @param root of the platform */
export function ruleSetOf(root: ModuleInstance, model: PlatformModel): RuleSet {
  const { revision } = model.workspace;
  const before = kept.get(root);
  if (before?.revision === revision) return before.set;
  const reader = new SetReader(root, model);
  const same =
    before?.files.length === reader.texts.length && reader.texts.every((file, i) => file === before.files[i]);
  const set = same ? before.set : reader.set();
  kept.set(root, { revision, files: reader.texts, set });
  return set;
}

/** The root module beside a file with rules, or above its folder. */
export function rootOfRules({ tree }: PlatformModel, uri: string): ModuleInstance | undefined {
  const folder = parentOf(uri);
  const folders = baseNameOf(folder) === RULES_FOLDER ? [folder, parentOf(folder)] : [folder];
  return tree.rootInstances().find(({ folderUri }) => folders.includes(folderUri));
}

/** The folder of a file, which has its own locals. */
export const folderOfFile = ({ uri }: TextFile): string => uri.slice(0, uri.lastIndexOf('/'));

class SetReader {
  readonly texts: TextFile[] = [];
  private readonly files: RulesFile[] = [];
  private readonly problems: RuleSetProblem[] = [];
  private readonly folders = new Set<string>();

  constructor(
    private readonly root: ModuleInstance,
    private readonly model: PlatformModel,
  ) {
    this.folder(root.folderUri);
    const { texts } = model.workspace;
    const rules = childOf(root.folderUri, RULES_FOLDER);
    const isLink = texts.list(root.folderUri).some(({ name, kind }) => kind === 'link' && name === RULES_FOLDER);
    if (isLink && texts.list(rules).length === 0) this.add(this.unreadable(rules));
    this.folder(rules);
  }

  private folder(uri: string): void {
    if (this.folders.has(uri)) return;
    this.folders.add(uri);
    const { texts } = this.model.workspace;
    const names = texts
      .list(uri)
      .flatMap(({ name, kind }) =>
        kind !== 'folder' && name.endsWith(RULES_FILE_ENDING) && !name.startsWith('.') ? [name] : [],
      )
      .sort();
    for (const name of names.slice(0, MAX_FILES))
      this.add(texts.file(childOf(uri, name)) ?? this.unreadable(childOf(uri, name)));
    const [first] = this.files;
    if (names.length > MAX_FILES && first)
      this.problem(first.file, { start: 0, end: 1 }, t('Only the first {0} files with rules are read.', MAX_FILES));
  }

  private add(text: TextFile | undefined): void {
    if (!text) return;
    const file = readRulesFile(text);
    this.texts.push(text);
    this.files.push(file);
    for (const problem of file.problems) this.problems.push({ file: text, ...problem });
    for (const source of file.sources) this.source(parentOf(text.uri), text, source.source);
  }

  /** A file or folder that exists and can't be read stops promotions: it may contain a freeze. Undefined while a client sends it. */
  private unreadable(uri: string): TextFile | undefined {
    const refusal = this.model.workspace.texts.refusal(uri);
    if (refusal === 'pending') return undefined;
    const problem = refusal
      ? t("This file can't be read: {0}.", refusalReason(refusal))
      : t("This file can't be read.");
    return { uri, text: '', lines: new LineIndex(''), problem };
  }

  private source(folder: string, file: TextFile, source: { text: string; start: number; end: number }): void {
    const target = this.folderOf(folder, source.text);
    if (target === undefined) {
      this.problem(
        file,
        source,
        t('"{0}" is neither a path such as ./company-rules nor an installed module.', source.text),
      );
      return;
    }
    if (this.folders.size >= MAX_SETS) {
      this.problem(file, source, t('Only {0} folders with rules are read.', MAX_SETS));
      return;
    }
    const before = this.files.length;
    const isNew = !this.folders.has(target);
    this.folder(target);
    if (isNew && this.files.length === before)
      this.problem(file, source, t('There are no files with rules in {0}.', source.text));
  }

  /** Nothing is downloaded: a module is read where `terraform init` has installed it. */
  private folderOf(folder: string, text: string): string | undefined {
    if (/^\.\.?(?:\/|$)/.test(text)) return resolvePath(folder, text);
    const name = /^module\.([\p{L}_][\p{L}\p{N}_-]*)$/u.exec(text)?.[1];
    if (name === undefined) return undefined;
    return new DependencyTracker().read(this.model.sourcesOf(this.root).installedFolder(this.root, name));
  }

  private problem(file: TextFile, { start, end }: { start: number; end: number }, message: string): void {
    this.problems.push({ file, start, end, message, stops: true });
  }

  set(): RuleSet {
    if (this.files.length === 0) return EMPTY;
    const all = this.distinct(this.files.flatMap(({ rules }) => rules));
    const rules = all.slice(0, MAX_RULES);
    const next = all[MAX_RULES];
    if (next) this.problem(next.file, next.name, t('Only the first {0} rules are applied.', MAX_RULES));
    const locals = new Map<string, Map<string, RuleLocal>>();
    for (const local of this.files.flatMap(file => file.locals)) {
      const folder = folderOfFile(local.file);
      const names = locals.get(folder) ?? new Map<string, RuleLocal>();
      if (names.has(local.name))
        this.problem(local.file, local, t('The local value "{0}" is declared twice.', local.name));
      names.set(local.name, local);
      locals.set(folder, names);
    }
    const tests = this.files.flatMap(file => file.tests);
    for (const test of tests)
      if (!all.some(({ name }) => name.text === test.rule.text))
        this.problems.push({
          file: test.file,
          ...test.rule,
          message: t('There is no rule "{0}".', test.rule.text),
          stops: false,
        });
    return {
      files: this.files,
      rules,
      freezes: this.distinct(this.files.flatMap(({ freezes }) => freezes)),
      tests,
      locals,
      agents: this.files.flatMap(({ agents }) => agents),
      problems: this.problems,
    };
  }

  private distinct<T extends Rule | Freeze>(blocks: readonly T[]): T[] {
    const names = new Set<string>();
    return blocks.filter(({ name, file }) => {
      if (names.has(name.text)) {
        this.problem(file, name, t('The name "{0}" is used twice.', name.text));
        return false;
      }
      names.add(name.text);
      return true;
    });
  }
}
