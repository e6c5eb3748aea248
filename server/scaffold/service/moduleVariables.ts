/** Required variables of a local module. */
import { findAttribute } from '../../workspace/declarations';
import type { ScaffoldContext } from '../scaffoldContext';

/** Names of the variables without a default, in the order of the files. */
export function requiredVariables({ changes }: ScaffoldContext, folder: string): string[] {
  return changes
    .configurationFiles(folder)
    .flatMap(path =>
      (changes.source(path)?.items ?? []).flatMap(({ item: { node } }) =>
        node.kind === 'block' && node.type === 'variable' && !findAttribute(node, 'default')
          ? (node.labels[0]?.name ?? [])
          : [],
      ),
    );
}
