import * as vscode from 'vscode';
import { agoText, promotionDetail, stageDescription } from '../stageText';
import { shortHash, type Commit } from '../commitGraph';
import { namedRepository } from '../namedRepository';
import type { DeployTag } from '../../../common/promotion/deployTag';
import type { Stage } from '../stage';
import type { PromotionRepositories, PromotionRepository, ReadRepository } from './promotionRepositories';
import { promptForText, showInformation, showWarning } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { showGitMissing } from '../../git/gitExtension';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** The target of a command: an item of the view, the source control view of a repository, or undefined. */
export interface PromotionTarget {
  readonly repository?: string;
  /** Folder of a platform in the repository. */
  readonly platform?: string;
  readonly environment?: string;
  readonly commit?: string;
  readonly tag?: string;
}

export function promotionTarget(argument: unknown): PromotionTarget {
  if (argument === null || typeof argument !== 'object') return {};
  const { rootUri, ...rest } = argument as Record<string, unknown>;
  const text = (name: 'repository' | 'platform' | 'environment' | 'commit' | 'tag'): Record<string, string> =>
    typeof rest[name] === 'string' ? { [name]: rest[name] } : {};
  return {
    ...(rootUri instanceof vscode.Uri ? { repository: rootUri.fsPath } : {}),
    ...text('repository'),
    ...text('platform'),
    ...text('environment'),
    ...text('commit'),
    ...text('tag'),
  };
}

/** The repositories that were read; explains if there are none. */
export async function readableRepositories(
  repositories: PromotionRepositories,
  platforms: Platforms,
): Promise<ReadRepository[]> {
  await platforms.whenKnown();
  if (!repositories.all.some(({ reading }) => reading)) await repositories.refresh();
  const read = repositories.all.filter((each): each is ReadRepository => each.reading !== undefined);
  if (repositories.problem === 'noGit') {
    void showGitMissing();
    return [];
  }
  if (read.length === 0)
    void showWarning(
      t(
        'No platform in this window is in a readable Git repository. Initialize a repository, or see the output for details.',
      ),
    );
  return read;
}

/** The repository of a target, which the user chooses if it isn't specified; explains if it has no environments. */
export async function choosePromotionRepository(
  repositories: readonly ReadRepository[],
  target: PromotionTarget,
): Promise<ReadRepository | undefined> {
  const repository = await chooseRepository(repositories, target);
  if (repository?.stages.length !== 0) return repository;
  void showInformation(t('{0} has no environments yet.', repository.name));
  return undefined;
}

async function chooseRepository(
  repositories: readonly ReadRepository[],
  target: PromotionTarget,
): Promise<ReadRepository | undefined> {
  const named = namedRepository(repositories, target);
  if (named ?? repositories.length < 2) return named ?? repositories[0];
  const items = repositories.map(repository => ({ label: repository.name, description: repository.root, repository }));
  return (await pickOne(items, { placeHolder: t('Choose a repository') }))?.repository;
}

/** Lets the user choose an environment that changes are promoted to. */
export async function chooseStage(
  { stages, reading }: PromotionRepository,
  placeHolder: string,
): Promise<string | undefined> {
  const main = reading?.facts.mainBranch ?? '';
  const items = stages
    .filter(({ previous }) => previous !== undefined)
    .map(stage => ({
      label: stage.environment,
      description: stageDescription(stage, main, Date.now()),
      detail: promotionDetail(stage),
    }));
  const [only, ...others] = items;
  if (only && others.length === 0) return only.label;
  return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.label;
}

const MAX_SHOWN = 300;

/** Lets the user choose a commit of the main branch, or enter any revision. @returns its full hash */
export async function chooseCommit(
  { git, reading }: PromotionRepository,
  environment: string,
): Promise<string | undefined> {
  const facts = reading?.facts;
  const commits: Commit[] =
    facts?.main === undefined ? [] : facts.graph.between(undefined, facts.main).slice(0, MAX_SHOWN);
  const tags = new Map((facts?.tags ?? []).map(({ commit, name }) => [commit, name]));
  const other = { label: t('Another Revision…'), icon: 'search', hash: '' };
  const items = commits.map(({ hash, subject, author, committedAt }) => ({
    label: subject,
    icon: 'git-commit',
    description: [shortHash(hash), author, agoText(committedAt, Date.now()), tags.get(hash) ?? '']
      .filter(part => part !== '')
      .join(' · '),
    hash,
  }));
  const placeHolder = t('Choose the commit for {0}', environment);
  const chosen = await pickOne([...items, other], { placeHolder, matchOnDescription: true });
  if (!chosen || chosen.hash !== '') return chosen?.hash;
  const revision = await promptForText({
    prompt: t('A commit, tag or branch'),
    ignoreFocusOut: true,
    validateInput: async text =>
      (await git.tryRead(['rev-parse', '--verify', '--quiet', '--end-of-options', `${text.trim()}^{commit}`])) ===
      undefined
        ? t('Git can\'t find the revision "{0}".', text.trim())
        : undefined,
  });
  return revision === undefined
    ? undefined
    : git.tryRead(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision.trim()}^{commit}`]);
}

/** Lets the user choose one of an environment's promotions. @param without a tag to exclude */
export async function choosePromotion(
  { history }: Stage,
  placeHolder: string,
  reading: PromotionRepository['reading'],
  without?: (tag: DeployTag) => boolean,
): Promise<DeployTag | undefined> {
  const items = history
    .filter(tag => without?.(tag) !== true)
    .map(tag => ({
      label: tag.name,
      description: [
        shortHash(tag.commit),
        reading?.facts.graph.get(tag.commit)?.subject ?? '',
        agoText(tag.taggedAt, Date.now()),
        tag.tagger,
      ]
        .filter(part => part !== '')
        .join(' · '),
      tag,
    }));
  return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.tag;
}
