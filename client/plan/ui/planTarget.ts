import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { choosePlatform, targetOfActiveEditor } from '../../platform/ui/choose';
import { commandTarget } from '../../platform/commandTarget';
import type { Platforms } from '../../core/platforms';
import { failedRunText, planTexts } from '../model/planTexts';
import { isStale, type PlanEntry, type RunPurpose } from '../model/planEntry';
import type { PlanResults } from './planResults';
import { planTarget } from './planUri';
import { showInformation } from '../../core/messages';
import { pickMany, pickOne } from '../../core/quickPicks';
import { driftResultText } from './tree/driftNode';
import { t } from '../../../common/localization';

/** The target of a command. */
export interface PlanTarget {
  platform: Platform;
  entry: PlanEntry;
}

/** Determines the target of a command from its argument, the active editor, or by asking the user. */
export class PlanTargets {
  constructor(
    private readonly platforms: Platforms,
    private readonly results: PlanResults,
  ) {}

  /** The platform; undefined if there is none, after a message, or on cancel. */
  async platform(argument: unknown): Promise<Platform | undefined> {
    const active = targetOfActiveEditor(this.platforms.all);
    const target = commandTarget(argument);
    // Who names the platform knows its environments; others, such as *Plan ops*, need one that has the environment.
    return target.platform === undefined
      ? choosePlatform(this.platforms, shownTarget()?.platform ?? active.platform, target)
      : choosePlatform(this.platforms, target.platform);
  }

  /** The platform and one of its environments; asks for missing parts. */
  async environment(argument: unknown, placeHolder: string): Promise<PlanTarget | undefined> {
    const platform = await this.platform(argument);
    if (!platform) return undefined;
    const environment = commandTarget(argument).environment ?? (await this.choose(platform, placeHolder));
    if (environment === undefined) return undefined;
    return { platform, entry: this.results.of(platform.uri, environment, purposeOf(argument)) };
  }

  /** The platform and the environments to check for drift: that of the argument, or those that the user chooses. */
  async driftChecks(argument: unknown): Promise<{ platform: Platform; environments: readonly string[] } | undefined> {
    const platform = await this.platform(argument);
    if (!platform) return undefined;
    const { environment } = commandTarget(argument);
    const [only, ...others] = environment === undefined ? platform.environments : [environment];
    if (only === undefined || others.length === 0) return { platform, environments: only === undefined ? [] : [only] };
    const items = platform.environments.map(each => {
      const entry = this.results.of(platform.uri, each, 'drift');
      return { label: each, description: driftResultText(entry), picked: true };
    });
    const placeHolder = t('Select the environments to check for drift');
    const picked = await pickMany(items, { placeHolder, matchOnDescription: true });
    return picked && { platform, environments: picked.map(({ label }) => label) };
  }

  /** Lets the user choose an environment that has a plan; returns the only one without asking. */
  async planned(argument: unknown, placeHolder: string, without?: PlanEntry): Promise<PlanTarget | undefined> {
    const platform = await this.platform(argument);
    if (!platform) return undefined;
    const planned = this.results.plannedOf(platform).filter(entry => entry !== without);
    const named = planned.find(({ environment }) => environment === commandTarget(argument).environment);
    const [only, ...others] = planned;
    if (!only) {
      void showInformation(t('No other environment has a plan yet.'));
      return undefined;
    }
    if (named ?? others.length === 0) return { platform, entry: named ?? only };
    const environment = await this.choose(platform, placeHolder, planned);
    return environment === undefined ? undefined : { platform, entry: this.results.of(platform.uri, environment) };
  }

  /** In promotion order, with the outcomes of their last plans. */
  private async choose(
    platform: Platform,
    placeHolder: string,
    among?: readonly PlanEntry[],
  ): Promise<string | undefined> {
    const entries = among ?? platform.environments.map(environment => this.results.of(platform.uri, environment));
    const items = entries.map(entry => ({ label: entry.environment, description: resultText(entry) }));
    return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.label;
  }
}

/** What a command is for: an item of a drift check, or a plan. */
export function purposeOf(argument: unknown): RunPurpose {
  const { purpose } = (argument ?? {}) as { purpose?: unknown };
  return purpose === 'drift' ? 'drift' : 'plan';
}

/** The environment of the document in the active editor. */
function shownTarget(): { platform: string; environment: string } | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && planTarget(uri);
}

function resultText(entry: PlanEntry): string {
  const { outcome, running, plan } = entry;
  if (running) return t('planning now');
  if (!outcome) return t('not planned yet');
  const isPlan = outcome.kind === 'planned' || outcome.kind === 'noChanges';
  const result = isPlan && plan ? planTexts(plan) : [failedRunText(entry)];
  const time = new Date(entry.endedAt ?? 0).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return [...result, time, ...(isPlan && isStale(entry) ? [t('stale')] : [])].join(' · ');
}
