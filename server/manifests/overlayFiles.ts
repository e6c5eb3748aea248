/** Collects the files that an overlay reads: those that it names, and those that nested kustomizations name. */
import { isRecord } from '../../common/isRecord';
import { now } from '../../common/now';
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { refusalReason } from '../../common/refusal';
import { parseYamlDocuments } from '../../common/yaml/boundedYaml';
import { MAX_FILE_BYTES, type FileSystem } from '../workspace/fileSystem';
import { childOf, pathBetween, resolvePath } from '../workspace/uri';

/** File names that kustomize looks for in a folder, in its order. */
export const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Limits for the files of all overlays of a platform. */
const MAX_FILES = 4_000;
const MAX_BYTES = 64 * 1024 * 1024;

export interface OverlayFiles {
  /** Content by path from the root module's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly remote: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Reads all files of one overlay. Nothing is fetched: a missing or inaccessible file is reported, since kustomize would take a missing path
 * for a Git repository.
 * @param kustomization the overlay's arguments under the names of a kustomization.yaml
 * @param rootUri folder of the root module, to which paths are relative
 */
export function filesOfOverlay(kustomization: unknown, rootUri: string, fileSystem: FileSystem): OverlayFiles {
  const reader = new Reader(rootUri, fileSystem);
  reader.kustomization(kustomization, rootUri);
  return reader;
}

/** Paths that kustomize would fetch: URLs, and those that name a Git host or a revision. */
const isRemote = (path: string): boolean =>
  /^[a-z][a-z0-9+.-]*:|^[\w.-]+@[\w.-]+:|^[\w-]+(?:\.[\w-]+)+\/[^/]+\/|[?&](?:ref|version)=|\.git(?:[/?]|$)/i.test(
    path,
  );

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textsOf = (value: unknown): string[] => listOf(value).filter(each => typeof each === 'string');

class Reader implements OverlayFiles {
  readonly files = new Map<string, Uint8Array>();
  readonly remote: string[] = [];
  readonly problems: string[] = [];
  private bytes = 0;

  constructor(
    private readonly rootUri: string,
    private readonly fileSystem: FileSystem,
  ) {}

  kustomization(kustomization: unknown, folder: string): void {
    if (!isRecord(kustomization)) return;
    for (const field of ['resources', 'bases', 'components'])
      for (const path of textsOf(ownProperty(kustomization, field))) this.entry(path, folder);
    // These can be inline YAML instead of a path.
    for (const field of ['generators', 'transformers', 'validators', 'patchesStrategicMerge'])
      for (const path of textsOf(ownProperty(kustomization, field))) if (!path.includes('\n')) this.entry(path, folder);
    for (const field of ['crds', 'configurations'])
      for (const path of textsOf(ownProperty(kustomization, field))) this.file(path, folder);
    for (const field of ['patches', 'patchesJson6902', 'replacements'])
      for (const each of listOf(ownProperty(kustomization, field))) this.pathOf(each, folder);
    this.pathOf(kustomization['openapi'], folder);
    for (const field of ['configMapGenerator', 'secretGenerator'])
      for (const each of listOf(ownProperty(kustomization, field))) this.generator(each, folder);
    for (const field of ['helmCharts', 'helmChartInflationGenerator'])
      if (listOf(ownProperty(kustomization, field)).length > 0)
        this.problem(
          t(
            "{0} renders a Helm chart ({1}), which the kustomization provider doesn't support.",
            this.shown(folder),
            field,
          ),
        );
  }

  private pathOf(value: unknown, folder: string): void {
    if (isRecord(value) && typeof value['path'] === 'string' && value['path'] !== '') this.file(value['path'], folder);
  }

  private generator(value: unknown, folder: string): void {
    if (!isRecord(value)) return;
    const { envs, env, files } = value;
    for (const path of [...textsOf(envs), ...(typeof env === 'string' ? [env] : [])]) this.file(path, folder);
    // `key=path`, or only a path.
    for (const path of textsOf(files)) this.file(path.slice(path.indexOf('=') + 1), folder);
  }

  /** A file, or a folder with a kustomization. */
  private entry(path: string, folder: string): void {
    const uri = resolvePath(folder, path);
    if (this.fileSystem.kind(uri) !== 'folder') return this.file(path, folder);
    const name = KUSTOMIZATION_FILES.find(each => this.fileSystem.kind(childOf(uri, each)) === 'file');
    if (name === undefined) return this.problem(t('The folder {0} has no kustomization.yaml.', this.shown(uri)));
    const file = childOf(uri, name);
    const isKnown = this.files.has(pathBetween(this.rootUri, file));
    const content = this.read(file);
    if (isKnown || !content) return;
    try {
      for (const document of now(
        parseYamlDocuments(new TextDecoder().decode(content), { version: '1.1', uniqueKeys: false }),
      ))
        this.kustomization(document.toJS({ maxAliasCount: 100 }), uri);
    } catch (error) {
      this.problem(
        t("{0} can't be read: {1}", this.shown(file), error instanceof Error ? error.message : String(error)),
      );
    }
  }

  private file(path: string, folder: string): void {
    if (path.trim() === '') return;
    const uri = resolvePath(folder, path);
    if (this.fileSystem.kind(uri) === 'file') {
      this.read(uri);
      return;
    }
    if (isRemote(path)) {
      if (!this.remote.includes(path)) this.remote.push(path);
      return;
    }
    const refusal = this.fileSystem.refusal(uri);
    this.problem(
      refusal === undefined && !this.fileSystem.isOutside(uri)
        ? t('There is no file {0}.', this.shown(uri))
        : t("{0} can't be read: {1}.", this.shown(uri), refusalReason(refusal ?? 'outside')),
    );
  }

  private read(uri: string): Uint8Array | undefined {
    const path = pathBetween(this.rootUri, uri);
    const cached = this.files.get(path);
    if (cached) return cached;
    const content = this.fileSystem.read(uri, MAX_FILE_BYTES);
    if (!content) {
      const refusal = this.fileSystem.refusal(uri, MAX_FILE_BYTES);
      this.problem(
        refusal === undefined
          ? t("{0} can't be read.", this.shown(uri))
          : t("{0} can't be read: {1}.", this.shown(uri), refusalReason(refusal)),
      );
      return undefined;
    }
    this.bytes += content.length;
    if (this.files.size >= MAX_FILES || this.bytes > MAX_BYTES) {
      this.problem(t('The overlay reads more than {0} files or {1} MB.', MAX_FILES, MAX_BYTES / 1024 / 1024));
      return undefined;
    }
    this.files.set(path, content);
    return content;
  }

  private problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }

  private shown(uri: string): string {
    return pathBetween(this.rootUri, uri);
  }
}
