/** *Accept Drift…*: adds an entry to a `*.drift.hcl` file of the platform. */
import * as vscode from 'vscode';
import type { NewDriftEntryParams, NewDriftEntryResult } from '../../../common/drift/drift';
import { t } from '../../../common/localization';
import type { PlannedResource } from '../../../common/plan/plan';
import { Method } from '../../../common/protocol';
import { errorMessage } from '../../core/errorMessage';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { promptForText, showError, showInformation } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { driftedResource } from './acceptedDrifts';
import type { PlanResults } from './planResults';
import type { PlanTargets } from './planTarget';
import { dividedDrift } from '../model/drift';
import type { PlanEntry } from '../model/planEntry';
import type { PlanNode } from './tree/planNode';

/** Default number of days for which drift is accepted. */
const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

export function registerAcceptDrift(
  server: LanguageServerClient,
  results: PlanResults,
  targets: PlanTargets,
): vscode.Disposable {
  return vscode.commands.registerCommand(Command.acceptDrift, async (argument: unknown) => {
    try {
      const found = await driftOf(argument, results, targets);
      if (found) await accept(server, found.platform, found.environment, found.resource);
    } catch (error) {
      void showError(t("The entry can't be written: {0}", errorMessage(error)));
    }
  });
}

interface FoundDrift {
  readonly platform: string;
  readonly environment: string;
  readonly resource: PlannedResource;
}

/** The drift of an item of the plan view, or one that the user chooses. */
async function driftOf(argument: unknown, results: PlanResults, targets: PlanTargets): Promise<FoundDrift | undefined> {
  const node = argument as Partial<PlanNode> | undefined;
  const { platform, environment, purpose, target } = node ?? {};
  if (platform !== undefined && environment !== undefined && target?.kind === 'difference') {
    const { plan } = results.of(platform, environment, purpose);
    const resource = plan?.drift.find(({ id }) => id === target.id);
    return resource && { platform, environment, resource };
  }
  const chosen = await targets.platform(argument);
  if (!chosen) return undefined;
  const open = (entry: PlanEntry): readonly PlannedResource[] => dividedDrift(entry)?.open ?? [];
  const items = chosen.environments.flatMap(name =>
    open(results.of(chosen.uri, name, 'drift')).map(resource => ({
      label: resource.address,
      description: name,
      found: { platform: chosen.uri, environment: name, resource },
    })),
  );
  if (items.length === 0) {
    void showInformation(t('There is no drift to accept. Check the drift first.'));
    return undefined;
  }
  return (await pickOne(items, { placeHolder: t('Select the drift to accept'), matchOnDescription: true }))?.found;
}

async function accept(
  server: LanguageServerClient,
  platform: string,
  environment: string,
  resource: PlannedResource,
): Promise<void> {
  const title = t('Accept Drift of {0}', resource.address);
  const scope = await chooseScope(title, environment, resource);
  if (!scope) return;
  const reason = await promptForText({
    title,
    prompt: t('Reason (written into the file)'),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? t('Enter a reason.') : undefined),
  });
  if (reason === undefined) return;
  const today = dayOf(Date.now());
  const until = await promptForText({
    title,
    prompt: t('The last day on which it is accepted'),
    value: dayOf(Date.now() + DAYS * DAY_MS),
    ignoreFocusOut: true,
    validateInput: text => {
      const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
      if (Number.isNaN(time) || dayOf(time) !== text) return t('"{0}" is not a day, such as {1}.', text, '2027-01-31');
      return text < today ? t('This day is over.') : undefined;
    },
  });
  if (until === undefined) return;
  const { address } = resource;
  const params: NewDriftEntryParams = { uri: platform, address, ...scope, reason: reason.trim(), until };
  const entry = await server.request<NewDriftEntryParams, NewDriftEntryResult | null>(Method.newDriftEntry, params);
  if (!entry) throw new Error(t('The workspace is changing. Try again.'));
  await write(vscode.Uri.parse(entry.uri), entry.text);
}

type Scope = Pick<NewDriftEntryParams, 'environments' | 'arguments'>;

/** What the entry accepts: the narrowest choice first. */
async function chooseScope(title: string, environment: string, resource: PlannedResource): Promise<Scope | undefined> {
  const { isDeleted, paths = [] } = driftedResource(resource);
  const names = paths.join(', ');
  const only = [t('{0} in {1}', names, environment), t('{0} in all environments', names)] as const;
  const all = isDeleted
    ? ([t('The deletion, in {0}', environment), t('The deletion, in all environments')] as const)
    : ([t('Every change in {0}', environment), t('Every change in all environments')] as const);
  const here = { environments: [environment] };
  const items: { label: string; scope: Scope }[] = [
    ...(paths.length > 0 ? [{ label: only[0], scope: { ...here, arguments: paths } }] : []),
    { label: all[0], scope: here },
    ...(paths.length > 0 ? [{ label: only[1], scope: { arguments: paths } }] : []),
    { label: all[1], scope: {} },
  ];
  return (await pickOne(items, { title, placeHolder: t('What do you accept?'), ignoreFocusOut: true }))?.scope;
}

/** Appends the text to a file, which is created if it doesn't exist, and shows it. Saves the file if it had no unsaved changes. */
async function write(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const document = await vscode.workspace.openTextDocument(uri).then(
    opened => opened,
    () => undefined,
  );
  const wasDirty = document?.isDirty === true;
  if (document) {
    const before = document.getText();
    const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    edit.insert(uri, document.positionAt(before.length), `${gap}${text}`);
  } else edit.createFile(uri, { contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(t('VS Code could not apply the changes. Nothing was written.'));
  const shown = await vscode.workspace.openTextDocument(uri);
  if (!wasDirty) await shown.save();
  const editor = await vscode.window.showTextDocument(shown, { preview: false });
  const start = shown.positionAt(shown.getText().length - text.length);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
