/**
 * Finds where manifests declare their objects. Manifests can have megabytes, so they are read line by line, and only the first lines of a
 * document matter.
 */
import type { ManifestSource } from '../../common/manifests/overlay';
import { resolvePath } from '../workspace/uri';

/** The declarations in one file; empty for files that are not Kubernetes YAML. */
export function sourcesIn(file: string, content: Uint8Array, rootUri: string): ManifestSource[] {
  if (!/\.(?:ya?ml|json)$/i.test(file)) return [];
  const found: ManifestSource[] = [];
  const uri = resolvePath(rootUri, file);
  let document: string[] = [];
  let start = 0;
  const add = (): void => {
    const first = document.findIndex(text => /^[^#\s]/.test(text));
    const declared = first < 0 ? undefined : declaredIn(document);
    if (declared) found.push({ file, uri, line: start + first, ...declared });
  };
  const lines = new TextDecoder().decode(content).split('\n');
  for (const [index, line] of lines.entries()) {
    if (!/^---(?:\s|$)/.test(line)) {
      document.push(line);
      continue;
    }
    add();
    document = [];
    start = index + 1;
  }
  add();
  return found;
}

function declaredIn(document: readonly string[]): Pick<ManifestSource, 'kind' | 'name' | 'namespace'> | undefined {
  let kind: string | undefined;
  let name: string | undefined;
  let namespace: string | undefined;
  let indent: string | undefined;
  let inMetadata = false;
  for (const line of document) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, space = '', key = '', value = ''] = /^(\s*)["']?([\w./-]+)["']?:\s*(.*)$/s.exec(line.trimEnd()) ?? [];
    if (space === '' && !line.startsWith(' ')) {
      inMetadata = key === 'metadata';
      indent = undefined;
      if (key === 'kind') kind = plain(value);
      continue;
    }
    if (!inMetadata) continue;
    indent ??= space;
    if (space !== indent) continue;
    if (key === 'name') name = plain(value);
    if (key === 'namespace') namespace = plain(value);
  }
  if (!kind || !name) return undefined;
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

const plain = (value: string): string =>
  /^"(.*)"$|^'(.*)'$/
    .exec(value)
    ?.slice(1)
    .find(text => text !== undefined) ?? value.replace(/(?<!\s)\s+#.*$/, '');
