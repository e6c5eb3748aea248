/** Copies the files of overlays into a separate folder, so that programs neither see nor change anything else of the workspace. */
import { ownProperty } from '../ownProperty';
import type { PlatformOverlays } from './overlay';
import type { RenderingHost } from './renderingHost';

/**
 * @param platform its files, by path from the root module's folder
 * @param top absolute path of an empty folder
 * @returns absolute path of the copied root module's folder
 */
export async function stageFiles(
  { uri, files }: Pick<PlatformOverlays, 'uri' | 'files'>,
  top: string,
  host: RenderingHost,
): Promise<string> {
  const paths = Object.keys(files);
  const above = Math.max(0, ...paths.map(path => /^(?:\.\.\/)*/.exec(path)![0].length / 3));
  const names = uri.split('/').slice(-above);
  // Names of the folders that a path with `../` returns through, such as `platform` in `../../platform/x.yaml`.
  const steps = above === 0 ? [] : names.map(name => decoded(name));
  const root = steps.reduce((folder, step) => host.join(folder, step), top);
  for (const path of paths) await host.writeFile(host.join(root, path), ownProperty(files, path)!, 'base64');
  return root;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
