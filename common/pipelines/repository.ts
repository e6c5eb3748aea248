/** The files that pipelines consist of, each read once. */
import { t } from '../localization';
import { YamlLimitError } from '../yaml/boundedYaml';
import { MAX_YAML_LENGTH, readYaml, type YamlContents, type YamlFile, type YamlNode } from './yaml/tree';

/** Reads a file by its path in the repository; undefined if there is none. */
export type FileReader = (path: string) => string | undefined;

/** Maximum number of files that pipelines refer to: actions, scripts, includes. */
const MAX_FILES = 200;
/** Maximum number of characters of one file, such as a script. YAML has a lower limit. */
export const MAX_LENGTH = 1_000_000;
/** Maximum number of characters of all files. */
const MAX_TOTAL = 3_000_000;
/** Maximum numbers of characters and nodes of all YAML files: reading them takes longer than reading scripts. */
const MAX_YAML_TOTAL = 500_000;
const MAX_NODES = 80_000;

interface ReadFile extends YamlContents {
  readonly file: YamlFile;
  /** Why the file was not read, if that would exceed a limit. */
  readonly refusal?: string;
}

export class Repository {
  private readonly files = new Map<string, YamlFile | undefined>();
  private readonly read = new Map<string, ReadFile>();
  /** Paths that were requested and not found. */
  readonly missing = new Set<string>();
  private total = 0;
  private yamlTotal = 0;
  private nodes = 0;

  private readonly parsed: ReadonlyMap<string, ReadFile>;

  /** @param before an earlier version, whose unchanged files are not parsed again */
  constructor(
    private readonly reader: FileReader,
    before?: Repository,
  ) {
    this.parsed = before?.read ?? new Map<string, ReadFile>();
  }

  file(path: string): YamlFile | undefined {
    if (this.files.has(path)) return this.files.get(path);
    const text = this.files.size < MAX_FILES && isPath(path) ? this.reader(path) : undefined;
    const isRead = text !== undefined && text.length <= MAX_LENGTH && this.total + text.length <= MAX_TOTAL;
    const file = isRead ? { path, text } : undefined;
    this.total += file?.text.length ?? 0;
    if (!file) this.missing.add(path);
    this.files.set(path, file);
    return file;
  }

  /** The documents of a YAML file; undefined where there is none, or it can't be read. */
  *yaml(path: string): Generator<undefined, readonly YamlNode[] | undefined> {
    let read = this.read.get(path);
    const file = this.file(path);
    if (!file) return undefined;
    if (!read) {
      read = yield* this.readFile(file);
      this.read.set(path, read);
      this.nodes += read.nodes;
      // A longer file is not parsed.
      if (file.text.length <= MAX_YAML_LENGTH) this.yamlTotal += file.text.length;
    }
    return read.documents;
  }

  private *readFile(file: YamlFile): Generator<undefined, ReadFile> {
    if (this.yamlTotal > MAX_YAML_TOTAL || this.nodes > MAX_NODES)
      return { file, documents: undefined, nodes: 0, refusal: t('The pipelines before it are too long.') };
    const cached = this.parsed.get(file.path);
    // A file that was only left out because of others is read now.
    return cached?.file.text === file.text && cached.refusal === undefined ? cached : yield* parse(file);
  }

  /** Why YAML files were not read, by path: those that exceed a limit. */
  *refusals(): Iterable<[path: string, reason: string]> {
    for (const [path, { refusal }] of this.read) if (refusal !== undefined) yield [path, refusal];
  }
}

function* parse(file: YamlFile): Generator<undefined, ReadFile> {
  try {
    return { file, ...(yield* readYaml(file)) };
  } catch (error) {
    if (!(error instanceof YamlLimitError)) throw error;
    const isParsed = file.text.length <= MAX_YAML_LENGTH;
    return { file, documents: undefined, nodes: isParsed ? file.text.length / 2 : 0, refusal: error.message };
  }
}

/** Refuses paths outside of the repository and in git's own folder. */
const isPath = (path: string): boolean =>
  path !== '' && path.length < 500 && !/^\/|(?:^|\/)\.\.(?:\/|$)|^\.git(?:\/|$)|[\\\0\u0001]/.test(path);
