/** The tools for coding agents, on a workspace given as text. */
import { now } from '../../../common/now';
import { join } from 'node:path';
import { forecasterIn } from '../../../server/forecast/forecaster';
import { readAssetIn } from '../../../server/node/assetFiles';
import { forAgent, ToolError, type ToolHost } from '../../../server/tools/tool';
import { callTool, type ToolAnswer } from '../../../server/tools/toolTable';
import type { Texts } from '../scaffold/scaffolded';
import { lifecycleOn } from '../lifecycleOn';
import { workspaceOf } from '../testWorkspace';

const forecaster = forecasterIn(readAssetIn(join(__dirname, '../../..')));

export interface TestTools {
  /** Calls a tool. Errors that are not caused by the input are thrown. */
  readonly call: (name: string, input: unknown) => Promise<ToolAnswer>;
}

export async function toolsOn(texts: Texts): Promise<TestTools> {
  const { snapshot, uri } = await workspaceOf(texts, {}, lifecycleOn('2026-11-23'));
  const request = forAgent(snapshot);
  const host: ToolHost = {
    roots: () => [uri('')],
    compute: (_, work) => Promise.resolve().then(() => now(work(request))),
    revisions: (folder, base) => {
      if (base !== 'HEAD') throw new ToolError('There is no such revision.');
      return Promise.resolve({ before: request, after: request, uri: folder });
    },
    refs: () => Promise.resolve({ mainBranch: 'main', folder: '', tags: [], strayTags: new Set() }),
    forecaster,
  };
  return {
    call: (name, input) =>
      callTool(host, name, input, error => {
        throw error;
      }),
  };
}
