// The ESLint rule against platform-specific paths: only common/node/paths.ts knows separators. Code that depends on the operating system has it as a
// parameter (`system: NodeJS.Platform`), so that tests can pass another one.

/** Files that split paths, and files that start programs of one operating system. */
const PATHS = /(?:^|\/)common\/node\/paths\.ts$/;
const SYSTEMS = /(?:^|\/)(?:client\/processes|common\/node)\//;

/** @type {import('eslint').Rule.RuleModule} */
export const pathSeparators = {
  meta: {
    type: 'problem',
    messages: {
      separator: 'Paths are taken apart by common/node/paths.ts, which is tested for Windows as well.',
      system: 'Take the system as a parameter: only client/processes and common/node compare process.platform.',
    },
    schema: [],
  },
  create(context) {
    const file = context.filename.replaceAll('\\', '/');
    const isOfPath = node => /^(?:node:)?path(?:\/(?:posix|win32))?$/.test(node.source.value);
    const separators = PATHS.test(file)
      ? {}
      : {
          ImportDeclaration(node) {
            if (!isOfPath(node)) return;
            for (const { imported } of node.specifiers)
              if (imported?.name === 'sep') context.report({ node, messageId: 'separator' });
          },
          "MemberExpression[object.name='path'][property.name='sep']": node =>
            context.report({ node, messageId: 'separator' }),
        };
    const systems = SYSTEMS.test(file)
      ? {}
      : {
          "BinaryExpression > MemberExpression[object.name='process'][property.name='platform']": node =>
            context.report({ node, messageId: 'system' }),
        };
    return { ...separators, ...systems };
  },
};
