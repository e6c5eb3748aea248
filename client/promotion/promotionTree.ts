/** Builds the tree of the promotion view as plain data. Slow parts are read when they are expanded. */
import { reasonIn } from '../../common/promotion/passedRefusals';
import { shortHash, type Commit } from './commitGraph';
import { changeSummary, type ChangeLine } from '../platform/changeLines';
import type { DeployTag } from '../../common/promotion/deployTag';
import type { DriftReader } from './driftState';
import type { PromotionItemKind, PromotionNode, RevisionPair, ShownRepository } from './promotionNode';
import type { Refusal } from './refusal';
import { refusalLabel, refusalText } from './refusalText';
import type { Stage } from './stage';
import { stageStates } from './stageStates';
import { isRollbackTag, isStray } from './stages';
import { agoText, generalRefusals, shownRefusals, stageDescription } from './stageText';
import { t } from '../../common/localization';

export interface PromotionTreeContext {
  readonly now: number;
  /** Changes of an environment between two revisions; synchronous if they are cached. */
  readonly changes: (
    root: string,
    before: string | undefined,
    after: string,
    environment: string,
  ) => ChangeLine[] | Promise<ChangeLine[]>;
  /** The drift of an environment as of the last check. */
  readonly drift: DriftReader;
  /** Rebuilds the tree. */
  readonly refresh: () => void;
  /** Items for which something has waited since the view exists; the tree adds others. */
  readonly waited?: Set<string>;
}

/** Environments in promotion order, grouped by repository if there are several. */
export function promotionTree(
  repositories: readonly ShownRepository[],
  context: PromotionTreeContext,
): PromotionNode[] {
  const [only, ...others] = repositories;
  if (only && others.length === 0) return stageNodes(only, context);
  return repositories.map(repository => ({
    kind: 'promotionRepository',
    id: repository.root,
    label: repository.name,
    description: repository.facts.mainBranch,
    icon: 'repo',
    details: [repository.root],
    accessibilityLabel: t('repository {0}', repository.name),
    repository: repository.root,
    expanded: true,
    children: () => stageNodes(repository, context),
  }));
}

function stageNodes(repository: ShownRepository, context: PromotionTreeContext): PromotionNode[] {
  const { root: folder, stages } = repository;
  return [
    ...generalRefusals(stages).map(refusal => ({
      ...refusalNode(refusal, ''),
      id: JSON.stringify([folder, 'refusal', refusal.kind]),
      repository: folder,
    })),
    ...stages.map(stage => stageNode(stage, repository, context)),
  ];
}

/** The item of a refusal, without a location. */
function refusalNode(refusal: Refusal, environment: string): Omit<PromotionNode, 'id' | 'repository'> {
  const text = refusalText(refusal, environment);
  return {
    kind: 'promotionRefusal',
    label: refusalLabel(refusal),
    description: '',
    icon: 'circle-slash',
    color: 'list.warningForeground',
    details: [text],
    accessibilityLabel: text,
    ...('url' in refusal && refusal.url !== undefined ? { url: refusal.url } : {}),
  };
}

function stageNode(stage: Stage, repository: ShownRepository, context: PromotionTreeContext): PromotionNode {
  const { now } = context;
  const { environment, previous, there, history, localOnly, waiting, heldBackFrom } = stage;
  const drift = context.drift(repository.root, environment);
  const description = stageDescription(stage, repository.facts.mainBranch, now, drift.open);
  const { committed, desired, current } = stageStates(stage, repository.facts, drift, now);
  const isInternal = previous === undefined;
  const general = generalRefusals(repository.stages).map(({ kind }) => kind);
  const problems = shownRefusals(stage, general);
  const expanded = waiting.length > 0 || problems.length > 0;
  const children = (): PromotionNode[] => [
    ...problems.map(refusal => ({
      ...refusalNode(refusal, environment),
      ...base(stage, repository, `refusal ${refusal.kind}`),
    })),
    ...(waiting.length > 0 ? [waitingNode(stage, repository, context)] : []),
    ...localOnly.map(tag => localNode(tag, stage, repository)),
    ...(history.length > 0 ? [historyNode(stage, repository, context)] : []),
  ];
  const plain = base(stage, repository, '');
  if (expanded) context.waited?.add(plain.id);
  return {
    // An item that was shown stays collapsed, unless its id changes: once, when something begins to wait. After that, people decide.
    ...(context.waited?.has(plain.id) === true ? base(stage, repository, 'waiting stage') : plain),
    kind: isInternal ? 'promotionInternal' : (NAMED_STAGES.get(environment) ?? 'promotionStage'),
    label: environment,
    description,
    ...stageIcon(stage),
    details: [
      ...(there ? [] : [t('Nothing has been promoted to {0} yet.', environment)]),
      t('Committed: {0}', committed),
      t('Desired: {0}', desired),
      t('Current: {0}', current),
      ...(heldBackFrom ? [t('Rolled back: {0} had promoted a newer commit.', heldBackFrom.name)] : []),
      ...(reasonIn(there?.tag?.message ?? '') ? [t('Reason: {0}', reasonIn(there?.tag?.message ?? '') ?? '')] : []),
      ...problems.map(refusal => refusalText(refusal, environment)),
    ],
    accessibilityLabel: [t('environment {0}', environment), description].filter(part => part !== '').join(', '),
    ...(there ? { commit: there.commit } : {}),
    ...(stage.pipeline?.state.url !== undefined ? { url: stage.pipeline.state.url } : {}),
    expanded,
    ...(problems.length + waiting.length + localOnly.length + history.length > 0 ? { children } : {}),
  };
}

/** VS Code's menus can't name the environment of an item, so those with a command of their own are different items. */
const NAMED_STAGES: ReadonlyMap<string, PromotionItemKind> = new Map([
  ['apps', 'promotionStageApps'],
  ['apps-prod', 'promotionStageAppsProd'],
]);

function stageIcon({ previous, pipeline, waiting, heldBackFrom, there }: Stage): { icon: string; color?: string } {
  if (previous === undefined) {
    switch (pipeline?.state.state) {
      case 'succeeded':
        return { icon: 'pass', color: 'testing.iconPassed' };
      case 'failed':
        return { icon: 'error', color: 'testing.iconFailed' };
      case 'running':
        return { icon: 'sync' };
      default:
        return { icon: 'git-branch' };
    }
  }
  if (pipeline?.state.state === 'failed') return { icon: 'error', color: 'testing.iconFailed' };
  if (pipeline?.state.state === 'running') return { icon: 'sync' };
  if (heldBackFrom) return { icon: 'debug-step-back', color: 'list.warningForeground' };
  if (waiting.length > 0) return { icon: 'arrow-circle-up' };
  if (!there) return { icon: 'circle-outline' };
  return pipeline?.state.state === 'succeeded' ? { icon: 'pass', color: 'testing.iconPassed' } : { icon: 'tag' };
}

function base(
  stage: Stage,
  repository: ShownRepository,
  path: string,
): Pick<PromotionNode, 'id' | 'repository' | 'environment'> {
  const { environment } = stage;
  return { id: JSON.stringify([repository.root, environment, path]), repository: repository.root, environment };
}

function waitingNode(stage: Stage, repository: ShownRepository, context: PromotionTreeContext): PromotionNode {
  const { environment, previous, waiting, there, source } = stage;
  const label =
    previous === undefined
      ? waiting.length === 1
        ? t('1 commit to push')
        : t('{0} commits to push', waiting.length)
      : waiting.length === 1
        ? t('1 commit to promote')
        : t('{0} commits to promote', waiting.length);
  const after = previous === undefined ? waiting[0]!.hash : source!.commit;
  const comparison = { before: there?.commit, after, title: t('Changes Waiting for {0}', environment) };
  return {
    ...base(stage, repository, 'waiting'),
    kind: 'promotionWaiting',
    label,
    description: previous === undefined ? '' : t('from {0}', previous),
    icon: 'git-commit',
    details: [t('Changes waiting for {0}. Expand to see what changes there.', environment)],
    accessibilityLabel: label,
    comparison,
    expanded: true,
    // Does not wait for the changes: VS Code would delay the whole view until the children of an expanded item are read.
    children: () => {
      const lines = context.changes(repository.root, there?.commit, after, environment);
      if (!Array.isArray(lines)) void lines.then(context.refresh);
      return [
        ...(!Array.isArray(lines)
          ? [readingNode(stage, repository)]
          : lines.length > 0
            ? [summaryNode(lines, comparison, stage, repository)]
            : []),
        ...waiting.map(commit => commitNode(commit, 'waiting', stage, repository, context)),
      ];
    },
  };
}

function readingNode(stage: Stage, repository: ShownRepository): PromotionNode {
  const label = t('Computing changes in {0}', stage.environment);
  return {
    ...base(stage, repository, 'reading'),
    kind: 'promotionChange',
    label,
    description: '',
    icon: 'loading~spin',
    details: [label],
    accessibilityLabel: label,
  };
}

function summaryNode(
  lines: readonly ChangeLine[],
  comparison: RevisionPair,
  stage: Stage,
  repository: ShownRepository,
): PromotionNode {
  const label = changeSummary(lines, stage.environment);
  return {
    ...base(stage, repository, 'changes'),
    kind: 'promotionChange',
    label,
    description: '',
    icon: 'diff',
    details: [label],
    accessibilityLabel: label,
    children: () => lines.map((line, index) => changeNode(line, `changes ${index}`, comparison, stage, repository)),
  };
}

const CHANGE_ICONS = { added: 'diff-added', removed: 'diff-removed', changed: 'diff-modified' } as const;

/** @param comparison is opened when the item is activated */
function changeNode(
  line: ChangeLine,
  path: string,
  comparison: RevisionPair,
  stage: Stage,
  repository: ShownRepository,
): PromotionNode {
  return {
    ...base(stage, repository, path),
    kind: 'promotionChange',
    label: line.label,
    description: [line.description, line.cluster].filter(part => part !== '').join(' · '),
    icon: CHANGE_ICONS[line.change],
    details: [`${line.label}: ${line.description}`],
    accessibilityLabel: [line.label, line.description, line.cluster].filter(part => part !== '').join(', '),
    comparison,
  };
}

function commitNode(
  commit: Commit,
  path: string,
  stage: Stage,
  repository: ShownRepository,
  context: PromotionTreeContext,
): PromotionNode {
  const { now } = context;
  const { hash, subject, author, parents, committedAt } = commit;
  const { environment } = stage;
  const comparison = { before: parents[0], after: hash, title: `${shortHash(hash)} ${subject}` };
  return {
    ...base(stage, repository, `${path} ${hash}`),
    kind: 'promotionCommit',
    label: subject,
    description: [shortHash(hash), author, agoText(committedAt, now)].join(' · '),
    icon: 'git-commit',
    details: [subject, `${hash} · ${author}`],
    accessibilityLabel: t('commit {0} by {1}', subject, author),
    commit: hash,
    comparison,
    children: async () => {
      const lines = await context.changes(repository.root, parents[0], hash, environment);
      if (lines.length > 0)
        return lines.map((line, index) => changeNode(line, `${path} ${hash} ${index}`, comparison, stage, repository));
      const label = t('No changes in {0}', environment);
      const none = { label, description: '', icon: 'circle-outline', details: [label], accessibilityLabel: label };
      return [{ ...base(stage, repository, `${path} ${hash} none`), kind: 'promotionChange', ...none }];
    },
  };
}

/** Maximum number of listed tags. */
const MAX_TAGS = 200;

function historyNode(stage: Stage, repository: ShownRepository, context: PromotionTreeContext): PromotionNode {
  const { history, environment } = stage;
  const promotions = history.length === 1 ? t('1 promotion') : t('{0} promotions', history.length);
  return {
    ...base(stage, repository, 'history'),
    kind: 'promotionHistory',
    label: t('History'),
    description: promotions,
    icon: 'history',
    details: [t('Promotions to {0}, newest first.', environment)],
    accessibilityLabel: `${t('History of {0}', environment)}, ${promotions}`,
    children: () =>
      history.slice(0, MAX_TAGS).map((tag, index) => tagNode(tag, history[index + 1], stage, repository, context)),
  };
}

function tagNode(
  tag: DeployTag,
  before: DeployTag | undefined,
  stage: Stage,
  repository: ShownRepository,
  context: PromotionTreeContext,
): PromotionNode {
  const { now } = context;
  const { graph } = repository.facts;
  const isRollback = isRollbackTag(tag, before, repository.facts);
  const reason = reasonIn(tag.message);
  const subject = graph.get(tag.commit)?.subject ?? '';
  const words = [
    ...(isStray(tag.commit, repository.facts) ? [t('not on {0}', repository.facts.mainBranch)] : []),
    ...(isRollback ? [t('rollback')] : []),
    ...(reason === undefined ? [] : [reason]),
    shortHash(tag.commit),
    subject,
    agoText(tag.taggedAt, now),
    tag.tagger,
  ].filter(part => part !== '');
  return {
    ...base(stage, repository, `tag ${tag.name}`),
    kind: 'promotionTag',
    label: tag.name,
    description: words.join(' · '),
    icon: isRollback ? 'debug-step-back' : tag === stage.there?.tag ? 'pass' : 'tag',
    details: [tag.message === '' ? tag.name : tag.message, ...(reason === undefined ? [] : [t('Reason: {0}', reason)])],
    accessibilityLabel: [tag.name, ...words].join(', '),
    commit: tag.commit,
    tag: tag.name,
    comparison: {
      before: before?.commit,
      after: tag.commit,
      title: before ? `${before.name} → ${tag.name}` : tag.name,
    },
    children: () => {
      const [newer, older] = isRollback ? [before?.commit, tag.commit] : [tag.commit, before?.commit];
      const commits = newer === undefined ? [] : graph.between(older, newer).slice(0, MAX_TAGS);
      return commits.map(commit => commitNode(commit, `tag ${tag.name}`, stage, repository, context));
    },
  };
}

function localNode(tag: DeployTag, stage: Stage, repository: ShownRepository): PromotionNode {
  return {
    ...base(stage, repository, `local ${tag.name}`),
    kind: 'promotionLocalTag',
    label: tag.name,
    description: t('only in this clone, not deployed'),
    icon: 'warning',
    color: 'list.warningForeground',
    details: [t('This tag is not on the remote. Delete it here, or push it yourself if it is intended.')],
    accessibilityLabel: t('tag {0}, only in this clone', tag.name),
    commit: tag.commit,
    tag: tag.name,
  };
}
