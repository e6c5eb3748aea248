/** Renames attributes that have another name in another version of the same generation: otherwise they would be ignored silently. */
import { ownProperty } from '../../../common/ownProperty';
import { renameEntry } from '../../edits/entryText';
import { configurationTarget, ConfigurationEditor } from '../../refactoring/configurationTarget';
import type { FrameworkChange } from '../../kubestack/schemas/frameworkChanges';
import { isFramework, type ScaffoldContext, type PlatformContext } from '../scaffoldContext';

/** Gives them their new names, wherever a configuration is written out. */
export function renameAttributes(
  { changes, request }: ScaffoldContext,
  { calls }: PlatformContext,
  to: string,
  found: readonly FrameworkChange[],
): void {
  const { schemas } = request.model;
  const done = new Set<unknown>();
  for (const call of calls) {
    const { schema } = call.module;
    const next = isFramework(call) && schema ? schemas.moduleFor(schema.path, to) : undefined;
    const target = configurationTarget(request, call);
    if (!schema || !next || !target || done.has(call.declaration)) continue;
    done.add(call.declaration);
    const editor = new ConfigurationEditor(changes.draft, target);
    const renames = { ...ownProperty(schemas.renames, schema.path), ...renamedIn(found, schema.path) };
    for (const [old, name] of Object.entries(renames)) {
      const isRenamed = schema.attributes.has(old) && !next.attributes.has(old) && next.attributes.has(name);
      for (const environment of isRenamed ? (editor.names([]) ?? []) : []) {
        if (editor.text([environment, old]) === undefined) continue;
        editor.rewrite((text, path) => renameEntry(text, [...path, environment, old], name));
      }
    }
  }
}

const renamedIn = (found: readonly FrameworkChange[], path: string): Record<string, string> =>
  Object.fromEntries(
    found.flatMap(({ change }) =>
      change.modules.includes(path)
        ? Object.entries(change.attributes ?? {}).flatMap(([old, name]) => (name === null ? [] : [[old, name]]))
        : [],
    ),
  );
