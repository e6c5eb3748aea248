/** Finds what is retired in the manifests that services apply. Only lines are compared, so that long manifests take little time. */
import { memoize } from '../../../common/memoize';
import type { Retirement } from '../../kubestack/lifecycle/lifecycle';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import type { TextFileRange } from '../engine/check';
import { versionsByCluster } from './versionsOfClusters';
import { clusterOfModule } from './providerBlocks';
import { labelInRoot, nameInPlatform } from '../../semantics/moduleCalls';
import { isReadable, resourceFile, serviceCalls, writtenResources } from './serviceManifests';

/** The fields of the manifests with what is retired, each once. Yields for each pause. */
export function* retiredInManifests<R extends Retirement>(
  context: CheckContext,
  retirements: readonly R[],
): Generator<undefined, { readonly retirement: R; readonly range: TextFileRange }[]> {
  const wanted = retirements.filter(({ manifest }) => manifest);
  const found = new Map<string, { retirement: R; range: TextFileRange }>();
  if (wanted.length === 0) return [];
  for (const call of serviceCalls(context)) {
    yield;
    const cluster = clusterOfModule(context, labelInRoot(nameInPlatform(call)), call.declaration.item.uri);
    const versions = (cluster === undefined ? undefined : versionsByCluster(context).get(cluster)) ?? [];
    for (const { path, environment } of writtenResources(context, call)) {
      const file = resourceFile(context, path);
      if (!file || !isReadable(file)) continue;
      for (const retirement of wanted) {
        const { minors, manifest } = retirement;
        const minor = versions.find(each => each.environment === environment)?.minor;
        if (minors && (minor === undefined || minor < minors[0] || minor > minors[1])) continue;
        for (const { start, end } of fieldsIn(file).get(manifest!.join(' '), () => rangesOf(file.text, manifest!)))
          found.set(`${file.uri} ${start} ${retirement.name}`, { retirement, range: { file, start, end } });
      }
    }
  }
  return [...found.values()];
}

interface FieldRange {
  readonly start: number;
  readonly end: number;
}

class Fields {
  private readonly known = new Map<string, readonly FieldRange[]>();
  get(key: string, compute: () => readonly FieldRange[]): readonly FieldRange[] {
    const ranges = this.known.get(key) ?? compute();
    this.known.set(key, ranges);
    return ranges;
  }
}

const fieldsIn = memoize((_: TextFile) => new Fields());

/** Texts in these objects can look like fields. */
const WITH_TEXTS = /^kind:[ \t]*["']?(?:ConfigMap|Secret|CustomResourceDefinition)\b/m;

const FIELD = /^[ \t]*(?:- +)*(([\w-]+):[ \t]*(["']?)([^"'#\s]*)\3)[ \t]*(?:#.*)?\r?$/gm;

/** An empty prefix stands for a field with fields of its own. */
function rangesOf(text: string, [field, prefix]: NonNullable<Retirement['manifest']>): FieldRange[] {
  const ranges: FieldRange[] = [];
  let start = 0;
  for (const { 0: separator, index } of [...text.matchAll(/^---(?=\s|$).*$/gm), { 0: '', index: text.length }]) {
    const document = text.slice(start, index);
    if (document.includes(field) && !WITH_TEXTS.test(document))
      for (const { 0: line, 1: own = '', 2: name, 4: value = '', index: at } of document.matchAll(FIELD)) {
        if (name !== field || (prefix === '' ? value !== '' : !value.startsWith(prefix))) continue;
        const from = start + at + line.indexOf(own);
        ranges.push({ start: from, end: from + own.trimEnd().length });
      }
    start = index + separator.length;
  }
  return ranges;
}
