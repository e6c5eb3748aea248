import type { EffectiveConfigurationResult, EffectiveModule, PlatformsResult } from '../../../common/protocol';
import type { LanguageServer } from './languageServer';

/** `kubestack/effectiveConfiguration` of a document. */
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

/** `environment attribute.path` → value, for one module; source text in angle brackets where the value is not known. */
export function effectiveModuleValues(module: EffectiveModule | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [environment, attributes] of Object.entries(module?.environments ?? {})) {
    for (const { path, value, known, expression } of attributes) {
      values[`${environment} ${path.join('.')}`] = known ? value : `<${expression ?? ''}>`;
    }
  }
  return values;
}

/** What {@link effectiveModuleValues} gives for the first call in a document. */
export async function effectiveValues(server: LanguageServer, uri: string): Promise<Record<string, unknown>> {
  return effectiveModuleValues((await effectiveModules(server, uri))[0]);
}

/** Folders of the workspace's platforms. */
export async function platformFolderUris(server: LanguageServer): Promise<string[]> {
  const { platforms } = await server.request<PlatformsResult>('kubestack/platforms', {});
  return platforms.map(platform => platform.uri);
}
