import * as vscode from 'vscode';
import type { PlanResults } from '../../plan/ui/planResults';
import { driftState, UNCHECKED, type DriftState } from '../driftState';
import type { PromotionRepositories } from './promotionRepositories';

/** The drift of environments as of the last checks, for the promotion view and the board. */
export class DriftStates implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly results: PlanResults,
  ) {
    this.subscription = results.onDidChange(({ purpose }) => {
      if (purpose === 'drift') this.changed.fire();
    });
  }

  readonly onDidChange = this.changed.event;

  readonly of = (root: string, environment: string): DriftState => {
    const platforms = (this.repositories.at(root)?.platforms ?? []).filter(({ environments }) =>
      environments.includes(environment),
    );
    return platforms.length === 0
      ? UNCHECKED
      : driftState(platforms.map(({ uri }) => this.results.of(uri, environment, 'drift')));
  };

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
