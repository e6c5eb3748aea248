/** Creates a deploy tag on one commit and pushes only that tag. Afterwards, the tag is either both on the remote and in this clone, or in neither. */
import * as path from 'node:path';
import type { Git, GitRun } from '../git/git';
import { problemOf, gitErrorOutput, type GitProblem } from '../git/gitProblem';
import { remoteRefs } from '../git/remoteRefs';
import { exclusively } from '../processes/exclusively';
import type { DeployTag } from '../../common/promotion/deployTag';
import type { Refusal } from './refusal';
import type { RepositorySnapshot, PromotionRules, Stage } from './stage';
import { nextTagName } from './tagName';

export interface PromotionOrder {
  readonly environment: string;
  /** The commit that the user has confirmed. */
  readonly commit: string;
  /** The environment's current tag at the time of the confirmation. */
  readonly before: string | undefined;
  readonly isRollback: boolean;
  /** @param name of the tag */
  readonly message: (name: string) => string;
}

/** The current state, including the remote's. */
export interface CurrentState {
  readonly facts: RepositorySnapshot;
  readonly rules: PromotionRules;
  readonly stage: Stage;
  /** Refusals that the user has not overridden. */
  readonly refusals: readonly Refusal[];
}

export interface PromotionDependencies {
  readonly git: Git;
  /** Aborted when the user cancels. */
  readonly signal?: AbortSignal;
  /** Reads the repository and the remote again and evaluates the policy. Rejects when the signal aborts. */
  readonly current: () => Promise<CurrentState>;
  readonly now: () => number;
  /** Pushes with VS Code's credentials, if git itself has none. @throws Error on failure */
  readonly pushOtherwise?: (remote: string, refspec: string) => Promise<void>;
}

export type PromotionOutcome =
  | { readonly kind: 'promoted'; readonly tag: string; readonly commit: string }
  /** The same commit or a later one was promoted meanwhile. */
  | { readonly kind: 'alreadyThere'; readonly tag: DeployTag }
  /** The deployed commit has changed since the confirmation. */
  | { readonly kind: 'superseded'; readonly tag: DeployTag | undefined }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'noName'; readonly template: string }
  /** Git could not create the tag, most often because it could not be signed. */
  | { readonly kind: 'notTagged'; readonly message: string; readonly isSigning: boolean }
  /** The remote has rejected the tag, or can't be reached. */
  | { readonly kind: 'notPushed'; readonly message: string; readonly problem: GitProblem }
  /** The user has cancelled; no tag was created. */
  | { readonly kind: 'cancelled' }
  /** The push failed or was cancelled, and it is unknown whether the remote has the tag. `message`: '' on cancel. */
  | { readonly kind: 'uncertain'; readonly tag: string; readonly message: string };

/** Maximum number of attempts: concurrent promotions may take tag names. */
const MAX_ATTEMPTS = 12;

/** Timeout for looking up the tag of a cancelled push on the remote, in milliseconds. */
const timeout = 15_000;

export async function promote(order: PromotionOrder, parts: PromotionDependencies): Promise<PromotionOutcome> {
  const { git, signal } = parts;
  try {
    // Other windows of the same clone must wait: they would see our tag before the remote has it and create another for the same commit.
    const clone = path.resolve(git.folder, await git.until(signal).run(['rev-parse', '--git-common-dir']));
    return await exclusively(`promotion ${clone}`, signal, () => attempts(order, parts));
  } catch (error) {
    if (parts.signal?.aborted) return { kind: 'cancelled' };
    throw error;
  }
}

async function attempts(order: PromotionOrder, parts: PromotionDependencies): Promise<PromotionOutcome> {
  for (let attempt = 1; ; attempt++) {
    const current = await parts.current();
    const over = overtaken(order, current) ?? refused(current);
    if (over) return over;
    const rule = current.rules.tagRules.find(({ environment }) => environment === order.environment)!;
    const { history, localOnly } = current.stage;
    const name = nextTagName({
      rule,
      commit: order.commit,
      tags: [...history, ...localOnly],
      taken: current.facts.tagNames,
      now: parts.now(),
    });
    if (name === undefined) return { kind: 'noName', template: rule.template };
    const outcome = await tagAndPush(name, order, current.facts.remote, parts);
    if (outcome !== 'nameTaken') return outcome;
    if (attempt === MAX_ATTEMPTS) return { kind: 'noName', template: rule.template };
  }
}

const refused = ({ refusals }: CurrentState): PromotionOutcome | undefined =>
  refusals.length > 0 ? { kind: 'refused', refusals } : undefined;

/** Whether another promotion since the confirmation supersedes this one. A promotion of an earlier commit does not. */
function overtaken(order: PromotionOrder, { stage, facts }: CurrentState): PromotionOutcome | undefined {
  const tag = stage.there?.tag;
  if (tag?.name === order.before) return undefined;
  if (!tag || order.isRollback) return { kind: 'superseded', tag };
  if (facts.graph.contains(tag.commit, order.commit) === true) return { kind: 'alreadyThere', tag };
  const before = stage.history.find(({ name }) => name === order.before);
  const isForward = order.before === undefined || (before && facts.graph.contains(tag.commit, before.commit) === true);
  const isBelow = facts.graph.contains(order.commit, tag.commit) === true;
  return isForward && isBelow ? undefined : { kind: 'superseded', tag };
}

async function tagAndPush(
  name: string,
  order: PromotionOrder,
  remote: string,
  parts: PromotionDependencies,
): Promise<PromotionOutcome | 'nameTaken'> {
  const { git, signal } = parts;
  const ref = `refs/tags/${name}`;
  const parameters = ['tag', '--annotate', '--cleanup=whitespace', '--file=-', '--', name, order.commit];
  // Signing may wait for input forever.
  const message = order.message(name);
  const removeOnError = async (error: unknown): Promise<never> => {
    await removeOwn(git, ref, message);
    throw error;
  };
  const made = await git.until(signal).try(parameters, message).catch(removeOnError);
  if (made.exitCode !== 0) return notMade(made);
  const object = await git.run(['rev-parse', '--verify', ref]).catch(removeOnError);
  let isKept = false;
  try {
    if (!(await isSignedAsSet(git, object)))
      return { kind: 'notTagged', message: gitErrorOutput(made.stderr), isSigning: true };
    const pushed = await push(remote, ref, parts);
    if (pushed === undefined) {
      isKept = true;
      return { kind: 'promoted', tag: name, commit: order.commit };
    }
    // The remote may have accepted the tag although the push failed.
    const remoteGit = git.until(signal?.aborted ? AbortSignal.timeout(timeout) : signal);
    const there = await remoteRefs(remoteGit, remote, [ref]).catch(() => undefined);
    if (!there) return { kind: 'uncertain', tag: name, message: gitErrorOutput(pushed.stderr) };
    const found = there.get(ref)?.object;
    if (found === object) {
      isKept = true;
      return { kind: 'promoted', tag: name, commit: order.commit };
    }
    if (signal?.aborted) return { kind: 'cancelled' };
    if (found !== undefined) return 'nameTaken';
    return { kind: 'notPushed', message: gitErrorOutput(pushed.stderr), problem: problemOf(pushed.stderr) };
  } finally {
    // Only if the tag is still the one that was created here.
    if (!isKept) await git.try(['update-ref', '-d', ref, object]);
  }
}

/** Git may have created the tag before it was ended. */
async function removeOwn(git: Git, ref: string, message: string): Promise<void> {
  const object = await git.tryRead(['rev-parse', '--verify', '--quiet', ref]);
  const text = object === undefined ? undefined : await git.tryRead(['cat-file', 'tag', object]);
  if (object !== undefined && text?.includes(message.trim())) await git.try(['update-ref', '-d', ref, object]);
}

/** If SSH keys are missing, git 2.39 prints a warning and creates an unsigned tag. */
async function isSignedAsSet(git: Git, object: string): Promise<boolean> {
  const settings = ['tag.gpgSign', 'tag.forceSignAnnotated'];
  const values = await Promise.all(settings.map(name => git.tryRead(['config', '--type=bool', '--get', name])));
  return !values.includes('true') || /^-----BEGIN /m.test(await git.run(['cat-file', 'tag', object]));
}

/** Another window of the same clone may have created the tag. */
function notMade({ stderr }: GitRun): PromotionOutcome | 'nameTaken' {
  if (/already exists|cannot lock ref|Unable to create .*\.lock/.test(stderr)) return 'nameTaken';
  return { kind: 'notTagged', message: gitErrorOutput(stderr), isSigning: problemOf(stderr) === 'signing' };
}

/** @returns undefined on success, else git's error message */
async function push(remote: string, ref: string, parts: PromotionDependencies): Promise<GitRun | undefined> {
  const refspec = `${ref}:${ref}`;
  const alone = ['--no-follow-tags', '--recurse-submodules=no', '--porcelain'];
  const parameters = ['-c', 'push.followTags=false', 'push', ...alone, '--', remote, refspec];
  const answer = await parts.git
    .until(parts.signal)
    .try(parameters)
    .catch((error: unknown): GitRun => {
      if (!parts.signal?.aborted) throw error;
      return { exitCode: -1, stdout: '', stderr: '' };
    });
  if (answer.exitCode === 0) return undefined;
  if (problemOf(answer.stderr) !== 'authentication' || !parts.pushOtherwise) return answer;
  try {
    await parts.pushOtherwise(remote, refspec);
    return undefined;
  } catch (error) {
    return { ...answer, stderr: error instanceof Error ? error.message : answer.stderr };
  }
}
