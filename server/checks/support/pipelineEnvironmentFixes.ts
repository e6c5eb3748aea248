/** Fixes of KS702: the environments that a pipeline selects are changed where it names them. */
import type { Finding, Fix } from '../engine/check';
import { replaceRange } from './placeEdits';

/**
 * @param finding its data has `name`, the environment that was meant; or `missing`, environments to add, and `after`, the offset in UTF-16
 *   code units at which they are inserted
 */
export function environmentFixes({ place, data }: Finding): Fix[] {
  const { name, missing, after, isWords } = (data ?? {}) as {
    name?: string;
    missing?: string[];
    after?: number;
    isWords?: boolean;
  };
  if (!('file' in place)) return [];
  if (name !== undefined) return [{ title: `Change to ${name}`, change: draft => replaceRange(draft, place, name) }];
  if (!missing || after === undefined) return [];
  const { file } = place;
  const isFlow = file.text[place.start] === '[';
  const column = /^[ \t]*-[ \t]+/.exec(file.text.slice(file.text.lastIndexOf('\n', after - 1) + 1))?.[0];
  if (!isWords && !isFlow && column === undefined) return [];
  const added = missing.map(each => (isWords ? ` ${each}` : isFlow ? `, ${each}` : `\n${column}${each}`)).join('');
  return [
    {
      title: `Add ${missing.join(', ')}`,
      change: draft => replaceRange(draft, { file, start: after, end: after }, added),
    },
  ];
}
