import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { Command, Setting } from '../../core/ids';
import { commandTarget } from '../../platform/commandTarget';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import type { RunOutcome } from '../model/planMessages';
import type { PlanOutcome } from '../run/planOutcome';
import type { LockFileChange, Planning } from './planning';
import { showPlanOutcome } from './showPlanOutcome';
import type { PlanResults } from './planResults';
import { purposeOf, type PlanTargets } from './planTarget';
import type { PlanView } from './planView';
import { showInformation, showWarning } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { actionTitle } from './tree/actionTitle';
import { driftResultText } from './tree/driftNode';
import { t } from '../../../common/localization';

/** The commands that run terraform and show the outcome. */
export class PlanCommands {
  constructor(
    private readonly planning: Planning,
    private readonly results: PlanResults,
    private readonly targets: PlanTargets,
    private readonly view: PlanView,
  ) {}

  register(): vscode.Disposable {
    const named = (environment: string) => (argument: unknown) =>
      this.plan({ ...commandTarget(argument), environment });
    return vscode.Disposable.from(
      registerTrustedCommand(Command.plan, argument => this.plan(argument)),
      registerTrustedCommand(Command.planOps, named('ops')),
      registerTrustedCommand(Command.planApps, named('apps')),
      registerTrustedCommand(Command.planAppsProd, named('apps-prod')),
      registerTrustedCommand(Command.planAll, argument => this.planAll(argument)),
      registerTrustedCommand(Command.checkDrift, argument => this.checkDrift(argument)),
      registerTrustedCommand(Command.initialize, argument => this.initialize(argument)),
      registerTrustedCommand(Command.validate, argument => this.validate(argument)),
      registerTrustedCommand(Command.planCreateWorkspace, argument => this.createWorkspace(argument)),
      vscode.commands.registerCommand(Command.planOpenSettings, () =>
        vscode.commands.executeCommand('workbench.action.openSettings', settingsQuery),
      ),
    );
  }

  /** @returns the outcome as `PlanOutcome.kind`; undefined if nothing was run. */
  private async plan(argument: unknown): Promise<PlanOutcome['kind'] | undefined> {
    const target = await this.targets.environment(argument, t('Select an environment to plan'));
    return target && this.planNow(target.platform, target.entry.environment);
  }

  /** Plans one environment after another in promotion order. Stops at outcomes that would also affect the remaining environments. */
  private async planAll(argument: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    if (platform) await this.planEach(platform, platform.environments);
  }

  /** Offers to create all missing workspaces together, after the other environments are planned. */
  private async planEach(platform: Platform, environments: readonly string[]): Promise<void> {
    const missing: string[] = [];
    for (const environment of environments) {
      if (this.results.of(platform.uri, environment).running) continue;
      void this.view.show();
      const outcome = await this.planning.plan(platform, environment);
      if (outcome?.kind === 'workspaceMissing') missing.push(environment);
      else if (outcome) this.showOutcome(platform, environment, outcome, this.view.isVisible);
      if (!outcome || STOPS_ALL.has(outcome.kind)) break;
    }
    // The command does not await the notification, which can stay unanswered for hours.
    if (missing.length > 0) void this.offerWorkspaces(platform, missing);
  }

  private async offerWorkspaces(platform: Platform, missing: readonly string[]): Promise<void> {
    const [first = '', ...others] = missing;
    const create =
      others.length === 0
        ? actionTitle(Command.planCreateWorkspace, first)
        : t('Create {0} Workspaces and Plan', missing.length);
    const text =
      others.length === 0
        ? t("Workspace {0} doesn't exist yet. Create it before you plan {0}.", first)
        : t("These workspaces don't exist yet: {0}. Create them before you plan.", missing.join(', '));
    if ((await showWarning(text, create)) !== create) return;
    for (const environment of missing) if (!(await this.createWorkspaceNow(platform, environment))) return;
    await this.planEach(platform, missing);
  }

  private async checkDrift(argument: unknown): Promise<void> {
    const target = await this.targets.driftChecks(argument);
    if (target && target.environments.length > 0) await this.checkDriftNow(target.platform, target.environments);
  }

  private async checkDriftNow(platform: Platform, environments: readonly string[]): Promise<void> {
    void this.view.show();
    const checked = new Set<string>();
    await this.planning.checkDrift(platform, environments, (environment, outcome) => {
      if (outcome.kind === 'planned' || outcome.kind === 'noChanges') checked.add(environment);
      else this.showOutcome(platform, environment, outcome, this.view.isVisible, 'drift');
    });
    if (checked.size > 0) await this.showDriftResults(platform, [...checked]);
  }

  /** One message for all environments, also if the view is visible: a check can take minutes. */
  private async showDriftResults({ uri, environments }: Platform, checked: readonly string[]): Promise<void> {
    const results = environments
      .filter(name => checked.includes(name))
      .map(name => `${name}: ${driftResultText(this.results.of(uri, name, 'drift'))}`);
    const show = t('Show Drift');
    const chosen = await showInformation(t('Drift checked. {0}', results.join('; ')), show);
    if (chosen === show) await this.view.show();
  }

  /** If an environment is specified, plans it or checks its drift afterwards. */
  private async initialize(argument: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    if (!platform) return;
    const { environment } = commandTarget(argument);
    const isDone = await this.initializeNow(platform, 'readonly', environment !== undefined);
    if (!isDone || environment === undefined) return;
    if (purposeOf(argument) === 'drift') await this.checkDriftNow(platform, [environment]);
    else await this.planNow(platform, environment);
  }

  /** @param goesOn whether another step follows, so that no success message is needed. */
  private async initializeNow(platform: Platform, lockFile: LockFileChange, goesOn: boolean): Promise<boolean> {
    const outcome = await this.planning.initialize(platform, lockFile);
    if (outcome.kind === 'lockFileWouldChange' && outcome.needs !== lockFile) {
      return (await mayChangeLockFile(outcome.needs)) && this.initializeNow(platform, outcome.needs, goesOn);
    }
    this.showOutcome(platform, '', outcome, goesOn);
    return outcome.kind === 'initialized';
  }

  private async validate(argument: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    const outcome = platform && (await this.planning.validate(platform));
    if (outcome) this.showOutcome(platform, '', outcome, false);
  }

  private async createWorkspace(argument: unknown): Promise<void> {
    const target = await this.targets.environment(argument, t('Select an environment to create a workspace for'));
    if (!target) return;
    const { platform, entry } = target;
    if (await this.createWorkspaceNow(platform, entry.environment)) await this.planNow(platform, entry.environment);
  }

  /** @returns whether the workspace exists; otherwise shows an error. */
  private async createWorkspaceNow(platform: Platform, environment: string): Promise<boolean> {
    const outcome = await this.planning.createWorkspace(platform, environment);
    const exists = outcome.kind === 'created' || outcome.kind === 'exists';
    if (!exists) this.showOutcome(platform, environment, outcome, false);
    return exists;
  }

  private async planNow(platform: Platform, environment: string): Promise<PlanOutcome['kind'] | undefined> {
    void this.view.show();
    const outcome = await this.planning.plan(platform, environment);
    if (outcome) this.showOutcome(platform, environment, outcome, this.view.isVisible);
    return outcome?.kind;
  }

  private showOutcome(
    platform: Platform,
    environment: string,
    outcome: RunOutcome,
    isSeen: boolean,
    purpose?: 'drift',
  ): void {
    showPlanOutcome(platform, this.results.nameBeside(platform), environment, outcome, isSeen, purpose);
  }
}

const settingsQuery = `@id:${Setting.terraformPath} @id:${Setting.terraformContainer} @id:${Setting.planArguments}`;

/** Runs that don't belong to one environment. */
const STOPS_ALL: ReadonlySet<PlanOutcome['kind']> = new Set([
  'initializationNeeded',
  'noWorkspaces',
  'executable',
  'argumentsRefused',
  'optionMissing',
  'cancelled',
  'killed',
]);

async function mayChangeLockFile(needs: LockFileChange): Promise<boolean> {
  const change = {
    label: t('Run Terraform Init and Update the Lock File'),
    description: needs === 'upgrade' ? t('Uses the newer versions that the code asks for') : t('Adds missing rows'),
  };
  const leave = {
    label: t("Don't Run Init"),
    description: t('The folder is not initialized'),
  };
  const placeHolder = t('Terraform Init needs to change .terraform.lock.hcl');
  return (await pickOne([change, leave], { placeHolder, ignoreFocusOut: true })) === change;
}
