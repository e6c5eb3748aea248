/** The revisions that *Show Forecast* offers beside HEAD. */
import { t } from '../../common/localization';
import type { Git } from '../git/git';
import type { Stage } from '../promotion/stage';

/** A revision to compare with: what is deployed in an environment, or where the current branch started. */
export interface ForecastBase {
  readonly label: string;
  readonly description: string;
  readonly revision: string;
  /** The environment in which the revision is deployed. */
  readonly environment?: string;
}

/** Branches and tags to choose from. */
const MAX_REVISIONS = 200;

/** The branches and tags of a repository, the newest first. Full names are the revisions, since a branch and a tag can have the same name. */
export async function namedRevisions(git: Git): Promise<ForecastBase[]> {
  const command = ['for-each-ref', '--sort=-creatordate', `--count=${MAX_REVISIONS}`, '--format=%(refname)'];
  const output = await git.tryRead([...command, 'refs/heads', 'refs/remotes', 'refs/tags']);
  return (output ?? '').split('\n').flatMap(revision => {
    const [, kind, label] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(revision) ?? [];
    if (label === undefined || (kind === 'remotes' && label.endsWith('/HEAD'))) return [];
    return [{ label, description: kind === 'tags' ? t('tag') : t('branch'), revision }];
  });
}

/**
 * @param mainBranch its name, and its newest commit if it is known
 * @param stages of the environments, in promotion order
 */
export async function forecastBases(
  git: Git,
  mainBranch: { readonly name: string; readonly commit: string | undefined },
  stages: readonly Stage[],
): Promise<ForecastBase[]> {
  const { name, commit } = mainBranch;
  const base = commit === undefined ? undefined : await git.tryRead(['merge-base', commit, 'HEAD']);
  return [
    ...(base === undefined || base === ''
      ? []
      : [{ label: name, description: t('changes of this branch'), revision: base }]),
    ...stages.flatMap(({ environment, there }) =>
      there
        ? [
            {
              label: there.tag?.name ?? name,
              description: t('deployed in {0}', environment),
              revision: there.commit,
              environment,
            },
          ]
        : [],
    ),
  ];
}
