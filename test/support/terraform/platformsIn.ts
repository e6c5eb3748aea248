import { now } from '../../../common/now';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { environmentKeys } from '../../../server/kubestack/inheritance/environmentKeys';
import { allCalls } from '../../../server/kubestack/platform/platform';
import { sourceSyntaxOf } from '../../../server/workspace/fileNames';
import { workspaceOf } from '../testWorkspace';
import type { JudgedPlatform } from './judgedRoot';

/** Reads real platforms for the judge: one for each root module below a folder, with its local modules. */
export async function platformsIn(folder: string): Promise<{ name: string; platform: JudgedPlatform }[]> {
  const texts: Record<string, string> = {};
  for (const path of filesBelow(folder)) texts[relative(folder, path)] = readFileSync(path, 'utf8');
  const { snapshot, uri } = await workspaceOf(texts);
  const { model } = snapshot;
  return model.tree.rootInstances().flatMap(root => {
    const calls = now(allCalls(root, model));
    const place = root.folderUri === uri('') ? '' : `${root.folderUri.slice(uri('').length + 1)}/`;
    // Configurations don't depend on providers or on locals that read a kubeconfig.
    const files = Object.entries(texts).filter(([path]) => path.startsWith(place) && !/providers\.tf$/.test(path));
    if (calls.length === 0) return [];
    const platform: JudgedPlatform = {
      files: Object.fromEntries(files.map(([path, text]) => [path.slice(place.length), text])),
      calls: calls.map(call => ({
        address: call.address,
        source: call.module.source,
        environments: environmentKeys(call, model),
      })),
    };
    return [{ name: place === '' ? folder : place, platform }];
  });
}

function* filesBelow(folder: string): Iterable<string> {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    // Broken links are common in starters.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) yield* filesBelow(path);
    else if (stat && sourceSyntaxOf(name)) yield path;
  }
}
