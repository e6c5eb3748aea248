import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { choosePlatform, targetOfActiveEditor } from '../../platform/ui/choose';
import { commandTarget } from '../../platform/commandTarget';
import type { Platforms } from '../../core/platforms';
import { failedRunText, planTexts } from './tree/environmentNode';
import { isStale, type PlanEntry } from './tree/planEntry';
import type { PlanResults } from './planResults';
import { planTarget } from './planUri';
import { showInformation } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
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
    return choosePlatform(
      this.platforms,
      commandTarget(argument).platform ?? shownTarget()?.platform ?? active.platform,
    );
  }

  /** The platform and one of its environments; asks for missing parts. */
  async environment(argument: unknown, placeHolder: string): Promise<PlanTarget | undefined> {
    const platform = await this.platform(argument);
    if (!platform) return undefined;
    const environment = commandTarget(argument).environment ?? (await this.choose(platform, placeHolder));
    return environment === undefined ? undefined : { platform, entry: this.results.of(platform.uri, environment) };
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
