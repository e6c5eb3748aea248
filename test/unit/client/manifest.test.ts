import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  ADDING_COMMANDS,
  Command,
  ContextKey,
  DIAGRAM_SECTIONS,
  EXTENSION,
  MATRIX_SECTIONS,
  PLAN_ITEM_KINDS,
  PLATFORM_ITEM_KINDS,
  Scheme,
  Setting,
  SHOWING_COMMANDS,
  STEPS,
  PROGRAM_COMMANDS,
  View,
  ViewContainer,
  WALKTHROUGH,
  Webview,
} from '../../../client/core/ids';
import { LANGUAGES } from '../../../common/languages';
import { PROMOTION_ITEM_KINDS } from '../../../client/promotion/promotionNode';
import manifest from '../../../package.json';
import texts from '../../../package.nls.json';

const project = join(__dirname, '../../..');
const { contributes } = manifest;

/** The context keys of VS Code that our `when` clauses use. */
const builtInKeys = [
  'isWorkspaceTrusted',
  'false',
  'view',
  'viewItem',
  'resourceScheme',
  'scmProvider',
  'scmProviderRootUri',
  'resourceDirname',
  'resourceExtname',
  'webviewId',
  // Set by the page for the element of the context menu.
  'webviewSection',
  'activeEditor',
];

/** VS Code's commands in our texts. */
const builtInCommands = [
  'workbench.trust.manage',
  'workbench.action.files.openFolder',
  'git.init',
  'workbench.action.reloadWindow',
];

/** Commands that are useful without Kubestack. */
const everywhere: readonly string[] = [
  Command.showOutput,
  Command.newPlatform,
  Command.getStarted,
  Command.openSamplePlatform,
  Command.reportIssue,
];

/** The text of all files in the client. */
const code = sources(join(project, 'client'))
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

describe('package.json and client/core/ids.ts', () => {
  it('have the same commands', () => {
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.sort(), Object.values(Command).sort());
  });

  it('have the same settings, views and containers', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(Setting).sort());
    const views = Object.values(contributes.views).flatMap(list => list.map(({ id }) => id));
    assert.deepEqual(views, Object.values(View));
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    assert.deepEqual(containers, Object.values(ViewContainer));
    assert.deepEqual(Object.keys(contributes.views), [...containers, 'scm']);
  });
});

describe('package.json', () => {
  it('gives the platform half of the Kubestack container, also while something waits for promotion', () => {
    // A view without a size would get twenty parts.
    const sizes = contributes.views.kubestack.map(({ initialSize }) => initialSize);
    const [platform, ...others] = sizes;
    assert.deepEqual([sizes.length, platform], [4, others.reduce((sum, size) => sum + size, 0)]);
  });
  it('contributes only commands that the code registers', () => {
    for (const name of Object.keys(Command))
      assert.match(code, new RegExp(`(?:register(?:Trusted)?Command|command)\\(\\s*Command\\.${name}\\b`), name);
  });

  it('puts every command into the category Kubestack', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, 'Kubestack', command);
  });

  it('puts only its own commands into menus', () => {
    const own = new Set<string>(Object.values(Command));
    const used = Object.values(contributes.menus).flatMap(items => items.map(({ command }) => command));
    assert.deepEqual(
      used.filter(command => !own.has(command)),
      [],
    );
  });

  it('hides commands from the palette if the workspace has no Kubestack', () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }) => when === 'false' || when.split(' && ')[0] === ContextKey.active)
      .map(({ command }) => command);
    assert.deepEqual(
      hidden.sort(),
      Object.values(Command)
        .filter(command => !everywhere.includes(command))
        .sort(),
    );
  });

  it('has each command in the palette, in Show… or Add…, or in the menu of an item', () => {
    const { commandPalette, ...menus } = contributes.menus;
    const reachable = new Set<string>([
      ...SHOWING_COMMANDS,
      ...ADDING_COMMANDS,
      ...Object.values(menus).flatMap(items => items.map(({ command }) => command)),
    ]);
    const hidden = commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command);
    // Those run when an item is selected or checked, or from a code lens.
    const onSelection: readonly string[] = [
      ...[Command.planSignIn, Command.planOpenItem, Command.toggleNextStep],
      Command.previewRule,
    ];
    assert.deepEqual(
      hidden.filter(command => !reachable.has(command) && !onSelection.includes(command)),
      [],
    );
  });

  it('hides commands that need a program or a repository if it is missing', () => {
    const shown = Object.values(contributes.menus)
      .flat()
      .filter(({ command, when }) => PROGRAM_COMMANDS.includes(command) && when !== 'false')
      .filter(({ when }) => !when.split(' && ').includes(ContextKey.programs));
    assert.deepEqual(shown, []);
    assert.ok(PROGRAM_COMMANDS.includes(Command.plan) && !PROGRAM_COMMANDS.includes(Command.compareEnvironments));
  });

  it('uses only context keys that are set', () => {
    const known = new Set<string>([...builtInKeys, ...Object.values(ContextKey), ...Object.values(Setting)]);
    for (const when of whenClauses()) {
      assert.deepEqual(
        keysOf(when).filter(key => !known.has(key.replace(/^config\./, ''))),
        [],
        when,
      );
    }
  });

  it('uses only views, items and schemes that exist', () => {
    const values: Record<string, readonly string[]> = {
      view: Object.values(View),
      viewItem: [...PLATFORM_ITEM_KINDS, ...PLAN_ITEM_KINDS, ...PROMOTION_ITEM_KINDS],
      webviewId: Object.values(Webview),
      webviewSection: [...DIAGRAM_SECTIONS, ...MATRIX_SECTIONS],
      resourceScheme: ['file', 'vscode-remote', ...Object.values(Scheme)],
    };
    for (const when of whenClauses()) {
      for (const [, key = '', value = ''] of when.matchAll(/(\w+) == ([\w.-]+)/g)) {
        if (values[key]) assert.ok(values[key].includes(value), when);
      }
    }
    for (const { view } of contributes.viewsWelcome) assert.ok(Object.values<string>(View).includes(view), view);
  });

  it('names the environment in the rockets of apps and apps-prod', () => {
    const inline = contributes.menus['view/item/context'].filter(({ command, when, group }) =>
      [/^kubestack\.promote\b/.test(command), / viewItem == promotionStage\w+$/.test(when), group === 'inline@1'].every(
        Boolean,
      ),
    );
    const titles = new Map(Object.entries(texts).map(([key, text]) => [`%${key}%`, text]));
    assert.deepEqual(
      inline.map(({ command }) => titles.get(contributes.commands.find(each => each.command === command)?.title ?? '')),
      ['Promote to apps…', 'Promote to apps-prod…'],
    );
  });

  it('runs only its own commands from welcome views', () => {
    for (const [, command = ''] of Object.values(texts)
      .join('\n')
      .matchAll(/\(command:([\w.]+)\)/g)) {
      assert.ok([...Object.values<string>(Command), ...builtInCommands].includes(command), command);
    }
  });

  it('lets no untrusted workspace set a program or its arguments', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(restricted, [Setting.terraformPath, Setting.terraformContainer, Setting.planArguments]);
    for (const name of restricted) {
      const setting = Object.entries(contributes.configuration.properties).find(([id]) => id === name)?.[1];
      assert.equal(setting?.scope, 'machine-overridable', name);
    }
  });

  it('has a command for each environment with a context key', () => {
    const shown = contributes.menus.commandPalette.filter(({ when }) => when.includes('kubestack.environment.'));
    const title = (command: string) => contributes.commands.find(known => known.command === command)?.title ?? '';
    const names = shown.map(({ command, when }) => {
      const text: string = texts[title(command).replaceAll('%', '') as keyof typeof texts];
      return [when.replace(/.*kubestack\.environment\./, ''), text];
    });
    assert.deepEqual(names, [
      ['ops', 'Plan ops'],
      ['apps', 'Plan apps'],
      ['apps-prod', 'Plan apps-prod'],
    ]);
  });

  it('has a string for every placeholder, and no unused strings', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(match => match[1]);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('offers Plan ops and Plan apps before the environments are known', () => {
    for (const id of [Command.planOps, Command.planApps]) {
      const { when } = contributes.menus.commandPalette.find(({ command }) => command === id)!;
      const alternatives = when.split(' || ').map(each => each.split(' && '));
      assert.deepEqual(alternatives[0], [
        ContextKey.active,
        ContextKey.programs,
        `${ContextKey.platformView} == loading`,
      ]);
      assert.ok(alternatives.every(([first, second]) => first === ContextKey.active && second === ContextKey.programs));
    }
  });

  it('offers an action in every empty view', () => {
    for (const { contents } of contributes.viewsWelcome) {
      const text: string = texts[contents.replaceAll('%', '') as keyof typeof texts];
      assert.match(text, /\[[^\]]+\]\(command:[\w.]+\)/, contents);
    }
  });

  it('has accessibility help for every view that mentions only existing commands', () => {
    const titles = Object.values<string>(texts).map(text => `Kubestack: ${text}`);
    for (const view of Object.values(contributes.views).flat()) {
      const help: string = texts[view.accessibilityHelpContent.replaceAll('%', '') as keyof typeof texts];
      assert.ok(help.length > 0, view.id);
      for (const [, title = ''] of help.matchAll(/“([^”]+)”/g)) assert.ok(titles.includes(title), title);
    }
  });

  it('has a walkthrough with existing pictures and steps that can be completed', () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    assert.equal(walkthrough?.id, WALKTHROUGH);
    assert.deepEqual(others, []);
    assert.equal(EXTENSION, `${manifest.publisher}.${manifest.name}`);
    const { steps } = walkthrough;
    assert.deepEqual(
      steps.map(({ id }) => id),
      Object.keys(STEPS),
    );
    // Context keys complete the steps, since a command can be cancelled.
    for (const { id, media, completionEvents } of steps) {
      assert.ok(existsSync(join(project, media.image)), media.image);
      assert.ok(statSync(join(project, media.image)).size < 100 * 1024, media.image);
      assert.deepEqual(completionEvents, [`onContext:${STEPS[id as keyof typeof STEPS]}`]);
    }
  });

  it('describes every setting and has a scope and a default for it', () => {
    for (const [id, setting] of Object.entries<Record<string, unknown>>(contributes.configuration.properties)) {
      for (const key of ['markdownDescription', 'scope', 'default', 'order'])
        assert.notEqual(setting[key], undefined, `${id}: ${key}`);
    }
  });

  it('activates for every language of the server', () => {
    for (const language of LANGUAGES) assert.ok(manifest.activationEvents.includes(`onLanguage:${language}`), language);
  });

  it('refers to existing pictures', () => {
    for (const { icon } of [...contributes.viewsContainers.activitybar, ...contributes.views.kubestack]) {
      assert.ok(existsSync(join(project, icon)), icon);
    }
  });
});

function whenClauses(): string[] {
  return [...JSON.stringify(contributes).matchAll(/"when":("(?:[^"\\]|\\.)*")/g)].map(
    match => JSON.parse(match[1] ?? '""') as string,
  );
}

/** The context keys of a clause: names that are not the right operand of an operator. */
function keysOf(when: string): string[] {
  return when
    .split(/&&|\|\|/)
    .map(term => term.trim().replace(/^!/, ''))
    .flatMap(term => {
      const [left = '', operator, right = ''] = term.split(/\s+(==|!=|=~|in)\s+/);
      return operator === 'in' ? [left, right] : [left];
    });
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}
