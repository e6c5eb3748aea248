// Patterns for the ESLint rule `no-restricted-syntax` in client/: calls of VS Code in which untrusted text could become links, commands or icons. Use
// the functions in client/core/messages.ts, client/core/quickPicks.ts and common/messageText.ts instead.

const messages = /^(?:show(?:Information|Warning|Error)Message|withProgress|setStatusBarMessage|showInputBox)$/;
const quickPicks = /^(?:showQuickPick|createQuickPick)$/;

/** A function of `vscode.window` that is called, passed on, or destructured. */
const ofWindow = (names, message) =>
  [
    `MemberExpression[object.property.name='window'][property.name=${names}]`,
    `VariableDeclarator[init.property.name='window'] > ObjectPattern > Property[key.name=${names}]`,
  ].map(selector => ({ selector, message }));

export const textThatStaysText = [
  ...ofWindow(messages, 'Links in a text become commands here: use client/core/messages.ts.'),
  ...ofWindow(quickPicks, '`$(name)` in a text becomes an icon here: use client/core/quickPicks.ts.'),
  {
    selector: "ImportDeclaration[source.value='vscode'] ImportSpecifier[imported.name='window']",
    message: 'Import `vscode` as a whole, so that uses of `vscode.window` can be found.',
  },
  {
    selector:
      'AssignmentExpression[left.property.name=/^(?:prompt|validationMessage)$/]' +
      ":not([right.callee.name=/^(?:messageText|shownProblem)$/]):not([right.type='Identifier'][right.name='undefined'])",
    message: 'Links in the texts of an input box become commands: use `messageText`.',
  },
  {
    selector: ':matches(Literal[value=/\\$\\([a-z]/], TemplateElement[value.raw=/\\$\\([a-z]/])',
    message: 'Use `iconLabel`, or `icon` of a `PickItem`, which keep `$(name)` in the text behind the icon text.',
  },
  {
    selector: "NewExpression[callee.property.name='MarkdownString'] > :matches(Literal, TemplateLiteral)",
    message: 'Build Markdown with the functions of common/markdown.ts.',
  },
];
