/** Says in words how a run ended: what happened, why, and what to do next. */
import { hasControlCharacter, quotedVisibly } from '../../../common/controlCharacters';
import { workspaceNameRule } from '../../../common/environmentName';
import type { Localize } from '../../core/localize';
import type {
  CreateWorkspaceOutcome,
  ExecutableProblem,
  InitializationReason,
  InitializeOutcome,
  MissingCredential,
  PlanOutcome,
  ValidateOutcome,
  StartFailure,
} from '../run/planOutcome';
import { countTexts } from './actionWords';
import { problemSentence } from './problemText';
import type { StateLock } from '../../processes/stateLockFile';

/** How any run can end. */
export type RunOutcome = PlanOutcome | InitializeOutcome | ValidateOutcome | CreateWorkspaceOutcome;

/**
 * @param environment of the run, where it has one.
 * @returns sentences for a notification, without markup.
 */
export function outcomeMessage(outcome: RunOutcome, environment: string, t: Localize): string {
  switch (outcome.kind) {
    case 'planned':
      return plannedMessage(outcome.plan, t);
    case 'noChanges':
      return t('No changes in {0}.', environment);
    case 'initializationNeeded':
      return initializationMessage(outcome.reason, t);
    case 'workspaceMissing':
      return t('There is no workspace {0} yet. It has to be created before {0} can be planned.', environment);
    case 'locked':
      return lockedMessage(outcome.lock, environment, t);
    case 'credentialsMissing':
      return credentialsMessage(outcome.missing, t);
    case 'argumentsRefused':
      return argumentsMessage(outcome.refused, t);
    case 'environmentRefused':
      return t(
        'The environment {0} can’t be a Terraform workspace, so nothing was run. Rename it: use {1}.',
        quotedVisibly(outcome.environment),
        workspaceNameRule,
      );
    case 'backendChanged':
      return initializationMessage('backendChanged', t);
    default:
      return endMessage(outcome, environment, t);
  }
}

type Remaining = Exclude<
  RunOutcome,
  {
    kind:
      | 'planned'
      | 'noChanges'
      | 'initializationNeeded'
      | 'workspaceMissing'
      | 'locked'
      | 'credentialsMissing'
      | 'argumentsRefused'
      | 'environmentRefused'
      | 'backendChanged';
  }
>;

function argumentsMessage(refused: readonly string[], t: Localize): string {
  const withControl = refused.filter(hasControlCharacter);
  if (withControl.length === 0)
    return t('The setting kubestack.plan.arguments may not contain {0}.', refused.join(' '));
  return t(
    'The setting kubestack.plan.arguments contains {0}. An argument may have no line break and no other control character.',
    withControl.map(quotedVisibly).join(' '),
  );
}

function endMessage(outcome: Remaining, environment: string, t: Localize): string {
  switch (outcome.kind) {
    case 'noWorkspaces':
      return outcome.backend === undefined
        ? t(
            'The state backend has no workspaces, and each environment is one. Choose a backend that has them, such as s3, gcs or azurerm.',
          )
        : t(
            'The state backend {0} has no workspaces, and each environment is one. Choose a backend that has them, such as s3, gcs or azurerm.',
            outcome.backend,
          );
    case 'executable':
      return executableMessage(outcome.problem, t);
    case 'errors':
    case 'invalid':
      return errorsMessage(outcome.diagnostics, t);
    case 'cancelled':
    case 'killed':
      return interruptedMessage(outcome, t);
    case 'failed': {
      const reason = outcome.stderrTail.at(-1) ?? t('it did not say why');
      return outcome.exitCode < 0
        ? t('It could not be run: {0}', reason)
        : t('It ended with exit code {0}: {1}', outcome.exitCode, reason);
    }
    case 'planFileIncomplete':
      return t(
        'The plan of {0} could not be written completely to {1}, most likely because the disk is full. Free some space, then plan again.',
        environment,
        outcome.folder,
      );
    case 'lockFileWouldChange':
      return t('The initialization has to change .terraform.lock.hcl. Commit the change together with what needs it.');
    case 'initialized':
      return t('Initialized.');
    case 'valid':
      return t('The configuration is valid.');
    case 'created':
      return t('Created the workspace {0}. The selected workspace is the one it was.', environment);
    case 'exists':
      return t('The workspace {0} exists already.', environment);
  }
}

function plannedMessage(
  { environment, counts, drift }: Extract<PlanOutcome, { kind: 'planned' }>['plan'],
  t: Localize,
): string {
  const parts = [
    // What is only read while applying is no change.
    ...countTexts({ ...counts, read: 0 }, t),
    ...(drift.length > 0 ? [t('{0} changed outside', drift.length)] : []),
  ];
  return parts.length === 0 ? t('Only outputs change in {0}.', environment) : `${environment}: ${parts.join(', ')}`;
}

function initializationMessage(reason: InitializationReason, t: Localize): string {
  const reasons: Record<InitializationReason, string> = {
    never: t('The folder was never initialized.'),
    modules: t('A module is not installed, or not in the version that the code names. Initialize the folder.'),
    providers: t('A provider is not installed, or not in the version that the lock file names. Initialize the folder.'),
    backend: t('The state backend was never initialized here. Initialize the folder.'),
    backendChanged: t(
      'The state backend has changed. What becomes of the state is for you to decide: run init with -migrate-state or -reconfigure in a terminal.',
    ),
  };
  return reasons[reason];
}

function lockedMessage(lock: StateLock | undefined, environment: string, t: Localize): string {
  if (!lock)
    return t('Somebody else works on the state of {0}: it is locked. Try again when they are done.', environment);
  const who = lock.who ?? t('somebody');
  const when = lock.created ?? t('some time');
  return t(
    'The state of {0} is locked by {1} since {2} (lock {3}). Try again when they are done.',
    environment,
    who,
    when,
    lock.id,
  );
}

function credentialsMessage({ provider, variables }: MissingCredential, t: Localize): string {
  return t(
    '{0} finds no valid credentials. Sign in with its own tool, or set {1} in the environment that the editor was started from.',
    provider,
    variables.join(', '),
  );
}

function executableMessage(problem: ExecutableProblem, t: Localize): string {
  switch (problem.kind) {
    case 'notFound':
      return problem.bySetting
        ? t(
            '{0}, which the setting kubestack.terraform.path names, was not found. Install it, or change the setting.',
            problem.wanted.join(', '),
          )
        : t(
            '{0} was not found. Install it, or name it in the setting kubestack.terraform.path.',
            problem.wanted.join(', '),
          );
    case 'notStartable':
      return notStartableMessage(problem.path, problem.why, t);
    case 'wrongProgram':
      return t('{0} is neither terraform nor tofu. Check the setting kubestack.terraform.path.', problem.path);
    case 'tooOld':
      return t(
        '{0} {1} is too old: it lacks {2}. At least {3} is needed.',
        problem.product,
        problem.version,
        problem.lacks.join(', '),
        problem.minimum,
      );
  }
}

function notStartableMessage(path: string, why: StartFailure, t: Localize): string {
  switch (why) {
    case 'folder':
      return t('{0} is a folder. Name the program in it in the setting kubestack.terraform.path.', path);
    case 'permission':
      return t(
        '{0} may not be run: it is not marked as executable. Mark it, or change the setting kubestack.terraform.path.',
        path,
      );
    case 'format':
      return t('{0} is no program of this system. Change the setting kubestack.terraform.path.', path);
    case 'batchFile':
      return t(
        '{0} is a batch file, which only a shell can start. Name the program itself in the setting kubestack.terraform.path.',
        path,
      );
    default:
      return t('{0} can’t be started: {1}. Check the setting kubestack.terraform.path.', path, why.message);
  }
}

function errorsMessage(diagnostics: Extract<RunOutcome, { kind: 'errors' }>['diagnostics'], t: Localize): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return t('It failed.');
  const text = problemSentence(first);
  return errors.length === 1 ? text : t('{0} (and {1} more)', text, errors.length - 1);
}

function interruptedMessage(outcome: Extract<RunOutcome, { kind: 'cancelled' | 'killed' }>, t: Localize): string {
  const what = outcome.kind === 'cancelled' ? t('Cancelled.') : t('It was ended from outside ({0}).', outcome.signal);
  return outcome.lockMayRemain
    ? `${what} ${t('The state may still be locked: see force-unlock in its documentation.')}`
    : what;
}
