/** Finds out which changes of a finished plan come from uncommitted edits. */
import * as vscode from 'vscode';
import type { Forecast } from '../../../common/forecast/forecast';
import type { Plan } from '../../../common/plan/plan';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import { folderSide } from '../../git/folderRevision';
import { changeSources } from '../model/changeSources';
import { changedSinceCommit } from '../run/changedSinceCommit';
import type { PlanResults } from './planResults';
import { isStale, type PlanEntry } from '../model/planEntry';

export class PlanSources {
  constructor(
    private readonly results: PlanResults,
    private readonly server: LanguageServerClient,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Adds the sources of the changes to the entry of a plan, unless its files have changed meanwhile. Failures are logged. */
  async find(entry: PlanEntry, plan: Plan): Promise<void> {
    if (plan.changes.length === 0) return;
    try {
      const edited = await changedSinceCommit(plan, 'HEAD');
      if (!edited) return;
      const edits = edited.length === 0 ? undefined : await this.forecast(entry);
      if (entry.plan !== plan || isStale(entry)) return;
      this.results.update(entry, { sources: { plan, byId: changeSources(plan, edits) } });
    } catch (error) {
      this.output.warn(`The sources of the changes in ${entry.environment} are unknown: ${errorMessage(error)}`);
    }
  }

  private async forecast({ platform: uri, environment }: PlanEntry): Promise<Forecast> {
    const before = await folderSide(vscode.Uri.parse(uri).fsPath, 'HEAD');
    const after = { kind: 'workspace' } as const;
    return (await this.server.reviewSoon({ uri, before, after, environment, sections: ['forecast'] })).forecast;
  }
}
