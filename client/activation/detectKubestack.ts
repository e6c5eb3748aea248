/**
 * Detects whether a workspace uses Kubestack from the text of its files, without parsing them. This runs in every workspace with Terraform,
 * so it is cheap and may report false positives; the server decides for certain.
 */

/** Files that can call a module. */
export const MODULE_FILES = '**/*.{tf,tofu,tf.json,tofu.json}';
export const isModuleFile = (name: string): boolean => /\.(?:tf|tofu)(?:\.json)?$/.test(name);

/** Folders with downloaded modules, dependencies or Git data. They are not searched. */
export const IGNORED_FOLDERS = '**/{.terraform,.git,node_modules}/**';
export const isIgnoredFolder = (name: string): boolean => ['.terraform', '.git', 'node_modules'].includes(name);

/**
 * Maximum number of files (in virtual file systems also of folders) that the search reads, and of bytes per file; for open documents, of
 * characters.
 */
export const SEARCH_LIMITS = {
  listed: 2000,
  folders: 500,
  read: 400,
  bytesOfAFile: 64 * 1024,
  characters: 500_000,
} as const;

const FRAMEWORK =
  /^(?:git::)?(?:https?:\/\/|ssh:\/\/)?(?:git@)?(?:www\.)?github\.com[/:]kbst\/terraform-kubestack(?:\.git)?\/\/[\w/-]/;
const CATALOG = /^(?:kbst\.xyz\/catalog|(?:registry\.terraform\.io\/)?kubestack-modules)\/[a-z0-9-]+\/kustomization$/;

/**
 * @param source the `source` of a module call.
 * @returns true for a module of the framework or of its catalog.
 */
export function isKubestackSource(source: string): boolean {
  return FRAMEWORK.test(source) || CATALOG.test(source);
}

// Matches a string, comment, heredoc, bracket, name, or an operator with an equals sign. Text in strings, comments and heredocs is skipped.
// An unclosed string or comment is one token, too. Otherwise each quote in it would start another string.
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"?|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n[\s\S]*?(?:\n[ \t]*\1\b|$)|[{}[\]()]|[A-Za-z_][\w-]*|[=!<>]=|=>?/g;

/**
 * @param text text of a file in HCL, whole or its beginning, well-formed or not.
 * @returns true when it has a module call with a Kubestack source, or one that takes `configuration`.
 */
function callsKubestackModule(text: string): boolean {
  let depth = 0;
  let inModule = false;
  let previous: string[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    if (word.startsWith('#') || word.startsWith('//') || word.startsWith('/*')) continue;
    const [first, second] = previous.slice(-2);
    // A block at the start of a line is a top-level one, whatever is missing above it.
    if (word === 'module' && (match.index === 0 || text[match.index - 1] === '\n')) depth = 0;
    if (word === '{' && depth === 0) inModule = first === 'module' && second?.startsWith('"') === true;
    if (depth === 1 && inModule && first !== '.') {
      if (word === '=' && second === 'configuration') return true;
      if (first === 'source' && second === '=' && word.endsWith('"') && isKubestackSource(word.slice(1, -1)))
        return true;
    }
    if ('{[('.includes(word)) depth++;
    if ('}])'.includes(word)) depth = Math.max(0, depth - 1);
    previous = [previous.at(-1) ?? '', word];
  }
  return false;
}

/**
 * @param text text of a file in Terraform's JSON syntax, whole or its beginning.
 * @returns true when it seems to call a Kubestack module.
 */
function callsKubestackModuleInJson(text: string): boolean {
  if (!/"module"\s*:/.test(text)) return false;
  if (/"configuration"\s*:/.test(text)) return true;
  return [...text.matchAll(/"source"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].some(match => isKubestackSource(match[1] ?? ''));
}

/**
 * @param path path of a file; its extension selects the syntax.
 * @param text its text, whole or its beginning.
 */
export function hasKubestack(path: string, text: string): boolean {
  const beginning = text.slice(0, SEARCH_LIMITS.characters);
  return path.endsWith('.json') ? callsKubestackModuleInJson(beginning) : callsKubestackModule(beginning);
}

/**
 * @param paths paths of files, "/" separated.
 * @returns the same paths, with likely platform files first: those near the root and those named after a provider's clusters.
 */
export function likelyFirst(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split('/').length;
  const unlikely = (path: string) => (/\/(?:(?:eks|aks|gke|scw)[_-]|clusters?\.)[^/]*$/.test(path) ? 0 : 1);
  return [...paths].sort((a, b) => unlikely(a) - unlikely(b) || depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0));
}
