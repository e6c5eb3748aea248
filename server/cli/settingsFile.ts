/** Settings in VS Code's format, for the command line. */
import { t } from '../../common/localization';
import { dirname, join } from 'node:path';
import { realpathSync } from 'node:fs';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { refusalReason } from '../../common/refusal';
import { readSettings, type Settings } from '../semantics/settings';
import { filesWithin } from '../node/filesWithin';
import { decodeText } from '../workspace/decodeText';
import { uriOfPath } from '../workspace/uri';
import { UsageError } from './readArguments';

/** Limit of the file's size, in bytes. */
const MAX_SETTINGS = 1024 * 1024;

/**
 * The nearest `.vscode/settings.json` in a folder or its parents; the defaults if there is none.
 * @param folder absolute path
 * @param top absolute path of the outermost folder to search
 * @param shown formats a path for the user
 * @throws UsageError if the file can't be read
 */
export function nearestSettings(folder: string, top: string, shown: (path: string) => string): Settings {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, '.vscode', 'settings.json');
    const settings = settingsIn(path, top, shown(path));
    if (settings) return settings;
    if (at === top || at === dirname(at)) return readSettings({});
  }
}

/**
 * The file that the user has named.
 * @throws UsageError if it can't be read
 */
export function settingsFile(path: string, shown: string): Settings {
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch {
    throw new UsageError(t('{0}: there is no such file.', shown));
  }
  const settings = settingsIn(real, dirname(real), shown);
  if (!settings) throw new UsageError(t('{0}: the settings file is a folder.', shown));
  return settings;
}

/** Undefined if there is no such file. */
function settingsIn(path: string, top: string, shown: string): Settings | undefined {
  const files = filesWithin(uriOfPath(top));
  const bytes = files.read(uriOfPath(path), MAX_SETTINGS);
  if (bytes) return parsed(bytes, shown);
  const refusal = files.refusal(uriOfPath(path), MAX_SETTINGS);
  if (refusal) throw new UsageError(t("{0} can't be read: {1}.", shown, refusalReason(refusal)));
  return undefined;
}

/**
 * Parses `"kubestack.environments": […]` and other settings.
 * @param shown path of the file
 */
function parsed(bytes: Uint8Array, shown: string): Settings {
  const { text } = decodeText(bytes);
  const errors: ParseError[] = [];
  const all: unknown = parseJsonc(text, errors, { allowTrailingComma: true, allowEmptyContent: true }) ?? {};
  const [error] = errors;
  if (error) {
    const before = text.slice(0, error.offset).split('\n');
    const what = printParseErrorCode(error.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    throw new UsageError(
      t('{0}:{1}:{2}: this is not valid JSON: {3}.', shown, before.length, before.at(-1)!.length + 1, what),
    );
  }
  if (typeof all !== 'object' || Array.isArray(all))
    throw new UsageError(t('{0}: settings must be a JSON object.', shown));
  const own = Object.entries(all as object).filter(([key]) => key.startsWith('kubestack.'));
  return readSettings(
    Object.fromEntries(own.map(([key, value]) => [key.slice('kubestack.'.length), value as unknown])),
  );
}
