/**
 * The Kubernetes objects that services apply in each environment, as their files declare them: nothing is rendered, so what patches and generators
 * change isn't visible to rules.
 */
import { memoize } from '../../common/memoize';
import { now } from '../../common/now';
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { parseYamlDocuments } from '../../common/yaml/boundedYaml';
import { fromJson, JsonError } from '../hcl/values/json';
import { object, string } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { Rule } from '../kubestack/rules/ruleModel';
import { overlaysIn } from '../manifests/overlays';
import type { RequestContext } from '../semantics/requestContext';
import type { TextFile } from '../workspace/textFiles';
import { resolvePath } from '../workspace/uri';
import type { JudgedTarget } from './judgedTarget';
import { addPlatformNames, moduleScope, type JudgedPlatform } from './ruleTargets';

/** Maximum number of objects that rules judge. */
const MAX_OBJECTS = 5_000;
const MAX_ALIASES = 100;

interface Declared {
  /** `Deployment/web` */
  readonly name: string;
  readonly value: Value;
  /** The first line of the object in its file, as offsets. */
  readonly start: number;
  readonly end: number;
}

/** Objects of manifests, each with its environments. None if no rule is about manifests. */
export function* manifestTargets(
  request: RequestContext,
  platform: JudgedPlatform,
  open: readonly Rule[],
): Generator<undefined, readonly (JudgedTarget & { readonly rules: readonly Rule[] })[]> {
  const rules = open.filter(({ target }) => target === 'manifest');
  if (rules.length === 0) return [];
  const { root, model, calls } = platform;
  const { texts } = model.workspace;
  /** By the address of the call and the URI of the file. */
  const environments = new Map<
    string,
    { readonly address: string; readonly uri: string; readonly names: Set<string> }
  >();
  for (const { overlays } of yield* overlaysIn(request, { uri: root.folderUri }))
    for (const { address, environment, files } of overlays)
      for (const file of files) {
        const uri = resolvePath(root.folderUri, file);
        const key = `${address}\n${uri}`;
        const found = environments.get(key) ?? { address, uri, names: new Set<string>() };
        environments.set(key, found);
        found.names.add(environment);
      }
  const targets: (JudgedTarget & { readonly rules: readonly Rule[] })[] = [];
  for (const { address, uri, names } of environments.values()) {
    const call = calls.find(each => each.address === address);
    const file = texts.file(uri);
    if (!call || !file) continue;
    yield;
    for (const declared of declaredIn(file)) {
      if (targets.length >= MAX_OBJECTS) return targets;
      targets.push({
        rules,
        subject: declared.name,
        exists: environment => names.has(environment),
        scope: (environment, roots) => {
          const own = moduleScope(platform, call, environment, roots, new DependencyTracker());
          const values = new Map([...own.names, ['object', declared.value] as const]);
          addPlatformNames(values, platform, roots);
          const other = (name: string): Value =>
            object(
              new Map([
                ['environment', string(name)],
                ['object', declared.value],
              ]),
            );
          return { names: values, other };
        },
        range: () => ({ file, start: declared.start, end: declared.end }),
      });
    }
  }
  return targets;
}

const declaredIn = memoize((file: TextFile): readonly Declared[] => {
  if (!/\.ya?ml$/i.test(file.uri)) return [];
  try {
    return now(parseYamlDocuments(file.text)).flatMap(document => {
      const plain: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      if (!isRecord(plain)) return [];
      const kind = ownProperty(plain, 'kind');
      const metadata = ownProperty(plain, 'metadata');
      if (typeof kind !== 'string' || document.errors.length > 0) return [];
      const name = isRecord(metadata) ? ownProperty(metadata, 'name') : undefined;
      const start = document.contents?.range[0] ?? document.range[0];
      const lineEnd = file.text.indexOf('\n', start);
      const end = lineEnd < 0 ? file.text.length : lineEnd;
      return [{ name: `${kind}/${typeof name === 'string' ? name : ''}`, value: valueOf(plain), start, end }];
    });
  } catch {
    // A file that isn't YAML within limits declares nothing that a rule can judge; another check reports it.
    return [];
  }
});

function valueOf(plain: unknown): Value {
  try {
    return fromJson(JSON.stringify(plain) ?? 'null');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return fromJson('null');
  }
}
