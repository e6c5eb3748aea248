/** The files that pipelines consist of, each read once. */
import { readYaml, type YamlFile, type YamlLibrary, type YamlNode } from './yaml/tree';

/** Reads a file by its path in the repository; undefined if there is none. */
export type FileReader = (path: string) => string | undefined;

/** Maximum number of files that pipelines refer to: actions, scripts, includes. */
const MAX_FILES = 200;
/** Maximum number of characters of one file, such as a script. YAML has a lower limit. */
export const MAX_LENGTH = 1_000_000;
/** Maximum number of characters of all files. */
const MAX_TOTAL = 3_000_000;

export class Repository {
  private readonly files = new Map<string, YamlFile | undefined>();
  private readonly documents = new Map<string, YamlNode[] | undefined>();
  /** Paths that were requested and not found. */
  readonly missing = new Set<string>();
  private total = 0;

  constructor(
    private readonly library: YamlLibrary,
    private readonly reader: FileReader,
  ) {}

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
  yaml(path: string): YamlNode[] | undefined {
    if (this.documents.has(path)) return this.documents.get(path);
    const file = this.file(path);
    const documents = file && readYaml(file, this.library);
    this.documents.set(path, documents);
    return documents;
  }
}

/** Refuses paths outside of the repository and in git's own folder. */
const isPath = (path: string): boolean =>
  path !== '' && path.length < 500 && !/^\/|(?:^|\/)\.\.(?:\/|$)|^\.git(?:\/|$)|[\\\0\u0001]/.test(path);
