/** Texts of refusals: the problem and its solution. */
import { shortHash } from './commitGraph';
import type { Refusal } from './refusal';
import { t } from '../../common/localization';

export function refusalText(refusal: Refusal, environment: string): string {
  switch (refusal.kind) {
    case 'noRemote':
      return t('This repository has no remote. Add the remote that your pipeline runs on.');
    case 'noMainBranch':
      return t(
        'The remote {0} has no branch {1}. Push it, or set the main branch in kubestack.mainBranch.',
        refusal.remote,
        refusal.branch,
      );
    case 'remoteNotAsked':
      return t('The remote is not responding, so the current deployments are unknown: {0}', refusal.problem);
    case 'badPattern':
      return t(
        'The setting kubestack.deployTag.pattern is "{0}". It must contain {1} and a part that makes tags unique, such as {2}.',
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
      return t('{0} is deployed from {1} without a tag. Create a pull request instead.', environment, refusal.branch);
    case 'unpushed':
      return t(
        'Not pushed: {0} of {1}. Local commits have not been validated by a pipeline. Push them, and promote after the pipeline succeeds.',
        refusal.count === 1 ? t('1 commit') : t('{0} commits', refusal.count),
        refusal.branch,
      );
    case 'notOnMain':
      if (refusal.checkedOut === '')
        return t(
          'The checked-out commit {0} is not on {1}. Only reviewed and merged commits can be promoted. Create a pull request, or switch to {1}.',
          shortHash(refusal.commit),
          refusal.branch,
        );
      return refusal.checkedOut === undefined
        ? t(
            '{0} is not on {1}. Only reviewed and merged commits can be promoted.',
            shortHash(refusal.commit),
            refusal.branch,
          )
        : t(
            '{0} ({1}) is not on {2}. Only reviewed and merged commits can be promoted. Create a pull request, or switch to {2}.',
            refusal.checkedOut,
            shortHash(refusal.commit),
            refusal.branch,
          );
    case 'behind':
      return t(
        'Your checkout is {0} behind {1} on the remote. Pull to see what you promote.',
        refusal.count === 1 ? t('1 commit') : t('{0} commits', refusal.count),
        refusal.branch,
      );
    case 'historyIncomplete':
      return t('This is a shallow clone, which lacks the history that promotion needs. Fetch the full history.');
    case 'environmentMissing':
      return environmentMissingText(refusal, environment);
    case 'environmentsUnknown':
      return t("The environments of {0} can't be read: {1}", shortHash(refusal.commit), refusal.problem);
    case 'nothingToPromote':
      return t('Nothing to promote: {0} already runs {1}.', environment, shortHash(refusal.commit));
    case 'earlierNotPromoted':
      return t(
        '{0} has not been promoted to {1} yet. Promote it there first.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'pipelineFailed':
      return t(
        'The pipeline of {0} failed in {1}. Fix it with a new commit, or run the pipeline again.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'pipelineRunning':
      return t(
        'The pipeline of {0} in {1} is still running. Promote after it succeeds.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'pipelineMissing':
      return t(
        'The Git host has no pipeline run of {0} for {1}. Start the pipeline, or check that none is needed.',
        shortHash(refusal.commit),
        refusal.previous,
      );
    case 'tagStartsNothing':
      return t(
        'No pipeline of {0} runs for deploy tags of {1}, so nothing would apply it. Add a tag trigger to the pipeline, or apply it yourself.',
        shortHash(refusal.commit),
        environment,
      );
    case 'tagNotApplied':
      return t(
        "The pipeline in {0} runs for deploy tags of {1}, but doesn't apply it. Fix the pipeline, or apply it yourself.",
        refusal.path,
        environment,
      );
    case 'applyFailed':
      return t(
        'The apply of {0} to {1} failed, so {1} may have only a part of it. Check its log before you promote on top of it.',
        refusal.tag,
        environment,
      );
    case 'frozen':
      return t(
        '{0} is frozen until {1}: {2} ({3})',
        environment,
        dateText(refusal.until),
        refusal.reason,
        refusal.name,
      );
    case 'ruleBroken':
      return t('{0} breaks the rule {1}: {2}', refusal.subject, refusal.name, refusal.message);
    case 'rulesInvalid':
      return t("Rules and freezes can't be judged, so nothing is promoted: {0}", refusal.problem);
    case 'soak':
      if (refusal.isTimeUnknown)
        return t(
          'A commit must stay in {1} for {0} before it can be promoted, and its tag does not say since when it has been there.',
          minutesText(refusal.minutes),
          refusal.previous,
        );
      return t(
        'A commit must stay in {1} for {0} before it can be promoted: {2} left.',
        minutesText(refusal.minutes),
        refusal.previous,
        minutesText(refusal.left),
      );
  }
}

function environmentMissingText(
  { commit, previous, branch }: Extract<Refusal, { kind: 'environmentMissing' }>,
  environment: string,
): string {
  const hash = shortHash(commit);
  if (previous !== undefined)
    return t("{0} isn't in {1}. Promote a commit with {0} to {2} first.", environment, hash, previous);
  if (branch !== undefined)
    return t("{0} isn't in {1}. Merge a commit with {0} into {2} first.", environment, hash, branch);
  return t("{0} isn't in {1}, so Terraform can't plan that commit there. Choose a later commit.", environment, hash);
}

/** One or two words, for a row. */
export function refusalLabel(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'noRemote':
      return t('no remote');
    case 'noMainBranch':
      return t('no branch {0}', refusal.branch);
    case 'remoteNotAsked':
      return t('remote not responding');
    case 'badPattern':
      return t('tag pattern');
    case 'tagAppliesElsewhere':
      return t('pipeline applies to {0}', refusal.applied);
    case 'internal':
      return t('deployed by merging');
    case 'unpushed':
      return t('unpushed commits');
    case 'notOnMain':
      return t('not on {0}', refusal.branch);
    case 'behind':
      return t('behind {0}', refusal.branch);
    case 'historyIncomplete':
      return t('shallow clone');
    case 'environmentMissing':
      return t('not in {0}', shortHash(refusal.commit));
    case 'environmentsUnknown':
      return t('environments unknown');
    case 'nothingToPromote':
      return t('up to date');
    case 'earlierNotPromoted':
      return t('not in {0} yet', refusal.previous);
    case 'pipelineFailed':
      return t('pipeline failed');
    case 'pipelineRunning':
      return t('pipeline running');
    case 'pipelineMissing':
      return t('no pipeline run');
    case 'tagStartsNothing':
      return t('no pipeline for tags');
    case 'tagNotApplied':
      return t('not applied by the pipeline');
    case 'applyFailed':
      return t('last apply failed');
    case 'frozen':
      return t('frozen until {0}', dateText(refusal.until));
    case 'ruleBroken':
      return t('breaks {0}', refusal.name);
    case 'rulesInvalid':
      return t('rules invalid');
    case 'soak':
      if (refusal.isTimeUnknown) return t('time in {0} unknown', refusal.previous);
      return t('{0} left in {1}', minutesText(refusal.left), refusal.previous);
  }
}

/** The day of an ISO time in UTC, with the time unless it is the first moment of the day. */
const dateText = (iso: string): string =>
  iso.slice(11, 16) === '00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

export function minutesText(minutes: number): string {
  if (minutes < 120) return minutes === 1 ? t('1 minute') : t('{0} minutes', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} hours', hours) : t('{0} days', Math.round(hours / 24));
}

/** Lists uncommitted files, which are not promoted; '' if there are none. */
export function uncommittedText(files: readonly string[]): string {
  if (files.length === 0) return '';
  const names = files.length <= 3 ? files.join(', ') : `${files.slice(0, 3).join(', ')}, …`;
  return t('Not promoted, since it is not committed: {0}', names);
}
