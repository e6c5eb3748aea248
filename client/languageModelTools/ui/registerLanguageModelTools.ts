/**
 * The tools for VS Code's chat: package.json declares them, and the server executes them. VS Code before 1.95 doesn't support tools, and the type
 * definitions of the oldest supported version don't contain them.
 */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { ObjectComparison } from '../../../common/manifests/objectComparison';
import type { CallToolParams, CallToolResult } from '../../../common/protocol';
import { errorMessage } from '../../core/errorMessage';
import { Setting } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { ComparedSides, NamedSide } from '../../core/revisionSide';
import { groupedObjectChanges } from '../../../common/manifests/groupedObjectChanges';
import { isInFolder } from '../../../common/node/paths';
import { COMPARE_TOOL, comparedSides } from '../comparedSides';
import { withDeployedCommits } from '../deployedCommits';
import { refsOf, STATE_TOOL } from '../repositoryState';
import { t } from '../../../common/localization';

/** Renders the services that differ between two sides with the files of their overlays; undefined on cancel. */
type CompareManifests = (uri: string, sides: readonly [NamedSide, NamedSide]) => Promise<ObjectComparison | undefined>;

/** The used part of VS Code's API, which is in `vscode.d.ts` since 1.95. */
interface LanguageModelApi {
  readonly registerTool?: (name: string, tool: LanguageModelTool) => vscode.Disposable;
}
interface LanguageModelTool {
  prepareInvocation(options: { readonly input: unknown }): {
    readonly invocationMessage: string;
    readonly confirmationMessages: { readonly title: string; readonly message: string };
  };
  invoke(options: { readonly input: unknown }, token: vscode.CancellationToken): Promise<unknown>;
}
interface ResultApi {
  readonly LanguageModelToolResult: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart: new (text: string) => unknown;
}

/**
 * Registers the tools while the setting is on.
 * @param extension this extension, whose manifest declares the tools
 */
export function registerLanguageModelTools(
  extension: vscode.Extension<unknown>,
  server: LanguageServerClient,
  compareManifests: CompareManifests,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  const { registerTool } = (vscode as { lm?: LanguageModelApi }).lm ?? {};
  if (!registerTool) return new vscode.Disposable(() => undefined);
  const { contributes } = extension.packageJSON as {
    contributes: { languageModelTools: readonly { name: string; displayName: string }[] };
  };
  const declared = contributes.languageModelTools;
  let registered: vscode.Disposable[] = [];
  const release = (): void => {
    for (const each of registered) each.dispose();
    registered = [];
  };
  const follow = (): void => {
    release();
    if (vscode.workspace.getConfiguration().get<boolean>(Setting.languageModelTools) === false) return;
    registered = declared.map(({ name, displayName }) =>
      registerTool(name, toolOf(server, compareManifests, name, displayName)),
    );
  };
  const listener = vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(Setting.languageModelTools)) follow();
  });
  try {
    follow();
  } catch (error) {
    output.warn(`The language model tools can't be registered: ${errorMessage(error)}`);
  }
  return new vscode.Disposable(() => {
    listener.dispose();
    release();
  });
}

function toolOf(
  server: LanguageServerClient,
  compareManifests: CompareManifests,
  name: string,
  title: string,
): LanguageModelTool {
  return {
    prepareInvocation: () => ({
      invocationMessage: t('Reading the Kubestack platform'),
      confirmationMessages: {
        title,
        message: t(
          'This reads configuration in the folders of this window and passes facts about it to the language model. Nothing is written or executed.',
        ),
      },
    }),
    invoke: async ({ input: given }, token) => {
      const call = (params: CallToolParams): Promise<CallToolResult> => server.callTool(params, undefined, token);
      await server.startOnce();
      const input = name === COMPARE_TOOL ? await withDeployedCommits(given, path => stateOf(path, call)) : given;
      const sides = name === COMPARE_TOOL ? await sidesOf(input, compareManifests) : undefined;
      const refs = name === STATE_TOOL ? await refsIn(input) : undefined;
      const { text, isError } = await server.callTool({ name, input, ...(refs ? { refs } : {}) }, sides, token);
      // VS Code passes an error's message to the model.
      if (isError) throw new Error(text);
      const { LanguageModelToolResult, LanguageModelTextPart } = vscode as unknown as ResultApi;
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}

/** The text of the tool's answer about the state of environments. @throws Error if the tool refuses the input */
async function stateOf(path: unknown, call: (params: CallToolParams) => Promise<CallToolResult>): Promise<string> {
  const input = { path };
  const refs = await refsIn(input);
  const { text, isError } = await call({ name: STATE_TOOL, input, ...(refs ? { refs } : {}) });
  if (isError) throw new Error(text);
  return text;
}

/** Returns undefined for invalid inputs, which the server rejects with an explanation. */
async function sidesOf(input: unknown, compareManifests: CompareManifests): Promise<ComparedSides | undefined> {
  const {
    path = '.',
    base,
    head,
    manifests: withObjects,
  } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  if (typeof path !== 'string' || typeof base !== 'string' || path.includes('\0')) return undefined;
  if (head !== undefined && typeof head !== 'string') return undefined;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const folder = isAbsolute(path) ? join(path) : join(uri.fsPath, path);
    if (uri.scheme !== 'file' || !isInFolder(folder, uri.fsPath)) continue;
    const folderUri = vscode.Uri.file(folder).toString();
    const sides = await comparedSides(folder, folderUri, base, head, withObjects === true);
    if (withObjects !== true) return sides;
    const objects = await compareManifests(folderUri, [sides.before, sides.after]);
    if (!objects) throw new Error('Rendering the manifests was cancelled.');
    return { ...sides, objects: groupedObjectChanges(objects) };
  }
  return undefined;
}

/** Returns undefined for invalid inputs, which the server rejects with an explanation. */
async function refsIn(input: unknown): ReturnType<typeof refsOf> {
  const { path } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  if (typeof path !== 'string' || path.includes('\0')) return undefined;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const folder = isAbsolute(path) ? join(path) : join(uri.fsPath, path);
    if (uri.scheme !== 'file' || !isInFolder(folder, uri.fsPath)) continue;
    const setting = vscode.workspace.getConfiguration(undefined, uri).get<string>(Setting.mainBranch, '');
    return refsOf(folder, setting);
  }
  return undefined;
}
