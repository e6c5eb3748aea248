/** Attributes that have another name at another version of the same generation: as they stand they would be dropped without a word. */
import { renameEntry } from '../../edits/entryText';
import { configurationSite, SiteEditor } from '../../refactoring/configurationTarget';
import { isFramework, type Ground, type PlatformGround } from '../scaffoldContext';

/** Gives them their new names, wherever a configuration is written out. */
export function renameAttributes({ changes, snapshot }: Ground, { calls }: PlatformGround, to: string): void {
  const { schemas } = snapshot.model;
  const done = new Set<unknown>();
  for (const call of calls) {
    const { schema } = call.module;
    const next = isFramework(call) && schema ? schemas.moduleFor(schema.path, to) : undefined;
    const site = configurationSite(snapshot, call);
    if (!schema || !next || !site || done.has(call.declaration)) continue;
    done.add(call.declaration);
    const editor = new SiteEditor(changes.draft, site);
    for (const [old, name] of Object.entries(schemas.renames[schema.path] ?? {})) {
      const isRenamed = schema.attributes.has(old) && !next.attributes.has(old) && next.attributes.has(name);
      for (const environment of isRenamed ? (editor.names([]) ?? []) : []) {
        if (editor.text([environment, old]) === undefined) continue;
        editor.rewrite((text, path) => renameEntry(text, [...path, environment, old], name));
      }
    }
  }
}
