/**
 * Creates a deploy tag on one commit and pushes that tag alone. Whatever happens in between, in the end the tag is on the remote and
 * here, or it is nowhere.
 */
import * as path from 'node:path';
import type { Git, GitRun } from '../git/git';
import { problemOf, gitErrorOutput, type GitProblem } from '../git/gitProblem';
import { remoteRefs } from '../git/remoteRefs';
import { exclusively } from '../processes/exclusively';
import type { DeployTag } from './deployTag';
import type { Refusal } from './refusal';
import type { RepositorySnapshot, PromotionRules, Stage } from './stage';
import { nextTagName } from './tagName';

export interface PromotionOrder {
  readonly environment: string;
  /** The commit that was shown and confirmed. */
  readonly commit: string;
  /** Name of the tag that was there when it was confirmed. */
  readonly before: string | undefined;
  readonly isRollback: boolean;
  /** @param name of the tag */
  readonly message: (name: string) => string;
}

/** How things are now, asked of the remote. */
export interface CurrentState {
  readonly facts: RepositorySnapshot;
  readonly rules: PromotionRules;
  readonly stage: Stage;
  /** Refusals that were not passed when the order was confirmed. */
  readonly refusals: readonly Refusal[];
}

export interface PromotionDependencies {
  readonly git: Git;
  /** The person has cancelled. */
  readonly signal?: AbortSignal;
  /** Reads again, with what the remote has now, and judges again. Rejects when the signal aborts. */
  readonly current: () => Promise<CurrentState>;
  readonly now: () => number;
  /** Pushes through somebody who has the person's credentials, where git itself has none. @throws Error when it fails */
  readonly pushOtherwise?: (remote: string, refspec: string) => Promise<void>;
}

export type PromotionOutcome =
  | { readonly kind: 'promoted'; readonly tag: string; readonly commit: string }
  /** A colleague has promoted the same commit, or a later one, meanwhile. */
  | { readonly kind: 'alreadyThere'; readonly tag: DeployTag }
  /** Somebody has changed what is there, so that what was confirmed is no longer true. */
  | { readonly kind: 'superseded'; readonly tag: DeployTag | undefined }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'noName'; readonly template: string }
  /** Git could not make the tag: most often it could not be signed. */
  | { readonly kind: 'notTagged'; readonly message: string; readonly isSigning: boolean }
  /** The remote did not take it: a rule of its own, or no way to it. */
  | { readonly kind: 'notPushed'; readonly message: string; readonly problem: GitProblem }
  /** The person has cancelled, and the tag is nowhere. */
  | { readonly kind: 'cancelled' }
  /** The push failed or was cancelled, and the remote does not say whether it took the tag. `message`: '' where it was cancelled. */
  | { readonly kind: 'uncertain'; readonly tag: string; readonly message: string };

/** Colleagues that promote at once may take some names away. */
const ATTEMPTS_AT_MOST = 12;

/** How long the remote is asked for a tag whose push was cancelled, in milliseconds. */
const timeout = 15_000;

export async function promote(order: PromotionOrder, parts: PromotionDependencies): Promise<PromotionOutcome> {
  const { git, signal } = parts;
  try {
    // Another window of the same clone would see our tag before the remote has it, and take the next name for the same commit.
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
    if (attempt === ATTEMPTS_AT_MOST) return { kind: 'noName', template: rule.template };
  }
}

const refused = ({ refusals }: CurrentState): PromotionOutcome | undefined =>
  refusals.length > 0 ? { kind: 'refused', refusals } : undefined;

/** What a colleague did since the order was confirmed. An earlier commit that was promoted meanwhile changes nothing for ours. */
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
  // Signing may wait for somebody who never comes.
  const message = order.message(name);
  const made = await git
    .until(signal)
    .try(parameters, message)
    .catch(async (error: unknown) => {
      await removeOwn(git, ref, message);
      throw error;
    });
  if (made.exitCode !== 0) return notMade(made);
  const object = await git.run(['rev-parse', '--verify', ref]);
  let isKept = false;
  try {
    if (!(await isSignedAsSet(git, object)))
      return { kind: 'notTagged', message: gitErrorOutput(made.stderr), isSigning: true };
    const pushed = await push(remote, ref, parts);
    if (pushed === undefined) {
      isKept = true;
      return { kind: 'promoted', tag: name, commit: order.commit };
    }
    // It may have taken the tag all the same, and failed to say so.
    const asking = git.until(signal?.aborted ? AbortSignal.timeout(timeout) : signal);
    const there = await remoteRefs(asking, remote, [ref]).catch(() => undefined);
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
    // Only as long as it is the one that was made here.
    if (!isKept) await git.try(['update-ref', '-d', ref, object]);
  }
}

/** Git may have been ended when the tag was there already. */
async function removeOwn(git: Git, ref: string, message: string): Promise<void> {
  const object = await git.ask(['rev-parse', '--verify', '--quiet', ref]);
  const text = object === undefined ? undefined : await git.ask(['cat-file', 'tag', object]);
  if (object !== undefined && text?.includes(message.trim())) await git.try(['update-ref', '-d', ref, object]);
}

/** With keys of SSH that are missing, git says so and makes a tag without a signature (git 2.39). */
async function isSignedAsSet(git: Git, object: string): Promise<boolean> {
  const settings = ['tag.gpgSign', 'tag.forceSignAnnotated'];
  const values = await Promise.all(settings.map(name => git.ask(['config', '--type=bool', '--get', name])));
  return !values.includes('true') || /^-----BEGIN /m.test(await git.run(['cat-file', 'tag', object]));
}

/** Another window of the same clone may have been faster. */
function notMade({ stderr }: GitRun): PromotionOutcome | 'nameTaken' {
  if (/already exists|cannot lock ref|Unable to create .*\.lock/.test(stderr)) return 'nameTaken';
  return { kind: 'notTagged', message: gitErrorOutput(stderr), isSigning: problemOf(stderr) === 'signing' };
}

/** @returns undefined when git says that it is done; else what it said */
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
