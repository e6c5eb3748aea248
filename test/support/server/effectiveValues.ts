import type { EffectiveConfigurationResult, EffectiveModule, PlatformsResult } from '../../../common/protocol';
import type { LanguageServer } from './languageServer';

/** The result of `kubestack/effectiveConfiguration` for a document. */
export async function effectiveModules(
  server: LanguageServer,
  uri: string,
  module?: string,
): Promise<EffectiveModule[]> {
  const parameters = { textDocument: { uri }, ...(module === undefined ? {} : { module }) };
  const { modules } = await server.request<EffectiveConfigurationResult>(
    'kubestack/effectiveConfiguration',
    parameters,
  );
  return modules;
}

/** Values of a module by `environment attribute.path`. For an unknown value, its source text in angle brackets. */
export function effectiveModuleValues(module: EffectiveModule | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [environment, attributes] of Object.entries(module?.environments ?? {})) {
    for (const { path, value, known, expression } of attributes) {
      values[`${environment} ${path.join('.')}`] = known ? value : `<${expression ?? ''}>`;
    }
  }
  return values;
}

/** {@link effectiveModuleValues} for the first call in a document. */
export async function effectiveValues(server: LanguageServer, uri: string): Promise<Record<string, unknown>> {
  return effectiveModuleValues((await effectiveModules(server, uri))[0]);
}

/** Folders of the workspace's platforms. */
export async function platformFolderUris(server: LanguageServer): Promise<string[]> {
  const { platforms } = await server.request<PlatformsResult>('kubestack/platforms', {});
  return platforms.map(platform => platform.uri);
}
