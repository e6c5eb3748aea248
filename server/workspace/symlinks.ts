/** Symbolic links of the workspace: one file may be there under several paths, and a change at one of them is a change at all. */
import { isWithin } from './uri';

export class Symlinks {
  /** Link → the file or folder behind it, all links followed. */
  private readonly targets = new Map<string, string>();

  /** @param target spelled as the workspace spells it, where it is inside of the workspace */
  add(link: string, target: string): void {
    this.targets.set(link, target);
  }

  /** Whether a path itself is a link, not only something on the way. */
  isLink(uri: string): boolean {
    return this.targets.has(uri);
  }

  /** Forgets the links in a folder, or at a path. */
  removeWithin(uri: string): void {
    for (const link of this.targets.keys()) if (isWithin(link, uri)) this.targets.delete(link);
  }

  /** Every other path of a file or folder; none where there are no links. */
  otherPaths(uri: string): string[] {
    if (this.targets.size === 0) return [];
    const real = this.behind(uri);
    const paths = new Set([real]);
    for (const [link, target] of this.targets) if (isWithin(real, target)) paths.add(link + real.slice(target.length));
    paths.delete(uri);
    return [...paths];
  }

  /** Whether a path leads through a link. */
  leadsThrough(uri: string): boolean {
    return this.targets.size > 0 && this.behind(uri) !== uri;
  }

  private behind(uri: string): string {
    for (const [link, target] of this.targets) if (isWithin(uri, link)) return target + uri.slice(link.length);
    return uri;
  }
}
