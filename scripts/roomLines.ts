// npm run rooms: counts the lines of each room in the table "The sum" of docs/architecture.md again. Lines are those without blanks and comments.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const project = dirname(__dirname);
const page = join(project, 'docs/architecture.md');
const HEADING = '## The sum';
const TOPS = ['common', 'server', 'client', 'webview', 'scripts', 'test'];

/** A row of the table. */
export interface Room {
  /** Paths from the project, with `/` and without one at the end. A file belongs to the longest one. */
  readonly folders: readonly string[];
  /** As documented. */
  readonly lines: number;
  /** The line of the page. */
  readonly text: string;
}

/** @returns the rows of the table in the page */
export function documentedRooms(text = readFileSync(page, 'utf8')): Room[] {
  const [, below = ''] = text.split(`\n${HEADING}\n`);
  const [table = ''] = below.split('\n## ');
  return table.split('\n').flatMap(line => {
    const [, names, lines] = /^\| (`.*?) \| ([\d,]+) \|/.exec(line) ?? [];
    if (names === undefined || lines === undefined) return [];
    const folders = [...names.matchAll(/`([^`]+?)\/`/g)].map(([, folder]) => folder!);
    return [{ folders, lines: Number(lines.replaceAll(',', '')), text: line }];
  });
}

/**
 * Counts the lines of all rooms.
 *
 * @returns by folder of a room; files outside of all rooms are under the name of their own folder
 */
export function countedRooms(rooms: readonly Room[]): Map<string, number> {
  const folders = rooms.flatMap(room => room.folders).sort((a, b) => b.length - a.length);
  const counted = new Map<string, number>();
  for (const top of TOPS)
    for (const entry of readdirSync(join(project, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(?:ts|mjs|css)$/.test(entry.name)) continue;
      const folder = relative(project, entry.parentPath).split(sep).join('/');
      const room = folders.find(each => folder === each || folder.startsWith(`${each}/`)) ?? folder;
      const lines = linesOfCode(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      counted.set(room, (counted.get(room) ?? 0) + lines);
    }
  return counted;
}

/** @returns the number of lines of a room */
export const linesOf = ({ folders }: Room, counted: ReadonlyMap<string, number>): number =>
  folders.reduce((sum, folder) => sum + (counted.get(folder) ?? 0), 0);

/** The number of lines that are neither blank nor a comment. */
function linesOfCode(text: string): number {
  let isComment = false;
  return text.split('\n').filter(line => {
    const code = line.trim();
    if (isComment || code.startsWith('/*')) {
      isComment = !code.includes('*/');
      return false;
    }
    return code !== '' && !code.startsWith('//');
  }).length;
}

function main(): void {
  let text = readFileSync(page, 'utf8');
  const rooms = documentedRooms(text);
  const counted = countedRooms(rooms);
  for (const room of rooms) {
    const lines = linesOf(room, counted).toLocaleString('en');
    text = text.replace(
      room.text,
      room.text.replace(/\| [\d,]+ \|/, () => `| ${lines} |`),
    );
  }
  writeFileSync(page, text);
}

if (require.main === module) main();
