/** Describes the outcome of a run: the problem, its reason, and its solution. */
import { hasControlCharacter, quotedVisibly } from '../../../common/controlCharacters';
import { PROGRAM_NAMES } from '../../../common/program';
import { workspaceNameRule } from '../../../common/environmentName';
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
import { countTexts } from '../../../common/plan/actionWords';
import { problemSentence } from './problemText';
import type { StateLock } from '../../processes/stateLockFile';
import { alternatives, t } from '../../../common/localization';

/** The outcomes of all kinds of runs. */
export type RunOutcome = PlanOutcome | InitializeOutcome | ValidateOutcome | CreateWorkspaceOutcome;

/**
 * @param environment of the run, if any.
 * @returns sentences for a notification, without markup.
 */
export function outcomeMessage(outcome: RunOutcome, environment: string): string {
  switch (outcome.kind) {
    case 'planned':
      return plannedMessage(outcome.plan);
    case 'noChanges':
      return t('No changes in {0}.', environment);
    case 'initializationNeeded':
      return initializationMessage(outcome.reason);
    case 'workspaceMissing':
      return t("Workspace {0} doesn't exist yet. Create it before you plan {0}.", environment);
    case 'locked':
      return lockedMessage(outcome.lock, environment);
    case 'credentialsMissing':
      return credentialsMessage(outcome.missing);
    case 'argumentsRefused':
      return argumentsMessage(outcome.refused);
    case 'optionMissing':
      return t(
        'The setting kubestack.plan.arguments contains {0}, which needs {1} {2} or newer. This is {3} {4}.',
        outcome.option,
        PROGRAM_NAMES[outcome.needs.product],
        outcome.needs.version,
        PROGRAM_NAMES[outcome.program.product],
        outcome.program.version,
      );
    case 'environmentRefused':
      return t(
        "The environment {0} can't be a Terraform workspace, so nothing was run. Rename it: use {1}.",
        quotedVisibly(outcome.environment),
        workspaceNameRule(),
      );
    case 'backendChanged':
      return initializationMessage('backendChanged');
    default:
      return endMessage(outcome, environment);
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
      | 'optionMissing'
      | 'environmentRefused'
      | 'backendChanged';
  }
>;

function argumentsMessage(refused: readonly string[]): string {
  const withControl = refused.filter(hasControlCharacter);
  if (withControl.length === 0) return t("The setting kubestack.plan.arguments can't contain {0}.", refused.join(' '));
  return t(
    'The setting kubestack.plan.arguments contains {0}. An argument may have no line break and no other control character.',
    withControl.map(quotedVisibly).join(' '),
  );
}

function endMessage(outcome: Remaining, environment: string): string {
  switch (outcome.kind) {
    case 'noWorkspaces':
      return outcome.backend === undefined
        ? t(
            "The state backend doesn't support workspaces, which environments need. Use a backend that does, such as s3, gcs or azurerm.",
          )
        : t(
            "The state backend {0} doesn't support workspaces, which environments need. Use a backend that does, such as s3, gcs or azurerm.",
            outcome.backend,
          );
    case 'executable':
      return executableMessage(outcome.problem);
    case 'errors':
    case 'invalid':
      return errorsMessage(outcome.diagnostics);
    case 'cancelled':
    case 'killed':
      return interruptedMessage(outcome);
    case 'failed': {
      const reason = outcome.stderrTail.at(-1) ?? t('no reason given');
      return outcome.exitCode < 0
        ? t('It could not be run: {0}', reason)
        : t('Exited with code {0}: {1}', outcome.exitCode, reason);
    }
    case 'planFileIncomplete':
      return t(
        'The plan of {0} could not be written completely to {1}, most likely because the disk is full. Free some space, then plan again.',
        environment,
        outcome.folder,
      );
    case 'lockFileWouldChange':
      return t('Init needs to change .terraform.lock.hcl. Commit it together with the change that needs it.');
    case 'initialized':
      return t('Terraform init succeeded.');
    case 'valid':
      return t('The configuration is valid.');
    case 'created':
      return t('Created workspace {0}. The selected workspace has not changed.', environment);
    case 'exists':
      return t('Workspace {0} already exists.', environment);
  }
}

function plannedMessage({ environment, counts, drift }: Extract<PlanOutcome, { kind: 'planned' }>['plan']): string {
  const parts = [
    // Data sources that are read while applying are no changes.
    ...countTexts({ ...counts, read: 0 }),
    ...(drift.length > 0 ? [t('{0} changed outside Terraform', drift.length)] : []),
  ];
  return parts.length === 0 ? t('Only outputs change in {0}.', environment) : `${environment}: ${parts.join(', ')}`;
}

function initializationMessage(reason: InitializationReason): string {
  const reasons: Record<InitializationReason, string> = {
    never: t("The folder isn't initialized."),
    modules: t('A module is missing, or installed in another version than the code asks for. Run terraform init.'),
    providers: t(
      'A provider is missing, or installed in another version than the lock file asks for. Run terraform init.',
    ),
    backend: t("This folder isn't initialized. Run terraform init first."),
    backendChanged: t('The state backend has changed. Run init with -migrate-state or -reconfigure in a terminal.'),
  };
  return reasons[reason];
}

function lockedMessage(lock: StateLock | undefined, environment: string): string {
  if (!lock) return t('The state of {0} is locked by someone else. Try again later.', environment);
  const who = lock.who ?? t('someone');
  const when = lock.created ?? t('a while');
  return t(
    'The state of {0} is locked by {1} since {2} (lock {3}). Try again when they are done.',
    environment,
    who,
    when,
    lock.id,
  );
}

function credentialsMessage({ provider, variables }: MissingCredential): string {
  return t(
    'No valid credentials found for {0}. Sign in with its command-line tool, or set {1} in the environment that VS Code starts from.',
    provider,
    variables.join(', '),
  );
}

/** A sentence that explains why there is no usable program. */
export function executableMessage(problem: ExecutableProblem): string {
  switch (problem.kind) {
    case 'notFound':
      return problem.bySetting
        ? t(
            '{0} (set in kubestack.terraform.path) was not found. Install it, or change the setting.',
            problem.wanted.join(', '),
          )
        : t('{0} was not found. Install it, or set kubestack.terraform.path.', alternatives(problem.wanted));
    case 'notStartable':
      return notStartableMessage(problem.path, problem.why);
    case 'wrongProgram':
      return t('{0} is neither terraform nor tofu. Check the setting kubestack.terraform.path.', problem.path);
    case 'tooOld':
      return t(
        '{0} {1} is too old because it lacks {2}. Install {3} or newer.',
        problem.product,
        problem.version,
        problem.missingFeatures.join(', '),
        problem.minimum,
      );
  }
}

function notStartableMessage(path: string, why: StartFailure): string {
  switch (why) {
    case 'folder':
      return t('{0} is a folder. Set kubestack.terraform.path to the program in it.', path);
    case 'permission':
      return t('{0} is not executable. Make it executable, or change the setting kubestack.terraform.path.', path);
    case 'format':
      return t("{0} can't run on this system. Check the setting kubestack.terraform.path.", path);
    case 'batchFile':
      return t('{0} is a batch file. Set kubestack.terraform.path to the program itself.', path);
    default:
      return t('{0} could not be started: {1}. Check the setting kubestack.terraform.path.', path, why.message);
  }
}

function errorsMessage(diagnostics: Extract<RunOutcome, { kind: 'errors' }>['diagnostics']): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return t('Failed.');
  const text = problemSentence(first);
  return errors.length === 1 ? text : t('{0} (and {1} more)', text, errors.length - 1);
}

function interruptedMessage(outcome: Extract<RunOutcome, { kind: 'cancelled' | 'killed' }>): string {
  const what = outcome.kind === 'cancelled' ? t('Cancelled.') : t('The process was terminated ({0}).', outcome.signal);
  return outcome.lockMayRemain
    ? `${what} ${t('The state may still be locked. See force-unlock in the Terraform documentation.')}`
    : what;
}
