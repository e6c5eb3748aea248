/** What a refusal says to a person: what is wrong, and the way out. */
import type { Localize } from '../core/localize';
import { shortHash } from './commitGraph';
import type { Refusal } from './refusal';

export function refusalText(refusal: Refusal, environment: string, t: Localize): string {
  switch (refusal.kind) {
    case 'noRemote':
      return t(
        'This repository has no remote, so there is nobody to deploy. Add the remote that your pipeline listens to.',
      );
    case 'noMainBranch':
      return t(
        'The remote {0} has no branch {1}. Push it, or name the main branch in the setting kubestack.mainBranch.',
        refusal.remote,
        refusal.branch,
      );
    case 'remoteNotAsked':
      return t('The remote does not answer, so nobody knows what is deployed now: {0}', refusal.problem);
    case 'badPattern':
      return t(
        'The setting kubestack.deployTag.pattern is "{0}", which names no tag: it needs {1} and {2} or another part that tells tags apart.',
        refusal.pattern,
        '{environment}',
        '{counter}',
      );
    case 'tagAppliesElsewhere':
      return t(
        'The pipeline in {0} applies deploy tags of {1} to {2}. Fix the pipeline before you promote to {1}.',
        refusal.path,
        environment,
        refusal.applied,
      );
    case 'internal':
      return t(
        '{0} gets what is merged into {1}: there is no tag for it. Open a pull request instead.',
        environment,
        refusal.branch,
      );
    case 'uncommitted':
      return t(
        'Not committed: {0}. What you see is not what would be promoted. Commit, stash or discard the changes.',
        listed(refusal.files),
      );
    case 'unpushed':
      return t(
        'Not pushed: {0} of {1}. No pipeline has validated what is only here. Push, and promote when the pipeline has succeeded.',
        refusal.count === 1 ? t('1 commit') : t('{0} commits', refusal.count),
        refusal.branch,
      );
    case 'notOnMain':
      if (refusal.checkedOut === '')
        return t(
          'What is checked out ({0}) is on no branch, and not on {1}: only what was reviewed and merged can be promoted. Open a pull request, or switch to {1} to promote that.',
          shortHash(refusal.commit),
          refusal.branch,
        );
      return refusal.checkedOut === undefined
        ? t(
            '{0} is not on {1}: only what was reviewed and merged can be promoted.',
            shortHash(refusal.commit),
            refusal.branch,
          )
        : t(
            '{0} ({1}) is not on {2}: only what was reviewed and merged can be promoted. Open a pull request, or switch to {2} to promote that.',
            refusal.checkedOut,
            shortHash(refusal.commit),
            refusal.branch,
          );
    case 'behind':
      return t(
        'What is checked out is {0} behind {1} of the remote. Pull, so that you see what you promote.',
        refusal.count === 1 ? t('1 commit') : t('{0} commits', refusal.count),
        refusal.branch,
      );
    case 'historyIncomplete':
      return t(
        'This is a shallow clone: too little of the history is here to tell which commit contains which. Fetch the full history.',
      );
    case 'nothingToPromote':
      return t('There is nothing to promote to {0}: {1} is there already.', environment, shortHash(refusal.commit));
    case 'earlierNotPromoted':
      return t('{0} is not in {1} yet: promote it there first.', shortHash(refusal.commit), refusal.previous);
    case 'pipelineFailed':
      return t(
        'The pipeline of {0} failed for {1}: what failed there is not promoted. Put it right with a new commit, or run the pipeline again.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'pipelineRunning':
      return t(
        'The pipeline of {0} for {1} is still running. Promote when it has succeeded.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'pipelineUnknown':
      return t(
        'Nobody tells whether the pipeline of {0} has succeeded for {1}. {2}',
        shortHash(refusal.commit),
        refusal.previous,
        refusal.reason ?? t('Look at the pipeline yourself, or sign in to the forge.'),
      );
    case 'soak':
      return t(
        'A commit stays {0} in {1} before it goes on: {2} left.',
        minutesText(refusal.minutes, t),
        refusal.previous,
        minutesText(refusal.left, t),
      );
  }
}

/** A word or two, for a row. */
export function refusalLabel(refusal: Refusal, t: Localize): string {
  switch (refusal.kind) {
    case 'noRemote':
      return t('no remote');
    case 'noMainBranch':
      return t('no branch {0}', refusal.branch);
    case 'remoteNotAsked':
      return t('remote does not answer');
    case 'badPattern':
      return t('pattern of tags');
    case 'tagAppliesElsewhere':
      return t('pipeline applies to {0}', refusal.applied);
    case 'internal':
      return t('by merging');
    case 'uncommitted':
      return t('uncommitted changes');
    case 'unpushed':
      return t('unpushed commits');
    case 'notOnMain':
      return t('not on {0}', refusal.branch);
    case 'behind':
      return t('behind {0}', refusal.branch);
    case 'historyIncomplete':
      return t('shallow clone');
    case 'nothingToPromote':
      return t('up to date');
    case 'earlierNotPromoted':
      return t('not in {0} yet', refusal.previous);
    case 'pipelineFailed':
      return t('pipeline failed');
    case 'pipelineRunning':
      return t('pipeline running');
    case 'pipelineUnknown':
      return t('pipeline not known');
    case 'soak':
      return t('{0} left in {1}', minutesText(refusal.left, t), refusal.previous);
  }
}

export function minutesText(minutes: number, t: Localize): string {
  if (minutes < 120) return minutes === 1 ? t('1 minute') : t('{0} minutes', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} hours', hours) : t('{0} days', Math.round(hours / 24));
}

const listed = (files: readonly string[]): string =>
  files.length <= 3 ? files.join(', ') : `${files.slice(0, 3).join(', ')}, …`;
