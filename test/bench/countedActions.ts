/** The actions whose cost `npm run counts` counts, in a session like that of the language server, but without pauses. */
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { now } from '../../common/now';
import { findingsOf } from '../../server/checks/engine/checkRunner';
import { sideContext, textFiles } from '../../server/comparison/sideContext';
import { allDiagnostics } from '../../server/diagnostics/checkedDiagnostics';
import { completion } from '../../server/features/completion/completion';
import { effectiveConfiguration } from '../../server/features/effective/effectiveConfiguration';
import { platforms } from '../../server/features/effective/platforms';
import { hover } from '../../server/features/hover/hover';
import { references } from '../../server/features/navigation/references';
import { workspaceSymbols } from '../../server/features/navigation/workspaceSymbols';
import { precompute } from '../../server/features/precompute';
import { forecasterIn } from '../../server/forecast/forecaster';
import { nodeRuntime } from '../../server/node/nodeRuntime';
import { scaffold } from '../../server/scaffold/scaffold';
import type { RequestContext } from '../../server/semantics/requestContext';
import { DEFAULT_SETTINGS } from '../../server/semantics/settings';
import { openSession } from '../../server/session';
import { assetsFolder } from '../fuzz/inProcessServer';
import { generatePlatform } from '../platforms/generate';
import { configurationFiles } from './configurationFiles';
import { applyEdit, editedValue, positionAt } from './editPlan';
import { editedDocuments } from './measurePlatform';
import { installModules } from './peer/installedModules';

export interface CountedAction {
  readonly name: string;
  /** Not counted. */
  readonly prepare?: () => Promise<void> | void;
  readonly run: () => unknown;
}

const ABILITIES = {
  snippets: true,
  insertReplace: true,
  markdown: true,
  adjustsIndentation: true,
  tags: true,
  labelDetails: true,
};

/** A resource that is replaced when the configuration of a cluster changes. */
const CLUSTER_RESOURCE = `
resource "aws_eks_cluster" "current" {
  name     = jsonencode(var.configuration[terraform.workspace])
  role_arn = "arn"

  vpc_config {
    subnet_ids = []
  }
}
`;

/**
 * Generates a platform. The actions must run in this order.
 * @param folder is empty
 */
export function countedActions(folder: string, clusters: number): CountedAction[] {
  generatePlatform(folder, clusters);
  installModules(folder);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (/\.terraform\/modules\/.*aws\/cluster\/[^/]*outputs[^/]*$/.test(path))
      appendFileSync(join(folder, path), CLUSTER_RESOURCE);
  const runtime = nodeRuntime(assetsFolder());
  const forecaster = forecasterIn(runtime.readAsset);
  const root = pathToFileURL(folder).href;
  const session = openSession(runtime, [root]);
  const { model, workspace } = session;
  const request: RequestContext = {
    model,
    settings: DEFAULT_SETTINGS,
    client: {
      markdown: true,
      canRefreshDiagnostics: true,
      servedByOtherExtension: () => false,
      clientUri: uri => uri,
    },
  };
  const [document] = editedDocuments(folder);
  const uri = `${root}/${document.file}`;
  const committed = new Map(configurationFiles(folder).map(file => [file, readFileSync(join(folder, file), 'utf8')]));
  let text = committed.get(document.file)!;
  let edits = 0;
  const edit = (): void => {
    const { start, length } = edits === 0 ? document : { ...document, length: 3 };
    text = applyEdit(text, { start, oldEnd: start + length, inserted: editedValue(++edits) });
    workspace.setDocument(uri, text);
  };
  const at = positionAt(text, document.start);
  const name = { line: at.line, character: at.character - 4 };
  const hoverAt = (position: typeof at): unknown => hover(request, uri, position, forecaster.effectSection);
  const everywhere = (ask: (position: typeof at) => unknown): void => {
    for (const [line, content] of text.split('\n').entries())
      if (/\w/.test(content)) ask({ line, character: content.search(/\w/) });
  };
  const check = (): void => {
    for (const each of model.tree.rootInstances()) now(findingsOf(request, each));
  };
  let before = request;
  const forecast = {
    prepare: async () => {
      before = await sideContext(request, root, textFiles(Object.fromEntries(committed)));
    },
    run: () => now(forecaster.forecast({ before, after: request, uri: root })),
  };
  return [
    { name: 'read the workspace', run: () => session.whenRead() },
    {
      name: 'first hover',
      run: () => {
        workspace.setDocument(uri, text);
        hoverAt(name);
      },
    },
    { name: 'precompute', run: () => now(precompute(request)) },
    { name: 'effects of the attributes of a document', run: () => now(forecaster.prepareEffects(request, uri)) },
    { name: 'hover of each line, first time', run: () => everywhere(hoverAt) },
    { name: 'hover of each line', run: () => everywhere(hoverAt) },
    { name: 'edit', run: edit },
    { name: 'hover of each line after it', run: () => everywhere(hoverAt) },
    { name: 'effective configuration', run: () => effectiveConfiguration(request, uri) },
    { name: 'diagnostics of the document', run: () => now(allDiagnostics(request, uri)) },
    { name: 'all platforms', run: () => now(platforms(request)) },
    { name: 'all checks, first time', run: check },
    { name: 'all checks, nothing edited', run: check },
    {
      name: 'edit and all checks',
      run: () => {
        edit();
        check();
      },
    },
    {
      name: 'edit and all checks again',
      run: () => {
        edit();
        check();
      },
    },
    { name: 'completion', run: () => completion(request, uri, at, ABILITIES) },
    { name: 'references', run: () => now(references(request, uri, name, true)) },
    { name: 'workspace symbols', run: () => now(workspaceSymbols(request, 'eks')) },
    {
      name: 'add an environment',
      run: () => {
        for (const _ of scaffold(request, { uri: root, kind: 'environment', answers: { env: 'counted' } }));
      },
    },
    { name: 'forecast', ...forecast },
    { name: 'forecast after another edit', prepare: edit, run: forecast.run },
    {
      name: 'forecast from nothing',
      prepare: async () => {
        before = await sideContext(request, root, textFiles({}));
      },
      run: forecast.run,
    },
    { name: 'forecast from nothing after another edit', prepare: edit, run: forecast.run },
  ];
}
