import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import { commandTarget } from '../../platform/commandTarget';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { ACTIONS_BY_DANGER, type PlannedAction } from '../../../common/plan/plan';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import { actionWord } from '../../../common/plan/actionWords';
import { ACTION_STYLES, actionMeaning } from './tree/actionStyles';
import type { PlanDocuments } from './planDocuments';
import { NO_FILTER } from './tree/planFilter';
import { showPlanOutcome } from './showPlanOutcome';
import { typeCloudSignIn } from './cloudSignIn';
import type { Planning } from './planning';
import type { PlanNode } from './tree/planNode';
import type { PlanResults } from './planResults';
import { purposeOf, type PlanTargets } from './planTarget';
import { openInTerminal } from './planTerminal';
import type { PlanView } from './planView';
import { planSummaries } from '../model/planSummaries';
import { rootBlock } from './tree/resourceLabel';
import { showInStatusBar, showInformation } from '../../core/messages';
import { createPick, shownItem } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** The commands for existing plans. */
export class ResultCommands {
  constructor(
    private readonly planning: Planning,
    private readonly results: PlanResults,
    private readonly targets: PlanTargets,
    private readonly documents: PlanDocuments,
    private readonly view: PlanView,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.commands.registerCommand(Command.planOpenItem, (node: PlanNode) => this.openItem(node)),
      vscode.commands.registerCommand(Command.planGoToSource, (node: PlanNode) => goToSource(node)),
      vscode.commands.registerCommand(Command.planCopyAddress, (node: PlanNode) => copyAddress(node)),
      vscode.commands.registerCommand(Command.planCancel, (argument: unknown) => this.cancel(argument)),
      vscode.commands.registerCommand(Command.planFilter, () => this.chooseFilter()),
      vscode.commands.registerCommand(Command.planClearFilter, () => void (this.view.filter = NO_FILTER)),
      vscode.commands.registerCommand(Command.planCompare, (argument: unknown, other: unknown) =>
        this.compare(argument, other),
      ),
      vscode.commands.registerCommand(Command.planCopySummary, (argument: unknown) => this.copySummary(argument)),
      vscode.commands.registerCommand(Command.planShowLog, (argument: unknown) => this.showLog(argument)),
      registerTrustedCommand(Command.planSignIn, argument => this.signIn(argument)),
      registerTrustedCommand(Command.planOpenInTerminal, argument => this.openTerminal(argument)),
    );
  }

  private async openItem(node: PlanNode): Promise<void> {
    const { target, platform, environment, purpose } = node;
    if (!target || environment === undefined) return;
    const entry = this.results.of(platform, environment, purpose);
    if (target.kind === 'difference') return this.documents.openDifference(entry, target);
    if (target.kind === 'log') return this.documents.openLog(entry);
    if (target.kind === 'command') {
      await vscode.commands.executeCommand(target.command, { platform, environment, purpose });
      return;
    }
    const { start, end } = target.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(target.file), { selection, preview: true });
  }

  private cancel(argument: unknown): void {
    const { platform, environment } = commandTarget(argument);
    const isNamed = platform !== undefined && environment !== undefined;
    this.planning.cancel(isNamed ? this.results.of(platform, environment, purposeOf(argument)) : undefined);
  }

  /** Lets the user select actions and enter a text for the address. */
  private async chooseFilter(): Promise<void> {
    const present = this.results.planned.flatMap(({ plan }) => (plan ? [plan.counts] : []));
    const counted = (action: PlannedAction) => present.reduce((sum, counts) => sum + counts[action], 0);
    const items = ACTIONS_BY_DANGER.filter(
      action => counted(action) > 0 || this.view.filter.actions.includes(action),
    ).map(action =>
      shownItem({
        label: actionWord(action),
        icon: ACTION_STYLES[action].icon,
        description: `${counted(action)} · ${actionMeaning(action)}`,
        alwaysShow: true,
        action,
      }),
    );
    const picker = createPick<(typeof items)[number]['item']>();
    picker.title = t('Show Only These Changes');
    picker.placeholder = t('Select actions or filter by address');
    picker.canSelectMany = true;
    picker.items = items;
    picker.value = this.view.filter.text;
    picker.selectedItems = items.filter(({ item }) => this.view.filter.actions.includes(item.action));
    picker.onDidAccept(() => {
      this.view.filter = { actions: picker.selectedItems.map(({ item }) => item.action), text: picker.value };
      picker.hide();
    });
    await new Promise<void>(resolve => {
      picker.onDidHide(() => {
        picker.dispose();
        resolve();
      });
      picker.show();
    });
  }

  private async compare(argument: unknown, other: unknown): Promise<void> {
    const first = await this.targets.planned(argument, t('Select an environment to compare the plan of'));
    if (!first) return;
    const called = { platform: first.platform.uri, ...commandTarget(other) };
    const second = await this.targets.planned(called, t('Select a plan to compare with'), first.entry);
    if (second) await this.documents.openComparison(first.entry, second.entry);
  }

  /** For the environment of the argument, otherwise for all planned environments. */
  private async copySummary(argument: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    if (!platform) return;
    const { environment } = commandTarget(argument);
    const ofPlatform = this.results.byPlatform.filter(({ platform: uri }) => uri === platform.uri);
    const all = planSummaries(ofPlatform);
    const summaries = environment === undefined ? all : all.filter(plan => plan.environment === environment);
    if (!summaries.some(({ plan }) => plan)) {
      void showInformation(t('There is no plan to copy yet.'));
      return;
    }
    await vscode.env.clipboard.writeText(planMarkdown(summaries));
    const names = summaries.map(plan => plan.environment).join(', ');
    showInStatusBar('clippy', t('Copied the plan summary of {0}', names));
  }

  private async showLog(argument: unknown): Promise<void> {
    const target = await this.targets.environment(argument, t('Select an environment to show the log of'));
    if (target) await this.documents.openLog(target.entry);
  }

  /** The command of an item or a button of a failed run, so the argument names its environment. */
  private async signIn(argument: unknown): Promise<void> {
    const target = await this.targets.environment(argument, t('Select an environment to plan'));
    const { outcome } = target?.entry ?? {};
    if (target && outcome?.kind === 'credentialsMissing')
      await typeCloudSignIn(vscode.Uri.parse(target.platform.uri), outcome.missing);
  }

  private async openTerminal(argument: unknown): Promise<void> {
    const target = await this.targets.environment(argument, t('Select an environment to plan in a terminal'));
    if (!target) return;
    const { platform, entry } = target;
    const refused = await openInTerminal(platform, entry);
    if (refused) showPlanOutcome(platform, this.results.nameBeside(platform), entry.environment, refused, false);
  }
}

/** Opens the block in the root module that a change comes from. The language server knows where it is. */
async function goToSource({ address, platform }: PlanNode): Promise<void> {
  if (address === undefined) return;
  const { isModule, name } = rootBlock(address);
  const kind = isModule ? vscode.SymbolKind.Module : vscode.SymbolKind.Class;
  const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
    'vscode.executeWorkspaceSymbolProvider',
    name,
  );
  const folder = vscode.Uri.parse(platform).path.replace(/\/$/, '');
  const declared = symbols.find(
    symbol =>
      symbol.name === name && symbol.kind === kind && symbol.location.uri.path.replace(/\/[^/]*$/, '') === folder,
  );
  if (!declared) {
    void showInformation(t("{0} isn't in the code.", name));
    return;
  }
  const { uri, range } = declared.location;
  const selection = new vscode.Range(range.start, range.start);
  await vscode.commands.executeCommand('vscode.open', uri, { selection, preview: true });
}

async function copyAddress({ address }: PlanNode): Promise<void> {
  if (address === undefined) return;
  await vscode.env.clipboard.writeText(address);
  showInStatusBar('clippy', t('Copied {0}', address));
}
